"""Offices told by what a person leads: « le régime dirigé par X », « X est à la tête de la junte »."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.coding.status import status_of
from palabre.facts.naming import persons_at
from palabre.facts.people import person_of
from palabre.facts.scene import Scene
from palabre.facts.titles import cased, complement_of, is_name
from palabre.types import Evidence, Fact, Step, Token

JUNTA = "junta-leader"
_LEADER = "diriger"


def leads(scene: Scene, i: int) -> Iterator[Fact]:
    """« le régime dirigé par le général Sow », « X, qui préside le parti »."""
    people = [n for at in scene.grammar.subjects(i) for n in (persons_at(scene, at) or _before_who(scene, at))]
    led = [at for at in scene.grammar.objects(i) if (body := scene.actor(at)) is not None and body.kind != "person"]
    if people and led and status_of(scene.grammar, i)[0] == "factual":
        words = f"{scene.document.tokens[i].lemma} : {scene.phrase(led[0])}"
        yield from _led(scene, people[0], led[0], words, scene.evidence(i), since_said(scene, i))


def heads(scene: Scene, i: int) -> Iterator[Fact]:
    """« X est à la tête de la junte », « X le remplace à la tête du Mouvement », « X a pris la tête du pays »."""
    complement, verb = complement_of(scene, i), _governor(scene, i)
    if complement is None or scene.actor(complement.i) is None or status_of(scene.grammar, verb)[0] != "factual":
        return
    lemma, verbs = scene.document.tokens[verb].lemma, scene.states.offices.verbs
    below = [c.i for c in scene.document.children(verb, "nsubj")]
    subjects = scene.grammar.expand(dict.fromkeys((*scene.grammar.subjects(verb), *below)))
    if cased(scene, i) == "à" and lemma in verbs["appoint"] | verbs["carry"]:
        found = scene.grammar.objects(verb)
    elif (cased(scene, i) == "à" and (verb == i or lemma in verbs["stand"] | verbs["succeed"])) or (
        lemma in verbs["take"] and i in scene.grammar.objects(verb)
    ):
        found = subjects
    else:
        return
    people = [n for at in found if at != i for n in persons_at(scene, at)]
    if people:
        words = f"{_LEADER} : {scene.phrase(complement.i)}"
        evidence = scene.evidence(i, first=i, last=scene.edges(complement.i)[1])
        yield from _led(scene, people[0], complement.i, words, evidence, None)


def is_junta(scene: Scene, body: int, name: int) -> bool:
    """Whether a text calls a body a junta (« le Conseil national, la junte »), or an officer leads it where the text
    tells a coup."""
    juntas = {word for word, office in scene.states.led.items() if office == JUNTA}
    tokens, actor = scene.document.tokens, scene.actor(body)
    if actor is None or actor.kind not in {"institution", "organisation", "armed-group"}:
        return False
    own = [at for at in range(body, tokens[body].right + 1) if tokens[at].lemma in juntas]
    beside = [c for c in _appositions(scene, body) if c.lemma in juntas]
    if own or beside:
        return True
    named = actor.id.startswith("inst:") and actor.country is not None
    coup = any(token.lemma in scene.states.offices.coups for token in scene.tokens()) or any(
        (e.type, e.mode, e.theme) == ("COERCE", "seize", "government") for e in scene.events
    )
    return named and coup and _officer(scene, name)


def since_said(scene: Scene, i: int) -> str | None:
    """« président depuis 2011 », « qui dirige le gouvernement depuis le mois de mars »."""
    for time in scene.mentions.times:
        token = next((t for t in scene.document.tokens[i : i + 12] if t.start == time.span.start), None)
        if token is not None and token.text.lower() in {"depuis", "dès"}:
            return time.interval.partial_start
    return None


def _led(scene: Scene, name: int, at: int, words: str, evidence: Evidence, since: str | None) -> Iterator[Fact]:
    body, person = scene.actor(at), person_of(scene, at, name)
    if body is None:
        return
    owner = scene.public(body) if body.kind in {"institution", "state"} else body
    common = body.kind == "institution" or scene.document.tokens[at].text.islower()
    registered = scene.state(person.country) if person.id.startswith("person:") and common else None
    steps = (Step("office", "« diriger »"), Step("object", "what is led"), Step("state", "lead"))
    dimension = JUNTA if is_junta(scene, at, name) else None
    yield Fact(
        "office", person, registered or owner, words, since, None, "current", evidence, steps, dimension=dimension
    )


def _governor(scene: Scene, i: int) -> int:
    """The verb that says who is at the head; the noun itself where it is the predicate."""
    return i if scene.document.children(i, "cop") else scene.document.tokens[i].head


def _before_who(scene: Scene, at: int) -> list[int]:
    """« [Ali Sow], qui dirigeait le gouvernement » where the parser hangs the clause elsewhere."""
    tokens, last = scene.document.tokens, at - 1
    if tokens[at].text.lower() != "qui" or last < 1:
        return []
    last -= tokens[last].text == ","
    while tokens[last].dep in {"flat:name", "flat"} and tokens[last].head < last:
        last = tokens[last].head
    return [last] if is_name(scene, last) else []


def _appositions(scene: Scene, body: int) -> Iterator[Token]:
    """Nouns beside a body, its acronym between brackets passed over: « le Conseil national (CN), [la junte] »."""
    tokens, at = scene.document.tokens, scene.edges(body)[1] + 1
    named = max((m.span.end for m in scene.mentions_at(body) if m.span is not None), default=0)
    while at < len(tokens) and tokens[at].start < named:
        at += 1
    while at < len(tokens) and (tokens[at].text in {"(", ")", ","} or tokens[at].pos in {"PROPN", "DET"}):
        at += 1
    closed = at < len(tokens) and any(t.text == "," for t in tokens[body:at])
    return iter([tokens[at]] if closed and tokens[at].sentence == tokens[body].sentence else [])


def _officer(scene: Scene, name: int) -> bool:
    """Whether a rank stands before a name (« le capitaine X »)."""
    tokens = scene.document.tokens
    near = {tokens[name].head, name - 1}
    return any(tokens[at].lemma in scene.states.offices.officers for at in near if 0 <= at < name)
