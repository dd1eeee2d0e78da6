"""The command that reads very many articles: on all cores, or on a cluster."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from palabre.cli.language import N_
from palabre.cli.options import READ, Configs, Language, Published, Spoken, checked_jobs, cores, words_of

BATCH = N_(
    "Read very many articles into Parquet files, on all cores or on a Ray cluster.\n\nThe folder holds a row for each "
    "input, which DuckDB, pandas and palabre ingest read. Interrupted or killed, the same command goes on from the "
    "last shard that was written. The shards are the same for any number of processes, and for both engines."
)
EXAMPLE = "palabre batch archive/ feed.jsonl --output readings"
ENGINES = N_("local: processes on this machine; ray: a Ray cluster, which the extra palabre[scale] brings.")
ADDRESS = N_("Where the Ray cluster is, such as 10.0.0.1:6379; else one is started on this machine.")
JOBS = N_("How many processes read side by side, each of about 350 MB; else as many as there are cores.")


class EngineName(StrEnum):
    """What reads."""

    local = "local"
    ray = "ray"


def declare(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(help=BATCH, epilog=EXAMPLE, rich_help_panel=READ)(batch)


def batch(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|FOLDER|ADDRESS|-", help=N_("What to read; s3://, gs:// and file:// addresses too.")
        ),
    ],
    output: Annotated[str, typer.Option("--output", metavar="DIR", help=N_("The folder to write, or to go on with."))],
    engine: Annotated[EngineName, typer.Option(metavar="local|ray", help=ENGINES)] = EngineName.local,
    ray_address: Annotated[str | None, typer.Option("--ray-address", metavar="ADDRESS", help=ADDRESS)] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", help=JOBS)] = None,
    shard_size: Annotated[
        int, typer.Option("--shard-size", metavar="N", min=1, help=N_("How many inputs make a shard."))
    ] = 1000,
    published: Published = None,
    language: Spoken = Language.auto,
    config: Configs = None,
) -> None:
    """Read very many articles."""
    from palabre.cli.batching import Batch
    from palabre.cli.batching import batch as read
    from palabre.cli.run import Request

    words, remote = words_of(context), engine is EngineName.ray and ray_address is not None
    if ray_address is not None and engine is not EngineName.ray:
        raise typer.BadParameter(words.gettext("--ray-address goes with --engine ray"))
    number = checked_jobs(cores() if jobs is None else jobs, words, most=100_000 if remote else None)
    request = Request(inputs, published, language.value, config=config, jobs=number)
    raise typer.Exit(read(Batch(request, output, engine.value, ray_address, shard_size), words))
