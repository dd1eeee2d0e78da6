"""What happened in the order of days, and what changed since one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from palabre.cli.brief import WIDE
from palabre.cli.columns import Column, fit
from palabre.cli.language import N_, Words
from palabre.cli.ledger import events, values
from palabre.cli.ledger.asking import ask, say
from palabre.cli.ledger.page import Paper
from palabre.cli.ledger.tables import Look, Shown, write, write_value
from palabre.cli.run import drawn, output_console
from palabre.knowledge.ontology import load_ontology
from palabre.ledger.model import State
from palabre.ledger.reader import Ledger
from palabre.ledger.results import Changes, LedgerEvent, Moment, RecordChange, Retold, StateChange

SIGNS = {"announced": "○", "opened": "▶", "closed": "■", "ending": "◐", "conflict": "≠"}
TURNS = {
    "announced": N_("announced"),
    "opened": N_("begins"),
    "closed": N_("ends"),
    "ending": N_("to end"),
    "conflict": N_("disputed"),
    "dropped": N_("no longer told"),
    "dated": N_("another day"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """Whose days are told, and which."""

    a: str | None = None
    b: str | None = None
    since: str | None = None
    until: str | None = None


def show_timeline(asked: Days, shown: Shown, words: Words) -> int:
    """Print events and changes of states in the order of days; the exit status."""

    def question(ledger: Ledger) -> None:
        who = {"dyad": (asked.a, asked.b)} if asked.a and asked.b else {"actor": asked.a}
        found = ledger.timeline(since=asked.since, until=asked.until, limit=shown.limit or None, **who)
        if not write(found, shown.format, lambda console: moments_look(console, words)):
            say(words.gettext("Nothing is told of these days. What the ledger covers: {command}").format(
                command="palabre stats"
            ))  # fmt: skip

    return ask(shown, words, question)


def show_changes(since: str, country: list[str] | None, shown: Shown, words: Words) -> int:
    """Print what changed since a day; the exit status."""

    def question(ledger: Ledger) -> None:
        found = ledger.changes(since=since, country=country or None)
        if shown.format == "json":
            write_value(found, (), "json")
        elif shown.format != "table":
            write(change_rows(found), shown.format, lambda _console: Look(()))
        elif not (found.added or found.retold or found.states or found.record):
            say(words.gettext("Nothing changed since {day}.").format(day=found.since))
        else:
            _print(found, Paper(output_console(), words))

    return ask(shown, words, question)


def _print(found: Changes, paper: Paper) -> None:
    for piece in ChangesPage(paper).parts(found):
        sys.stdout.write(drawn(paper.console, piece))
    sys.stdout.flush()


def moments_look(console: Console, words: Words) -> Look:
    """The columns of a timeline: the day, what it is, and what is told of it."""
    _, narrow = words.gettext, console.width < WIDE
    columns = [
        Column(_("DAY"), lambda row: Text(row.day.isoformat() if row.day else "—"), 10),
        Column("", lambda row: Text(SIGNS[row.turn.what] if row.turn else "•"), 1),
        Column(_("WHAT"), lambda row: _what(row, words), 22 if narrow else 32),
        Column(_("WHO"), lambda row: _who(row, words), 200, share=3),
        Column(_("EVENT"), lambda row: Text(row.event.id if row.event else "", style="dim"), 16),
    ]
    return Look(columns, _said)


def _what(row: Moment, words: Words) -> Text:
    if row.event is not None:
        text = values.kind(row.event, load_ontology())
        told = row.event.status
        return text if told == "factual" else text.append(" ").append_text(values.status(told, words))
    assert row.turn is not None
    said = words.gettext(TURNS[row.turn.what])
    return values.holds(row.turn.state, words).append(f" · {said}", style="not bold dim")


def _who(row: Moment, words: Words) -> Text:
    if row.event is not None:
        return values.who_to_whom(row.event, words)
    assert row.turn is not None
    about = values.dimension(row.turn.state, words)
    return values.sides(row.turn.state, words).append(f"  {about}", style="not bold cyan")


def _said(row: Moment) -> Iterator[Text]:
    """The sentence of an event, or that by which a state turns."""
    if row.event is not None:
        yield values.sentence(row.event.sentence, None, ("", ""))
    else:
        yield from (values.sentence(saying.sentence, None, ("", "")) for saying in row.sayings[:1])


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in one row: what changed, of which event or line of states, since when, by which sentence."""

    change: str
    subject: str
    day: date | None
    detail: str
    sentence: str


def change_rows(found: Changes) -> Iterator[ChangeRow]:
    """What changed, row by row."""
    for event in found.added:
        yield ChangeRow(
            "added", event.id, event.day, f"{event.type}/{event.mode}".removesuffix("/None"), event.sentence
        )
    for one in found.retold:
        yield ChangeRow("retold", one.event.id, one.event.day, f"+{one.n_new}", one.event.sentence)
    for state in found.states:
        known = state.change.after or state.change.before
        value, since = (known.value, known.since) if known else ("", None)
        said = state.sayings[-1].sentence if state.sayings else ""
        yield ChangeRow(state.change.what, state.line, since, value, said)
    for row in found.record:
        yield ChangeRow(row.kind, row.subject, row.on, ", ".join(f"{k}={v}" for k, v in row.detail), "")


class ChangesPage:
    """Lays out what changed."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.words = paper, paper.words

    def parts(self, found: Changes) -> Iterator[RenderableType]:
        """The page, part by part."""
        _, paper = self.words.gettext, self.paper
        yield Text(_("What changed since {day}").format(day=found.since), style="bold")
        yield from self._events(_("NEW EVENTS"), list(found.added), {})
        retold = list(found.retold)
        more = {one.event.id: one for one in retold}
        yield from self._events(_("EVENTS TOLD ANEW"), [one.event for one in retold], more)
        if states := list(found.states):
            yield paper.title(_("STATES"), len(states))
            for _same, group in groupby(states, key=lambda one: (one.line, one.change.before, one.change.after)):
                yield from self._state(list(group))
        yield from paper.listed(_("THE RECORD ITSELF"), [record_words(one, self.words) for one in found.record])

    def _events(self, title: str, found: Sequence[LedgerEvent], more: Mapping[str, Retold]) -> Iterator[RenderableType]:
        if not found:
            return
        look = events.look(self.paper.console, self.words)
        layout = fit(look.columns, found, self.paper.console.width)
        yield self.paper.title(title, len(found))
        yield layout.heads()
        for event in found:
            yield layout.row(event)
            if event.id in more:
                yield self.paper.line(self._more(more[event.id]), indent=4)
            yield from (Padding(note, (0, 0, 0, 4)) for note in look.notes(event))

    def _more(self, one: Retold) -> Text:
        n = self.words.ngettext("{n} article more", "{n} articles more", one.n_new).format(n=one.n_new)
        before, now = one.n_independent_before, one.event.n_independent
        independent = self.words.gettext("independent: {before} → {now}").format(before=before, now=now)
        return values.joined([Text(n, style="cyan"), independent if before != now else ""])

    def _state(self, group: Sequence[StateChange]) -> Iterator[RenderableType]:
        """A state before and after, what changed in it, and the last sentence that says so."""
        last, _ = group[-1], self.words.gettext
        known = last.change.after or last.change.before
        assert known is not None
        what = ", ".join(_(TURNS[one.change.what]) for one in group)
        about = Text(values.dimension(known, self.words), style="cyan")
        yield self.paper.line(values.joined([values.sides(known, self.words), about, Text(what, style="bright_blue")]))
        sides = [self._side(side) for side in (last.change.before, last.change.after) if side is not None]
        yield self.paper.line(Text(" → ").join(sides), indent=4)
        for saying in last.sayings[-1:]:
            source = values.outlet(saying.publisher), saying.known.isoformat()
            yield self.paper.quote(saying.sentence, saying.cue, *source)

    def _side(self, state: State) -> Text:
        return values.holds(state, self.words).append("  ").append_text(values.since_until(state))


def record_words(one: RecordChange, words: Words) -> Text:
    """Something that happened to the record, in one line."""
    detail = ", ".join(f"{words.gettext(name)} {said}" for name, said in one.detail if said)
    return values.joined([f"{one.on}", words.gettext(one.kind), Text(one.subject, style="bold"), detail])
