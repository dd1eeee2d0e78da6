"""Which pages of archives and folders were read already, told by their bytes before anything is made of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from hashlib import blake2b
from typing import Literal

# What became of it: recorded (or known already), or refused for its language. What failed is tried again.
Outcome = Literal["recorded", "language"]


def mark(content: bytes, *asked: str | None) -> int:
    """A number for a page's bytes and how they were asked to be read.

    >>> mark(b"page", "auto") == mark(b"page", "auto"), mark(b"page", "auto") == mark(b"page", "fr")
    (True, False)
    """
    key = blake2b(repr(asked).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return int.from_bytes(blake2b(content, digest_size=8, key=key).digest(), "big", signed=True)


def find(connection: sqlite3.Connection, number: int) -> Outcome | None:
    """What became of the page with this mark; None where it was not read."""
    row = connection.execute("SELECT outcome FROM taken WHERE mark = ?", (number,)).fetchone()
    return row[0] if row else None


def add(connection: sqlite3.Connection, marks: Mapping[int, Outcome]) -> None:
    """Keep what became of pages."""
    connection.executemany("INSERT OR REPLACE INTO taken (mark, outcome) VALUES (?, ?)", marks.items())
