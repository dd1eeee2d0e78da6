"""One event told in several sentences of an article becomes one event with several pieces of evidence."""

from __future__ import annotations

from dataclasses import replace

from palabre.types import ActorMention, Document, Event


def merge(document: Document, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Join the reports of one event; the first one keeps its place, later ones complete its empty slots."""
    kept: list[Event] = []
    for event in events:
        at = next((k for k, other in enumerate(kept) if same_event(other, event)), None)
        if at is None:
            kept.append(event)
        else:
            kept[at] = _joined(kept[at], event)
    return tuple(kept)


def same_event(a: Event, b: Event) -> bool:
    """Whether two reports of one article tell one act: same type, mode, status and parties, dates that agree.

    Precision first: a missing date agrees only where the theme or the mode is told as well.
    """
    if (a.type, a.status) != (b.type, b.status) or a.theme != b.theme:
        return False
    if a.mode != b.mode or not _same_parties(a, b) or _conflict(a, b):
        return False
    if a.date and b.date:
        return (
            a.date.interval.overlaps(b.date.interval)
            and bool(a.date.interval.days)
            and a.date.interval.days == b.date.interval.days
        )
    return bool(a.mode or a.theme)


def _conflict(a: Event, b: Event) -> bool:
    """Different tolls or different places are different acts until something says otherwise."""
    places = {e.place.place.id for e in (a, b) if e.place}
    return len(places) > 1 or bool(a.fatalities and b.fatalities and a.fatalities != b.fatalities)


def _same_parties(a: Event, b: Event) -> bool:
    return _ids(a.actors) == _ids(b.actors) and _ids(a.recipients) == _ids(b.recipients)


def _ids(mentions: tuple[ActorMention, ...]) -> frozenset[str]:
    return frozenset(m.actor.id for m in mentions if m.actor)


def _joined(first: Event, second: Event) -> Event:
    return replace(
        first, date=first.date or second.date, place=first.place or second.place,
        fatalities=first.fatalities or second.fatalities, attributed_to=first.attributed_to or second.attributed_to,
        background=first.background and second.background, evidence=first.evidence + second.evidence,
    )  # fmt: skip
