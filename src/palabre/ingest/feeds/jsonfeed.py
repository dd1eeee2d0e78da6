"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import json
from typing import Any

from palabre.errors import InputError
from palabre.ingest.decode import decode
from palabre.ingest.feeds.dates import read_said
from palabre.ingest.feeds.items import Feed, Item, distinct, key_of, noted
from palabre.ingest.feeds.links import absolute
from palabre.ingest.feeds.plain import escaped, plain


def read_json_feed(content: bytes, *, url: str, zone: str = "") -> Feed:
    """The feed in ``content``; items that are none are passed over and said. Raises InputError for what is no feed."""
    try:
        top = json.loads(decode(url, content))
    except (ValueError, RecursionError) as error:
        raise InputError(url, "the answer is not JSON that can be read", "try again later") from error
    rows = top.get("items") if isinstance(top, dict) else None
    if not isinstance(rows, list) or "jsonfeed" not in str(top.get("version", "jsonfeed")):
        raise InputError(url, "this is no feed", "look for “RSS” on the outlet's site, and add that address")
    items = distinct(_item(row, url, zone) for row in rows if isinstance(row, dict))
    feed = Feed(url, "json", plain(_text(top, "title")), _text(top, "language"), items, noted(items))
    return feed if len(items) == len(rows) else feed.with_notes("broken")


def _item(row: dict[str, Any], url: str, zone: str) -> Item:
    html = _text(row, "content_html") or escaped(_text(row, "content_text") or _text(row, "summary"))
    link, title = absolute(_text(row, "url") or _text(row, "external_url"), url), plain(_text(row, "title"))
    said = read_said(_text(row, "date_published") or _text(row, "date_modified"), zone)
    key = key_of(row.get("id"), link, title, html)
    return Item(key, link, title, html, said.day, said.moment, said.zoned)


def _text(row: dict[str, Any], name: str) -> str:
    """A text of a row; empty where it is no text."""
    value = row.get(name)
    return value if isinstance(value, str) else ""
