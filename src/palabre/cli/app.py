"""The commands: one verb each, thin."""

from __future__ import annotations

from typing import Annotated

import typer

from palabre.cli.language import N_, load_words
from palabre.cli.options import (
    KNOW,
    Columns,
    Configs,
    Files,
    Format,
    Formats,
    Interface,
    Jobs,
    Language,
    Ledgers,
    Published,
    Shape,
    Shapes,
    Spoken,
    checked_jobs,
    named_sources,
    words_of,
)
from palabre.cli.options import READ as READING
from palabre.cli.verbs import batching, following, keeping, looking, recording, standing

HELP = N_(
    "Read political news: who did what to whom, when, where and according to whom, and how things stand. "
    "Every event shows its sentence; what is not known stays open."
)
READ = N_(
    "Read articles and print the events and standing facts they tell.\n\nPlain text, HTML pages, JSON lines, tables "
    "(CSV, TSV), web archives (WARC), exports (Media Cloud, ReliefWeb), folders, zip archives, and all of these packed "
    "(.gz, .xz, .bz2)."
)
EXPLAIN = N_(
    "Show how a sentence is read: its parse, what is named in it, the frames that fired and why others did not."
)
FRAMES = N_("List the frames: what each makes, the words that trigger it, and its example.")
FRAMES_CHECK = N_("Check a file of frames of your own: every row, its example and its counter-examples.")
CHECK = N_("Check what Palabre knows, or what a ledger holds.")
CHECK_KNOWLEDGE = N_(
    "Check frames, actors, places and words: Exxx breaks correctness and makes the exit status 1, Wxxx is questionable."
)
CHECK_LEDGER = N_(
    "Check a ledger: E5xx is wrong in what it keeps, E6xx in what follows from it, W5xx is questionable. "
    "Nothing is written; errors make the exit status 1."
)
DEMO = N_(
    "Record the bundled chronicle of the Sahel (2020-2024) in a ledger, and show the file of Niger from it: who ruled "
    "when, how things stood before and after, what happened, what was announced and what came of it."
)


app = typer.Typer(name="palabre", add_completion=False, no_args_is_help=True, rich_markup_mode="rich")
frames = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")
check = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
app.add_typer(frames, name="frames", help=FRAMES, rich_help_panel=KNOW)
app.add_typer(check, name="check", help=CHECK, rich_help_panel=KNOW)


@app.callback(help=HELP)
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=lambda asked: _version(asked), help=N_("Show the version.")),
    ] = False,
    interface: Annotated[
        Interface | None,
        typer.Option(metavar="en|fr", help=N_("Language of the interface; else PALABRE_LANG or the locale's.")),
    ] = None,
) -> None:
    """Find the words of the interface."""
    context.obj = context.obj or load_words(interface or "en")


@app.command(help=READ, rich_help_panel=READING)
def read(
    context: typer.Context,
    files: Files = None,
    published: Published = None,
    language: Spoken = Language.auto,
    format: Formats = Format.text,
    columns: Columns = None,
    jobs: Jobs = 1,
    config: Configs = None,
) -> None:
    """Read articles."""
    from palabre.cli.run import Request, run

    words = words_of(context)
    sources = named_sources(files, words)
    request = Request(
        sources, published, language.value, format.value, config, columns=columns, jobs=checked_jobs(jobs, words)
    )
    raise typer.Exit(run(request, words))


@app.command(help=EXPLAIN, rich_help_panel=READING)
def explain(
    context: typer.Context,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help=N_("A sentence, between quotes."))],
    published: Published = None,
    all_: Annotated[
        bool, typer.Option("--all", help=N_("List every frame that was tried, not only those that came near."))
    ] = False,
    config: Configs = None,
) -> None:
    """Explain a sentence."""
    from palabre.cli.explain import explain as show

    raise typer.Exit(show(sentence, published, words_of(context), all_=all_, config=config))


@app.command(help=DEMO, rich_help_panel=READING)
def demo(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("The ledger to make; else palabre-demo.db in this folder."))
    ] = None,
) -> None:
    """Show what a ledger answers."""
    from palabre.cli.ledger.demo import demo as show

    raise typer.Exit(show(ledger, words_of(context)))


@frames.callback(help=FRAMES)
def list_frames(
    context: typer.Context,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help=N_("Only frames of this event type."))] = None,
    trigger: Annotated[
        str | None, typer.Option(metavar="WORD", help=N_("Only frames with this word among their triggers."))
    ] = None,
    format: Shapes = Shape.text,
    config: Configs = None,
) -> None:
    """List the frames."""
    if context.invoked_subcommand is None:
        from palabre.cli.lexicon import Query
        from palabre.cli.lexicon import list_frames as show

        raise typer.Exit(show(Query(type, trigger, format.value, config), words_of(context)))


@frames.command("check", help=FRAMES_CHECK)
def check_frames(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A file of frames."))],
    format: Shapes = Shape.text,
    config: Configs = None,
) -> None:
    """Check a file of frames."""
    from palabre.cli.findings import check_frame_file

    raise typer.Exit(check_frame_file(file, words_of(context), config=config, format=format.value))


@check.command("knowledge", help=CHECK_KNOWLEDGE)
def check_knowledge(
    context: typer.Context,
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FOLDER", help=N_("Folders of your own to check, and nothing else; else all is checked.")
        ),
    ] = None,
    examples: Annotated[
        bool, typer.Option("--examples", help=N_("Read every example and counter-example too (half a minute)."))
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help=N_("List the codes with what they mean."))] = False,
    format: Shapes = Shape.text,
    config: Configs = None,
) -> None:
    """Check the knowledge."""
    from palabre.cli import findings

    words = words_of(context)
    if list_:
        raise typer.Exit(findings.list_checks(words))
    asked = findings.Asked(folders or [], with_examples=examples, format=format.value, config=config)
    raise typer.Exit(findings.check_knowledge(asked, words))


@check.command("ledger", help=CHECK_LEDGER, epilog="palabre check ledger --deep")
def check_ledger(
    context: typer.Context,
    deep: Annotated[bool, typer.Option("--deep", help=N_("Look at all of it, not only at some (minutes)."))] = False,
    list_: Annotated[bool, typer.Option("--list", help=N_("List the codes with what they mean."))] = False,
    format: Shapes = Shape.text,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Check a ledger."""
    from palabre.cli import findings

    words = words_of(context)
    if list_:
        raise typer.Exit(findings.list_checks(words, of_ledger=True))
    asked = findings.Asked(with_examples=deep, format=format.value, config=config)
    raise typer.Exit(findings.check_ledger(asked, ledger, words))


for verbs in (batching, recording, following, looking, standing, keeping):
    verbs.declare(app)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"palabre {version('palabre')}")
        raise typer.Exit
