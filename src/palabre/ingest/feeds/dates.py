"""When an item was published: the day where its outlet is, from all the ways in which feeds write dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from palabre.ingest.web import read_date

_ZONED = re.compile(r"\d(?::\d\d)?(?:\.\d+)?\s*(?:Z|UT|[+-]\d\d:?\d\d|\(?[A-Z]{2,5}\)?)\s*$")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE)
FIRST, AHEAD = date(1990, 1, 1), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Said:
    """A date as it was understood: day, moment where a time is said, and whether its zone was."""

    day: date | None = None
    moment: datetime | None = None
    zoned: bool = True


def read_said(text: str, zone: str = "", *, today: date | None = None) -> Said:
    """What a date says: its day in ``zone`` where that and the date's own zone are known, else as it is written.

    A day before 1990, or that has still to come, is nobody's day of publication, and not believed.

    >>> read_said("Tue, 12 Dec 2023 23:30:00 +0000", "Africa/Niamey").day
    datetime.date(2023, 12, 13)
    >>> read_said("Wed, 13 Dec 2023 00:30:00 +0100").day, read_said("13 décembre 2023 à 00h30").day
    (datetime.date(2023, 12, 13), datetime.date(2023, 12, 13))
    >>> read_said("2023-12-13T00:30:00"), read_said("1970-01-01T00:00:00Z").day
    (Said(day=datetime.date(2023, 12, 13), moment=datetime.datetime(2023, 12, 13, 0, 30), zoned=False), None)
    """
    words = " ".join(text.split())
    if not words:
        return Said()
    moment = _moment(words)
    if moment is None:
        return Said(_believed(read_date(words), today))
    if moment.tzinfo is None:
        return Said(_believed(moment.date(), today), moment, zoned=False)
    local = moment.astimezone(ZoneInfo(zone)) if zone else moment
    day = _believed(local.date(), today)
    return Said(day, local if day else None)


def _moment(words: str) -> datetime | None:
    """The moment of an ISO or an e-mail date, without a zone where none is written."""
    if found := _ISO.match(words):
        day, minute, second, zone = found.groups()
        return _made(lambda: datetime.fromisoformat(f"{day}T{minute}{second or ':00'}{(zone or '').upper()}"))
    moment = _made(lambda: parsedate_to_datetime(words))
    if moment is None or not re.search(r"\d:\d\d", words):
        return None
    return moment if _ZONED.search(words) else moment.replace(tzinfo=None)


def _made(make: Callable[[], datetime]) -> datetime | None:
    """A moment, unless its words are none."""
    try:
        return make()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _believed(day: date | None, today: date | None) -> date | None:
    last = (today or datetime.now(UTC).date()) + AHEAD
    return day if day and FIRST <= day <= last else None
