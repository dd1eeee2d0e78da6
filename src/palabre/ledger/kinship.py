"""How far the parties of two reports are the same."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from palabre.ledger.sketches import ARMED, STATE, Side

HEADS = frozenset({"GOV", "IGO"})  # heads of state, and the organisation in whose name they act


class Kin(NamedTuple):
    """How the parties of one side agree: ``grade`` from -1 (others) over 0 (not told) to 1 (the same, by name)."""

    grade: float
    sector: bool
    shared: bool
    strangers: bool
    homes: int


@lru_cache(maxsize=1 << 14)
def kinship(a: frozenset[Side], b: frozenset[Side]) -> Kin:
    """How two sets of parties agree; ``strangers``: named persons of one country who are not the same."""
    if not a or not b:
        return Kin(0.0, True, False, False, 0)
    best = max(alike(x, y) for x in a for y in b)
    sector = any(one_sector(x.sector, y.sector) for x in a for y in b)
    one, two = _persons(a), _persons(b)
    met = [bool(one[home] & two[home]) for home in one.keys() & two.keys()]
    homes = {s.country for s in a if s.country} & {s.country for s in b}
    return Kin(best, sector, any(met), not all(met), len(homes))


def _persons(sides: frozenset[Side]) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    for side in sides:
        if side.who:
            found.setdefault(side.country, set()).add(side.who)
    return found


def alike(x: Side, y: Side) -> float:
    """How sure it is that two parties are one: 1 the same by name, 0 cannot be told, below 0 another."""
    if x.body and y.body:
        return 1.0 if x.body == y.body else -1.0
    if x.who and x.who == y.who:
        return 1.0
    if x.country is None or y.country is None:
        if {x.sector, y.sector} == HEADS and (x if x.country else y).sector == "GOV":
            return -0.5  # an organisation left unnamed is no state
        if x.sector == y.sector == "MIL" and bool(x.body) != bool(y.body):
            return -0.5  # a force of several states is not that of one
        return 0.15 if one_sector(x.sector, y.sector) else -0.5
    if x.country != y.country:
        return 0.1 if _armed(x) and _armed(y) and not (x.named and y.named) else -1.0
    if not one_sector(x.sector, y.sector):
        return 0.0
    if {x.sector, y.sector} <= HEADS and "IGO" in (x.sector, y.sector):
        return 0.8  # its leaders are the organisation
    own = x.sector in STATE and y.sector in STATE
    return 0.5 if x.named and y.named and own else 0.35 if own else 0.25


def _armed(side: Side) -> bool:
    return side.sector in ARMED


def one_sector(one: str | None, two: str | None) -> bool:
    """Whether two sectors may be of one party: organs of a state, armed men, or everybody else."""
    if one is None or two is None or one == two or "UNK" in (one, two):
        return True
    both = {one, two}
    return both <= HEADS or both <= STATE or both <= ARMED or not both & (STATE | ARMED)
