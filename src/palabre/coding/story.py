"""Dates that a text tells by its thread: the episode goes on, or something came after another event."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date

from palabre.coding.grammar import Grammar
from palabre.knowledge.frames import Frames
from palabre.types import Document, Event, Interval, Span, Step, TimeMention

MATERIAL = {"ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST", "AID"}
REACH = 3  # sentences an episode may go on without naming its day again ...
REACH_SAME = 6  # ... and how long for acts of one type
SINCE = {"depuis", "depuis que"}
Known = dict[tuple[str, str | None], Event]
AFTER = {"après", "à la suite de", "suite à", "à l'issue de", "au lendemain de"}


def thread(document: Document, events: list[tuple[int, Event]]) -> list[Event]:
    """Give undated material acts the day of the episode they belong to (codebook, section 5)."""
    last: tuple[int, str, TimeMention] | None = None
    told: list[Event] = []
    for trigger, event in events:
        sentence = document.tokens[trigger].sentence
        goes_on = event.status == "factual" and not event.background and event.type in MATERIAL
        reach = REACH_SAME if last and last[1] == event.type else REACH
        if goes_on and event.date is None and last and sentence - last[0] <= reach and _step(document, trigger):
            event = _dated(event, replace(last[2], anchor="text", rule="same episode"), "same episode")
            last = (sentence, event.type, last[2])
        elif goes_on and event.date and _is_day(event.date):
            last = (sentence, event.type, event.date)
        told.append(event)
    return told


def lead(document: Document, dated: Container[int], reports: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """Date the news of an article whose first sentence names no day by the day of publication.

    ``dated``: the sentences that name a time.
    """
    published = document.article.published
    if not reports or published is None:
        return reports
    opening = document.tokens[reports[0][0]].sentence
    first = next(s.index for s in document.sentences if s.section in {"paragraph", "standfirst"})
    if opening != first or opening in dated:
        return reports
    when = TimeMention(Span(0, 0), "", Interval(published, published), "publication", "undated lead")
    return [
        (i, _dated(event, when, "undated lead: day of publication") if _news(document, i, event, opening) else event)
        for i, event in reports
    ]


def continuing(document: Document, verbs: frozenset[str], reports: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """A measure told as lasting (« maintient », « purge une peine ») runs up to publication (codebook, decision 13)."""
    published = document.article.published
    if published is None:
        return reports
    when = TimeMention(Span(0, 0), "", Interval(None, published), "publication", "continuing")
    return [
        (i, _dated(event, when, "continuing measure") if _lasts(document, verbs, i, event) else event)
        for i, event in reports
    ]


def _lasts(document: Document, verbs: frozenset[str], i: int, event: Event) -> bool:
    token = document.tokens[i]
    present = token.feats.get("Tense") == "Pres" and token.feats.get("VerbForm") == "Fin"
    return present and token.lemma in verbs and event.date is None and event.status == "factual"


def _news(document: Document, i: int, event: Event, opening: int) -> bool:
    here = document.tokens[i].sentence == opening and document.tokens[i].dep in {"root", "conj"}
    return here and event.status == "factual" and not event.background and _step(document, i)


def _is_day(when: TimeMention) -> bool:
    return (when.interval.days or 99) <= 2


def _step(document: Document, i: int) -> bool:
    """Whether a verb tells the next step of a story: a compound past, its participle, or the past historic."""
    token = document.tokens[i]
    if token.pos == "NOUN":
        return token.dep in {"nsubj", "obj", "nsubj:pass"} and token.head != i and _step(document, token.head)
    if any(m.lemma == "après" for m in document.children(i, "mark")):  # « six ans après avoir pris la ville »
        return False
    helpers = document.children(i, "aux:tense", "aux:pass")
    if helpers:
        return any(h.feats.get("Tense") == "Pres" or h.feats.get("VerbForm") == "Inf" for h in helpers)
    shared = token.dep == "conj" and token.feats.get("VerbForm") == "Part"
    return shared or (token.feats.get("VerbForm") == "Fin" and token.feats.get("Tense") == "Past")


def _dated(event: Event, when: TimeMention, rule: str) -> Event:
    steps = tuple(Step("date", rule, when.text) if s.slot == "date" else s for s in event.trace)
    return replace(event, date=when, trace=steps)


def after_events(
    document: Document, grammar: Grammar, frames: Frames, events: list[tuple[int, Event]]
) -> list[tuple[int, Event]]:
    """Date « depuis le putsch », « après l'attaque » by the event of that kind that the article dates."""
    known = {(e.type, e.mode): e for _, e in events if e.date and e.date.interval.start}
    return [(i, _after(document, grammar, frames, i, event, known)) for i, event in events]


def _after(
    document: Document,
    grammar: Grammar,
    frames: Frames,
    i: int,
    event: Event,
    known: dict[tuple[str, str | None], Event],
) -> Event:
    if event.date is not None or not known:
        return event
    for at, preposition in _adjuncts(document, grammar, i):
        for kind in _kinds(document, frames, at):
            other = known.get(kind)
            if other is not None and kind != (event.type, event.mode) and other.date is not None:
                when = _counted(preposition, other.date, document.article.published)
                return _dated(event, when, f"« {preposition} » a dated event")
    return event


def _adjuncts(document: Document, grammar: Grammar, i: int) -> Iterator[tuple[int, str]]:
    for head in (i, document.tokens[i].head):
        for child in document.children(head, "obl", "nmod", "advcl"):
            preposition = grammar.preposition(child.i)
            if preposition in SINCE | AFTER:
                yield child.i, preposition


def _kinds(document: Document, frames: Frames, i: int) -> Iterator[tuple[str, str | None]]:
    below = {c.lemma for c in document.children(i)}
    for trigger, frame in frames.nouns.get(document.tokens[i].lemma, ()):
        if all(lemma in below for _, lemma in trigger.words):
            yield frame.type, frame.mode


def _counted(preposition: str, anchor: TimeMention, published: date | None) -> TimeMention:
    end = published if preposition in SINCE else None
    interval = Interval(anchor.interval.start, end, "span")
    return replace(anchor, interval=interval, anchor="text", rule=f"{preposition} + event")
