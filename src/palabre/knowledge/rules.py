"""What the rows of the actors' files must keep to: sectors, dates in order, one holder at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from palabre.errors import KnowledgeError

if TYPE_CHECKING:
    from palabre.knowledge.roster import Term

SECTORS = frozenset(
    ["GOV", "MIL", "POL", "LEG", "JUD", "PTY", "OPP", "REB", "CRM", "CVL", "NGO", "IGO", "BUS", "MED", "UNK"]
)


def check_holders(terms: Iterable[Term], single: set[str]) -> None:
    """Raise KnowledgeError where two people hold one office of one holder at the same time."""
    for one, other in overlaps(terms, single):
        where = f"{one.person} and {other.person}"
        raise KnowledgeError(where, f"both {one.office} of {one.country} in {other.since}", "correct the dates")


def overlaps(terms: Iterable[Term], single: set[str]) -> Iterator[tuple[Term, Term]]:
    """The terms that follow each other in an office of one holder and overlap, two by two."""
    groups: dict[tuple[str, str], list[Term]] = {}
    for term in terms:
        if term.office in single:
            groups.setdefault((term.office, term.country), []).append(term)
    for found in groups.values():
        found.sort(key=lambda t: (t.since or "", t.until or "9"))
        yield from ((one, other) for one, other in itertools.pairwise(found) if _overlap(one, other))


def _overlap(one: Term, other: Term) -> bool:
    if one.until is None or other.since is None:
        return True
    size = min(len(one.until), len(other.since))
    return one.until[:size] > other.since[:size]


def check_sector(where: str, sector: str | None) -> None:
    """Raise KnowledgeError for an unknown sector."""
    if sector is not None and sector not in SECTORS:
        raise KnowledgeError(where, f"unknown sector {sector}", f"use one of {' '.join(sorted(SECTORS))}")


def check_order(where: str, since: object, until: object) -> None:
    """Raise KnowledgeError for dates that cannot be read, or that are out of order."""
    for day in (since, until):
        if day is not None:
            check_date(where, str(day))
    if since is not None and until is not None and str(until) < str(since)[: len(str(until))]:
        raise KnowledgeError(where, f"ends on {until}, before it begins on {since}", "swap or correct the dates")


def check_date(where: str, day: str) -> None:
    """Raise KnowledgeError for a date that is not YYYY, YYYY-MM or YYYY-MM-DD."""
    try:
        date.fromisoformat(day + "-01-01"[: 0 if len(day) == 10 else 10 - len(day)] if len(day) != 7 else f"{day}-01")
    except ValueError as error:
        raise KnowledgeError(where, f"unreadable date {day}", "write YYYY, YYYY-MM or YYYY-MM-DD") from error
