"""Items to articles: from what the feed says, or from the page that an item links to."""

from __future__ import annotations

import re

from palabre.errors import FetchError, InputError
from palabre.ingest.article import About, from_text
from palabre.ingest.decode import decode
from palabre.ingest.feeds.items import Item, Outlet
from palabre.ingest.feeds.plain import body
from palabre.ingest.fetch import Client, Fetched
from palabre.ingest.html import decode_page, from_html
from palabre.types import Article

NAMED = re.compile(rb"<meta[^>]{0,200}?charset", re.IGNORECASE)


def article_of(item: Item, outlet: Outlet, *, source: str) -> Article:
    """The article of what the feed says of an item: its title, a blank line, its content or summary.

    What a feed says of its language is often that of the program that made it: the words are asked.
    Raises InputError for an item without words, LanguageError for a language that is not read.
    """
    said = body(item.html)
    if said and item.title and said[0].casefold() == item.title.casefold():
        said = said[1:]
    text = "\n\n".join([item.title, *said] if item.title else said)
    where = item.url or source
    if not text:
        raise InputError(where, "the item holds no words", "have its page fetched with --full")
    return from_text(text, source=where, about=_about(item, outlet))


def page_of(item: Item, outlet: Outlet, client: Client) -> Article:
    """The article of the page that an item links to; what the feed says of it wins.

    Raises FetchError, InputError for a page without text, LanguageError for a language that is not read.
    """
    if item.url is None:
        raise InputError(item.title or item.key[:80], "the item links to no page", "leave --full out for this feed")
    fetched = client.get(item.url)
    if fetched.truncated:
        remedy = "it is tried again with the next poll"
        raise FetchError(item.url, "the page broke off before its end", remedy, code="truncated")
    if fetched.type and not any(word in fetched.type for word in ("html", "xml", "text/plain")):
        raise InputError(item.url, f"the address holds {fetched.type}, not a page", "leave --full out for this feed")
    return from_html(_decoded(item.url, fetched), source=item.url, about=_about(item, outlet))


def _decoded(url: str, fetched: Fetched) -> str:
    """The text of a page, by the encoding of its header where the page itself names none."""
    if fetched.charset and not NAMED.search(fetched.content[:5000]):
        charset = "cp1252" if fetched.charset in ("iso-8859-1", "latin1", "us-ascii") else fetched.charset
        return decode(url, fetched.content, declared=charset)
    return decode_page(url, fetched.content)


def _about(item: Item, outlet: Outlet) -> About:
    return About(published=item.day, title=item.title or None, publisher=outlet.name or None, url=item.url)
