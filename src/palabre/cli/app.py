"""The commands: one verb each, thin."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from palabre.cli.language import N_, Words, load_words

HELP = N_(
    "Read political news: who did what to whom, when, where and according to whom, and how things stand. "
    "Every event shows its sentence; what is not known stays open."
)
READ = N_("Read articles (plain text, HTML, JSON lines) and print the events and standing facts they tell.")
EXPLAIN = N_(
    "Show how a sentence is read: its parse, what is named in it, the frames that fired and why others did not."
)
FRAMES = N_("List the frames: what each makes, the words that trigger it, and its example.")
FRAMES_CHECK = N_("Check a file of frames of your own: every row, its example and its counter-examples.")
CHECK = N_("Check what Palabre knows.")
CHECK_KNOWLEDGE = N_(
    "Check frames, actors, places and words: Exxx breaks correctness and makes the exit status 1, Wxxx is questionable."
)
DEMO = N_(
    "Read the bundled dispatches: the Niger chronicle from the coup of July 2023 to the end of the US withdrawal."
)


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


class Interface(StrEnum):
    """Languages of the interface."""

    en = "en"
    fr = "fr"


app = typer.Typer(name="palabre", add_completion=False, no_args_is_help=True, rich_markup_mode="rich")
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help=N_("Day of publication, such as 2023-12-12; wins over what the article says.")),
]
Formats = Annotated[
    Format,
    typer.Option(metavar="text|json|jsonl", help=N_("A brief to read, a JSON array, or one JSON object a line.")),
]
Configs = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help=N_("The palabre.toml to use; else the nearest one, in this folder or above it."),
    ),
]
Shapes = Annotated[
    Shape, typer.Option("--format", metavar="text|json", help=N_("A list to read, or a JSON array for programs."))
]
frames = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")
check = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
app.add_typer(frames, name="frames", help=FRAMES)
app.add_typer(check, name="check", help=CHECK)


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


@app.command(help=READ)
def read(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|FOLDER|-", help=N_("What to read; - is standard input."))
    ] = None,
    published: Published = None,
    language: Annotated[
        Language, typer.Option(metavar="auto|fr|en", help=N_("Language of the articles."))
    ] = Language.auto,
    format: Formats = Format.text,
    config: Configs = None,
) -> None:
    """Read articles."""
    from palabre.cli.run import Request, run, sources_or_stdin

    sources = sources_or_stdin(files or [])
    if not sources:
        raise typer.BadParameter(_words(context).gettext("name a file, a folder, or - for standard input"))
    raise typer.Exit(run(Request(sources, published, language.value, format.value, config), _words(context)))


@app.command(help=EXPLAIN)
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

    raise typer.Exit(show(sentence, published, _words(context), all_=all_, config=config))


@app.command(help=DEMO)
def demo(context: typer.Context, format: Formats = Format.text) -> None:
    """Read the bundled dispatches."""
    from palabre.cli.run import demo as show

    raise typer.Exit(show(_words(context), format.value))


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

        raise typer.Exit(show(Query(type, trigger, format.value, config), _words(context)))


@frames.command("check", help=FRAMES_CHECK)
def check_frames(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A file of frames."))],
    format: Shapes = Shape.text,
    config: Configs = None,
) -> None:
    """Check a file of frames."""
    from palabre.cli.findings import check_frame_file

    raise typer.Exit(check_frame_file(file, _words(context), config=config, format=format.value))


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

    words = _words(context)
    if list_:
        raise typer.Exit(findings.list_checks(words))
    asked = findings.Asked(folders or [], with_examples=examples, format=format.value, config=config)
    raise typer.Exit(findings.check_knowledge(asked, words))


def _words(context: typer.Context) -> Words:
    words: Words = context.obj
    return words


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"palabre {version('palabre')}")
        raise typer.Exit
