"""Events as they are read from the ledger: page by page, one by its id, and why it stands as it does."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from palabre.errors import QueryError, nearest
from palabre.knowledge.names import slug
from palabre.ledger import names, queries, rows, voices
from palabre.ledger.filters import Filters
from palabre.ledger.listing import Page
from palabre.ledger.model import Party, Spot, Story
from palabre.ledger.orders import NUMBERS, Order
from palabre.ledger.results import Empty, LedgerEvent
from palabre.types import Quantity

_DOWN = "~"


def page(connection: sqlite3.Connection, filters: Filters, order: Order, after: str | None, offset: int, size: int
         ) -> Page[LedgerEvent]:  # fmt: skip
    """``size`` events in an order, those after a place that an earlier page named. Raises QueryError for no place."""
    query = queries.select(connection, filters, order, _place(order, after))
    found = connection.execute(f"{query.sql} LIMIT ? OFFSET ?", (*query.values, size + 1, offset)).fetchall()
    kept = found[:size]
    last = _mark(order, kept[-1]) if len(found) > size and kept else None
    return Page(tuple(events_of(connection, kept)), last)


def count(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many events fit."""
    query = queries.counting(connection, filters)
    (number,) = connection.execute(query.sql, query.values).fetchone()
    return int(number)


def explain_empty(connection: sqlite3.Connection, filters: Filters) -> Empty:
    """Why nothing fits: no event at all, no article in these days, or one filter that alone shuts all out."""
    (total,) = connection.execute("SELECT count(*) FROM event").fetchone()
    first, last = covered(connection)
    names = queries.given(filters)
    left = [(name, count(connection, queries.without(filters, name))) for name in names] if total else []
    return Empty(total, first, last, _outside(filters, first, last), tuple(pair for pair in left if pair[1]))


def covered(connection: sqlite3.Connection) -> tuple[date | None, date | None]:
    """The first and the last day of the ledger's articles."""
    first, last = (connection.execute(f"SELECT {which}(known) FROM article").fetchone()[0] for which in ("min", "max"))
    return (rows.day(first), rows.day(last)) if first else (None, None)


def load_event(connection: sqlite3.Connection, event: str) -> LedgerEvent:
    """An event by its id, or by one that was merged into it. Raises QueryError for one that is not, or no more."""
    wanted = live_id(connection, event)
    row = connection.execute("SELECT * FROM event WHERE id = ?", (wanted,)).fetchone()
    if row is None:
        remedy = "see what was recorded of it with: palabre changes"
        raise QueryError(f"event {event}", "the event was withdrawn, or is said to be none", remedy)
    return next(events_of(connection, [row]))


def live_id(connection: sqlite3.Connection, event: str) -> str:
    """The id that an event goes by now. Raises QueryError for one that never was."""
    known, found = event.strip().upper(), None
    while row := connection.execute("SELECT id, merged_into FROM identity WHERE id = ?", (known,)).fetchone():
        found, known = row["id"], row["merged_into"]
        if known is None:
            break
    if found is None:
        raise QueryError(f"event {event}", "there is no such event", _near_id(connection, event))
    return str(found)


def load_events(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, LedgerEvent]:
    """The events with these ids, those that stand."""
    found: dict[str, LedgerEvent] = {}
    for chunk in rows.chunks(sorted(set(ids))):
        marks = rows.marks(chunk)
        held = connection.execute(f"SELECT * FROM event WHERE id IN ({marks})", chunk).fetchall()
        found |= {event.id: event for event in events_of(connection, held)}
    return found


def known_name(connection: sqlite3.Connection, text: str) -> str | None:
    """The name of an actor as articles write it, whatever its case; None where none has it."""
    row = connection.execute("SELECT name FROM actor WHERE name = ? COLLATE NOCASE", (text.strip(),)).fetchone()
    return str(row["name"]) if row else None


def known_place(connection: sqlite3.Connection, text: str) -> tuple[tuple[str, str], ...]:
    """What a name stands for among the ledger's places, whatever its accents and case: towns, areas, a country."""
    if state := names.resolve_state(text):
        return (("place_country", state),)
    wanted = slug(text)
    sql = (
        "WITH RECURSIVE one(id) AS (SELECT min(place_id) FROM event WHERE place_id IS NOT NULL UNION ALL"
        " SELECT (SELECT min(place_id) FROM event WHERE place_id > one.id) FROM one WHERE one.id IS NOT NULL)"
        " SELECT id FROM one WHERE id IS NOT NULL"
    )
    found = [id_ for (id_,) in connection.execute(sql) if id_ == text or id_.rpartition(":")[2] == wanted]
    return tuple(("place_id", id_) for id_ in found) or (("place_id", text),)


def load_story(connection: sqlite3.Connection, event: str) -> Story:
    """An event as its reports tell it, before corrections."""
    return load_stories(connection, [event])[event]


def load_stories(connection: sqlite3.Connection, events: Iterable[str]) -> dict[str, Story]:
    """Events as their reports tell them, by id."""
    told: dict[str, list[int]] = defaultdict(list)
    for chunk in rows.chunks(sorted(set(events))):
        sql = f"SELECT event, report FROM telling WHERE event IN ({rows.marks(chunk)})"
        for event, report in map(tuple, connection.execute(sql, chunk)):
            told[event].append(report)
    reports = rows.load_reports(connection, [number for numbers in told.values() for number in numbers])
    return {event: voices.tell([reports[number] for number in numbers]) for event, numbers in told.items()}


def events_of(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> Iterator[LedgerEvent]:
    """Rows of ``event`` as values, with their parties."""
    parties = _parties(connection, [row["id"] for row in found])
    for row in found:
        yield _event(row, parties[row["id"]])


def _event(row: sqlite3.Row, parties: dict[str, list[Party]]) -> LedgerEvent:
    place, deaths = row["place_id"], (row["deaths_low"], row["deaths_high"])
    return LedgerEvent(
        id=row["id"], type=row["type"], mode=row["mode"], theme=row["theme"], status=row["status"],
        background=bool(row["background"]), actors=tuple(parties["actor"]), recipients=tuple(parties["recipient"]),
        start=rows.to_day(row["start"]), end=rows.to_day(row["end"]), grain=row["grain"], day=rows.day(row["day"]),
        place=Spot(place, row["place"], row["place_country"], row["precision"], row["latitude"], row["longitude"])
        if place else None,
        deaths=Quantity(*deaths, "killed", bool(row["deaths_about"])) if deaths != (None, None) else None,
        n_articles=row["articles"], n_sources=row["sources"], n_independent=row["independent"],
        first_known=rows.day(row["first_known"]), last_known=rows.day(row["last_known"]),
        disputed=bool(row["disputed"]), corrected=bool(row["corrected"]), sentence=row["sentence"],
    )  # fmt: skip


def _parties(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, dict[str, list[Party]]]:
    found: dict[str, dict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
    for chunk in rows.chunks(ids):
        sql = (
            "SELECT p.event, p.role, a.key, a.name, a.kind, p.country, p.sector, p.text, p.implicit FROM event_party p"
            f" LEFT JOIN actor a ON a.id = p.actor WHERE p.event IN ({rows.marks(chunk)})"
            " ORDER BY p.event, p.role, p.position"
        )
        for event, role, key, name, kind, country, sector, text, implicit in map(tuple, connection.execute(sql, chunk)):
            found[event][role].append(Party(key, name or text or "", kind, country, sector, text, bool(implicit)))
    return found


def _mark(order: Order, row: sqlite3.Row) -> str:
    """The place of an event in an order, in one word."""
    return _DOWN.join(str(_value(column, row)) for column in order.columns)


def _value(column: str, row: sqlite3.Row) -> Any:
    if column in NUMBERS:
        return row[NUMBERS[column]] if row[NUMBERS[column]] is not None else -1
    return row[column.removeprefix("e.")]


def _place(order: Order, after: str | None) -> list[Any] | None:
    """What a mark stands for. Raises QueryError where it is of another order, or none."""
    if after is None:
        return None
    parts = after.split(_DOWN)
    try:
        found = [float(p) if c in NUMBERS else p for c, p in zip(order.columns, parts, strict=True)]
    except ValueError as error:
        raise QueryError(f"after {after}", "this names no place in the list", "take it from the page before") from error
    return found


def _outside(filters: Filters, first: date | None, last: date | None) -> bool:
    """Whether the days asked for end before the ledger's first article, or begin after its last."""
    before = first is not None and filters.until is not None and filters.until < first
    return before or (last is not None and filters.since is not None and filters.since > last)


def _near_id(connection: sqlite3.Connection, event: str) -> str:
    start = event.strip().upper()[:8]
    known = [id_ for (id_,) in connection.execute("SELECT id FROM identity WHERE id >= ? LIMIT 50", (start,))]
    meant = nearest(event.upper(), known)
    return f"did you mean {meant}?" if meant else "list them with: palabre events"
