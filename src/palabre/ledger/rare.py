"""Acts that are told again long after: what such an act bears on, and the days in which a later mention may lie.

A coup, sanctions, a signing or the attack of one town are few enough to be known again when an article looks back on
them without their day (« renversé en septembre », « les sanctions imposées en janvier »).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from palabre.knowledge.names import atoms
from palabre.ledger.model import Party, Report

FIGHT, AGO, YEAR, FAR = 7, 10, 400, 3660  # days
EXACT = ("city", "district", "point")
ONCE = frozenset({"coup"})  # what befalls a person only once
_ANY: frozenset[str] = frozenset()
_BOUND = frozenset(
    """sanctions membership agreement ambassador cooperation aid alliance border airspace media election measure party
    troops security talks""".split()
)
_PACTS = frozenset({"agreement", "ceasefire", "alliance", "cooperation"})
_PERSONAL: Mapping[str, set[str | None]] = {
    "COERCE": {"seize", "arrest"},
    "RETREAT": {"release", "resign"},
    "ASSAULT": {"abduct"},
    "CONCEDE": {None},
}
# Days before it was known to which an undated mention may look back.
_REACH = {"ASSAULT": 60, **dict.fromkeys(("SANCTION", "CONCEDE", "RETREAT", "COERCE", "AGREE", "SUPPORT"), YEAR)}
_WIDE = {"ASSAULT": 62}  # days within which a dated mention may lie
_WIDEST = 366
_GRAINS = {"day": 0, "week": 6, "span": 10, "month": 30, "quarter": 91, "year": 365}
TALLY = frozenset({"bilan", "toll"})
_OBJECTS = frozenset({"agreement", "alliance", "cooperation"})
_WORD = re.compile(r"\w+")
_MOVES = frozenset({"MOBILIZE", "RETREAT"})


class Span(NamedTuple):
    """Days as ordinals; ``dated`` where the text gives them, else counted back from the day it was known."""

    first: int
    last: int
    dated: bool


class _Row(NamedTuple):
    """A rare kind of act and its topic: its own word, or where None the theme."""

    type: str
    modes: frozenset[str]
    themes: frozenset[str]
    topic: str | None = None


_ROWS = (
    _Row("COERCE", frozenset({"seize"}), frozenset({"government"}), "coup"),
    _Row("COERCE", frozenset({"curfew"}), _ANY, "curfew"),
    _Row("COERCE", frozenset({"martial-law"}), _ANY, "martial-law"),
    _Row("COERCE", frozenset({"restrict", "ban"}), frozenset({"border", "airspace", "election", "media", "party"})),
    _Row("SANCTION", _ANY, _BOUND),
    _Row("CONCEDE", _ANY, _BOUND),
    _Row("RETREAT", _ANY, _BOUND),
    _Row("MOBILIZE", frozenset({"troops", "weapons"}), frozenset({"troops", "weapons"})),
    _Row("AGREE", _ANY, _PACTS, "pact"),
    _Row("SUPPORT", _ANY, _PACTS, "pact"),
)


def topics(report: Report, theme: str | None) -> frozenset[str]:
    """What a rare act bears on, by which it is found again; nothing where the act is none."""
    found = _topics(report.type, report.mode, theme)
    if "pact" in found and len({p.country for p in (*report.actors, *report.recipients)}) < 2:
        return frozenset()
    if report.mode in _PERSONAL.get(report.type, ()):
        act = "coup" if "coup" in found else report.mode
        parties = report.recipients if report.recipients else report.actors
        found |= {f"{act}:{who}" for who in map(surname, parties) if who}
    if report.type == "ASSAULT" and (at := town(report)):
        found |= {f"town:{'-'.join(sorted(at))}"}
    return found


@cache
def _topics(kind: str, mode: str | None, theme: str | None) -> frozenset[str]:
    return frozenset(
        row.topic or str(theme)
        for row in _ROWS
        if row.type == kind and (not row.modes or mode in row.modes) and (not row.themes or theme in row.themes)
    )


def surname(party: Party) -> str | None:
    """The last name of a person, as it is compared."""
    last = party.name.split()[-1] if party.kind == "person" and party.name else ""
    return "".join(atoms(last)) if last[:1].isupper() else None


def town(report: Report) -> frozenset[str]:
    """The words of the name of the town where it was."""
    place = report.place
    return _atoms(place.name) if place and place.precision in EXACT else frozenset()


@cache
def _atoms(name: str) -> frozenset[str]:
    return frozenset(atoms(name))


def names(report: Report) -> frozenset[str]:
    """The names in the sentence that are not those of who acts, where a town, a land or the year of an accord tells.

    Only of mentions that look back and of moving forces: of all others the coded places and parties are enough.
    """
    if not (report.background or report.type in _MOVES or report.theme in _OBJECTS):
        return frozenset()
    tokens = _WORD.findall(report.sentence)[1:]
    found = {atom for token in tokens if token[0].isupper() for atom in atoms(token)}
    if report.theme in _OBJECTS:
        found |= {token for token in tokens if _is_year(token) and int(token) < report.known.year}
    return frozenset(found).difference(*(_atoms(f"{p.name} {p.text or ''}") for p in report.actors))


def says(report: Report, some: frozenset[str]) -> bool:
    """Whether the sentence has one of some words."""
    return not some.isdisjoint(_WORD.findall(report.sentence.lower()))


def _is_year(token: str) -> bool:
    return len(token) == 4 and token.isdigit() and token[:2] in ("18", "19", "20")


@cache
def years(found: frozenset[str]) -> frozenset[str]:
    """The years among names."""
    return frozenset(filter(_is_year, found))


def span(report: Report, on: Collection[str]) -> Span | None:
    """The days in which a mention of a rare act lies that looks back on it, and does not give its day; else None."""
    if report.status != "factual" or not (on or (report.type == "ASSAULT" and names(report))):
        return None
    last = report.end or report.start
    if report.start and last:
        return _dated(report, report.start, last)
    if last is None and report.start is None:
        return _undated(report, on)
    return None


def _dated(report: Report, first: date, last: date) -> Span | None:
    if last >= report.known > first and report.grain in _GRAINS:  # « suspendu depuis mai »
        last = min(last, first + timedelta(_GRAINS[report.grain]))
        return Span(first.toordinal(), last.toordinal(), True) if last > first else None
    if FIGHT <= (last - first).days <= _WIDE.get(report.type, _WIDEST) and last <= report.known:
        return Span(first.toordinal(), last.toordinal(), True)
    return None


def _undated(report: Report, on: Collection[str]) -> Span | None:
    known = report.known.toordinal()
    if any(topic.partition(":")[0] in ONCE and ":" in topic for topic in on):
        return Span(known - FAR, known, False)
    if report.background:
        return Span(known - _REACH[report.type], known, False) if report.type in _REACH else None
    # news of today, or how things have stood for some days (« le Mali est suspendu »), or a new toll
    soon = report.type == "SANCTION" or (report.type == "ASSAULT" and says(report, TALLY))
    return Span(known - AGO, known, False) if soon else None
