"""Rows of the ledger as a table for people, or as JSON, JSON lines or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from itertools import chain, islice
from typing import Any, get_args, get_origin, get_type_hints

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from palabre.cli.columns import Column, fit
from palabre.cli.run import array, drawn, output_console
from palabre.ledger.model import Party

# Rows that the widths of the columns are fitted to; those after them fold where they are wider.
FITTED = 500
Notes = Callable[[Any], Iterable[Text]]


@dataclass(frozen=True, slots=True)
class Shown:
    """How rows are asked for: their format, how many, from which ledger."""

    format: str = "table"
    limit: int = 0
    ledger: str | None = None
    config: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How rows look as a table on a console: columns, and what stands under a row."""

    columns: Sequence[Column]
    notes: Notes = lambda _item: ()


def write(items: Iterable[Any], format: str, look: Callable[[Console], Look]) -> int:
    """Write rows on standard output while they are read; how many."""
    counted = _Counted(items)
    for text in _written(counted, format, look):
        sys.stdout.write(text)
    sys.stdout.flush()
    return counted.count


@dataclass(slots=True)
class _Counted:
    items: Iterable[Any]
    count: int = 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.items:
            self.count += 1
            yield item


def _written(items: Iterable[Any], format: str, look: Callable[[Console], Look]) -> Iterator[str]:
    if format == "json":
        return array(json.dumps(record(item), ensure_ascii=False, indent=2) for item in items)
    if format == "jsonl":
        return (json.dumps(record(item), ensure_ascii=False) + "\n" for item in items)
    return _comma_separated(items) if format == "csv" else _table(items, look)


def write_value(value: Any, rows: Iterable[Any], format: str) -> None:
    """Write one value on standard output for programs: a JSON object, or its ``rows`` as CSV."""
    if format == "csv":
        write(rows, format, lambda _console: Look(()))
        return
    sys.stdout.write(json.dumps(record(value), ensure_ascii=False, indent=2 if format == "json" else None) + "\n")
    sys.stdout.flush()


def record(value: Any) -> Any:
    """A value of the ledger as JSON has it.

    >>> from palabre.types import Span
    >>> record((Span(1, 2), date(2023, 7, 26), None))
    [{'start': 1, 'end': 2}, '2023-07-26', None]
    """
    if is_dataclass(value):
        return {field.name: record(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): record(one) for key, one in value.items()}
    if hasattr(value, "_asdict"):
        return record(value._asdict())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [record(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _comma_separated(items: Iterable[Any]) -> Iterator[str]:
    """A head, and a line for each row; what a value is made of stands in columns of its own."""
    for number, item in enumerate(items):
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\n")
        cells = dict(cells_of(type(item), item))
        if not number:
            writer.writerow(cells)
        writer.writerow(int(value) if isinstance(value, bool) else value for value in cells.values())
        yield line.getvalue()


def cells_of(kind: Any, value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The cells of a value of this kind, the same ones for every row; those of None are empty.

    >>> from palabre.types import Quantity, QuantityMention, Span
    >>> mention = QuantityMention(Span(0, 2), "17", Quantity(17, 17), None, "by-hand")
    >>> dict(cells_of(QuantityMention, mention))["quantity_low"]
    17
    """
    for name, hint in get_type_hints(kind).items():
        inner = next((one for one in (hint, *get_args(hint)) if is_dataclass(one)), None)
        one = getattr(value, name, None)
        if get_origin(hint) is tuple:
            yield from _several(f"{prefix}{name}", inner, one or ())
        elif inner is not None:
            yield from cells_of(inner, one, f"{prefix}{name}_")
        else:
            yield f"{prefix}{name}", one


def _several(name: str, kind: Any, found: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Several values in one cell; of parties their names, ids and countries."""
    if kind is Party:
        yield name, "; ".join(one.name for one in found)
        yield f"{name}_id", "; ".join(one.id or "" for one in found)
        yield f"{name}_country", "; ".join(one.country or "" for one in found)
    else:
        plain = all(isinstance(one, str) for one in found)
        yield name, "; ".join(found) if plain else json.dumps(record(found), ensure_ascii=False)


def _table(items: Iterable[Any], look: Callable[[Console], Look]) -> Iterator[str]:
    console, rows = output_console(), iter(items)
    shown, first = look(console), list(islice(rows, FITTED))
    if not first:
        return
    layout = fit(shown.columns, first, console.width)
    yield drawn(console, layout.heads())
    for item in chain(first, rows):
        lines: list[RenderableType] = [layout.row(item), *(Padding(note, (0, 0, 0, 4)) for note in shown.notes(item))]
        yield "".join(drawn(console, line) for line in lines)
