"""A process that reads: the model and the data are loaded once, then chunk after chunk is read.

A step that gives an iterator answers piece by piece, and ends with None.

Started by ``processes`` as ``python -c "from palabre.batch.worker import main; main()"``: no other program is run
again in it, as multiprocessing would do, so it can be started from a script, a notebook or another worker.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from palabre.batch import codec
from palabre.batch.model import Entry
from palabre.errors import InputError, PalabreError
from palabre.types import Article, Reading

if TYPE_CHECKING:
    from palabre.knowledge import Knowledge

SIZE = 8
Step = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is to do with each chunk, and what it loads for it, on top of the user's own data files."""

    step: Step
    overlays: tuple[Path, ...] = ()
    loads: bool = True


def read(entries: Sequence[Entry], knowledge: Knowledge) -> list[Reading | InputError]:
    """What came of each entry, in their order."""
    from palabre import pipeline

    found = pipeline.outcomes([one for one in entries if isinstance(one, Article)], knowledge=knowledge)
    return [next(found) if isinstance(one, Article) else one for one in entries]


def read_packed(entries: Sequence[Entry], knowledge: Knowledge) -> list[str | InputError]:
    """The same, readings as ``codec`` writes them: they travel three times as fast as pickles."""
    found = read(entries, knowledge)
    return [one if isinstance(one, InputError) else codec.encode(one) for one in found]


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value to a pipe."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(content).to_bytes(SIZE, "big") + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next value of a pipe; raises EOFError where it ends, also within a value."""
    head = stream.read(SIZE)
    size = int.from_bytes(head, "big")
    content = stream.read(size) if len(head) == SIZE else b""
    if not content or len(content) < size:
        raise EOFError
    return pickle.loads(content)


def main() -> None:
    """Load, say so, then read each chunk that comes and send what came of it, until no more comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints goes to standard error: standard output carries the answers
    try:
        sys.path[:] = receive(inward)
        _work(receive(inward), inward, outward)
    except (EOFError, BrokenPipeError):  # nobody asks any more
        os._exit(0)


def _work(task: Task, inward: IO[bytes], outward: IO[bytes]) -> None:
    from palabre import knowledge, parse

    known = None
    try:
        if task.loads:
            parse.load()
            known = knowledge.load(overlays=task.overlays)
    except PalabreError as error:
        send(outward, error)
        return
    send(outward, None)
    while True:
        answer = task.step(receive(inward), known)
        if isinstance(answer, Iterator):
            for one in answer:
                send(outward, one)
            answer = None
        send(outward, answer)
