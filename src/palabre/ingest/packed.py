"""Compressed files (gzip, xz, bzip2), unpacked as they are read; damage and bombs end them, and are told."""

from __future__ import annotations

import bz2
import gzip
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
_OPEN: dict[str, Any] = {"gz": gzip.GzipFile, "xz": lzma.LZMAFile, "bz2": bz2.BZ2File}


class _Counted(RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BufferedReader) -> None:
        self.stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self.stream.readinto1(buffer)
        self.count += count
        return count


class _Unpacked(RawIOBase):
    """What a compressed stream unpacks to, up to its end or to where it is damaged: ``failure`` says so."""

    def __init__(self, stream: BufferedReader, kind: str) -> None:
        self._packed = _Counted(stream)
        self._stream = _OPEN[kind](BufferedReader(self._packed, 1 << 18))
        self._count, self.failure = 0, ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.failure:
            return 0
        try:
            count = int(self._stream.readinto(buffer))
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            cut = isinstance(error, EOFError)
            self.failure = "the compressed file is cut short" if cut else "the compressed file is damaged"
            return 0
        self._count += count
        if self._count > max(SMALL, RATIO * self._packed.count):
            self.failure = f"the file unpacks to more than {RATIO} times its size, as nothing that is written does"
            return 0
        return count


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
