"""The gzip members of an archive, one after the other; damaged ones are left where the next one begins."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BufferedIOBase

from palabre.ingest.tape import Tape

MAGIC = b"\x1f\x8b\x08"
DAMAGED, CUT = "the gzip member is damaged", "the gzip member is cut short"
_GZIP, _BLOCK = 31, 1 << 16  # 31: a gzip head and its checksum are expected
# A damaged member is searched for the next one as far back as this.
_KEPT = 32_000_000
_HEAD = re.compile(re.escape(MAGIC))


class Member:
    """One gzip member: ``tape`` gives what is in it; ``failure`` says what is wrong with it, once it is known."""

    def __init__(self, outer: Tape) -> None:
        self._outer, self._used, self._left = outer, 0, b""
        self._unpack = zlib.decompressobj(_GZIP)
        self.offset, self.failure = outer.at, ""
        self.tape = Tape(self._pull)

    def _pull(self, size: int) -> bytes:
        out = b""
        while not out and not self._unpack.eof and not self.failure:
            out = self._step(self._left or self._next(), size)
        return out

    def _step(self, packed: bytes, size: int) -> bytes:
        if not packed:
            self.failure = CUT
            return b""
        try:
            out = self._unpack.decompress(packed, size)
        except zlib.error:
            self.failure = DAMAGED
            return b""
        self._left = self._unpack.unconsumed_tail
        self._used -= len(self._unpack.unused_data)
        return out

    def _next(self) -> bytes:
        if self._used > _KEPT:
            self._outer.drop(self._used)
            self._used = 0
        packed = self._outer.look(self._used, _BLOCK)
        self._used += len(packed)
        return packed

    def close(self) -> None:
        """Leave the member: what follows it comes next, or the next one that begins after it where it is damaged."""
        while self._pull(_BLOCK):
            pass
        if self.failure:
            seek(self._outer)
        else:
            self._outer.drop(self._used)


def split(stream: BufferedIOBase) -> Iterator[Member]:
    """The members of ``stream``; bytes between them that are none make a member that has failed."""
    outer = Tape(stream.read)
    while outer.hold(len(MAGIC)):
        if not outer.held.startswith(MAGIC) and not outer.look(0, _BLOCK).strip(b"\0\r\n"):  # padding
            return
        member = Member(outer)
        yield member
        member.close()


def seek(outer: Tape) -> None:
    """Go to the next member that can be unpacked, from the second byte on; to the end where there is none."""
    outer.drop(min(1, outer.hold(1)))
    while outer.hold(_BLOCK):
        found = next((m.start() for m in _HEAD.finditer(outer.held) if _begins(outer, m.start())), None)
        if found is not None:
            outer.drop(found)
            return
        outer.drop(max(len(outer.held) - len(MAGIC) + 1, 1))


def _begins(outer: Tape, start: int) -> bool:
    """Whether a member of a web archive begins there: its magic number may stand anywhere by chance."""
    try:
        return zlib.decompressobj(_GZIP).decompress(outer.look(start, 4096), 5).startswith(b"WARC/")
    except zlib.error:
        return False
