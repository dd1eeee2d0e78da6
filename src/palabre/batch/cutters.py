"""Processes that take articles from their files side by side, for the reading processes of one machine.

Of pages and archives, that is as much work as reading, and all there is to do for those in another language. Each
process has one portion at a time; their chunks come in the order of the portions, a few of each ahead of their turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from queue import Empty, Full, Queue
from typing import Any, TypeAlias

from palabre.batch import plan
from palabre.batch.model import Chunk, How, Portion
from palabre.batch.processes import Pool
from palabre.batch.worker import Task
from palabre.errors import BatchError

AHEAD, WAIT = 8, 1.0
Waiting: TypeAlias = "Queue[Chunk | None]"


def chunks(portions: Sequence[Portion], how: How, *, jobs: int) -> Iterator[Chunk]:
    """The chunks of portions in their order, cut by ``jobs`` processes; here, where there is one of either.

    So is standard input, which no other process has.
    """
    if jobs == 1 or len(portions) == 1 or any(file.path == plan.STDIN for one in portions for file in one.files):
        for portion in portions:
            yield from plan.chunks(portion, how)
        return
    with Cutters(Task(cut, loads=False), jobs=min(jobs, len(portions))) as cutters:
        yield from cutters.map(portions, how)


def cut(request: tuple[Portion, How], _knowledge: Any) -> Iterator[Chunk]:
    """The step of a cutting process."""
    return plan.chunks(*request)


class Cutters(Pool):
    """Cutting processes, as many as ``jobs``."""

    def map(self, portions: Sequence[Portion], how: How) -> Iterator[Chunk]:
        """The chunks of portions, in their order; raises BatchError where a process stops twice at one place."""
        left = iter(portions)
        waiting = deque(self._begin(portion, how) for portion in islice(left, self._jobs))
        while waiting:
            out, done = waiting.popleft()
            while (chunk := _get(out, done)) is not None:
                yield chunk
            done.result()
            waiting.extend(self._begin(portion, how) for portion in islice(left, 1))

    def _begin(self, portion: Portion, how: How) -> tuple[Waiting, Future[None]]:
        out: Waiting = Queue(AHEAD)
        return out, self._threads.submit(self._cut, portion, how, out)

    def _cut(self, portion: Portion, how: How, out: Waiting) -> None:
        """Give the chunks of a portion; where the process stops, another one goes on after those that were given."""
        given = deaths = 0
        while deaths < 2:
            one = self._take()
            try:
                for chunk in islice(one.stream((portion, how)), given, None):
                    self._put(out, chunk)
                    given, deaths = given + 1, 0
            except (OSError, EOFError):
                self._drop(one)
                deaths += 1
                continue
            self._keep(one)
            self._put(out, None)
            return
        what = "the process that takes its articles apart stopped twice"
        raise BatchError(portion.files[0].path, what, "read the files one by one to find the one at fault")

    def _put(self, out: Waiting, chunk: Chunk | None) -> None:
        """Hand a chunk over when there is room for it; never, where the work was stopped."""
        while not self._closed:
            try:
                out.put(chunk, timeout=WAIT)
                return
            except Full:
                continue
        raise EOFError


def _get(out: Waiting, done: Future[None]) -> Chunk | None:
    """The next chunk; None at the end, and where none can come any more."""
    while True:
        try:
            return out.get(timeout=WAIT)
        except Empty:
            if done.done() and out.empty():
                return None
