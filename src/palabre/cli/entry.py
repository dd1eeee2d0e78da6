"""Finds the command, and ends it with a message and a status whatever happens."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer

from palabre.cli.language import LANGUAGES, N_, Words, choose, load_words, take_interface, translate
from palabre.cli.localise import command

BROKEN_PIPE, FAILED, MISUSED = 141, 1, 2
# All that typer refuses a command line with; it exports only the narrower BadParameter.
Misuse: Any = typer.BadParameter.__bases__[0]
USAGE = (
    N_("No such option: {option}"),
    N_("No such option: {option} Did you mean {word}?"),
    N_("No such command '{name}'."),
    N_("No such command '{name}'. Did you mean '{word}'?"),
    N_("Missing argument '{name}'."),
    N_("Missing option '{name}'."),
    N_("Option '{name}' requires an argument."),
    N_("Got unexpected extra argument(s) ({names})"),
    N_("Invalid value for '{name}': Value error, '{word}' is not one of {names}."),
    N_("Invalid value for '{name}': {reason}"),
    N_("Invalid value: {reason}"),
)


def enter(arguments: Sequence[str]) -> int:
    """Run the command that ``arguments`` name; the exit status."""
    asked, rest = take_interface(arguments)
    words = load_words(choose(asked))
    if asked is not None and asked[:2].casefold() not in LANGUAGES:
        return _misused("palabre", f"Invalid value for '--interface': '{asked}' is not one of 'en', 'fr'.", words)
    try:
        status = command(words).main(rest, prog_name="palabre", standalone_mode=False, obj=words)
        sys.stdout.flush()
    except Misuse as error:
        return _misused(error.ctx.command_path if error.ctx else "palabre", error.format_message(), words)
    except SystemExit:  # how typer itself ends, with another status, when the reader of its help is gone
        return BROKEN_PIPE
    except OSError as error:  # what the command had left to write could not be written
        return _unwritten(error, words)
    return int(status or 0)


def _misused(path: str, what: str, words: Words) -> int:
    """Say what is wrong with the command line; help that stands for a missing command has been shown already."""
    if what:
        from rich.console import Console

        from palabre.cli.run import tell

        remedy = words.gettext("try {command}").format(command=f"{path} --help")
        tell(Console(stderr=True, soft_wrap=True), words, path, translate(what, words, USAGE), remedy)
    return MISUSED


def _unwritten(error: OSError, words: Words) -> int:
    from rich.console import Console

    from palabre.cli.run import silence_output, tell_unwritten

    silence_output()
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    tell_unwritten(error, Console(stderr=True, soft_wrap=True), words)
    return FAILED
