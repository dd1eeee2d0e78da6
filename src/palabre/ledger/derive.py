"""From reports to events and from statements to states, brought up to date where something was touched."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from itertools import islice

from palabre.ledger import corrections, derived, rows, states, stories, voices
from palabre.ledger.identities import Identities
from palabre.ledger.model import Report, Story

KEPT = 12_000
# Statements from which a line is long, and the growth that is worth folding it anew.
LONG, GROWTH = 20, 1.0

Cluster = tuple[int, tuple[Report, ...]]


class Deriver:
    """Keeps what follows from the record in step with it; only the writer has one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._reports: dict[int, Report] = {}
        self._identities = Identities(connection)

    def forget(self, reports: Collection[int] | None = None) -> None:
        """Drop what is remembered of these reports, or of all (after a transaction that did not happen)."""
        if reports is None:
            self._reports.clear()
        else:
            for one in reports:
                self._reports.pop(one, None)

    def remember(self, number: int, report: Report) -> None:
        """Keep a report that was just recorded, so that it is not read again."""
        self._reports[number] = report

    def events(self, run: int, touched: Collection[int], retired: Collection[int]) -> tuple[int, int]:
        """Merge the touched reports with those around them; the numbers of new and of merged events."""
        touched = set(touched) - set(retired)
        self.forget(retired)
        verdicts = corrections.load(self._connection)
        self._place(touched, retired)
        around = self._around(touched, retired, verdicts)
        known = self._load(around)
        number_of = {report.key: number for number, report in known.items()}
        components, groups = stories.sort_out(known.values(), same=verdicts.same, apart=verdicts.apart)
        component_of: dict[str, int] = {}
        for group in components:
            component_of |= dict.fromkeys((r.key for r in group), min(number_of[r.key] for r in group))
        clusters = [(component_of[cluster[0].key], cluster) for cluster in groups]
        self._trim()
        return self._replace(run, clusters, number_of, touched, retired)

    def _trim(self) -> None:
        """Let go of the reports that were not met for longest."""
        if len(self._reports) > KEPT:
            for number in list(islice(self._reports, len(self._reports) - KEPT // 2)):
                del self._reports[number]

    def states(self, lines: Iterable[str], *, all_: bool = False) -> None:
        """Fold these lines of the register anew.

        A long line that grew by little is marked stale instead, unless ``all_`` are wanted: a reader folds it when it
        is asked for, ``settle`` when the recording ends, so that a line of many statements is not folded at each batch.
        """
        for line in sorted(lines):
            count = self._count(line)
            before = self._connection.execute("SELECT statements FROM folding WHERE line = ?", (line,)).fetchone()
            if not all_ and before and count > LONG and abs(count - before[0]) < GROWTH * before[0]:
                self._connection.execute("UPDATE folding SET stale = 1 WHERE line = ?", (line,))
            else:
                self._fold(line, count)

    def settle(self) -> None:
        """Fold what is stale."""
        stale = [line for (line,) in self._connection.execute("SELECT line FROM folding WHERE stale")]
        self.states(stale, all_=True)

    def _count(self, line: str) -> int:
        sql = "SELECT count(*) FROM statement WHERE line = ? AND retired IS NULL"
        (count,) = self._connection.execute(sql, (line,)).fetchone()
        return int(count)

    def _fold(self, line: str, count: int) -> None:
        folded = states.fold(rows.load_statements(self._connection, line))
        self._connection.execute("DELETE FROM state WHERE line = ?", (line,))
        entries = [derived.state_row(line, position, state) for position, state in enumerate(folded)]
        self._connection.executemany(derived.STATE, entries)
        if count > LONG:
            self._connection.execute("INSERT OR REPLACE INTO folding VALUES (?, ?, 0)", (line, count))

    def _place(self, touched: Collection[int], retired: Collection[int]) -> None:
        """Index the touched reports by scene, and take the retired ones out."""
        one = self._connection
        one.executemany("DELETE FROM scene WHERE report = ?", [(report,) for report in retired])
        known = self._load(touched)
        entries = []
        for number, report in known.items():
            scenes = stories.scenes(report)
            entries += [(key, first.isoformat(), last.isoformat(), number) for key, first, last in scenes]
        one.executemany("INSERT OR IGNORE INTO scene VALUES (?, ?, ?, ?)", entries)

    def _around(self, touched: Collection[int], retired: Collection[int], verdicts: corrections.Verdicts) -> set[int]:
        """The touched reports and the whole of every component that they belong to, or may."""
        known = self._load(touched)
        paired = self._paired(known.values(), verdicts)
        components = self._components({*touched, *retired, *paired})
        for report in known.values():
            for component, others in self._beside(report, touched).items():
                if component not in components and self._links(report, others):
                    components.add(component)
        found = set(touched)
        for chunk in rows.chunks(sorted(components)):
            sql = f"SELECT report FROM telling WHERE component IN ({rows.marks(chunk)})"
            found.update(report for (report,) in self._connection.execute(sql, chunk))
        return found - set(retired)

    def _beside(self, report: Report, touched: Collection[int]) -> dict[int, list[int]]:
        """The reports that share a scene with this one, by component; those aside that are looked at anyway."""
        sql = (
            "SELECT s.report, t.component FROM scene s JOIN telling t ON t.report = s.report"
            " WHERE s.key = ? AND s.first BETWEEN ? AND ? AND s.last >= ?"
        )
        found: dict[int, list[int]] = {}
        for key, first, last in stories.scenes(report):
            days = (day.isoformat() for day in (first - timedelta(stories.widest(key)), last, first))
            for other, component in self._connection.execute(sql, (key, *days)):
                if other not in touched:
                    found.setdefault(component, []).append(other)
        return found

    def _links(self, report: Report, others: Collection[int]) -> bool:
        """Whether the report may be one event with one of the others."""
        return any(stories.joinable(report, other) for other in self._load(others).values())

    def _paired(self, reports: Iterable[Report], verdicts: corrections.Verdicts) -> set[int]:
        """The reports that an analyst said tell the same event as one of these."""
        keys = {verdicts.partners[r.key] for r in reports if r.key in verdicts.partners}
        wanted = sorted({key for found in keys for key in found})
        found: set[int] = set()
        for chunk in rows.chunks(wanted):
            sql = f"SELECT id FROM report WHERE retired IS NULL AND key IN ({rows.marks(chunk)})"
            found.update(number for (number,) in self._connection.execute(sql, chunk))
        return found

    def _components(self, reports: Collection[int]) -> set[int]:
        found: set[int] = set()
        for chunk in rows.chunks(sorted(reports)):
            sql = f"SELECT DISTINCT component FROM telling WHERE report IN ({rows.marks(chunk)})"
            found.update(component for (component,) in self._connection.execute(sql, chunk))
        return found

    def _load(self, ids: Collection[int]) -> dict[int, Report]:
        """Reports as values; those used lately are remembered."""
        missing = [number for number in ids if number not in self._reports]
        if missing:
            self._reports.update(rows.load_reports(self._connection, missing))
        return {number: self._reports[number] for number in sorted(ids) if number in self._reports}

    def _replace(
        self, run: int, clusters: list[Cluster], number_of: dict[str, int], touched: Collection[int],
        retired: Collection[int],
    ) -> tuple[int, int]:  # fmt: skip
        """Put these events in the place of those that told the same reports; ids stay with their reports."""
        before = self._tellings([*number_of.values(), *retired])
        event_of = {number: event for number, (event, _) in before.items()}
        self._identities.keep(run, event_of, number_of, retired)
        clusters = self._changed(clusters, number_of, before, touched)
        numbers = [number_of[report.key] for _, cluster in clusters for report in cluster]
        self._clear({event_of[number] for number in (*numbers, *retired) if number in event_of}, retired)
        told = [(component, voices.tell(cluster)) for component, cluster in clusters]
        told.sort(key=lambda pair: (derived.day_of(pair[1]), pair[1].anchor))
        named = [(one, *pair) for one, pair in zip(self._identities.name(run, [s for _, s in told]), told, strict=True)]
        tellings = [(number_of[r.key], one.id, component) for one, component, story in named for r in story.reports]
        self._connection.executemany("INSERT OR REPLACE INTO telling VALUES (?, ?, ?)", tellings)
        self._show({one.id: story for one, _, story in named})
        return sum(one.new for one, _, _ in named), sum(one.merged for one, _, _ in named)

    def _changed(
        self, clusters: Iterable[Cluster], number_of: Mapping[str, int], before: Mapping[int, tuple[str, int]],
        touched: Collection[int],
    ) -> list[Cluster]:  # fmt: skip
        """The events that are not what they were; of the others only their component is brought up to date."""
        members: dict[str, set[int]] = defaultdict(set)
        for number, (event, _) in before.items():
            members[event].add(number)
        changed, moved = [], []
        for component, cluster in clusters:
            numbers = {number_of[report.key] for report in cluster}
            first = before.get(number_of[cluster[0].key])
            if first is None or members[first[0]] != numbers or not numbers.isdisjoint(touched):
                changed.append((component, cluster))
            else:
                moved += [(component, number) for number in numbers if before[number][1] != component]
        self._connection.executemany("UPDATE telling SET component = ? WHERE report = ?", moved)
        return changed

    def _clear(self, events: Collection[str], retired: Collection[int]) -> None:
        one = self._connection
        one.executemany("DELETE FROM event WHERE id = ?", [(event,) for event in events])
        one.executemany("DELETE FROM event_party WHERE event = ?", [(event,) for event in events])
        one.executemany("DELETE FROM telling WHERE report = ?", [(report,) for report in retired])

    def _show(self, told: Mapping[str, Story]) -> None:
        """Write events as readers see them, corrections applied; those that are said to be none are left out."""
        verdicts = corrections.load(self._connection)
        corrected = {event: verdicts.apply(event, story) for event, story in told.items()}
        final = {event: story for event, story in corrected.items() if story is not None}
        events = [derived.event_row(e, s, corrected=e in verdicts.by_event) for e, s in final.items()]
        self._connection.executemany(derived.EVENT, events)
        parties = [row for event, story in final.items() for row in derived.party_rows(event, story)]
        actors = self._actor_ids(parties)
        self._connection.executemany(
            derived.PARTY,
            [(event, role, position, actors.get((str(key), str(name))) if key else None, *rest)
             for event, role, position, key, name, *rest in parties],
        )  # fmt: skip

    def _tellings(self, reports: Collection[int]) -> dict[int, tuple[str, int]]:
        """The event and the component of each of these reports that has them."""
        found: dict[int, tuple[str, int]] = {}
        for chunk in rows.chunks(sorted(reports)):
            sql = f"SELECT report, event, component FROM telling WHERE report IN ({rows.marks(chunk)})"
            found.update((number, (event, part)) for number, event, part in self._connection.execute(sql, chunk))
        return found

    def _actor_ids(self, parties: list[tuple[object, ...]]) -> dict[tuple[str, str], int]:
        wanted = {(str(row[3]), str(row[4])) for row in parties if row[3]}
        found: dict[tuple[str, str], int] = {}
        for key, name in wanted:
            sql = "SELECT id FROM actor WHERE key = ? AND name = ?"
            if row := self._connection.execute(sql, (key, name)).fetchone():
                found[key, name] = row["id"]
            else:
                cursor = self._connection.execute("INSERT INTO actor (key, name) VALUES (?, ?)", (key, name))
                found[key, name] = cursor.lastrowid or 0
        return found
