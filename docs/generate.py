"""Writes what is generated: ``docs/cli.md``, ``docs/schema.json``, the README's example, the table of accuracy."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from rich.console import Console, Group

from palabre.cli.brief import Brief
from palabre.cli.legend import Legend
from palabre.cli.localise import command
from palabre.cli.run import drawn
from palabre.export.schema import schema
from palabre.ingest import from_text
from palabre.knowledge.ontology import load_ontology
from palabre.pipeline import read

DOCS = Path(__file__).resolve().parent
README = DOCS.parent / "README.md"
EXAMPLE = re.compile(
    r"(?P<text>(?:^>.*\n)+)\n`palabre read \S+ --published (?P<day>\S+)` prints\n\n```text\n(?P<brief>.*?)\n```",
    re.MULTILINE | re.DOTALL,
)
HEAD = """# The commands

Generated from what `--help` shows (`make docs`); a test keeps it current. The interface speaks French with
`--interface fr`, `PALABRE_LANG=fr` or a French locale.

Exit status: 0 when all was read or answered (an empty answer too); 1 when something was not (each is told on standard
error, the others are read; for `palabre ingest`, articles in another language are set aside, and are no failure);
2 for a wrong command line; 130 when interrupted; 141 when the reader of a pipe went away.
"""


def command_page() -> str:
    """The page of the commands."""
    tree = command(NullTranslations())
    return "\n".join([HEAD, *(line for name, node in nodes("palabre", tree) for line in section(name, node))])


def nodes(name: str, node: Any) -> Iterator[tuple[str, Any]]:
    """A command and those below it, each with its whole name."""
    yield name, node
    for below, child in getattr(node, "commands", {}).items():
        yield from nodes(f"{name} {below}", child)


def section(name: str, node: Any) -> Iterator[str]:
    """One command: how it is called, what it does, what it takes."""
    shown = [parameter for parameter in node.params if not parameter.hidden]
    arguments = [parameter for parameter in shown if parameter.param_type_name == "argument"]
    options = [parameter for parameter in shown if parameter.param_type_name == "option"]
    called = [name, *(["[OPTIONS]"] if options else []), *(p.metavar for p in arguments)]
    called += ["COMMAND ..."] if hasattr(node, "commands") else []
    yield f"## {name}\n\n`{' '.join(called)}`\n\n{node.help}\n"
    if node.epilog:
        said, _, example = node.epilog.partition(": ")
        yield f"{said}: `{example}`\n"
    if not arguments + options:
        return
    yield "| | | default |\n|---|---|---|"
    for parameter in arguments + options:
        yield f"| {label(parameter)} | {parameter.help} | {default(parameter)} |"
    yield ""


def label(parameter: Any) -> str:
    """An argument's or an option's names, with the values it takes."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`".replace("|", "\\|")
    names = "/".join([*parameter.opts, *parameter.secondary_opts])
    return f"`{' '.join([names, parameter.metavar or ''])}`".replace(" `", "`").replace("|", "\\|")


def default(parameter: Any) -> str:
    """The value an option has where it is not given."""
    value = parameter.default
    return f"`{getattr(value, 'value', value)}`" if value not in (None, False) and not callable(value) else ""


def readme() -> str:
    """The README with its example read anew: the quoted text, then what ``palabre read`` prints of it."""
    text = README.read_text(encoding="utf-8")
    found = EXAMPLE.search(text)
    assert found, "the README has lost its example"
    quoted = "\n".join(line.removeprefix(">").strip() for line in found["text"].strip().splitlines())
    article = from_text(quoted, source="example.txt", published=found["day"])
    console = Console(file=io.StringIO(), width=100, highlight=False)
    reading, words, marks = read(article), NullTranslations(), ("⟦", "⟧")
    legend = Legend(words, load_ontology(), marks)
    legend.add(reading)
    page = Group(Brief(console, words, load_ontology(), marks).page(reading), legend.page())
    return text[: found.start("brief")] + drawn(console, page).strip("\n") + text[found.end("brief") :]


def accuracy() -> str:
    """The page on accuracy with the floors that the tests hold."""
    text = (DOCS / "accuracy.md").read_text(encoding="utf-8")
    floors = json.loads((DOCS.parent / "tests/baseline.json").read_text(encoding="utf-8"))["floors"]
    rows = [f"| {name} | {value:.3f} |" for name, value in floors.items()]
    before, found, rest = text.partition("<!-- floors -->\n")
    assert found, "docs/accuracy.md has lost its table"
    return "\n".join(
        [before + "<!-- floors -->", "| score | floor |", "|---|---|", *rows, rest[rest.index("<!-- /") :]]
    )


def pages() -> dict[Path, str]:
    """Each generated file and what it must hold."""
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    return {
        DOCS / "cli.md": command_page(),
        DOCS / "schema.json": text,
        DOCS / "accuracy.md": accuracy(),
        README: readme(),
    }


if __name__ == "__main__":
    for path, content in pages().items():
        path.write_text(content, encoding="utf-8")
        print(f"wrote {path.relative_to(DOCS.parent)}")
