"""From filters to SQL: conditions on an event, and streams that find events in the order of their days.

A stream lists events by one index. The first page of a filter then costs a page of rows, however many fit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from palabre.knowledge.ontology import load_ontology
from palabre.ledger.filters import Filters
from palabre.ledger.names import Whom
from palabre.ledger.orders import BY_DAY, Order, Part

# What is found in more reports than this is not gathered first: events are gone through by day until a page is full.
COMMON = 20_000


def given(filters: Filters) -> list[str]:
    """The names of the filters that are set."""
    return [name for name in Filters.__dataclass_fields__ if getattr(filters, name) not in ((), None)]


def without(filters: Filters, name: str) -> Filters:
    """The filters with one of them left out."""
    none: Any = Filters.__dataclass_fields__[name].default
    return replace(filters, **{name: none})


def select(connection: sqlite3.Connection, filters: Filters, order: Order, after: Sequence[Any] | None) -> Part:
    """The query for events in an order, those after a place; a LIMIT and an OFFSET are to follow."""
    common = filters.text is not None and _is_common(connection, filters.text)
    place = [order.after(after)] if after is not None else []
    driver, ordered, streams = _streams(connection, filters, common=common)
    if streams and ordered and order.columns == BY_DAY:
        return _joined(_merged(streams, filters, place, order), conditions(filters, but=driver, common=common), "")
    rest = [*conditions(filters, but=driver, common=common), *place]
    if streams and _size(connection, streams) < COMMON:
        return _joined(_gathered(streams), rest, f" ORDER BY {order.sql}")
    return _query("SELECT e.* FROM event e", [*conditions(filters, common=common), *place], f" ORDER BY {order.sql}")


def counting(connection: sqlite3.Connection, filters: Filters) -> Part:
    """The query for the number of events that fit."""
    driver, _, streams = _streams(connection, filters, common=False)
    rest = conditions(filters, but=driver)
    if not streams:
        return _query("SELECT count(*) FROM event e", rest, "")
    found = _gathered(streams)
    return _joined(found, rest, "", "count(*)") if rest else Part(f"SELECT count(*) FROM ({found.sql})", found.values)


def conditions(filters: Filters, *, but: str = "", common: bool = False) -> list[Part]:
    """What an event ``e`` must fit, all but the filter ``but``; ``common``: its words are in many reports."""
    return [_CONDITIONS[name](filters, common) for name in given(filters) if name != but]


def _query(head: str, parts: Sequence[Part], tail: str) -> Part:
    where = " WHERE " + " AND ".join(part.sql for part in parts) if parts else ""
    return Part(head + where + tail, tuple(value for part in parts for value in part.values))


def _joined(found: Part, rest: list[Part], tail: str, what: str = "e.*") -> Part:
    """The events with the ids found, in the order in which they were found."""
    query = _query(f"SELECT {what} FROM ({found.sql}) s CROSS JOIN event e ON e.id = s.id", rest, tail)
    return Part(query.sql, (*found.values, *query.values))


def _gathered(streams: Sequence[Part]) -> Part:
    every = " UNION ".join(one.sql for one in streams)
    return Part(f"SELECT DISTINCT day, id FROM ({every})", tuple(v for one in streams for v in one.values))


def _merged(streams: Sequence[Part], filters: Filters, place: list[Part], order: Order) -> Part:
    """Streams merged in the order of their days, from a place on; the LIMIT keeps SQLite from dropping that order."""
    bounds = [*(_CONDITIONS[name](filters, False) for name in ("since", "until") if getattr(filters, name)), *place]
    narrow = [Part(part.sql.replace("e.day", "day").replace("e.id", "id"), part.values) for part in bounds]
    inner = [_query(f"SELECT DISTINCT day, id FROM ({one.sql})", narrow, "") for one in streams]
    way = " DESC" if order.down else ""
    merged = " UNION ".join(part.sql for part in inner) + f" ORDER BY day{way}, id{way} LIMIT -1"
    pairs = zip(streams, inner, strict=True)
    return Part(merged, tuple(value for one, part in pairs for value in (*one.values, *part.values)))


Streams = tuple[str, bool, list[Part]]


def _streams(connection: sqlite3.Connection, filters: Filters, *, common: bool) -> Streams:
    """The filter whose events are fewest, as far as its kind tells; whether they come by day; what finds them."""
    if filters.text and not common:
        return "text", False, [_saying(filters.text)]
    if filters.dyad:
        return "dyad", True, _of_dyad(connection, *filters.dyad)
    if filters.actor:
        return "actor", True, [_of_whom(whom) for whom in filters.actor]
    if filters.country:
        return "country", True, [part for code in filters.country for part in _of_country(code)]
    for name in ("place", "theme", "status", "disputed"):
        if made := _EASY[name](filters):
            return name, True, made
    few = Part("SELECT day, id FROM event WHERE independent >= ?", (filters.min_independent,))
    if filters.min_independent and _size(connection, [few]) < COMMON:
        return "min_independent", False, [few]
    return "", True, [_by("type", one) for one in dict.fromkeys(_types(filters))]


_RARE = " AND status <> 'factual'"  # as its index has it
_EASY: Mapping[str, Callable[[Filters], list[Part]]] = MappingProxyType({
    "place": lambda f: [_by(column, value) for column, value in f.place],
    "theme": lambda f: [_by("theme", one) for one in f.theme],
    "status": lambda f: [] if "factual" in f.status else [_by("status", s, _RARE) for s in f.status],
    "disputed": lambda f: [Part("SELECT day, id FROM event WHERE disputed")] if f.disputed else [],
})  # fmt: skip


def _types(filters: Filters) -> list[str]:
    """The types asked for, or those that have the modes asked for."""
    if filters.type:
        return [name for name, _ in filters.type]
    return [t.id for t in load_ontology().types.values() if any(mode in t.modes for mode in filters.mode)]


def _by(column: str, value: str, more: str = "") -> Part:
    return Part(f"SELECT day, id FROM event WHERE {column} = ?{more}", (value,))


def _of_whom(whom: Whom) -> Part:
    party, value = _party(whom)
    return Part(f"SELECT p.day, p.event AS id FROM event_party p WHERE p.{party}", (value,))


def _of_country(code: str) -> list[Part]:
    return [_of_whom(Whom("country", code)), Part("SELECT day, id FROM event WHERE place_country = ?", (code,))]


def _of_dyad(connection: sqlite3.Connection, one: Whom, other: Whom, one_way: bool) -> list[Part]:
    """The events between two sides, found by the side that takes part in fewer."""
    ways = ["actor"] if one_way else ["actor", "recipient"]
    turned = _size(connection, [_of_whom(one)]) > _size(connection, [_of_whom(other)])
    first, second = (other, one) if turned else (one, other)
    (near, value), (far, also) = _party(first), _party(second)
    return [
        Part(
            f"SELECT p.day, p.event AS id FROM event_party p WHERE p.{near} AND p.role = ? AND EXISTS"
            f" (SELECT 1 FROM event_party q WHERE q.event = p.event AND q.role = ? AND +q.{far})",
            (value, *((_OTHER[way], way) if turned else (way, _OTHER[way])), also),
        )
        for way in ways
    ]


def _size(connection: sqlite3.Connection, streams: list[Part]) -> int:
    """How many events streams find, counted no further than ``COMMON``."""
    sql = " UNION ALL ".join(one.sql for one in streams)
    values = [value for one in streams for value in one.values]
    (size,) = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) LIMIT {COMMON})", values).fetchone()
    return int(size)


def _is_common(connection: sqlite3.Connection, text: str) -> bool:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT {COMMON})"
    (size,) = connection.execute(sql, (text,)).fetchone()
    return int(size) >= COMMON


_OTHER = MappingProxyType({"actor": "recipient", "recipient": "actor"})


def _party(whom: Whom) -> tuple[str, str]:
    """The condition on a row of event_party that it is this actor's; to be written after ``p.``."""
    if whom.kind == "country":
        return "country = ?", whom.value
    column = "key" if whom.kind == "actor" else "name"
    return f"actor IN (SELECT id FROM actor WHERE {column} = ?)", whom.value


def _any(parts: Iterable[Part]) -> Part:
    found = list(parts)
    return Part(f"({' OR '.join(part.sql for part in found)})", tuple(v for part in found for v in part.values))


def _takes_part(whom: Whom, role: str | None = None) -> Part:
    """That an actor is among the parties of an event; the plus keeps SQLite to the few rows of that event."""
    party, value = _party(whom)
    side = f" AND p.role = '{role}'" if role else ""
    return Part(f"EXISTS (SELECT 1 FROM event_party p WHERE p.event = e.id{side} AND +p.{party})", (value,))


def _country(filters: Filters, _: bool) -> Part:
    held = [Part("e.place_country = ?", (code,)) for code in filters.country]
    return _any([*held, *(_takes_part(Whom("country", code)) for code in filters.country)])


def _actor(filters: Filters, _: bool) -> Part:
    return _any(_takes_part(whom) for whom in filters.actor)


def _dyad(filters: Filters, _: bool) -> Part:
    """Two sides of one event; where several parties act together, they are no dyad."""
    assert filters.dyad is not None
    one, other, one_way = filters.dyad
    ways = [(one, other)] if one_way else [(one, other), (other, one)]
    pairs = [(_takes_part(a, "actor"), _takes_part(b, "recipient")) for a, b in ways]
    return _any(Part(f"({a.sql} AND {b.sql})", (*a.values, *b.values)) for a, b in pairs)


def _type(filters: Filters, _: bool) -> Part:
    exact = [Part("+e.type = ?" + (" AND e.mode = ?" if mode else ""), (t, mode) if mode else (t,))
             for t, mode in filters.type]  # fmt: skip
    return _any(exact)


def _among(column: str, values: Sequence[str]) -> Part:
    return Part(f"{column} IN ({','.join('?' * len(values))})", tuple(values))


def _place(filters: Filters, _: bool) -> Part:
    return _any(Part(f"e.{column} = ?", (value,)) for column, value in filters.place)


def _saying(text: str) -> Part:
    """The events in whose reports words stand."""
    found = "words CROSS JOIN telling t ON t.report = words.rowid CROSS JOIN event x ON x.id = t.event"
    return Part(f"SELECT x.day, x.id FROM {found} WHERE words MATCH ?", (text,))


def _says(filters: Filters, common: bool) -> Part:
    """Words in one of its reports; common ones are looked for event by event, beginnings of words all at once."""
    if common and "*" not in (filters.text or ""):
        said = "telling t CROSS JOIN words ON words.rowid = t.report"
        return Part(f"EXISTS (SELECT 1 FROM {said} WHERE t.event = e.id AND words MATCH ?)", (filters.text,))
    sql = "SELECT t.event FROM words CROSS JOIN telling t ON t.report = words.rowid WHERE words MATCH ?"
    return Part(f"e.id IN ({sql})", (filters.text,))


def _told_by(filters: Filters, _: bool) -> Part:
    """The plus keeps SQLite from gathering all that many tell, where few are wanted."""
    return Part("+e.independent >= ?", (filters.min_independent,))


Condition = Callable[[Filters, bool], Part]
_CONDITIONS: Mapping[str, Condition] = MappingProxyType({
    "country": _country, "actor": _actor, "dyad": _dyad, "type": _type, "place": _place, "text": _says,
    "min_independent": _told_by,
    "mode": lambda f, _: _among("+e.mode", f.mode),
    "theme": lambda f, _: _among("+e.theme", f.theme),
    "status": lambda f, _: _among("+e.status", f.status),
    "since": lambda f, _: Part("e.day >= ?", (f.since.isoformat() if f.since else "",)),
    "until": lambda f, _: Part("e.day <= ?", (f.until.isoformat() if f.until else "",)),
    "disputed": lambda f, _: Part("e.disputed" if f.disputed else "NOT e.disputed"),
    "background": lambda f, _: Part("e.background" if f.background else "NOT e.background"),
})  # fmt: skip
