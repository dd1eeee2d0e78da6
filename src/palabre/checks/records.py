"""Checks of what a ledger keeps for good: articles, their readings, reports, statements, ids and corrections."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from palabre.checks.audit import Audit
from palabre.checks.model import Found
from palabre.errors import QueryError
from palabre.ingest.article import identify
from palabre.ledger import corrections
from palabre.ledger.model import Verb

_EMPTY = re.compile(r"NULL value in (\w+)\.(\w+)")
OF_TWO = ("same-as", "not-same-as")


def e501_ledger_that_is_damaged(audit: Audit) -> Iterator[Found]:
    """The file is damaged.

    Restore a copy of the ledger, or ingest the articles anew into another one.
    """
    try:
        said = [row[0] for row in audit.rows("PRAGMA integrity_check") if not _false_alarm(audit, row[0])]
        # The index of words is read from end to end: integrity_check of older SQLite leaves it out.
        audit.rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)")
        audit.rows("SELECT sum(cnt) FROM temp.vocabulary")
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    for text in said:
        if text != "ok":
            yield audit.found("ledger", ("wrong", text))


def _false_alarm(audit: Audit, said: str) -> bool:
    """Whether it says that a column is empty which is not, as SQLite 3.40 does of tables without row numbers."""
    match = _EMPTY.fullmatch(said)
    return match is not None and not audit.rows(f"SELECT 1 FROM {match[1]} WHERE {match[2]} IS NULL LIMIT 1")


def e502_row_that_points_nowhere(audit: Audit) -> Iterator[Found]:
    """A row names another one that is not there.

    Restore a copy of the ledger, or ingest the articles anew into another one.
    """
    for table, number, parent, _ in map(tuple, audit.rows("PRAGMA foreign_key_check")):
        if (table, parent) != ("correction", "identity"):
            yield audit.found(f"{table} {number or ''}".strip(), ("missing", parent), number=number)


def e503_report_that_search_does_not_find(audit: Audit) -> Iterator[Found]:
    """The index of words does not hold what it should: a report is missing in it, or is there though it counts no more.

    Build the views anew: palabre rebuild.
    """
    yield from audit.each(
        "SELECT r.id, 'report ' || r.key, 'not indexed' FROM report r WHERE r.retired IS NULL"
        " AND r.id NOT IN (SELECT id FROM words_docsize)", "wrong",
    )  # fmt: skip
    yield from audit.each(
        "SELECT d.id, 'report ' || coalesce(r.key, d.id), 'indexed' FROM words_docsize d LEFT JOIN report r"
        " ON r.id = d.id WHERE r.id IS NULL OR r.retired IS NOT NULL", "wrong",
    )  # fmt: skip
    sql = "SELECT id, key, sentence FROM report WHERE id = ?"
    for number in audit.sampled("SELECT id FROM report WHERE retired IS NULL AND id IN (SELECT id FROM words_docsize)"):
        ((number, key, sentence),) = map(tuple, audit.rows(sql, number))
        if any(c.isalnum() for c in sentence) and not _matched(audit, number, sentence):
            yield audit.found(f"report {key}", ("wrong", "indexed under other words"), number=number)


def _matched(audit: Audit, number: int, sentence: str) -> bool:
    phrase = '"' + sentence.replace('"', " ").replace("\0", " ") + '"'
    return bool(audit.rows("SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?", phrase, number))


def e504_article_that_was_altered(audit: Audit) -> Iterator[Found]:
    """An article's text, address or publisher is not the one that was recorded.

    Restore a copy of the ledger, or ingest the article anew into another one.
    """
    sql = "SELECT id, key, url, publisher, source, text FROM article ORDER BY id"
    for number, key, url, publisher, source, text in map(tuple, audit.connection.execute(sql)):
        said = (publisher, None) if publisher == source else (publisher,)
        if key not in {identify(url, one, text) for one in said}:
            yield audit.found(f"article {key}", ("name", str(url or source)), number=number)


def e505_words_that_are_not_in_the_article(audit: Audit) -> Iterator[Found]:
    """A sentence is not in its article at the place that is noted, or the words that tell are not in the sentence.

    Read the article again: palabre reread.
    """
    sql = (
        "SELECT '{0}' AS what, r.id, r.key, a.text, r.sentence, r.sentence_start, r.cue_start, r.cue_end,"
        " {1} AS repeats FROM {0} r JOIN article a ON a.id = r.article"
        " WHERE substr(a.text, r.sentence_start + 1, length(r.sentence)) <> r.sentence"
        " OR r.cue_start < r.sentence_start OR r.cue_end <= r.cue_start"
        " OR r.cue_end > r.sentence_start + length(r.sentence){2}"
    )
    for query in (sql.format("report", "r.repeats", " OR r.repeats <> '[]'"), sql.format("statement", "'[]'", "")):
        for row in audit.connection.execute(query):
            if not all(_said(row["text"], *words) for words in _places(row)):
                yield audit.found(f"{row['what']} {row['key']}", ("sentence", row["sentence"]), number=row["id"])


def _places(row: sqlite3.Row) -> Iterator[tuple[int, str, int, int]]:
    yield row["sentence_start"], row["sentence"], row["cue_start"], row["cue_end"]
    yield from (tuple(place) for place in json.loads(row["repeats"]))


def _said(text: str, start: int, sentence: str, first: int, last: int) -> bool:
    return text[start : start + len(sentence)] == sentence and start <= first < last <= start + len(sentence)


def e506_report_of_another_key(audit: Audit) -> Iterator[Found]:
    """The key of a report or of a statement is not that of its article and of the place of its words.

    Read the article again: palabre reread.
    """
    for table, mark in (("report", ""), ("statement", "-s")):
        stem = f"a.key || '{mark}:' || r.cue_start"
        yield from audit.each(
            f"SELECT r.id, '{table} ' || r.key, {stem} FROM {table} r JOIN article a ON a.id = r.article"
            f" WHERE r.key <> {stem} AND r.key NOT GLOB {stem} || ':[0-9]*'", "wanted",
        )  # fmt: skip


def e507_reading_that_does_not_count(audit: Audit) -> Iterator[Found]:
    """What counts of an article is not of the reading that counts: it has none, or reports of another one.

    Read the article again: palabre reread.
    """
    yield from audit.each(
        "SELECT a.id, 'article ' || a.key, coalesce(a.reading, 'none') FROM article a LEFT JOIN reading g"
        " ON g.id = a.reading AND g.article = a.id"
        " WHERE g.id IS NULL AND (a.reading IS NOT NULL OR a.replaced IS NULL)",
        "read",
    )
    for table in ("report", "statement"):
        yield from audit.each(
            f"SELECT r.id, '{table} ' || r.key, r.reading FROM {table} r JOIN article a ON a.id = r.article"
            " JOIN reading g ON g.id = a.reading AND g.article = a.id"
            " WHERE r.retired IS NULL AND r.reading <> a.reading", "read",
        )  # fmt: skip


def e508_replaced_article_that_counts(audit: Audit) -> Iterator[Found]:
    """An article that a newer version of its page replaced still counts.

    Build the views anew with palabre rebuild after reading the page again: palabre reread.
    """
    for table in ("report", "statement"):
        yield from audit.each(
            f"SELECT r.id, '{table} ' || r.key FROM {table} r JOIN article a ON a.id = r.article"
            " WHERE r.retired IS NULL AND a.replaced IS NOT NULL"
        )
    yield from audit.each(
        "SELECT max(id), 'article ' || max(key), url FROM article WHERE url IS NOT NULL AND replaced IS NULL"
        " GROUP BY url HAVING count(*) > 1", "name",
    )  # fmt: skip


def e509_fingerprints_that_are_not_those_of_the_article(audit: Audit) -> Iterator[Found]:
    """An article has more or fewer fingerprints than it was given: copies of it are not found.

    Restore a copy of the ledger, or ingest the articles anew into another one.
    """
    yield from audit.each(
        "SELECT a.id, 'article ' || a.key, a.prints, coalesce(f.n, 0) FROM article a LEFT JOIN (SELECT article,"
        " count(*) AS n FROM fingerprint GROUP BY article) f ON f.article = a.id WHERE a.prints <> coalesce(f.n, 0)",
        "wanted", "read",
    )  # fmt: skip


def e510_voice_that_is_not_the_first_copy(audit: Audit) -> Iterator[Found]:
    """The voice of an article is not that of the first known of its copies.

    Restore a copy of the ledger, or ingest the articles anew into another one.
    """
    yield from audit.each(
        "SELECT a.id, 'article ' || a.key, a.voice FROM article a LEFT JOIN article v ON v.key = a.voice"
        " WHERE v.key IS NULL OR v.voice <> v.key OR v.known > a.known OR (v.known = a.known AND v.key > a.key)",
        "read",
    )


def e511_day_known_that_is_not_that_of_publication(audit: Audit) -> Iterator[Found]:
    """An article counts as known from another day than that of its publication.

    Restore a copy of the ledger, or ingest the article anew into another one.
    """
    yield from audit.each(
        "SELECT id, 'article ' || key, published || ' / ' || known FROM article WHERE published <> known", "dates"
    )


def e512_correction_of_no_event(audit: Audit) -> Iterator[Found]:
    """A correction bears on an event that does not exist, or is not one that can be applied.

    Write it anew: palabre correct.
    """
    sql = (
        "SELECT c.*, i.id AS found, o.id AS second FROM correction c LEFT JOIN identity i ON i.id = c.event"
        " LEFT JOIN identity o ON o.id = c.other"
    )
    for row in audit.rows(sql):
        wrong = "no such event" if row["found"] is None else _wrong(row)
        if wrong:
            yield audit.found(f"correction {row['event']}", ("wrong", wrong), number=row["id"])


def _wrong(row: sqlite3.Row) -> str | None:
    """What keeps a correction from being applied."""
    if row["verb"] not in get_args(Verb):
        return f"unknown verb {row['verb']}"
    if row["second"] is None and (row["other"] is not None or row["verb"] in OF_TWO):
        return "no such other event"
    if row["verb"] == "date":
        try:
            corrections.days(row["value"] or "")
        except QueryError as error:
            return error.what
    return None


def e513_id_out_of_shape(audit: Audit) -> Iterator[Found]:
    """An event's id does not say its country, year and number.

    Restore a copy of the ledger: an id is given once and never changes.
    """
    shape = "country || '-' || year || '-' || printf('%05d', number)"
    yield from audit.each(f"SELECT rowid, id, {shape} FROM identity WHERE id <> {shape} OR number < 1", "wanted")


def e514_id_that_is_gone(audit: Audit) -> Iterator[Found]:
    """An id that was given to an event is gone, so that it may be given again to another one.

    Restore a copy of the ledger: ids are never taken away.
    """
    yield from audit.each(
        "SELECT 1, country || '-' || year, count(*) || ' / ' || max(number) FROM identity GROUP BY country, year"
        " HAVING count(*) <> max(number)", "read",
    )  # fmt: skip
    yield from audit.each(
        "SELECT min(c.id), c.subject FROM change c LEFT JOIN identity i ON i.id = c.subject WHERE i.id IS NULL"
        " AND c.kind IN ('merged', 'split', 'withdrawn', 'corrected') GROUP BY c.subject"
    )


def e515_id_merged_into_none_that_lives(audit: Audit) -> Iterator[Found]:
    """An id was merged into one that does not exist, into itself, or into one that was itself merged.

    Build the views anew: palabre rebuild.
    """
    yield from audit.each(
        "SELECT i.rowid, i.id, i.merged_into FROM identity i LEFT JOIN identity o ON o.id = i.merged_into"
        " WHERE i.merged_into IS NOT NULL AND (o.id IS NULL OR o.merged_into IS NOT NULL)", "see also",
    )  # fmt: skip


def w501_article_known_in_the_future(audit: Audit) -> Iterator[Found]:
    """An article is dated in the future: no question as of today counts it.

    Correct the date at its source, and ingest it anew.
    """
    tomorrow = (date.today() + timedelta(1)).isoformat()
    yield from audit.each(f"SELECT id, 'article ' || key, known FROM article WHERE known > '{tomorrow}'", "dates")


def w502_article_without_a_day(audit: Audit) -> Iterator[Found]:
    """Nothing says when an article was published: it counts from the day it was recorded.

    Give the day with --published, or in the article, and ingest it anew.
    """
    yield from audit.each("SELECT id, 'article ' || key, source FROM article WHERE published IS NULL", "name")
