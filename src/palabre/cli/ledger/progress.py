"""How far an ingestion is, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn

from palabre.batch.folder import Folder, is_batch
from palabre.cli.language import Words
from palabre.ingest import PACKED, SINGLE, by_name

# Lines of larger files are not counted beforehand: that would take seconds.
COUNTED = 1_000_000_000


@dataclass(slots=True)
class Gauge:
    """Counts inputs and events, and shows them where there is a terminal."""

    words: Words
    total: int | None = None
    progress: Progress | None = None
    task: TaskID | None = None
    start: float = 0.0
    done: int = 0
    events: int = 0

    def step(self, events: int) -> None:
        """One input more is done, which told these events."""
        self.start = self.start or monotonic()  # loading the parser is no part of the rate
        self.done += 1
        self.events += events
        if self.progress is not None and self.task is not None:
            self.progress.update(self.task, completed=self.done, description=self.said())

    def said(self) -> str:
        """Inputs done, events, and the rate."""
        rate = (self.done - 1) / max(monotonic() - self.start, 0.001)
        of = f"{self.done}/{self.total}" if self.total else f"{self.done}"
        articles = self.words.ngettext("{n} article", "{n} articles", self.total or self.done).format(n=of)
        events = self.words.ngettext("{n} event", "{n} events", self.events).format(n=self.events)
        return " · ".join([articles, events, self.words.gettext("{n} a second").format(n=f"{rate:.1f}")])


@contextmanager
def gauge(errors: Console, words: Words, total: int | None) -> Iterator[Gauge]:
    """A gauge on ``errors``; silent where that is no terminal."""
    if not errors.is_terminal:
        yield Gauge(words)
        return
    columns = (SpinnerColumn(), BarColumn(20), TextColumn("{task.description}"), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=errors, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task(words.gettext("Loading the parser …"), total=total)
        yield Gauge(words, total, progress, task)


def count_articles(sources: Sequence[str]) -> int | None:
    """The number of articles in ``sources``; None where that cannot be told cheaply."""
    total = sum(Folder(source).size() for source in sources if is_batch(source))
    for path in chain.from_iterable(_files(source) for source in sources if not is_batch(source)):
        count = _count(path)
        if count is None:
            return None
        total += count
    return total


def _files(source: str) -> Iterator[Path]:
    path = Path(source)
    if path.is_dir():
        yield from (one for one in path.rglob("*") if by_name(one.name) and one.is_file())
    else:
        yield path


def _count(path: Path) -> int | None:
    kind = by_name(path.name)
    if kind is None and (str(path) == "-" or path.is_fifo()):
        return None
    if kind is None or kind in SINGLE:
        return 1
    if kind != "jsonl" or path.suffix.lower() in PACKED:  # what an archive holds is told only by reading it
        return None
    try:
        if path.stat().st_size > COUNTED:
            return None
        with path.open("rb") as stream:
            return sum(1 for line in stream if line.strip())
    except OSError:
        return 1
