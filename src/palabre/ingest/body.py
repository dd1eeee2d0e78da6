"""The words of a page's article: its blocks in order, headings told from paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml.etree import iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from palabre.ingest.linked import Row
from palabre.ingest.parts import Line

_BLANKS = re.compile(r"\s+")
_BREAKS = frozenset({"lb", "br", "head", "p", "item", "cell", "quote", "code"})
_PARAGRAPHS = re.compile(r"\n+|(?<=[.!?»])\s{2,}")
_LABEL = 100
_TAGS = re.compile(r"<[^<>]{1,300}>")
# What Windows-1252 holds where Unicode has control characters: pages write &#146; and mean ’.
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_MEANT |= {0x00AD: "\u00ad", 0x200B: None, 0xFEFF: None}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading, its blanks reduced to one."""

    kind: Literal["heading", "paragraph"]
    words: str


def find_blocks(tree: HtmlElement, row: Row, *, long: bool = False) -> list[Block]:
    """The blocks of the main text of a pruned page; those of its JSON-LD where the page itself shows far less."""
    # trafilatura's second opinions take time that grows with the square of a page's parts: long pages go without.
    document = bare_extraction(tree, favor_recall=True, include_comments=False, fast=long)
    body = getattr(document, "body", None)
    found = list(_blocks(body)) if body is not None else []
    found = found or [block for node in tree.iter("p") for block in _blocks(node)]
    told = _told(row)
    return told if sum(map(_size, told)) > 2 * sum(map(_size, found)) else found


def arrange(blocks: Sequence[Block], shown: Sequence[Line], title: str | None) -> list[Block]:
    """The blocks in the order in which the page shows them, with the headings that stand between them.

    The title, and short lines above it that are the page's and not the article's, are left out.
    """
    keys = [_key(line.words) for line in shown]
    above = keys.index(_key(title)) if title and _key(title) in keys else -1
    placed = _placed(blocks, keys)
    kept = [
        (at, block)
        for at, block in placed
        if not (at < above and _is_label(block)) and _key(block.words) != _key(title)
    ]
    known = {_key(block.words) for _, block in kept} | {_key(title)}
    missed = [(i, Block("heading", mend(shown[i].words))) for i in _headings(shown, {at for at, _ in kept})]
    return [block for _, block in sorted([*kept, *((i, b) for i, b in missed if _key(b.words) not in known)], key=_at)]


def _headings(shown: Sequence[Line], kept: set[int]) -> Iterator[int]:
    """The headings between the first block and the last that stand right above a block."""
    first, last = min(kept, default=0), max(kept, default=0)
    for i in range(first + 1, last):
        if shown[i].heading and not shown[i].linked and shown[i].words and i + 1 in kept:
            yield i


def _at(placed: tuple[int, Block]) -> int:
    return placed[0]


def _placed(blocks: Sequence[Block], keys: Sequence[str]) -> list[tuple[int, Block]]:
    """Each block with the number of its line; one that is not found stays with the one before it."""
    where: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        where.setdefault(key, []).append(i)
    placed: list[tuple[int, Block]] = []
    at = -1
    for block in blocks:
        found = where.get(_key(block.words), [])
        at = next((i for i in found if i > at), None) or next(iter(found), at)
        found[:] = [i for i in found if i != at]
        placed.append((at, block))
    return placed


def _is_label(block: Block) -> bool:
    return len(block.words) <= _LABEL and not block.words.endswith((".", "!", "?", "»"))


def _key(words: str | None) -> str:
    return " ".join((words or "").split()).casefold()


def mend(words: str) -> str:
    """Words with what a page wrote as a control character as the sign that is meant, and without marks of no width.

    >>> mend("l\\x92ONU"), mend("a\\u200bb")
    ('l’ONU', 'ab')
    """
    return words.translate(_MEANT)


def _blocks(tree: HtmlElement) -> Iterator[Block]:
    """One block for each part of a tree and after each line break."""
    said: list[str] = []
    inside = 0
    for event, node in iterwalk(tree, events=("start", "end")):
        if node.tag in _BREAKS:
            yield from _block(said, heading=inside > 0)
            said = []
        inside += (node.tag == "head") * (1 if event == "start" else -1)
        said.append(_BLANKS.sub(" ", (node.text if event == "start" else node.tail) or ""))
    yield from _block(said, heading=False)


def _block(said: list[str], *, heading: bool) -> Iterator[Block]:
    words = " ".join(mend("".join(said)).split())
    if words:
        yield Block("heading" if heading else "paragraph", words)


def _told(row: Row) -> list[Block]:
    body = row.get("articleBody")
    lines = _PARAGRAPHS.split(_TAGS.sub("\n", body)) if isinstance(body, str) else []
    return [Block("paragraph", words) for line in lines if (words := " ".join(mend(line).split()))]


def _size(block: Block) -> int:
    return len(block.words)
