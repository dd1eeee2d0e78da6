"""Processes that read side by side: chunks go out, answers come back in the same order.

A process that dies is replaced, and each entry of its chunk is tried again by itself; an article with which the
process dies again is given up as an ``InputError``, and the others go on. Never more than ``WINDOW`` chunks a process
are under way, so memory does not grow with the input.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Self, TypeVar

import palabre
from palabre.batch.model import Entry
from palabre.batch.worker import Task, receive, send
from palabre.errors import BatchError, InputError, PalabreError
from palabre.types import Article

WINDOW = 2
STARTS = 3
# Chunks after which a process is replaced: the words that it has met stay in its memory.
LIFE = 1000
# subprocess.CREATE_NEW_PROCESS_GROUP, which is there on Windows alone.
NEW_GROUP = 0x200
COMMAND = "from palabre.batch.worker import main; main()"
Tag = TypeVar("Tag")
Chunk = Sequence[Entry]


class Died(Exception):
    """A process ended before it answered; ``str`` of it says how."""


class Pool:
    """Processes of one kind, each started when it is first needed; use ``with``, or ``close``."""

    def __init__(self, task: Task, *, jobs: int) -> None:
        self._task, self._jobs = task, jobs
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="palabre")
        self._lock, self._closed = Lock(), False
        self._all: set[Process] = set()
        self._idle: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The processes that live."""
        with self._lock:
            return [one.pid for one in self._all]

    def close(self) -> None:
        """Stop the processes, whatever they are doing."""
        with self._lock:
            self._closed = True
            for one in self._all:
                one.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for one in self._all:
            one.end()
        self._all.clear()

    def _keep(self, one: Process) -> None:
        """Have a process at hand for what comes next; one that has worked long is let go."""
        if one.answered < LIFE:
            with self._lock:
                self._idle.append(one)
        else:
            self._drop(one)

    def _drop(self, one: Process) -> str:
        """Let go of a process, and say how it ended."""
        how = one.end()
        with self._lock:
            self._all.discard(one)
        return how

    def _take(self) -> Process:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        for _ in range(STARTS):
            one = self._start()
            try:
                one.begin(self._task)
            except (OSError, EOFError):
                how = self._drop(one)
                continue
            return one
        raise BatchError("--jobs", f"the reading processes do not start: {how}", "free some memory, or use fewer")

    def _start(self) -> Process:
        with self._lock:
            if self._closed:
                raise BatchError("--jobs", "the reading was stopped", "start again")
            one = Process()
            self._all.add(one)
            return one


class Readers(Pool):
    """Reading processes, as many as ``jobs``."""

    def map(self, chunks: Iterable[tuple[Tag, Chunk]]) -> Iterator[tuple[Tag, list[Any]]]:
        """The answers to tagged chunks, in their order; more than one where the entries were tried one by one.

        Raises what ``chunks`` raises, what a process refuses to start for, and BatchError where none stays alive.
        """
        waiting: deque[tuple[Tag, Future[list[Any]]]] = deque()
        try:
            for tag, chunk in chunks:
                waiting.append((tag, self._threads.submit(self._answers, list(chunk))))
                while waiting and (len(waiting) > self._jobs * WINDOW or waiting[0][1].done()):
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
        finally:
            for _, future in waiting:
                future.cancel()

    def ask(self, chunk: Chunk) -> list[Any]:
        """The answers to one chunk; raises as ``map``."""
        return next(answers for _, answers in self.map([(None, chunk)]))

    def _answers(self, chunk: list[Entry]) -> list[Any]:
        try:
            return [self._ask(chunk)]
        except Died as death:
            return [self._again(entry, str(death)) for entry in chunk]

    def _again(self, entry: Entry, how: str) -> Any:
        """The answer to an entry whose chunk ended a process once; given up where it does so again."""
        try:
            return self._ask([entry])
        except Died as death:
            if not isinstance(entry, Article):
                raise BatchError("--jobs", f"the reading processes stop: {how}", "read with --jobs 1") from death
            what = f"the process that read it stopped twice ({death})"
            return self._ask([InputError(entry.source, what, "please report it with the article")])

    def _ask(self, chunk: list[Entry]) -> Any:
        one = self._take()
        try:
            answer = one.ask(chunk)
        except (OSError, EOFError):
            raise Died(self._drop(one)) from None
        self._keep(one)
        return answer


def _next(waiting: deque[tuple[Tag, Future[list[Any]]]]) -> tuple[Tag, list[Any]]:
    """The first answer, waited for; it stays among those under way while it is not there."""
    tag, future = waiting[0]
    while True:
        with suppress(TimeoutError):  # a wait without end could not be interrupted on Windows
            answer = future.result(timeout=1)
            break
    waiting.popleft()
    return tag, answer


class Process:
    """One reading process and the pipes to it."""

    def __init__(self) -> None:
        self.answered = 0
        root = str(Path(palabre.__file__).resolve().parent.parent)
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        # In a group of its own, so that Ctrl-C reaches the program alone, which then stops its processes.
        group: dict[str, Any] = {"creationflags": NEW_GROUP} if sys.platform == "win32" else {"process_group": 0}
        self._process = subprocess.Popen(
            [sys.executable, "-c", COMMAND],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            **group,
        )  # fmt: skip

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def begin(self, task: Task) -> None:
        """Let it load what it needs; raises what it refuses to go on for, and EOFError where it ends meanwhile."""
        assert self._process.stdin is not None and self._process.stdout is not None
        send(self._process.stdin, sys.path)
        send(self._process.stdin, task)
        refused = receive(self._process.stdout)
        if isinstance(refused, PalabreError):
            raise refused

    def ask(self, chunk: list[Entry]) -> Any:
        """Its answer to a chunk; raises EOFError or OSError where it ends meanwhile."""
        assert self._process.stdin is not None and self._process.stdout is not None
        send(self._process.stdin, chunk)
        answer = receive(self._process.stdout)
        self.answered += 1
        return answer

    def stream(self, request: Any) -> Iterator[Any]:
        """Its answer to a request, piece by piece; raises as ``ask``."""
        assert self._process.stdin is not None and self._process.stdout is not None
        send(self._process.stdin, request)
        while (piece := receive(self._process.stdout)) is not None:
            self.answered += 1
            yield piece

    def kill(self) -> None:
        """Stop it at once; what waits for its answer is told."""
        self._process.kill()

    def end(self) -> str:
        """Let go of it, and say how it ended."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._process.kill()  # one that goes on although nobody asks any more; one that ended keeps its status
        code = self._process.wait()
        with suppress(ValueError):
            return signal.Signals(-code).name
        return f"exit status {code}"
