"""A ledger kept up: its articles read again by a newer Palabre, its views built anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from palabre import __version__
from palabre.cli.language import N_, Words
from palabre.cli.run import guarded, refuse
from palabre.cli.settings import ledger_path, overlays
from palabre.errors import InputError
from palabre.ledger import Writer, revise, store

BATCH = 100
INTERRUPTED = N_("Interrupted: what was complete is recorded; the same command goes on from here.")
UNCHANGED = N_("Interrupted: the ledger is as it was.")
Step = Callable[[int, int | None], None]


@contextmanager
def _writer(ledger: str | None, config: str | None) -> Iterator[Writer]:
    """A writer for a ledger that is there already."""
    path = ledger_path(ledger, config)
    store.open_for_reading(path).close()
    with Writer(path, version=__version__) as writer:
        yield writer


def reread(ledger: str | None, config: str | None, words: Words, *, all_: bool) -> int:
    """Read the articles again, all or those an older version read; the exit status."""
    errors, done = Console(stderr=True, soft_wrap=True), revise.Reread()
    with (
        guarded(errors, words, interrupted=INTERRUPTED) as status,
        _writer(ledger, config) as writer,
        _progress(errors) as step,
    ):
        _reread(writer, done, config, errors, words, step, all_=all_)
    if done.articles or not status:
        sys.stdout.write(_reread_words(done, words) + "\n")
        sys.stdout.flush()
    return status[0] if status else 0


def _reread(
    writer: Writer, done: revise.Reread, config: str | None, errors: Console, words: Words, step: Step, *, all_: bool
) -> None:
    """Batch by batch, so that an interruption costs one of them."""
    from palabre import knowledge, pipeline

    def report(error: InputError) -> None:
        refuse(error, errors, words)

    known = knowledge.load(overlays=overlays(config))
    stored = (
        article for _, article in revise.stored_articles(writer.connection, older_than=None if all_ else __version__)
    )
    while batch := list(islice(stored, BATCH)):
        revise.reread(writer, list(pipeline.read_many(batch, knowledge=known, on_error=report)), done)
        step(done.articles, None)


def rebuild(ledger: str | None, config: str | None, words: Words) -> int:
    """Build events and states anew from what is recorded; the exit status."""
    errors = Console(stderr=True, soft_wrap=True)
    with (
        guarded(errors, words, interrupted=UNCHANGED) as status,
        _writer(ledger, config) as writer,
        _progress(errors) as step,
    ):
        count = revise.rebuild(writer, progress=step)
        said = words.ngettext("{n} event built anew.", "{n} events built anew.", count).format(n=count)
        sys.stdout.write(said + "\n")
        sys.stdout.flush()
    return status[0] if status else 0


def _reread_words(done: revise.Reread, words: Words) -> str:
    """What reading again changed."""
    _, ngettext = words.gettext, words.ngettext
    if not done.articles:
        return _("Nothing to read again: this version of Palabre has read every article. --all reads them all.")
    parts = [
        ngettext("{n} article read again", "{n} articles read again", done.articles).format(n=done.articles),
        ngettext("{n} report as before", "{n} reports as before", done.same).format(n=done.same),
        ngettext("{n} new", "{n} new", done.added).format(n=done.added),
        ngettext("{n} gone", "{n} gone", done.gone).format(n=done.gone),
        ngettext("{n} read otherwise", "{n} read otherwise", done.changed).format(n=done.changed),
    ]
    what = ", ".join(f"{_(name)} {count}" for name, count in done.changes.most_common())
    return ", ".join(parts) + (f" ({what})" if what else "")


@contextmanager
def _progress(errors: Console) -> Iterator[Step]:
    """A bar on a terminal, nothing in a pipe."""
    if not errors.is_terminal:
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=errors, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
