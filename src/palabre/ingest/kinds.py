"""Kinds of sources: told by the first bytes, else by the name; each has its reader."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from io import BufferedReader
from pathlib import PurePath

from palabre.errors import InputError
from palabre.ingest import packed, warc, zipped
from palabre.ingest.article import from_text
from palabre.ingest.asking import Asked, Read
from palabre.ingest.decode import decode, refuse_binary
from palabre.ingest.exports import read_export
from palabre.ingest.html import decode_page, from_html, looks_like_html
from palabre.ingest.jsonl import read_lines
from palabre.ingest.pdf import from_pdf, looks_like_pdf
from palabre.ingest.table import read_table
from palabre.types import Article

SUFFIXES = {
    ".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".json": "json", ".csv": "table", ".tsv": "table", ".warc": "warc", ".zip": "zip",
}  # fmt: skip
# Kinds that hold one article a file.
SINGLE = ("text", "html", "pdf")


def by_name(name: str) -> str | None:
    """The kind that a file's name tells, under the suffix of its packing.

    >>> by_name("a/Export.CSV.gz"), by_name("a.png")
    ('table', None)
    """
    path = PurePath(name)
    path = path.with_suffix("") if path.suffix.lower() in packed.SUFFIXES and path.stem else path
    return SUFFIXES.get(path.suffix.lower())


def read(where: str, stream: BufferedReader, name: str, asked: Asked) -> Iterator[Article]:
    """The articles of ``stream``, which is called ``name``. Raises InputError where it cannot be read at all."""
    kind = _kind(where, stream, name)
    yield from _READERS[kind](where, stream, name, asked)


def _kind(where: str, stream: BufferedReader, name: str) -> str:
    head, named = stream.peek(1 << 12)[: 1 << 12], by_name(name)
    if warc.begins(_unpacked(head)):
        return "warc"
    packing = next((kind for magic, kind in packed.MAGIC.items() if head.startswith(magic)), None)
    if named == "warc" and packing in (None, "gz"):
        return "warc"
    if packing:
        return packing
    if head.startswith(zipped.MAGIC) and (named == "zip" or head.startswith(b"PK\x03\x04")):
        return "zip"
    if (named == "zip" or PurePath(name).suffix.lower() in packed.SUFFIXES) and head:
        raise InputError(where, "the file is no archive, despite its name", "get it anew, or name it as it is")
    if named == "zip":
        raise InputError(where, "the archive is empty", "get it anew")
    return _text_kind(named, head)


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 8) if head.startswith(b"\x1f\x8b") else head
    except zlib.error:
        return b""


def _text_kind(named: str | None, head: bytes) -> str:
    """The kind of a text: JSON is told by its first line, a table by its name or its first line, HTML later."""
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].rstrip()
    if named == "json" or named is None:
        if first in (b"{", b"[") or first.startswith((b"[{", b"[ {")):
            return "json"
        if first.startswith((b'{"', b'{ "')):
            return "jsonl" if named is None or head.count(b"\n{") else "json"
    if named is None and _is_header(first):
        return "table"
    return named or "text"


def _is_header(first: bytes) -> bool:
    """Whether a line names columns: a title of an article has no delimiters without blanks around most of them."""
    from palabre.ingest.columns import fold, load_names

    line = first.decode("utf-8", "replace")
    names = max((line.split(mark) for mark in ",;\t|"), key=len)
    known = {name for field in load_names().fields.values() for name in field}
    return len(names) >= 3 and sum(fold(name.strip('"')) in known for name in names) >= max(2, len(names) // 3)


def read_single(where: str, stream: BufferedReader, name: str, asked: Asked) -> Iterator[Article]:
    """The article of a text, a page or a PDF file, where it was not read already."""
    content = stream.read(asked.limit + 1)
    if len(content) > asked.limit:
        what = f"the file is larger than {asked.limit // 1_000_000} MB"
        raise InputError(where, what, "give one article a file, or JSONL")
    pdf = looks_like_pdf(content)
    if not pdf:
        refuse_binary(where, content)
    if asked.skip(where, content):
        return
    if pdf:
        yield from_pdf(content, source=where, published=asked.published, language=asked.language)
    elif by_name(name) == "html" or looks_like_html(content):
        yield from_html(decode_page(where, content), source=where, published=asked.published, language=asked.language)
    else:
        yield from_text(decode(where, content), source=where, published=asked.published, language=asked.language)


_READERS: dict[str, Read] = {
    "text": read_single, "html": read_single, "pdf": read_single, "jsonl": read_lines, "json": read_export,
    "table": read_table, "warc": warc.read_pages, "zip": partial(zipped.read_zip, read=read),
    **{kind: partial(packed.read_packed, kind=kind, read=read) for kind in packed.SUFFIXES.values()},
}  # fmt: skip
