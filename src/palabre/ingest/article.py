"""Builds an article from its text and what is known about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from palabre.errors import InputError
from palabre.ingest.language import check_language
from palabre.ingest.sections import find_published, find_title, mark
from palabre.ingest.web import read_date
from palabre.types import Article, Section

# Half of a surrogate pair, which JSON can hold, cannot be written; its stand-in is as long, so offsets hold.
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an article besides its text; ``published`` wins over what the text says."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def from_text(
    text: str,
    *,
    source: str = "text",
    published: date | str | None = None,
    language: str = "auto",
    about: About | None = None,
    sections: tuple[Section, ...] | None = None,
) -> Article:
    """An article of ``text``, which is kept as it is (lone surrogates aside); ``sections`` marks its parts.

    ``published`` is a date or its words, ``language`` ``auto`` or a code, ``about`` what its source says of it.
    Raises InputError for a text without words or an unreadable date, LanguageError for a language that is not read.
    """
    if not text.strip():
        raise InputError(source, "the text is empty", "give an article")
    text = _LONE.sub("\ufffd", text)
    known = about or About()
    parts = mark(text, title=known.title) if sections is None else sections
    return Article(
        id=identify(known.url, known.publisher, text),
        source=source,
        text=text,
        language=check_language(source, _sample(text, parts), asked=language, stated=known.language),
        published=day_of(published, source=source) or known.published or find_published(text, parts),
        title=known.title or find_title(text, parts),
        publisher=known.publisher,
        url=known.url,
        sections=parts,
    )


def day_of(value: date | str | None, *, source: str) -> date | None:
    """The day that ``value`` says: a date, an ISO date or time, or a date in words; None stays None.

    >>> day_of("12 décembre 2023", source="here")
    datetime.date(2023, 12, 12)

    Raises InputError where the words are no date.
    """
    if value is None or not str(value).strip():
        return None
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    day = read_date(str(value))
    if day is None:
        raise InputError(source, f"the date “{value}” cannot be read", "write it as 2023-12-31")
    return day


def identify(*parts: str | None) -> str:
    """A stable identity: the hash of the JSON of ``parts``, so that no two lists of parts write alike.

    >>> identify("a", "bc") == identify("ab", "c")
    False
    """
    return blake2b(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _sample(text: str, sections: tuple[Section, ...]) -> str:
    """Title and first paragraphs: noise and datelines say little about the language."""
    said = [text[s.start : s.end] for s in sections if s.kind not in ("noise", "dateline")]
    return "\n".join(said[:4]) or text
