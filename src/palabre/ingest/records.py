"""The records of a web archive (WARC) as bytes, with their offsets; bad ones are told, and the next one is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader

from palabre.ingest import members
from palabre.ingest.tape import Tape

BEGIN = b"WARC/"
CUT = "the record is cut short"
WRONG = "the length of the record is wrong"
NO_RECORD = "no record begins here"
NO_LENGTH = "the record does not say its length"
_HEAD, _GAP = 1 << 16, b"\r\n\r\n"
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_MARK = b"\nWARC/1."
_NEXT = re.compile(rb"\nWARC/1\.\d\r?\n[A-Za-z-]+[ \t]*:")
_STEP, _OVERLAP = 1 << 20, 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One record: where it begins, its bytes, and what is wrong with it; only its first bytes where it is ``large``."""

    offset: str
    content: bytes = b""
    failure: str = ""
    large: bool = False


def split(stream: BufferedReader, limit: int) -> Iterator[Piece]:
    """The records of ``stream``, packed or not; those of more than ``limit`` bytes are large.

    An offset is that of the record in the file; of one that does not begin its gzip member, that of the member and,
    after a plus, the place in what it unpacks to.
    """
    if not _is_packed(stream.peek(_HEAD)):
        yield from _Splitter(Tape(stream.read), limit)
        return
    for member in members.split(stream):
        told = False
        for piece in _Splitter(member.tape, limit, member):
            told = told or bool(piece.failure)
            yield piece
        if member.failure and not told:
            yield Piece(str(member.offset), failure=member.failure)


def _is_packed(head: bytes) -> bool:
    """Whether it is packed; where the first member is damaged, the next ones tell."""
    return not head.startswith(BEGIN) and members.MAGIC in head and _MARK not in head


class _Splitter:
    """Cuts a tape into records."""

    def __init__(self, tape: Tape, limit: int, member: members.Member | None = None) -> None:
        self.tape, self.limit, self.member = tape, limit, member

    def __iter__(self) -> Iterator[Piece]:
        while self._skip_gap():
            yield self._large() if self._size() > self.limit else self._next()

    def _skip_gap(self) -> bool:
        while ahead := self.tape.look(0, 64):
            gap = len(ahead) - len(ahead.lstrip(b"\r\n"))
            self.tape.drop(gap)
            if gap < len(ahead):
                return True
        return False

    def _next(self) -> Piece:
        offset, size = self._offset(), self._size()
        held = self.tape.hold(size + len(_GAP) + len(BEGIN)) if size else 0
        failure = self._failure(size, held)
        if failure:
            self._seek()
            return Piece(offset, failure=failure)
        return Piece(offset, self.tape.take(size))

    def _failure(self, size: int, held: int) -> str:
        if not size:
            return (self.member and self.member.failure) or self._no_size()
        after = bytes(self.tape.held[size : size + len(_GAP) + len(BEGIN)])
        rest = after.lstrip(b"\r\n")
        if held >= size and (not rest or after.startswith(_GAP) or rest.startswith(BEGIN[: len(rest)])):
            ended = held < size + len(_GAP) + len(BEGIN)
            return self.member.failure if self.member and ended else ""
        if self.member and self.member.failure:
            return self.member.failure
        return CUT if held < size and not _NEXT.search(self.tape.held) else WRONG

    def _no_size(self) -> str:
        held = self.tape.held
        if not held.startswith(BEGIN):
            return NO_RECORD
        return NO_LENGTH if held.find(_GAP, 0, _HEAD) >= 0 else CUT

    def _size(self) -> int:
        """Head and content of the record that begins here; 0 where none does."""
        head = self.tape.look(0, 4096)
        if not head.startswith(BEGIN):
            return 0
        end = head.find(_GAP)
        if end < 0:
            head = self.tape.look(0, _HEAD)
            end = head.find(_GAP)
        length = _LENGTH.search(head, 0, end + 2) if end >= 0 else None
        return end + len(_GAP) + int(length.group(1)) if length else 0

    def _large(self) -> Piece:
        """A record that is not held whole: its bytes are let go as they come, unless another one begins among them."""
        offset, left, head = self._offset(), self._size(), self.tape.look(0, _HEAD)
        while left:
            here = self.tape.hold(min(left, _STEP))
            if not here:
                return Piece(offset, failure=(self.member and self.member.failure) or CUT)
            if _find(self.tape.held, left) >= 0:
                self._seek()
                return Piece(offset, failure=WRONG)
            step = left if here >= left else max(here - _OVERLAP, 1)
            self.tape.drop(step)
            left -= step
        return Piece(offset, head, large=True)

    def _seek(self) -> None:
        """Go to the next record, after the one that begins here."""
        tape = self.tape
        while tape.hold(_HEAD) > 1:
            found = _find(tape.held)
            if found >= 0:
                tape.drop(found + 1)
                return
            tape.drop(max(len(tape.held) - _OVERLAP, 1))
        tape.drop(tape.hold(1))

    def _offset(self) -> str:
        if self.member is None:
            return str(self.tape.at)
        return f"{self.member.offset}+{self.tape.at}" if self.tape.at else str(self.member.offset)


def _find(held: bytearray, end: int | None = None) -> int:
    """Where the next record begins among the bytes held (the line end before it), -1 where none does."""
    at = held.find(_MARK, 0, end)
    while at >= 0 and not _NEXT.match(held, at):
        at = held.find(_MARK, at + 1, end)
    return at
