"""What is asked of a source: how its articles are to be read, and where to tell what happens to the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BufferedReader

from palabre.errors import InputError
from palabre.types import Article

OnError = Callable[[InputError], None]
# Whether the content found there (``file.warc.gz@123456``) was read already, and need not be read again.
Skip = Callable[[str, bytes], bool]
Read = Callable[[str, BufferedReader, str, "Asked"], Iterator[Article]]


def read_all(where: str, content: bytes) -> bool:
    """Skips nothing."""
    return False


@dataclass(frozen=True, slots=True)
class Asked:
    """How to read: ``columns`` maps what an article has to the columns that hold it, ``limit`` is in bytes.

    What cannot be read goes to ``report``; what is no article is counted in ``passed``, by kind: ``record`` (of an
    archive, not a response), ``status`` (of a page, other than 200), ``type`` (not HTML), ``file`` (of another kind).
    ``depth`` counts the archives that what is read lies in.
    """

    report: OnError
    published: date | None = None
    language: str = "auto"
    limit: int = 20_000_000
    columns: Mapping[str, str] = field(default_factory=dict)
    skip: Skip = read_all
    passed: Counter[str] = field(default_factory=Counter)
    depth: int = 0
