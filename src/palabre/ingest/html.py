"""HTML pages to articles: a title, a blank line and the paragraphs of the main text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from palabre.errors import InputError
from palabre.ingest.article import About, from_text
from palabre.ingest.decode import decode, decode_old
from palabre.types import Article

if TYPE_CHECKING:
    from palabre.ingest.body import Block

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|frameset)\b", re.I | re.S
)
_LATIN = ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso-8859-15", "windows-1252")


def looks_like_html(content: bytes) -> bool:
    """Whether ``content`` begins as a page does.

    >>> looks_like_html(b"  <!DOCTYPE html><title>x</title>"), looks_like_html(b"<3 minutes")
    (True, False)
    """
    return bool(_PAGE.match(content[:5000].lstrip(b"\xef\xbb\xbf \t\r\n")))


def decode_page(source: str, content: bytes, *, charset: str | None = None) -> str:
    """The text of a page's bytes: UTF-8 where it fits, whatever is declared, else by ``charset`` or the page's word.

    ``charset`` is what came with the page, in its HTTP header for instance.
    """
    declared = _CHARSET.search(content[:5000])
    said = (declared.group(1) or declared.group(2)).decode("ascii", "replace") if declared else None
    name = (charset or said or "").strip().lower() or None
    # Browsers read Latin-1 as Windows-1252, and so do those who write it.
    if name is None or name in _LATIN or name.replace("-", "") == "utf8":
        return decode_old(source, content, declared="cp1252" if name in _LATIN else None)
    return decode(source, content, declared=name)


def from_html(
    page: str,
    *,
    source: str = "html",
    published: date | str | None = None,
    language: str = "auto",
    about: About | None = None,
) -> Article:
    """The article of a page; what ``about`` says of it wins over what the page says of itself.

    Raises InputError where the page holds no article.
    """
    if page.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        raise InputError(source, "the page is JSON, no HTML", "give the article's page, or JSON lines in a .jsonl file")
    # Imported late: lxml and trafilatura take a fifth of a second that plain text need not pay.
    from palabre.ingest.page import read_page

    found = read_page(source, page, about or About())
    if not found.blocks:
        raise InputError(source, "no article text was found in the page", "save the article's words as plain text")
    title = found.about.title
    words = [block.words for block in found.blocks]
    text = "\n\n".join([title, *words] if title else words)
    return from_text(
        text,
        source=source,
        published=published,
        language=language,
        about=found.about,
        headings=_headings(found.blocks, start=len(title) + 2 if title else 0),
        problems=found.problems,
    )


def _headings(blocks: Sequence[Block], *, start: int) -> frozenset[int]:
    """Where the blocks that the page marks as headings begin in the text, the first block at ``start``."""
    found = set()
    for block in blocks:
        if block.kind == "heading":
            found.add(start)
        start += len(block.words) + 2
    return frozenset(found)
