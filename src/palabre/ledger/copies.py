"""Syndicated copies: articles that share most of their sentences speak with one voice."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from hashlib import blake2b

from palabre.ledger.rows import day
from palabre.types import Article

# A sentence shorter than this says too little to tell a copy; one found in more articles is boilerplate.
LETTERS, BOILERPLATE = 40, 50
SHARE, LEAST = 0.6, 2
NEAR = timedelta(days=10)
_END = re.compile(r"(?<=[.!?…»\"])\s+|\n+")
_OTHER = re.compile(r"[\W_]+")


def fingerprints(article: Article) -> frozenset[int]:
    """A number for each sentence of the article, the same whatever the spacing, case and punctuation."""
    noise = [(s.start, s.end) for s in article.sections if s.kind in ("noise", "title")]
    text = "\n".join(_kept(article.text, noise))
    sentences = (_OTHER.sub("", piece).lower() for piece in _END.split(text))
    return frozenset(_hash(sentence) for sentence in sentences if len(sentence) >= LETTERS)


def _kept(text: str, noise: list[tuple[int, int]]) -> list[str]:
    kept, at = [], 0
    for start, end in sorted(noise):
        kept.append(text[at:start])
        at = max(at, end)
    return [*kept, text[at:]]


def _hash(sentence: str) -> int:
    digest = blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def find_copies(connection: sqlite3.Connection, article: int, prints: Collection[int]) -> list[int]:
    """The articles that share most of their sentences with this one, within ten days of it."""
    row = connection.execute("SELECT known, prints FROM article WHERE id = ?", (article,)).fetchone()
    shared = {one: n for one, n in _sharing(connection, article, prints).items() if n >= LEAST}
    found = []
    for one, count in shared.items():
        other = connection.execute("SELECT known, prints FROM article WHERE id = ?", (one,)).fetchone()
        near = abs(day(other["known"]) - day(row["known"])) <= NEAR
        if near and count >= SHARE * min(row["prints"], other["prints"]):
            found.append(one)
    return sorted(found)


def _sharing(connection: sqlite3.Connection, article: int, prints: Collection[int]) -> Counter[int]:
    shared: Counter[int] = Counter()
    sql = "SELECT article FROM fingerprint WHERE hash = ? LIMIT ?"
    for hash_ in prints:
        holders = [one for (one,) in connection.execute(sql, (hash_, BOILERPLATE + 1))]
        if len(holders) <= BOILERPLATE:
            shared.update(one for one in holders if one != article)
    return shared


def join_voices(connection: sqlite3.Connection, article: int, prints: Collection[int]) -> list[int]:
    """Give the article and its copies one voice, that of the first; the articles whose voice changed."""
    copies = find_copies(connection, article, prints)
    if not copies:
        return []
    marks = ",".join("?" * (len(copies) + 1))
    sql = f"SELECT id, known, key, voice FROM article WHERE voice IN (SELECT voice FROM article WHERE id IN ({marks}))"
    group = connection.execute(sql, (article, *copies)).fetchall()
    voice = min((row["known"], row["key"]) for row in group)[1]
    changed = [row["id"] for row in group if row["voice"] != voice]
    connection.executemany("UPDATE article SET voice = ? WHERE id = ?", [(voice, one) for one in changed])
    return changed
