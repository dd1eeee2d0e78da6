"""What a status of HTTP says to a reader of feeds, and how long it asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from palabre.errors import FetchError

MOVED, BUSY = (301, 302, 303, 307, 308), (429, 503)
LONGEST = 86_400.0
_SAID = {
    401: ("the server wants a password", "only open feeds are read"),
    403: ("the server refuses us", "try the address in a browser; some outlets refuse programs"),
    404: ("there is nothing at this address", "look for the outlet's present address"),
    410: ("the feed is gone for good", "remove it, or look for the outlet's present address"),
    429: ("we asked too often", "wait; it is asked again by itself"),
    451: ("the outlet is barred by law where we ask from", "ask from elsewhere"),
    503: ("the server is busy", "wait; it is asked again by itself"),
}


def check_status(url: str, status: int, headers: httpx.Headers) -> None:
    """Raise FetchError for a status that brings no content."""
    if status in (200, 203):
        return
    fault = ("the server has a fault", "try again later") if status >= 500 else ("the server sends no content", "")
    what, remedy = _SAID.get(status, fault)
    wait = retry_after(headers.get("retry-after", "")) if status in BUSY else 0.0
    code = "busy" if status in BUSY else "fault" if status >= 500 else "status"
    raise FetchError(url, f"{what} (HTTP {status})", remedy, code=code, wait=wait)


def retry_after(said: str, *, now: datetime | None = None) -> float:
    """The seconds that a server asks us to wait, given as seconds or as a moment; a day at most, 0 where it is unclear.

    >>> retry_after("120"), retry_after("999999999"), retry_after("soon"), retry_after("-3")
    (120.0, 86400.0, 0.0, 0.0)
    """
    text = said.strip()
    if text.isdecimal():
        return min(float(text[:9]), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, min((moment - (now or datetime.now(UTC))).total_seconds(), LONGEST))
