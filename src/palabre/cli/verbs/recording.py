"""Commands that write: make a folder, ingest articles, correct, read again, rebuild."""

from __future__ import annotations

from typing import Annotated

import typer

from palabre.cli.language import N_
from palabre.cli.options import (
    KEEP,
    Columns,
    Configs,
    Files,
    Jobs,
    Language,
    Ledgers,
    Limits,
    Listing,
    Listings,
    Published,
    Spoken,
    checked_jobs,
    named_sources,
    words_of,
)

INIT = N_("Make a folder to work in.\n\nIt gets a palabre.toml with its settings explained. Nothing is overwritten.")
INGEST = N_(
    "Read articles into the ledger.\n\nPlain text, HTML pages, JSON lines, tables (CSV, TSV), web archives (WARC), "
    "exports (Media Cloud, ReliefWeb), folders, zip archives, and all of these packed (.gz, .xz, .bz2). Those it holds "
    "already are left as they are; what cannot be read is kept on a list, and the others go on. Interrupted, the same "
    "command goes on from there."
)
PROBLEMS = N_("List what could not be read, or only in part, and what to do about it.")


def declare(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    rows = (
        (init, INIT, "palabre init niger"),
        (ingest, INGEST, "palabre ingest articles/ feed.jsonl"),
        (problems, PROBLEMS, "palabre problems --code failed"),
    )
    for function, said, example in rows:
        app.command(help=said, epilog=example, rich_help_panel=KEEP)(function)


def init(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help=N_("The folder; else this one."))] = ".",
) -> None:
    """Make a folder to work in."""
    from palabre.cli.ledger.start import init as make

    raise typer.Exit(make(folder, words_of(context)))


def ingest(
    context: typer.Context,
    files: Files = None,
    ledger: Ledgers = None,
    published: Published = None,
    language: Spoken = Language.auto,
    columns: Columns = None,
    jobs: Jobs = 1,
    config: Configs = None,
) -> None:
    """Read articles into the ledger."""
    from palabre.cli.ledger.ingest import Intake
    from palabre.cli.ledger.ingest import ingest as record
    from palabre.cli.run import Request

    words = words_of(context)
    sources = named_sources(files, words)
    request = Request(
        sources, published, language.value, config=config, columns=columns, jobs=checked_jobs(jobs, words)
    )
    raise typer.Exit(record(Intake(request, ledger), words))


def problems(
    context: typer.Context,
    code: Annotated[str | None, typer.Option(metavar="CODE", help=N_("Only these: failed, language, undated."))] = None,
    limit: Limits = 0,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """List what could not be read."""
    from palabre.cli.ledger.problems import list_problems
    from palabre.cli.ledger.tables import Shown

    raise typer.Exit(list_problems(code, Shown(format.value, limit, ledger, config), words_of(context)))
