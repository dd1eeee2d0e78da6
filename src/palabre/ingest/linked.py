"""What a page says of itself in JSON-LD (schema.org): the row of its article, with what it refers to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Row = Mapping[str, Any]
ARTICLES = ("Article", "BlogPosting", "LiveBlogPosting", "Report")
LISTS = ("SearchResultsPage", "CollectionPage", "ItemList")
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_SCRIPTS = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$|;\s*$")
_TRAILING = re.compile(r",\s*(?=[}\]])")
_WORD = re.compile(r"\w+")
_DEPTH, _ROWS = 6, 500


def linked_rows(tree: HtmlElement) -> list[Row]:
    """All rows of the page's JSON-LD, references by ``@id`` followed one step; what is not JSON is passed over."""
    found = [row for script in tree.xpath(_SCRIPTS) for row in _flat(_parse(script.text or ""), _DEPTH)][:_ROWS]
    known = {row["@id"]: row for row in found if isinstance(row.get("@id"), str) and len(row) > 1}
    return [{key: _followed(value, known) for key, value in row.items()} for row in found]


def article_row(rows: Sequence[Row], *, titles: Sequence[str], addresses: Sequence[str]) -> Row:
    """The row of the page's own article: the one with its address or its headline; {} where there is none.

    Several rows of which none is the page's own are those of other articles, listed beside it.
    """
    articles = [row for row in rows if is_kind(row, ARTICLES)]
    ranks = [_rank(row, titles, addresses) for row in articles]
    if not articles or (len(articles) > 1 and not max(ranks)):
        return next((row for row in rows if is_kind(row, ("WebPage",)) and row.get("datePublished")), {})
    return articles[ranks.index(max(ranks))]


def is_kind(row: Row, kinds: tuple[str, ...]) -> bool:
    """Whether the ``@type`` of ``row`` is, or ends as, one of ``kinds``."""
    said = row.get("@type")
    return any(str(name).endswith(kinds) for name in (said if isinstance(said, list) else [said]))


def resembles(a: str, b: str) -> bool:
    """Whether two titles share half of their words at least.

    >>> resembles("Niger : la trêve tient", "La trêve tient au Niger | Le Fleuve"), resembles("La trêve", "Un nul")
    (True, False)
    """
    fewer = min(len(_words(a)), len(_words(b)))
    return 2 * shared(a, b) >= max(1, fewer)


def shared(a: str, b: str) -> int:
    """How many words two titles share."""
    return len(_words(a) & _words(b))


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title.casefold()))


def text_of(value: Any) -> str | None:
    """The words of a JSON-LD value: of a string, of a thing's name, of the first of a list."""
    if isinstance(value, list):
        return next((words for one in value if (words := text_of(one))), None)
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def texts_of(value: Any) -> list[str]:
    """The words of each of a list of JSON-LD values."""
    return [words for one in (value if isinstance(value, list) else [value]) if (words := text_of(one))]


def _parse(script: str) -> Any:
    """JSON as it is found: line breaks in strings, comments around it and commas too many are forgiven."""
    words = _WRAPPING.sub("", _WRAPPING.sub("", script))
    for attempt in (words, _TRAILING.sub("", words)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (row for item in value for row in _flat(item, depth))
    elif isinstance(value, dict) and depth:
        yield value
        yield from (row for key in _INSIDE for row in _flat(value.get(key), depth - 1))


def _followed(value: Any, known: Mapping[str, Row]) -> Any:
    if isinstance(value, list):
        return [_followed(one, known) for one in value]
    return known.get(value["@id"], value) if isinstance(value, dict) and isinstance(value.get("@id"), str) else value


def _rank(row: Row, titles: Sequence[str], addresses: Sequence[str]) -> int:
    page = row.get("mainEntityOfPage")
    said = [row.get("url"), row.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    headline = text_of(row.get("headline")) or text_of(row.get("name"))
    at_home = any(isinstance(url, str) and url.split("#")[0].rstrip("/") in addresses for url in said)
    return 2 * at_home + any(resembles(headline, title) for title in titles if headline)
