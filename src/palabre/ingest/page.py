"""What a page says: its paragraphs in order, and its title, day, publisher and address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from lxml.etree import iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from palabre.errors import InputError
from palabre.ingest.article import About
from palabre.ingest.web import read_date

_BLANKS = re.compile(r"\s+")
_BLOCKS = ("head", "p", "item", "cell", "quote", "code")
_ARTICLES = ("Article", "BlogPosting", "LiveBlogPosting", "Report")
_DATES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='DC.date.issued']/@content",
    "//time[@pubdate or @itemprop='datePublished']/@datetime",
)
_TITLES = ("//meta[@property='og:title']/@content", "//h1", "//title")
_ADDRESSES = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_PUBLISHERS = ("//meta[@property='og:site_name']/@content", "//meta[@name='application-name']/@content")


def read_page(source: str, page: str, about: About) -> tuple[About, list[str]]:
    """What is known of the page's article (``about`` first), and its paragraphs.

    Raises InputError where the page cannot be parsed.
    """
    tree = load_html(page)
    if tree is None:  # a bare fragment, which trafilatura takes for something else
        tree = load_html(f"<html><body><div>{page}</div></body></html>")
    if tree is None:
        raise InputError(source, "the page is not HTML that can be read", "save the article's words as plain text")
    linked = _linked_data(tree)
    dates = [linked.get("datePublished"), *_values(tree, _DATES)]
    known = About(
        published=about.published or next((day for said in dates if (day := read_date(str(said)))), None),
        title=about.title or _clean(linked.get("headline")) or _first(tree, _TITLES),
        publisher=about.publisher or _clean(_name(linked.get("publisher"))) or _first(tree, _PUBLISHERS),
        url=about.url or _first(tree, _ADDRESSES),
        language=about.language,
    )
    return known, list(_paragraphs(tree))


def _paragraphs(tree: HtmlElement) -> Iterator[str]:
    document = bare_extraction(tree, favor_recall=True, include_comments=False)
    body = getattr(document, "body", None)
    found = list(_lines(body)) if body is not None else []
    yield from found or (line for block in tree.xpath("//p") for line in _lines(block))


def _lines(tree: HtmlElement) -> Iterator[str]:
    """The words of a tree, one line for each block and after each line break, blanks reduced to one."""
    breaks = {"lb", "br", *_BLOCKS}
    said: list[str] = []
    for event, element in iterwalk(tree, events=("start", "end")):
        words = element.text if event == "start" else element.tail
        said += ["\n"] * (element.tag in breaks) + [_BLANKS.sub(" ", words or "")]
    lines = (" ".join(line.split()) for line in "".join(said).split("\n"))
    yield from (line for line in lines if line)


def _values(tree: HtmlElement, paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        for found in tree.xpath(path):
            yield found.text_content() if isinstance(found, HtmlElement) else str(found)


def _first(tree: HtmlElement, paths: Sequence[str]) -> str | None:
    return next((words for value in _values(tree, paths) if (words := _clean(value))), None)


def _clean(value: Any) -> str | None:
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _name(value: Any) -> Any:
    first = value[0] if isinstance(value, list) and value else value
    return first.get("name") if isinstance(first, dict) else first


def _linked_data(tree: HtmlElement) -> Mapping[str, Any]:
    """The first article that the page describes in JSON-LD; what is not JSON is passed over."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            rows = _flat(json.loads(script))
        except (ValueError, RecursionError):
            continue
        found = next((row for row in rows if _is_article(row.get("@type"))), None)
        if found is not None:
            return found
    return {}


def _is_article(kind: Any) -> bool:
    return any(str(name).endswith(_ARTICLES) for name in (kind if isinstance(kind, list) else [kind]))


def _flat(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [row for item in value for row in _flat(item)]
    return [value, *_flat(value.get("@graph") or [])] if isinstance(value, dict) else []
