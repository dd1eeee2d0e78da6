"""Cuts an article into units that are parsed alone, and marks the sentence boundaries that are sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from palabre.parse.tokenizer import load, normalise, tokenize
from palabre.types import Article, Section, SectionKind

SURE, OPEN, NEVER = 1, 0, -1
_STOPS = frozenset({".", "!", "?", "…"})
_CLOSERS = frozenset({"»", '"', ")", "]", "'"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A title, a dateline or a paragraph: its words, their offsets, and where a sentence may start."""

    kind: SectionKind
    offsets: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    starts: tuple[int, ...]


def find(article: Article) -> list[Unit]:
    """The units of the article in text order; noise gives none."""
    units = (_unit(article.text, part) for part in _parts(article) if part.kind != "noise")
    return [unit for unit in units if unit.words]


def _parts(article: Article) -> Iterator[Section]:
    """The sections as they stand in the text, the narrower cut out of the wider; bare lines are paragraphs."""
    position = 0
    for part in _flat(article.sections):
        yield from _lines(article.text, position, part.start)
        yield part
        position = part.end
    yield from _lines(article.text, position, len(article.text))


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    cuts = sorted({cut for s in sections for cut in (s.start, s.end)})
    current: Section | None = None
    for start, end in pairwise(cuts):
        owner = min((s for s in sections if s.start <= start and end <= s.end), key=_length, default=None)
        if owner is None or start == end:
            continue
        if current and current.kind == owner.kind and current.end == start and start not in (owner.start, owner.end):
            current = Section(owner.kind, current.start, end)
            continue
        if current:
            yield current
        current = Section(owner.kind, start, end)
    if current:
        yield current


def _length(section: Section) -> int:
    return section.end - section.start


def _lines(text: str, start: int, end: int) -> Iterator[Section]:
    for match in re.finditer(r"[^\n\r]*\S[^\n\r]*", text[start:end]):
        yield Section("paragraph", start + match.start(), start + match.end())


def _unit(text: str, part: Section) -> Unit:
    offsets = tokenize(text, part.start, part.end)
    words = [normalise(text[a:b]) for a, b in offsets]
    last = len(offsets) - 1
    spaces = [i < last and offsets[i][1] < offsets[i + 1][0] for i in range(last + 1)]
    starts = [NEVER] * len(words) if part.kind == "dateline" else boundaries(words, spaces)
    return Unit(part.kind, tuple(offsets), tuple(words), tuple(spaces), tuple(starts))


def boundaries(words: Sequence[str], spaces: Sequence[bool]) -> list[int]:
    """For each word whether a sentence starts there: SURE, NEVER, or OPEN where the parser decides.

    >>> boundaries(["Il", "part", ".", "Elle", "reste", "."], [True, False, True, True, False, False])
    [1, -1, -1, 1, -1, -1]
    """
    starts = [NEVER] * len(words)
    quoted = _quoted(words, spaces)
    final = load().final_abbreviations
    for i, word in enumerate(words):
        if not (word in _STOPS or word in final or set(word) == {"."}):
            continue
        after = _after_closers(words, i + 1, quoted)
        if after < len(words) and not quoted[after]:
            starts[after] = max(starts[after], _start(word, words[after], final))
    if starts:
        starts[0] = SURE
    return starts


def _after_closers(words: Sequence[str], i: int, quoted: Sequence[bool]) -> int:
    """The first word after a stop's closing quotes, brackets and note marks; a quote that opens is none."""
    while i < len(words):
        if words[i] in _CLOSERS and (words[i] != '"' or quoted[i]):
            i += 1
        elif words[i] == "[" and "]" in words[i + 2 : i + 3]:
            i += 3
        else:
            break
    return i


def _start(stop: str, word: str, final: frozenset[str]) -> int:
    if word[0].isupper() or word[0].isdigit() or word in ("«", '"'):
        return OPEN if stop in final else SURE
    return OPEN if stop == "." and word in ("-", "–", "—") else NEVER


def _quoted(words: Sequence[str], spaces: Sequence[bool]) -> list[bool]:
    """Whether each word stands after an opening quote, up to and with the closing one."""
    inside = [False] * len(words)
    start: int | None = None
    for i, word in enumerate(words):
        opens = word == "«" or (word == '"' and start is None)
        closes = word == "»" or (word == '"' and start is not None and words[start] == '"')
        if start is None and opens:
            start = i
        elif start is not None and closes:
            inside[start + 1 : i + 1] = [True] * (i - start)
            start = None
    return inside
