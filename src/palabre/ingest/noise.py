"""Marks what stands around the article: share buttons, credits, captions said twice, headlines of other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from palabre.ingest.web import Web, read_date
from palabre.types import Section

_STOP = re.compile(r"""[.!…;:,][»”"'’)\]\s]*$""")
_WORD = re.compile(r"\w+")
_COPY, _HEADLINE, _RUN = 8, 30, 2  # words of a copy at least, words of a headline at most, headlines in a row
_SIGNED, _DAY = 80, 60  # characters of a signature, and of a day alone, at most


def mark_noise(web: Web, text: str, lines: Sequence[Section]) -> list[Section]:
    """The lines with the noise among them marked, in order; a line with noise at its start is cut in two."""
    parts = [part for line in lines for part in _by_itself(web, text, line)]
    return _without_copies(text, _without_tail(text, _without_links(web, text, parts)))


def _by_itself(web: Web, text: str, line: Section) -> Iterator[Section]:
    words = text[line.start : line.end]
    if _is_noise(web, words):
        yield replace(line, kind="noise")
    elif fused := web.fused.match(words):
        yield Section("noise", line.start, line.start + len(fused.group().rstrip()))
        rest = words[fused.end() :]
        yield replace(line, start=line.end - len(rest.lstrip()))
    elif ended := web.ending.search(words, max(0, len(words) - _SIGNED)):
        yield replace(line, end=line.start + len(words[: ended.start("words")].rstrip()))
        yield Section("noise", line.start + ended.start("words"), line.end)
    else:
        yield line


def _is_noise(web: Web, words: str) -> bool:
    whole = (web.line, web.tail, web.stub)
    return any(pattern.fullmatch(words) for pattern in whole) or _is_header(web, words)


def is_day(web: Web, words: str) -> bool:
    """Whether a line is a day and nothing else: « Dakar, mardi 3 juin 2014 à 10h »."""
    return len(words) <= _DAY and bool(web.day.fullmatch(words))


def _is_header(web: Web, words: str) -> bool:
    """A header line carries a date, or is so short that it says nothing else."""
    if is_day(web, words):
        return True
    return len(words) <= 200 and bool(web.header.fullmatch(words)) and (bool(read_date(words)) or len(words) <= 40)


def _without_links(web: Web, text: str, parts: Sequence[Section]) -> list[Section]:
    """After « Lire aussi » and its like come headlines, up to the next line that ends as a sentence does."""
    marked: list[Section] = []
    begun = listing = False
    for part in parts:
        words = text[part.start : part.end]
        ends = part.kind != "noise" and not _is_headline(words)
        begun = begun or ends
        listing = not ends and (listing or (begun and bool(web.tail.fullmatch(words))))
        marked.append(replace(part, kind="noise") if listing else part)
    return marked


def _without_tail(text: str, parts: list[Section]) -> list[Section]:
    """A run of headlines after the last sentence is no part of the article, if this has sentences at all."""
    said = [i for i, part in enumerate(parts) if part.kind != "noise" and not _is_headline(text[part.start : part.end])]
    if len(said) < _RUN:
        return parts
    after = parts[said[-1] + 1 :]
    noisy = any(part.kind == "noise" for part in after)
    if len(after) < _RUN and not noisy:
        return parts
    return parts[: said[-1] + 1] + [replace(part, kind="noise") for part in after]


def _is_headline(words: str) -> bool:
    return not _STOP.search(words) and len(words.split()) <= _HEADLINE


def _without_copies(text: str, parts: list[Section]) -> list[Section]:
    """Of two lines of which one begins with all words of the other, as a caption and its sentence, the longer stays."""
    words = [() if p.kind == "noise" else tuple(_WORD.findall(text[p.start : p.end].casefold())) for p in parts]
    alike: dict[tuple[str, ...], list[int]] = {}
    for i, own in enumerate(words):
        if len(own) >= _COPY:
            alike.setdefault(own[:_COPY], []).append(i)
    copies = {i for found in alike.values() for i in found[:] if i and _is_copy(words, i, found)}
    return [replace(part, kind="noise") if i in copies else part for i, part in enumerate(parts)]


def _is_copy(words: Sequence[tuple[str, ...]], i: int, found: Sequence[int]) -> bool:
    own = words[i]
    return any(words[j][: len(own)] == own and (len(words[j]) > len(own) or j < i) for j in found if j != i)
