"""What came of what was announced, what denies what, and what a timeline and a look back show."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from palabre.ledger import expectations, looking, voices
from palabre.ledger.expectations import CONTRARY, HORIZON, LATE, Expectation
from palabre.ledger.filters import Filters
from palabre.ledger.listing import Page
from palabre.ledger.model import Story
from palabre.ledger.orders import Order, Part
from palabre.ledger.results import Expected, LedgerEvent, Link, Tie
from palabre.ledger.rows import marks

# What may decide an announced event has its type, refuses, goes the contrary way, or is told in a kindred type.
_KINDRED = {"AGREE": ("SUPPORT",), "SUPPORT": ("AGREE",), "CONCEDE": ("RETREAT",), "RETREAT": ("CONCEDE",)}
_NEAR = 30


def expected(connection: sqlite3.Connection, filters: Filters, order: Order, on: date, after: str | None, offset: int,
             size: int) -> Page[Expected]:  # fmt: skip
    """Announced events as known on a day, by the days they are due, with what came of each."""
    page = looking.page(connection, replace(filters, status=("future",)), order, after, offset, size)
    told = [event for event in page.items if event.first_known <= on]
    stories = looking.load_stories(connection, [event.id for event in told])
    return Page(tuple(_follow(connection, event, _known(stories[event.id], on), on) for event in told), page.after)


def links(connection: sqlite3.Connection, event: LedgerEvent, story: Story, on: date) -> tuple[Link, ...]:
    """The events that an event is tied to: what announced it, what it came to, what denies it."""
    if event.status == "future":
        found = _follow(connection, event, story, on)
        tie: Tie = "fulfilled by" if found.expectation.outcome == "happened" else "cancelled by"
        return tuple(Link(tie, one) for one in found.outcomes)
    near = _stories(connection, _announcements(event))
    ties = [(_tie(story, other), id_) for id_, other in near.items() if id_ != event.id]
    events = looking.load_events(connection, [id_ for tie, id_ in ties if tie])
    return tuple(Link(tie, events[id_]) for tie, id_ in ties if tie and id_ in events)


def _tie(story: Story, other: Story) -> Tie | None:
    """How an event that took place, or did not, is tied to another one."""
    if other.status == "future":
        decided = expectations.decides(other, story)
        return None if decided is None else "announced by" if decided[0] == "happened" else "cancels"
    if story.status == "negated":
        return "denies" if expectations.denies(story, other) else None
    return "denied by" if other.status == "negated" and expectations.denies(other, story) else None


def _follow(connection: sqlite3.Connection, event: LedgerEvent, story: Story, on: date) -> Expected:
    near = _stories(connection, _decisive(event))
    near.pop(event.id, None)
    found: Expectation = expectations.follow(story, near.values(), on=on)
    by = [id_ for id_, other in near.items() if other.anchor == found.by]
    outcomes = looking.load_events(connection, by)
    return Expected(event, found, tuple(outcomes[id_] for id_ in by if id_ in outcomes))


def _known(story: Story, on: date) -> Story:
    """An event as its reports of a day and before tell it."""
    return voices.tell([report for report in story.reports if report.known <= on])


def _stories(connection: sqlite3.Connection, query: Part | None) -> dict[str, Story]:
    if query is None:
        return {}
    return looking.load_stories(connection, [id_ for (id_,) in connection.execute(query.sql, query.values)])


def _decisive(event: LedgerEvent) -> Part | None:
    """The query for the events that may decide an announced one."""
    types = {event.type, "REJECT", *CONTRARY.get(event.type, ()), *_KINDRED.get(event.type, ())}
    end = event.end or event.start or event.first_known + timedelta(HORIZON)
    days = event.first_known - timedelta(_NEAR), end + timedelta(LATE)
    return _near(event, types, days, "e.status IN ('factual', 'negated') AND e.last_known >= ?", event.first_known)


def _announcements(event: LedgerEvent) -> Part | None:
    """The query for what may have announced an event, and for what may deny it or be denied by it."""
    contrary = {type_ for type_, against in CONTRARY.items() if event.type in against}
    types = {event.type, *contrary, *_KINDRED.get(event.type, ())}
    if event.type == "REJECT":
        types |= expectations.REFUSALS.keys()
    days = event.day - timedelta(HORIZON), max(event.day, event.end or event.day) + timedelta(HORIZON)
    other = "('factual', 'future')" if event.status == "negated" else "('negated', 'future')"
    return _near(event, types, days, f"e.status IN {other} AND e.first_known <= ?", event.last_known + timedelta(LATE))


def _near(event: LedgerEvent, types: Iterable[str], days: tuple[date, date], more: str, known: date) -> Part | None:
    """The query for events of these types and days that share a country with an event."""
    homes = sorted({party.country for party in (*event.actors, *event.recipients) if party.country})
    kinds = sorted(types)
    if not homes:
        return None
    sql = (
        "SELECT DISTINCT e.id FROM event_party p CROSS JOIN event e ON e.id = p.event"
        f" WHERE p.country IN ({marks(homes)}) AND p.day BETWEEN ? AND ? AND e.type IN ({marks(kinds)}) AND {more}"
    )
    return Part(sql, (*homes, *(day.isoformat() for day in days), *kinds, known.isoformat()))
