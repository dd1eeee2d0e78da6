"""Weeks, months, quarters, years as intervals, and the parts of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from palabre.types import Grain, Interval

_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_DAYS = {"day": 1, "week": 7, "weekend": 7}
_GRAINS: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}


def day(year: int, month: int, number: int) -> date | None:
    """The day, ``None`` where the calendar has none such."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def single(when: date) -> Interval:
    """The interval of one day."""
    return Interval(when, when, "day")


def month_of(year: int, month: int) -> Interval:
    """A whole month."""
    return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def year_of(year: int) -> Interval:
    """A whole year."""
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def months_from(year: int, month: int, count: int, grain: Grain) -> Interval:
    """``count`` whole months from the first of ``month``."""
    last = month_of(year, month + count - 1).end
    return Interval(date(year, month, 1), last, grain)


def period(unit: str, when: date) -> Interval:
    """The day, week, week-end, month, quarter, half-year or year that ``when`` lies in."""
    if unit == "day":
        return single(when)
    if unit in _DAYS:
        monday = when - timedelta(when.weekday())
        first = monday + timedelta(5 if unit == "weekend" else 0)
        return Interval(first, monday + timedelta(6), _GRAINS.get(unit, "span"))
    length = _MONTHS[unit]
    first_month = (when.month - 1) // length * length + 1
    return months_from(when.year, first_month, length, _GRAINS.get(unit, "span"))


def shifted(unit: str, when: date, count: int) -> Interval:
    """The period of ``unit`` that lies ``count`` periods after the one of ``when``."""
    return period(unit, moved(unit, when, count))


def moved(unit: str, when: date, count: int) -> date:
    """``when`` moved by ``count`` units, kept inside the month."""
    if unit == "hour":
        return when + timedelta(days=count // 24)
    if unit in _DAYS:
        return when + timedelta(days=count * _DAYS[unit])
    months = when.year * 12 + when.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(when.day, monthrange(year, month)[1]))


def cut(whole: Interval, part: str | None) -> Interval:
    """The beginning, middle or end of a period: thirds of a month, quarters of a year, ends of a week.

    >>> cut(month_of(2023, 6), "middle").start, cut(year_of(2014), "end").start
    (datetime.date(2023, 6, 11), datetime.date(2014, 10, 1))
    """
    if part is None or whole.start is None or whole.end is None:
        return whole
    first = whole.start
    if whole.grain == "month":
        return _between(whole, *{"begin": (1, 10), "middle": (11, 20), "end": (21, 31)}[part])
    if whole.grain == "year":
        month, count = {"begin": (1, 3), "middle": (4, 6), "end": (10, 3)}[part]
        return months_from(first.year, month, count, "span" if part == "middle" else "quarter")
    if whole.grain == "week":
        start, end = {"begin": (0, 1), "middle": (2, 3), "end": (4, 6)}[part]
        return Interval(first + timedelta(start), first + timedelta(end), "span")
    if whole.grain == "decade":
        start, end = {"begin": (0, 3), "middle": (4, 6), "end": (7, 9)}[part]
        return Interval(date(first.year + start, 1, 1), date(first.year + end, 12, 31), "span")
    return whole


def _between(month: Interval, first: int, last: int) -> Interval:
    assert month.start is not None and month.end is not None
    return Interval(month.start.replace(day=first), month.end.replace(day=min(last, month.end.day)), "span")
