"""Reads articles and writes what they say; counts and tells what could not be read."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from palabre.cli.language import N_, Words, translate
from palabre.cli.settings import overlays
from palabre.errors import PalabreError
from palabre.types import Reading

Format = Literal["text", "json", "jsonl"]
PIPE_WIDTH = 100
INTERRUPTED, BROKEN_PIPE, FAILED = 130, 141, 1
KEPT = N_("Interrupted: what was read so far is printed above.")


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked to read, and how to show it."""

    sources: Sequence[str]
    published: str | None = None
    language: str = "auto"
    format: Format = "text"
    config: str | None = None
    columns: str | None = None
    jobs: int = 1


@dataclass(slots=True)
class Tally:
    """What was read so far, and what was not."""

    read: int = 0
    events: int = 0
    facts: int = 0
    refused: int = 0
    passed: Counter[str] = field(default_factory=Counter)

    def add(self, reading: Reading) -> None:
        """Count one reading."""
        self.read, self.events, self.facts = (
            self.read + 1,
            self.events + len(reading.events),
            self.facts + len(reading.facts),
        )


def run(request: Request, words: Words) -> int:
    """Read what is asked, print it on standard output, and tell the rest on standard error; the exit status."""
    errors, tally, written = Console(stderr=True, soft_wrap=True), Tally(), False
    with guarded(errors, words) as status:
        request = replace(request, published=checked(request.published))
        for text in _written(request, _read(request, words, errors, tally), words):
            written = False
            sys.stdout.write(text)
            sys.stdout.flush()
            written = True
    told = tally.refused or tally.read > 1 or status or (tally.read and request.format != "text")
    if told and (written or not tally.read):
        errors.print(summary(tally, words), style="dim", highlight=False)
    for count, said in passed_over(tally.passed, words):
        errors.print(said.format(n=count), style="dim", highlight=False)
    return status[0] if status else FAILED if tally.refused else 0


@contextmanager
def guarded(errors: Console, words: Words, *, interrupted: str = KEPT) -> Iterator[list[int]]:
    """Turns an interruption, a closed pipe or a full disk into a message and an exit status."""
    status: list[int] = []
    try:
        yield status
    except KeyboardInterrupt:
        errors.print(words.gettext(interrupted), style="yellow")
        status.append(INTERRUPTED)
    except PalabreError as error:
        refuse(error, errors, words)
        status.append(FAILED)
    except BrokenPipeError:
        silence_output()
        status.append(BROKEN_PIPE)
    except OSError as error:
        silence_output()
        tell_unwritten(error, errors, words)
        status.append(FAILED)


def refuse(error: PalabreError, errors: Console, words: Words) -> None:
    """Tell where something is wrong, what, and what to do."""
    tell(errors, words, error.where, translate(error.what, words), translate(error.remedy, words))


def tell(errors: Console, words: Words, where: str, what: str, remedy: str) -> None:
    """One line of error."""
    error = words.gettext("error:")
    head = f"[bold red]{error}[/] [bold]{escape(where)}[/]: {escape(what)}"
    errors.print(head + (f" [dim]({escape(remedy)})[/]" if remedy else ""), highlight=False)


def tell_unwritten(error: OSError, errors: Console, words: Words) -> None:
    """That the output could not be written, and what to do where the disk is full."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = words.gettext("free some space, or write elsewhere, and read again") if full else ""
    tell(errors, words, words.gettext("output"), error.strerror or str(error), remedy)


def summary(tally: Tally, words: Words) -> str:
    """What was read, in one line."""
    counts = (
        words.ngettext("{n} article read", "{n} articles read", tally.read).format(n=tally.read),
        words.ngettext("{n} event", "{n} events", tally.events).format(n=tally.events),
        words.ngettext("{n} standing fact", "{n} standing facts", tally.facts).format(n=tally.facts),
    )
    refused = words.ngettext("{n} not read (see above)", "{n} not read (see above)", tally.refused)
    read = ", ".join(counts)
    if not tally.refused:
        return read
    return words.gettext("{read}; {refused}").format(read=read, refused=refused.format(n=tally.refused))


def passed_over(passed: Counter[str], words: Words) -> Iterator[tuple[int, str]]:
    """What archives and folders hold that is no article, with how many of each."""
    said = {
        "record": words.ngettext("{n} record that is no answer", "{n} records that are no answers", passed["record"]),
        "status": words.ngettext("{n} page not found or moved", "{n} pages not found or moved", passed["status"]),
        "type": words.ngettext("{n} answer that is no page", "{n} answers that are no pages", passed["type"]),
        "file": words.ngettext("{n} file of another kind", "{n} files of other kinds", passed["file"]),
    }
    yield from ((passed[kind], words) for kind, words in said.items() if passed[kind])


def silence_output() -> None:
    """Let nothing more be written, so that the interpreter's last flush cannot fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def checked(published: str | None) -> str | None:
    """The day asked for, read before any article: one that cannot be read is told once."""
    if published is None:
        return None
    from palabre import ingest

    day = ingest.day_of(published, source="--published")
    return day.isoformat() if day else None


def _read(request: Request, words: Words, errors: Console, tally: Tally) -> Iterator[Reading]:
    # Imported here: spaCy and the data take a second that --help and a bad file name need not pay.
    from palabre import batch, ingest

    own = overlays(request.config)

    def report(error: PalabreError) -> None:
        tally.refused += 1
        refuse(error, errors, words)

    articles = ingest.load_all(
        request.sources,
        published=request.published,
        language=request.language,
        columns=request.columns,
        on_error=report,
        passed=tally.passed,
    )
    readings = batch.read_many(articles, jobs=request.jobs, overlays=own, on_error=report)
    for reading in _followed(readings, words, errors):
        tally.add(reading)
        yield reading


def _followed(readings: Iterable[Reading], words: Words, errors: Console) -> Iterator[Reading]:
    """The readings, counted on a terminal while the output goes elsewhere."""
    if not errors.is_terminal or sys.stdout.isatty():
        yield from readings
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    # Without redirection: rich would send what we print on standard output to its own console.
    with Progress(*columns, console=errors, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task("", total=None)
        for count, reading in enumerate(readings, 1):
            said = words.ngettext("{n} article read", "{n} articles read", count).format(n=count)
            progress.update(task, description=said)
            yield reading


def _written(request: Request, readings: Iterable[Reading], words: Words) -> Iterator[str]:
    """The output, piece by piece."""
    if request.format == "text":
        yield from _briefs(readings, words)
    elif request.format == "jsonl":
        yield from (f"{line}\n" for line in _records(readings, None))
    else:
        yield from array(_records(readings, 2))


def array(records: Iterable[str]) -> Iterator[str]:
    """A JSON array of the records, closed even where the reading is interrupted."""
    opening = "[\n"
    try:
        for record in records:
            yield opening + record
            opening = ",\n"
    except KeyboardInterrupt:
        yield "[]\n" if opening == "[\n" else "\n]\n"
        raise
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _records(readings: Iterable[Reading], indent: int | None) -> Iterator[str]:
    from palabre.export.json import record

    return (json.dumps(record(reading), ensure_ascii=False, indent=indent) for reading in readings)


def _briefs(readings: Iterable[Reading], words: Words) -> Iterator[str]:
    from palabre.cli.brief import Brief
    from palabre.cli.legend import Legend
    from palabre.knowledge.ontology import load_ontology

    console = output_console()
    marks, ontology = marks_for(console), load_ontology()
    brief, legend = Brief(console, words, ontology, marks), Legend(words, ontology, marks)
    for reading in readings:
        legend.add(reading)
        yield drawn(console, brief.page(reading))
    yield drawn(console, legend.page())


def drawn(console: Console, page: RenderableType, *, wrapped: bool = True) -> str:
    """A page as text, without the blanks that fill a console's width."""
    with console.capture() as captured:
        console.print(page, soft_wrap=not wrapped)
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def output_console() -> Console:
    """Standard output: the terminal's colours and width, or plain text of a sensible width in a pipe."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return Console(highlight=False)
    return Console(highlight=False, width=PIPE_WIDTH)


def marks_for(console: Console) -> tuple[str, str]:
    """What stands around a trigger where underlining cannot show."""
    return ("", "") if console.is_terminal and not console.is_dumb_terminal else ("⟦", "⟧")
