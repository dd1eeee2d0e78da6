"""Recording: readings become rows, and what follows from them is brought up to date, whole or not at all."""

from __future__ import annotations

import gc
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from palabre.errors import PalabreError
from palabre.ledger import copies, rows, states, store, taken
from palabre.ledger.derive import Deriver
from palabre.ledger.model import Party, Statement
from palabre.types import Actor, ActorKind, Article, Event, Fact, Reading


@dataclass(slots=True)
class Recorded:
    """What came of a recording: numbers of articles by what happened to them, and of what they hold."""

    read: int = 0
    known: int = 0
    copies: int = 0
    edited: int = 0
    undated: int = 0
    refused: int = 0
    reports: int = 0
    statements: int = 0
    new_events: int = 0
    merged: int = 0

    def add(self, other: Recorded) -> None:
        """Count another recording too."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Touched:
    """What a recording changed: row ids of reports to look at anew, those that no longer count, lines of states."""

    reports: set[int] = field(default_factory=set)
    retired: set[int] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)


class Writer:
    """The one who writes to a ledger; readers beside it see each recording whole or not at all.

    Raises LedgerError where the ledger cannot be opened or written.
    """

    def __init__(self, path: str | Path, *, version: str = "", today: date | None = None) -> None:
        self.path, self.version = str(path), version
        self._connection = store.create(path)
        self._today = today
        self._deriver = Deriver(self._connection)
        self._actors: dict[tuple[str, str], tuple[int, ActorKind | None]] = {}

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def settle(self) -> None:
        """Bring up to date what was put off while much was recorded."""
        with self.change():
            self._deriver.settle()

    def close(self) -> None:
        """Settle, and let go of the file."""
        with store.telling(self.path):
            if self._connection.execute("SELECT 1 FROM folding WHERE stale").fetchone():
                self.settle()
            self._connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for the verbs of this room."""
        return self._connection

    def holds(self, article: Article) -> bool:
        """Whether this very article is recorded already."""
        with store.telling(self.path):
            found = self._connection.execute("SELECT 1 FROM article WHERE key = ?", (article.id,)).fetchone()
        return found is not None

    def took(self, mark: int) -> taken.Outcome | None:
        """What became of the page with this mark; None where it was not read."""
        with store.telling(self.path):
            return taken.find(self._connection, mark)

    def record(
        self,
        readings: Iterable[Reading],
        *,
        refused: Iterable[tuple[str, PalabreError]] = (),
        marks: Mapping[int, taken.Outcome] | None = None,
    ) -> Recorded:
        """Record readings and what was ``refused`` (a code and the error), in one transaction.

        An article that is recorded already is counted and left as it is. ``marks`` are of the pages read.
        """
        done = Recorded()
        new, errors = list(readings), list(refused)
        with self.change(), _no_collection():
            fresh = self._fresh(new, done)
            self._refuse(errors, done)
            taken.add(self._connection, marks or {})
            if fresh:
                run = self.start("ingest")
                touched = Touched()
                for reading in fresh:
                    self._record(reading, run, touched, done)
                self.derive(run, touched, done)
        return done

    @contextmanager
    def change(self) -> Iterator[None]:
        """One change that happens whole or not at all; what is remembered is forgotten where it does not."""
        try:
            with store.transaction(self._connection, self.path, write=True):
                yield
        except BaseException:
            self._actors.clear()
            self._deriver.forget()
            raise

    def start(self, kind: str) -> int:
        """A new run, and its number."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        sql = "INSERT INTO run (kind, version, at) VALUES (?, ?, ?)"
        return _id(self._connection.execute(sql, (kind, self.version, at)))

    def derive(self, run: int, touched: Touched, done: Recorded) -> None:
        """Bring events and states up to date with what was touched."""
        with _no_collection():
            born, merged = self._deriver.events(run, touched.reports, touched.retired)
            done.new_events += born
            done.merged += merged
            self._deriver.states(touched.lines)

    def store_reading(self, reading: Reading, article: int, run: int, touched: Touched, done: Recorded) -> None:
        """Add what a reading says of a recorded article, and let it be the one that counts."""
        problems = rows.dumps([(p.code, p.message) for p in reading.problems])
        sql = "INSERT INTO reading (article, run, problems) VALUES (?, ?, ?)"
        number = _id(self._connection.execute(sql, (article, run, problems)))
        self._connection.execute("UPDATE article SET reading = ? WHERE id = ?", (number, article))
        self._reports(reading, article, number, touched)
        self._statements(reading, article, number, touched)
        done.reports += len(reading.events)
        done.statements += len(reading.facts)

    def retire(self, article: int, run: int, touched: Touched) -> None:
        """Let the reports and statements of an article no longer count; they stay in the record."""
        one = self._connection
        sql = "SELECT id, sentence FROM report WHERE article = ? AND retired IS NULL"
        gone = one.execute(sql, (article,)).fetchall()
        one.executemany("INSERT INTO words (words, rowid, sentence) VALUES ('delete', ?, ?)", map(tuple, gone))
        touched.retired.update(row["id"] for row in gone)
        lines = one.execute("SELECT line FROM statement WHERE article = ? AND retired IS NULL", (article,))
        touched.lines.update(line for (line,) in lines)
        for table in ("report", "statement"):
            one.execute(f"UPDATE {table} SET retired = ? WHERE article = ? AND retired IS NULL", (run, article))

    def _fresh(self, readings: list[Reading], done: Recorded) -> list[Reading]:
        found: dict[str, Reading] = {}
        for reading in readings:
            key = reading.article.id
            if key in found or self._connection.execute("SELECT 1 FROM article WHERE key = ?", (key,)).fetchone():
                done.known += 1
            else:
                found[key] = reading
        return list(found.values())

    def _refuse(self, errors: list[tuple[str, PalabreError]], done: Recorded) -> None:
        """Keep what could not be read, each problem once."""
        done.refused += len(errors)
        sql = "SELECT 1 FROM problem WHERE source = ? AND code = ? AND what = ?"
        new = [(c, e) for c, e in errors if not self._connection.execute(sql, (e.where, c, e.what)).fetchone()]
        if new:
            run = self.start("ingest")
            self._connection.executemany(
                "INSERT OR IGNORE INTO problem (source, code, what, remedy, run) VALUES (?, ?, ?, ?, ?)",
                [(error.where, code, error.what, error.remedy, run) for code, error in new],
            )

    def _record(self, reading: Reading, run: int, touched: Touched, done: Recorded) -> None:
        article = reading.article
        prints = copies.fingerprints(article)
        number = self._article(article, prints, run)
        done.read += 1
        if article.published is None:
            done.undated += 1
            self._note_undated(article, run)
        versions = self._versions(article)
        copied = self._join_voices(number, prints, touched)
        if len(versions) > 1:
            done.edited += 1
            self._replace(versions, number, run, touched)
        elif copied:
            done.copies += 1
        if versions[-1]["id"] == number:
            self.store_reading(reading, number, run, touched, done)

    def _article(self, article: Article, prints: Collection[int], run: int) -> int:
        known = article.published or article.retrieved or self._today or datetime.now(UTC).date()
        sql = (
            "INSERT INTO article (key, source, publisher, url, language, published, known, title, text, sections,"
            " voice, prints, run) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
        )
        published = article.published.isoformat() if article.published else None
        sections = rows.dumps([(s.kind, s.start, s.end) for s in article.sections])
        values = (
            article.id, article.source, article.publisher or article.source, article.url, article.language, published,
            known.isoformat(), article.title, article.text, sections, article.id, len(prints), run,
        )  # fmt: skip
        number = _id(self._connection.execute(sql, values))
        entries = [(one, number) for one in prints]
        self._connection.executemany("INSERT INTO fingerprint (hash, article) VALUES (?, ?)", entries)
        return number

    def _join_voices(self, number: int, prints: Collection[int], touched: Touched) -> bool:
        """Whether the article is a copy of others, with which it then speaks with one voice."""
        changed = copies.join_voices(self._connection, number, prints)
        self._revoice([one for one in changed if one != number], touched)
        return bool(changed)

    def _revoice(self, articles: list[int], touched: Touched) -> None:
        """Look anew at what articles say whose voice is now that of another one."""
        for one in articles:
            sql = "SELECT id FROM report WHERE article = ? AND retired IS NULL"
            revoiced = {number for (number,) in self._connection.execute(sql, (one,))}
            self._deriver.forget(revoiced)
            touched.reports |= revoiced
            sql = "SELECT line FROM statement WHERE article = ? AND retired IS NULL"
            touched.lines.update(line for (line,) in self._connection.execute(sql, (one,)))

    def _versions(self, article: Article) -> list[sqlite3.Row]:
        """The recorded versions of the article's page, itself among them; the last known one counts."""
        sql = (
            "SELECT id, key FROM article WHERE key = ?"
            if article.url is None
            else "SELECT id, key FROM article WHERE url = ? AND replaced IS NULL ORDER BY known, id"
        )
        return self._connection.execute(sql, (article.url or article.id,)).fetchall()

    def _replace(self, versions: list[sqlite3.Row], number: int, run: int, touched: Touched) -> None:
        """Let the last version of a page stand for it; the others stay in the record."""
        last = versions[-1]
        for row in versions[:-1]:
            self._connection.execute("UPDATE article SET replaced = ? WHERE id = ?", (last["id"], row["id"]))
            if row["id"] != number:
                self.retire(row["id"], run, touched)
                self.log(run, "edited", row["key"], rows.dumps({"now": last["key"]}))

    def log(self, run: int, kind: str, subject: str, detail: str) -> None:
        """Note what happened to the record."""
        sql = "INSERT INTO change (run, kind, subject, detail) VALUES (?, ?, ?, ?)"
        self._connection.execute(sql, (run, kind, subject, detail))

    def _note_undated(self, article: Article, run: int) -> None:
        what = "the day of publication is unknown"
        if article.retrieved:
            what += f"; the page was fetched on {article.retrieved}"
        remedy = "give it with --published, or in the article"
        self._connection.execute(
            "INSERT OR IGNORE INTO problem (source, code, what, remedy, run) VALUES (?, 'undated', ?, ?, ?)",
            (article.source, what, remedy, run),
        )

    def _reports(self, reading: Reading, article: int, number: int, touched: Touched) -> None:
        one = self._connection
        sql = "SELECT voice, known, (SELECT coalesce(max(id), 0) FROM report) AS last FROM article WHERE id = ?"
        row = one.execute(sql, (article,)).fetchone()
        reports, words, parties = [], [], []
        for report, (event, key) in enumerate(zip(reading.events, rows.report_keys(reading), strict=True), row[2] + 1):
            said, entries = self._parties(event, report)
            reports.append((report, *rows.report_row(event, key, article, number)))
            words.append((report, event.evidence[0].sentence))
            parties += entries
            value = rows.report_from(event, key, reading.article, said, known=rows.day(row[1]), voice=row[0])
            self._deriver.remember(report, value)
            touched.reports.add(report)
        one.executemany(f"INSERT INTO report (id, {rows.REPORT}) VALUES ({','.join('?' * 30)})", reports)
        one.executemany("INSERT INTO words (rowid, sentence) VALUES (?, ?)", words)
        one.executemany("INSERT INTO party VALUES (?,?,?,?,?,?,?,?)", parties)

    def _parties(self, event: Event, report: int) -> tuple[dict[str, list[Party]], list[tuple[object, ...]]]:
        """The parties of a report by role, and their rows."""
        said: dict[str, list[Party]] = defaultdict(list)
        entries: list[tuple[object, ...]] = []
        for role, position, mention in rows.mentions(event):
            known, kind = self._actor(mention.actor) if mention.actor else (None, None)
            party = rows.party_of(mention, kind)
            said[role].append(party)
            entries.append(
                (report, role, position, known, party.country, party.sector, party.text, int(party.implicit))
            )
        return said, entries

    def _statements(self, reading: Reading, article: int, number: int, touched: Touched) -> None:
        sql = f"INSERT INTO statement ({rows.STATEMENT}) VALUES ({','.join('?' * 22)})"
        for fact, key in zip(reading.facts, rows.statement_keys(reading), strict=True):
            said = self._statement(fact, key, reading)
            line = states.line_of(said)
            touched.lines.add(line)
            ids = (self._actor(fact.subject)[0], self._actor(fact.object)[0] if fact.object else None)
            self._connection.execute(sql, rows.statement_row(fact, said, line, article, number, ids))

    def _statement(self, fact: Fact, key: str, reading: Reading) -> Statement:
        article = reading.article
        event = next((step.rule for step in fact.trace if step.slot == "event"), None)
        background = any(e.background for e in reading.events if e.id == event)
        return Statement(
            key, article.id, article.published or self._today or date.min, article.publisher or article.source,
            article.id, fact.kind, fact.code, fact.dimension, rows.party_of_actor(fact.subject),
            _other(fact), fact.value, fact.since, fact.until, fact.status, fact.evidence.sentence, background,
        )  # fmt: skip

    def _actor(self, actor: Actor) -> tuple[int, ActorKind | None]:
        """The number of an actor, and the kind that it was first recorded with."""
        key = (actor.id, actor.name)
        if key not in self._actors:
            one = self._connection
            found = one.execute("SELECT id, kind FROM actor WHERE key = ? AND name = ?", key).fetchone()
            sql = "INSERT INTO actor (key, name, kind) VALUES (?, ?, ?)"
            known = tuple(found) if found else (_id(one.execute(sql, (*key, actor.kind))), actor.kind)
            self._actors[key] = (known[0], known[1])
        return self._actors[key]


@contextmanager
def _no_collection() -> Iterator[None]:
    """No garbage collection meanwhile: of the many values that are made here, none is part of a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _other(fact: Fact) -> Party | None:
    return rows.party_of_actor(fact.object) if fact.object else None


def _id(cursor: sqlite3.Cursor) -> int:
    number = cursor.lastrowid
    assert number is not None
    return number
