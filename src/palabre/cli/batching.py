"""``palabre batch``: articles into Parquet shards, with every input accounted for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from palabre import __version__
from palabre.batch.folder import PROBLEMS, Shard
from palabre.batch.model import How, Portion
from palabre.cli.language import N_, Words
from palabre.cli.run import FAILED, Request, checked, guarded, refuse
from palabre.cli.settings import overlays
from palabre.errors import PalabreError

if TYPE_CHECKING:
    from palabre.batch import run

INTERRUPTED = N_("Interrupted: the shards that were written are kept; the same command goes on from here.")
TOLD = 10


@dataclass(frozen=True, slots=True)
class Batch:
    """What to read, and where to: ``engine`` is local or ray, ``jobs`` a number of processes."""

    request: Request
    output: str
    engine: str = "local"
    address: str | None = None
    shard_size: int = 1000


@dataclass(slots=True)
class Teller:
    """Shows how far a batch is, and tells the first of what could not be read."""

    errors: Console
    words: Words
    progress: Progress | None = None
    told: int = 0
    inputs: int = 0
    events: int = 0

    def refuse(self, error: PalabreError) -> None:
        """Tell an error; after some, only that there are more."""
        self.told += 1
        if self.told <= TOLD:
            refuse(error, self.errors, self.words)
        elif self.told == TOLD + 1:
            said = self.words.gettext("… and more: {file} lists them all").format(file=PROBLEMS)
            self.errors.print(said, style="dim", highlight=False)

    def shard(self, shard: Shard) -> None:
        """One shard more is written."""
        self.inputs += shard.counts["inputs"]
        self.events += shard.counts["events"]
        if self.progress is not None:
            self.progress.update(self.progress.task_ids[0], description=self.said())

    def said(self) -> str:
        """Inputs done, and events."""
        inputs = self.words.ngettext("{n} article", "{n} articles", self.inputs).format(n=self.inputs)
        return f"{inputs} · {self.words.ngettext('{n} event', '{n} events', self.events).format(n=self.events)}"

    def changed(self, portion: Portion) -> None:
        """The inputs of a portion changed since it was read."""
        names = portion.files[0].path + (" …" if len(portion.files) > 1 else "")
        said = self.words.gettext("{files}: changed since the batch began; read again").format(files=names)
        self.errors.print(said, style="yellow", highlight=False)


def batch(asked: Batch, words: Words) -> int:
    """Read into shards, or go on where that was left, and account for every input; the exit status."""
    from palabre.batch import run

    errors, done = Console(stderr=True, soft_wrap=True), run.Outcome()
    with guarded(errors, words, interrupted=INTERRUPTED) as status:
        request = replace(asked.request, published=checked(asked.request.published))
        how = How(request.published, request.language, overlays(request.config), asked.shard_size)
        engine = _engine(asked)
        with _shown(errors, words) as teller:
            told = run.Told(teller.shard, teller.refuse, teller.changed)
            done = run.run(request.sources, how, output=asked.output, engine=engine, version=__version__, told=told)
    if done.counts:
        sys.stdout.write(summary(done, asked.output, words))
        sys.stdout.flush()
    return status[0] if status else FAILED if done.counts["failed"] or not done.counts["inputs"] else 0


def _engine(asked: Batch) -> run.Engine:
    from palabre.batch import run

    if asked.engine == "local":
        return run.processes(asked.request.jobs)
    from palabre.batch.cluster import cluster

    return cluster(asked.address, jobs=asked.request.jobs)


@contextmanager
def _shown(errors: Console, words: Words) -> Iterator[Teller]:
    """A teller, with a line that moves where there is a terminal."""
    if not errors.is_terminal:
        yield Teller(errors, words)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        progress.add_task(words.gettext("Loading the parser …"), total=None)
        yield Teller(errors, words, progress)


def summary(done: run.Outcome, output: str, words: Words) -> str:
    """What became of every input, in how many shards, and what comes next."""
    counts, ngettext = done.counts, words.ngettext
    rows = (
        (counts["read"], ngettext("{n} article read", "{n} articles read", counts["read"])),
        (counts["undated"], ngettext("{n}   of them without a day", "{n}   of them without a day", counts["undated"])),
        (counts["language"], ngettext("{n} in another language", "{n} in another language", counts["language"])),
        (counts["failed"], ngettext("{n} failed", "{n} failed", counts["failed"])),
    )
    lines = [output, *(said.format(n=f"{number:>7,}".replace(",", " ")) for number, said in rows if number)]
    if not counts["inputs"]:
        lines.append(words.gettext("There was no article in the input."))
    lines.append(_shards(done, words))
    if counts["failed"] or counts["language"] or counts["undated"]:
        said = words.gettext("What could not be read, or only in part: {command}")
        lines.append(said.format(command=Path(output) / PROBLEMS))
    return (
        "\n".join([*lines, words.gettext("Into a ledger with: {command}").format(command=f"palabre ingest {output}")])
        + "\n"
    )


def _shards(done: run.Outcome, words: Words) -> str:
    number = done.written + done.kept
    said = words.ngettext("{n} shard", "{n} shards", number).format(n=number)
    events = words.ngettext("{n} event", "{n} events", done.counts["events"]).format(n=done.counts["events"])
    kept = words.gettext(", {n} of them from before").format(n=done.kept) if done.kept else ""
    return f"{events}, {said}{kept}"
