"""What the room of sources refuses is said in French too: every message of its code is looked up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from palabre import ingest
from palabre.cli.language import load_words, translate
from palabre.ingest import table

ROOM = Path(ingest.__file__).parent
FILES = (
    "warc", "records", "members", "packed", "zipped", "table", "rows", "columns", "exports", "kinds", "jsonl",
)  # fmt: skip


def said() -> Iterator[tuple[str, str]]:
    """What is wrong and what to do, where InputError is raised with both as literals, fields as words."""
    for name in FILES:
        for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "InputError":
                yield from ((f"{name}:{node.lineno}", words) for one in node.args[1:] if (words := filled(one)))


def filled(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


@pytest.mark.parametrize(("where", "words"), sorted(set(said())), ids=lambda one: one[:40])
def test_every_refusal_of_a_source_has_its_french(where: str, words: str) -> None:
    assert translate(words, load_words("fr")) != words, where
    assert translate(words, NullTranslations()) == words


def test_what_a_table_lacks_is_said_in_french() -> None:
    french = load_words("fr")
    for remedy in (table._NO_DAY, table._REMEDY):
        assert "a, b" in translate(remedy.format(columns="a, b"), french) != remedy.format(columns="a, b")
    assert "« date »" in translate("did you mean “date”? columns are: a, date", french)
