"""Steps of a reading process that some articles end: what a fault in a library, or a lack of memory, would do."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from palabre.batch import plan, rows
from palabre.batch.model import Chunk, Entry, How, Portion
from palabre.errors import InputError
from palabre.types import Article

DEADLY = "Poison."


def echo(entries: Sequence[Entry], _knowledge: Any) -> list[str]:
    """What each entry is, without reading it; an article that says so ends the process."""
    _die(entries)
    return [one.source if isinstance(one, Article) else f"{one.where}: {one.what}" for one in entries]


def once(entries: Sequence[Entry], _knowledge: Any) -> list[str]:
    """The same, but an article ends one process only: its source is a file that it leaves."""
    for one in entries:
        if isinstance(one, Article) and DEADLY in one.text and not Path(one.source).exists():
            Path(one.source).touch()
            os.kill(os.getpid(), signal.SIGTERM)
    return [one.source for one in entries if isinstance(one, Article)]


def tell(entries: Sequence[Entry], _knowledge: Any) -> bytes:
    """The rows of a batch that reads nothing: each article is told as seen, with its words."""
    _die(entries)
    seen = [InputError(f"{one.source}", "seen", one.text) if isinstance(one, Article) else one for one in entries]
    return rows.read(seen, _knowledge)


def read(entries: Sequence[Entry], knowledge: Any) -> bytes:
    """The step of a batch, with the same fault."""
    _die(entries)
    return rows.read(entries, knowledge)


def cut(request: tuple[Portion, How], _knowledge: Any) -> Iterator[Chunk]:
    """The step of a cutting process that stops after two chunks."""
    yield from islice(plan.chunks(*request), 2)
    os.kill(os.getpid(), signal.SIGTERM)


def _die(entries: Sequence[Entry]) -> None:
    if any(isinstance(one, Article) and DEADLY in one.text for one in entries):
        os.kill(os.getpid(), signal.SIGTERM)
