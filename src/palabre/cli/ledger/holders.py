"""Who holds an office: as articles say, and as the registry of Palabre knows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import RenderableType
from rich.text import Text

from palabre.cli.language import Words
from palabre.cli.ledger.asking import ask, say
from palabre.cli.ledger.page import Paper
from palabre.cli.ledger.state import StatePage
from palabre.cli.ledger.tables import Shown, write_value
from palabre.cli.run import drawn, output_console
from palabre.cli.wording import span_words
from palabre.ledger.reader import Ledger
from palabre.ledger.results import Who


@dataclass(frozen=True, slots=True)
class Seat:
    """Which office of which country, on which days."""

    office: str
    country: str
    on: str | None = None
    known_on: str | None = None
    sentences: bool = False


def show_who(seat: Seat, shown: Shown, words: Words) -> int:
    """Print who holds an office; the exit status."""

    def question(ledger: Ledger) -> None:
        found = ledger.who(seat.office, seat.country, on=seat.on, known_on=seat.known_on)
        if shown.format != "table":
            write_value(found, found.holders, shown.format)
        elif found.holders or found.registered:
            paper = Paper(output_console(), words)
            for piece in _parts(found, paper, sentences=seat.sentences):
                sys.stdout.write(drawn(paper.console, piece))
            sys.stdout.flush()
        if not found.holders:
            say(*_nothing(found, words))

    return ask(shown, words, question)


def _parts(found: Who, paper: Paper, *, sentences: bool) -> Iterator[RenderableType]:
    """The holders with their sentences, then what the registry knows."""
    _ = paper.words.gettext
    head = Text(f"{found.office} · {found.country}", style="bold")
    yield head.append("  " + _("on {day}").format(day=found.on), style="not bold dim")
    yield from StatePage(paper, sentences).rows(found.holders)
    if found.registered:
        yield paper.title(_("WHAT PALABRE'S OWN REGISTRY KNOWS"))
        for one in found.registered:
            days = span_words(one.since, one.until)
            yield paper.line(Text(one.name, style="bold").append(f"  {one.office}  {days}", style="not bold"))


def _nothing(found: Who, words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _("No article says who held this office then.")
    command = f"palabre state {found.country} --kind office --history"
    yield _("All offices that articles tell of: {command}").format(command=command)
