"""Articles to readings on many processes or machines: read side by side, in order, and kept in shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from palabre.batch import codec
from palabre.batch.processes import Readers
from palabre.batch.worker import Task, read_packed
from palabre.errors import InputError
from palabre.types import Article, Reading

if TYPE_CHECKING:
    from palabre.pipeline import OnError

__all__ = ["read_many"]


def read_many(
    articles: Iterable[Article], *, jobs: int = 1, overlays: tuple[Path, ...] = (), on_error: OnError
) -> Iterator[Reading]:
    """The readings of ``articles`` in their order, with ``jobs`` processes: the same as ``pipeline.read_many`` gives.

    An article that fails, or with which a process ends twice, goes to ``on_error``, and the others go on.
    """
    from palabre import knowledge, pipeline

    if jobs == 1:
        known = knowledge.load(overlays=overlays)
        yield from pipeline.read_many(articles, knowledge=known, on_error=on_error)
        return
    with Readers(Task(read_packed, overlays), jobs=jobs) as readers:
        for group, answers in readers.map((group, group) for group in pipeline.groups(articles)):
            for article, outcome in zip(group, chain.from_iterable(answers), strict=True):
                if isinstance(outcome, InputError):
                    on_error(outcome)
                else:
                    yield codec.decode(outcome, article.text)
