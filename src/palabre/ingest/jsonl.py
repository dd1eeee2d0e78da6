"""Articles as JSON lines: one object a line, with ``text`` or ``html`` and what is known about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedIOBase, BufferedReader
from typing import Any

from palabre.errors import InputError
from palabre.ingest import columns, rows
from palabre.ingest.asking import Asked, OnError
from palabre.ingest.decode import decode
from palabre.types import Article

__all__ = ["OnError", "read_lines"]


def read_lines(where: str, stream: BufferedReader, name: str, asked: Asked) -> Iterator[Article]:
    """The articles of ``stream``; a line that cannot be read is reported with its number, the others go on."""
    limit = asked.limit
    for number, line in enumerate(iter(lambda: stream.readline(limit + 1), b""), 1):
        at = f"{where}:{number}"
        try:
            if len(line) > limit:
                _skip_rest(stream, line, limit)
                raise InputError(at, f"the line is longer than {limit // 1_000_000} MB", "give one article a line")
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield of_object(at, _row(at, line), asked)
        except InputError as error:
            asked.report(error if error.where == at else type(error)(f"{at} ({error.where})", error.what, error.remedy))


def of_object(where: str, row: Any, asked: Asked) -> Article:
    """The article of a JSON object. Raises InputError where it is none."""
    if not isinstance(row, dict):
        raise InputError(where, "the line is not a JSON object", "write one object a line")
    flat = columns.flat(row)
    named = {"source": "source", **asked.columns} if "source" in flat else asked.columns
    return rows.to_article(where, flat, columns.choose(where, flat, named), asked)


def _skip_rest(stream: BufferedIOBase, line: bytes, limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(limit)


def _row(where: str, line: bytes) -> Any:
    try:
        return json.loads(decode(where, line))
    except json.JSONDecodeError as error:
        raise InputError(where, f"the line is not JSON (column {error.colno})", "write one object a line") from error
    except RecursionError as error:
        raise InputError(where, "the line is not JSON (too deep)", "write one object a line") from error
