"""How long after an act something came: « trois mois après avoir été rappelé », « trois jours après le putsch »."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from palabre import times
from palabre.coding.grammar import Grammar
from palabre.knowledge.calendar import Calendar
from palabre.types import Document, Interval, Span, TimeMention, Token

AFTER, OWN = "après", "own adjunct"
ONE_DAY = 2  # days of what « lundi », « dans la nuit de lundi à mardi » date
Dated = tuple[TimeMention | None, str]


class Lapses:
    """Counts back from the day of what came after; ``dating`` gives the time of the act at a token, and the rule."""

    def __init__(
        self, document: Document, grammar: Grammar, calendar: Calendar, dating: Callable[[int], Dated]
    ) -> None:
        self.document, self.grammar, self.calendar, self.dating = document, grammar, calendar, dating

    def date(self, i: int) -> Dated:
        """The time of the act at token ``i``: as the text gives it, else told by how long before another it came."""
        told = self.dating(i)
        for at in self._named(i):
            if (told if at == i else self.dating(at))[1] == OWN:
                return told
            span = self._lapse(at)
            later = span and self._followed(at, span)
            if span and later and (found := self._counted(span, later)):
                return found, "how long before another"
        return told

    def _named(self, i: int) -> Iterator[int]:
        """The act itself, and the noun that its relative clause tells more of: « le coup d'État qui a renversé X »."""
        yield i
        token = self.document.tokens[i]
        if token.dep == "acl:relcl" and "qui" in self.grammar.said_below(i):
            yield token.head

    def _lapse(self, at: int) -> Span | None:
        """The number and the unit right before the « après » of token ``at``."""
        tokens = self.document.tokens
        for mark in self.document.children(at, "mark", "case"):
            if mark.lemma == AFTER and mark.i > 1 and tokens[mark.i - 1].text.lower() in self.calendar.units:
                return Span(tokens[mark.i - 2].start, tokens[mark.i - 1].end)
        return None

    def _followed(self, at: int, span: Span) -> TimeMention | None:
        """The day of the act that came after, which the sentence gives apart from the lapse."""
        for head in self._above(self.document.tokens[at]):
            found = self.dating(head)[0]
            if found is not None:
                apart = found.span.end <= span.start or span.end <= found.span.start
                return found if apart and _one_day(found.interval) else None
        return None

    def _above(self, token: Token) -> Iterator[int]:
        for _ in range(4):
            if token.head == token.i:
                return
            token = self.document.tokens[token.head]
            if self.grammar.is_verb(token.i) or token.dep == "root":
                yield token.i

    def _counted(self, span: Span, later: TimeMention) -> TimeMention | None:
        words = self.document.text(span)
        published = self.document.article.published
        found = times.parse(f"{words} plus tôt", self.calendar, published=published, previous=later.interval)
        return TimeMention(span, words, found, "text", "lapse") if found else None


def _one_day(interval: Interval) -> bool:
    return interval.start is not None and (interval.days or ONE_DAY + 1) <= ONE_DAY
