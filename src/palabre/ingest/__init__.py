"""Sources to articles: plain text, HTML pages, PDF files and JSON lines, from files, folders and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from io import BufferedReader, BytesIO
from pathlib import Path

from palabre.errors import InputError
from palabre.ingest.article import About, day_of, from_text
from palabre.ingest.decode import decode, refuse_binary
from palabre.ingest.html import decode_page, from_html, looks_like_html
from palabre.ingest.jsonl import OnError, read_lines
from palabre.ingest.language import detect
from palabre.ingest.pdf import from_pdf, looks_like_pdf
from palabre.types import Article

__all__ = ["About", "day_of", "detect", "from_html", "from_pdf", "from_text", "load", "load_all"]

LIMIT = 20_000_000
STDIN = "<stdin>"
SUFFIXES = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def load(
    source: str | Path,
    *,
    published: date | str | None = None,
    language: str = "auto",
    on_error: OnError | None = None,
) -> Iterator[Article]:
    """The articles of ``source``: a file, a folder, or ``-`` for standard input.

    What cannot be read raises InputError, or goes to ``on_error`` where that is given, and the others go on.
    """
    report = on_error or _raise
    try:
        day = day_of(published, source="--published")
        if str(source) == "-":
            yield from _read(STDIN, BufferedReader(BytesIO(_stdin())), "", day, language, report)
        elif (path := Path(source)).is_dir():
            yield from _folder(path, day, language, report)
        else:
            with _open(path) as stream:
                yield from _read(str(source), stream, path.suffix.lower(), day, language, report)
    except InputError as error:
        report(error)


def load_all(
    sources: Iterable[str | Path],
    *,
    published: date | str | None = None,
    language: str = "auto",
    on_error: OnError | None = None,
) -> Iterator[Article]:
    """The articles of all ``sources``, in order."""
    for source in sources:
        yield from load(source, published=published, language=language, on_error=on_error)


def _raise(error: InputError) -> None:
    raise error


def _folder(path: Path, day: date | None, language: str, report: OnError) -> Iterator[Article]:
    names = sorted(name for name in path.rglob("*") if name.suffix.lower() in SUFFIXES and name.is_file())
    if not names:
        raise InputError(
            str(path), "the folder holds no article", f"give files named {', '.join('*' + s for s in SUFFIXES)}"
        )
    yield from load_all(names, published=day, language=language, on_error=report)


def _open(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError(str(path), "the file does not exist", "check its name") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(path), f"the file cannot be opened: {reason}", "check its rights") from error


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


def _read(
    source: str, stream: BufferedReader, suffix: str, day: date | None, language: str, report: OnError
) -> Iterator[Article]:
    kind = SUFFIXES.get(suffix) or _sniff(source, stream)
    if kind == "jsonl":
        yield from read_lines(stream, source=source, published=day, language=language, limit=LIMIT, on_error=report)
        return
    content = stream.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise InputError(
            source, f"the file is larger than {LIMIT // 1_000_000} MB", "give one article a file, or JSONL"
        )
    if looks_like_pdf(content):
        yield from_pdf(content, source=source, published=day, language=language)
        return
    refuse_binary(source, content)
    if kind == "html" or looks_like_html(content):
        yield from_html(decode_page(source, content), source=source, published=day, language=language)
    else:
        yield from_text(decode(source, content), source=source, published=day, language=language)


def _sniff(source: str, stream: BufferedReader) -> str:
    """JSON lines are told by their first line; HTML by its first tag, later."""
    first = stream.peek(1 << 12)[: 1 << 12].lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].rstrip()
    if first in (b"{", b"[") or first.startswith(b"[{"):
        raise InputError(source, "the file is JSON, not JSON lines", "write one object a line")
    return "jsonl" if first.startswith(b'{"') else "text"
