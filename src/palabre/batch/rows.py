"""The rows of a shard: one for each input, with what was read of it nested in the shape of docs/schema.json.

``SCHEMA`` is the version of this shape: raise it when a column changes its name or its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from palabre.batch import codec
from palabre.batch.model import Entry
from palabre.errors import ExtraError, InputError, LanguageError
from palabre.export.records import ArticleRecord, ReadingRecord
from palabre.types import Reading

if TYPE_CHECKING:
    import pyarrow

    from palabre.knowledge import Knowledge

SCHEMA = 1
READ, LANGUAGE, FAILED = "read", "language", "failed"
LOADED = ("outcome", "source", "what", "remedy", "text", "reading")
NESTED = ("events", "state", "problems")
_SIMPLE = {str: "string", int: "int64", float: "float64", bool: "bool_"}


def arrow() -> Any:
    """The library of Arrow; raises ExtraError where it is not installed."""
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError as error:
        raise ExtraError(
            "Parquet", "pyarrow is not installed", "install palabre[analytics] or palabre[scale]"
        ) from error
    return pyarrow


@cache
def schema() -> pyarrow.Schema:
    """The columns: what became of the input, its article, what was read, and the whole reading for a ledger."""
    pa = arrow()
    article = {name: hint for name, hint in get_type_hints(ArticleRecord).items() if name != "published"}
    record = get_type_hints(ReadingRecord)
    columns = [
        pa.field("outcome", pa.string(), nullable=False),
        pa.field("what", pa.string()),
        pa.field("remedy", pa.string()),
        pa.field("published", pa.date32()),
        *(pa.field(name, _type(hint)) for name, hint in article.items()),
        *(pa.field(name, _type(record[name])) for name in NESTED),
        pa.field("reading", pa.string()),
    ]
    return pa.schema(columns)


def _type(hint: Any) -> Any:
    """The Arrow type of a field of a record."""
    pa, origin, arguments = arrow(), get_origin(hint), get_args(hint)
    if hint in _SIMPLE:
        return getattr(pa, _SIMPLE[hint])()
    if is_typeddict(hint):
        return pa.struct([pa.field(name, _type(one)) for name, one in get_type_hints(hint).items()])
    if origin is Literal:
        return pa.string()
    if origin is list:
        return pa.list_(_type(arguments[0]))
    if origin in (Union, UnionType):
        return _type(next(one for one in arguments if one is not type(None)))
    raise TypeError(f"no Arrow type for {hint!r}")


def read(entries: Sequence[Entry], knowledge: Knowledge) -> bytes:
    """The step of ``palabre batch``: the rows of some entries, as a stream of Arrow."""
    from palabre.batch import worker

    pa = arrow()
    found = [_row(one) for one in worker.read(entries, knowledge)]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema()) as stream:
        stream.write_table(pa.Table.from_pylist(found, schema=schema()))
    return bytes(sink.getvalue())


def table(parts: Iterable[bytes]) -> pyarrow.Table:
    """The rows of several steps as one table."""
    pa = arrow()
    found = [pa.ipc.open_stream(part).read_all() for part in parts]
    return pa.concat_tables(found).combine_chunks() if found else schema().empty_table()


def _row(outcome: Reading | InputError) -> dict[str, Any]:
    if isinstance(outcome, InputError):
        code = LANGUAGE if isinstance(outcome, LanguageError) else FAILED
        return {"outcome": code, "source": outcome.where, "what": outcome.what, "remedy": outcome.remedy}
    from palabre.export import json as export

    record = export.record(outcome)
    article: dict[str, Any] = dict(record["article"])
    published = outcome.article.published
    said = {name: record[name] for name in NESTED}  # type: ignore[literal-required]
    return {**article, **said, "outcome": READ, "published": _day(published), "reading": codec.encode(outcome)}


def _day(published: date | None) -> date | None:
    """A day, also where an article says the time."""
    return date(published.year, published.month, published.day) if published else None


def outcomes(found: pyarrow.Table) -> Iterator[Reading | InputError]:
    """What the rows of a table say of each input."""
    columns = [found.column(name) for name in LOADED]
    for code, source, what, remedy, text, reading in zip(*(one.to_pylist() for one in columns), strict=True):
        if code == READ:
            yield codec.decode(reading, text)
        else:
            yield (LanguageError if code == LANGUAGE else InputError)(source, what, remedy)


def refused(found: pyarrow.Table) -> Iterator[InputError]:
    """What could not be read, of the rows of a table."""
    columns = [found.column(name).to_pylist() for name in LOADED[:4]]
    for code, source, what, remedy in zip(*columns, strict=True):
        if code != READ:
            yield (LanguageError if code == LANGUAGE else InputError)(source, what, remedy)
