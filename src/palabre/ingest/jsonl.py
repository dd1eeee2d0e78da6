"""Articles as JSON lines: one object a line, with ``text`` or ``html`` and what is known about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BufferedIOBase
from typing import Any

from palabre.errors import InputError
from palabre.ingest.article import About, day_of, from_text, time_of
from palabre.ingest.decode import decode
from palabre.ingest.html import from_html
from palabre.types import Article

OnError = Callable[[InputError], None]
_WORDS = (
    "source",
    "url",
    "publisher",
    "published",
    "title",
    "language",
    "text",
    "html",
    "updated",
    "author",
    "section",
)


def read_lines(
    stream: BufferedIOBase, *, source: str, published: date | None, language: str, limit: int, on_error: OnError
) -> Iterator[Article]:
    """The articles of ``stream``; a line that cannot be read goes to ``on_error`` with its number, the others go on."""
    for number, line in enumerate(iter(lambda: stream.readline(limit + 1), b""), 1):
        where = f"{source}:{number}"
        try:
            if len(line) > limit:
                _skip_rest(stream, line, limit)
                raise InputError(where, f"the line is longer than {limit // 1_000_000} MB", "give one article a line")
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _article(_row(where, line), where=where, published=published, language=language)
        except InputError as error:
            on_error(
                error if error.where == where else type(error)(f"{where} ({error.where})", error.what, error.remedy)
            )


def _skip_rest(stream: BufferedIOBase, line: bytes, limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(limit)


def _row(where: str, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(decode(where, line))
    except json.JSONDecodeError as error:
        raise InputError(where, f"the line is not JSON (column {error.colno})", "write one object a line") from error
    except RecursionError as error:
        raise InputError(where, "the line is not JSON (too deep)", "write one object a line") from error
    if not isinstance(row, dict):
        raise InputError(where, "the line is not a JSON object", "write one object a line")
    for key in _WORDS:
        if row.get(key) is not None and not isinstance(row[key], str):
            raise InputError(where, f"“{key}” is not a string", "write it between quotes")
    return row


def _article(row: dict[str, Any], *, where: str, published: date | None, language: str) -> Article:
    source = row.get("source") or where
    about = About(
        published=day_of(row.get("published"), source=where),
        title=row.get("title"),
        publisher=row.get("publisher"),
        url=row.get("url"),
        language=row.get("language"),
        published_at=time_of(row.get("published")),
        updated_at=time_of(row.get("updated")),
        author=row.get("author"),
        section=row.get("section"),
    )
    if row.get("text"):
        return from_text(row["text"], source=source, published=published, language=language, about=about)
    if row.get("html"):
        return from_html(row["html"], source=source, published=published, language=language, about=about)
    raise InputError(where, "the line has neither “text” nor “html”", "give the article's words")
