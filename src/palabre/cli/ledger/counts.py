"""What the ledger holds: actors, and counts of everything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from palabre.cli.columns import Column
from palabre.cli.language import N_, Words
from palabre.cli.ledger.asking import ask, say
from palabre.cli.ledger.page import Paper
from palabre.cli.ledger.tables import Look, Shown, write, write_value
from palabre.cli.legend import LANGUAGE
from palabre.cli.run import drawn, output_console
from palabre.cli.wording import LANGUAGE_NAMES
from palabre.knowledge.ontology import load_ontology
from palabre.ledger.reader import Ledger
from palabre.ledger.results import Stats

Counts = Sequence[tuple[str, int]]
Say = Callable[[str], str]
NOTHING = N_("The ledger holds nothing yet. Read articles into it: {command}")
KINDS = {
    "state": N_("country"),
    "organisation": N_("organisation"),
    "armed-group": N_("armed group"),
    "institution": N_("institution"),
    "person": N_("person"),
    "group": N_("group"),
    "party": N_("political party"),
    "place": N_("place"),
}


def list_actors(country: list[str] | None, text: str | None, shown: Shown, words: Words) -> int:
    """Print the actors, those of most events first; the exit status."""

    def question(ledger: Ledger) -> None:
        found = ledger.actors(country=country or None, text=text, limit=shown.limit or None)
        _listed(found, shown, words, actors_look(words))

    return ask(shown, words, question)


def _listed(found: Iterable[Any], shown: Shown, words: Words, look: Look) -> None:
    if not write(found, shown.format, lambda _console: look):
        say(words.gettext(NOTHING).format(command="palabre ingest FILE"))


def actors_look(words: Words) -> Look:
    """The columns of actors."""
    _ = words.gettext
    return Look([
        Column(_("NAME"), lambda row: Text(row.name, style="bold"), 200, share=3),
        Column(_("KIND"), lambda row: Text(_(KINDS.get(row.kind or "", row.kind or "—"))), 14),
        Column(_("COUNTRY"), lambda row: Text(row.country or "—"), 8),
        Column(_("EVENTS"), lambda row: number(row.n_events, _("EVENTS")), 10),
        Column(_("FIRST – LAST"), lambda row: Text(f"{row.first} – {row.last}"), 23),
        Column(_("ID"), lambda row: Text(row.id, style="dim"), 200, share=2),
    ])  # fmt: skip


def number(count: int, head: str = "") -> Text:
    """A count, thousands apart, right below its head."""
    return Text(f"{count:,}".replace(",", " ").rjust(len(head)))


def show_stats(shown: Shown, words: Words) -> int:
    """Print what the ledger holds, in numbers; the exit status."""

    def question(ledger: Ledger) -> None:
        stats = ledger.stats()
        if shown.format != "table":
            write_value(stats, [stats], shown.format)
            return
        console = output_console()
        for piece in stats_page(stats, Paper(console, words)):
            sys.stdout.write(drawn(console, piece))
        sys.stdout.flush()

    return ask(shown, words, question)


def stats_page(stats: Stats, paper: Paper) -> Iterator[RenderableType]:
    """The counts, and how they divide."""
    _, ngettext = paper.words.gettext, paper.words.ngettext
    yield Text(stats.path, style="bold").append(f"  {size(stats.bytes)}", style="not bold dim")
    if stats.first and stats.last:
        yield Text(_("Articles from {first} to {last}").format(first=stats.first, last=stats.last), style="dim")
    counts = (
        (stats.n_articles, ngettext("{n} article", "{n} articles", stats.n_articles)),
        (stats.n_copies, ngettext("{n}   of them a copy of another", "{n}   of them copies of others", stats.n_copies)),
        (
            stats.n_replaced,
            ngettext("{n}   replaced by a new version", "{n}   replaced by new versions", stats.n_replaced),
        ),
        (stats.n_publishers, ngettext("{n} source", "{n} sources", stats.n_publishers)),
        (stats.n_reports, ngettext("{n} report of an event", "{n} reports of events", stats.n_reports)),
        (stats.n_events, ngettext("{n} event", "{n} events", stats.n_events)),
        (
            stats.n_statements,
            ngettext("{n} statement of how things stand", "{n} statements of how things stand", stats.n_statements),
        ),
        (stats.n_states, ngettext("{n} state of things", "{n} states of things", stats.n_states)),
        (stats.n_actors, ngettext("{n} actor", "{n} actors", stats.n_actors)),
        (stats.n_corrections, ngettext("{n} correction", "{n} corrections", stats.n_corrections)),
        (stats.n_problems, ngettext("{n} problem", "{n} problems", stats.n_problems)),
    )
    yield from (Text(said.format(n=f"{count:>9,}".replace(",", " "))) for count, said in counts)
    yield from _divided(stats, paper)


def _divided(stats: Stats, paper: Paper) -> Iterator[RenderableType]:
    _ = paper.words.gettext
    meanings = {id_: row.meaning[_(LANGUAGE)] for id_, row in load_ontology().types.items()}
    yield from _shares(paper, _("EVENTS BY TYPE"), stats.by_type, lambda code: f"{code} {meanings.get(code, '')}")
    yield from _shares(paper, _("EVENTS BY STATUS"), stats.by_status, _)
    yield from _shares(paper, _("STATES BY KIND"), stats.by_kind, _)
    yield from _shares(
        paper, _("ARTICLES BY LANGUAGE"), stats.by_language, lambda code: _(LANGUAGE_NAMES.get(code, code))
    )


def _shares(
    paper: Paper, title: str, counts: Sequence[tuple[str, int]], said: Callable[[str], str]
) -> Iterator[RenderableType]:
    if counts:
        yield paper.title(title)
        yield from (
            Text(f"{count:>9,}  ".replace(",", " "), style="bold").append(said(name), style="not bold")
            for name, count in counts
        )


def size(count: int) -> str:
    """Bytes as people count them.

    >>> size(900), size(5_300_000)
    ('900 B', '5.3 MB')
    """
    for unit, of in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= of:
            return f"{count / of:.1f} {unit}"
    return f"{count} B"
