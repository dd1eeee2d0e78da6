"""Questions to a ledger: opened, asked, and every refusal told in the interface's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Console

from palabre.cli.language import N_, Words
from palabre.cli.ledger.tables import Shown
from palabre.cli.run import guarded
from palabre.cli.settings import ledger_path
from palabre.ledger.reader import Ledger
from palabre.ledger.results import Empty

FILTERS = {
    "country": "--country",
    "actor": "--actor",
    "dyad": "--dyad",
    "type": "--type",
    "mode": "--mode",
    "theme": "--theme",
    "status": "--status",
    "since": "--since",
    "until": "--until",
    "place": "--place",
    "min_independent": "--min-independent",
    "text": "--text",
    "disputed": "--disputed",
    "background": "--background",
}
STOPPED = N_("Interrupted.")


def ask(shown: Shown, words: Words, question: Callable[[Ledger], None]) -> int:
    """Put a question to the ledger that is asked for; the exit status."""
    errors = Console(stderr=True, soft_wrap=True)
    with (
        guarded(errors, words, interrupted=STOPPED) as status,
        Ledger(ledger_path(shown.ledger, shown.config)) as ledger,
    ):
        question(ledger)
    return status[0] if status else 0


def say(*sentences: str) -> None:
    """Tell on standard error, where it does not mix with the answer."""
    Console(stderr=True, soft_wrap=True).print(" ".join(sentences), style="dim", highlight=False, markup=False)


def reasons(empty: Empty | None, words: Words) -> Iterator[str]:
    """Why nothing was found, and what to try."""
    _ = words.gettext
    if empty is None or not empty.total:
        yield _("The ledger holds no event yet.")
        yield _("Read articles into it: {command}").format(command="palabre ingest FILE")
        return
    yield _("No event fits.")
    if empty.outside:
        covered = {"first": empty.first, "last": empty.last}
        yield _("The ledger covers the days from {first} to {last}.").format(**covered)
    for name, count in sorted(empty.without, key=lambda pair: -pair[1])[:3]:
        said = words.ngettext("Without {filter} there is {n} event.", "Without {filter} there are {n} events.", count)
        yield said.format(filter=FILTERS.get(name, name), n=count)
    if not empty.outside and not empty.without:
        yield _("No single filter is the reason: leave out several of them.")
