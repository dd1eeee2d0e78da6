"""Rows to articles: of a table, of an export, of JSON lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from palabre.errors import InputError
from palabre.ingest import columns
from palabre.ingest.article import About, day_of, from_text, time_of
from palabre.ingest.asking import Asked
from palabre.ingest.html import from_html
from palabre.types import Article

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")


def to_article(where: str, row: Mapping[str, Any], chosen: Mapping[str, str], asked: Asked) -> Article:
    """The article of a row, whose fields stand in the ``chosen`` columns; what the row says of it wins.

    Raises InputError where a field is no string, the date cannot be read, or there is neither text nor page.
    """
    said = {field: _words(where, row, column) for field, column in chosen.items()}
    source = said.get("source") or where
    about = About(
        published=_day(where, said.get("published")),
        title=said.get("title"),
        publisher=said.get("publisher"),
        url=said.get("url"),
        language=columns.language(said.get("language")),
        published_at=time_of(said.get("published")),
        updated_at=time_of(said.get("updated")),
        author=said.get("author"),
        section=said.get("section"),
    )
    if said.get("html"):
        return from_html(
            str(said["html"]), source=source, published=asked.published, language=asked.language, about=about
        )
    if said.get("text"):
        return from_text(
            str(said["text"]), source=source, published=asked.published, language=asked.language, about=about
        )
    raise InputError(where, *_missing(chosen))


def _missing(chosen: Mapping[str, str]) -> tuple[str, str]:
    held = [chosen[field] for field in ("text", "html") if field in chosen]
    if held:
        return f"the row has no words in {' or '.join(f'“{one}”' for one in held)}", "give the article's words"
    return "the line has neither “text” nor “html”", "give the article's words, or name them: --columns text=FIELD"


def _words(where: str, row: Mapping[str, Any], column: str) -> str | None:
    value = row.get(column)
    if value is not None and not isinstance(value, str):
        raise InputError(where, f"“{column}” is not a string", "write it between quotes")
    return value if value and value.strip() else None


def _day(where: str, said: str | None) -> date | None:
    compact = _COMPACT.fullmatch(said.strip()) if said else None
    return day_of("-".join(compact.groups()) if compact else said, source=where)
