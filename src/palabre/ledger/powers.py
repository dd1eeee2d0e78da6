"""Whose rule a text means that names no power: « la junte », « les rebelles », or the person who leads the junta."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from palabre.ledger.model import Party, Statement

_BODIES = frozenset({"institution", "organisation", "armed-group", "party"})
_RULERS = frozenset({"MIL", "GOV"})


def named(statements: Iterable[Statement]) -> list[Statement]:
    """The statements of one ground, a power that is only described under the name of the one that is meant.

    « la junte » is the one junta that is named there; who takes power on the day of a named junta leads it;
    « les rebelles » are the one movement of the country that is named there.
    """
    told = list(statements)
    bodies: dict[tuple[str, str | None], dict[str | None, Party]] = defaultdict(dict)
    for one in told:
        if one.subject.registered and one.subject.kind in _BODIES:
            bodies[_side(one)].setdefault(one.subject.id, one.subject)
    return [_told_of(one, list(bodies.get(_side(one), {}).values()), told) for one in told]


def _side(one: Statement) -> tuple[str, str | None]:
    """What a described power and a named one share: those who rule a state, else those who are no state's."""
    sector = one.subject.sector or ""
    force = "rules" if one.code == "rules" else "state" if sector in _RULERS else "armed"
    return force, one.subject.country


def _told_of(one: Statement, bodies: list[Party], told: list[Statement]) -> Statement:
    if len(bodies) != 1 or one.subject.id == bodies[0].id or _side(one)[0] == "state":
        return one
    if not one.subject.registered and one.subject.name[:1].islower():
        return replace(one, subject=bodies[0])
    begun = {other.since for other in told if other.subject.id == bodies[0].id and other.since}
    leads = one.code == "rules" and one.subject.kind == "person" and one.since in begun
    return replace(one, subject=bodies[0]) if leads else one
