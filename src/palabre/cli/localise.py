"""The commands with their help in the interface's language."""

from __future__ import annotations

import sys
from typing import Any

import typer

from palabre.cli.app import app
from palabre.cli.language import N_, Words

COMMANDS, EXAMPLE = N_("Commands"), N_("For instance:")
PANELS = {"option": N_("Options"), "argument": N_("Arguments")}


def command(words: Words) -> Any:
    """The command tree, every help line in the language of ``words``."""
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding lacks must not break the output.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    tree = typer.main.get_command(app)
    _localise(tree, words)
    return tree


def _localise(node: Any, words: Words) -> None:
    node.help = words.gettext(node.help) if node.help else node.help
    node.rich_help_panel = words.gettext(str(node.rich_help_panel or COMMANDS))
    if node.epilog:
        node.epilog = f"{words.gettext(EXAMPLE)} {node.epilog}"
    shown = node.get_help_option(typer.Context(node))
    shown.help = N_("Show this message and exit.")
    for parameter in [*node.params, shown]:
        if help_ := getattr(parameter, "help", None):
            parameter.help = words.gettext(help_)
        parameter.rich_help_panel = words.gettext(PANELS[parameter.param_type_name])
    for child in getattr(node, "commands", {}).values():
        _localise(child, words)
