"""An event as all its reports tell it, and who says what: independent voices, tolls, blame, claims and denials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from palabre.ledger.kinship import alike, kinship, one_sector
from palabre.ledger.model import Party, Report, Spot, Story, Toll, Voices
from palabre.ledger.sketches import side
from palabre.types import Grain, Quantity

T = TypeVar("T", bound=Hashable)
Reports = Sequence[Report]
_FINE = {"point": 0, "city": 1, "district": 2, "region": 3, "unknown": 4, "country": 5}


def tell(reports: Iterable[Report]) -> Story:
    """The merged view of the reports of one event; raises ValueError where there are none."""
    told = tuple(sorted(reports, key=lambda r: (r.known, r.key)))
    if not told:
        raise ValueError("an event has at least one report")
    group = independent(told)
    kind = _most(told, group, lambda r: r.type) or told[0].type
    tolls = _tolls(told)
    start, end, grain = _date(told, group)
    return Story(
        told,
        kind,
        _most([r for r in told if r.type == kind], group, lambda r: r.mode),
        _most(told, group, lambda r: r.theme),
        _most(told, group, lambda r: r.status) or told[0].status,
        all(r.background for r in told),
        named(p for r in told for p in r.actors),
        named(p for r in told for p in r.recipients),
        start, end, grain, _place(told, group), _deaths(tolls),
        _voices(told, group, tolls),
    )  # fmt: skip


def independent(reports: Reports) -> Mapping[str, int]:
    """For each report's key the number of its group: reports of one publisher, or copies of one text, are one voice."""
    heads: dict[str, str] = {}

    def find(one: str) -> str:
        while heads.setdefault(one, one) != one:
            one = heads[one]
        return one

    if len(reports) == 1:
        return {reports[0].key: 0}
    for report in reports:
        heads[find(f"publisher|{report.publisher}")] = find(f"voice|{report.voice}")
    found = {report.key: find(f"voice|{report.voice}") for report in reports}
    numbers = {head: number for number, head in enumerate(dict.fromkeys(found.values()))}
    return {key: numbers[head] for key, head in found.items()}


def disputed(story: Story) -> bool:
    """Whether its voices contradict one another: on the deaths, on who did it, or on whether it happened."""
    stances = {stance for _, stance, _ in story.voices.stances}
    return bool(story.voices.blame) or rival_tolls(story) or ("denies" in stances and len(stances) > 1)


def rival_tolls(story: Story) -> bool:
    """Whether two speakers give numbers of deaths that cannot both be right."""
    bounds = [_bounds(toll) for toll in story.voices.tolls]
    return any(a[1] < b[0] or b[1] < a[0] for i, a in enumerate(bounds) for b in bounds[:i])


def silent(story: Story) -> tuple[str, ...]:
    """What no voice says: actors, recipients, date, place, deaths, either side, a second independent voice."""
    speakers = [side(r.speaker) for r in story.reports if r.speaker]
    sides = [side(p) for p in (*story.actors, *story.recipients)]
    heard = any(alike(one, two) >= 0.25 for one in speakers for two in sides)
    missing = {
        "actors": not any(not p.implicit for p in story.actors),
        "recipients": not story.recipients and story.type not in ("CONSULT", "COOPERATE"),
        "date": story.start is None and story.end is None,
        "place": story.place is None,
        "deaths": story.type == "ASSAULT" and story.deaths is None,
        "sides": not heard,
        "second voice": story.voices.n_independent < 2,
    }
    return tuple(name for name, absent in missing.items() if absent)


def named(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each party once, by its most specific naming: registered before text, named before implied."""
    kept: list[Party] = []
    for party in sorted(parties, key=_specific):
        if not any(_covers(other, party) for other in kept):
            kept.append(party)
    return tuple(kept)


def _specific(party: Party) -> int:
    return 3 if party.implicit else 0 if party.registered else 1 if side(party).who else 2


def _covers(kept: Party, other: Party) -> bool:
    """Whether a party already named is the other one, named less well."""
    one, two = side(kept), side(other)
    if kept.id == other.id and not other.implicit and other.id is not None:
        return True
    if two.who or (other.registered and not other.implicit):
        return bool(two.who) and one.who == two.who and one.country == two.country
    exact = one.sector == two.sector or _specific(kept) < 2
    return exact and one_sector(one.sector, two.sector) and two.country in (None, one.country)


def _most(reports: Reports, group: Mapping[str, int], value: Callable[[Report], T | None]) -> T | None:
    """What most independent voices say; of equals, what was said first."""
    if len(reports) == 1:
        return value(reports[0])
    votes: dict[T, set[int]] = defaultdict(set)
    for report in reports:
        said = value(report)
        if said is not None:
            votes[said].add(group[report.key])
    return max(votes, key=lambda v: len(votes[v]), default=None)


def _date(reports: Reports, group: Mapping[str, int]) -> tuple[date | None, date | None, Grain | None]:
    """The narrowest dates that most voices allow; of equals, those said first."""
    dated = [r for r in reports if r.start or r.end]
    if not dated:
        return None, None, None

    def worth(one: Report) -> tuple[int, int]:
        first, last = _span(one)
        allow = {group[r.key] for r in dated if _span(r)[0] <= last and first <= _span(r)[1]}
        return len(allow), -(last - first).days

    best = max(dated, key=worth)
    return best.start, best.end, best.grain


def _span(report: Report) -> tuple[date, date]:
    return report.start or date.min, report.end or date.max


def _place(reports: Reports, group: Mapping[str, int]) -> Spot | None:
    """The most precise place, of equally precise ones that which most voices name."""
    spots = {r.place.id: r.place for r in reports if r.place}
    chosen = [_FINE[spot.precision] for spot in spots.values()]
    finest = [r for r in reports if r.place and _FINE[r.place.precision] == min(chosen)]
    found = _most(finest, group, lambda r: r.place.id if r.place else None)
    return spots[found] if found else None


def _speaker(report: Report, outlet: str) -> str:
    return report.speaker.name if report.speaker else outlet


def _by_speaker(reports: Reports) -> Mapping[str, list[Report]]:
    """Reports by who is credited, else by outlet; that which first printed a text speaks for its copies."""
    outlets: dict[str, str] = {}
    found: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        outlet = outlets.setdefault(report.voice, report.publisher)
        found[_speaker(report, outlet)].append(report)
    return found


def _tolls(reports: Reports) -> tuple[Toll, ...]:
    """The latest number of deaths of each speaker; one that gives several on a day gives a range."""
    found = []
    for speaker, said in _by_speaker([r for r in reports if r.fatalities]).items():
        last = max(r.known for r in said)
        latest = [r for r in said if r.known == last]
        numbers = [r.fatalities for r in latest if r.fatalities]
        low, high = _range((n.low, n.high) for n in numbers)
        vague = any(n.approximate for n in numbers)
        found.append(Toll(speaker, low, high, vague, tuple(r.key for r in latest), last))
    return tuple(found)


def _range(bounds: Iterable[tuple[float | None, float | None]]) -> tuple[float | None, float | None]:
    """The lowest and the highest number; open above or below where the outermost one is."""
    pairs = list(bounds)
    lows = [low if low is not None else 0.0 for low, _ in pairs]
    highs = [high if high is not None else float("inf") for _, high in pairs]
    low, high = min(lows, default=0.0), max(highs, default=0.0)
    known = any(given is not None for given, _ in pairs)
    return low if known else None, None if high == float("inf") else high


def _deaths(tolls: Sequence[Toll]) -> Quantity | None:
    if not tolls:
        return None
    low, high = _range((t.low, t.high) for t in tolls)
    return Quantity(low, high, "killed", any(t.approximate for t in tolls))


def _bounds(toll: Toll) -> tuple[float, float]:
    low, high = toll.low or 0.0, float("inf") if toll.high is None else toll.high
    return (low * 0.8, high * 1.2) if toll.approximate else (low, high)


def _voices(reports: Reports, group: Mapping[str, int], tolls: tuple[Toll, ...]) -> Voices:
    return Voices(
        len({r.article for r in reports}),
        len({r.publisher for r in reports}),
        len(set(group.values())),
        tolls,
        _blame(reports),
        _stances(reports),
    )


def _blame(reports: Reports) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Whom each speaker names as author, where two of them name authors who are not the same."""
    if len(reports) == 1:
        return ()
    said = {who: [p for r in told for p in r.actors if not p.implicit] for who, told in _by_speaker(reports).items()}
    sides = {who: frozenset(side(p) for p in parties) for who, parties in said.items() if parties}
    rivals = any(kinship(one, two).grade < 0 for one in sides.values() for two in sides.values())
    return tuple((who, tuple(p.name for p in named(said[who]))) for who in sides) if rivals else ()


def _stances(reports: Reports) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What each speaker does: claims his own act, denies, confirms what others tell, or reports."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for who, told in _by_speaker(reports).items():
        for report in told:
            found[who, _stance(report)].append(report.key)
    return tuple((who, stance, tuple(keys)) for (who, stance), keys in found.items())


def _stance(report: Report) -> str:
    """The side that suffers an act and tells of it confirms it."""
    if report.status == "negated":
        return "denies"
    if report.speaker is None:
        return "reports"
    own = side(report.speaker)
    if any(alike(own, side(p)) >= 0.3 for p in report.actors):
        return "claims"
    return "confirms" if any(alike(own, side(p)) >= 0.3 for p in report.recipients) else "reports"
