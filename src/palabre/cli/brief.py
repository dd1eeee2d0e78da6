"""One article's reading as a page that an analyst likes to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from palabre.cli.language import N_, Words
from palabre.cli.wording import LANGUAGE_NAMES, count_words, dyad, interval_words, kind, party, span_words, status, ties
from palabre.knowledge.ontology import Ontology
from palabre.types import Event, Evidence, Fact, Problem, Reading

WIDE = 110
PROBLEMS = {
    "undated": N_(
        "The day of publication is unknown: “yesterday” and “Monday” stay open. Pass --published 2023-12-31."
    ),
    "unknown-party": N_("Not known who this is: {words}"),
    "party-not-said": N_("The text does not say who acts: {words}"),
    "undated-event": N_("The text does not say when: {words}"),
}
NO_EVENT = N_(
    "No act between political parties was found. Palabre codes meetings, agreements, demands, accusations, protests, "
    "sanctions, arrests, attacks and the like; sport, weather, science and business have none."
)
TRY = N_('If a sentence should have given one, see how it was read:  palabre explain "SENTENCE"')


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its head, what it shows of an item, its greatest width, and its share of what is left."""

    head: str
    show: Callable[..., Text]
    most: int
    share: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """Draws readings on a console; ``marks`` stand around a trigger where underlining cannot."""

    console: Console
    words: Words
    ontology: Ontology
    marks: tuple[str, str] = field(default=("", ""))

    def draw(self, reading: Reading) -> None:
        """Print the brief of ``reading``."""
        self.console.print(Group(*self._parts(reading)))

    def _parts(self, reading: Reading) -> Iterator[RenderableType]:
        _ = self.words.gettext
        news = [event for event in reading.events if not event.background]
        before = [event for event in reading.events if event.background]
        yield from self._head(reading)
        shown: set[tuple[int, int]] = set()
        if not reading.events:
            yield Padding(Text(_(NO_EVENT)), (1, 0, 0, 2))
            yield Padding(Text(_(TRY), style="dim"), (0, 0, 0, 2))
        yield from self._list(_("EVENTS"), news, self._event_columns(), self._event_note, shown)
        yield from self._list(_("BACKGROUND"), before, self._event_columns(), self._event_note, shown)
        yield from self._list(_("HOW THINGS STAND"), reading.facts, self._fact_columns(), None, shown)
        yield from self._problems(reading)
        yield Text()

    def _head(self, reading: Reading) -> Iterator[RenderableType]:
        _, article = self.words.gettext, reading.article
        published = article.published.isoformat() if article.published else _("undated")
        language = _(LANGUAGE_NAMES.get(article.language, article.language))
        count = len(article.text.split())
        size = self.words.ngettext("{n} word", "{n} words", count).format(n=count)
        known = [article.source, article.publisher, published, language, size]
        yield Rule(style="dim")
        yield Text(article.title or _("(untitled)"), style="bold")
        yield Text(" · ".join(part for part in known if part), style="dim")

    def _event_columns(self) -> list[Column]:
        _, words = self.words.gettext, self.words
        when = Column(_("DATE"), lambda e: Text(interval_words(e.date.interval if e.date else None)), 23)
        what = Column(_("WHAT"), lambda e: kind(e, self.ontology.quad(e.type)), 30)
        who = Column(_("WHO → WHOM"), lambda e: dyad(e, words), 200, share=3)
        if self.console.width < WIDE:
            return [when, what, who]
        where = Column(_("WHERE"), lambda e: Text(e.place.text if e.place else "—"), 16)
        how = Column(_("STATUS"), lambda e: status(e.status, words), 12)
        said = Column(
            _("WHO SAYS SO"), lambda e: party(e.attributed_to, words) if e.attributed_to else Text("—"), 200, 1
        )
        return [when, what, who, where, how, said]

    def _event_note(self, event: Event) -> Text:
        """What the columns leave out: on a narrow console, place, status and source too."""
        _, notes = self.words.gettext, list[Text]()
        if self.console.width < WIDE:
            notes += [status(event.status, self.words)]
            notes += [Text(event.place.text)] if event.place else []
            said = Text(_("according to") + " ")
            notes += [said + party(event.attributed_to, self.words)] if event.attributed_to else []
        if event.fatalities:
            notes += [Text(f"{count_words(event.fatalities)} {_('dead')}", style="red")]
        notes += [Text(mention.text) for mention in event.quantities if mention.quantity != event.fatalities]
        if len(event.evidence) > 1:
            more = len(event.evidence) - 1
            notes += [Text(self.words.ngettext("told again {n} time", "told again {n} times", more).format(n=more))]
        return Text(" · ", style="dim").join(notes)

    def _fact_columns(self) -> list[Column]:
        _, words = self.words.gettext, self.words
        return [
            Column(_("KIND"), lambda f: Text(_(f.kind), style="cyan"), 12),
            Column(_("WHO → OF WHAT"), ties, 200, share=3),
            Column(_("HOW"), lambda f: Text(f.value), 200, share=3),
            Column(_("SINCE – UNTIL"), lambda f: Text(span_words(f.since, f.until)), 23),
            Column(_("STATUS"), lambda f: status(f.status, words), 9),
        ]

    def _list(
        self,
        title: str,
        items: Sequence[Event] | Sequence[Fact],
        columns: list[Column],
        note: Callable[[Event], Text] | None,
        shown: set[tuple[int, int]],
    ) -> Iterator[RenderableType]:
        """A titled list; each sentence stands under the first item it says."""
        if not items:
            return
        widths = fit(
            columns, [[column.show(item).cell_len for item in items] for column in columns], self.console.width - 2
        )
        yield Padding(Text(f"{title} ({len(items)})", style="bold reverse" if not self.marks[0] else ""), (1, 0, 0, 0))
        yield _row([Text(column.head, style="dim") for column in columns], widths)
        for item in items:
            yield _row([column.show(item) for column in columns], widths)
            if note is not None and isinstance(item, Event) and (words := note(item)):
                yield Padding(words, (0, 0, 0, 4))
            evidence = item.evidence[0] if isinstance(item, Event) else item.evidence
            key = (evidence.start, evidence.end)
            if isinstance(item, Event) or key not in shown:
                yield Padding(self._sentence(evidence, "dim" if isinstance(item, Fact) else ""), (0, 0, 0, 4))
            shown.add(key)

    def _sentence(self, evidence: Evidence, style: str) -> Text:
        """The sentence, its trigger marked."""
        start, end = evidence.cue.start - evidence.start, evidence.cue.end - evidence.start
        opening, closing = self.marks
        text = Text("« ", style=style or "italic")
        text.append(flat(evidence.sentence[:start]))
        text.append(opening + flat(evidence.sentence[start:end]) + closing, style="bold underline")
        return text.append(flat(evidence.sentence[end:]) + " »")

    def _problems(self, reading: Reading) -> Iterator[RenderableType]:
        if not reading.problems:
            return
        yield Padding(Text(self.words.gettext("NOT RESOLVED"), style="dim"), (1, 0, 0, 0))
        for problem in reading.problems:
            yield Padding(Text(f"? {self._problem(reading, problem)}", style="dim"), (0, 0, 0, 2))

    def _problem(self, reading: Reading, problem: Problem) -> str:
        template = PROBLEMS.get(problem.code)
        if template is None:
            return problem.message
        said = flat(reading.article.text[problem.span.start : problem.span.end]) if problem.span else ""
        return self.words.gettext(template).format(words=f"« {said} »")


def fit(columns: Sequence[Column], lengths: Sequence[Sequence[int]], width: int) -> list[int]:
    """Column widths: as wide as needed up to the most, what is left shared out among the sharing columns."""
    wanted = [min(max([len(c.head), *cells]), c.most) for c, cells in zip(columns, lengths, strict=True)]
    left = width - 2 * (len(columns) - 1) - sum(w for w, c in zip(wanted, columns, strict=True) if not c.share)
    shares = sum(c.share for c in columns) or 1
    return [
        w if not c.share else max(12, min(w, left * c.share // shares)) for w, c in zip(wanted, columns, strict=True)
    ]


def flat(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split()) if words.strip() == words else _edges(words)


def _edges(words: str) -> str:
    """As ``flat``, keeping one blank at an edge that has some."""
    return " " * words[:1].isspace() + " ".join(words.split()) + " " * words[-1:].isspace()


def _row(cells: Sequence[Text], widths: Sequence[int]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*cells)
    return Padding(grid, (0, 0, 0, 2))
