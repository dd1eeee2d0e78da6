"""Read political news: who did what to whom, when, where and according to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from palabre.errors import (
    ConfigError,
    InputError,
    KnowledgeError,
    LanguageError,
    LedgerError,
    ModelError,
    PalabreError,
    QueryError,
)
from palabre.types import Actor, Article, Event, Fact, Interval, Place, Problem, Quantity, Reading, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from palabre.knowledge import Knowledge
    from palabre.ledger import Ledger

__version__ = "0.1.0"
__all__ = [
    "Actor",
    "Article",
    "ConfigError",
    "Event",
    "Fact",
    "InputError",
    "Interval",
    "KnowledgeError",
    "LanguageError",
    "LedgerError",
    "ModelError",
    "PalabreError",
    "Place",
    "Problem",
    "Quantity",
    "QueryError",
    "Reading",
    "Span",
    "open",
    "read",
    "read_files",
]


def read(
    text: str, *, published: date | str | None = None, language: str = "auto", source: str = "text",
    config: str | Path | None = None,
) -> Reading:  # fmt: skip
    """What a text says: its events, the standing facts, and what could not be resolved.

    ``published`` is the day of publication (a date or its words), without which « hier » stays open; ``config`` is a
    ``palabre.toml`` that names folders of your own frames, actors and places (none is looked for).
    Raises InputError for a text without words or an unreadable date, LanguageError for a language that is not read.
    """
    from palabre import ingest, pipeline

    article = ingest.from_text(text, source=source, published=published, language=language)
    return pipeline.read(article, knowledge=_knowledge(config))


def read_files(
    *sources: str | Path, published: date | str | None = None, language: str = "auto",
    columns: str | None = None, config: str | Path | None = None,
) -> Iterator[Reading]:  # fmt: skip
    """What the articles in files, folders and archives say, in order; ``columns`` as ``--columns`` (docs/archives.md).

    Raises InputError at the first article that cannot be read.
    """
    from palabre import ingest, pipeline

    articles = ingest.load_all(sources, published=published, language=language, columns=columns)
    return pipeline.read_many(articles, knowledge=_knowledge(config))


def open(path: str | Path) -> Ledger:
    """The ledger at ``path``, for reading: what happened, how things stand, who says so. Close it, or use ``with``.

    Raises LedgerError where there is none, or it cannot be read.
    """
    from palabre.ledger import Ledger

    return Ledger(path)


def _knowledge(config: str | Path | None) -> Knowledge:
    from palabre import config as settings
    from palabre import knowledge

    return knowledge.load(overlays=settings.load(config).overlays)
