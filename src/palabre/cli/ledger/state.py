"""How things stand: who rules, offices, relations, forces, measures, each with the words that say so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from palabre.cli.brief import WIDE
from palabre.cli.columns import Column, Layout, fit
from palabre.cli.language import N_, Words
from palabre.cli.ledger import values
from palabre.cli.ledger.asking import ask, say
from palabre.cli.ledger.likeness import PARTS
from palabre.cli.ledger.page import Paper
from palabre.cli.ledger.tables import Look, Shown, write
from palabre.cli.run import drawn, output_console
from palabre.ledger.reader import Ledger
from palabre.ledger.results import Saying, Standing

# In this order; the titles of the parts of the page.
SECTIONS = {
    "control": N_("WHO RULES"),
    "office": N_("OFFICES"),
    "relation": N_("RELATIONS"),
    "deployment": N_("FORCES"),
    "measure": N_("MEASURES"),
    "membership": N_("MEMBERSHIP"),
    "custody": N_("DETAINED"),
}


@dataclass(frozen=True, slots=True)
class About:
    """Whose states are asked for, of which kind, and as of which days."""

    a: str
    b: str | None = None
    on: str | None = None
    known_on: str | None = None
    kind: str | None = None
    about: str | None = None
    history: bool = False
    sentences: bool = False


def show_state(asked: About, shown: Shown, words: Words) -> int:
    """Print how things stand; the exit status."""

    def question(ledger: Ledger) -> None:
        found = _found(ledger, asked)
        if shown.format != "table":
            write(found, shown.format, lambda _console: Look(()))
        elif found:
            paper = Paper(output_console(), words)
            sys.stdout.write(drawn(paper.console, _head(asked, words)))
            StatePage(paper, asked.sentences).write(found)
        if not found:
            say(*_nothing(ledger, asked, words))

    return ask(shown, words, question)


def _found(ledger: Ledger, asked: About) -> Sequence[Standing]:
    narrow = {"kind": asked.kind, "dimension": asked.about, "known_on": asked.known_on}
    if asked.history:
        return ledger.history(asked.a, asked.b, **narrow)
    return ledger.state(asked.a, asked.b, on=asked.on, **narrow)


def _head(asked: About, words: Words) -> Text:
    """Whose states, as of when."""
    _ = words.gettext
    whose = asked.a if asked.b is None else f"{asked.a} – {asked.b}"
    days = [_("all that there was") if asked.history else _("on {day}").format(day=asked.on) if asked.on else ""]
    days += [_("as known on {day}").format(day=asked.known_on)] if asked.known_on else []
    return Text(whose, style="bold").append("".join(f"  {day}" for day in days if day), style="not bold dim")


def _nothing(ledger: Ledger, asked: About, words: Words) -> Iterator[str]:
    """Why nothing is told to stand, and what to try."""
    _ = words.gettext
    yield _("No article says how things stood there then.")
    if not asked.history and ledger.history(asked.a, asked.b):
        yield _("There is something of other days: {command}").format(command=_command(asked, "state", "--history"))
    else:
        yield _("What happened between them, if anything did: {command}").format(command=_events(asked))


def _command(asked: About, verb: str, *options: str) -> str:
    names = [f'"{name}"' if " " in name else name for name in (asked.a, asked.b) if name]
    return " ".join(["palabre", verb, *names, *options])


def _events(asked: About) -> str:
    return (
        f'palabre events --actor "{asked.a}"' if asked.b is None else f'palabre events --dyad "{asked.a}" "{asked.b}"'
    )


@dataclass(frozen=True, slots=True)
class StatePage:
    """Lays out how things stand; ``sentences`` shows everyone who says so, else one sentence for each."""

    paper: Paper
    sentences: bool = False

    def write(self, found: Iterable[Standing]) -> None:
        """Print standings, part by part."""
        standings = list(found)
        for kind, title in SECTIONS.items():
            if part := [one for one in standings if one.state.kind == kind]:
                sys.stdout.write(
                    drawn(self.paper.console, self.paper.title(self.paper.words.gettext(title), len(part)))
                )
                for piece in self.rows(part, heads=True):
                    sys.stdout.write(drawn(self.paper.console, piece))
        sys.stdout.flush()

    def rows(self, found: Sequence[Standing], *, heads: bool = False) -> Iterator[RenderableType]:
        """Standings of one kind; of offices, those that rule first."""
        about = any(values.dimension(one.state, self.paper.words) for one in found)
        layout = fit(self._columns(about=about), found, self.paper.console.width)
        if heads:
            yield layout.heads()
        offices = all(one.state.kind == "office" for one in found)
        for one in sorted(found, key=lambda one: offices and not values.dimension(one.state, self.paper.words)):
            yield from self._row(one, layout)

    def _row(self, one: Standing, layout: Layout) -> Iterator[RenderableType]:
        yield layout.row(one)
        if note := values.joined(self._notes(one)):
            yield Padding(note, (0, 0, 0, 4))
        for saying in self._shown(one.sayings):
            yield from self._said(saying, one)

    def _columns(self, *, about: bool) -> list[Column]:
        _, words, narrow = self.paper.words.gettext, self.paper.words, self.paper.console.width < WIDE
        how = Column(_("HOW"), self._how, 200, share=3)
        who = Column(_("WHO"), lambda one: values.sides(one.state, words), 200, share=3)
        when = Column(_("SINCE – UNTIL"), lambda one: values.since_until(one.state), 16 if narrow else 25)
        said = Column(_("CONFIRMED"), lambda one: Text(one.state.confirmed.isoformat()), 10)
        if narrow:
            return [who, how, when, said]
        bears_on = Column(_("ABOUT"), lambda one: Text(values.dimension(one.state, words) or "—", style="cyan"), 24)
        status = Column(_("STATUS"), lambda one: values.status(one.state.status, words), 9)
        return [*([bears_on] if about else []), who, how, when, said, status]

    def _how(self, one: Standing) -> Text:
        text = values.holds(one.state, self.paper.words)
        if one.state.conflict:
            text.append(" " + self.paper.words.gettext("(disputed)"), style="bold yellow")
        return text

    def _notes(self, one: Standing) -> Iterator[Text | str]:
        """What the columns leave out, on a narrow console more."""
        words, narrow = self.paper.words, self.paper.console.width < WIDE
        if narrow:
            yield Text(values.dimension(one.state, words), style="cyan")
        if narrow and one.state.status != "current":
            yield values.status(one.state.status, words)
        if one.state.due is not None and one.state.until is None:
            yield values.due(one.state, words)

    def _shown(self, sayings: Sequence[Saying]) -> Sequence[Saying]:
        """All sayings, or the one that tells most: how it began, else who said it last; and who says otherwise."""
        if self.sentences:
            return sayings
        by = {part: [s for s in sayings if s.part == part] for part in PARTS}
        best = by["closed"][:1] or by["opened"][:1] or by["said"][-1:]
        return [*best, *by["rival"][:2]]

    def _said(self, saying: Saying, one: Standing) -> Iterator[RenderableType]:
        label = self.paper.words.gettext(PARTS[saying.part])
        if self.sentences or saying.part == "rival" or (saying.part == "closed" and one.state.until):
            style = "yellow" if saying.part == "rival" else "dim"
            yield self.paper.line(self.paper.words.gettext("{label}:").format(label=label), indent=4, style=style)
        yield self.paper.quote(saying.sentence, saying.cue, values.outlet(saying.publisher), saying.known.isoformat())
