"""Marks the parts of a text (title, headings, standfirst, dateline, paragraphs, noise) and cuts nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from palabre.ingest.headers import Dated, read_header
from palabre.ingest.moments import Moment, read_moment
from palabre.ingest.noise import is_day, mark_noise
from palabre.ingest.web import Web, load_web
from palabre.types import Section, SectionKind

_LINE = re.compile(r"[^\n\r]+")
_FINAL = re.compile(r"""[.!?…;:,][»”"'’)\]\s]*$""")
_SENTENCE_END = re.compile(r"[.!?…][»”\"'’)\]]*\s+[^\W\d_a-zà-ÿ]")
_ABBREVIATED = re.compile(r"\b(?:\w|MM|Mme|Mgr|Dr|Me|St|Ste|cf|art|av|vs)\.\s")
_QUOTED = re.compile(r"""[»”"]$""")
_BULLET = re.compile(r"[-–—•*·▪►]\s")
_HEADING_WORDS, _LAST_WORDS, _STANDFIRST, _HEAD, _FOOT = 20, 5, 400, 2, 3


def mark(text: str, *, title: str | None = None, headings: frozenset[int] = frozenset()) -> tuple[Section, ...]:
    """The sections of ``text``, in order, over all its non-blank lines.

    ``title`` is the article's title where it is known from elsewhere: the line that repeats it is the title.
    ``headings`` are the starts of lines that the source marks as such; a long one below the title is its standfirst.

    >>> [s.kind for s in mark("Niger : la trêve tient\\n\\nNIAMEY (Agence) - La trêve tient depuis lundi.")]
    ['title', 'dateline', 'paragraph']
    """
    web = load_web()
    parts = mark_noise(web, text, _lines(text))
    body = _marked(text, _name(text, [part for part in parts if part.kind != "noise"], title), headings)
    with_datelines = [part for section in body for part in _with_dateline(web, text, section)]
    noise = [part for part in parts if part.kind == "noise"]
    return tuple(sorted(_with_standfirst(with_datelines) + noise, key=lambda section: section.start))


def find_published(text: str, sections: Sequence[Section]) -> date | None:
    """The day of publication said by a header line or a dateline, None where neither gives a whole date."""
    found = find_dated(text, sections).published
    return found.day if found else None


def find_dated(text: str, sections: Sequence[Section]) -> Dated:
    """The day and time of publication, and of the last change, that header lines and the dateline say.

    A header line stands before the text or at its end: one further on is that of another article.
    """
    web = load_web()
    headers = [read_header(line) for line in _edges(text, sections) if web.header.fullmatch(line)]
    bare = [text[s.start : s.end] for s in takewhile(lambda s: s.kind != "paragraph", sections) if s.kind == "noise"]
    headers += [read_header(line) for line in bare if is_day(web, line)]
    dateline = next((text[s.start : s.end] for s in sections if s.kind == "dateline"), "")
    headers.append(Dated(read_moment(dateline)))
    published = next((one.published for one in headers if one.published), None)
    updated = next((one.updated for one in headers if one.updated), None)
    return Dated(published or (Moment(updated.day) if updated else None), updated)


def _edges(text: str, sections: Sequence[Section]) -> Iterator[str]:
    """The lines of noise before the third paragraph, and those among the last parts."""
    paragraphs = 0
    for i, section in enumerate(sections):
        paragraphs += section.kind == "paragraph"
        if section.kind == "noise" and (paragraphs <= _HEAD or i >= len(sections) - _FOOT):
            yield text[section.start : section.end]


def find_title(text: str, sections: Sequence[Section]) -> str | None:
    """The words of the title section."""
    return next((" ".join(text[s.start : s.end].strip("\ufeff").split()) for s in sections if s.kind == "title"), None)


def _lines(text: str) -> list[Section]:
    """The non-blank lines, stripped; lines of one wrapped paragraph are joined."""
    lines: list[Section] = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            lines.append(Section("paragraph", start, start + len(stripped)))
    width = _wrap_width(text, lines)
    joined: list[Section] = []
    for line in lines:
        if joined and _continues(text, joined[-1], line, width):
            joined[-1] = replace(joined[-1], end=line.end)
        else:
            joined.append(line)
    return joined


def _wrap_width(text: str, lines: Sequence[Section]) -> int:
    """The width a text was wrapped at, 0 where its lines are paragraphs."""
    longest = max((line.end - line.start for line in lines), default=0)
    lower = sum(text[line.start].islower() for line in lines)
    return longest if 40 <= longest <= 100 and lower >= 0.25 * len(lines) and lower >= 2 else 0


def _continues(text: str, before: Section, line: Section, width: int) -> bool:
    between = text[before.end : line.start]
    if between.count("\n") > 1 or between.count("\r") > 1:
        return False
    last = text[before.start : before.end].splitlines()[-1].strip()
    if text[line.start].islower() and not re.search(r"[.!?…:;]$", last):
        return True
    return bool(width) and len(last) >= 0.75 * width


def _name(text: str, parts: Sequence[Section], title: str | None) -> list[Section]:
    """The parts with title and headings named; a text of one part is a paragraph, whatever it looks like."""
    if len(parts) < 2:
        return list(parts)
    named = [replace(part, kind=_kind(text, parts, i, title)) for i, part in enumerate(parts)]
    if any(part.kind == "paragraph" for part in named):
        return named
    return [part if part.kind == "title" else replace(part, kind="paragraph") for part in named]


def _marked(text: str, parts: list[Section], headings: frozenset[int]) -> list[Section]:
    """The parts with those named that the source marks as headings."""
    named = [
        replace(part, kind="heading") if part.start in headings and part.kind != "title" else part for part in parts
    ]
    if not any(part.kind == "paragraph" for part in named):
        return parts
    if len(named) > 2 and named[0].kind == "title" and named[1].start in headings:
        words = text[named[1].start : named[1].end]
        if named[2].kind != "heading" and _FINAL.search(words) and len(words.split()) > _LAST_WORDS:
            named[1] = replace(named[1], kind="standfirst")
    return named


def _kind(text: str, parts: Sequence[Section], i: int, title: str | None) -> SectionKind:
    words = text[parts[i].start : parts[i].end]
    if title and i < 3 and words.split() == title.split():
        return "title"
    if i == 0 and _is_title(words):
        return "title"
    if i == len(parts) - 1 and len(words.split()) > _LAST_WORDS:
        return "paragraph"
    return "heading" if _is_heading(words) else "paragraph"


def _is_title(words: str) -> bool:
    """A first line that does not end as a sentence does, or that asks or quotes."""
    return len(words) <= 250 and not re.search(r"[.;:,]$", words) and not _has_two_sentences(words)


def _is_heading(words: str) -> bool:
    if len(words.split()) > _HEADING_WORDS or _BULLET.match(words) or _has_two_sentences(words):
        return False
    if words.endswith("?"):
        return len(words.split()) <= 12 and words[0] not in '«“"'
    return not _FINAL.search(words) and not (words[0] in '«“"' and _QUOTED.search(words)) and not words[0].islower()


def _has_two_sentences(words: str) -> bool:
    return bool(_SENTENCE_END.search(_ABBREVIATED.sub(" ", words)))


def _with_dateline(web: Web, text: str, section: Section) -> Iterator[Section]:
    dateline = web.dateline.match(text, section.start, section.end) if section.kind == "paragraph" else None
    if dateline and dateline.end() < section.end:
        yield Section("dateline", section.start, section.start + len(dateline.group().rstrip()))
        yield replace(section, start=dateline.end())
    else:
        yield section


def _with_standfirst(sections: list[Section]) -> list[Section]:
    """A short paragraph (or a verbless one) between the title and the dateline is the standfirst."""
    kinds = [section.kind for section in sections]
    if kinds[:1] == ["title"] and kinds[2:3] == ["dateline"] and sections[1].end - sections[1].start <= _STANDFIRST:
        sections[1] = replace(sections[1], kind="standfirst")
    return sections
