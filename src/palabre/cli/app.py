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
) -> None:
    """Read articles."""
    from palabre.cli.run import Request, run, sources_or_stdin

    sources = sources_or_stdin(files or [])
    if not sources:
        raise typer.BadParameter(_words(context).gettext("name a file, a folder, or - for standard input"))
    raise typer.Exit(run(Request(sources, published, language.value, format.value), _words(context)))


@app.command(help=EXPLAIN)
def explain(
    context: typer.Context,
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help=N_("A sentence, between quotes."))],
    published: Published = None,
    all_: Annotated[
        bool, typer.Option("--all", help=N_("List every frame that was tried, not only those that came near."))
    ] = False,
) -> None:
    """Explain a sentence."""
    from palabre.cli.explain import explain as show

    raise typer.Exit(show(sentence, published, _words(context), all_=all_))


@app.command(help=DEMO)
def demo(context: typer.Context, format: Formats = Format.text) -> None:
    """Read the bundled dispatches."""
    from palabre.cli.run import demo as show

    raise typer.Exit(show(_words(context), format.value))


def _words(context: typer.Context) -> Words:
    words: Words = context.obj
    return words


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"palabre {version('palabre')}")
        raise typer.Exit
