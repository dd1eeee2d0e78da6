"""Options that several commands share."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from palabre.cli.language import N_, Words

# The parts of the list of commands.
READ, ASK = N_("Read articles"), N_("Ask the ledger")
KEEP, KNOW = N_("Keep the ledger"), N_("What Palabre knows")


class Language(StrEnum):
    """Languages an article may be said to be in; ``auto`` asks the text."""

    auto = "auto"
    fr = "fr"
    en = "en"


class Format(StrEnum):
    """What is printed: a brief for people, JSON for programs, one object a line for pipes."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


class Shape(StrEnum):
    """How a list is printed: a table for people, JSON for programs."""

    text = "text"
    json = "json"


class Listing(StrEnum):
    """How rows of the ledger are printed: a table for people, the others for programs."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class Interface(StrEnum):
    """Languages of the interface."""

    en = "en"
    fr = "fr"


Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help=N_("Day of publication, such as 2023-12-12; wins over what the article says.")),
]
Spoken = Annotated[Language, typer.Option("--language", metavar="auto|fr|en", help=N_("Language of the articles."))]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="text=COLUMN,…",
        help=N_(
            "Which columns of a table, or fields of an export, hold what: text, html, title, published, publisher, "
            "url, language. Usual names, French and English, are known."
        ),
    ),
]
Formats = Annotated[
    Format,
    typer.Option(metavar="text|json|jsonl", help=N_("A brief to read, a JSON array, or one JSON object a line.")),
]
Shapes = Annotated[
    Shape, typer.Option("--format", metavar="text|json", help=N_("A list to read, or a JSON array for programs."))
]
Listings = Annotated[
    Listing,
    typer.Option(
        "--format",
        metavar="table|json|jsonl|csv",
        help=N_("A table to read; a JSON array, one JSON object a line, or CSV for programs."),
    ),
]
Configs = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help=N_("The palabre.toml to use; else the nearest one, in this folder or above it."),
    ),
]
Ledgers = Annotated[
    str | None,
    typer.Option(
        "--ledger", metavar="FILE", help=N_("The ledger to use; else the one that palabre.toml names, else palabre.db.")
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help=N_("From this day on: 2023-07-26, 2023-07 or 2023."))
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help=N_("Up to this day, included."))]
On = Annotated[str | None, typer.Option("--on", metavar="DAY", help=N_("On this day; else today."))]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="DAY", help=N_("As it was known on this day, by the articles up to it.")),
]
Files = Annotated[
    list[str] | None, typer.Argument(metavar="FILE|FOLDER|-", help=N_("What to read; - is standard input."))
]
Several = list[str] | None
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        metavar="N",
        help=N_(
            "How many processes read side by side; each takes about 350 MB. The output is the same for any number."
        ),
    ),
]
Limits = Annotated[int, typer.Option("--limit", metavar="N", min=0, help=N_("How many rows at most; 0 for all."))]


def named_sources(files: list[str] | None, words: Words) -> list[str]:
    """The files, or standard input where none is named and something is piped in; raises BadParameter for nothing."""
    found = files or ([] if sys.stdin.isatty() else ["-"])
    if not found:
        raise typer.BadParameter(words.gettext("name a file, a folder, or - for standard input"))
    return found


def checked_jobs(jobs: int, words: Words, *, most: int | None = None) -> int:
    """The number of processes asked for; raises BadParameter for one that makes no sense on this machine."""
    limit = most or cores() * 4
    if 1 <= jobs <= limit:
        return jobs
    said = words.gettext("--jobs {n}: this machine has {cores} cores; give a number from 1 to {limit}")
    raise typer.BadParameter(said.format(n=jobs, cores=cores(), limit=limit))


def cores() -> int:
    """The cores that this program may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def words_of(context: typer.Context) -> Words:
    """The words of the interface."""
    words: Words = context.obj
    return words
