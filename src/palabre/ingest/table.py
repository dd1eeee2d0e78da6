"""Tables (CSV, TSV): delimiter and encoding are found, columns are known by their names or named by the user."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator, Sequence
from io import BufferedReader, TextIOWrapper

from palabre.errors import InputError
from palabre.ingest import columns, rows
from palabre.ingest.asking import Asked
from palabre.ingest.decode import decode
from palabre.types import Article

DELIMITERS = ",;\t|"
# Characters of a field: a quote that is never closed takes no more than that.
FIELD = 2_000_000
_SAMPLE = 1 << 16
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_DAY = (
    "--columns published=COLUMN names it, --published gives one day to all, --columns published=none none;"
    " columns are: {columns}"
)
_REMEDY = "name it, such as --columns text=COLUMN; columns are: {columns}"


def read_table(where: str, stream: BufferedReader, name: str, asked: Asked) -> Iterator[Article]:
    """The articles of a table's rows, whose sources are ``file:line``; a row that cannot be read is reported.

    Raises InputError where the table is empty, or no column holds the text, or none the day (unless it is given
    otherwise, or ``published=none`` is asked for).
    """
    lines = _Lines(TextIOWrapper(stream, _encoding(stream), errors="surrogateescape", newline=""))
    header, delimiter = _header(where, lines, asked)
    chosen = _chosen(where, header, asked)
    for number, found in _rows(lines, delimiter):
        at = f"{where}:{number}"
        try:
            yield rows.to_article(at, _named(at, header, found), chosen, asked)
        except InputError as error:
            asked.report(error if error.where == at else type(error)(f"{at} ({error.where})", error.what, error.remedy))


class _Lines:
    """Lines of a text that can be given back; ``taken`` are those of the row that is being read."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text, self._back = text, deque[str]()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._text.readline(FIELD)
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def begin(self) -> int:
        """Begin a row; the number of its first line."""
        self.number += len(self.taken)
        self.taken = []
        return self.number + 1

    def give_back(self) -> None:
        """Let the lines of this row after the first be read again."""
        self._back.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _encoding(stream: BufferedReader) -> str:
    """UTF-8 where the first bytes are; else what they are guessed to be."""
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    if marked:
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(sample, cp_isolation=["cp1252", "iso8859_15", "mac_roman", "cp850"]).best()
        return best.encoding if best else "cp1252"
    return "utf-8"


def _header(where: str, lines: _Lines, asked: Asked) -> tuple[list[str], str]:
    """The names of the columns, and what stands between them: what parts the first line into most known names."""
    lines.begin()
    first = next((line for line in lines if line.strip("\ufeff \t\r\n")), "")
    if not first:
        raise InputError(where, "the table is empty", "give a first line with the names of the columns")
    parted = {mark: next(csv.reader([first.lstrip("\ufeff")], delimiter=mark)) for mark in DELIMITERS}
    known = {columns.fold(name) for names in columns.load_names().fields.values() for name in names}
    known |= {columns.fold(name) for name in asked.columns.values()}
    best = max(DELIMITERS, key=lambda mark: (sum(columns.fold(n) in known for n in parted[mark]), len(parted[mark])))
    return parted[best], best


def _chosen(where: str, header: Sequence[str], asked: Asked) -> dict[str, str]:
    chosen = columns.choose(where, header, asked.columns)
    if "text" not in chosen and "html" not in chosen:
        raise InputError(where, *_no_text(header, chosen))
    if "published" not in chosen and asked.published is None and "published" not in asked.columns:
        raise InputError(where, "no column says the day of publication", _NO_DAY.format(columns=columns.listed(header)))
    return chosen


def _no_text(header: Sequence[str], chosen: dict[str, str]) -> tuple[str, str]:
    if {"url", "title"} <= chosen.keys():
        what = "the table lists pages with their titles, without their texts"
        return what, "fetch the pages (docs/archives.md says how), or read the titles alone: --columns text=" + chosen[
            "title"
        ]
    return "no column holds the text of the articles", _REMEDY.format(columns=columns.listed(header))


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with the number of their first line; of one that is broken, what is wrong with it."""
    csv.field_size_limit(FIELD)
    while True:
        number = lines.begin()
        try:
            found = next(csv.reader(lines, delimiter=delimiter), None)
        except csv.Error as error:
            lines.give_back()
            yield number, "a field never ends, or is too large" if "limit" in str(error) else str(error)
            continue
        if found is None:
            return
        if len(lines.taken) > 1 and sum(line.count('"') for line in lines.taken) % 2:
            lines.give_back()
            yield number, "a quote is never closed"
        elif found:
            yield number, found


def _named(where: str, header: Sequence[str], found: list[str] | str) -> dict[str, str]:
    """A row by the names of its columns. Raises InputError where it is broken, or does not fit the header."""
    if isinstance(found, str):
        raise InputError(where, found, "close its quotes; the rows after it are read")
    if any(one.strip() for one in found[len(header) :]) or 2 * len(found) < len(header):
        what = f"the row has {len(found)} fields, the table {len(header)} columns"
        raise InputError(where, what, "put quotes around fields that hold the delimiter or a line's end")
    return {name: _mended(where, value) for name, value in zip(header, found, strict=False)}


def _mended(where: str, value: str) -> str:
    """A field in another encoding than the rest of the table."""
    if value.isascii() or not any("\udc80" <= one <= "\udcff" for one in value):
        return value
    return decode(where, value.encode("utf-8", "surrogateescape"))
