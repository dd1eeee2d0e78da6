"""HTML pages to articles: a title, a blank line and the paragraphs of the main text."""

from __future__ import annotations

import re
from datetime import date

from palabre.errors import InputError
from palabre.ingest.article import About, from_text
from palabre.ingest.decode import decode
from palabre.types import Article

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PAGE = re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def looks_like_html(content: bytes) -> bool:
    """Whether ``content`` begins as a page does.

    >>> looks_like_html(b"  <!DOCTYPE html><title>x</title>"), looks_like_html(b"<3 minutes")
    (True, False)
    """
    return bool(_PAGE.match(content[:5000].lstrip(b"\xef\xbb\xbf \t\r\n")))


def decode_page(source: str, content: bytes, *, charset: str | None = None) -> str:
    """The text of a page's bytes where it is not UTF-8: by ``charset``, which its server said, else by its own word."""
    declared = _CHARSET.search(content[:5000])
    name = charset.lower() if charset else declared.group(1).decode("ascii", "replace").lower() if declared else None
    # Browsers read Latin-1 as Windows-1252, and so do those who write it.
    return decode(source, content, declared="cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name)


def from_html(
    page: str,
    *,
    source: str = "html",
    published: date | str | None = None,
    language: str = "auto",
    about: About | None = None,
) -> Article:
    """The article of a page; what ``about`` says of it wins over what the page says of itself.

    Raises InputError where the page holds no text.
    """
    # Imported late: lxml and trafilatura take a fifth of a second that plain text need not pay.
    from palabre.ingest.page import read_page

    known, paragraphs = read_page(source, page, about or About())
    body = [words for words in paragraphs if words != known.title]
    if not body:
        raise InputError(source, "no article text was found in the page", "save the article's words as plain text")
    text = "\n\n".join([known.title, *body] if known.title else body)
    return from_text(text, source=source, published=published, language=language, about=known)
