"""A batch's folder: ``batch.json`` (how it is read), ``inputs.parquet``, the shards, and at the end its account.

A shard is written beside and put in its place when it is whole; what it holds stands in its own footer, so nothing
else has to agree with it.
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palabre.batch import rows
from palabre.batch.model import Chunk, File
from palabre.errors import BatchError, InputError
from palabre.types import Reading

if TYPE_CHECKING:
    import pyarrow

MANIFEST, INPUTS, PROBLEMS, SUMMARY, SHARDS = (
    "batch.json",
    "inputs.parquet",
    "problems.parquet",
    "summary.json",
    "shards",
)
# What is kept in batch.json, by the option that says it.
OPTIONS = {
    "shard_size": "--shard-size", "published": "--published", "language": "--language", "knowledge": "--config",
}  # fmt: skip
FORMAT, KEY = "palabre batch", b"palabre"
_NAME = re.compile(r"part-(\d+)-(\d+)\.parquet")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Shard:
    """A written shard: where it belongs, the digest of its inputs, and what they came to, by number."""

    portion: int
    number: int
    last: bool
    digest: str
    version: str
    counts: Mapping[str, int]

    @property
    def name(self) -> str:
        """Its file."""
        return f"part-{self.portion:05}-{self.number:05}.parquet"


def is_batch(path: str | Path) -> bool:
    """Whether a folder is that of a batch."""
    return (Path(path) / MANIFEST).is_file()


class Folder:
    """The folder at ``path``; ``begin`` or ``load`` before anything else."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.shards = self.path / SHARDS

    def begin(self, settings: Mapping[str, Any], version: str) -> None:
        """Make the folder, or go on in it; raises BatchError where it is not that of the same batch."""
        if self.path.exists() and not self.path.is_dir():
            raise BatchError(str(self.path), "this is a file, not a folder", "name another folder")
        wanted = {"format": FORMAT, "schema": rows.SCHEMA, "palabre": version, **settings}
        if is_batch(self.path):
            self._check(self.load(), wanted)
        elif self.path.is_dir() and any(self.path.iterdir()):
            raise BatchError(str(self.path), "the folder is not empty, and holds no batch", "name another folder")
        with _telling(self.path):
            self.shards.mkdir(parents=True, exist_ok=True)
        if not is_batch(self.path):
            self._write(self.path / MANIFEST, json.dumps(wanted, indent=2, ensure_ascii=False).encode() + b"\n")
        for left in (*self.path.glob(".*.new"), *self.shards.glob(".*.new")):
            left.unlink(missing_ok=True)

    def load(self) -> dict[str, Any]:
        """What ``batch.json`` says; raises BatchError where it is none of ours, or of another version."""
        path = self.path / MANIFEST
        try:
            found = json.loads(path.read_bytes())
            schema = found["schema"] if found["format"] == FORMAT else None
        except (OSError, ValueError, KeyError, TypeError):
            schema = None
        if not isinstance(schema, int):
            raise BatchError(str(path), "the file is not that of a batch of Palabre", "name another folder")
        if schema != rows.SCHEMA:
            remedy = f"use the Palabre that made it ({found.get('palabre')}), or make it anew in another folder"
            raise BatchError(
                str(self.path), f"the batch is of version {schema}; this Palabre uses {rows.SCHEMA}", remedy
            )
        return dict(found)

    def _check(self, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        where, version = str(self.path), found.get("palabre")
        if version != wanted["palabre"]:
            remedy = "go on with that version, or name another folder"
            raise BatchError(where, f"the batch was begun by Palabre {version}", remedy)
        for name, option in OPTIONS.items():
            if found.get(name) != wanted[name]:
                remedy = "give the same to go on, or name another folder"
                raise BatchError(where, f"the batch was begun with another {option}: {found.get(name)}", remedy)

    def files(self) -> dict[str, tuple[int, File]]:
        """The inputs that the batch was begun with, by their paths, with their portions; none where it never was."""
        path = self.path / INPUTS
        if not path.exists():
            return {}
        found = rows.arrow().parquet.ParquetFile(path).read().to_pylist()
        return {row["path"]: (row.pop("portion"), File(**row)) for row in found}

    def keep_files(self, files: Iterable[tuple[int, File]]) -> None:
        """Write down the inputs with their portions."""
        pa = rows.arrow()
        kinds = {"portion": pa.int64(), "path": pa.string(), "size": pa.int64(), "changed": pa.int64()}
        found = [{"portion": portion, **asdict(file)} for portion, file in files]
        self._write(self.path / INPUTS, _parquet(pa.Table.from_pylist(found, schema=pa.schema(kinds))))

    def written(self) -> dict[int, list[Shard]]:
        """The shards that are there, by their portion and from its first one on; what follows a gap is taken away."""
        found: dict[int, list[Shard]] = {}
        for path in self._paths():
            shard = _footer(path)
            line = found.setdefault(shard.portion, []) if shard else []
            if shard is None or shard.number != len(line) or (line and line[-1].last):
                path.unlink()
            else:
                line.append(shard)
        return found

    def size(self) -> int:
        """The number of inputs in the shards."""
        return sum(shard.counts["inputs"] for shard in map(_footer, self._paths()) if shard)

    def forget(self, portion: int) -> None:
        """Take away what was read of a portion."""
        for path in self.shards.glob(f"part-{portion:05}-*.parquet"):
            path.unlink()

    def write(self, chunk: Chunk, table: pyarrow.Table, version: str) -> Shard:
        """Write the shard that ends with ``chunk``."""
        shard = Shard(chunk.portion, chunk.shard, chunk.ends_portion, chunk.digest, version, count(table))
        says = {KEY: json.dumps({"schema": rows.SCHEMA, **asdict(shard)}).encode()}
        self._write(self.shards / shard.name, _parquet(table.replace_schema_metadata(says)))
        return shard

    def outcomes(self) -> Iterator[Reading | InputError]:
        """What the shards say of each input, in their order; raises BatchError for a damaged one."""
        for path in self._paths():
            yield from rows.outcomes(_table(path, list(rows.LOADED)))

    def finish(self, counts: Mapping[str, int]) -> None:
        """Write the account of a batch that is complete: what could not be read, or only in part, and the numbers."""
        pa = rows.arrow()
        columns = ["outcome", "published", "source", "what", "remedy"]
        parts = [_problems(_table(path, columns)) for path in self._paths()]
        self._write(self.path / PROBLEMS, _parquet(pa.concat_tables(parts)))
        self._write(self.path / SUMMARY, json.dumps(counts, indent=2).encode() + b"\n")

    def reopen(self) -> None:
        """Take away the account: the batch is not complete any more."""
        for name in (SUMMARY, PROBLEMS):
            (self.path / name).unlink(missing_ok=True)

    @property
    def is_complete(self) -> bool:
        """Whether every input is in a shard."""
        return (self.path / SUMMARY).exists()

    def _paths(self) -> list[Path]:
        return sorted(path for path in self.shards.glob("part-*.parquet") if _NAME.fullmatch(path.name))

    def _write(self, path: Path, content: bytes) -> None:
        """Write whole or not at all, also where the power fails."""
        new = path.with_name(f".{path.name}.{os.getpid()}.new")
        with _telling(path):
            try:
                with new.open("wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                new.replace(path)
            finally:
                with suppress(OSError):
                    new.unlink(missing_ok=True)


def count(table: pyarrow.Table) -> dict[str, int]:
    """What the inputs of a table came to."""
    pa = rows.arrow()
    codes, days = table.column("outcome").to_pylist(), table.column("published").is_null().to_pylist()
    told = {name: pa.compute.sum(pa.compute.list_value_length(table.column(name))).as_py() for name in rows.NESTED[:2]}
    return {
        "inputs": len(codes),
        **{code: codes.count(code) for code in (rows.READ, rows.LANGUAGE, rows.FAILED)},
        "undated": sum(code == rows.READ and empty for code, empty in zip(codes, days, strict=True)),
        **{name: int(number or 0) for name, number in told.items()},
    }


def total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Numbers added up.

    >>> total([{"read": 1}, {"read": 2}])["read"]
    3
    """
    names = ("inputs", rows.READ, rows.LANGUAGE, rows.FAILED, "undated", *rows.NESTED[:2])
    found: Sequence[Mapping[str, int]] = list(counts)
    return {name: sum(one.get(name, 0) for one in found) for name in names}


def _problems(table: pyarrow.Table) -> pyarrow.Table:
    """The rows that could not be read, and those without a day."""
    pa = rows.arrow()
    read = pa.compute.equal(table.column("outcome"), rows.READ)
    undated = pa.compute.and_(read, table.column("published").is_null())
    code = pa.compute.if_else(undated, "undated", table.column("outcome"))
    what = pa.compute.if_else(undated, "the day of publication is unknown", table.column("what"))
    remedy = pa.compute.if_else(undated, "give it with --published, or in the article", table.column("remedy"))
    columns = {"source": table.column("source"), "code": code, "what": what, "remedy": remedy}
    return pa.table(columns).filter(pa.compute.or_(undated, pa.compute.invert(read)))


def _parquet(table: pyarrow.Table) -> bytes:
    pa = rows.arrow()
    sink = pa.BufferOutputStream()
    pa.parquet.write_table(table, sink, compression="zstd", row_group_size=max(table.num_rows, 1))
    return bytes(sink.getvalue())


def _footer(path: Path) -> Shard | None:
    """What a shard says of itself; None where it is damaged or none of ours."""
    pa = rows.arrow()
    try:
        says = json.loads((pa.parquet.read_metadata(path).metadata or {})[KEY])
    except (OSError, ValueError, KeyError):
        return None
    shard = Shard(**{name: value for name, value in says.items() if name != "schema"})
    return shard if says["schema"] == rows.SCHEMA and shard.name == path.name else None


def _table(path: Path, columns: list[str]) -> pyarrow.Table:
    try:
        return rows.arrow().parquet.ParquetFile(path).read(columns=columns)
    except (OSError, ValueError, KeyError) as error:
        remedy = "take it away, and give the same command of palabre batch again"
        raise BatchError(str(path), "the shard is damaged", remedy) from error


class _telling:
    """Turns what the disk refuses into what is wrong and what to do."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            full = error.errno in _FULL
            what = "the disk is full" if full else f"the file cannot be written: {error.strerror}"
            remedy = "free some space, and give the same command again: what is written is kept"
            raise BatchError(
                str(self._path), what, remedy if full else "check its rights and those of its folder"
            ) from error
