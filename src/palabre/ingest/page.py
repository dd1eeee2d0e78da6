"""What a page says: the blocks of its article in order, and its title, days, publisher, author and address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement
from trafilatura.utils import load_html

from palabre.errors import InputError
from palabre.ingest.article import About
from palabre.ingest.body import Block, arrange, find_blocks, mend
from palabre.ingest.linked import LISTS, Row, article_row, is_kind, linked_rows
from palabre.ingest.metadata import Head, claims_article, describe, find_title, read_head
from palabre.ingest.parts import Line, lines, prune
from palabre.ingest.visible import look
from palabre.ingest.web import load_web
from palabre.types import Problem

LONGEST = 1_000_000  # characters that are seen: twenty times a long read, and a second or two of work
_LINES, _LONG, _FEW, _TEASERS, _TEASER = 4000, 1500, 80, 4, 700
_OTHERS = {
    "error": "the page tells of an error and holds no article",
    "search": "the page holds the results of a search, no article",
    "login": "the page asks its reader to log in, and holds no article",
    "list": "the page lists articles and is none itself",
}
_PAID = Problem("paywalled", "the page shows only the beginning of its article, the rest must be paid for")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: what is known of its article, its blocks, and what could not be read of it."""

    about: About
    blocks: list[Block]
    problems: tuple[Problem, ...]


def read_page(source: str, page: str, about: About) -> Page:
    """What a page holds; what ``about`` says wins over what the page says of itself.

    Raises InputError where the page cannot be parsed, holds frames, is no article, or is too long to be one.
    """
    tree = _tree(source, page)
    rows = linked_rows(tree)
    head = read_head(tree, rows, about)
    row = article_row(rows, titles=[*head.titles, head.name or ""], addresses=[(head.address or "").rstrip("/")])
    _refuse_frames(source, tree)
    prune(tree)
    shown = list(islice(lines(tree), _LINES))
    title = about.title or _mended(find_title(head, row))
    known, problems = describe(head, row, look(shown, title), title, about)
    _refuse_other_pages(source, tree, head, row, title)
    _refuse_longer(source, tree)
    blocks = arrange(find_blocks(tree, row, long=len(shown) >= _LONG), shown, title)
    problems += [_PAID] if _is_stub(row, shown, blocks) else []
    return Page(known, blocks, tuple(problems))


def _tree(source: str, page: str) -> HtmlElement:
    # An encoding that is declared in a prolog is done with: the page is decoded. A bare fragment is given a page.
    page = page.lstrip("\ufeff \t\r\n").replace("\0", "")
    page = page.partition("?>")[2] if page.startswith("<?xml") else page
    tree = load_html(page) if page.strip() else None
    if tree is None or tree.tag != "html":
        tree = load_html(f"<html><body><div>{page}</div></body></html>")
    if tree is None:
        raise InputError(source, "the page is not HTML that can be read", "save the article's words as plain text")
    return tree


def _refuse_frames(source: str, tree: HtmlElement) -> None:
    frames = [node.get("src") for node in tree.iter("frame") if node.get("src")]
    if frames:
        names = ", ".join(frames[:5])
        raise InputError(source, f"the page is a set of frames, its words are in {names}", "give these pages")


def _refuse_other_pages(source: str, tree: HtmlElement, head: Head, row: Row, title: str | None) -> None:
    """Pages of errors, searches and log-ins, and lists of articles, unless the page calls itself an article."""
    if claims_article(head, row):
        return
    kind = _sign(head.name or "", title or "")
    if kind is None and any(is_kind(one, LISTS[:2]) for one in head.rows):
        kind = "list"
    if kind is None and _is_list(tree):
        kind = "list"
    if kind:
        raise InputError(source, _OTHERS[kind], "give the article's own page")


def _sign(*titles: str) -> str | None:
    found = (kind for kind, sign in load_web().signs.items() if any(sign.fullmatch(title) for title in titles))
    return next(found, None)


def _is_list(tree: HtmlElement) -> bool:
    """Several short parts of which each has a title that leads elsewhere, and no title of their own above them."""
    cards = [node for node in tree.iter("article") if node.xpath(".//*[self::h2 or self::h3 or self::h4]//a[@href]")]
    return len(cards) >= _TEASERS and not any(_size(card) > _TEASER for card in tree.iter("article"))


def _size(node: HtmlElement) -> int:
    return sum(map(len, node.itertext()))


def _refuse_longer(source: str, tree: HtmlElement) -> None:
    size = 0
    for words in tree.itertext():
        size += len(words)
        if size > LONGEST:
            what = f"the page shows more than {LONGEST:,} characters, too many for one article"
            raise InputError(source, what, "give one article a page")


def _is_stub(row: Row, shown: Sequence[Line], blocks: Sequence[Block]) -> bool:
    """A line says that the rest must be paid for, or the page's data do and there is little text."""
    stub = load_web().stub
    if any(stub.fullmatch(line.words) for line in shown if 10 < len(line.words) < 400):
        return True
    paid = str(row.get("isAccessibleForFree")).casefold() == "false"
    return paid and sum(len(block.words.split()) for block in blocks) < 2 * _FEW


def _mended(words: str | None) -> str | None:
    return " ".join(mend(words).split()) or None if words else None
