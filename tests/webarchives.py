"""Web archives made for tests: pages as a crawler stores them, whole, damaged, and in any number."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

WORDS = "Le ministre a rencontré mardi les chefs de l'opposition dans la capitale, selon un communiqué du gouvernement."
CRAWLED = "2024-05-06T07:08:09Z"


def page(number: int, *, day: bool = True, charset: str = "utf-8") -> bytes:
    """A small page of news in French, with its day or without."""
    on = (date(2023, 1, 1) + timedelta(number % 365)).isoformat()
    said = f'<meta property="article:published_time" content="{on}T08:00:00Z">' if day else ""
    text = (
        f'<html><head><meta charset="{charset}"><title>Dépêche {number}</title>{said}</head><body><article>'
        f"<h1>Dépêche {number}</h1><p>La délégation numéro {number} a été reçue. {WORDS}</p></article></body></html>"
    )
    return text.encode(charset)


def url(number: int) -> str:
    """The address of a page."""
    return f"https://www.exemple{number % 7}.org/actu/{number}"


def record(
    number: int, body: bytes, *, status: str = "200 OK", type: str = "text/html", packed: bool = True,
    headers: Sequence[tuple[str, str]] = (), kind: str = "response",
) -> bytes:  # fmt: skip
    """The bytes of one record of an answer, as warcio writes them."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    http = StatusAndHeaders(status, [("Content-Type", type), *headers], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url(number), kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": CRAWLED}
        )
    )
    return out.getvalue()


def info(packed: bool = True) -> bytes:
    """The record that says who made the archive."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    return out.getvalue()


def records(count: int, *, packed: bool) -> Iterator[bytes]:
    """A head and ``count`` pages."""
    yield info(packed)
    yield from (record(n, page(n), packed=packed) for n in range(count))


def shorten(one: bytes, *, by: int, packed: bool) -> bytes:
    """A record whose length is wrong by that much."""
    plain = gzip.decompress(one) if packed else one
    head, _, rest = plain.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    at = next(i for i, line in enumerate(lines) if line.lower().startswith(b"content-length:"))
    lines[at] = b"Content-Length: %d" % (int(lines[at].split(b":")[1]) - by)
    changed = b"\r\n".join(lines) + b"\r\n\r\n" + rest
    return gzip.compress(changed) if packed else changed
