"""Feeds that a ledger follows: which they are, when they are due, what came of asking them, which items were seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from palabre.ledger import store
from palabre.ledger.record import Writer

Outcome = Literal["read", "unchanged", "failed"]
POLLS, ITEM_DAYS, ROBOTS_DAYS = 100, 90, 1
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Poll:
    """What came of asking a feed once, in numbers of items; ``code``, ``what`` and ``remedy`` say what was wrong.

    ``other``: in a language that is not read; ``waiting``: left for the next poll.
    """

    at: datetime
    outcome: Outcome
    code: str = ""
    what: str = ""
    remedy: str = ""
    items: int = 0
    new: int = 0
    known: int = 0
    other: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that is followed; ``address`` is where it was found, if elsewhere than at ``url``.

    ``whole``: the pages of its items are fetched. ``failures``: polls that failed since the last good one.
    """

    id: int
    url: str
    address: str | None
    name: str
    pack: str | None
    zone: str
    whole: bool
    added: datetime
    due: datetime
    failures: int
    etag: str
    modified: str
    last: Poll | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed to follow."""

    url: str
    name: str
    address: str | None = None
    pack: str | None = None
    zone: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as it was last seen; ``tries``: times it could not be read, 0 where that is settled."""

    key: str
    stamp: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """When to ask a feed again, and with what; ``address``: where it was found, if not where it was added."""

    due: datetime
    failures: int = 0
    address: str | None = None
    etag: str = ""
    modified: str = ""


def load_feeds(path: str | Path) -> tuple[Followed, ...]:
    """The feeds that the ledger at ``path`` follows, by name, each with its last poll; none without a ledger.

    Raises LedgerError where the ledger cannot be read.
    """
    if not Path(path).exists():
        return ()
    with store.telling(str(path)), closing(store.open_for_reading(path)) as connection:
        return _feeds(connection) if _has_feeds(connection) else ()


def next_due(
    now: datetime, every: timedelta, failures: int, wait: float = 0.0, *, most: timedelta = LONGEST
) -> datetime:
    """When to ask again: twice as late after each failure in a row, ``most`` at most; never before the server wants.

    >>> start = datetime(2024, 1, 1, tzinfo=UTC)
    >>> [str(next_due(start, timedelta(minutes=15), n) - start) for n in (0, 1, 3, 50)]
    ['0:15:00', '0:30:00', '2:00:00', '1 day, 0:00:00']
    """
    pause: timedelta = min(every * 2 ** min(failures, 20), max(most, every))
    return now + max(pause, timedelta(seconds=wait))


class Register:
    """The writing side of what a ledger follows."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._connection = writer, writer.connection

    def feeds(self) -> tuple[Followed, ...]:
        """The feeds, by name."""
        with store.telling(self._writer.path):
            return _feeds(self._connection)

    def add(self, subscriptions: Iterable[Subscription], *, now: datetime) -> int:
        """Follow feeds from now on; those followed already are left as they are. How many are new."""
        sql = (
            "INSERT OR IGNORE INTO feed (url, address, name, pack, zone, whole, added, due, failures, etag, modified)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', '')"
        )
        rows = [
            (one.url, one.address, one.name, one.pack, one.zone, int(one.whole), _text(now), _text(now))
            for one in subscriptions
        ]
        with self._writer.change():
            return sum(self._connection.execute(sql, row).rowcount for row in rows)

    def remove(self, feed: int) -> None:
        """Follow a feed no longer; its articles stay."""
        with self._writer.change():
            for table in ("poll", "item"):
                self._connection.execute(f"DELETE FROM {table} WHERE feed = ?", (feed,))
            self._connection.execute("DELETE FROM feed WHERE id = ?", (feed,))

    def seen(self, feed: int) -> dict[str, Seen]:
        """The items of a feed that were seen, by key."""
        sql = "SELECT key, stamp, tries FROM item WHERE feed = ?"
        with store.telling(self._writer.path):
            return {row["key"]: Seen(*row) for row in self._connection.execute(sql, (feed,))}

    def holds_page(self, url: str) -> bool:
        """Whether an article of this address is recorded."""
        with store.telling(self._writer.path):
            found = self._connection.execute("SELECT 1 FROM article WHERE url = ? LIMIT 1", (url,)).fetchone()
        return found is not None

    def mark(self, feed: int, items: Iterable[Seen], *, now: datetime) -> None:
        """Keep which items were seen."""
        sql = "INSERT OR REPLACE INTO item (feed, key, stamp, tries, seen) VALUES (?, ?, ?, ?, ?)"
        with self._writer.change():
            self._connection.executemany(sql, [(feed, i.key, i.stamp, i.tries, _text(now)) for i in items])

    def record(self, feed: int, poll: Poll, then: Next) -> None:
        """Keep what came of a poll, and when to ask again; what is old goes."""
        one = self._connection
        with self._writer.change():
            one.execute(
                "INSERT INTO poll (feed, at, outcome, code, what, remedy, items, new, known, other, failed, waiting)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (feed, _text(poll.at), *(getattr(poll, name) for name in _POLL)),
            )
            one.execute(
                "UPDATE feed SET due = ?, failures = ?, address = ?, etag = ?, modified = ? WHERE id = ?",
                (_text(then.due), then.failures, then.address, then.etag, then.modified, feed),
            )
            last = "SELECT id FROM poll WHERE feed = ? ORDER BY id DESC LIMIT 1 OFFSET ?"
            one.execute(f"DELETE FROM poll WHERE feed = ? AND id <= ({last})", (feed, feed, POLLS))
            gone = _text(poll.at - timedelta(days=ITEM_DAYS))
            one.execute("DELETE FROM item WHERE feed = ? AND seen < ?", (feed, gone))

    def robots(self, *, now: datetime) -> Mapping[str, str]:
        """robots.txt of hosts, those asked for within a day."""
        with store.telling(self._writer.path):
            since = (_text(now - timedelta(days=ROBOTS_DAYS)),)
            rows = self._connection.execute("SELECT origin, text FROM robots WHERE at > ?", since)
            return {row["origin"]: row["text"] for row in rows}

    def remember(self, origin: str, text: str) -> None:
        """Keep a host's robots.txt."""
        with self._writer.change():
            row = (origin, text, _text(datetime.now(UTC)))
            self._connection.execute("INSERT OR REPLACE INTO robots (origin, text, at) VALUES (?, ?, ?)", row)


_POLL = ("outcome", "code", "what", "remedy", "items", "new", "known", "other", "failed", "waiting")


def _has_feeds(connection: sqlite3.Connection) -> bool:
    """Whether the ledger is of a version that knows feeds."""
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'feed'").fetchone())


def _feeds(connection: sqlite3.Connection) -> tuple[Followed, ...]:
    sql = (
        "SELECT f.*, p.at, p.outcome, p.code, p.what, p.remedy, p.items, p.new, p.known, p.other, p.failed, p.waiting"
        " FROM feed f LEFT JOIN poll p ON p.id = (SELECT max(id) FROM poll WHERE feed = f.id)"
        " ORDER BY f.name COLLATE NOCASE, f.id"
    )
    return tuple(map(_followed, connection.execute(sql)))


def _followed(row: sqlite3.Row) -> Followed:
    last = Poll(_moment(row["at"]), *(row[name] for name in _POLL)) if row["at"] else None
    return Followed(
        row["id"], row["url"], row["address"], row["name"], row["pack"], row["zone"], bool(row["whole"]),
        _moment(row["added"]), _moment(row["due"]), row["failures"], row["etag"], row["modified"], last,
    )  # fmt: skip


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
