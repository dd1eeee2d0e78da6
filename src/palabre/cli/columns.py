"""Columns that keep their widths over several lists, with lines of free text between their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what it shows of an item, its greatest width, and its share of what the others leave."""

    head: str
    show: Callable[[Any], Text]
    most: int
    share: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns with the widths they got."""

    columns: Sequence[Column]
    widths: Sequence[int]

    def heads(self) -> RenderableType:
        """The heads of the columns."""
        return self._line([Text(column.head, style="dim") for column in self.columns])

    def row(self, item: Any) -> RenderableType:
        """What the columns show of ``item``."""
        return self._line([column.show(item) for column in self.columns])

    def _line(self, cells: Sequence[Text]) -> RenderableType:
        grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        for width in self.widths:
            grid.add_column(width=width, overflow="fold")
        grid.add_row(*cells)
        return Padding(grid, (0, 0, 0, GAP))


def fit(columns: Sequence[Column], items: Sequence[Any], width: int) -> Layout:
    """As wide as the items need, up to each column's most; the sharing columns share what is left of ``width``.

    >>> columns = [Column("A", Text, 4), Column("B", Text, 99, share=1)]
    >>> fit(columns, ["a longer word"], 30).widths
    [4, 13]
    """
    widths = [min(max(len(c.head), *(_widest(c.show(item)) for item in items), 1), c.most) for c in columns]
    sharing = sorted((i for i, column in enumerate(columns) if column.share), key=lambda i: widths[i])
    left = width - GAP * len(columns) - sum(widths[i] for i, column in enumerate(columns) if not column.share)
    shares = sum(columns[i].share for i in sharing)
    for i in sharing:
        widths[i] = max(12, min(widths[i], left * columns[i].share // shares))
        left, shares = left - widths[i], shares - columns[i].share
    return Layout(columns, widths)


def _widest(text: Text) -> int:
    """The cells of a text's longest line."""
    return max((cell_len(line) for line in text.plain.split("\n")), default=0)
