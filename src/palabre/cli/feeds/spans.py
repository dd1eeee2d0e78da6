"""Spans of time as people write them."""

from __future__ import annotations

import re
from datetime import timedelta

LEAST, MOST = timedelta(minutes=5), timedelta(days=30)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "j": "days"}


def read_span(text: str) -> timedelta | None:
    """A span such as ``15m``, ``2h`` or ``1d`` (``1j``); None where it is none, or beyond what is polite.

    >>> read_span("15m"), read_span(" 2 h "), read_span("10s"), read_span("1m")
    (datetime.timedelta(seconds=900), datetime.timedelta(seconds=7200), None, None)
    """
    found = re.fullmatch(r"\s*(\d{1,5})\s*(min|m|h|d|j)\s*", text.lower())
    span = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
    return span if span and LEAST <= span <= MOST else None
