"""What could not be read, or only in part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from palabre.cli.columns import Column
from palabre.cli.language import N_, Words, translate
from palabre.cli.ledger.asking import ask, say
from palabre.cli.ledger.tables import Look, Shown, write
from palabre.errors import QueryError, nearest
from palabre.ledger.reader import Ledger
from palabre.ledger.results import ProblemRow

CODES = {"failed": N_("failed"), "language": N_("another language"), "undated": N_("undated")}
STYLES = {"failed": "bold red", "language": "yellow", "undated": "cyan"}
NONE = N_("Nothing to see to: all that was read was read whole.")


def list_problems(code: str | None, shown: Shown, words: Words) -> int:
    """Print what could not be read; the exit status."""

    def question(ledger: Ledger) -> None:
        if code is not None and code not in CODES:
            meant = nearest(code, CODES)
            remedy = f"did you mean {meant}?" if meant else f"use one of {', '.join(CODES)}"
            raise QueryError(f"code {code}", "unknown code", remedy)
        found = ledger.problems(code=code, limit=shown.limit or None)
        count = write(found, shown.format, lambda _console: look(words))
        if not count:
            say(words.gettext(NONE))

    return ask(shown, words, question)


def look(words: Words) -> Look:
    """The problems as a table: which input, what is wrong with it, what to do."""
    _ = words.gettext
    columns = [
        Column(_("DAY"), lambda row: Text(row.on.isoformat()), 10),
        Column(_("WHAT"), lambda row: Text(_(CODES.get(row.code, row.code)), style=STYLES.get(row.code, "")), 16),
        Column(_("INPUT"), lambda row: Text(_name(row.source), style="bold"), 200, share=1),
    ]
    return Look(columns, lambda row: _notes(row, words))


def _notes(row: ProblemRow, words: Words) -> Iterator[Text]:
    said = Text(translate(row.what, words))
    if row.remedy:
        said.append(f" ({translate(row.remedy, words)})", style="dim")
    yield said


def _name(source: str) -> str:
    """An input as it is best told apart: a path from here on where it lies below."""
    path = Path(source)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else source
