"""The demonstration: the bundled chronicle in a ledger, and the file of Niger from it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from palabre.cli.columns import fit
from palabre.cli.language import N_, Words
from palabre.cli.ledger import events, happened
from palabre.cli.ledger.asking import ask
from palabre.cli.ledger.ingest import Intake, ingest
from palabre.cli.ledger.page import Paper
from palabre.cli.ledger.state import StatePage
from palabre.cli.ledger.tables import Look, Shown
from palabre.cli.run import Request, drawn, output_console
from palabre.knowledge.files import data_path
from palabre.ledger.reader import Ledger

LEDGER = "palabre-demo.db"
FROM, TO = "2023-07-01", "2024-09-30"
BEFORE, AFTER = "2023-07-25", "2024-09-20"
MOST = 14
TRY = (
    ("palabre why {event}", N_("every report behind an event, and why they are one")),
    ("palabre state MLI ECOWAS --history", N_("how things stood between two parties, with what opened and closed it")),
    ("palabre who {office} Burkina --on 2022-03-01", N_("who held an office on a day")),
    ("palabre expected --on 2023-08-15", N_("what was announced, and what came of it")),
    ("palabre changes --since 2024-11-01", N_("what changed since a day")),
)


def sources() -> list[str]:
    """The folders of the bundled chronicle: dispatches in our own words, true facts, the Sahel from 2020 to 2024."""
    return [str(data_path("fr/dispatches")), str(data_path("fr/chronicle"))]


def demo(ledger: str | None, words: Words) -> int:
    """Record the chronicle and show the file of Niger; the exit status."""
    path = ledger or LEDGER
    status = ingest(Intake(Request(sources()), path), words)
    return status or ask(Shown(ledger=path), words, lambda opened: _show(opened, path, words))


def _show(ledger: Ledger, path: str, words: Words) -> None:
    paper = Paper(output_console(), words)
    for piece in _pieces(ledger, path, paper):
        sys.stdout.write(drawn(paper.console, piece))
    sys.stdout.flush()


def _pieces(ledger: Ledger, path: str, paper: Paper) -> Iterator[RenderableType]:
    _ = paper.words.gettext
    yield paper.title(_("THE FILE OF NIGER"))
    yield paper.line(_("Dispatches in Palabre's own words, true facts; every line rests on the sentence under it."))
    yield from _rulers(ledger, paper)
    yield from _between(ledger, paper)
    yield from _timeline(ledger, paper)
    yield from _announced(ledger, paper)
    yield from _next(ledger, path, paper)


def _rulers(ledger: Ledger, paper: Paper) -> Iterator[RenderableType]:
    yield paper.title(paper.words.gettext("WHO RULED, AND WHEN"))
    seats = ("head-of-state", "junta-leader")
    held = [one for seat in seats for one in ledger.history("NER", kind="office", dimension=seat)]
    named = [one for one in held if one.state.subject.name[:1].isupper()]
    yield from StatePage(paper).rows(sorted(named, key=lambda one: one.state.since or one.state.first_known))


def _between(ledger: Ledger, paper: Paper) -> Iterator[RenderableType]:
    """Niger and the United States before the coup, and after the last soldiers left."""
    for day in (BEFORE, AFTER):
        yield paper.title(paper.words.gettext("NIGER AND THE UNITED STATES ON {day}").format(day=day))
        found = ledger.state("NER", "USA", on=day)
        yield from StatePage(paper).rows(found)
        if not found:
            yield paper.line(paper.words.gettext("No article says how things stood there then."))


def _timeline(ledger: Ledger, paper: Paper) -> Iterator[RenderableType]:
    yield paper.title(paper.words.gettext("WHAT HAPPENED, BY TWO INDEPENDENT SOURCES OR MORE"))
    found = ledger.events(
        country="NER", since=FROM, until=TO, status="factual", min_independent=2, background=False, limit=MOST
    )
    yield from _table(list(found), events.look(paper.console, paper.words), paper)


def _announced(ledger: Ledger, paper: Paper) -> Iterator[RenderableType]:
    yield paper.title(paper.words.gettext("WHAT WAS ANNOUNCED, AND WHAT CAME OF IT"))
    found = [one for one in ledger.expected(on=TO, country="NER", since=FROM) if one.expectation.due[0]]
    yield from _table(found[:8], happened.expected_look(paper.console, paper.words), paper)


def _table(found: Sequence[object], look: Look, paper: Paper) -> Iterator[RenderableType]:
    if not found:
        return
    layout = fit(look.columns, found, paper.console.width)
    yield layout.heads()
    for row in found:
        yield layout.row(row)
        yield from (Padding(note, (0, 0, 0, 4)) for note in look.notes(row))


def _next(ledger: Ledger, path: str, paper: Paper) -> Iterator[RenderableType]:
    """Commands to try on the same ledger."""
    _ = paper.words.gettext
    yield paper.title(_("NOW ASK IT YOURSELF"))
    told = next(iter(ledger.events(country="NER", since=FROM, until=TO, sort="sources", limit=1)), None)
    for command, what in TRY:
        if "{event}" in command and told is None:
            continue
        line = command.format(event=told.id if told else "", office=_("president"))
        yield paper.line(Text(f"{line} --ledger {path}", style="bold").append(f"\n    {_(what)}", style="not bold dim"))
