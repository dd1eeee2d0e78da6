"""Why an event stands in the ledger: every report of it, why they are one, who says what, what analysts said."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from palabre.cli.language import Words
from palabre.cli.ledger import values
from palabre.cli.ledger.asking import ask
from palabre.cli.ledger.likeness import difference, reason
from palabre.cli.ledger.page import Paper
from palabre.cli.ledger.tables import Shown, write_value
from palabre.cli.rules import in_words
from palabre.cli.run import drawn, output_console
from palabre.knowledge.ontology import load_ontology
from palabre.ledger.model import Correction
from palabre.ledger.reader import Ledger
from palabre.ledger.results import LedgerEvent, Link, RecordChange, Telling, Why


def why(event: str, shown: Shown, words: Words, *, trace: bool = False) -> int:
    """Print why an event is in the ledger as it is; the exit status."""

    def question(ledger: Ledger) -> None:
        found = ledger.why(event)
        if shown.format != "table":
            write_value(found, found.tellings, shown.format)
            return
        console = output_console()
        page = WhyPage(Paper(console, words), trace=trace)
        sys.stdout.write(drawn(console, Group(*page.parts(found))))
        sys.stdout.flush()

    return ask(shown, words, question)


class WhyPage:
    """Lays out why an event stands in the ledger."""

    def __init__(self, paper: Paper, *, trace: bool = False) -> None:
        self.paper, self.words, self.trace = paper, paper.words, trace

    def parts(self, found: Why) -> Iterator[RenderableType]:
        """The page, part by part."""
        _, paper = self.words.gettext, self.paper
        yield from self._head(found)
        yield paper.title(_("REPORTS"), len(found.tellings))
        for telling in found.tellings:
            yield from self._telling(telling, anchor=telling.report.key == found.anchor)
        yield from paper.listed(_("DEATHS, BY WHO SAYS SO"), list(self._tolls(found)))
        yield from paper.listed(_("WHO IS SAID TO HAVE DONE IT"), list(self._blame(found)))
        yield from paper.listed(_("WHO CLAIMS, CONFIRMS, DENIES"), list(self._stances(found)))
        yield from paper.listed(_("OTHER EVENTS IT IS TIED TO"), [self._link(link) for link in found.links])
        yield from paper.listed(_("CORRECTIONS"), [self._correction(one) for one in found.corrections])
        yield from paper.listed(_("HISTORY OF THE RECORD"), [self._change(one) for one in found.changes])

    def _head(self, found: Why) -> Iterator[RenderableType]:
        event, words = found.event, self.words
        yield Rule(style="dim")
        yield Text(f"{event.id}  ", style="bold") + values.kind(event, load_ontology())
        yield values.who_to_whom(event, words)
        yield values.joined(about(event, words))
        yield Text(told_by(event, words), style="dim")
        if found.merged:
            yield Text(words.gettext("It was known as {ids} too.").format(ids=", ".join(found.merged)), style="dim")

    def _telling(self, telling: Telling, *, anchor: bool) -> Iterator[RenderableType]:
        """One report: its source, its sentence, and how it compares with the one that the event stands on."""
        _, paper, report = self.words.gettext, self.paper, telling.report
        head = Text(report.known.isoformat(), style="dim").append(
            f"  {values.outlet(report.publisher)}", style="not dim bold"
        )
        head.append(f"  {telling.title or ''}", style="not dim not bold")
        yield paper.line("")
        yield paper.line(head)
        yield paper.quote(report.sentence, telling.cue)
        for said in telling.repeats:
            yield paper.line(Text(_("again:") + " ", style="dim") + values.sentence(said, None, ("", "")), indent=4)
        for label, said in self._particulars(telling, anchor=anchor):
            yield paper.line(Text(f"{label} ", style="dim").append(said, style="not dim"), indent=4)
        if self.trace:
            steps = ((s, in_words(rule, self.words), text or "") for s, rule, text in telling.trace)
            yield from (paper.line(f"{_(s)}: {rule} {text}".rstrip(), indent=6, style="dim") for s, rule, text in steps)

    def _particulars(self, telling: Telling, *, anchor: bool) -> Iterator[tuple[str, str]]:
        _, report = self.words.gettext, telling.report
        if report.speaker is not None:
            yield _("according to"), values.party_name(report.speaker, self.words)
        if telling.copy_of is not None:
            source = telling.copy_of
            share = math.floor(100 * telling.in_common) if telling.in_common is not None else None
            said = [_("{share} of its words in common").format(share=f"{share} %")] if share else []
            yield _("copy of:"), ", ".join([values.outlet(source.publisher), f"{source.known}", _("one voice"), *said])
        if telling.url:
            yield _("page:"), telling.url
        if anchor:
            stands = _("the report that the event stands on")
            yield _("key:"), f"{report.key} ({stands})"
            return
        yield _("key:"), report.key
        if telling.comparison is not None:
            told, words = telling.comparison, self.words
            lines = (
                (_("merged:"), [reason(name, words) for name in told.reasons]),
                (_("differs:"), [difference(name, words) for name in told.differences]),
                (_("against it:"), [reason(name, words) for name in told.conflicts]),
            )
            yield from ((label, " ".join(said)) for label, said in lines if said)

    def _tolls(self, found: Why) -> Iterator[Text]:
        for one in found.voices.tolls:
            reports = self.words.ngettext("{n} report", "{n} reports", len(one.reports)).format(n=len(one.reports))
            yield values.joined(
                [Text(values.outlet(one.speaker), style="bold"), values.toll(one, self.words), reports, str(one.last)]
            )

    def _blame(self, found: Why) -> Iterator[Text]:
        for speaker, authors in found.voices.blame:
            yield Text(f"{values.outlet(speaker)}: ", style="bold").append(", ".join(authors), style="not bold")

    def _stances(self, found: Why) -> Iterator[Text]:
        """Who does more than report it."""
        for speaker, stance, reports in found.voices.stances:
            if stance != "reports":
                n = self.words.ngettext("{n} report", "{n} reports", len(reports)).format(n=len(reports))
                yield values.joined([Text(values.outlet(speaker), style="bold"), self.words.gettext(stance), n])

    def _link(self, link: Link) -> Text:
        event = link.event
        when = values.days(event.start, event.end, event.grain)
        text = Text(self.words.gettext(link.tie) + "  ", style="dim").append(event.id, style="not dim bold")
        return text.append(f"  {when}  {event.type}", style="not dim not bold")

    def _correction(self, one: Correction) -> Text:
        text = Text(f"{one.on}  {one.by} · {self.words.gettext(one.verb)}", style="bold")
        text.append(f" {one.value or one.other or ''}".rstrip(), style="not bold")
        return text.append(f" — {one.note}" if one.note else "", style="not bold dim")

    def _change(self, one: RecordChange) -> Text:
        detail = ", ".join(f"{self.words.gettext(name)} {said}" for name, said in one.detail if said)
        return values.joined([f"{one.on}", self.words.gettext(one.kind), one.subject, detail])


def about(event: LedgerEvent, words: Words) -> Iterator[Text | str]:
    """When, where, how many dead, and what is to be known of an event at a glance."""
    _ = words.gettext
    when = values.days(event.start, event.end, event.grain)
    yield when if when != "—" else _("no day given, first told on {day}").format(day=event.first_known)
    if event.place is not None:
        country = event.place.country
        yield event.place.name + (f" {country}" if country and event.place.precision != "country" else "")
    yield values.status(event.status, words)
    if event.deaths is not None:
        yield values.dead(event.deaths, words)
    yield from flags(event, words)


def flags(event: LedgerEvent, words: Words) -> Iterator[Text]:
    """What an event is marked with: background, disputed, corrected."""
    _ = words.gettext
    if event.background:
        yield Text(_("background"), style="dim")
    if event.disputed:
        yield Text(_("disputed"), style="bold yellow")
    if event.corrected:
        yield Text(_("corrected"), style="bold cyan")


def told_by(event: LedgerEvent, words: Words) -> str:
    """How many tell it, copies counted once."""
    ngettext = words.ngettext
    if event.n_articles == 1:
        return words.gettext("Told by one article.")
    return words.gettext("Told by {articles} of {sources}; {independent}.").format(
        articles=ngettext("{n} article", "{n} articles", event.n_articles).format(n=event.n_articles),
        sources=ngettext("{n} source", "{n} sources", event.n_sources).format(n=event.n_sources),
        independent=ngettext("{n} is independent", "{n} are independent", event.n_independent).format(
            n=event.n_independent
        ),
    )
