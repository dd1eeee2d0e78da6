"""The HTML of an item as paragraphs of plain text; what programs of publishing add at its end is taken off."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape

from palabre.ingest.feeds.links import load_rows

_BLOCKS = frozenset(
    (
        "p br div li ul ol tr table blockquote h1 h2 h3 h4 h5 h6 section article header footer figure figcaption hr pre"
    ).split()
)
_DROPPED = ("script", "style", "iframe", "figcaption", "noscript", "form", "button", "svg", "object", "template")
_TAG = re.compile(r"<\s*/?\s*[a-z][^<>]*>|<!--", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:p|br|div|a|img|strong|em|span)\b", re.IGNORECASE)


def plain(text: str) -> str:
    """A title as plain text on one line.

    >>> plain("Niger&nbsp;: l&#8217;<em>ambassadeur</em> &amp; ses hommes")
    'Niger : l’ambassadeur & ses hommes'
    """
    return " ".join(" ".join(paragraphs(text)).split())


def paragraphs(html: str) -> list[str]:
    """The paragraphs of a piece of HTML, or of plain text.

    >>> paragraphs("<p>Un <b>accord</b>.</p><p>Deux&nbsp;pays<br>trois<script>x()</script></p>")
    ['Un accord.', 'Deux pays', 'trois']
    >>> paragraphs("5 < 6 & 7")
    ['5 < 6 & 7']
    """
    if _ESCAPED.search(html):  # written twice over
        html = unescape(html)
    said = _walked(html) if _TAG.search(html) else unescape(html)
    lines = (" ".join(line.split()) for line in said.split("\n"))
    return [line for line in lines if line]


def body(html: str) -> list[str]:
    """The paragraphs of an item, without « Lire la suite » and the like at their end.

    >>> body("<p>Le Niger a rappelé son ambassadeur […]</p><p>The post Le Niger appeared first on Site.</p>")
    ['Le Niger a rappelé son ambassadeur']
    """
    said = paragraphs(html)
    while said:
        last = said[-1]
        for tail in _tails():
            last = tail.sub("", last).strip()
        if last == said[-1]:
            break
        said[-1:] = [last] if last else []
    return said


def escaped(text: str) -> str:
    """Plain text as HTML."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())


@cache
def _tails() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in load_rows()["tails"])


def _walked(html: str) -> str:
    """The words of a tree, a line for each block."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(f"<div>{html}</div>", parser=HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, ValueError):
        return unescape(_TAG.sub(" ", html))
    etree.strip_elements(tree, *_DROPPED, etree.Comment, with_tail=False)
    said: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        words = element.text if event == "start" else element.tail
        said += ["\n"] * (element.tag in _BLOCKS) + [re.sub(r"\s+", " ", words or "")]
    return "".join(said)
