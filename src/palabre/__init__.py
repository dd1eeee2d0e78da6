"""Read political news: who did what to whom, when, where and according to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from palabre.errors import InputError, KnowledgeError, LanguageError, ModelError, PalabreError
from palabre.types import Actor, Article, Event, Fact, Interval, Place, Problem, Quantity, Reading, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__version__ = "0.1.0"
__all__ = [
    "Actor",
    "Article",
    "Event",
    "Fact",
    "InputError",
    "Interval",
    "KnowledgeError",
    "LanguageError",
    "ModelError",
    "PalabreError",
    "Place",
    "Problem",
    "Quantity",
    "Reading",
    "Span",
    "read",
    "read_files",
]


def read(text: str, *, published: date | str | None = None, language: str = "auto", source: str = "text") -> Reading:
    """What a text says: its events, the standing facts, and what could not be resolved.

    ``published`` is the day of publication (a date or its words), without which « hier » stays open.
    Raises InputError for a text without words or an unreadable date, LanguageError for a language that is not read.
    """
    from palabre import ingest, pipeline

    return pipeline.read(ingest.from_text(text, source=source, published=published, language=language))


def read_files(*sources: str | Path, published: date | str | None = None, language: str = "auto") -> Iterator[Reading]:
    """What the articles in files and folders say (plain text, HTML, JSON lines), in order.

    Raises InputError at the first article that cannot be read.
    """
    from palabre import ingest, pipeline

    return pipeline.read_many(ingest.load_all(sources, published=published, language=language))
