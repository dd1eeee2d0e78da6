"""What a page says of its article, in the order that docs/pages.md gives: JSON-LD, meta, microdata, what is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from palabre.ingest.article import About
from palabre.ingest.headers import Dated
from palabre.ingest.linked import ARTICLES, Row, is_kind, resembles, shared, text_of, texts_of
from palabre.ingest.moments import Moment, read_moment
from palabre.ingest.visible import Seen, named
from palabre.types import Problem

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publish-date",
    "publication_date", "publishdate", "article.published", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "last-modified", "lastmod",
    "revised", "dcterms.modified", "dc.date.modified", "article.updated",
)  # fmt: skip
_HEADLINES = (
    "//*[self::h2 or self::h3][contains(@class, 'entry-title') or contains(@class, 'post-title') or"
    " contains(@class, 'article-title') or @itemprop='headline'][not(.//ancestor::article[2])]"
)
_TITLES = ("og:title", "twitter:title", "dc.title", "headline")
_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "application-name")
_AUTHORS = ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")
_SECTIONS = ("article:section", "og:article:section", "section", "parsely-section", "articlesection")
_LANGUAGES = ("content-language", "language", "dc.language", "og:locale")
_SEPARATOR = re.compile(r"\s+[|–—·•»‹›:/-]+\s+|\s*[|»]\s*|:\s+")
_IN_URL = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?=/|-|\.|$)")
_WORD = re.compile(r"\w+")
_BARS = ("|", "»", "‹", "-", "–", "—")
_OUTLET, _MOST = 6, 20


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in a page's head and marks, before its words are looked at."""

    meta: dict[str, list[str]]
    item: dict[str, list[str]]
    rows: Sequence[Row]
    shown: tuple[str, ...]
    titles: tuple[str, ...]
    name: str | None
    address: str | None
    language: str | None


def read_head(tree: HtmlElement, rows: Sequence[Row], about: About) -> Head:
    """The head of a page; its titles are those that are shown first, then those it names itself."""
    meta = _meta(tree)
    nodes = [*tree.iter("h1"), *tree.xpath(_HEADLINES)][:_MOST]
    shown = [words for node in nodes if (words := _clean(node.text_content()))]
    named_so = [words for key in _TITLES for value in meta.get(key, ()) if (words := _clean(value))]
    return Head(
        meta=meta,
        item=_items(tree),
        rows=rows,
        shown=tuple(shown),
        titles=(*shown, *named_so),
        name=next((words for node in tree.iter("title") if (words := _clean(node.text_content()))), None),
        address=about.url or _address(tree, meta),
        language=_language(tree, meta),
    )


def find_title(head: Head, row: Row) -> str | None:
    """The title that is seen, where the page's own names of it are like it; else the one that the page names.

    A page's name ends in that of its outlet, which is cut off, and an outlet's name alone is no title.
    """
    outlet = (find_publisher(head, row) or "").casefold()
    said = [text_of(row.get("headline")) or "", *head.titles]
    titles = [words for words in said if words and words.casefold() != outlet]
    seen = [words for words in head.shown if words in titles]
    names = [text_of(row.get("headline")) or "", *head.meta.get("og:title", ()), head.name or ""]
    alike = [words for words in seen if any(_is_like(words, name) for name in names if name)]
    best = max(alike, key=lambda words: max(shared(words, name) for name in names), default=None)
    called = [words for words in titles if words not in head.shown]
    found = best or next(iter([*called, *titles]), None) or head.name
    return _without_outlet(found, outlet, alone=not titles) if found else None


def _is_like(shown: str, name: str) -> bool:
    """Whether a heading is what a page is named for: the name begins with it, or shares its words."""
    return name.casefold().startswith(shown.casefold()) or (len(_WORD.findall(shown)) > 2 and resembles(shown, name))


def find_publisher(head: Head, row: Row) -> str | None:
    """The outlet, by its own word for it."""
    said = [text_of(row.get("publisher")), *_values(head.meta, _PUBLISHERS), *head.item.get("publisher", ())]
    said += [text_of(one) for one in head.rows if is_kind(one, ("NewsMediaOrganization", "WebSite"))]
    return next((name for words in said if (name := _clean(words)) and not name.startswith(("http", "@"))), None)


def describe(head: Head, row: Row, seen: Seen, title: str | None, about: About) -> tuple[About, list[Problem]]:
    """What is known of the article (``about`` wins, then the page), and what is doubtful about it."""
    dated, problems = _dated(head, row, seen)
    authors = [*texts_of(row.get("author")), *_values(head.meta, _AUTHORS), *head.item.get("author", ())]
    names = [name for words in authors if (name := named(words))]
    listed = [name for words in texts_of(row.get("author")) if (name := named(words))]
    sections = [
        text_of(row.get("articleSection")),
        *_values(head.meta, _SECTIONS),
        *head.item.get("articlesection", ()),
    ]
    known = replace(
        about,
        published=about.published or (dated.published.day if dated.published else None),
        published_at=about.published_at or (dated.published.at if dated.published else None),
        updated_at=about.updated_at or (dated.updated.at if dated.updated else None),
        title=title,
        publisher=about.publisher or find_publisher(head, row) or _named_beside(head.name, title),
        url=head.address or _own_address(head, row),
        author=about.author or ", ".join(listed) or next(iter(names), None) or seen.author,
        section=about.section or next((words for value in sections if (words := _clean(value))), None),
        hint=about.hint or text_of(row.get("inLanguage")) or head.language,
    )
    return known, problems


def _named_beside(name: str | None, title: str | None) -> str | None:
    """The outlet that the page's own name holds beside the title."""
    if not name or not title or len(name) <= len(title) or not name.casefold().startswith(title.casefold()):
        return None
    cut = _SEPARATOR.match(name, len(title))
    rest = name[cut.end() :].strip() if cut else ""
    return rest if rest and len(rest.split()) <= _OUTLET and not _SEPARATOR.search(rest) else None


def claims_article(head: Head, row: Row) -> bool:
    """Whether a page calls itself an article."""
    kinds = [*head.meta.get("og:type", ()), *head.item.get("itemtype", ())]
    return is_kind(row, ARTICLES) or any("article" in kind.casefold() for kind in kinds)


def _dated(head: Head, row: Row, seen: Seen) -> tuple[Dated, list[Problem]]:
    """The days of publication and of the last change, each from the first that tells it."""
    said = [row.get("datePublished"), *_values(head.meta, _PUBLISHED), *head.item.get("datepublished", ())]
    said += [row.get("coverageStartTime"), row.get("dateCreated")]
    changes = [row.get("dateModified"), *_values(head.meta, _UPDATED), *head.item.get("datemodified", ())]
    shown, told = seen.dated.published, _moment(said)
    published, problems = _agreed(told, shown, seen.dated)
    updated = _moment(changes) or seen.dated.updated
    if published is None and (in_url := _in_url(head.address)):
        published = in_url
    if published is None and updated:
        words = "the page gives only the day of its last change, taken for that of publication"
        return Dated(Moment(updated.day), updated), [*problems, Problem("dated-by-change", words)]
    early = updated and published and _is_before(updated, published)
    if problems and told and updated and updated.day == told.day:
        updated = seen.dated.updated  # the day that the page was made anew
    return Dated(published, None if early else updated), problems


def _is_before(one: Moment, other: Moment) -> bool:
    if one.at and other.at and one.at.tzinfo and other.at.tzinfo:
        return one.at < other.at
    return one.day < other.day


def _agreed(told: Moment | None, shown: Moment | None, dated: Dated) -> tuple[Moment | None, list[Problem]]:
    """The day that is shown wins over a later one in the page's data: one off is the zone, more a page made anew."""
    if told is None or shown is None or told.day == shown.day:
        return told or shown, []
    if _is_swapped(told.day, shown.day):
        return told, []
    apart = abs((told.day - shown.day).days)
    if apart == 1 and told.is_utc:
        return Moment(shown.day, told.at), []
    if dated.labelled and shown.day < told.day:
        words = f"the page's data say {told.day}, later than {shown.day}, the day that it shows, which was taken"
        return shown, [Problem("days-differ", words)]
    return told, []


def _is_swapped(told: date, shown: date) -> bool:
    """Whether 06/01/2020 was written by an American, and read by us."""
    return (told.year, told.month, told.day) == (shown.year, shown.day, shown.month)


def _moment(said: Sequence[Any]) -> Moment | None:
    return next((found for words in said if isinstance(words, str) and (found := read_moment(words))), None)


def _in_url(address: str | None) -> Moment | None:
    found = _IN_URL.search(urlsplit(address).path) if address else None
    try:
        return Moment(date(*(int(part) for part in found.groups()))) if found else None
    except ValueError:
        return None


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the page's meta elements by their name, in small letters."""
    found: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
        if name and node.get("content"):
            found.setdefault(name.strip().casefold(), []).append(node.get("content"))
    return found


def _items(tree: HtmlElement) -> dict[str, list[str]]:
    """The microdata of the page's article: properties by name, those of things inside it left out."""
    scopes = [node for node in tree.xpath("//*[@itemscope]") if (node.get("itemtype") or "").endswith(ARTICLES)]
    found: dict[str, list[str]] = {"itemtype": [scopes[0].get("itemtype")] if scopes else []}
    nodes = scopes[0].xpath(".//*[@itemprop]") if scopes else ()
    for node in nodes:
        owner = next(node.iterancestors("*"), None)
        while owner is not None and owner.get("itemscope") is None:
            owner = owner.getparent()
        if owner is scopes[0]:
            found.setdefault(node.get("itemprop").casefold(), []).append(_item(node))
    return found


def _item(node: HtmlElement) -> str:
    inner = node.xpath(".//*[@itemprop='name']") if node.get("itemscope") is not None else ()
    holder = inner[0] if inner else node
    return (
        holder.get("content")
        or holder.get("datetime")
        or holder.get("title")
        or " ".join(holder.text_content().split())
    )


def _values(found: dict[str, list[str]], keys: Sequence[str]) -> Iterator[str]:
    yield from (value for key in keys for value in found.get(key, ()))


def _address(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    """The page's own address: its canonical one, unless that is only the outlet's front page."""
    linked = [node.get("href") or "" for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower()]
    base = next((node.get("href") for node in tree.iter("base") if node.get("href")), "") or next(
        iter(meta.get("og:url", ())), ""
    )
    said = [urljoin(base, words.strip()) for words in (*linked, *meta.get("og:url", ())) if words.strip()]
    whole = [words for words in said if urlsplit(words).scheme in ("http", "https")]
    return next(
        (words for words in whole if len(urlsplit(words).path) > 1 or urlsplit(words).query), next(iter(whole), None)
    )


def _own_address(head: Head, row: Row) -> str | None:
    page = row.get("mainEntityOfPage")
    said = [row.get("url"), page.get("@id") if isinstance(page, dict) else page]
    return next((url for url in (*said, *head.item.get("mainentityofpage", ())) if _is_address(url)), None)


def _is_address(url: Any) -> bool:
    return isinstance(url, str) and url.startswith("http")


def _language(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    said = [node.get("lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang") for node in tree.iter("html")]
    return next((words for words in (*said, *_values(meta, _LANGUAGES)) if words), None)


def _without_outlet(title: str, outlet: str, *, alone: bool) -> str:
    """A title without the outlet's name at its end or head; ``alone``: without the last part of the page's name."""
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title
    ends = next((cut.start() for cut in cuts if outlet and title[cut.end() :].casefold() == outlet), None)
    if ends is not None:
        return title[:ends].strip()
    head, tail = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
    start, rest = title[: cuts[0].start()].strip(), title[cuts[0].end() :].strip()
    if alone and outlet and start.casefold() == outlet:
        return rest
    unnamed = alone and cuts[-1].group().strip() in _BARS and len(tail.split()) <= 4
    return head if unnamed and len(head.split()) > 3 else title


def _clean(words: str | None) -> str | None:
    return text_of(words)
