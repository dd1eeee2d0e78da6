"""Checks of what follows from a ledger's rows: which event a report tells, merged events, and states."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from palabre.checks.audit import Audit
from palabre.checks.model import Found
from palabre.ledger import rows, states, stories, voices
from palabre.ledger.derived import event_row, party_rows, state_row
from palabre.ledger.model import Report

_COUNTS = ("articles", "sources", "independent", "first_known", "last_known")


def e601_report_without_event(audit: Audit) -> Iterator[Found]:
    """A report that counts tells no event, or the event that it tells has no row.

    Build the views anew: palabre rebuild.
    """
    yield from audit.each(
        "SELECT r.id, 'report ' || r.key FROM report r LEFT JOIN telling t ON t.report = r.id"
        " WHERE r.retired IS NULL AND t.report IS NULL"
    )
    for row in audit.rows("SELECT DISTINCT t.event FROM telling t WHERE t.event NOT IN (SELECT id FROM event)"):
        said = audit.verdicts.by_event.get(row["event"], ())
        if not any(one.verb == "not-an-event" for one in said) and not _merged(audit, row["event"]):
            yield audit.found(row["event"], ("missing", "event"))


def e602_report_that_tells_though_it_counts_no_more(audit: Audit) -> Iterator[Found]:
    """A report that counts no more, or is not there, still tells an event, or is still found by its scene.

    Build the views anew: palabre rebuild.
    """
    for table in ("telling", "scene"):
        yield from audit.each(
            f"SELECT DISTINCT t.report, 'report ' || coalesce(r.key, t.report), '{table}' FROM {table} t LEFT JOIN"
            " report r ON r.id = t.report WHERE r.id IS NULL OR r.retired IS NOT NULL", "see also",
        )  # fmt: skip


def e603_report_told_of_a_merged_id(audit: Audit) -> Iterator[Found]:
    """A report tells an event by an id that was merged into another one, or was never given.

    Build the views anew: palabre rebuild.
    """
    yield from audit.each(
        "SELECT t.report, 'report ' || t.report, t.event FROM telling t LEFT JOIN identity i ON i.id = t.event"
        " WHERE i.id IS NULL OR i.merged_into IS NOT NULL", "see also",
    )  # fmt: skip


def e604_event_without_report(audit: Audit) -> Iterator[Found]:
    """An event has no report that tells it, or a party has no event.

    Build the views anew: palabre rebuild.
    """
    yield from audit.each("SELECT rowid, id FROM event WHERE id NOT IN (SELECT event FROM telling)")
    yield from audit.each(
        "SELECT DISTINCT 1, event, 'event' FROM event_party WHERE event NOT IN (SELECT id FROM event)", "missing"
    )


def e605_id_that_stands_on_no_report_of_its_event(audit: Audit) -> Iterator[Found]:
    """The report that an event's id stands on does not tell this event: its id may be lost when it is merged anew.

    Build the views anew: palabre rebuild.
    """
    yield from audit.each(
        "SELECT i.rowid, i.id, i.anchor FROM identity i WHERE i.id IN (SELECT event FROM telling) AND NOT EXISTS"
        " (SELECT 1 FROM report r JOIN telling t ON t.report = r.id WHERE r.key = i.anchor AND r.retired IS NULL"
        " AND t.event = i.id)", "see also",
    )  # fmt: skip


def e611_counts_that_are_not_those_of_the_reports(audit: Audit) -> Iterator[Found]:
    """An event counts other articles, outlets, independent voices or days than its reports give.

    Build the views anew: palabre rebuild.
    """
    sql = (
        "SELECT e.id, e.articles, e.sources, e.first_known, e.last_known, x.* FROM event e"
        " JOIN (SELECT t.event AS event, count(DISTINCT a.id) AS a, count(DISTINCT a.publisher) AS s,"
        " min(a.known) AS f, max(a.known) AS l"
        " FROM telling t JOIN report r ON r.id = t.report JOIN article a ON a.id = r.article GROUP BY t.event) x"
        " ON x.event = e.id WHERE (articles, sources, first_known, last_known) <> (a, s, f, l)"
    )
    told = set()
    for row in audit.rows(sql):
        told.add(row["id"])
        yield audit.found(row["id"], ("wanted", _said(row, "asfl")), ("read", _said(row, _COUNTS)))
    for event, reports in _events(audit):
        found = audit.rows("SELECT independent FROM event WHERE id = ?", event)
        wanted = len(set(voices.independent(reports).values()))
        if event not in told and any(row["independent"] != wanted for row in found):
            yield audit.found(event, ("wanted", str(wanted)), ("read", str(found[0]["independent"])))


def e612_event_that_differs_from_its_reports(audit: Audit) -> Iterator[Found]:
    """An event is not what its reports give when they are merged now.

    Build the views anew: palabre rebuild.
    """
    for event, reports in _events(audit):
        story = audit.verdicts.apply(event, voices.tell(reports))
        stored = audit.rows("SELECT * FROM event WHERE id = ?", event)
        if story is None:
            if stored:
                yield audit.found(event, ("wrong", "it is said to be no event"))
            continue
        wanted = event_row(event, story, corrected=event in audit.verdicts.by_event)
        columns = [column for row in stored for column in row.keys()]  # noqa: SIM118
        for column, one, other in zip(columns, wanted, (value for row in stored for value in row), strict=False):
            if one != other and column not in _COUNTS:
                yield audit.found(event, ("key", column), ("wanted", str(one)), ("read", str(other)))
        if list(_parties(audit, event)) != list(party_rows(event, story)):
            yield audit.found(event, ("wrong", "other parties"))


def e613_reports_merged_otherwise(audit: Audit) -> Iterator[Found]:
    """Reports make other events when they are merged now.

    Build the views anew: palabre rebuild.
    """
    verdicts = audit.verdicts
    for _, told in _tellings(audit, "component"):
        stored: dict[str, set[str]] = defaultdict(set)
        for event, report in told:
            stored[event].add(report.key)
        now = stories.partition([report for _, report in told], same=verdicts.same, apart=verdicts.apart)
        if {frozenset(keys) for keys in stored.values()} != {frozenset(r.key for r in group) for group in now}:
            yield audit.found(", ".join(sorted(stored)), ("wanted", str(len(now))), ("read", str(len(stored))))


def e614_report_that_no_scene_finds(audit: Audit) -> Iterator[Found]:
    """A report is not found by its scene: new reports of the event are not merged with it.

    Build the views anew: palabre rebuild.
    """
    sql = "SELECT key, first, last FROM scene WHERE report = ?"
    numbers = audit.sampled("SELECT id FROM report WHERE retired IS NULL ORDER BY id")
    for chunk in rows.chunks(numbers):
        for number, report in audit.reports(chunk).items():
            if {tuple(row) for row in audit.rows(sql, number)} != _scenes(report):
                yield audit.found(f"report {report.key}", number=number)


def e621_statement_on_another_line(audit: Audit) -> Iterator[Found]:
    """A statement stands on another line of the register than its own.

    Read the article again: palabre reread.
    """
    for one, line, right in audit.misplaced:
        yield audit.found(f"statement {one.key}", ("wanted", right), ("read", line))


def e622_state_that_differs_from_its_statements(audit: Audit) -> Iterator[Found]:
    """How things stood is not what the statements give when they are folded now.

    Build the views anew: palabre rebuild.
    """
    elsewhere = {line for _, *lines in audit.misplaced for line in lines}
    elsewhere |= {line for (line,) in audit.rows("SELECT line FROM folding WHERE stale")}  # folded when asked for
    for line in audit.lines:
        if line in elsewhere:
            continue
        folded = states.fold(rows.load_statements(audit.connection, line))
        wanted = [state_row(line, position, state) for position, state in enumerate(folded)]
        stored = [tuple(row) for row in audit.rows("SELECT * FROM state WHERE line = ? ORDER BY position", line)]
        if stored != wanted:
            yield audit.found(line, ("wanted", str(len(wanted))), ("read", str(len(stored))))


def _merged(audit: Audit, event: str) -> bool:
    return bool(audit.rows("SELECT 1 FROM identity WHERE id = ? AND merged_into IS NOT NULL", event))


def _said(row: sqlite3.Row, columns: str | tuple[str, ...]) -> str:
    return ", ".join(str(row[column]) for column in columns if column != "independent")


def _events(audit: Audit) -> Iterator[tuple[str, list[Report]]]:
    """Events with their reports, all or some."""
    return ((str(event), [report for _, report in told]) for event, told in _tellings(audit, "event"))


def _tellings(audit: Audit, column: str) -> Iterator[tuple[object, list[tuple[str, Report]]]]:
    """Reports with their events by a column of ``telling``, for all of its values or some."""
    for chunk in rows.chunks(audit.sampled(f"SELECT DISTINCT {column} FROM telling ORDER BY {column}")):
        marks = ",".join("?" * len(chunk))
        found = audit.rows(f"SELECT {column}, event, report FROM telling WHERE {column} IN ({marks})", *chunk)
        known = audit.reports([number for *_, number in found])
        told: dict[object, list[tuple[str, Report]]] = defaultdict(list)
        for value, event, number in found:
            if number in known:
                told[value].append((event, known[number]))
        yield from told.items()


def _parties(audit: Audit, event: str) -> Iterator[tuple[object, ...]]:
    sql = (
        "SELECT p.event, p.role, p.position, a.key, a.name, p.country, p.sector, p.text, p.implicit, p.day"
        " FROM event_party p LEFT JOIN actor a ON a.id = p.actor WHERE p.event = ? ORDER BY p.role, p.position"
    )
    return (tuple(row) for row in audit.rows(sql, event))


def _scenes(report: Report) -> set[tuple[str, str, str]]:
    return {(key, first.isoformat(), last.isoformat()) for key, first, last in stories.scenes(report)}
