"""Ties of two parties that a clause says are broken off, over, taken up again or kept: « a repris ses manœuvres avec
X », « la coopération avec X est terminée », « leurs relations ne sont pas rompues »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from palabre.coding.status import status_of
from palabre.facts import dimensions
from palabre.facts.bearings import trigger_of
from palabre.facts.scene import Scene
from palabre.facts.sides import official, strikers
from palabre.types import Actor, Fact, Step, Token

_WITH = frozenset({"avec", "à", "en", "entre", "pour", "envers", "au profit de", "en faveur de"})
_OF = frozenset({"cooperation", "aid", "humanitarian", "security"})
_SINCE = ("depuis", "dès")
_CLAUSES = frozenset({"acl:relcl", "advcl", "ccomp", "parataxis", "conj"})


def find(scene: Scene) -> Iterator[Fact]:
    """The ties that verbs of breaking, keeping and resuming are said of, in text order."""
    undone = {trigger_of(scene, event) for event in scene.events if event.status not in {"factual", "future"}}
    for token in scene.tokens():
        value, of = _said(scene, token, denied=token.i in undone)
        if value is not None:
            nouns = [i for i in _borne(scene, token) if _theme(scene, i) in of]
            yield from (fact for noun in nouns[:1] for fact in _facts(scene, token, noun, value))


def _said(scene: Scene, token: Token, *, denied: bool) -> tuple[str | None, frozenset[str]]:
    """The value that the verb gives the tie, and the themes of what; a break that is denied leaves the tie in place,
    none left is a break. What an event is known not to have done says nothing more."""
    words = scene.states.ties
    had = token.lemma in scene.states.offices.verbs["have"]
    if token.pos not in {"VERB", "ADJ"} or not (had or token.lemma in words.acts):
        return None, frozenset()
    verdict, rule = status_of(scene.grammar, token.i)
    if had:
        return "ended" if rule == "ne ... plus" else None, frozenset({"relations"})
    act = words.acts[token.lemma]
    if act.beside and act.beside not in {scene.document.tokens[i].lemma for i in scene.grammar.obliques(token.i, "en")}:
        return None, act.of
    if verdict == "negated":
        return act.value if act.denied else words.denied.get(act.value), act.of
    return act.value if verdict == "factual" and not act.denied and not denied else None, act.of


def _borne(scene: Scene, token: Token) -> list[int]:
    """What the verb is said of: its object, what an adjective tells of, what nothing is left of (« plus de liens »)."""
    objects = scene.grammar.objects(token.i)
    told = [c.i for c in scene.document.children(token.i, "nsubj")] if token.pos == "ADJ" else []
    left = [c.i for at in objects for c in scene.document.children(at, "obl", "nmod")]
    left += [c.i for c in scene.document.children(token.i, "obl")]
    return [*objects, *told, *(left if token.lemma in scene.states.offices.verbs["have"] else [])]


def _theme(scene: Scene, noun: int) -> str | None:
    """What tie a noun names: by itself, by what it is of (« ses actions d'aide »), or as what two do together."""
    token = scene.document.tokens[noun]
    known = scene.knowledge.themes.of(token.lemma) if token.pos == "NOUN" else None
    joint = scene.states.ties.nouns.get(token.lemma)
    if joint is None:
        return known
    inner = [scene.knowledge.themes.of(scene.document.tokens[i].lemma) for i in scene.grammar.obliques(noun, "de")]
    return next((theme for theme in inner if theme in _OF), joint)


def _facts(scene: Scene, verb: Token, noun: int, value: str) -> Iterator[Fact]:
    pair = _parties(scene, verb, noun)
    if pair is None:
        return
    date = scene.date(verb.i) if value != "kept" else None
    dated = date is not None and (verb.feats.get("VerbForm") == "Part" or date.text.lower().startswith(_SINCE))
    since = scene.since(date) if date is not None and dated else None
    steps = (Step("tie", verb.lemma), Step("state", value))
    label = scene.states.labels["relation", value]
    told = f"{label} : {scene.phrase(noun)}"
    bears = _bearing(scene, verb, noun, value)
    yield Fact("relation", *pair, told, since, None, "current", scene.evidence(verb.i), steps, value, bears)


def _bearing(scene: Scene, verb: Token, noun: int, value: str) -> str | None:
    """The dimension: of the words beside the noun, of an army that it is with, else of the noun."""
    told = dimensions.themes_of(scene, noun)
    if not set(told) - dimensions.BARE:
        told = [*(t for t in dimensions.clause_themes(scene, [noun]) if t not in dimensions.BARE), *told]
    joint = scene.states.ties.nouns.get(scene.document.tokens[noun].lemma)
    behind = (m.actor for at in _behind(scene, verb, noun) for m in scene.parties.of(at))
    soldiers = ["security"] if any(actor is not None and actor.sector == "MIL" for actor in behind) else []
    bare = [theme for theme in (joint, *told) if theme]
    own = [theme for theme in told if theme != "cooperation"] or soldiers or bare
    return scene.states.registers["relation"].dimension(value, own)


def _parties(scene: Scene, verb: Token, noun: int) -> tuple[Actor, Actor] | None:
    """Who breaks or keeps the tie and with whom: two subjects or owners, else one and who is named behind the noun."""
    authors = _sides(scene, scene.grammar.subjects(verb.i), besides=noun)
    owned = (*scene.grammar.owners(noun), *scene.grammar.obliques(noun, "de"))
    owners = _sides(scene, owned, besides=noun)
    partners = _sides(scene, _behind(scene, verb, noun), besides=noun)
    for found in (authors, owners, partners):
        if len(found) == 2 and (found is partners or not partners):
            return found[0], found[1]
    speaker = scene.context.speaker(verb.i)[0]
    told = official(scene, speaker.actor) if speaker is not None else None
    one = next((a for a in (*authors, *owners, told) if a is not None), None)
    other = next((a for a in (*partners, *owners) if one is not None and a.id != one.id), None)
    if one is None and other is None:
        return strikers(scene, noun)
    return (one, other) if one is not None and other is not None else None


def _behind(scene: Scene, verb: Token, noun: int) -> Iterator[int]:
    """The complements of the verb and of its object that name with whom: « avec X », « au X », « au profit de X »."""
    pending = [noun, *(c.i for c in scene.document.children(verb.i, "obl"))]
    while pending:
        at = pending.pop(0)
        if at != noun and scene.grammar.preposition(at) in _WITH:
            yield from scene.grammar.expand([at])
        pending += [c.i for c in scene.document.children(at) if c.dep not in _CLAUSES or scene.grammar.preposition(c.i)]


def _sides(scene: Scene, at: Iterable[int], *, besides: int) -> list[Actor]:
    """The states and organisations of states that words name or speak for."""
    named = [actor for i in at if i != besides for actor in _named(scene, i)]
    return list({actor.id: actor for actor in named}.values())


def _named(scene: Scene, i: int) -> list[Actor]:
    """Who a word stands for, in the name of a state; a state that it only names as a place too."""
    mentions = [m for m in scene.parties.of(i) if m.actor is not None and not m.implicit]
    place = scene.place(i) if not mentions else None
    told = [official(scene, m.actor) for m in mentions] or [place if place and place.kind == "state" else None]
    return [actor for actor in told if actor is not None]
