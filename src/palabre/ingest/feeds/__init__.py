"""Feeds to articles: RSS, Atom, RDF and JSON Feed, from bytes that were fetched already."""

from __future__ import annotations

from dataclasses import dataclass, replace

from palabre.errors import FetchError, InputError
from palabre.ingest.feeds.article import article_of, page_of
from palabre.ingest.feeds.decoding import decode_feed
from palabre.ingest.feeds.discover import find_feeds
from palabre.ingest.feeds.items import Feed, Item, Outlet
from palabre.ingest.feeds.jsonfeed import read_json_feed
from palabre.ingest.feeds.xml import read_xml_feed
from palabre.ingest.fetch import Client, Fetched
from palabre.ingest.html import looks_like_html

__all__ = ["Feed", "Found", "Item", "Outlet", "article_of", "fetch_feed", "find_feeds", "page_of", "read_feed"]


def read_feed(content: bytes, *, url: str, charset: str = "", truncated: bool = False, zone: str = "") -> Feed:
    """The feed in ``content``, read as far as it can be; ``zone``: of dates that name none, UTC where it is not given.

    Raises InputError for what is no feed, and for an empty answer.
    """
    if not content.strip():
        raise InputError(url, "the answer is empty", "try again later")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        feed = read_json_feed(content, url=url, zone=zone)
    else:
        feed = read_xml_feed(decode_feed(url, content, charset), url=url, zone=zone)
    if truncated and "broken" in feed.notes:  # the last item may be half of one
        feed = replace(feed, items=feed.items[:-1])
    return feed.with_notes("truncated") if truncated else feed


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was fetched, None where nothing changed; ``address``: where a page said that it is."""

    feed: Feed | None
    fetched: Fetched
    address: str | None = None


def fetch_feed(client: Client, url: str, *, etag: str = "", modified: str = "", zone: str = "") -> Found:
    """The feed at ``url``, or that which the page there names; no feed where nothing changed since ``etag``.

    Raises FetchError and InputError.
    """
    fetched = client.get(url, etag=etag, modified=modified)
    if fetched.unchanged:
        return Found(None, fetched)
    if not looks_like_html(fetched.content):
        return Found(_read(fetched, zone), fetched)
    tried: InputError | None = None
    for place in find_feeds(fetched.url, fetched.content):
        try:
            found = client.get(place)
            if not looks_like_html(found.content):
                return Found(_read(found, zone), found, place)
        except FetchError as error:
            if error.code not in ("status", "robots", "redirects"):
                raise
        except InputError as error:
            tried = tried or error
    raise tried or InputError(
        url, "the page names no feed", "look for “RSS” on the outlet's site, and add that address"
    )


def _read(fetched: Fetched, zone: str) -> Feed:
    return read_feed(fetched.content, url=fetched.url, charset=fetched.charset, truncated=fetched.truncated, zone=zone)
