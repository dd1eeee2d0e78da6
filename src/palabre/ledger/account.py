"""Why an event stands as it does: its reports with their words, what analysts said, what happened to its record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from palabre.ledger import alike, copies, corrections, following, rows
from palabre.ledger.looking import load_event, load_story
from palabre.ledger.model import Story
from palabre.ledger.results import ArticleRow, RecordChange, Telling, Why


def why(connection: sqlite3.Connection, event: str, on: date) -> Why:
    """All that stands behind an event. Raises QueryError as ``load_event``."""
    found = load_event(connection, event)
    story = load_story(connection, found.id)
    merged = connection.execute("SELECT id FROM identity WHERE merged_into = ? ORDER BY id", (found.id,))
    verdicts = corrections.load(connection).by_event.get(found.id, ())
    return Why(
        event=found, anchor=story.anchor, tellings=tuple(_tellings(connection, story)), voices=story.voices,
        merged=tuple(id_ for (id_,) in merged), corrections=verdicts,
        links=following.links(connection, found, story, on), changes=history_of(connection, found.id),
    )  # fmt: skip


def history_of(connection: sqlite3.Connection, event: str) -> tuple[RecordChange, ...]:
    """What happened to the record of an event and of the ids merged into it."""
    sql = (
        "SELECT c.kind, c.subject, c.detail, r.at FROM change c JOIN run r ON r.id = c.run WHERE c.subject = ?"
        " OR c.subject IN (SELECT id FROM identity WHERE merged_into = ?) ORDER BY c.id"
    )
    return tuple(map(record_of, connection.execute(sql, (event, event))))


def record_of(row: sqlite3.Row) -> RecordChange:
    """A row of ``change`` with the time of its run as a value."""
    detail = tuple((str(key), str(value)) for key, value in json.loads(row["detail"]).items() if value is not None)
    return RecordChange(row["kind"], row["subject"], rows.day(row["at"][:10]), detail)


def _tellings(connection: sqlite3.Connection, story: Story) -> Iterator[Telling]:
    anchor = next(report for report in story.reports if report.key == story.anchor)
    details = _details(connection, [report.key for report in story.reports])
    firsts = load_articles(connection, {report.voice for report in story.reports if report.voice != report.article})
    copied = {report.article: report.voice for report in story.reports if report.voice != report.article}
    shares = {article: copies.share(connection, article, voice) for article, voice in copied.items()}
    for report in story.reports:
        row = details[report.key]
        start = row["sentence_start"]
        yield Telling(
            report=report, cue=(row["cue_start"] - start, row["cue_end"] - start), title=row["title"], url=row["url"],
            copy_of=firsts.get(report.voice) if report.voice != report.article else None,
            in_common=shares.get(report.article),
            repeats=tuple(sentence for _, sentence, *_ in json.loads(row["repeats"])),
            trace=tuple((slot, rule, text) for slot, rule, text in json.loads(row["trace"])),
            comparison=None if report is anchor else alike.compare(anchor, report),
        )  # fmt: skip


def _details(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, sqlite3.Row]:
    found = {}
    for chunk in rows.chunks(keys):
        sql = (
            "SELECT r.key, r.sentence_start, r.cue_start, r.cue_end, r.repeats, r.trace, a.title, a.url"
            f" FROM report r JOIN article a ON a.id = r.article WHERE r.key IN ({rows.marks(chunk)})"
            " AND r.retired IS NULL"
        )
        found.update({row["key"]: row for row in connection.execute(sql, chunk)})
    return found


# An article with the numbers of its reports and statements that count.
ARTICLE = (
    "SELECT a.*, (SELECT count(*) FROM report r WHERE r.article = a.id AND r.retired IS NULL) AS reports,"
    " (SELECT count(*) FROM statement s WHERE s.article = a.id AND s.retired IS NULL) AS statements FROM article a"
)


def load_articles(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, ArticleRow]:
    """The articles with these keys."""
    found = {}
    for chunk in rows.chunks(sorted(keys)):
        sql = f"{ARTICLE} WHERE a.key IN ({rows.marks(chunk)})"
        found.update({row["key"]: article_of(row) for row in connection.execute(sql, chunk)})
    return found


def article_of(row: sqlite3.Row) -> ArticleRow:
    """A row of ``article`` with its counts as a value."""
    return ArticleRow(
        key=row["key"], source=row["source"], publisher=row["publisher"], url=row["url"], language=row["language"],
        published=rows.to_day(row["published"]), known=rows.day(row["known"]), title=row["title"],
        copy_of=row["voice"] if row["voice"] != row["key"] else None, replaced=row["replaced"] is not None,
        n_reports=row["reports"], n_statements=row["statements"],
    )  # fmt: skip
