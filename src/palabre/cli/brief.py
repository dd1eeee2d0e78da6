"""One article's reading as a page that an analyst likes to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from palabre.cli.columns import Column, Layout, fit
from palabre.cli.language import N_, Words
from palabre.cli.wording import (
    LANGUAGE_NAMES,
    count_words,
    dyad,
    flat,
    interval_words,
    kind,
    party,
    span_words,
    status,
    ties,
)
from palabre.knowledge.ontology import Ontology
from palabre.types import Event, Evidence, Problem, Reading

WIDE = 110
SAID = 160  # characters of what a problem is about
TITLE = "bold reverse"
PROBLEMS = {
    "undated": N_(
        "The day of publication is unknown: “yesterday” and “Monday” stay open. Pass --published 2023-12-31."
    ),
    "unknown-party": N_("Not known who this is: {words}"),
    "party-not-said": N_("The text does not say who acts: {words}"),
    "paywalled": N_("The page shows only the beginning of its article: the rest must be paid for."),
    "other-language": N_("A part in another language was not read: {words}"),
    "dated-by-change": N_("The page gives only the day of its last change, which was taken for that of publication."),
    "days-differ": N_("The page's data say a later day of publication than the page shows: the one shown was taken."),
    "undated-event": N_("The text does not say when: {words}"),
}
NO_EVENT = N_(
    "No act between political parties was found. Palabre codes meetings, agreements, demands, accusations, protests, "
    "sanctions, arrests, attacks and the like; sport, weather, science and business have none."
)
TRY = N_('If a sentence should have given one, see how it was read:  palabre explain "SENTENCE"')


@dataclass(frozen=True, slots=True)
class Brief:
    """Lays readings out for a console; ``marks`` stand around a trigger where underlining cannot."""

    console: Console
    words: Words
    ontology: Ontology
    marks: tuple[str, str] = field(default=("", ""))

    def page(self, reading: Reading) -> RenderableType:
        """The brief of ``reading``, to be printed on the console."""
        return Group(*self._parts(reading))

    def _parts(self, reading: Reading) -> Iterator[RenderableType]:
        _ = self.words.gettext
        news = [event for event in reading.events if not event.background]
        before = [event for event in reading.events if event.background]
        yield from self._head(reading)
        if not reading.events:
            yield Padding(Text(_(NO_EVENT)), (1, 0, 0, 2))
            yield Padding(Text(_(TRY), style="dim"), (0, 0, 0, 2))
        layout = fit(self._event_columns(), reading.events, self.console.width)
        yield from self._events(_("EVENTS"), news, layout)
        yield from self._events(_("BACKGROUND"), before, layout)
        yield from self._facts(reading)
        yield from self._problems(reading)
        yield Text()

    def _head(self, reading: Reading) -> Iterator[RenderableType]:
        _, article = self.words.gettext, reading.article
        published = article.published.isoformat() if article.published else _("undated")
        language = _(LANGUAGE_NAMES.get(article.language, article.language))
        count = len(article.text.split())
        size = self.words.ngettext("{n} word", "{n} words", count).format(n=count)
        source = Path(article.source)
        known = [source.name if source.is_absolute() else article.source, article.publisher, published, language, size]
        yield Rule(style="dim")
        yield Text(article.title or _("(untitled)"), style="bold")
        yield Text(" · ".join(part for part in known if part), style="dim")
        yield Text(self._counts(reading), style="dim")

    def _counts(self, reading: Reading) -> str:
        """How much the article gave, in one line."""
        ngettext, before = self.words.ngettext, sum(event.background for event in reading.events)
        told = ngettext("{n} event", "{n} events", len(reading.events)).format(n=len(reading.events))
        if before:
            told += " " + ngettext("({n} in the background)", "({n} in the background)", before).format(n=before)
        stands = ngettext("{n} standing fact", "{n} standing facts", len(reading.facts)).format(n=len(reading.facts))
        missing = ngettext("{n} point not resolved", "{n} points not resolved", len(reading.problems))
        return ", ".join([told, stands, *([missing.format(n=len(reading.problems))] if reading.problems else [])])

    def _event_columns(self) -> list[Column]:
        _, words, narrow = self.words.gettext, self.words, self.console.width < WIDE
        when = Column(
            _("DATE"), lambda e: Text(interval_words(e.date.interval if e.date else None)), 12 if narrow else 23
        )
        what = Column(_("WHAT"), lambda e: kind(e, self.ontology.quad(e.type)), 22 if narrow else 32)
        room = self.console.width * 2 // 5
        who = Column(_("WHO → WHOM"), lambda e: dyad(e, words, room=room), 200, share=3)
        how = Column(_("STATUS"), lambda e: status(e.status, words), 12)
        if narrow:
            return [when, what, who, how]
        where = Column(_("WHERE"), lambda e: Text(e.place.text if e.place else "—"), 16)
        said = Column(
            _("WHO SAYS SO"), lambda e: party(e.attributed_to, words) if e.attributed_to else Text("—"), 200, 1
        )
        return [when, what, who, where, how, said]

    def _event_note(self, event: Event) -> Text:
        """What the columns leave out: on a narrow console, place and source too."""
        _, notes = self.words.gettext, list[Text]()
        if self.console.width < WIDE:
            notes += [Text(event.place.text)] if event.place else []
            said = Text(_("according to") + " ")
            notes += [said + party(event.attributed_to, self.words)] if event.attributed_to else []
        if event.fatalities:
            notes += [Text(_("{n} dead").format(n=count_words(event.fatalities)), style="red")]
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

    def _events(self, title: str, events: Sequence[Event], layout: Layout) -> Iterator[RenderableType]:
        """A titled list of events, each with its sentence under it."""
        if not events:
            return
        yield self._title(title, len(events))
        yield layout.heads()
        for i, event in enumerate(events):
            yield Padding(layout.row(event), (1 if i else 0, 0, 0, 0))
            if note := self._event_note(event):
                yield Padding(note, (0, 0, 0, 4))
            yield Padding(self._sentence(event.evidence[0], "italic"), (0, 0, 0, 4))

    def _facts(self, reading: Reading) -> Iterator[RenderableType]:
        """The standing facts; a sentence that stands under an event or another fact is not shown again."""
        if not reading.facts:
            return
        shown = {event.evidence[0].start for event in reading.events}
        layout = fit(self._fact_columns(), reading.facts, self.console.width)
        yield self._title(self.words.gettext("HOW THINGS STAND"), len(reading.facts))
        yield layout.heads()
        for fact in reading.facts:
            yield layout.row(fact)
            if fact.evidence.start not in shown:
                yield Padding(self._sentence(fact.evidence, "italic dim"), (0, 0, 0, 4))
            shown.add(fact.evidence.start)

    def _title(self, words: str, count: int) -> RenderableType:
        return Padding(
            Text(f" {words} ({count}) " if not self.marks[0] else f"{words} ({count})", style=TITLE), (1, 0, 0, 0)
        )

    def _sentence(self, evidence: Evidence, style: str) -> Text:
        """The sentence, its trigger marked."""
        start, end = evidence.cue.start - evidence.start, evidence.cue.end - evidence.start
        opening, closing = self.marks
        text = Text("“", style=style)
        text.append(flat(evidence.sentence[:start]))
        text.append(opening + flat(evidence.sentence[start:end]) + closing, style="bold underline")
        return text.append(flat(evidence.sentence[end:]) + "”")

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
        said = f"{said[:SAID].rstrip()}…" if len(said) > SAID else said
        return self.words.gettext(template).format(words=f"« {said} »")
