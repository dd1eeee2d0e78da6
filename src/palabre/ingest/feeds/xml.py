"""RSS, Atom and RDF by feedparser, which is given bytes and never an address to fetch."""

from __future__ import annotations

import re
from html.entities import html5
from io import BytesIO
from typing import Any

from palabre.errors import InputError
from palabre.ingest.feeds.dates import read_said
from palabre.ingest.feeds.items import Feed, Item, distinct, key_of, noted
from palabre.ingest.feeds.links import absolute
from palabre.ingest.feeds.plain import plain

KINDS = (("rss10", "rdf"), ("rss090", "rdf"), ("rss", "rss"), ("atom", "atom"), ("cdf", "cdf"))
_DATES = ("published", "created", "updated")
# A type of document can hold entities that grow without end; no feed needs one.
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*>", re.IGNORECASE | re.DOTALL)
# Names that HTML knows and XML does not; the five that both know stay.
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)


def read_xml_feed(text: str, *, url: str, zone: str = "") -> Feed:
    """The feed in ``text``, its items as far as they can be read. Raises InputError for what is no feed."""
    import feedparser

    if not _ROOT.search(text[:20_000]):
        raise InputError(url, "this is no feed", "look for “RSS” on the outlet's site, and add that address")
    content = _ENTITY.sub(lambda found: html5.get(found[0][1:], found[0]), _without_doctype(text))
    parsed: Any = feedparser.parse(
        BytesIO(content.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    kind = next((name for start, name in KINDS if str(parsed.version).startswith(start)), "")
    if not kind and not parsed.entries:
        raise InputError(url, "this is no feed", "look for “RSS” on the outlet's site, and add that address")
    about, items = parsed.feed, distinct(_item(entry, url, zone) for entry in parsed.entries)
    feed = Feed(url, kind or "rss", plain(about.get("title", "")), about.get("language") or "", items, noted(items))
    return feed.with_notes("broken") if parsed.bozo else feed


def _without_doctype(text: str) -> str:
    return _DOCTYPE.sub("", text[:20_000], count=1) + text[20_000:]


def _item(entry: Any, url: str, zone: str) -> Item:
    said = next((found for name in _DATES if (found := read_said(str(dict.get(entry, name) or ""), zone)).day), None)
    link, title, html = absolute(entry.get("link"), url), plain(entry.get("title") or ""), _html(entry)
    key = key_of(entry.get("id"), link, title, html)
    if said is None:
        return Item(key, link, title, html)
    return Item(key, link, title, html, said.day, said.moment, said.zoned)


def _html(entry: Any) -> str:
    """The longest of what an item says: its contents, or its summary."""
    said = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return max([*said, str(entry.get("summary") or "")], key=len)
