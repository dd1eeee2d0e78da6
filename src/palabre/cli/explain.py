"""How a sentence was read: parse, mentions, the frames that fired with their rules, and those that did not."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from palabre.cli.language import N_, Words, translate
from palabre.cli.misses import REASONS, Miss, Misses, find_misses
from palabre.cli.rules import in_words
from palabre.cli.run import drawn, guarded, output_console
from palabre.cli.settings import overlays
from palabre.cli.wording import count_words, dyad, interval_words, kind, parties, party, status
from palabre.coding.coder import Explanation
from palabre.knowledge.ontology import Ontology
from palabre.types import (
    ActorMention,
    Document,
    Event,
    Mentions,
    PlaceMention,
    QuantityMention,
    Span,
    Step,
    TimeMention,
)

SLOTS = (
    N_("frame"),
    N_("actor"),
    N_("recipient"),
    N_("status"),
    N_("date"),
    N_("place"),
    N_("attributed_to"),
    N_("background"),
)
_CONDITION = re.compile(r"(\S+ is .*?(?:», not |must be |must not be ))(.+)")
Named = ActorMention | PlaceMention | TimeMention | QuantityMention


def explain(
    sentence: str, published: str | None, words: Words, *, all_: bool = False, config: str | None = None
) -> int:
    """Print how ``sentence`` is read; ``all_`` lists every frame that was tried; the exit status."""
    errors = Console(stderr=True, soft_wrap=True)
    with guarded(errors, words) as status_:
        from palabre import coding, ingest, knowledge, parse, pipeline

        if ingest.detect(sentence) != "fr":
            said = words.gettext("This does not seem to be French; it is read as if it were.")
            errors.print(said, style="yellow", highlight=False)
        article = ingest.from_text(sentence, source="explain", published=published, language="fr")
        known = knowledge.load(article.language, overlays(config))
        document = parse.load(article.language).parse(article)
        mentions = pipeline.find_mentions(document, known)
        explanation, console = coding.explain(document, mentions, known), output_console()
        misses = find_misses(document, explanation, everything=all_)
        shown = Explained(document, mentions, explanation, known.ontology, words, misses, console.width)
        sys.stdout.write(drawn(console, shown.page()))
        sys.stdout.flush()
    return status_[0] if status_ else 0


@dataclass(frozen=True, slots=True)
class Explained:
    """One text's parse, mentions and coding, as a page."""

    document: Document
    mentions: Mentions
    explanation: Explanation
    ontology: Ontology
    words: Words
    misses: Misses
    width: int = 100

    def page(self) -> RenderableType:
        """All parts, one under the other."""
        _ = self.words.gettext
        parts: list[RenderableType] = [_title(_("PARSE")), self._parse(), _title(_("MENTIONS")), self._mentions()]
        parts.append(_title(_("EVENTS")))
        parts += [part for event in self.explanation.events for part in self._event(event)]
        if not self.explanation.events:
            tried = self.misses.shown or self.misses.hidden
            none = _("No frame fired.") if tried else _("No frame fired: none is about a word of this sentence.")
            parts.append(Padding(Text(none), (1, 0, 0, 2)))
        return Group(*parts, *self._others(), Text())

    def _parse(self) -> Table:
        _ = self.words.gettext
        rows = [
            (
                str(token.i),
                Text(token.text, style="bold"),
                token.lemma,
                token.pos,
                token.dep,
                Text("—" if token.head == token.i else f"{self.document.tokens[token.head].text} ({token.head})"),
                Text(" ".join(token.feats.values()), style="dim"),
            )
            for token in self.document.tokens
        ]
        return _table(["#", _("WORD"), _("LEMMA"), _("CLASS"), _("RELATION"), _("TO"), _("FEATURES")], rows)

    def _mentions(self) -> Table:
        _ = self.words.gettext
        found: list[tuple[Span, tuple[str | Text, ...]]] = [
            (mention.span, (Text(mention.text or "", style="bold"), _(what), self._meaning(mention), mention.rule))
            for what, mentions in self._kinds()
            for mention in mentions
            if mention.span is not None
        ]
        rows = [row for _span, row in sorted(found, key=lambda pair: pair[0])]
        return _table([_("WORDS"), _("WHAT"), _("MEANING"), _("RULE")], rows)

    def _kinds(self) -> tuple[tuple[str, Sequence[Named]], ...]:
        _ = self.words.gettext
        return (
            (_("party"), self.mentions.actors),
            (_("place"), self.mentions.places),
            (_("time"), self.mentions.times),
            (_("quantity"), self.mentions.quantities),
        )

    def _meaning(self, mention: Named) -> Text:
        if isinstance(mention, ActorMention):
            return party(mention, self.words, full=True)
        if isinstance(mention, TimeMention):
            return Text(f"{interval_words(mention.interval)} ({mention.anchor})")
        if isinstance(mention, PlaceMention):
            return Text(f"{mention.place.name} ({mention.place.precision})")
        return Text(f"{count_words(mention.quantity)} {mention.quantity.unit or ''}")

    def _event(self, event: Event) -> Iterator[RenderableType]:
        _ = self.words.gettext
        room = self.width // 2
        line = [kind(event, self.ontology.quad(event.type)), dyad(event, self.words, room=400)]
        if sum(part.cell_len for part in line) > self.width - room // 2:
            line[1] = Text("\n") + dyad(event, self.words, room=room)
        head = Text("  ").join([*line, status(event.status, self.words)])
        if event.background:
            head.append("  ").append(_("background"), style="dim")
        yield Padding(head, (1, 0, 0, 2))
        rows = [(_(step.slot), in_words(step.rule, self.words), self._filler(event, step)) for step in event.trace]
        yield _table([_("SLOT"), _("RULE"), _("WORDS")], rows)

    def _filler(self, event: Event, step: Step) -> Text:
        """What a slot was filled with."""
        said = event.attributed_to
        fillers = {
            "actor": parties(event.actors, self.words),
            "recipient": parties(event.recipients, self.words),
            "status": status(event.status, self.words),
            "date": self._dated(event.date),
            "place": Text(event.place.text if event.place else "—"),
            "attributed_to": party(said, self.words) if said else Text("—"),
            "background": Text(self.words.gettext("yes") if event.background else self.words.gettext("no")),
        }
        return Text(step.text) if step.text else fillers.get(step.slot, Text())

    def _dated(self, mention: TimeMention | None) -> Text:
        days = interval_words(mention.interval if mention else None)
        return Text(f"{mention.text} = {days}" if mention and mention.text else days)

    def _others(self) -> Iterator[RenderableType]:
        """Frames that nearly fired, and how many were far from it."""
        _, hidden = self.words.gettext, self.misses.hidden
        if not self.misses.shown and not hidden:
            return
        yield _title(_("WHY OTHERS DID NOT"))
        rows = [(self._word(miss), miss.frame, self._why(miss.reason)) for miss in self.misses.shown]
        if rows:
            yield _table([_("WORD"), _("FRAME"), _("WHY")], rows)
        if hidden:
            more = self.words.ngettext(
                "{n} frame more shares a word with the sentence, but is far from it: --all lists it.",
                "{n} frames more share a word with the sentence, but are far from it: --all lists them.",
                hidden,
            )
            yield Padding(Text(more.format(n=hidden), style="dim"), (1 if rows else 0, 0, 0, 2))

    def _why(self, reason: str) -> str:
        return translate(_spaced(reason, most=99 if self.misses.everything else 4), self.words, REASONS)

    def _word(self, miss: Miss) -> Text:
        return Text(self.document.tokens[miss.trigger].text, style="bold")


def _spaced(reason: str, *, most: int) -> str:
    """A reason with its word lists made readable, ``most`` words of each.

    >>> _spaced("object is « pain », not theme:troops|lemma:base,camp,caserne,char", most=3)
    'object is « pain », not theme: troops / lemma: base, camp, caserne, …'
    """
    found = _CONDITION.match(reason)
    return found[1] + " / ".join(_listed(part, most) for part in found[2].split("|")) if found else reason


def _listed(alternative: str, most: int) -> str:
    name, colon, values = alternative.partition(":")
    words = values.split(",")
    return f"{name}{colon} {', '.join([*words[:most], *(['…'] if len(words) > most else [])])}".strip()


def _title(words: str) -> RenderableType:
    return Padding(Text(words, style="bold"), (1, 0, 0, 0))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    return table
