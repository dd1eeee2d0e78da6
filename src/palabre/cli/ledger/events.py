"""Events as a table, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from palabre.cli.brief import WIDE
from palabre.cli.columns import Column
from palabre.cli.language import Words
from palabre.cli.ledger import values
from palabre.cli.ledger.tables import Look
from palabre.cli.ledger.why import flags
from palabre.knowledge.ontology import load_ontology
from palabre.ledger.results import LedgerEvent


def look(console: Console, words: Words) -> Look:
    """The columns of events, and what stands under each: on a narrow console place and sources too."""
    narrow = console.width < WIDE
    return Look(columns(console, words), lambda event: notes(event, words, narrow=narrow))


def columns(console: Console, words: Words) -> list[Column]:
    """The columns of events."""
    _, ontology, narrow = words.gettext, load_ontology(), console.width < WIDE
    shown = [
        Column(_("EVENT"), lambda e: Text(e.id, style="bold"), 16),
        Column(_("DATE"), lambda e: Text(values.days(e.start, e.end, e.grain)), 12 if narrow else 23),
        Column(_("WHAT"), lambda e: values.kind(e, ontology), 20 if narrow else 26),
        Column(_("WHO → WHOM"), lambda e: values.who_to_whom(e, words), 200, share=3),
    ]
    if narrow:
        return shown
    where = Column(_("WHERE"), lambda e: Text(e.place.name if e.place else "—"), 14)
    return [*shown, where, Column(_("SOURCES"), lambda e: Text(sources(e, words)), 8)]


def sources(event: LedgerEvent, words: Words) -> str:
    """Independent articles, and of how many where others are copies."""
    if event.n_articles == event.n_independent:
        return f"{event.n_independent}"
    return words.gettext("{n} of {all}").format(n=event.n_independent, all=event.n_articles)


def notes(event: LedgerEvent, words: Words, *, narrow: bool) -> Iterator[Text]:
    """What the columns leave out, and the sentence."""
    note = values.joined(_particulars(event, words, narrow=narrow))
    if note:
        yield note
    yield values.sentence(event.sentence, None, ("", ""))


def _particulars(event: LedgerEvent, words: Words, *, narrow: bool) -> Iterator[Text | str]:
    if event.status != "factual":
        yield values.status(event.status, words)
    if narrow and event.place is not None:
        yield event.place.name
    if event.deaths is not None:
        yield values.dead(event.deaths, words)
    if narrow and event.n_articles > 1:
        yield words.ngettext("{n} independent source", "{n} independent sources", event.n_independent).format(
            n=event.n_independent
        )
    yield from flags(event, words)
