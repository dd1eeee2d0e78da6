"""A ledger under check: its rows as they are, what of it is looked at, and how a fault in a row is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from palabre.checks.model import Found
from palabre.ledger import corrections, rows, states
from palabre.ledger.corrections import Verdicts
from palabre.ledger.model import Report, Statement

# Of a kind of fault, so many are told one by one; of what is computed anew, so many are looked at unless all are.
SHOWN, SAMPLE = 20, 300


@dataclass
class Audit:
    """A ledger under check; ``deep``: whatever is computed anew is computed for all of it."""

    path: str
    connection: sqlite3.Connection
    deep: bool = False

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows that a query gives."""
        return self.connection.execute(sql, values).fetchall()

    def each(self, sql: str, *labels: str) -> Iterator[Found]:
        """A fault for each row of a query: its number, its name, and a note for each of the other columns."""
        for number, name, *values in map(tuple, self.connection.execute(sql)):
            notes = ((label, str(value)) for label, value in zip(labels, values, strict=True) if value is not None)
            yield self.found(name, *notes, number=number)

    def found(self, name: object, *notes: tuple[str, str], number: int | None = None) -> Found:
        """A fault in the row of this number and name."""
        return Found(self.path, number or 1, str(name), notes)

    def sampled(self, sql: str) -> list[Any]:
        """The values of the one column of a query, all of them or some, taken evenly."""
        found = [value for (value,) in self.connection.execute(sql)]
        return found if self.deep or len(found) <= SAMPLE else found[:: len(found) // SAMPLE + 1]

    @cached_property
    def verdicts(self) -> Verdicts:
        """What analysts said."""
        return corrections.load(self.connection)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the register to look at: those that are said and those that stand."""
        return self.sampled(
            "SELECT line FROM statement WHERE retired IS NULL UNION SELECT line FROM state ORDER BY line"
        )

    @cached_property
    def misplaced(self) -> tuple[tuple[Statement, str, str], ...]:
        """The statements that stand on another line than theirs: with that one, and with theirs."""
        told = ((one, line) for line in self.lines for one in rows.load_statements(self.connection, line))
        return tuple((one, line, right) for one, line in told if (right := states.line_of(one)) != line)

    def reports(self, numbers: Sequence[int]) -> dict[int, Report]:
        """Reports by number."""
        return rows.load_reports(self.connection, numbers)


def few(found: Iterable[Found]) -> Iterator[Found]:
    """The first ones; the last of them says how many more there are."""
    kept: list[Found] = []
    more = 0
    for one in found:
        if len(kept) < SHOWN:
            kept.append(one)
        else:
            more += 1
    if more:
        kept[-1] = replace(kept[-1], notes=(*kept[-1].notes, ("more", str(more))))
    return iter(kept)
