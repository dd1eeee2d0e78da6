"""What a reader sees around the title of a page: its day, the day of its last change, its author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from palabre.ingest.headers import UNDATED, Dated, read_header
from palabre.ingest.moments import Moment, read_moment
from palabre.ingest.parts import Line
from palabre.ingest.web import load_web

_BEFORE, _AFTER, _END = 6, 14, 12  # lines looked at before and after the title, and at the end of the page
_HEADER, _BARE, _NAME, _SENTENCE = 160, 60, 60, 60  # characters of a labelled line, a bare date, a name, a sentence
_STOPS = (".", "!", "?", "»", "…")
_LEAD = 25  # characters before the label of a line at most
_BY = re.compile(r"(?:^|[\s,|])(?:[Pp]ar|PAR|[Bb]y|[Aa]uteure? ?:)\s+(?P<name>[A-ZÀ-Ý][^|\n]{2,60})")
_ADDRESS = re.compile(r"\s*\((?:https?:|www\.)[^)]*\)|(?<=\w\w)[.,\s]+$")
_AT_NAME = re.compile(
    r"\s*(?:[,|•·–—/]|\ble \d|\bà\b|\b(?:publi|mis|posted|avec\b|dans\b|in\b)).*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands near the title, None where nothing does."""

    dated: Dated = UNDATED
    author: str | None = None


def look(shown: Sequence[Line], title: str | None) -> Seen:
    """What the lines near the title say; without one among them, only lines that say whose day it is are trusted."""
    at = next((i for i, line in enumerate(shown) if title and line.words.casefold() == title.casefold()), None)
    if at is None:
        return Seen(_first([_labelled(line, lead=0) for line in shown]), None)
    near = _near(shown, at + 1)
    after = [_labelled(line) for line in near]
    bare = [_bare(line) for line in near]
    far = [_labelled(line, lead=0) for line in (*shown[max(0, at - _BEFORE) : at], *shown[at + 1 :][-_END:])]
    dated = _first(after) if _first(after).published else _first(bare)
    dated = dated if dated.published else _first(far)
    update = _first(after).updated or _first(bare).updated or _first(far).updated
    return Seen(replace(dated, updated=dated.updated or update), _author([*near, *shown[at + 1 :][-_END:]]))


def _near(shown: Sequence[Line], start: int) -> list[Line]:
    """The lines after the title, up to the article's second sentence: the first may be its standfirst."""
    near: list[Line] = []
    for line in shown[start : start + _AFTER]:
        near.append(line)
        if sum(len(one.words) > _SENTENCE and one.words.endswith(_STOPS) for one in near) > 1:
            break
    return near


def _first(found: Sequence[Dated]) -> Dated:
    """The first publication and the first change among ``found``, each from its own line where need be."""
    published = next((one for one in found if one.published), UNDATED)
    updated = published.updated or next((one.updated for one in found if one.updated), None)
    return replace(published, updated=updated)


def _labelled(line: Line, *, lead: int = _LEAD) -> Dated:
    """The days of a line that begins with whose they are, by its words or by its marks."""
    if line.linked or len(line.words) > _HEADER:
        return UNDATED
    web = load_web()
    labels = [found.start() for label in (web.publication, web.update) if (found := label.search(line.words))]
    if not labels or (min(labels) > lead and not web.byline.match(line.words)):
        return UNDATED
    return _stamped(line, replace(read_header(line.words), labelled=True))


def _bare(line: Line) -> Dated:
    """The day of a line that holds little else than a date, or a mark with the time."""
    if (line.linked and not line.marked) or len(line.words) > _HEADER:
        return UNDATED
    said = read_header(line.words) if len(line.words) <= _BARE or line.stamps else UNDATED
    return _stamped(line, said)


def _stamped(line: Line, said: Dated) -> Dated:
    """What the marks of a line add to its words: the time and its zone; the day is that of the words."""
    stamps = [moment for stamp in line.stamps if (moment := read_moment(stamp))]
    if not stamps:
        return said
    first, last = stamps[0], stamps[-1]
    if line.changed and len(stamps) == 1:
        return replace(said, published=said.published if said.labelled else None, updated=said.updated or first)
    if said.published is None and not (said.updated and len(stamps) == 1):
        return replace(said, published=first, updated=_closer(said.updated, last))
    updated = _closer(said.updated, last) if len(stamps) > 1 else said.updated
    return replace(said, published=_closer(said.published, first), updated=updated)


def _closer(said: Moment | None, stamp: Moment) -> Moment | None:
    """The day that is said with the time of its mark, if they are of one day or of two beside one another."""
    if said is None or not stamp.at or abs((said.day - stamp.day).days) > 1:
        return said
    return Moment(said.day, stamp.at)


def _author(near: Sequence[Line]) -> str | None:
    """The name after « Par », or that a mark names."""
    for line in near:
        if len(line.words) > _HEADER:
            continue
        said = [match.group("name") for match in _BY.finditer(line.words)]
        name = next(
            (name for words in (line.name, *said) if (name := named(_AT_NAME.sub("", words or "").strip()))), None
        )
        if name:
            return name
    return None


def named(words: str | None) -> str | None:
    """A name of somebody or of a newsroom, without « Par »; None for addresses and for « admin ».

    >>> named("Par Awa Traoré"), named("admin"), named("https://example.org/awa")
    ('Awa Traoré', None, None)
    """
    web = load_web()
    name = " ".join((words or "").split())
    found = web.byline.match(name)
    name = name[found.end() :] if found else name
    name = _ADDRESS.sub("", name)
    return name if 2 < len(name) <= _NAME and not web.no_author.fullmatch(name) else None
