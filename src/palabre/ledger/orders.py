"""Pieces of SQL, and the orders in which events are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from palabre.errors import QueryError


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL and what its question marks stand for."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort events ``e``: columns that all go up or all go ``down``, the last of them the id."""

    columns: tuple[str, ...]
    down: bool

    @property
    def sql(self) -> str:
        """As ORDER BY takes it."""
        return ", ".join(column + (" DESC" if self.down else "") for column in self.columns)

    def after(self, values: Sequence[Any]) -> Part:
        """The condition that keeps what comes after these values of the columns."""
        marks = ", ".join("?" * len(self.columns))
        return Part(f"({', '.join(self.columns)}) {'<' if self.down else '>'} ({marks})", tuple(values))


BY_DAY = ("e.day", "e.id")
# Columns that are numbers, and the column of ``event`` that gives them.
NUMBERS = MappingProxyType({"e.independent": "independent", "coalesce(e.deaths_low, -1)": "deaths_low"})
_ORDERS = {
    "date": Order(BY_DAY, down=False),
    "known": Order(("e.last_known", "e.id"), down=True),
    "sources": Order(("e.independent", "e.day", "e.id"), down=True),
    "deaths": Order(("coalesce(e.deaths_low, -1)", "e.day", "e.id"), down=True),
}


def read_order(text: str) -> Order:
    """``date``: oldest first; ``known``: last told first; ``sources``, ``deaths``: most first; ``-`` turns it round.

    Raises QueryError for another one.

    >>> read_order("-date").sql, read_order("known").sql
    ('e.day DESC, e.id DESC', 'e.last_known DESC, e.id DESC')
    """
    order = _ORDERS.get(text.removeprefix("-"))
    if order is None:
        known = ", ".join([*_ORDERS, *(f"-{name}" for name in _ORDERS)])
        raise QueryError(f"sort {text}", "unknown order", f"use one of {known}")
    return replace(order, down=not order.down) if text.startswith("-") else order
