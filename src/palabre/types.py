"""Every value that crosses a room: frozen, slotted, and free of behaviour beyond lookups.

Offsets are half-open ``[start, end)`` character positions in ``Article.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Status = Literal["factual", "negated", "hypothetical", "future", "attempted"]
FactStatus = Literal["current", "former", "announced", "ending", "ended"]
Grain = Literal["day", "week", "month", "quarter", "year", "decade", "span"]
SectionKind = Literal["title", "heading", "standfirst", "dateline", "paragraph", "noise"]
ActorKind = Literal["state", "organisation", "institution", "armed-group", "party", "person", "group", "place"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the article's text, ``[start, end)``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two stretches share a character.

        >>> Span(0, 5).overlaps(Span(4, 9)), Span(0, 5).overlaps(Span(5, 9))
        (True, False)
        """
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text that is marked, never removed: title, heading, dateline, paragraph, noise."""

    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read; ``published`` is the day of publication where it is known, in the outlet's own zone.

    ``published_at`` and ``updated_at`` are times as the source gives them: with their zone, or without where it names
    none. ``problems`` is what could not be read of the source (a paywall, a part in another language). ``retrieved`` is
    the day a crawler fetched its page: it was out by then, and nothing more is known from it.
    """

    id: str
    source: str
    text: str
    language: str
    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    sections: tuple[Section, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str | None = None
    section: str | None = None
    problems: tuple[Problem, ...] = ()
    retrieved: date | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the parse, in Universal Dependencies terms.

    ``i``, ``head``, ``children``, ``left`` and ``right`` are positions in ``Document.tokens``; a root is
    its own head; ``left`` and ``right`` are the first and the last token of its subtree (both inclusive).
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    feats: Mapping[str, str]
    dep: str
    head: int
    children: tuple[int, ...]
    left: int
    right: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: characters ``[start, end)`` and tokens ``[first, last)``; ``section`` is its section's kind."""

    index: int
    start: int
    end: int
    first: int
    last: int
    section: SectionKind


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed article."""

    article: Article
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]

    def text(self, span: Span) -> str:
        """The words of ``span``."""
        return self.article.text[span.start : span.end]

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens ``first`` to ``last``, both inclusive."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def children(self, i: int, *deps: str) -> list[Token]:
        """The dependents of token ``i``, all of them or those whose relation is one of ``deps``."""
        tokens = self.tokens
        below = tokens[i].children
        if not below:
            return []
        found = [tokens[c] for c in below]
        return [t for t in found if t.dep in deps] if deps else found


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both inclusive; ``None`` is an open end.

    >>> Interval(date(2023, 7, 1), date(2023, 7, 31), "month").partial_start
    '2023-07'
    """

    start: date | None
    end: date | None
    grain: Grain = "day"

    @property
    def partial_start(self) -> str | None:
        """The start as an ISO date cut to the grain: ``2023``, ``2023-07`` or ``2023-07-26``."""
        return self._partial(self.start)

    @property
    def partial_end(self) -> str | None:
        """The end as an ISO date cut to the grain."""
        return self._partial(self.end)

    def _partial(self, day: date | None) -> str | None:
        if day is None:
            return None
        return day.isoformat()[: {"year": 4, "decade": 4, "month": 7}.get(self.grain, 10)]

    def overlaps(self, other: Interval) -> bool:
        """Whether the two intervals share a day, open ends reaching without limit."""
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (
            self.end or date.max
        )

    @property
    def days(self) -> int | None:
        """Length in days, ``None`` where an end is open."""
        return None if self.start is None or self.end is None else (self.end - self.start + timedelta(1)).days


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words that date something. ``anchor``: what it was counted from (publication, text, absolute)."""

    span: Span
    text: str
    interval: Interval
    anchor: Literal["absolute", "publication", "text"]
    rule: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range; ``None`` is an open end. ``unit`` is a lemma or a class such as ``killed``."""

    low: float | None
    high: float | None
    unit: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """Words that count something; ``head`` is the token of what is counted, where there is one."""

    span: Span
    text: str
    quantity: Quantity
    head: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: a registered actor, or one known from this text alone (then ``id`` starts with ``text:``).

    ``country`` is ISO 3166 alpha-3, an organisation's code (UN, EU, AU, ECOWAS, ...) or ``None``;
    ``sector`` one of the codebook's sectors.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name a party. ``head`` is the token index; an implied party has no words (``span`` None).

    A plural phrase that stands for two sides gives two mentions with the same span and head.
    """

    span: Span | None
    text: str | None
    head: int | None
    actor: Actor | None
    implicit: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where: ``precision`` says how exact (country, region, city, point); no city pin for a country."""

    id: str
    name: str
    country: str | None
    precision: Literal["country", "region", "district", "city", "point", "unknown"]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words that name a place; ``head`` is its token."""

    span: Span
    text: str
    head: int
    place: Place
    rule: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that was found in a document before coding."""

    actors: tuple[ActorMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind a record: the sentence ``[start, end)``, its text, and the trigger's span in it."""

    start: int
    end: int
    sentence: str
    cue: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace: which rule filled which slot, with what words."""

    slot: str
    rule: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, where, according to whom, with the words that say it."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    status: Status
    background: bool
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    theme: str | None
    date: TimeMention | None
    place: PlaceMention | None
    quantities: tuple[QuantityMention, ...]
    fatalities: Quantity | None
    attributed_to: ActorMention | None
    evidence: tuple[Evidence, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """How things stand: ``since`` and ``until`` are ISO dates cut to what is known (2023, 2023-07, 2023-07-26).

    ``code`` is the value in the ontology's own word (``suspended``), or the noun of an office; ``dimension`` what it
    bears on (``military``), or which office it is (``prime-minister``): see data/states.
    """

    kind: Literal["office", "control", "deployment", "relation", "membership", "custody", "measure"]
    subject: Actor
    object: Actor | None
    value: str
    since: str | None
    until: str | None
    status: FactStatus
    evidence: Evidence
    trace: tuple[Step, ...] = ()
    code: str = ""
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be resolved, and where."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says."""

    article: Article
    events: tuple[Event, ...]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
