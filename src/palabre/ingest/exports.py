"""Exports in JSON, whole: an array of articles, or an object that holds one, as ReliefWeb's interface gives it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

from palabre.errors import InputError
from palabre.ingest.asking import Asked
from palabre.ingest.columns import load_names
from palabre.ingest.decode import decode
from palabre.ingest.jsonl import of_object
from palabre.types import Article

# An export is held whole while it is read, at several times its size.
LIMIT = 100_000_000


def read_export(where: str, stream: BufferedReader, name: str, asked: Asked) -> Iterator[Article]:
    """The articles of an export, whose sources are ``file:1`` for the first; one that cannot be read is reported.

    Raises InputError where the file is too large, is not JSON, or holds no articles.
    """
    for number, row in enumerate(_rows(where, _content(where, stream)), 1):
        at = f"{where}:{number}"
        try:
            yield of_object(at, row, asked)
        except InputError as error:
            asked.report(error if error.where == at else type(error)(f"{at} ({error.where})", error.what, error.remedy))


def _content(where: str, stream: BufferedReader) -> Any:
    content = stream.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise InputError(where, f"the export is larger than {LIMIT // 1_000_000} MB", "write it as one object a line")
    try:
        return json.loads(decode(where, content))
    except json.JSONDecodeError as error:
        what = f"the file is neither JSON nor JSON lines (line {error.lineno}, column {error.colno})"
        raise InputError(where, what, "write an array of articles, or one object a line") from error
    except RecursionError as error:
        raise InputError(where, "the JSON is too deep", "write an array of articles, or one object a line") from error


def _rows(where: str, content: Any) -> list[Any]:
    """The articles in an export: the array itself, the first array of objects in it, or the object alone."""
    while isinstance(content, dict):
        held = next((content[key] for key in load_names().lists if isinstance(content.get(key), list | dict)), None)
        if held is None:
            return [content]
        content = held
    if not isinstance(content, list) or not content:
        raise InputError(where, "the export holds no article", "give an array of articles, each with its text")
    return content
