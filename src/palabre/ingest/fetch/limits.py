"""What an answer may cost: seconds, bytes, redirects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a request: seconds, bytes (as sent and as unpacked), redirects; seconds between two to one host."""

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0
    size: int = 10_000_000
    robots: int = 500_000
    redirects: int = 5
    delay: float = 2.0
    longest_delay: float = 30.0
