"""The parts of a page: what holds no words of its article is taken out, and its lines are told in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import Comment, ProcessingInstruction, iterwalk
from lxml.html import HtmlElement

from palabre.ingest.web import load_web

SILENT = ("script", "style", "template", "svg", "iframe", "select", "button", "figcaption")
ASIDE = ("nav", "aside", "footer", "dialog")
BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section table td th title tr ul".split()
)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_OWN = ("html", "head", "body", "main", "article", "h1", "time", "meta", "link")
_NAMES = ("class", "id", "role", "itemprop")
_OF_ARTICLE = ("entry-date", "published", "pubdate", "post-date")
_SHARE, _GOES_ON = 0.3, 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is seen: its words, whether all of them are a link, and the times and names that its marks hold.

    ``changed`` and ``marked``: whether the marks say that a time is of a change, or of the article's publication.
    """

    words: str
    linked: bool
    stamps: tuple[str, ...] = ()
    changed: bool = False
    name: str | None = None
    heading: bool = False
    marked: bool = False


@dataclass(slots=True)
class _Open:
    """A line in the making."""

    words: list[str] = field(default_factory=list)
    bare: bool = False
    stamps: list[str] = field(default_factory=list)
    changed: bool = False
    name: str | None = None
    heading: bool = False
    marked: bool = False


def prune(tree: HtmlElement) -> None:
    """Take out of ``tree`` scripts, captions, menus, banners, comments and lists of other articles.

    A part that holds much of the page's text stays, whatever it is called.
    """
    for node in [*tree.iter(*SILENT), *tree.iter(Comment, ProcessingInstruction)]:
        _drop(node)
    for link in list(tree.iter("a")):
        _drop_pointer(link)
    body = tree.find(".//body")
    root = tree if body is None else body
    limit = _SHARE * _length(root)
    waiting = list(root)
    while waiting:
        node = waiting.pop()
        if _is_around(node) and _length(node) <= limit and next(node.iter("h1"), None) is None:
            _drop(node)
        else:
            waiting.extend(node)


def lines(tree: HtmlElement) -> Iterator[Line]:
    """The lines of a page in order, blanks reduced to one."""
    body = tree.find(".//body")
    now, links = _Open(), 0
    for event, node in iterwalk(tree if body is None else body, events=("start", "end")):
        links += (node.tag == "a") * (1 if event == "start" else -1)
        if node.tag in BLOCKS:
            yield from _closed(now)
            now = _Open()
        if event == "start":
            _mark(now, node)
        _say(now, node.text if event == "start" else node.tail, linked=links > 0)
    yield from _closed(now)


def _closed(now: _Open) -> Iterator[Line]:
    words = " ".join("".join(now.words).split())
    if words or now.stamps:
        yield Line(
            words, bool(words) and not now.bare, tuple(now.stamps), now.changed, now.name, now.heading, now.marked
        )


def _say(now: _Open, words: str | None, *, linked: bool) -> None:
    if words:
        now.words.append(words)
        now.bare = now.bare or (bool(words.strip()) and not linked)


def _mark(now: _Open, node: HtmlElement) -> None:
    """Times that a mark holds beside its words, and the author that it names."""
    now.heading = now.heading or node.tag in HEADINGS
    if node.tag == "time" or (node.tag in ("abbr", "span") and "published" in node.get("class", "")):
        stamp = node.get("datetime") or node.get("content") or node.get("title")
        now.stamps += [stamp] if stamp else []
        said = f"{node.get('class', '')} {node.get('itemprop', '')}".casefold()
        now.marked = now.marked or any(w in said for w in _OF_ARTICLE) or node.get("pubdate") is not None
        now.changed = now.changed or ("published" not in said and any(w in said for w in ("updated", "modif")))
    if node.get("rel") == "author" or node.get("itemprop") == "author" or "byline" in node.get("class", "").split():
        now.name = now.name or " ".join(node.text_content().split()) or None


def _drop_pointer(link: HtmlElement) -> None:
    """Take « Lire aussi » and its link out of a paragraph that goes on after it."""
    before, parent = link.getprevious(), link.getparent()
    if parent is None or parent.tag != "p" or len(link.tail or "") < _GOES_ON:
        return
    said = (before.tail if before is not None else parent.text) or ""
    label = said.strip() or ("".join(before.itertext()).strip() if before is not None else "")
    if not label or not load_web().tail.fullmatch(label):
        return
    if before is None:
        parent.text = ""
    elif said.strip():
        before.tail = " "
    else:
        _drop(before)
    _drop(link)


def _is_around(node: HtmlElement) -> bool:
    if not isinstance(node.tag, str) or node.tag in _OWN:
        return False
    if node.tag in ASIDE:
        return node.tag != "footer" or next(node.iterancestors("article", "main"), None) is None
    said = " ".join(words for name in _NAMES if (words := node.get(name)))
    web, said = load_web(), said.replace("_", "-")
    return bool(said and web.block.search(said)) and not web.body.search(said)


def _length(node: HtmlElement) -> int:
    return sum(len(words) for words in node.itertext() if words.strip())


def _drop(node: HtmlElement) -> None:
    """Take a node out and leave what follows it."""
    parent = node.getparent()
    if parent is None:
        return
    before, tail = node.getprevious(), node.tail or ""
    if before is not None:
        before.tail = f"{before.tail or ''}{tail}"
    else:
        parent.text = f"{parent.text or ''}{tail}"
    parent.remove(node)
