"""What the ledger holds, in rows and in numbers: actors, sources, articles, problems, and counts of everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from palabre.errors import QueryError
from palabre.ledger import rows
from palabre.ledger.account import ARTICLE
from palabre.ledger.listing import Page
from palabre.ledger.looking import covered
from palabre.ledger.orders import Part
from palabre.ledger.results import ActorRow, ProblemRow, SourceRow, Stats

T = TypeVar("T")
Make = Callable[[sqlite3.Connection, Sequence[sqlite3.Row]], Sequence[T]]


def page_of(connection: sqlite3.Connection, query: Part, make: Make[T], after: str | None, offset: int, size: int
            ) -> Page[T]:  # fmt: skip
    """Some rows of a query as values; ``after`` is the number of rows before them."""
    start = offset + _number(after)
    found = connection.execute(f"{query.sql} LIMIT ? OFFSET ?", (*query.values, size + 1, start)).fetchall()
    return Page(tuple(make(connection, found[:size])), str(start + size) if len(found) > size else None)


def count_of(connection: sqlite3.Connection, query: Part) -> int:
    """How many rows a query has."""
    (number,) = connection.execute(f"SELECT count(*) FROM ({query.sql})", query.values).fetchone()
    return int(number)


def actors(countries: Sequence[str], text: str | None, kind: str | None) -> Part:
    """The query for actors, those that take part most often first; see ``make_actors``."""
    parts = [
        Part("(a.name LIKE ? ESCAPE '\\' OR a.key LIKE ? ESCAPE '\\')", (_like(text), _like(text))) if text else None,
        Part("a.kind = ?", (kind,)) if kind else None,
    ]
    kept = [part for part in parts if part is not None]
    where = " AND ".join(part.sql for part in kept) or "1"
    of = f"p.country IN ({','.join('?' * len(countries))})" if countries else "1"
    sql = (
        "SELECT a.key, a.name, max(a.kind) AS kind, sum(p.n) AS n, min(p.first) AS first, max(p.last) AS last FROM"
        f" (SELECT p.actor, count(*) AS n, min(p.day) AS first, max(p.day) AS last FROM event_party p WHERE {of}"
        f" GROUP BY p.actor) p JOIN actor a ON a.id = p.actor WHERE {where} GROUP BY a.key ORDER BY n DESC, a.key"
    )
    return Part(sql, (*countries, *(value for part in kept for value in part.values)))


def make_actors(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> Sequence[ActorRow]:
    """Rows of that query as values, with the exact number of their events and the country of the last one."""
    sql = (
        "SELECT count(DISTINCT p.event), (SELECT q.country FROM event_party q WHERE q.actor IN"
        " (SELECT id FROM actor WHERE key = ?1) ORDER BY q.day DESC LIMIT 1) FROM event_party p"
        " WHERE p.actor IN (SELECT id FROM actor WHERE key = ?1)"
    )
    counts = {row["key"]: connection.execute(sql, (row["key"],)).fetchone() for row in found}
    return [
        ActorRow(row["key"], row["name"], row["kind"], counts[row["key"]][1], counts[row["key"]][0],
                 rows.day(row["first"]), rows.day(row["last"]))
        for row in found
    ]  # fmt: skip


SOURCES = Part(
    "SELECT a.publisher, count(*) AS articles, sum(a.voice <> a.key) AS copies, min(a.known) AS first,"
    " max(a.known) AS last FROM article a WHERE a.replaced IS NULL GROUP BY a.publisher"
    " ORDER BY articles DESC, a.publisher"
)


def make_sources(connection: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> Sequence[SourceRow]:
    """Rows of ``SOURCES`` as values, with the numbers of the events that they tell."""
    sql = (
        "SELECT count(DISTINCT t.event) FROM article a CROSS JOIN report r ON r.article = a.id"
        " CROSS JOIN telling t ON t.report = r.id WHERE a.publisher = ?"
    )
    told = {row["publisher"]: connection.execute(sql, (row["publisher"],)).fetchone()[0] for row in found}
    return [
        SourceRow(row["publisher"], row["articles"], row["copies"], told[row["publisher"]], rows.day(row["first"]),
                  rows.day(row["last"]))
        for row in found
    ]  # fmt: skip


def articles(publisher: str | None, since: date | None, until: date | None, language: str | None) -> Part:
    """The query for articles, the newest first."""
    pairs = [
        ("a.publisher = ?", publisher), ("a.known >= ?", since and since.isoformat()),
        ("a.known <= ?", until and until.isoformat()), ("a.language = ?", language),
    ]  # fmt: skip
    kept = [(condition, value) for condition, value in pairs if value]
    where = " AND ".join(condition for condition, _ in kept) or "1"
    return Part(f"{ARTICLE} WHERE {where} ORDER BY a.known DESC, a.id DESC", tuple(value for _, value in kept))


def problems(code: str | None) -> Part:
    """The query for what could not be read, the newest first."""
    where, values = ("WHERE p.code = ?", (code,)) if code else ("", ())
    return Part(f"SELECT p.*, r.at FROM problem p JOIN run r ON r.id = p.run {where} ORDER BY p.id DESC", values)


def problem_of(row: sqlite3.Row) -> ProblemRow:
    """A row of that query as a value."""
    return ProblemRow(row["code"], row["source"], row["what"], row["remedy"], rows.day(row["at"][:10]))


def stats(connection: sqlite3.Connection, path: str) -> Stats:
    """Counts of everything."""
    first, last = covered(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    counts: dict[str, Any] = {name: connection.execute(sql).fetchone()[0] for name, sql in _COUNTS.items()}
    groups: dict[str, Any] = {name: _grouped(connection, *of) for name, of in _GROUPS.items()}
    files = (Path(path), Path(f"{path}-wal"))
    size = sum(file.stat().st_size for file in files if file.exists())
    return Stats(path=path, bytes=size, version=version, first=first, last=last, **counts, **groups)


_COUNTS = {
    "n_articles": "SELECT count(*) FROM article",
    "n_copies": "SELECT count(*) - count(DISTINCT voice) FROM article",
    "n_replaced": "SELECT count(*) FROM article WHERE replaced IS NOT NULL",
    "n_publishers": "SELECT count(DISTINCT publisher) FROM article",
    "n_reports": "SELECT count(*) FROM telling",
    "n_statements": "SELECT count(*) FROM statement WHERE retired IS NULL",
    "n_events": "SELECT count(*) FROM event",
    "n_states": "SELECT count(*) FROM state",
    "n_actors": "SELECT count(DISTINCT key) FROM actor",
    "n_problems": "SELECT count(*) FROM problem",
    "n_corrections": "SELECT count(*) FROM correction",
}
_GROUPS = {
    "by_type": ("event", "type"),
    "by_status": ("event", "status"),
    "by_language": ("article", "language"),
    "by_kind": ("state", "kind"),
}


def _grouped(connection: sqlite3.Connection, table: str, column: str) -> tuple[tuple[str, int], ...]:
    sql = f"SELECT {column}, count(*) FROM {table} GROUP BY {column} ORDER BY 2 DESC, 1"
    return tuple((str(name), int(number)) for name, number in connection.execute(sql))


def _like(text: str) -> str:
    escaped = text.strip()
    for mark in "\\%_":
        escaped = escaped.replace(mark, f"\\{mark}")
    return f"%{escaped}%"


def _number(after: str | None) -> int:
    if after is not None and not after.isdecimal():
        raise QueryError(f"after {after}", "this names no place in the list", "take it from the page before")
    return int(after or 0)
