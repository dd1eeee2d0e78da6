"""Lists that are read page by page, as far as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from palabre.errors import PalabreError, QueryError

if TYPE_CHECKING:
    import pandas

    from palabre.ledger.results import Empty

T = TypeVar("T")
SIZE = 500


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list; ``after`` is what asks for the next page, None on the last."""

    items: tuple[T, ...]
    after: str | None


Fetch = Callable[[str | None, int, int], Page[T]]  # after what, how many to pass over, how many


class Listing(Generic[T]):
    """A list that is not held in memory: it is read from the ledger while it is gone through.

    Each page is one consistent view; what is recorded meanwhile may show on later pages, nothing shows twice.
    """

    def __init__(
        self, fetch: Fetch[T], count: Callable[[], int], *, limit: int | None = None, offset: int = 0,
        after: str | None = None, explain: Callable[[], Empty] | None = None,
    ) -> None:  # fmt: skip
        for name, number in (("limit", limit), ("offset", offset)):
            if number is not None and number < 0:
                raise QueryError(name, "a number below 0 was given", "give 0 or more")
        self._fetch, self._count, self._explain = fetch, count, explain
        self._limit, self._offset, self._start = limit, offset, after

    def __iter__(self) -> Iterator[T]:
        left = self._limit
        after, offset = self._start, self._offset
        while left is None or left > 0:
            page = self._fetch(after, offset, SIZE if left is None else min(SIZE, left))
            yield from page.items[:left]
            if page.after is None:
                return
            after, offset = page.after, 0
            left = None if left is None else left - len(page.items)

    def __bool__(self) -> bool:
        return bool(self.first(1))

    def page(self) -> Page[T]:
        """The first ``limit`` items (50 without a limit), and what asks for the next ones (``after=``)."""
        return self._fetch(self._start, self._offset, 50 if self._limit is None else self._limit)

    def first(self, n: int) -> list[T]:
        """The first ``n`` items."""
        size = n if self._limit is None else min(n, self._limit)
        limited = Listing(self._fetch, self._count, limit=size, offset=self._offset, after=self._start)
        return list(islice(limited, n))

    def count(self) -> int:
        """How many fit the question, whatever ``limit``, ``offset`` and ``after`` leave out."""
        return self._count()

    def why_empty(self) -> Empty | None:
        """Why nothing fits, where the list is one of events; None for the others."""
        return self._explain() if self._explain else None

    def to_pandas(self) -> pandas.DataFrame:
        """A table with a row for each item; parties, places and numbers become columns.

        Raises PalabreError where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            remedy = "python -m pip install pandas"
            raise PalabreError("pandas", "tables need pandas, which is not installed", remedy) from error
        return pandas.DataFrame([flat(item) for item in self])


def flat(item: Any) -> dict[str, Any]:
    """A value as one row of a table: names of parties in one cell, places and numbers as columns of their own.

    >>> from palabre.types import Quantity
    >>> flat(Quantity(3, 5, "killed"))
    {'low': 3, 'high': 5, 'unit': 'killed', 'approximate': False}
    """
    row: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if is_dataclass(value):
            row |= {f"{field.name}_{name}": inner for name, inner in flat(value).items()}
        elif isinstance(value, tuple):
            row[field.name] = ", ".join(str(getattr(one, "name", one)) for one in value)
        else:
            row[field.name] = value
    return row
