"""One line per standing fact: repeats brought together, ends applied to what they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from palabre.knowledge.groups import counted
from palabre.types import Fact

# What is still to end outlasts what has ended: a first base handed over, the others to follow.
_STRENGTH = {"announced": 0, "current": 1, "former": 2, "ended": 2, "ending": 3}
Key = tuple[str, str, str, str, str]


def merge(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once, at its first telling: the strongest status, and dates from wherever they are told."""
    kept: dict[Key, Fact] = {}
    for fact in facts:
        for key in _keys(fact, kept):
            kept[key] = _joined(kept[key], fact) if key in kept else fact
    return tuple(sorted(kept.values(), key=lambda f: (f.evidence.start, f.evidence.cue.start)))


def _keys(fact: Fact, kept: dict[Key, Fact]) -> list[Key]:
    """What the fact is the same as.

    The end of a tenure ends every office that the person has there; told of the office alone (« le président a été
    renversé »), it is that of the holder whom the text names.
    """
    key = _key(fact)
    if fact.kind == "office" and _from_event(fact):
        held = [k for k in kept if k[:3] == key[:3] and (not key[3] or k[3] == key[3])]
        if not held and fact.subject.name[:1].islower():
            held = [k for k in kept if (k[0], k[2], k[3]) == (key[0], key[2], key[3])]
        return held or ([key] if key[3] else [])
    apart = key in kept and _apart(kept[key], fact)
    return [(*key[:3], f"{key[3]} {fact.value}", key[4]) if apart else key]


def _apart(first: Fact, other: Fact) -> bool:
    """« la ministre de l'Eau, ancienne ministre du Budget »: one held, one left, with words of their own."""
    if first.kind != "office" or _from_event(other) or (first.status == "former") == (other.status == "former"):
        return False
    words, others = (set(fact.value.lower().split()) for fact in (first, other))
    return not (words <= others or others <= words)


def _key(fact: Fact) -> Key:
    state = state_of(fact)
    if fact.kind in {"control", "custody"} or (fact.kind == "deployment" and state != "restricted"):
        state = fact.code if fact.code == "handed" else ""
    subject = (counted(fact.subject.name) or "") if _anonymous(fact) else fact.subject.id
    parted = fact.kind == "relation" or (fact.kind == "office" and not _from_event(fact))
    seat = fact.dimension or "" if parted else ""
    return fact.kind, subject, fact.object.id if fact.object else "", state, seat


def _anonymous(fact: Fact) -> bool:
    """Unnamed detainees of one holder are one line: a register has no use for each « un homme »."""
    if fact.kind != "custody":
        return False
    return fact.subject.kind == "group" or (fact.subject.id.startswith("text:") and not _proper(fact))


def _proper(fact: Fact) -> bool:
    words = fact.subject.name.split()
    return len(words) > 1 and all(word[:1].isupper() for word in (words[0], words[-1]))


def state_of(fact: Fact) -> str:
    """The value of the fact in the ontology's own word (``suspended``), or the noun of the office."""
    return next((s.rule for s in fact.trace if s.slot == "state"), "")


def _from_event(fact: Fact) -> bool:
    return any(s.slot == "event" for s in fact.trace)


def _joined(first: Fact, other: Fact) -> Fact:
    stronger = other if _STRENGTH[other.status] > _STRENGTH[first.status] else first
    since, until = first.since or other.since, first.until or other.until
    value = first.value if len(first.value) >= len(other.value) or _from_event(other) else other.value
    code = stronger.code or first.code
    return replace(first, status=stronger.status, since=since, until=until, value=value, code=code)
