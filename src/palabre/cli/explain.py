"""How a sentence was read: parse, mentions, the frames that fired with their rules, and those that did not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from palabre.cli.language import Words
from palabre.cli.run import drawn, guarded, output_console
from palabre.cli.wording import count_words, dyad, interval_words, kind, parties, party, status
from palabre.coding import Attempt, Match
from palabre.coding.coder import Explanation
from palabre.knowledge.ontology import Ontology
from palabre.types import ActorMention, Document, Event, Mentions, PlaceMention, QuantityMention, Span, TimeMention

Named = ActorMention | PlaceMention | TimeMention | QuantityMention


def explain(sentence: str, published: str | None, words: Words) -> int:
    """Print how ``sentence`` is read; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status_:
        from palabre import coding, ingest, knowledge, parse, pipeline

        article = ingest.from_text(sentence, source="explain", published=published, language="fr")
        known = knowledge.load(article.language)
        document = parse.load(article.language).parse(article)
        mentions = pipeline.find_mentions(document, known)
        shown = Explained(document, mentions, coding.explain(document, mentions, known), known.ontology, words)
        sys.stdout.write(drawn(output_console(), shown.page()))
        sys.stdout.flush()
    return status_[0] if status_ else 0


class Explained:
    """One text's parse, mentions and coding, as a page."""

    def __init__(
        self, document: Document, mentions: Mentions, explanation: Explanation, ontology: Ontology, words: Words
    ) -> None:
        self.document, self.mentions, self.explanation = document, mentions, explanation
        self.ontology, self.words = ontology, words

    def page(self) -> RenderableType:
        """All parts, one under the other."""
        _ = self.words.gettext
        parts: list[RenderableType] = [_title(_("PARSE")), self._parse(), _title(_("MENTIONS")), self._mentions()]
        parts.append(_title(_("EVENTS")))
        parts += [part for event in self.explanation.events for part in self._event(event)]
        if not self.explanation.events:
            parts.append(Padding(Text(_("No frame fired.")), (1, 0, 0, 2)))
        if reasons := list(self._reasons()):
            parts += [_title(_("WHY OTHERS DID NOT")), _table([_("WORD"), _("FRAME"), _("WHY")], reasons)]
        return Group(*parts, Text())

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
                Text("|".join(f"{key}={value}" for key, value in token.feats.items()), style="dim"),
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
            return party(mention, self.words)
        if isinstance(mention, TimeMention):
            return Text(f"{interval_words(mention.interval)} ({mention.anchor})")
        if isinstance(mention, PlaceMention):
            return Text(f"{mention.place.name} ({mention.place.precision})")
        return Text(f"{count_words(mention.quantity)} {mention.quantity.unit or ''}")

    def _event(self, event: Event) -> Iterator[RenderableType]:
        _ = self.words.gettext
        head = Text("  ").join(
            [kind(event, self.ontology.quad(event.type)), dyad(event, self.words), status(event.status, self.words)]
        )
        if event.background:
            head.append("  ").append(_("background"), style="dim")
        yield Padding(head, (1, 0, 0, 2))
        said = event.attributed_to
        rows: list[tuple[str | Text, ...]] = [(step.slot, step.rule, step.text or "") for step in event.trace]
        rows += [(_("according to"), "", parties([said], self.words))] if said else []
        yield _table([_("SLOT"), _("RULE"), _("WORDS")], rows)

    def _reasons(self) -> Iterator[tuple[str | Text, ...]]:
        """Frames that were tried in vain, then those that fired and were dropped."""
        for attempt in self.explanation.attempts:
            yield self._word(attempt), attempt.frame, attempt.reason
        for match, reason in self.explanation.dropped:
            yield self._word(match), match.frame.name, reason

    def _word(self, found: Attempt | Match) -> Text:
        return Text(self.document.tokens[found.trigger].text, style="bold")


def _title(words: str) -> RenderableType:
    return Padding(Text(words, style="bold"), (1, 0, 0, 0))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    return table
