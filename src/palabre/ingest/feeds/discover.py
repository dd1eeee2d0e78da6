"""Which feeds a page names, and where feeds of such sites often are."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.ingest.feeds.links import absolute, load_rows
from palabre.ingest.html import decode_page

KINDS = ("rss", "atom", "rdf", "feed+json", "/xml")
_OTHER = ("comment", "commentaire")
MOST = 3


def find_feeds(url: str, content: bytes) -> list[str]:
    """The addresses that may be a feed of a page: those it names, those of comments left out; else likely ones.

    >>> page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    >>> find_feeds("https://example.org/a/", page)
    ['https://example.org/feed']
    """
    named = list(dict.fromkeys(_named(url, content)))[:MOST]
    return named or [place for guess in load_rows()["guesses"] if (place := absolute(guess, url))]


def _named(url: str, content: bytes) -> Iterator[str]:
    from lxml.html import fromstring

    tree = fromstring(decode_page(url, content).encode("utf-8"))
    for link in tree.xpath("//link[@href]"):
        rel, kind = (str(link.get(name) or "").lower() for name in ("rel", "type"))
        said = f"{link.get('title') or ''} {link.get('href')}".lower()
        if "alternate" in rel.split() and any(one in kind for one in KINDS) and not any(o in said for o in _OTHER):
            place = absolute(link.get("href"), url)
            if place:
                yield place
