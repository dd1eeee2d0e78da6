"""Builds an article from its text and what is known about it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from palabre.errors import InputError
from palabre.ingest.language import check_language, set_apart
from palabre.ingest.moments import Moment, read_moment
from palabre.ingest.sections import find_dated, find_title, mark
from palabre.types import Article, Problem, Section

# Half of a surrogate pair, which JSON can hold, cannot be written; its stand-in is as long, so offsets hold.
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an article besides its text; ``published`` wins over what the text says.

    ``language`` is the source's word and is believed; ``hint`` is asked only where the words do not tell.
    """

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str | None = None
    section: str | None = None
    hint: str | None = None


def from_text(
    text: str,
    *,
    source: str = "text",
    published: date | str | None = None,
    language: str = "auto",
    about: About | None = None,
    sections: tuple[Section, ...] | None = None,
    headings: frozenset[int] = frozenset(),
    problems: tuple[Problem, ...] = (),
) -> Article:
    """An article of ``text``, which is kept as it is (lone surrogates aside); ``sections`` marks its parts.

    ``published`` is a date or its words, ``language`` ``auto`` or a code, ``about`` what its source says of it,
    ``headings`` where lines begin that are headings, ``problems`` what could not be read of the source.
    Raises InputError for a text without words or an unreadable date, LanguageError for a language that is not read.
    """
    if not text.strip():
        raise InputError(source, "the text is empty", "give an article")
    text = _LONE.sub("\ufffd", text)
    known = about or About()
    parts = mark(text, title=known.title, headings=headings) if sections is None else sections
    title = known.title or find_title(text, parts)
    code = check_language(source, _said(text, parts), asked=language, stated=known.language, hint=known.hint)
    parts, foreign = set_apart(text, parts) if sections is None and language == "auto" else (parts, ())
    dated = find_dated(text, parts)
    day = day_of(published, source=source) or known.published or (dated.published.day if dated.published else None)
    return Article(
        id=identify(known.url, known.publisher, text),
        source=source,
        text=text,
        language=code,
        published=day,
        title=title,
        publisher=known.publisher,
        url=known.url,
        sections=parts,
        published_at=_near(day, known.published_at, dated.published),
        updated_at=known.updated_at or (dated.updated.at if dated.updated else None),
        author=known.author,
        section=known.section,
        problems=(*problems, *foreign),
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
    found = read_moment(str(value))
    if found is None:
        raise InputError(source, f"the date “{value}” cannot be read", "write it as 2023-12-31")
    return found.day


def time_of(value: str | None) -> datetime | None:
    """The time that the words of a date say, None where they give only a day or nothing."""
    found = read_moment(value or "")
    return found.at if found else None


def identify(*parts: str | None) -> str:
    """A stable identity: the hash of the JSON of ``parts``, so that no two lists of parts write alike.

    >>> identify("a", "bc") == identify("ab", "c")
    False
    """
    return blake2b(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _said(text: str, sections: tuple[Section, ...]) -> list[str]:
    """The title and the paragraphs in order: noise and datelines say little about the language."""
    said = [text[s.start : s.end] for s in sections if s.kind not in ("noise", "dateline")]
    return said or [text]


def _near(day: date | None, at: datetime | None, told: Moment | None) -> datetime | None:
    """The time of publication, if it is of that day or of one beside it, as it may be in another zone."""
    found = at or (told.at if told else None)
    return found if found and day and abs((found.date() - day).days) <= 1 else None
