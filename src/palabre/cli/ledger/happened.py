"""What happened, and what was announced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from palabre.cli.brief import WIDE
from palabre.cli.columns import Column
from palabre.cli.language import N_, Words
from palabre.cli.ledger import events, values
from palabre.cli.ledger.asking import ask, reasons, say
from palabre.cli.ledger.likeness import outcome_reason
from palabre.cli.ledger.tables import Look, Shown, write
from palabre.knowledge.ontology import load_ontology
from palabre.ledger.reader import Ledger
from palabre.ledger.results import Expected

OUTCOMES = {"happened": "green", "cancelled": "red", "overdue": "bold yellow", "pending": "cyan"}
NOTHING_AWAITED = N_("Nothing was announced, as far as the ledger knows. Announced events: {command}")


def list_events(filters: Mapping[str, Any], shown: Shown, words: Words) -> int:
    """Print the events that fit; the exit status."""

    def question(ledger: Ledger) -> None:
        found = ledger.events(**filters, limit=shown.limit or None)
        count = write(found, shown.format, lambda console: events.look(console, words))
        if not count:
            say(*reasons(found.why_empty(), words))
        elif count == shown.limit and shown.format == "table" and (total := found.count()) > count:
            said = words.gettext("{n} of {all} events: --limit 0 shows all, filters show fewer.")
            say(said.format(n=count, all=total))

    return ask(shown, words, question)


def list_expected(on: str | None, country: list[str] | None, shown: Shown, words: Words) -> int:
    """Print what was announced and what came of it; the exit status."""

    def question(ledger: Ledger) -> None:
        found = ledger.expected(on=on, country=country or None, limit=shown.limit or None)
        count = write(found, shown.format, lambda console: expected_look(console, words))
        if not count:
            say(words.gettext(NOTHING_AWAITED).format(command="palabre events --status future"))

    return ask(shown, words, question)


def expected_look(console: Console, words: Words) -> Look:
    """The columns of announced events: for when, what came of it, what it is."""
    _, ontology, narrow = words.gettext, load_ontology(), console.width < WIDE
    columns = [
        Column(_("FOR"), lambda row: Text(due(row)), 12 if narrow else 23),
        Column(_("OUTCOME"), lambda row: outcome(row, words), 11),
        Column(_("EVENT"), lambda row: Text(row.event.id, style="bold"), 16),
        Column(_("WHAT"), lambda row: values.kind(row.event, ontology), 20 if narrow else 26),
        Column(_("WHO → WHOM"), lambda row: values.who_to_whom(row.event, words), 200, share=3),
    ]
    return Look(columns, lambda row: _expected_notes(row, words))


def due(row: Expected) -> str:
    """The days that an event is announced for."""
    return values.days(*row.expectation.due, row.event.grain)


def outcome(row: Expected, words: Words) -> Text:
    """What came of an announced event."""
    return Text(words.gettext(row.expectation.outcome), style=OUTCOMES[row.expectation.outcome])


def _expected_notes(row: Expected, words: Words) -> Iterator[Text]:
    said = [outcome_reason(reason, words) for reason in row.expectation.reasons]
    since = words.gettext("since {day}").format(day=row.expectation.since)
    yield values.joined([*said, since])
    for event in row.outcomes:
        yield Text("→ ").append(event.id, style="bold").append(" ") + values.sentence(event.sentence, None, ("", ""))
    yield values.sentence(row.event.sentence, None, ("", ""))
