"""Compressed files (gzip, xz, bzip2), unpacked as they are read; damage and bombs end them, and are told."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader, RawIOBase
from typing import Any, cast

from palabre.errors import InputError
from palabre.ingest.asking import Asked, Read
from palabre.types import Article

MAGIC = {b"\x1f\x8b": "gz", b"\xfd7zXZ\0": "xz", b"BZh": "bz2"}
SUFFIXES = {".gz": "gz", ".xz": "xz", ".bz2": "bz2"}
DEEPEST = 3
# Text shrinks to a tenth, seldom to a fiftieth: what shrinks more, and is large, was made to fill a disk.
RATIO, SMALL = 200, 100_000_000
CUT, DAMAGED = "the compressed file is cut short", "the compressed file is damaged"
SWELLS = f"the file unpacks to more than {RATIO} times its size, as nothing that is written does"
_MACHINES: dict[str, Any] = {
    "gz": lambda: zlib.decompressobj(31),
    "xz": lzma.LZMADecompressor,
    "bz2": bz2.BZ2Decompressor,
}
_BLOCK = 1 << 16


class _Unpacked(RawIOBase):
    """What a compressed stream unpacks to, up to its end or to where it is damaged: ``failure`` says so."""

    def __init__(self, stream: BufferedReader, kind: str) -> None:
        self._stream, self._new = stream, _MACHINES[kind]
        self._machine, self._left = self._new(), b""
        self._packed, self._count, self.failure = 0, 0, ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        out = b""
        while not out and not self.failure and self._is_more():
            out = self._step(len(buffer))
        self._count += len(out)
        if self._count > max(SMALL, RATIO * self._packed):
            self.failure = SWELLS
        buffer[: len(out)] = out
        return len(out)

    def _is_more(self) -> bool:
        """Whether the stream goes on; what follows an end is another one, or padding."""
        if not self._machine.eof:
            return True
        self._left = (self._machine.unused_data or self._next()).lstrip(b"\0")
        self._machine = self._new() if self._left else self._machine
        return bool(self._left)

    def _step(self, size: int) -> bytes:
        packed = self._left or (self._next() if getattr(self._machine, "needs_input", True) else b"")
        if not packed and getattr(self._machine, "needs_input", True):
            self.failure = CUT
            return b""
        try:
            out = bytes(self._machine.decompress(packed, size))
        except (OSError, zlib.error, lzma.LZMAError):
            self.failure = DAMAGED
            return b""
        self._left = getattr(self._machine, "unconsumed_tail", b"")
        return out

    def _next(self) -> bytes:
        block = self._stream.read1(_BLOCK)
        self._packed += len(block)
        return block


def read_packed(
    where: str, stream: BufferedReader, name: str, asked: Asked, *, kind: str, read: Read
) -> Iterator[Article]:
    """The articles of a compressed file, which is read as its name without the suffix says, or its first bytes.

    Raises InputError where it is damaged or cut short, after what was read of it.
    """
    check_depth(where, asked)
    suffix = next((one for one in SUFFIXES if name.lower().endswith(one)), "")
    unpacked = _Unpacked(stream, kind)
    inner = BufferedReader(cast("Any", unpacked), 1 << 18)
    try:
        yield from read(where, inner, name[: len(name) - len(suffix)], deeper(asked))
    except InputError as error:
        if not unpacked.failure:
            raise
        asked.report(error)
    if unpacked.failure:
        raise InputError(where, unpacked.failure, "what could be unpacked was read; get the file anew")


def check_depth(where: str, asked: Asked) -> None:
    """Raise InputError for an archive within archives within archives."""
    if asked.depth >= DEEPEST:
        raise InputError(where, f"the archive lies in {DEEPEST} others", "unpack the outer ones first")


def deeper(asked: Asked) -> Asked:
    """What is asked of what lies in an archive."""
    return replace(asked, depth=asked.depth + 1)
