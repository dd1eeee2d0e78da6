"""When: dates in words and figures, as intervals with a grain and open ends.

Every sentence is tried against the rules of the calendar whose class of words it holds; what they find is counted
from the day of publication or from the last date the text named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from palabre.knowledge.calendar import Calendar, Lean, Modifier, Rule, trigger_class
from palabre.knowledge.numerals import folded
from palabre.times import tense
from palabre.times.fields import Context, Fields
from palabre.times.modifiers import CHANGES
from palabre.times.operations import OPERATIONS
from palabre.times.periods import cut
from palabre.times.reading import read_date
from palabre.types import Document, Interval, Sentence, Span, TimeMention

__all__ = ["find", "parse", "read_date"]

Leaning = Callable[[Span], Lean | None]
Anchor = Literal["absolute", "publication", "text"]
_REACH, _WEEK, _FEW = 45, 7, 3
_BEGINS = re.compile(r"(?:^|[«»:.!?;(—–-])[ \"']*(?:(?:dans )?la nuit (?:de|du) |le |ce )?$")
_LINKS = re.compile(r" (?:et|à|au|et l[ea]|jusqu'à|jusqu'au) $")
_OPENS = re.compile(r"(?<![\w'])(?:entre|de|du)(?: l[ea])? $")


def find(document: Document, calendar: Calendar) -> tuple[TimeMention, ...]:
    """The dates of a document in text order; where nothing says when it was published, only those that stand alone."""
    mentions: list[TimeMention] = []
    context = Context(document.article.published)
    for sentence in document.sentences:
        if sentence.section in ("noise", "dateline"):
            continue
        words = document.article.text[sentence.start : sentence.end]
        lean = _leaning(document, sentence, calendar)
        found = list(_read(words, calendar, context, lean))
        if not found:
            continue
        mentions += [_placed(mention, document, sentence.start) for mention in _joined(found, folded(words))]
        context = _after(context, found)
    return tuple(mentions)


def parse(
    expression: str, calendar: Calendar, *, published: date | None = None, previous: Interval | None = None
) -> Interval | None:
    """The interval of one date expression, ``None`` where it is not one.

    ``previous`` is the last date named before it (for « la veille »).
    """
    context = Context(published, named=previous, last=previous)
    found = _joined(list(_read(expression, calendar, context, lambda span: None)), folded(expression))
    return found[0].interval if found else None


def _leaning(document: Document, sentence: Sentence, calendar: Calendar) -> Leaning:
    def lean(span: Span) -> Lean | None:
        placed = Span(span.start + sentence.start, span.end + sentence.start)
        return tense.lean(document, placed, calendar, sentence.first, sentence.last)

    return lean


def _read(words: str, calendar: Calendar, context: Context, lean: Leaning) -> Iterator[TimeMention]:
    """The dates of one sentence, offsets counted from its start."""
    text, end = folded(words), 0
    for rule, match in _candidates(text, calendar):
        if match.start() < end or _is_name(words, rule, match, calendar):
            continue
        if mention := _mention(text, rule, match, calendar, context, lean):
            end = match.end()
            context = _after(context, [mention])
            yield mention


def _candidates(text: str, calendar: Calendar) -> list[tuple[Rule, re.Match[str]]]:
    """What the rules find, first and longest first."""
    triggers = list(calendar.trigger.finditer(text))
    if not triggers:
        return []
    classes = {trigger_class(match.group(), calendar) for match in triggers}
    start, end = max(0, triggers[0].start() - _REACH), triggers[-1].end() + _REACH
    found = [
        (rule, match)
        for rule in calendar.rules
        if rule.needs in classes
        for match in rule.pattern.finditer(text, start, end)
    ]
    return sorted(found, key=lambda row: (row[1].start(), -row[1].end()))


def _mention(
    text: str, rule: Rule, match: re.Match[str], calendar: Calendar, context: Context, lean: Leaning
) -> TimeMention | None:
    """Read one match with the words on its left, or refuse it."""
    fields = Fields.of(match, calendar)
    start, part = _part(text, match.start(), calendar)
    start, modifier = _modifier(text, start, calendar)
    if rule.licence and start == match.start() and not rule.licence.search(text, 0, start):
        return None
    span = Span(start, match.end())
    pointing = modifier.lean if modifier and modifier.lean else None if "year" in fields else lean(span)
    interval = OPERATIONS[rule.make](fields, replace(context, lean=pointing, part=part))
    if interval and modifier:
        interval = CHANGES[modifier.make](cut(interval, part), context.published, pointing)
    if interval is None:
        return None
    name = "+".join([rule.name, *(["part"] if part else []), *([modifier.name] if modifier else [])])
    return TimeMention(span, text[start : match.end()], cut(interval, part), _anchor(rule, fields, context), name)


def _is_name(words: str, rule: Rule, match: re.Match[str], calendar: Calendar) -> bool:
    """Whether the words are part of a name (« Mouvement du 23 mars », « la planète Mars ») or a habit."""
    groups = match.groupdict()
    left = match.string[max(0, match.start() - _REACH) : match.start()]
    if groups.get("month") and not groups.get("year") and words[match.start("month")].isupper():
        return True
    if groups.get("weekday") and words[match.start("weekday")].isupper():
        return not _BEGINS.search(match.string, 0, match.start("weekday"))
    if groups.get("day") and calendar.names.search(left):
        return True
    return rule.make == "on_weekday" and calendar.habitual.search(left) is not None


def _part(text: str, start: int, calendar: Calendar) -> tuple[int, str | None]:
    """« fin », « mi- » on the left of ``start``: where it starts, and which part it means."""
    if found := calendar.part.search(text, max(0, start - _REACH), start):
        return found.start(), calendar.parts[found["part"]]
    return start, None


def _modifier(text: str, start: int, calendar: Calendar) -> tuple[int, Modifier | None]:
    """« depuis », « avant » on the left of ``start``: where it starts, and its row."""
    found = calendar.modifier.search(text, max(0, start - _REACH), start)
    return (found.start(), calendar.modifiers[found.lastgroup or ""]) if found else (start, None)


def _anchor(rule: Rule, fields: Fields, context: Context) -> Anchor:
    if rule.from_text and context.last:
        return "text"
    return "absolute" if any(name in fields for name in ("year", "year2", "year3", "decade")) else "publication"


def _joined(mentions: list[TimeMention], text: str) -> list[TimeMention]:
    """« entre vendredi et lundi », « de lundi à mercredi »: one interval."""
    joined: list[TimeMention] = []
    for mention in mentions:
        first = joined[-1] if joined else None
        whole = first and _range(first, mention, text)
        if whole:
            joined[-1] = whole
        else:
            joined.append(mention)
    return joined


def _next_day(first: TimeMention, last: TimeMention, link: str) -> bool:
    """« hier et aujourd'hui », « samedi et dimanche »: a day and the day after it."""
    day, after = first.interval, last.interval
    if link != " et " or day.grain != "day" or after.grain != "day" or not day.end or not after.start:
        return False
    return after.start - day.end == timedelta(1)


def _range(first: TimeMention, last: TimeMention, text: str) -> TimeMention | None:
    link = text[first.span.end : last.span.start]
    opening = _OPENS.search(text, 0, first.span.start)
    start, end = first.interval.start, last.interval.end
    if _next_day(first, last, link) or (link == " " and first.interval == last.interval):  # « hier dimanche »
        return TimeMention(
            Span(first.span.start, last.span.end),
            text[first.span.start : last.span.end],
            Interval(start, end, "day" if start == end else "span"),
            last.anchor,
            f"{first.rule}..{last.rule}",
        )
    if not opening or not _LINKS.fullmatch(link) or start is None or end is None:
        return None
    if ("entre" in opening.group()) != ("et" in link.split()):
        return None
    if start > end and (start - end).days < _WEEK:
        start -= timedelta(_WEEK)
    if start >= end:
        return None
    grain = "span" if last.interval.grain == "day" else last.interval.grain
    span = Span(opening.start(), last.span.end)
    words = text[span.start : span.end]
    return TimeMention(span, words, Interval(start, end, grain), last.anchor, f"{first.rule}..{last.rule}")


def _after(context: Context, mentions: list[TimeMention]) -> Context:
    """The circumstances after these dates were named."""
    closed = [m.interval for m in mentions if m.interval.start and m.interval.end and "since" not in m.rule]
    days = [interval for interval in closed if interval.grain in ("day", "span") and (interval.days or 0) <= _FEW]
    named = days[-1] if days else context.named
    return replace(context, named=named, last=closed[-1] if closed else context.last)


def _placed(mention: TimeMention, document: Document, offset: int) -> TimeMention:
    span = Span(mention.span.start + offset, mention.span.end + offset)
    return replace(mention, span=span, text=document.text(span))
