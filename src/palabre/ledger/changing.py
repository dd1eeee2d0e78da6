"""What changed since a day, and what happened day by day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from itertools import islice

from palabre.errors import QueryError
from palabre.ledger import account, looking, queries, rows, standing, states, voices
from palabre.ledger.counting import Make
from palabre.ledger.filters import Filters
from palabre.ledger.listing import Page
from palabre.ledger.model import Report, State
from palabre.ledger.names import Whom
from palabre.ledger.orders import Part, read_order
from palabre.ledger.results import LedgerEvent, Moment, RecordChange, Retold, StateChange
from palabre.ledger.standing import Asked
from palabre.ledger.states import Turn

_SIZE = 200


def added(since: date, countries: Sequence[str]) -> Part:
    """The query for events first told since a day."""
    first = Part("e.first_known >= ?", (since.isoformat(),))
    return _events([first], countries, "e.first_known, e.id")


def retold(since: date, countries: Sequence[str]) -> Part:
    """The query for events that were told before a day, and again since."""
    again = Part("e.last_known >= ? AND e.first_known < ?", (since.isoformat(),) * 2)
    return _events([again], countries, "e.last_known, e.id")


def record(since: date) -> Part:
    """The query for what happened to the record since a day."""
    sql = "SELECT c.*, r.at FROM change c JOIN run r ON r.id = c.run WHERE r.at >= ? ORDER BY c.id"
    return Part(sql, (since.isoformat(),))


def make_events(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> Sequence[LedgerEvent]:
    """Rows of events as values."""
    return list(looking.events_of(connection, found))


def make_record(_: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> Sequence[RecordChange]:
    """Rows of ``change`` as values."""
    return [account.record_of(row) for row in found]


def make_retold(since: date) -> Make[Retold]:
    """What makes rows of events values, with how often they were told since a day."""

    def make(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> Sequence[Retold]:
        stories = looking.load_stories(connection, [row["id"] for row in found])
        return [_retold(event, stories[event.id].reports, since) for event in looking.events_of(connection, found)]

    return make


@dataclass(frozen=True, slots=True)
class Since:
    """The states that changed since a day, those of some countries where any are named."""

    day: date
    countries: tuple[str, ...]

    def page(self, connection: sqlite3.Connection, after: str | None, offset: int, size: int) -> Page[StateChange]:
        """What changed in the lines of the register that articles since the day speak of; ``after`` is a line."""
        lines = _lines(connection, self.day, after, size)
        found = [change for line in lines for change in self._of_line(connection, line)]
        return Page(tuple(found[offset:]), lines[-1] if lines and len(lines) == size else None)

    def count(self, connection: sqlite3.Connection) -> int:
        """How many states changed."""
        return sum(len(self._of_line(connection, line)) for line in _lines(connection, self.day, None, -1))

    def _of_line(self, connection: sqlite3.Connection, line: str) -> list[StateChange]:
        told = rows.load_statements(connection, line)
        before = states.fold(one for one in told if one.known < self.day)
        changes = states.changes(before, states.fold(told))
        found = [one for one in changes if _concerns(one.after or one.before, self.countries)]
        said = standing.load_sayings(connection, {key for one in found for key in one.keys})
        return [StateChange(line, one, tuple(said[key] for key in one.keys if key in said)) for one in found]


def moments(connection: sqlite3.Connection, filters: Filters, after: str | None, offset: int, size: int
            ) -> Page[Moment]:  # fmt: skip
    """Events and turns of states by day; ``after`` is a day and how many of its moments were shown."""
    day, shown = _moment(after)
    first = max(filter(None, (filters.since, day)), default=None)
    found = _merged(connection, filters, first)
    kept = list(islice(found, shown + offset, shown + offset + size + 1))
    if len(kept) <= size:
        return Page(tuple(kept), None)
    last = kept[size - 1].day
    passed = shown + offset if last == day else 0
    same = sum(one.day == last for one in kept[:size])
    return Page(tuple(kept[:size]), f"{last}~{passed + same}")


def count_moments(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many moments there are."""
    turns = sum(1 for _ in _turns(connection, filters, filters.since))
    return looking.count(connection, filters) + turns


def _events(parts: list[Part], countries: Sequence[str], order: str) -> Part:
    held = [*parts, *queries.conditions(Filters(country=tuple(countries)))]
    where = " AND ".join(part.sql for part in held)
    values = tuple(value for part in held for value in part.values)
    return Part(f"SELECT e.* FROM event e WHERE {where} ORDER BY {order}", values)


def _retold(event: LedgerEvent, reports: Sequence[Report], since: date) -> Retold:
    before = [report for report in reports if report.known < since]
    new = {report.article for report in reports if report.known >= since}
    return Retold(event, len(new), len(set(voices.independent(before).values())))


def _lines(connection: sqlite3.Connection, since: date, after: str | None, size: int) -> list[str]:
    """The lines that articles since a day speak of, in order."""
    sql = (
        "SELECT DISTINCT s.line FROM article a CROSS JOIN statement s ON s.article = a.id"
        " WHERE a.known >= ? AND s.retired IS NULL AND s.line > ? ORDER BY s.line LIMIT ?"
    )
    return [line for (line,) in connection.execute(sql, (since.isoformat(), after or "", size))]


def _concerns(state: State | None, countries: Sequence[str]) -> bool:
    if not countries or state is None:
        return not countries
    return any(party is not None and party.country in countries for party in (state.subject, state.object))


def _merged(connection: sqlite3.Connection, filters: Filters, first: date | None) -> Iterator[Moment]:
    """All moments from a day on, in the order of their days; of one day, events first."""
    told = (Moment(event.day, event, None, ()) for event in _each_event(connection, filters, first))
    turns = _turns(connection, filters, first)
    return merge(told, turns, key=lambda moment: moment.day)


def _each_event(connection: sqlite3.Connection, filters: Filters, first: date | None) -> Iterator[LedgerEvent]:
    asked, after = replace(filters, since=first), None
    while True:
        page = looking.page(connection, asked, read_order("date"), after, 0, _SIZE)
        yield from page.items
        if (after := page.after) is None:
            return


def _turns(connection: sqlite3.Connection, filters: Filters, first: date | None) -> Iterator[Moment]:
    """The turns of the states of the parties that are asked for, or of all, in the order of their days."""
    lines: standing.Lines = {}
    for asked in _asked(filters):
        lines |= standing.load_lines(connection, asked)
    found = [(turn.day, line, turn) for line, known in lines.items() for turn in states.history(known) if turn.day]
    first_day, last_day = first or date.min, filters.until or date.max
    kept = [one for one in found if first_day <= one[0] <= last_day]
    for day, _, turn in sorted(kept, key=lambda one: one[:2]):
        yield _turned(connection, day, turn)


def _turned(connection: sqlite3.Connection, day: date, turn: Turn) -> Moment:
    said = standing.load_sayings(connection, turn.keys[: standing.SHOWN])
    return Moment(day, None, turn, tuple(said[key] for key in sorted(said)))


def _asked(filters: Filters) -> list[Asked]:
    """Which states a timeline shows: of its parties; of all where none is named; none where only events can fit."""
    if filters.dyad:
        return [Asked(*filters.dyad[:2])]
    parties = [*filters.actor, *(Whom("country", code) for code in filters.country)]
    return [Asked(one) for one in parties] or [Asked()]


def _moment(after: str | None) -> tuple[date | None, int]:
    if after is None:
        return None, 0
    day, _, shown = after.partition("~")
    try:
        return date.fromisoformat(day), int(shown)
    except ValueError as error:
        raise QueryError(f"after {after}", "this names no place in the list", "take it from the page before") from error
