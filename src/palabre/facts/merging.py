"""One line per standing fact: repeats brought together, ends applied to what they end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from palabre.types import Fact

_STRENGTH = {"announced": 0, "current": 1, "ending": 2, "former": 3, "ended": 3}
_BY_STATE = frozenset({"relation", "membership", "measure"})
Key = tuple[str, str, str, str]


def merge(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once, at its first telling: the strongest status, and dates from wherever they are told."""
    kept: dict[Key, Fact] = {}
    for fact in facts:
        for key in _keys(fact, kept):
            kept[key] = _joined(kept[key], fact) if key in kept else fact
    return tuple(sorted(kept.values(), key=lambda f: (f.evidence.start, f.evidence.cue.start)))


def _keys(fact: Fact, kept: dict[Key, Fact]) -> list[Key]:
    """What the fact is the same as: the end of a tenure ends every office that the person has there."""
    key = _key(fact)
    if fact.kind == "office" and _from_event(fact):
        held = [k for k in kept if k[:3] == key[:3] and (not key[3] or k[3] == key[3])]
        return held or ([key] if key[3] else [])
    return [key]


def _key(fact: Fact) -> Key:
    by_state = fact.kind in _BY_STATE or fact.kind == "office"
    return fact.kind, fact.subject.id, fact.object.id if fact.object else "", state_of(fact) if by_state else ""


def state_of(fact: Fact) -> str:
    """The value of the fact in the ontology's own word (``suspended``), or the noun of the office."""
    return next((s.rule for s in fact.trace if s.slot == "state"), "")


def _from_event(fact: Fact) -> bool:
    return any(s.slot == "event" for s in fact.trace)


def _joined(first: Fact, other: Fact) -> Fact:
    stronger = other if _STRENGTH[other.status] > _STRENGTH[first.status] else first
    since, until = first.since or other.since, first.until or other.until
    value = first.value if len(first.value) >= len(other.value) or _from_event(other) else other.value
    return replace(first, status=stronger.status, since=since, until=until, value=value)
