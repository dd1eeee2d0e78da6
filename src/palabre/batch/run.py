"""A batch from its inputs to its folder: what is not written yet is read, shard after shard, and accounted for."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from palabre.batch import cutters, plan, rows
from palabre.batch.folder import Folder, Shard, total
from palabre.batch.model import Chunk, How, Portion
from palabre.batch.processes import Readers
from palabre.batch.worker import Task
from palabre.errors import BatchError, InputError

MOST = 1000


class Engine(Protocol):
    """Reads what is left of portions: the head of each chunk (without its entries) with its rows, in their order."""

    def __call__(self, portions: Sequence[Portion], how: How) -> Iterator[tuple[Chunk, list[bytes]]]: ...  # noqa: D102


@dataclass(slots=True)
class Told:
    """What a batch tells while it goes on."""

    shard: Callable[[Shard], object] = lambda _shard: None
    refused: Callable[[InputError], object] = lambda _error: None
    changed: Callable[[Portion], object] = lambda _portion: None


@dataclass(slots=True)
class Outcome:
    """What a batch came to: numbers of inputs (``counts``) and of shards, written now or before."""

    counts: Mapping[str, int] = field(default_factory=dict)
    written: int = 0
    kept: int = 0


def run(sources: Iterable[str], how: How, *, output: str, engine: Engine, version: str, told: Told) -> Outcome:
    """Read ``sources`` into the folder ``output``, or go on where that was left.

    Raises InputError and BatchError for inputs and folders that do not fit, and where a shard cannot be written.
    """
    portions = plan.plan(sources, how)
    folder = Folder(output)
    folder.begin(_settings(how), version)
    suspects = _suspects(folder, portions)
    files = [(portion.number, file) for portion in portions for file in portion.files]
    if suspects is None:
        folder.keep_files(files)
    done = _Run(folder, how, engine, version, told).read(portions, suspects or ())
    if suspects:
        folder.keep_files(files)
    return done


def processes(jobs: int) -> Engine:
    """The engine of one machine: as many processes as ``jobs``."""

    def read(portions: Sequence[Portion], how: How) -> Iterator[tuple[Chunk, list[bytes]]]:
        found = cutters.chunks(portions, how, jobs=jobs)
        with closing(found), Readers(Task(rows.read, how.overlays), jobs=jobs) as readers:  # type: ignore[type-var]
            yield from readers.map((replace(chunk, entries=()), chunk.entries) for chunk in found)

    return read


@dataclass(slots=True)
class _Run:
    """One run of a batch, in its folder."""

    folder: Folder
    how: How
    engine: Engine
    version: str
    told: Told
    shards: dict[int, list[Shard]] = field(default_factory=dict)
    written: int = 0

    def read(self, portions: Sequence[Portion], suspects: Container[int]) -> Outcome:
        """Read what is not written yet; of portions that are ``suspects``, only what is found to have changed."""
        self.shards = self.folder.written()
        for number in self.shards.keys() - {portion.number for portion in portions}:
            self._forget(number)
        left = [portion for portion in portions if portion.number in suspects or not self._is_read(portion)]
        if left:
            self.folder.reopen()
        while left:
            left = self._pass([replace(one, done=self._digests(one)) for one in left])
        counts = total(shard.counts for line in self.shards.values() for shard in line)
        if not self.folder.is_complete:
            self.folder.finish(counts)
        return Outcome(counts, self.written, sum(map(len, self.shards.values())) - self.written)

    def _pass(self, portions: Sequence[Portion]) -> list[Portion]:
        """Read what is left of portions; those whose inputs are found to have changed are to be read anew."""
        anew, parts = [], list[bytes]()
        known = {portion.number: portion for portion in portions}
        with closing(self.engine(portions, self.how)) as found:  # type: ignore[type-var]
            for chunk, answers in found:
                if chunk.changed:
                    self._forget(chunk.portion)
                    self.told.changed(known[chunk.portion])
                    anew.append(known[chunk.portion])
                    continue
                parts += answers
                if chunk.ends_shard:
                    self._write(chunk, parts)
                    parts = []
        return anew

    def _write(self, chunk: Chunk, parts: list[bytes]) -> None:
        table = rows.table(parts)
        shard = self.folder.write(chunk, table, self.version)
        self.shards.setdefault(chunk.portion, []).append(shard)
        self.written += 1
        for error in rows.refused(table):
            self.told.refused(error)
        self.told.shard(shard)

    def _forget(self, number: int) -> None:
        self.folder.forget(number)
        self.shards.pop(number, None)

    def _digests(self, portion: Portion) -> tuple[str, ...]:
        return tuple(shard.digest for shard in self.shards.get(portion.number, ()))

    def _is_read(self, portion: Portion) -> bool:
        return any(shard.last for shard in self.shards.get(portion.number, ()))


def _suspects(folder: Folder, portions: Sequence[Portion]) -> set[int] | None:
    """The portions whose files look changed since the batch began; None where it begins now.

    Raises BatchError where files came or went.
    """
    before = folder.files()
    now = {file.path: (portion.number, file) for portion in portions for file in portion.files}
    if not before:
        return None
    for path in sorted(before.keys() ^ now.keys()):
        what = "the input was not there when the batch began" if path in now else "an input of the batch is gone"
        raise BatchError(path, what, "give the same inputs to go on, or name another folder")
    return {number for path, (number, file) in now.items() if before[path] != (number, file)}


def _settings(how: How) -> dict[str, Any]:
    """What must be the same for a batch to be gone on with, as ``batch.json`` keeps it."""
    return {
        "published": how.published,
        "language": how.language,
        "shard_size": how.shard_size,
        "knowledge": _digest(how.overlays),
    }


def _digest(folders: Sequence[Path]) -> str | None:
    """The digest of the user's own data files; None where there are none."""
    if not folders:
        return None
    seal = blake2b(digest_size=8)
    for path in sorted(path for folder in folders for path in folder.rglob("*.yaml")):
        seal.update(path.name.encode() + b"\0" + path.read_bytes())
    return seal.hexdigest()
