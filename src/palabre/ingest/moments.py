"""Days and times as sources write them: ISO, mail headers, and words such as « 1er août 2023 à 14h35 GMT »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from palabre.ingest.web import find_date, load_web

_ISO = re.compile(
    r"\b(\d{4})-(\d\d)-(\d\d)(?:[T ]\s*(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z\b|UTC\b|GMT\b|[+-]\d\d(?::?\d\d)?)?)?"
)
_MAIL = re.compile(r"\b[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})\b")
_CLOCK = re.compile(
    r"\W{0,3}\s*(?:à|at|dès|-)?\s*(\d{1,2})\s?(?:h(?:eures?)?|:)\s?(\d\d)?(?::(\d\d))?\b"
    r"(?:\s?\(?(?:heure de )?([A-Za-z]{1,4})\b)?(?:\s?([+-]\d{1,2}(?::?\d\d)?)\b)?",
    re.IGNORECASE,
)
_OLDEST = 1800


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time where it was written, with its zone where that was written too."""

    day: date
    at: datetime | None = None

    @property
    def is_utc(self) -> bool:
        """Whether the time is told in universal time, whose day may not be that of the outlet."""
        return self.at is not None and self.at.utcoffset() == timedelta(0)


def read_moment(words: str) -> Moment | None:
    """The first whole date of ``words`` with the time that follows it; None where there is no date that can be.

    >>> [read_moment(w).at.isoformat() for w in ("2023-08-01T23:30:00+0100", "le 1er août 2023 à 14h35 GMT")]
    ['2023-08-01T23:30:00+01:00', '2023-08-01T14:35:00+00:00']
    >>> read_moment("01/08/2023"), read_moment("0000-00-00T00:00:00"), read_moment("1970-01-01T00:00:00Z")
    (Moment(day=datetime.date(2023, 8, 1), at=None), None, None)
    """
    found = _iso(words) or _mail(words) or _said(words)
    never = found is None or found.day.year < _OLDEST or found.day == date(1970, 1, 1)
    return None if never else found


def read_clock(words: str, day: date) -> datetime | None:
    """The first time of day in ``words``, on ``day``."""
    found = re.search(r"\b\d{1,2}\s?[hH:]", words)
    clock = _CLOCK.match(words, found.start()) if found else None
    return _clock(day, clock) if clock else None


def moment_of(value: datetime | date | None) -> Moment | None:
    """A date or a time as a moment."""
    if isinstance(value, datetime):
        return Moment(value.date(), value)
    return Moment(value) if value else None


def _iso(words: str) -> Moment | None:
    match = _ISO.search(words)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        if hour is None:
            return Moment(date(int(year), int(month), int(day)))
        at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=_zone(zone))
    except ValueError:
        return None
    return Moment(at.date(), at)


def _mail(words: str) -> Moment | None:
    match = _MAIL.search(words)
    try:
        return moment_of(parsedate_to_datetime(match.group())) if match else None
    except ValueError:
        return None


def _said(words: str) -> Moment | None:
    found = find_date(words)
    if found is None:
        return None
    day, end = found
    clock = _CLOCK.match(words, end)
    at = _clock(day, clock) if clock else None
    return Moment(day, at)


def _clock(day: date, clock: re.Match[str]) -> datetime | None:
    """The time of day; ``14`` alone is none, ``14h`` is."""
    hour, minute, second, name, shift = clock.groups()
    known = load_web().zones.get((name or "").casefold())
    zone = None if known is None else _zone(shift) if shift else timezone(timedelta(minutes=known))
    try:
        return datetime(day.year, day.month, day.day, int(hour), int(minute or 0), int(second or 0), tzinfo=zone)
    except ValueError:
        return None


def _zone(words: str | None) -> timezone | None:
    """``Z`` or ``+01:00`` as a zone; an offset that no place on earth has is none."""
    if not words:
        return None
    if words[0] not in "+-":
        return UTC
    digits = words[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    shift = timedelta(hours=hours, minutes=minutes) * (-1 if words[0] == "-" else 1)
    return timezone(shift) if abs(shift) <= timedelta(hours=14) else None
