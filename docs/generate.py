"""Writes the generated pages: ``docs/cli.md`` from the commands, ``docs/schema.json`` from the JSON records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from palabre.cli.localise import command
from palabre.export.schema import schema

DOCS = Path(__file__).resolve().parent
HEAD = """# The commands

Generated from what `--help` shows (`make docs`); a test keeps it current. The interface speaks French with
`--interface fr`, `PALABRE_LANG=fr` or a French locale.

Exit status: 0 when all was read; 1 when something was not (each is told on standard error, the others are read);
2 for a wrong command line; 130 when interrupted; 141 when the reader of a pipe went away.
"""


def command_page() -> str:
    """The page of the commands."""
    tree = command(NullTranslations())
    names = [("palabre", tree), *((f"palabre {name}", node) for name, node in tree.commands.items())]
    return "\n".join([HEAD, *(line for name, node in names for line in section(name, node))])


def section(name: str, node: Any) -> Iterator[str]:
    """One command: how it is called, what it does, what it takes."""
    arguments = [parameter for parameter in node.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in node.params if parameter.param_type_name == "option"]
    called = [name, *(["[OPTIONS]"] if options else []), *(p.metavar for p in arguments)]
    called += ["COMMAND ..."] if hasattr(node, "commands") else []
    yield f"## {name}\n\n`{' '.join(called)}`\n\n{node.help}\n"
    yield "| | | default |\n|---|---|---|"
    for parameter in arguments + options:
        yield f"| {label(parameter)} | {parameter.help} | {default(parameter)} |"
    yield ""


def label(parameter: Any) -> str:
    """An argument's or an option's names, with the values it takes."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`".replace("|", "\\|")
    return f"`{' '.join([*parameter.opts, parameter.metavar or ''])}`".replace(" `", "`").replace("|", "\\|")


def default(parameter: Any) -> str:
    """The value an option has where it is not given."""
    value = parameter.default
    return f"`{getattr(value, 'value', value)}`" if value not in (None, False) and not callable(value) else ""


def pages() -> dict[Path, str]:
    """Each generated file and what it must hold."""
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    return {DOCS / "cli.md": command_page(), DOCS / "schema.json": text}


if __name__ == "__main__":
    for path, content in pages().items():
        path.write_text(content, encoding="utf-8")
        print(f"wrote {path.relative_to(DOCS.parent)}")
