"""Parts that the pages of the ledger share: titles, sentences with their source, what a console can show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from palabre.cli.brief import TITLE
from palabre.cli.language import Words
from palabre.cli.ledger.values import joined, sentence
from palabre.cli.run import marks_for


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page is drawn on: the console, the words of the interface, and what stands around a trigger."""

    console: Console
    words: Words

    @property
    def marks(self) -> tuple[str, str]:
        """What stands around a trigger where underlining cannot show."""
        return marks_for(self.console)

    def title(self, words: str, count: int | None = None) -> RenderableType:
        """The title of a part, with how much it holds."""
        said = words if count is None else f"{words} ({count})"
        return Padding(Text(said if self.marks[0] else f" {said} ", style=TITLE), (1, 0, 0, 0))

    def quote(self, said: str, cue: tuple[int, int] | None, *source: str | None, indent: int = 4) -> RenderableType:
        """A sentence, and under it who published it, and when."""
        text = sentence(said, cue, self.marks)
        if known := joined(part for part in source if part):
            text.append(" — ", style="dim").append_text(Text(known.plain, style="dim"))
        return Padding(text, (0, 0, 0, indent))

    def line(self, text: Text | str, *, indent: int = 2, style: str = "") -> RenderableType:
        """A line of text."""
        return Padding(text if isinstance(text, Text) else Text(text, style=style), (0, 0, 0, indent))

    def listed(self, title: str, rows: list[Text]) -> Iterator[RenderableType]:
        """A titled list, nothing where it is empty."""
        if rows:
            yield self.title(title)
            yield from (self.line(row) for row in rows)
