"""The ids of events: readable, given once, kept through merging and re-reading, never given again."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from palabre.errors import QueryError
from palabre.ledger.model import Story
from palabre.ledger.rows import chunks, dumps, marks

NOWHERE = "INT"


@dataclass(frozen=True, slots=True)
class Named:
    """An event's id, whether it is new, and how many ids were merged into it just now."""

    id: str
    new: bool
    merged: int


class Identities:
    """Gives ids to stories. An id stands on one report, its anchor, and follows it wherever merging puts it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def name(self, run: int, stories: Sequence[Story]) -> list[Named]:
        """The id of each story: the oldest of those that stand on its reports, else a new one, in this order."""
        standing = self._standing([report.key for story in stories for report in story.reports])
        return [self._name(run, story, standing) for story in stories]

    def _name(self, run: int, story: Story, standing: Mapping[str, sqlite3.Row]) -> Named:
        found = sorted((standing[r.key] for r in story.reports if r.key in standing), key=lambda row: int(row["rowid"]))
        if not found:
            name = give(self._connection, run, story.anchor, country_of(story), year_of(story))
            return Named(name, new=True, merged=0)
        kept = found[0]["id"]
        if found[0]["merged_into"] is not None:
            self._connection.execute("UPDATE identity SET merged_into = NULL WHERE id = ?", (kept,))
            self._log(run, "split", kept, {"from": found[0]["merged_into"]})
        lost = [row["id"] for row in found[1:] if row["merged_into"] != kept]
        for one in lost:
            self._connection.execute("UPDATE identity SET merged_into = ? WHERE id = ?", (kept, one))
            self._log(run, "merged", one, {"into": kept})
        return Named(kept, new=False, merged=len(lost))

    def keep(self, run: int, before: Mapping[int, str], number_of: Mapping[str, int], retired: Collection[int]) -> None:
        """Let ids whose anchor is no longer read stand on another report of their event, or be withdrawn."""
        gone = {before[number] for number in retired if number in before}
        if not gone:
            return
        left: dict[str, list[str]] = defaultdict(list)
        for key, number in sorted(number_of.items()):
            if before.get(number) in gone:
                left[before[number]].append(key)
        for event in sorted(gone):
            self._move(run, event, left[event], number_of)

    def _move(self, run: int, event: str, others: list[str], number_of: Mapping[str, int]) -> None:
        sql = "SELECT anchor FROM identity WHERE id = ?"
        (anchor,) = self._connection.execute(sql, (event,)).fetchone()
        if anchor in number_of:
            return
        free = [key for key in others if not self._standing([key])]
        if free:
            self._connection.execute("UPDATE identity SET anchor = ? WHERE id = ?", (free[0], event))
        else:
            self._log(run, "withdrawn", event, {"reason": "no article tells it any more"})

    def _standing(self, keys: Sequence[str]) -> dict[str, sqlite3.Row]:
        """The ids that stand on these reports, by the key of the report."""
        found: dict[str, sqlite3.Row] = {}
        for chunk in chunks(keys):
            sql = f"SELECT rowid, id, anchor, merged_into FROM identity WHERE anchor IN ({marks(chunk)})"
            found.update((row["anchor"], row) for row in self._connection.execute(sql, chunk))
        return found

    def _log(self, run: int, kind: str, subject: str, detail: Mapping[str, str]) -> None:
        sql = "INSERT INTO change (run, kind, subject, detail) VALUES (?, ?, ?, ?)"
        self._connection.execute(sql, (run, kind, subject, dumps(detail)))


def stand_on(connection: sqlite3.Connection, run: int, report: str) -> str:
    """The id that stands on a report, given now where none does; raises QueryError where there is no such report."""
    sql = "SELECT id FROM identity WHERE anchor = ?"
    if row := connection.execute(sql, (report,)).fetchone():
        return str(row["id"])
    sql = (
        "SELECT i.country, i.year FROM report r JOIN telling t ON t.report = r.id JOIN identity i ON i.id = t.event"
        " WHERE r.key = ? AND r.retired IS NULL"
    )
    event = connection.execute(sql, (report,)).fetchone()
    if event is None:
        raise QueryError(report, "there is no such report", "palabre why shows the keys of an event's reports")
    return give(connection, run, report, event["country"], event["year"])


def give(connection: sqlite3.Connection, run: int, anchor: str, country: str, year: int) -> str:
    """A new id that stands on a report."""
    sql = "SELECT coalesce(max(number), 0) + 1 FROM identity WHERE country = ? AND year = ?"
    (number,) = connection.execute(sql, (country, year)).fetchone()
    name = f"{country}-{year}-{number:05d}"
    sql = "INSERT INTO identity (id, anchor, country, year, number, run) VALUES (?, ?, ?, ?, ?, ?)"
    connection.execute(sql, (name, anchor, country, year, number, run))
    return name


def country_of(story: Story) -> str:
    """Where the story belongs: the country of its place, else the one most of its parties are of, recipients first."""
    if story.place is not None and story.place.country:
        return story.place.country
    found = [p.country for p in (*story.recipients, *story.actors) if p.country]
    states = [c for c in found if len(c) == 3 and c.isupper()]
    return Counter(states or found).most_common(1)[0][0] if found else NOWHERE


def year_of(story: Story) -> int:
    """The year of the story, or that of its first report where it is not dated."""
    day = story.start or story.end or min(r.known for r in story.reports)
    return day.year
