"""The body of an answer: unpacked as it comes, and never more of it than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import httpcore

from palabre.errors import FetchError

_ZIPPED, _RAW = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS  # gzip or zlib, told by their heads; bare deflate
PACKED = ("gzip", "x-gzip", "deflate")
REMEDY = "ask the outlet for a smaller feed, or save the page and read the file"


def read_body(url: str, chunks: Iterable[bytes], encoding: str, *, limit: int) -> tuple[bytes, bool]:
    """The unpacked body, and whether it broke off before its end.

    Raises FetchError where it is larger than ``limit`` (as sent or as unpacked) or packed in another way.
    """
    packing = encoding.strip().lower()
    if packing not in ("", "identity", *PACKED):
        raise FetchError(url, f"the answer is packed as {packing}, which was not asked for", code="encoding")
    body, sent, unpack = bytearray(), 0, Unpacker(url, limit) if packing in PACKED else None
    try:
        for chunk in chunks:
            sent += len(chunk)
            if sent > limit:
                raise too_large(url, limit)
            body += unpack.add(chunk) if unpack else chunk
    except (httpcore.RemoteProtocolError, httpcore.ReadError):
        return bytes(body), True
    return bytes(body), bool(unpack and not unpack.complete)


def too_large(url: str, limit: int) -> FetchError:
    """That an answer is larger than is allowed."""
    return FetchError(url, f"the answer is larger than {limit / 1_000_000:g} MB", REMEDY, code="large")


class Unpacker:
    """Unpacks bytes piece by piece, and stops where they grow beyond a limit."""

    def __init__(self, url: str, limit: int) -> None:
        self._url, self._limit, self._made, self._inner = url, limit, 0, zlib.decompressobj(_ZIPPED)

    @property
    def complete(self) -> bool:
        """Whether the packed bytes came to their end."""
        return self._inner.eof or not self._made

    def add(self, packed: bytes) -> bytes:
        """What some more bytes unpack to; raises FetchError where it is too much, or no packed bytes at all."""
        try:
            made = bytearray(self._unpacked(packed))
            while self._inner.eof and (rest := self._inner.unused_data.lstrip(b"\0")):  # several packets in a row
                self._inner = zlib.decompressobj(_ZIPPED)
                made += self._unpacked(rest)
        except zlib.error as error:
            raise FetchError(self._url, "the answer cannot be unpacked", "try again later", code="encoding") from error
        return bytes(made)

    def _unpacked(self, packed: bytes) -> bytes:
        room = self._limit - self._made + 1
        try:
            made = self._inner.decompress(packed, room)
        except zlib.error:
            if self._made:
                raise
            self._inner = zlib.decompressobj(_RAW)
            made = self._inner.decompress(packed, room)
        self._made += len(made)
        if self._made > self._limit:
            raise too_large(self._url, self._limit)
        return made
