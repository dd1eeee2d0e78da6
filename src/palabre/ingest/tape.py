"""Bytes of a stream that are looked at before they are taken: for archives that may be damaged."""

from __future__ import annotations

from collections.abc import Callable

_BLOCK = 1 << 18


class Tape:
    """A stream in bounded memory: what is held grows as far as it is looked at, and shrinks as it is taken.

    ``pull`` gives the next bytes, at most as many as it is asked for, and none at the end; ``at`` is the offset of
    the first byte held.
    """

    def __init__(self, pull: Callable[[int], bytes], at: int = 0) -> None:
        self._pull, self._ended = pull, False
        self.at, self.held = at, bytearray()

    def hold(self, size: int) -> int:
        """Hold ``size`` bytes if there are as many; how many are held."""
        while len(self.held) < size and not self._ended:
            block = self._pull(max(_BLOCK, size - len(self.held)))
            self._ended = not block
            self.held += block
        return len(self.held)

    def look(self, start: int, size: int) -> bytes:
        """The bytes held from ``start`` on, as many as there are up to ``size``."""
        self.hold(start + size)
        return bytes(self.held[start : start + size])

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, or what is left of them, which are then no longer held."""
        taken = self.look(0, size)
        self.drop(len(taken))
        return taken

    def drop(self, size: int) -> None:
        """Let go of ``size`` bytes that are held."""
        del self.held[:size]
        self.at += size
