"""Second thoughts: an analyst's corrections, articles read again by a newer Palabre, views built anew."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from palabre.errors import QueryError
from palabre.ledger import corrections, identities, rows
from palabre.ledger.model import Verb
from palabre.ledger.record import Recorded, Touched, Writer
from palabre.types import Article, Reading, Section

CHUNK = 2_000
DERIVED = ("scene", "telling", "event", "event_party", "state", "folding")
Report = tuple[str, str | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an analyst says of an event: a verb with its value, or with another event's id; who says it, and why."""

    verb: Verb
    by: str
    note: str = ""
    value: str | None = None
    other: str | None = None


@dataclass(slots=True)
class Reread:
    """What reading again changed: articles read, reports that are new, gone, coded otherwise, and by what."""

    articles: int = 0
    same: int = 0
    added: int = 0
    gone: int = 0
    changed: int = 0
    changes: Counter[str] = field(default_factory=Counter)


def live_id(connection: sqlite3.Connection, event: str) -> str:
    """The id that an event goes by now; raises QueryError where there is none such."""
    row = connection.execute("SELECT id, merged_into FROM identity WHERE id = ?", (event.upper(),)).fetchone()
    if row is None:
        raise QueryError(event, "there is no such event", "list them with: palabre events")
    return str(row["merged_into"] or row["id"])


def correct(writer: Writer, event: str, ruling: Ruling) -> str:
    """Write a correction and apply it; the event's id after it.

    Raises QueryError where the event, the other event or the value is not what the verb needs.
    """
    one = writer.connection
    with writer.change():
        wanted = live_id(one, event)
        run = writer.start("correct")
        other = _other(one, run, ruling)
        _check(wanted, other, ruling)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        values = (wanted, ruling.verb, ruling.value, other, ruling.by, ruling.note, at, run)
        one.execute(
            "INSERT INTO correction (event, verb, value, other, by, note, at, run) VALUES (?,?,?,?,?,?,?,?)", values
        )
        detail = {"verb": ruling.verb, "value": ruling.value, "other": other, "by": ruling.by, "note": ruling.note}
        writer.log(run, "corrected", wanted, rows.dumps(detail))
        live = "SELECT coalesce(merged_into, id) FROM identity WHERE id IN (?, ?)"
        sql = f"SELECT report FROM telling WHERE event IN ({live})"
        touched = Touched(reports={number for (number,) in one.execute(sql, (wanted, other))})
        writer.derive(run, touched, Recorded())
        return live_id(one, wanted)


def _other(connection: sqlite3.Connection, run: int, ruling: Ruling) -> str | None:
    """The other event of a ruling: by its id, as it stands on its own report; a report by its key gets an id here."""
    if ruling.other is None:
        return None
    if ruling.verb == "same-as":
        return live_id(connection, ruling.other)
    if ":" in ruling.other:
        return identities.stand_on(connection, run, ruling.other)
    live_id(connection, ruling.other)
    return ruling.other.upper()


def _check(event: str, other: str | None, ruling: Ruling) -> None:
    if ruling.verb in ("same-as", "not-same-as") and other is None:
        raise QueryError(event, "another event is wanted", "name it by its id")
    if ruling.verb == "same-as" and other == event:
        raise QueryError(event, "this is the same event already", "nothing is to be done")
    if ruling.verb == "not-same-as" and other == event:
        raise QueryError(event, "this is one and the same id", "name the report to take out: palabre why shows its key")
    if ruling.verb == "date":
        corrections.days(ruling.value or "")


def stored_articles(connection: sqlite3.Connection, *, older_than: str | None = None) -> Iterator[tuple[int, Article]]:
    """The recorded articles that count, with their numbers; those not read by version ``older_than`` where given."""
    sql = (
        "SELECT a.* FROM article a LEFT JOIN reading g ON g.id = a.reading LEFT JOIN run u ON u.id = g.run"
        " WHERE a.replaced IS NULL AND a.id > ? AND (? IS NULL OR u.version IS NULL OR u.version <> ?)"
        " ORDER BY a.id LIMIT 200"
    )
    last = 0
    while found := connection.execute(sql, (last, older_than, older_than)).fetchall():
        yield from ((row["id"], article_of(row)) for row in found)
        last = found[-1]["id"]


def article_of(row: sqlite3.Row) -> Article:
    """A recorded article as it was read."""
    return Article(
        id=row["key"], source=row["source"], text=row["text"], language=row["language"],
        published=date.fromisoformat(row["published"]) if row["published"] else None, title=row["title"],
        publisher=row["publisher"] if row["publisher"] != row["source"] else None, url=row["url"],
        sections=tuple(Section(*section) for section in json.loads(row["sections"])),
    )  # fmt: skip


def reread(writer: Writer, readings: Iterable[Reading], done: Reread) -> None:
    """Put these readings in the place of what the ledger held of their articles, in one transaction.

    A report whose words did not change keeps its key, so that ids and corrections stay with it.
    """
    one = writer.connection
    with writer.change():
        run, touched, counts = 0, Touched(), Recorded()
        for reading in readings:
            (number,) = one.execute("SELECT id FROM article WHERE key = ?", (reading.article.id,)).fetchone()
            done.articles += 1
            run = run or writer.start("reread")
            before = _reports(one, number)
            writer.retire(number, run, touched)
            writer.store_reading(reading, number, run, touched, counts)
            _compare(writer, run, before, _reports(one, number), done)
        if run:
            writer.derive(run, touched, counts)


def _reports(connection: sqlite3.Connection, article: int) -> dict[str, Report]:
    sql = (
        "SELECT r.key, r.type, r.mode, r.status, coalesce(r.start, '') || '..' || coalesce(r.\"end\", ''),"
        " (SELECT group_concat(role || coalesce(x.name, p.text, ''), ';') FROM party p"
        "  LEFT JOIN actor x ON x.id = p.actor WHERE p.report = r.id)"
        " FROM report r WHERE r.article = ? AND r.retired IS NULL"
    )
    return {key: tuple(rest) for key, *rest in map(tuple, connection.execute(sql, (article,)))}


def _compare(writer: Writer, run: int, before: dict[str, Report], after: dict[str, Report], done: Reread) -> None:
    done.added += len(after.keys() - before.keys())
    done.gone += len(before.keys() - after.keys())
    for key in sorted(before.keys() & after.keys()):
        if before[key] == after[key]:
            done.same += 1
            continue
        done.changed += 1
        labels = ("type", "mode", "status", "date", "parties")
        pairs = zip(labels, before[key], after[key], strict=True)
        detail = {label: [old, new] for label, old, new in pairs if old != new}
        done.changes.update(detail.keys())
        writer.log(run, "reread", key, rows.dumps(detail))


def rebuild(writer: Writer, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Build all that follows from the record anew; the number of events. Ids and corrections stay.

    Works through the reports in the order of their days and holds only those it needs, in one transaction.
    """
    one = writer.connection
    with writer.change():
        run = writer.start("rebuild")
        for table in DERIVED:
            one.execute(f"DELETE FROM {table}")
        _rebuild_events(writer, run, progress)
        lines = {line for (line,) in one.execute("SELECT DISTINCT line FROM statement WHERE retired IS NULL")}
        writer.derive(run, Touched(lines=lines), Recorded())
        one.execute("INSERT INTO words (words) VALUES ('rebuild')")
        one.execute(
            "INSERT INTO words (words, rowid, sentence) SELECT 'delete', id, sentence FROM report"
            " WHERE retired IS NOT NULL"
        )
        (count,) = one.execute("SELECT count(*) FROM event").fetchone()
    return int(count)


def _rebuild_events(writer: Writer, run: int, progress: Callable[[int, int], None] | None) -> None:
    sql = (
        "SELECT r.id FROM report r JOIN article a ON a.id = r.article WHERE r.retired IS NULL"
        " ORDER BY coalesce(r.start, a.known), r.id"
    )
    numbers = [number for (number,) in writer.connection.execute(sql)]
    for at in range(0, len(numbers), CHUNK):
        writer.derive(run, Touched(reports=set(numbers[at : at + CHUNK])), Recorded())
        if progress:
            progress(min(at + CHUNK, len(numbers)), len(numbers))


__all__ = ["Reread", "Ruling", "correct", "live_id", "rebuild", "reread", "stored_articles"]
