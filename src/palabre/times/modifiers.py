"""What the words on the left of a date make of it: « depuis », « jusqu'à », « à partir de »."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from palabre.knowledge.calendar import Lean
from palabre.types import Interval

Change = Callable[[Interval, date | None, Lean | None], Interval | None]
_WHOLE = ("month", "year", "decade")


def since(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """From the start of the date to publication."""
    if found.start is None or (published and found.start > published):
        return None
    return Interval(found.start, published, found.grain)


def onwards(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """From the start of the date, no end known."""
    return Interval(found.start, None, found.grain)


def as_soon_as(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """The date itself when told, from it on when announced."""
    return onwards(found, published, lean) if lean == "future" else found


def until(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """To the end of the date: from publication where that is still to come."""
    if found.end is None:
        return None
    ahead = published is not None and found.end >= published
    return Interval(published if ahead else None, found.end, "span" if ahead and found.grain == "day" else found.grain)


def before(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """To the end of a day or of a part of a period, to the eve of a whole month or year."""
    if found.grain in _WHOLE and found.start is not None:
        found = Interval(None, found.start - timedelta(1), found.grain)
    return until(found, published, lean)


def after(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """From a day on, or from the morrow of a whole month or year."""
    if found.grain in _WHOLE and found.end is not None:
        return Interval(found.end + timedelta(1), None, found.grain)
    return onwards(found, published, lean)


def at(found: Interval, published: date | None, lean: Lean | None) -> Interval | None:
    """The date as it is."""
    return found


CHANGES: Mapping[str, Change] = MappingProxyType(
    {change.__name__: change for change in (since, onwards, as_soon_as, until, before, after, at)}
)
