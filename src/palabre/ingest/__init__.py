"""Sources to articles: texts, pages, PDF files, JSON, tables and archives, from files, folders and standard input."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

from palabre.errors import InputError
from palabre.ingest import columns as naming
from palabre.ingest.article import About, day_of, from_text
from palabre.ingest.asking import Asked, OnError, Skip, read_all
from palabre.ingest.html import from_html
from palabre.ingest.kinds import SINGLE, SUFFIXES, by_name, read
from palabre.ingest.language import detect
from palabre.ingest.packed import SUFFIXES as PACKED
from palabre.ingest.pdf import from_pdf
from palabre.types import Article

__all__ = [
    "PACKED", "SINGLE", "SUFFIXES", "About", "by_name", "day_of", "detect", "from_html", "from_pdf", "from_text",
    "load", "load_all",
]  # fmt: skip

LIMIT = 20_000_000
STDIN = "<stdin>"


def load(
    source: str | Path,
    *,
    published: date | str | None = None,
    language: str = "auto",
    columns: str | None = None,
    on_error: OnError | None = None,
    skip: Skip | None = None,
    passed: Counter[str] | None = None,
) -> Iterator[Article]:
    """The articles of ``source``: a file, a folder, or ``-`` for standard input.

    What cannot be read raises InputError, or goes to ``on_error`` where that is given, and the others go on.
    ``columns`` says which columns of tables and exports hold what (``text=body,published=date``). ``skip`` is asked
    with the place and the bytes of a page, before anything is made of them, whether to leave it out. What is no
    article (records of an archive, files of other kinds) is counted in ``passed``, by kind.
    """
    report = on_error or _raise
    counted = Counter[str]() if passed is None else passed
    try:
        day, named = day_of(published, source="--published"), naming.parse(columns)
        asked = Asked(report, day, language, LIMIT, named, skip or read_all, counted)
        if str(source) == "-":
            yield from read(STDIN, _stdin(), "", asked)
        elif (path := Path(source)).is_dir():
            yield from _folder(path, asked)
        else:
            yield from _file(path, str(source), asked)
    except InputError as error:
        report(error)


def load_all(sources: Iterable[str | Path], **asked: Any) -> Iterator[Article]:
    """The articles of all ``sources``, in order; the rest as ``load``."""
    for source in sources:
        yield from load(source, **asked)


def _raise(error: InputError) -> None:
    raise error


def _file(path: Path, where: str, asked: Asked) -> Iterator[Article]:
    with _open(path) as stream:
        yield from read(where, stream, path.name, asked)


def _folder(path: Path, asked: Asked) -> Iterator[Article]:
    files = sorted(name for name in path.rglob("*") if name.is_file())
    known = [name for name in files if by_name(name.name)]
    if not known:
        named = ", ".join("*" + suffix for suffix in SUFFIXES)
        raise InputError(str(path), "the folder holds no article", f"give files named {named}")
    asked.passed["file"] += len(files) - len(known)
    for name in known:
        try:
            yield from _file(name, str(name), asked)
        except InputError as error:
            asked.report(error)


def _open(path: Path) -> BufferedReader:
    try:
        return cast("BufferedReader", path.open("rb", buffering=1 << 16))
    except FileNotFoundError as error:
        raise InputError(str(path), "the file does not exist", "check its name") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(path), f"the file cannot be opened: {reason}", "check its rights") from error


def _stdin() -> BufferedReader:
    """Standard input, read as it comes."""
    stream: Any = sys.stdin.buffer
    return stream if isinstance(stream, BufferedReader) else BufferedReader(stream)
