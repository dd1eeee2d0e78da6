"""Who came after whom: « X succède à Y », « Y a été remplacé par X », « X a été nommé pour lui succéder »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from palabre.coding.status import status_of
from palabre.facts.bearings import frame_of
from palabre.facts.naming import persons_at
from palabre.facts.people import person_of
from palabre.facts.scene import Scene
from palabre.types import Actor, Fact, FactStatus, Step

_HELD: frozenset[FactStatus] = frozenset({"current", "announced"})


def successions(scene: Scene, i: int, told: Sequence[Fact]) -> Iterator[Fact]:
    """What a verb of succession at token ``i`` says of the two persons, by the office that the text gives to one."""
    act = _act(scene, i)
    if status_of(scene.grammar, act)[0] != "factual":
        return
    old, new = _who(scene, _before(scene, i)), _who(scene, _after(scene, i, act))
    new = new or _just_named(scene, i, told)
    if old is None and new is not None and any(c.pos == "PRON" for c in scene.document.children(i, "iobj", "obj")):
        old = _just_left(scene, i, told, new)
    if old is None or (new is not None and old.id == new.id):
        return
    when = scene.date(act)
    day = when.interval.partial_end if when is not None else None
    if new is None:
        return
    given, left = _given(told, new), _only(told, old)
    if given is None and left is not None:
        yield _made(scene, i, left, new, since=day or left.until, until=None, former=False)
        if left.status in _HELD:
            yield _made(scene, i, left, old, since=None, until=None, former=True)
    elif (held := given or (_only(told, new, _HELD) if act == i else None)) is not None:
        yield _made(scene, i, held, old, since=None, until=held.since or day, former=True)


def _made(
    scene: Scene, i: int, office: Fact, person: Actor, *, since: str | None, until: str | None, former: bool
) -> Fact:
    steps = (Step("office", "succession"), *office.trace[1:3])
    return replace(
        office, subject=person, since=since, until=until, status="former" if former else "current",
        evidence=scene.evidence(i), trace=steps,
    )  # fmt: skip


def _act(scene: Scene, i: int) -> int:
    """The verb that says whether it happened: of « nommé pour lui succéder » the naming."""
    token = scene.document.tokens[i]
    infinitive = token.feats.get("VerbForm") == "Inf" and token.dep in {"xcomp", "advcl", "obl", "acl"}
    return token.head if infinitive else i


def _before(scene: Scene, i: int) -> list[int]:
    """Whom another came after: « à Y », « lui », of « remplacer » the object."""
    below = [c.i for c in scene.document.children(i, "iobj", "obj") if c.pos == "PRON" and c.i < i]
    if scene.document.tokens[i].lemma == "succéder":
        return [*scene.grammar.obliques(i, "à"), *below]
    return [*scene.grammar.objects(i), *below]


def _after(scene: Scene, i: int, act: int) -> list[int]:
    """Who came after: the subject; of « nommé pour lui succéder » the one who is named."""
    if act != i:
        objects = [at for at in scene.grammar.objects(act) if at != i]
        return [*(c.i for c in scene.document.children(i, "obj") if c.pos != "PRON"), *objects]
    return [*scene.grammar.subjects(i), *(c.i for c in scene.document.children(i, "nsubj"))]


def _who(scene: Scene, found: Sequence[int]) -> Actor | None:
    """The first named person among phrases."""
    for at in found:
        for name in persons_at(scene, at)[:1]:
            return person_of(scene, at, name)
        person = scene.person(at)
        if person is not None and person.name[:1].isupper():
            return person
    return None


def _just_named(scene: Scene, i: int, told: Sequence[Fact]) -> Actor | None:
    """« [Celui-ci] remplace Y » of the one who was given an office in the sentence before."""
    sentence = scene.document.tokens[i].sentence
    near = [f for f in told if f.since is not None and f.status in _HELD and _by_verb(f)]
    last = [f for f in near if _sentence(scene, f) in {sentence, sentence - 1}]
    return last[0].subject if len({f.subject.id for f in last}) == 1 else None


def _just_left(scene: Scene, i: int, told: Sequence[Fact], new: Actor) -> Actor | None:
    """« X a été nommé pour [lui] succéder » after the act that ended a tenure: of whom, where the text told it."""
    start = scene.document.sentences[scene.document.tokens[i].sentence].start
    held = {fact.subject.id for fact in told if fact.object is not None and fact.object.kind == "state"} - {new.id}
    for event in reversed([e for e in scene.events if e.evidence[0].start < start]):
        rows = [r for r in scene.states.transitions.get(event.type, ()) if r.kind == "office" and r.ends]
        ended = [r for r in rows if not r.frames or (frame_of(event) or "").startswith(tuple(r.frames))]
        people = [m.actor for r in ended for m in (event.actors if r.subject == ("actor",) else event.recipients)]
        if found := next((p for p in people if p is not None and p.id in held), None):
            return found
    return None


def _sentence(scene: Scene, fact: Fact) -> int:
    return next((s.index for s in scene.document.sentences if s.start == fact.evidence.start), -1)


def _by_verb(fact: Fact) -> bool:
    return fact.trace[0].rule.startswith("«")


def _given(told: Sequence[Fact], person: Actor) -> Fact | None:
    """The office that a verb gave to a person."""
    found = [f for f in _own(told, person) if f.status in _HELD and _by_verb(f) and f.trace[0].rule != "« diriger »"]
    return found[-1] if found else None


def _only(told: Sequence[Fact], person: Actor, statuses: frozenset[FactStatus] | None = None) -> Fact | None:
    """The only office that a text tells of a person."""
    found = [fact for fact in _own(told, person) if statuses is None or fact.status in statuses]
    return found[-1] if len({fact.trace[2].rule for fact in found}) == 1 else None


def _own(told: Sequence[Fact], person: Actor) -> list[Fact]:
    """The offices of a state that a text gave a person so far."""
    own = (fact for fact in told if fact.subject.id == person.id and len(fact.trace) > 2)
    return [fact for fact in own if fact.object is not None and fact.object.kind == "state"]
