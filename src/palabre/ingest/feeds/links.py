"""Addresses of items: whole, and without what counts clicks."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import httpx

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml

FILE = "feeds.yaml"


def absolute(link: Any, base: str) -> str | None:
    """The address that ``link`` is, seen from ``base``; None where it is none of the web.

    >>> absolute("/a?id=3&utm_source=rss#xtor=RSS-1", "https://example.org/feed")
    'https://example.org/a?id=3'
    >>> absolute("mailto:a@example.org", "https://example.org/feed") is None
    True
    """
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        url = _base(base).join(link.strip())
    except (httpx.InvalidURL, ValueError, UnicodeError):
        return None
    if url.scheme not in ("http", "https") or not url.host:
        return None
    kept = [pair for pair in url.query.decode("ascii", "replace").split("&") if pair and not _counts(pair)]
    return str(url.copy_with(fragment=None, query="&".join(kept).encode("ascii", "replace") if kept else None))


@lru_cache(maxsize=100)
def _base(base: str) -> httpx.URL:
    return httpx.URL(base)


def _counts(pair: str) -> bool:
    return bool(_tracking().fullmatch(pair.partition("=")[0]))


@cache
def _tracking() -> re.Pattern[str]:
    names = [re.escape(name).replace(r"\*", ".*") for name in load_rows()["tracking"]]
    return re.compile("|".join(names), re.IGNORECASE)


@cache
def load_rows() -> dict[str, list[str]]:
    """The data of feeds, read once. Raises KnowledgeError where the file is wrong."""
    rows = load_yaml(FILE)
    check_keys(FILE, rows, required=frozenset({"tracking", "tails", "guesses"}))
    for key, value in rows.items():
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise KnowledgeError(f"{FILE}: {key}", f"{key} is not a list of texts", "see the file's head")
    return dict(rows)
