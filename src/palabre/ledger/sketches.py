"""What a report is compared by: its sketch. A group of reports has one too: ``blend`` makes one of two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from palabre.knowledge.names import written
from palabre.ledger import rare
from palabre.ledger.model import Party, Report
from palabre.ledger.rare import AGO, EXACT, FIGHT, Span

GUESS, PAD, LONGEST = 2, 1, 31  # days; see ``_days``
VERBAL = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
LASTING = frozenset({"CONSULT", "PROTEST", "MOBILIZE", "AID", "COOPERATE", "RETREAT"})
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
TOPICAL = frozenset({"ASSAULT", "CONSULT", "PROTEST", "ACCUSE", "THREATEN"})  # the theme is what it is about, no more
STATE = frozenset({"GOV", "MIL", "POL", "JUD", "LEG"})
ARMED = frozenset({"REB", "CRM"})
NETWORKS = frozenset({"AQ", "JNIM"})  # codes of armed networks, at home in no country
RARE: Mapping[str, frozenset[str | None]] = {
    "COERCE": frozenset({"seize", "curfew", "martial-law", "ban"}),
    "SANCTION": frozenset({"withdraw", "expel", "discontinue"}),
    "CONSULT": frozenset({"visit", "third-party", "multilateral"}),
    "RETREAT": frozenset({"withdraw", "resign", "ceasefire"}),
    "CONCEDE": frozenset({None}),
}
STANDING = frozenset(
    {"border", "airspace", "ambassador", "membership", "agreement", "constitution", "government", "election"}
)
# An act that two readers may give two types: both readings share a label. (label, type, modes, themes); empty = any.
ALTERNATES: tuple[tuple[str, str, frozenset[str], frozenset[str]], ...] = (
    ("signing", "SUPPORT", frozenset(), frozenset({"agreement", "ceasefire", "alliance", "cooperation"})),
    ("signing", "AGREE", frozenset(), frozenset({"agreement", "ceasefire", "alliance", "cooperation"})),
    ("yielding", "CONCEDE", frozenset(), frozenset()),
    ("yielding", "RETREAT", frozenset({"release", "resign", "access", "return"}), frozenset()),
    ("closure", "SANCTION", frozenset({"discontinue"}), frozenset({"border", "airspace"})),
    ("closure", "COERCE", frozenset({"restrict"}), frozenset({"border", "airspace"})),
    ("yielding", "RETREAT", frozenset({"withdraw"}), frozenset({"sanctions", "border", "airspace", "measure"})),
    ("leaving", "SANCTION", frozenset({"withdraw"}), frozenset({"membership"})),
    ("leaving", "RETREAT", frozenset({"withdraw"}), frozenset({"membership"})),
    ("crossing", "MOBILIZE", frozenset({"troops"}), frozenset({"troops"})),
    ("crossing", "RETREAT", frozenset({"withdraw"}), frozenset({"troops"})),
    ("dispersal", "ASSAULT", frozenset({"crowd-control", "beat"}), frozenset()),
    ("dispersal", "COERCE", frozenset({"restrict"}), frozenset({"protest"})),
)
# Modes and themes that stand beside one another in reports of one act; any other stands for itself alone.
_MANNERS = {
    "firearms": "ground", "explosives": "ground air", "suicide-attack": "ground", "destroy": "ground air",
    "heavy-weapons": "ground air", "primitive": "ground", "targeted": "ground air", "aerial": "air", "drone": "air",
    "demo": "street", "riot": "street", "obstruct": "street", "vandalize": "street",
    "visit": "present", "third-party": "present", "multilateral": "present",
    "disapprove": "blame", "allege": "blame", "weapons": "forces", "police": "forces",
    "crowd-control": "dispersal", "beat": "dispersal", "restrict": "dispersal closure", "discontinue": "closure ending",
    "expel": "ending", "troops": "forces moving", "withdraw": "moving",
}  # fmt: skip
_THEMES = {
    "cooperation": "pact", "agreement": "pact", "security": "pact military", "troops": "military",
    "peacekeeping": "military", "weapons": "military", "aid": "help", "humanitarian": "help", "internet": "networks",
    "media": "networks", "prisoners": "custody", "justice": "custody", "sanctions": "trade", "economy": "trade",
    "measure": "trade", "alliance": "pact",
    "hostilities": "ground", "territory": "ground", "ceasefire": "ground",
}  # fmt: skip


class Side(NamedTuple):
    """A party as it is compared: ``body`` is a registered organisation, party or armed group; ``who`` a surname."""

    body: str | None
    country: str | None
    sector: str | None
    who: str | None
    named: bool


class Days(NamedTuple):
    """Days as ordinals; ``firm`` where the text dates the event, else counted from the day it was known."""

    first: int
    last: int
    firm: bool


class Sketch(NamedTuple):
    """What a report, or a group of them, is compared by.

    ``acts`` are the readings of the act, its type among them; ``words`` is filled only where nothing places it in
    time (``days`` are then those before it was known), so that it is compared by its very words. ``topics`` are what a
    rare act bears on, ``span`` the days in which it lies where it is looked back on (see rare.py).
    """

    acts: frozenset[str]
    status: str
    manners: frozenset[str]
    themes: frozenset[str]
    days: Days
    city: str | None
    region: str | None
    land: str | None
    actors: frozenset[Side]
    recipients: frozenset[Side]
    mutual: bool
    rare: bool
    toll: tuple[float, float] | None
    words: str
    topics: frozenset[str]
    span: Span | None
    names: frozenset[str]
    town: frozenset[str]


@lru_cache(maxsize=1 << 14)
def sketch(report: Report) -> Sketch:
    """What a report is compared by."""
    theme = _theme(report)
    acts, days, topics = _acts(report.type, report.mode, theme), _days(report), rare.topics(report, theme)
    known = report.known.toordinal()
    actors, recipients = _sides(report.actors), _sides(report.recipients)
    place = report.place
    exact = place is not None and place.precision in EXACT
    region = place is not None and place.precision in ("region", "unknown")
    return Sketch(
        acts, report.status, _family(report.mode, _MANNERS), _family(theme, _THEMES),
        days or Days(known - FIGHT, known, False),
        place.id if place and exact else None, place.id if place and region else None, place.country if place else None,
        actors, recipients,
        report.type in MUTUAL or (not recipients and len({s.country for s in actors}) > 1),
        report.mode in RARE.get(report.type, ()),
        _toll(report), "" if days else words(report.sentence),
        topics, rare.span(report, topics), rare.names(report), rare.town(report),
    )  # fmt: skip


@lru_cache(maxsize=1 << 14)
def words(sentence: str) -> str:
    """A sentence without its marks, accents and capitals, so that a copy reads the same."""
    # past the cache of names: names are met again, sentences are not
    return " ".join(piece.casefold() for piece in written.__wrapped__(sentence))


def blend(a: Sketch, b: Sketch) -> Sketch:
    """One sketch of two: what both allow where they agree, and all parties of both."""
    return Sketch(
        a.acts & b.acts or a.acts | b.acts, a.status, _agreed(a.manners, b.manners), _agreed(a.themes, b.themes),
        _settled(a, b), a.city or b.city, a.region or b.region, a.land or b.land,
        a.actors | b.actors, a.recipients | b.recipients, a.mutual or b.mutual, a.rare and b.rare,
        a.toll or b.toll, a.words if b.words else "", a.topics | b.topics, _both_spans(a.span, b.span),
        a.names | b.names, a.town or b.town,
    )  # fmt: skip


def _agreed(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    return (a & b or a | b) if a and b else a or b


def _settled(a: Sketch, b: Sketch) -> Days:
    """The days of both, or those of the one that does not look back."""
    if bool(a.span) != bool(b.span):
        return b.days if a.span else a.days
    return _both_days(a.days, b.days)


def _both_days(a: Days, b: Days) -> Days:
    """The days that both allow, else all of them; what the text dates goes before what was counted back."""
    if a.firm != b.firm:
        return a if a.firm else b
    first, last = max(a.first, b.first), min(a.last, b.last)
    return Days(min(first, last), max(first, last), a.firm)


def _both_spans(a: Span | None, b: Span | None) -> Span | None:
    """The days that both allow of two that look back; what gives the day settles it."""
    return Span(max(a.first, b.first), min(a.last, b.last), a.dated or b.dated) if a and b else None


def _theme(report: Report) -> str | None:
    """The theme; of who leaves an organisation, that, whatever he takes with him."""
    bodies = [p for p in report.recipients if p.kind == "organisation" and p.registered]
    left = report.type in ("RETREAT", "SANCTION") and report.mode == "withdraw" and bodies
    return "membership" if left and len(bodies) == len(report.recipients) else report.theme


@cache
def _acts(kind: str, mode: str | None, theme: str | None) -> frozenset[str]:
    labels = (
        label
        for label, type_, modes, themes in ALTERNATES
        if type_ == kind and (not modes or mode in modes) and (not themes or theme in themes)
    )
    return frozenset((kind, *labels))


def _days(report: Report) -> Days | None:
    """The days of the event: as dated, or those about the day it was known; None where they would be too many.

    What stands for long and is told of later (« la frontière, fermée depuis mai ») goes back to its first days.
    """
    first, last = report.start, report.end or report.start
    standing = _standing(report)
    if last is None or (first is None and last >= report.known):
        return _about(report, standing)
    if first is None:
        return Days(last.toordinal() - (AGO if standing else GUESS), last.toordinal(), False)
    if standing and last >= report.known > first + timedelta(GUESS):
        return Days(first.toordinal(), min(first.toordinal() + GUESS, last.toordinal()), False)
    if (last - first).days >= (LONGEST if standing or report.type in RARE else FIGHT):
        return None
    return Days(first.toordinal(), last.toordinal(), True)


def _about(report: Report, standing: bool) -> Days | None:
    """The days about the publication: those before it; after it, of what is to come."""
    known = report.known.toordinal()
    if report.status == "future" or (report.status == "negated" and report.type in MUTUAL):
        return Days(known - GUESS, known + AGO, False)
    if report.background and not standing:
        return Days(known - GUESS, known, False) if len(_countries(report)) > 1 else None
    return Days(known - (AGO if report.background else GUESS), known, False)


def _standing(report: Report) -> bool:
    """Whether it is an act that leaves things otherwise for long, and that parties do not repeat within days."""
    if report.theme in STANDING:
        return report.type in ("SANCTION", "COERCE", "CONCEDE", "SUPPORT", "RETREAT")
    return report.type in ("SANCTION", "CONCEDE") and report.theme in (None, "justice") and len(_countries(report)) > 1


def _countries(report: Report) -> set[str]:
    return {p.country for p in (*report.actors, *report.recipients) if p.country}


def _family(value: str | None, families: Mapping[str, str]) -> frozenset[str]:
    return frozenset(() if value is None else (value, *families.get(value, "").split()))


def _toll(report: Report) -> tuple[float, float] | None:
    found = report.fatalities
    low, high = (found.low, found.high) if found else (None, None)
    bounds = [bound for bound in (low, high) if bound is not None]
    return (bounds[0], bounds[-1]) if bounds else None


def _sides(parties: Iterable[Party]) -> frozenset[Side]:
    return frozenset(map(side, parties))


@lru_cache(maxsize=1 << 14)
def side(party: Party) -> Side:
    """A party as it is compared."""
    body = party.id if party.registered and party.kind in ("organisation", "armed-group", "party") else None
    who = rare.surname(party)
    home = None if party.country in NETWORKS else party.country
    return Side(body, home, party.sector, who, not party.implicit)
