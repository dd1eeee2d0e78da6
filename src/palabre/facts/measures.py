"""Measures in force or lifted, by their noun and what is said of it: « un couvre-feu instauré en mai », « la frontière
demeure fermée »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from palabre.actors.phrases import slug
from palabre.coding.status import status_of
from palabre.facts import borders
from palabre.facts.scene import Scene
from palabre.facts.sides import official, strikers
from palabre.knowledge.states import Measure
from palabre.types import Actor, Fact, FactStatus, Step, TimeMention, Token

_SINCE = ("depuis", "dès")
# « X a rouvert la sienne »; places to pass that are a border where a neighbour is named behind them.
_OWN = frozenset({"sienne", "siennes", "sien", "siens"})
_PASSAGES = frozenset({"passage"})
_FAR = 2
_HEADS = frozenset({"nmod", "obl"})


@dataclass(frozen=True, slots=True)
class _Act:
    """What a word does to a measure: puts it in force, keeps it there (its date is no start) or ends it."""

    at: int
    effect: str
    status: str


def find(scene: Scene) -> Iterator[Fact]:
    """The measures that the text says are in force, announced or lifted, in text order."""
    heads = {noun.split()[0] for measure in scene.states.said for noun in measure.nouns}
    last: Actor | None = None
    for token in scene.tokens():
        measure = _measure(scene, token) if token.lemma.lower() in heads else None
        noun, meant = (token.i, measure) if measure is not None else _meant(scene, token) or (token.i, None)
        acts = _acts(scene, token.i, meant) if meant is not None else []
        for fact in _facts(scene, token.i, noun, meant, acts, last) if meant is not None and acts else ():
            last = fact.subject
            yield fact


def _meant(scene: Scene, token: Token) -> tuple[int, Measure] | None:
    """« X a rouvert la sienne »: the last noun of what is closed or cut, with its measure."""
    if token.text.lower() not in _OWN or scene.grammar.preposition(token.i) is not None:
        return None
    for before in reversed(scene.document.tokens[: token.i]):
        if token.sentence - before.sentence > _FAR:
            return None
        measure = _measure(scene, before) if before.pos == "NOUN" else None
        if measure is not None and not measure.place:
            return before.i, measure
    return None


def _measure(scene: Scene, token: Token) -> Measure | None:
    """The measure that a noun names alone, or with the noun below it (« état de siège »)."""
    below = [f"{token.lemma} de {c.lemma}" for c in scene.document.children(token.i, "nmod")]
    below += [f"{token.lemma} {c.lemma}" for c in scene.document.children(token.i, "amod")]
    names = {token.lemma.lower(), *below}
    return next((m for m in scene.states.said if names & m.nouns), None)


def _acts(scene: Scene, i: int, measure: Measure) -> list[_Act]:
    """The words that put the measure in force or end it, with the status of what they say."""
    tokens = scene.document.tokens
    near = [c.i for c in scene.document.children(i, "acl", "amod", "acl:relcl")]
    token = tokens[i]
    head = tokens[token.head]
    near += [
        head.i,
        *(c.i for c in scene.document.children(head.i, "xcomp", "conj", "advcl") if i not in {c.i, head.i}),
    ]
    found = []
    for at in dict.fromkeys(near):
        effect = _effect(tokens[at], measure)
        bears = at in near[: len(near) - 1] or _bears(scene, at, i)
        if at != i and effect is not None and bears:
            found.append(_Act(at, effect, status_of(scene.grammar, at)[0]))
    return found


def _bears(scene: Scene, at: int, i: int) -> bool:
    """Whether the act is done to the measure: its object, its complement, or what it says something of."""
    token = scene.document.tokens[i]
    if scene.document.tokens[at].pos == "NOUN":
        told = scene.document.tokens[at].dep not in {"nmod", "obl"}
        return told and token.dep in _HEADS and scene.grammar.preposition(i) == "de"
    own = i in scene.grammar.objects(at) or i in scene.grammar.surface(at)
    return own or token.dep in {"obj", "nsubj", "nsubj:pass", "xcomp"}


def _effect(token: Token, measure: Measure) -> str | None:
    for effect, lemmas in (("starts", measure.starts), ("lasts", measure.lasts), ("ends", measure.ends)):
        if token.lemma in lemmas:
            return effect
    return None


def _facts(
    scene: Scene, i: int, noun: int, measure: Measure, acts: list[_Act], last: Actor | None
) -> Iterator[Fact]:  # fmt: skip
    said = [act for act in acts if act.status in {"factual", "future"}]
    if measure.value == "closed":
        subject, targets = _border(scene, i, noun, said, last) if said else (None, [])
    else:
        subject, targets = _sides(scene, i, noun, measure, said) if said else (None, [])
    if subject is None:
        return
    ends = [act for act in said if act.effect == "ends"]
    starts = [act for act in said if act.effect == "starts"]
    since = next((d for act in said if (d := _since(scene, act))), None)
    until = next((d for act in ends if (d := _until(scene, act))), None)
    steps = (Step("measure", scene.document.tokens[said[-1].at].lemma), Step("state", measure.value))
    status, evidence, words = _status(ends, starts), scene.evidence(i), scene.phrase(noun)
    for target in targets:
        yield Fact("measure", subject, target, words, since, until, status, evidence, steps)


def _sides(scene: Scene, i: int, noun: int, measure: Measure, said: list[_Act]) -> tuple[Actor | None, list[Actor]]:
    """Who imposes the measure, and what it touches."""
    subject = _imposer(scene, i, said) or scene.state(scene.focus.country(i))
    target = _place(scene, i, said) if measure.place else _thing(scene, noun)
    target = target or scene.state(scene.focus.country(i)) or subject
    return subject, [target] if target is not None else []


def _border(scene: Scene, i: int, noun: int, said: list[_Act], last: Actor | None) -> tuple[Actor | None, list[Actor]]:
    """Who closes or opens a border, and to whom: each of several neighbours, else the line in the text's words.

    Where the sentence does not say who, it is who did so ``last``, or the state in focus, but for the neighbours.
    """
    acts = [act.at for act in said]
    beside = borders.neighbours(scene, i, acts)
    if not beside and scene.document.tokens[noun].lemma in _PASSAGES:
        return None, []
    named = {actor.id for actor in beside}
    told = borders.closer(scene, acts) or _imposer(scene, i, said)
    story = strikers(scene, i, beside) if told is None or told.id in named else None
    focus = scene.state(scene.focus.country(i))
    speaker = scene.context.speaker(i)[0]
    quoted = official(scene, speaker.actor) if speaker is not None else None
    known = [actor for actor in (told, last, quoted, focus) if actor is not None and actor.id not in named]
    subject = story[0] if story else next(iter(known), None) or next(iter(beside), None)
    others = [actor for actor in beside if subject is not None and actor.id != subject.id and actor.kind == "state"]
    if story is not None and not others:
        others = [story[1]]
    apart = subject is not None and (len(others) > 1 or (others and subject.kind == "organisation"))
    bare = Actor(f"text:{scene.document.tokens[noun].lemma}", scene.document.tokens[noun].text, "group")
    return subject, others if apart else [_thing(scene, noun) if noun == i else bare]


def _status(ends: list[_Act], starts: list[_Act]) -> FactStatus:
    if ends:
        return "ending" if all(act.status == "future" for act in ends) else "ended"
    future = bool(starts) and all(act.status == "future" for act in starts)
    return "announced" if future else "current"


def _since(scene: Scene, act: _Act) -> str | None:
    """When it began: the day of the act that began it, or what « depuis » says."""
    dates = (scene.date(act.at), _date(scene, act))
    date = next((d for d in dates if d is not None and d.text.lower().startswith(_SINCE)), None)
    date = date or (dates[1] if act.effect == "starts" else None)
    return scene.since(date) if date is not None else None


def _until(scene: Scene, act: _Act) -> str | None:
    date = _date(scene, act)
    return None if date is None or date.text.lower().startswith(_SINCE) else date.interval.partial_end


def _date(scene: Scene, act: _Act) -> TimeMention | None:
    """The date of the act; a noun (« la levée ») has that of the verb that announces it."""
    token = scene.document.tokens[act.at]
    verb = scene.date(token.head) if token.pos == "NOUN" and scene.grammar.is_verb(token.head) else None
    return verb or scene.date(act.at)


def _imposer(scene: Scene, i: int, acts: list[_Act]) -> Actor | None:
    """Who is told to impose or lift it: whose it is, or the subject of the act."""
    owned = [m.actor for at in scene.grammar.owners(i) for m in scene.parties.of(at) if m.actor]
    if owned and owned[0].country:
        return scene.public(owned[0])
    for act in acts:
        for at in scene.grammar.subjects(act.at):
            actor = scene.actor(at)
            if at != i and actor is not None and actor.country:
                return scene.public(actor)
    return None


def _place(scene: Scene, i: int, acts: list[_Act]) -> Actor | None:
    """Where it is in force: a place that the sentence ties to it, or that its author governs."""
    for at in (i, *(act.at for act in acts)):
        mention = scene.context.place(at)[0]
        if mention is not None and (place := scene.place(mention.head)) is not None:
            return place
    if (area := _area(scene, i, acts)) is not None:
        return area
    sentence = scene.document.sentences[scene.document.tokens[i].sentence]
    first = scene.document.tokens[sentence.first : i]
    governed = (t for t in first if scene.document.tokens[t.head].lemma in scene.states.offices.governors)
    named = (scene.place(t.i) or _thing(scene, t.i) for t in governed if t.pos == "PROPN")
    return next(named, None)


def _area(scene: Scene, i: int, acts: list[_Act]) -> Actor | None:
    """« dans tout le département »: part of a state, in the words of the text."""
    heads = (i, *(act.at for act in acts))
    below = (c for at in heads for c in scene.document.children(at, "obl", "obl:mod", "nmod"))
    areas = (c.i for c in below if c.lemma in scene.states.sites["areas"] and scene.grammar.preposition(c.i) == "dans")
    return next((_thing(scene, at) for at in areas), None)


def _thing(scene: Scene, i: int) -> Actor:
    """What is closed or cut, in the words of the text."""
    words = scene.phrase(i)
    for own in ("propre ", "propres ", "tout le ", "toute la ", "tout l'", "toute l'"):
        words = words.removeprefix(own)
    return Actor(f"text:{slug(words)}", words, "group")
