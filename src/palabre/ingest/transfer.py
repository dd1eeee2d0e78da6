"""What was done to a page for its way through HTTP, undone: chunks, gzip, deflate, Brotli; where it was done at all."""

from __future__ import annotations

import re
import zlib

_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_GZIP, _ZLIB, _BARE = 31, 15, -15
_BRANCHES = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _BARE)}


def undo(body: bytes, *, transfer: str, encoding: str, limit: int) -> bytes:
    """The page, at most ``limit`` bytes of it, by the headers ``Transfer-Encoding`` and ``Content-Encoding``.

    Crawlers often keep the headers and store the page plain: what does not fit its header is left as it is.

    >>> undo(b"3\\r\\nabc\\r\\n0\\r\\n\\r\\n", transfer="chunked", encoding="", limit=99)
    b'abc'
    >>> undo(b"<html>", transfer="chunked", encoding="gzip", limit=99)
    b'<html>'
    """
    if "chunked" in transfer.lower():
        body = _joined(body)
    for name in reversed(encoding.lower().replace(",", " ").split()):
        body = _unbrotlied(body, limit) if name == "br" else _inflated(body, _BRANCHES.get(name, ()), limit)
    return body[:limit]


def _joined(body: bytes) -> bytes:
    """Chunks without what stands between them; the last one may be cut short."""
    parts, at = list[bytes](), 0
    while size := _SIZE.match(body, at):
        length = int(size.group(1), 16)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
        if not length:
            break
    return b"".join(parts) if parts else body


def _inflated(body: bytes, ways: tuple[int, ...], limit: int) -> bytes:
    for way in ways:
        try:
            return zlib.decompressobj(way).decompress(body, limit) or body
        except zlib.error:
            continue
    return body


def _unbrotlied(body: bytes, limit: int) -> bytes:
    import brotli

    try:
        return bytes(brotli.Decompressor().process(body, output_buffer_limit=limit)) or body
    except brotli.error:
        return body
