"""Syndicated copies: articles that share most of their sentences, or of their words in order, speak with one voice."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from hashlib import blake2b
from heapq import nsmallest
from itertools import accumulate
from zlib import crc32

from palabre.ledger.rows import chunks, day, marks
from palabre.types import Article

# A sentence shorter than this says too little to tell a copy; one found in more articles is boilerplate.
LETTERS, BOILERPLATE = 40, 50
SHARE, LEAST = 0.6, 2
# Runs of words in common, by those of the shorter text, that make a copy; of a text too short there is no telling.
COMMON, RUNS = 0.5, 25
# Words of a run, and runs of a sketch.
RUN, SKETCH = 5, 10
# Texts compared word by word, of one voice and in all.
TRIED, TRIED_IN_ALL = 4, 12
# Voices among the holders of a sentence from which on it is boilerplate.
VOICES = 0.3
NEAR = timedelta(days=10)
_END = re.compile(r"(?<=[.!?…»\"])\s+|\n+")
_OTHER = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")
_COLUMNS = "id, known, prints, voice"


def fingerprints(article: Article) -> frozenset[int]:
    """Numbers of the article's ``sentences`` and of some runs of its words (``sketch``), to find copies by.

    They are the same whatever the spacing, case and punctuation.
    """
    return sentences(article) | sketch(_said(article))


def sentences(article: Article) -> frozenset[int]:
    """A number for each sentence that is long enough to tell a copy."""
    pieces = (_OTHER.sub("", piece).lower() for piece in _END.split(_said(article)))
    return frozenset(_hash(one.encode("utf-8", "surrogatepass")) for one in pieces if len(one) >= LETTERS)


def _said(article: Article) -> str:
    """The text without its title and what stands around it."""
    left_out = [(s.start, s.end) for s in article.sections if s.kind in ("noise", "title")]
    return "\n".join(_kept(article.text, left_out))


def sketch(text: str) -> frozenset[int]:
    """Numbers of the few runs of words whose checksums are least: a MinHash, by which edited texts meet too."""
    line = " ".join(_WORD.findall(text.lower())).encode("utf-8", "surrogatepass")
    starts = [0, *accumulate(len(word) + 1 for word in line.split(b" "))]
    if len(starts) <= RUNS:
        return frozenset()
    runs = (line[start : end - 1] for start, end in zip(starts, starts[RUN:], strict=False))
    found = {crc32(run): run for run in runs}
    return frozenset(_hash(found[least]) for least in nsmallest(SKETCH, found))


def _kept(text: str, noise: list[tuple[int, int]]) -> list[str]:
    kept, at = [], 0
    for start, end in sorted(noise):
        kept.append(text[at:start])
        at = max(at, end)
    return [*kept, text[at:]]


def _hash(words: bytes) -> int:
    digest = blake2b(words, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def find_copies(connection: sqlite3.Connection, article: int, prints: Collection[int]) -> list[int]:
    """The articles that this one repeats or that repeat it, within ten days of it, each for its whole voice.

    Those that share most of their sentences are copies; of the others that share some, those that share most of their
    words, in order.
    """
    row = connection.execute(f"SELECT {_COLUMNS} FROM article WHERE id = ?", (article,)).fetchone()
    found: dict[str, int] = {}
    tried: Counter[str] = Counter()
    own: frozenset[int] | None = None
    for count, other in _candidates(connection, row, prints):
        voice = other["voice"]
        if voice in found:
            continue
        if count >= SHARE * min(row["prints"], other["prints"]):
            found[voice] = other["id"]
        elif tried[voice] < TRIED and tried.total() < TRIED_IN_ALL:
            tried[voice] += 1
            own = shingles(_body(connection, article)) if own is None else own
            if _in_common(own, shingles(_body(connection, other["id"]))) >= COMMON:
                found[voice] = other["id"]
    return sorted(found.values())


def share(connection: sqlite3.Connection, one: str, other: str) -> float | None:
    """The part of the shorter of two articles (by their keys) whose words the other repeats; None without both."""
    sql = "SELECT id FROM article WHERE key = ?"
    found = [connection.execute(sql, (key,)).fetchone() for key in (one, other)]
    if None in found:
        return None
    a, b = (shingles(_body(connection, row["id"])) for row in found)
    return _in_common(a, b)


def shingles(text: str) -> frozenset[int]:
    """Numbers of all runs of four words of a text, the same whatever the spacing, case and punctuation."""
    words = _WORD.findall(text.lower())
    return frozenset(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


def _in_common(one: frozenset[int], other: frozenset[int]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least >= RUNS else 0.0


def _body(connection: sqlite3.Connection, article: int) -> str:
    row = connection.execute("SELECT text, sections FROM article WHERE id = ?", (article,)).fetchone()
    left_out = [(start, end) for kind, start, end in json.loads(row["sections"]) if kind in ("noise", "title")]
    return "\n".join(_kept(row["text"], left_out))


def _candidates(
    connection: sqlite3.Connection, row: sqlite3.Row, prints: Collection[int]
) -> list[tuple[int, sqlite3.Row]]:
    """Articles within ten days that share some prints with this one, and how many, those that share most first."""
    shared = {one: count for one, count in _sharing(connection, row["id"], prints).items() if count >= LEAST}
    found = []
    for chunk in chunks(list(shared)):
        sql = f"SELECT {_COLUMNS} FROM article WHERE id IN ({marks(chunk)})"
        found += [(shared[other["id"]], other) for other in connection.execute(sql, chunk)]
    known = day(row["known"])
    near = [(count, other) for count, other in found if abs(day(other["known"]) - known) <= NEAR]
    return sorted(near, key=lambda pair: (-pair[0], pair[1]["id"]))


def _sharing(connection: sqlite3.Connection, article: int, prints: Collection[int]) -> Counter[int]:
    """How many prints each other article shares with this one; what many hold counts only where nothing rarer tells."""
    shared: Counter[int] = Counter()
    common = []
    sql = "SELECT article FROM fingerprint WHERE hash = ? LIMIT ?"
    for hash_ in prints:
        holders = [one for (one,) in connection.execute(sql, (hash_, BOILERPLATE + 1))]
        if len(holders) <= BOILERPLATE:
            shared.update(holders)
        else:
            common.append(holders)
    del shared[article]
    told = max(shared.values(), default=0) >= LEAST
    if common and not told and not _is_boilerplate(connection, common[0]):
        shared.update(one for holders in common for one in holders if one != article)
    return shared


def _is_boilerplate(connection: sqlite3.Connection, holders: list[int]) -> bool:
    """What many articles say is boilerplate, unless they are mostly one: a dispatch that everybody prints."""
    sql = f"SELECT count(DISTINCT voice) FROM article WHERE id IN ({marks(holders)})"
    return bool(connection.execute(sql, holders).fetchone()[0] > VOICES * len(holders))


def join_voices(connection: sqlite3.Connection, article: int, prints: Collection[int]) -> list[int]:
    """Give the article and its copies one voice, that of the first; the articles whose voice changed."""
    copies = find_copies(connection, article, prints)
    if not copies:
        return []
    among = f"SELECT voice FROM article WHERE id IN ({marks([article, *copies])})"
    sql = f"SELECT id, known, key, voice FROM article WHERE voice IN ({among})"
    group = connection.execute(sql, (article, *copies)).fetchall()
    voice = min((row["known"], row["key"]) for row in group)[1]
    changed = [row["id"] for row in group if row["voice"] != voice]
    connection.executemany("UPDATE article SET voice = ? WHERE id = ?", [(voice, one) for one in changed])
    return changed
