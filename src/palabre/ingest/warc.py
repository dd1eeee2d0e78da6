"""Web archives (WARC): the pages they hold as answers of HTTP, with the offset of each; bad records are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BufferedReader, BytesIO
from typing import Any
from urllib.parse import urlsplit

from palabre.errors import InputError
from palabre.ingest import members
from palabre.ingest.article import About
from palabre.ingest.asking import Asked
from palabre.ingest.html import decode_page, from_html, looks_like_html
from palabre.ingest.records import BEGIN, NO_RECORD, Piece, split
from palabre.ingest.transfer import undo
from palabre.types import Article

HTML = ("text/html", "application/xhtml+xml")
_RESPONSE = re.compile(rb"\nwarc-type:[ \t]*response[ \t]*\r?\n", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEADERS = ("Content-Type", "Transfer-Encoding", "Content-Encoding")
Get = Callable[[str], str | None]
# Bad records at the head of a file, after which it is taken for an archive nevertheless.
_BAD = 1000
_AGAIN = "fetch that page again, or get the archive anew; the other records are read"


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of HTTP as a record keeps it: ``retrieved`` is the day it was fetched, no day of publication."""

    url: str | None
    retrieved: date | None
    status: str
    type: str
    body: bytes


def read_pages(where: str, stream: BufferedReader, name: str, asked: Asked) -> Iterator[Article]:
    """The articles of the pages in an archive, whose sources are ``archive@offset``.

    Raises InputError where the archive is empty, is none, or holds no page at all.
    """
    if not stream.peek(1):
        raise InputError(where, "the archive is empty", "get it anew")
    before, pieces = asked.passed.total(), 0
    for piece in _sound_first(where, split(stream, asked.limit)):
        pieces += 1
        record = f"{where}@{piece.offset}"
        try:
            response = _response(record, piece, asked)
            if response is not None:
                yield _article(record, response, asked)
        except InputError as error:
            asked.report(error)
    if asked.passed.total() - before == pieces:
        raise InputError(where, "the archive holds no page", "only HTML pages that were answered with 200 are read")


def _sound_first(where: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces, once one of them is sound. Raises InputError where none is."""
    bad: list[Piece] = []
    for piece in pieces:
        bad.append(piece)
        if not piece.failure or len(bad) > _BAD:
            yield from bad
            yield from pieces
            return
    if bad and bad[0].failure in (NO_RECORD, members.DAMAGED):
        raise InputError(where, "the file is no WARC archive, despite its name", "get it anew, or name it as it is")
    yield from bad


def begins(content: bytes) -> bool:
    """Whether a web archive begins so, unpacked."""
    return content.startswith(BEGIN)


def _response(where: str, piece: Piece, asked: Asked) -> Response | None:
    """The page of a record; None where it holds none, or was read already."""
    if piece.failure:
        raise InputError(where, piece.failure, _AGAIN)
    head = piece.content.find(b"\r\n\r\n")
    if not _RESPONSE.search(piece.content, 0, head + 2):
        asked.passed["record"] += 1
        return None
    response = parse(where, piece.content, asked.limit)
    if response.status != "200":
        asked.passed["status"] += 1
        return None
    if not _is_html(response):
        asked.passed["type"] += 1
        return None
    if piece.large:
        raise InputError(where, f"the page is larger than {asked.limit // 1_000_000} MB", "read it by itself")
    if asked.skip(where, piece.content):
        return None
    return response


def _is_html(response: Response) -> bool:
    kind = response.type.partition(";")[0].strip().lower()
    return kind in HTML or (not kind and looks_like_html(response.body))


def _article(where: str, response: Response, asked: Asked) -> Article:
    try:
        return _made(where, response, asked)
    except InputError:
        raise
    except Exception as error:  # a page of which the libraries make nothing costs itself alone
        reason = f"{type(error).__name__}: {error}"
        what = f"the article could not be read: {reason}"
        raise InputError(where, what, "please report it with the article") from error


def _made(where: str, response: Response, asked: Asked) -> Article:
    declared = _CHARSET.search(response.type)
    page = decode_page(where, response.body, charset=declared.group(1) if declared else None)
    about = About(url=response.url)
    article = from_html(page, source=where, published=asked.published, language=asked.language, about=about)
    return replace(
        article, publisher=article.publisher or outlet(response.url), retrieved=article.retrieved or response.retrieved
    )


def outlet(url: str | None) -> str | None:
    """The host of an address, which stands for the publisher where a page names none.

    >>> outlet("https://www.example.org/a/b")
    'example.org'
    """
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def parse(where: str, content: bytes, limit: int) -> Response:
    """The response in the bytes of a record. Raises InputError where it cannot be parsed."""
    try:
        return parser()(content, limit)
    except Exception as error:  # the libraries raise whatever their parts raise
        raise InputError(where, f"the record cannot be parsed: {error}", _AGAIN) from error


@cache
def parser() -> Callable[[bytes, int], Response]:
    """The parser of records: fastwarc's where it is installed, else warcio's; both give the same."""
    try:
        import fastwarc.warc  # noqa: F401
    except ImportError:
        return with_warcio
    return with_fastwarc


def with_warcio(content: bytes, limit: int) -> Response:
    """Parses with warcio."""
    from warcio.archiveiterator import ArchiveIterator

    record = next(iter(ArchiveIterator(BytesIO(content))))
    http, head, body = record.http_headers, record.rec_headers.get_header, record.raw_stream.read()
    return _answer(head, http.get_header if http else None, http and http.get_statuscode(), limit, body)


def with_fastwarc(content: bytes, limit: int) -> Response:
    """Parses with fastwarc."""
    from fastwarc.warc import ArchiveIterator

    record = next(iter(ArchiveIterator(BytesIO(content), parse_http=True)))
    http, body = record.http_headers, record.reader.read()
    return _answer(record.headers.get, http.get if http else None, http and http.status_code, limit, body)


def _answer(head: Get, http: Get | None, status: Any, limit: int, body: bytes) -> Response:
    """The answer by the headers of its record and of HTTP."""
    said = {name: ((http and http(name)) or "").strip() for name in _HEADERS}
    return Response(
        url=_address(head("WARC-Target-URI")),
        retrieved=_day(head("WARC-Date")),
        status=str(status or "").strip(),
        type=said["Content-Type"],
        body=undo(body, transfer=said["Transfer-Encoding"], encoding=said["Content-Encoding"], limit=limit),
    )


def _address(url: str | None) -> str | None:
    return (url or "").strip().removeprefix("<").removesuffix(">") or None


def _day(stamp: str | None) -> date | None:
    try:
        return date.fromisoformat((stamp or "")[:10])
    except ValueError:
        return None
