"""What a batch reads, cut up the same way whatever reads it: files into portions, their inputs into shards and chunks.

A portion is one large file or some small ones that follow one another; its inputs (articles, and what could not be
read as one) are counted from its beginning, and each ``shard_size`` of them make a shard. A chunk is what is parsed
together. None of it depends on the number of processes or machines, so the shards do not either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from palabre import ingest, pipeline
from palabre.batch import remote
from palabre.batch.model import Chunk, Entry, File, How, Portion
from palabre.errors import BatchError, InputError
from palabre.types import Article

# What the small files of one portion hold together at most.
PORTION = 16_000_000
STDIN = "-"


def plan(sources: Iterable[str], how: How) -> tuple[Portion, ...]:
    """The portions of some files, folders and addresses, or of standard input (``-``).

    Raises InputError for one that does not exist, and BatchError where there is nothing to read.
    """
    asked = list(sources)
    files = list(chain.from_iterable(map(_files, asked)))
    if not files:
        names = ", ".join("*" + suffix for suffix in ingest.SUFFIXES)
        raise BatchError(", ".join(asked), "there is no article in the input", f"give files named {names}")
    return tuple(Portion(number, tuple(group)) for number, group in enumerate(_together(files, how.shard_size)))


def chunks(portion: Portion, how: How) -> Iterator[Chunk]:
    """The chunks of a portion that are not written yet, in their order.

    One that is ``changed`` comes alone, where the inputs are no longer those that the written shards were read from.
    """
    for chunk in _cut(portion.number, _entries(portion, how), how.shard_size):
        if chunk.shard >= len(portion.done):
            yield chunk
        elif chunk.ends_shard and chunk.digest != portion.done[chunk.shard]:
            yield Chunk(portion.number, changed=True)
            return


def _cut(number: int, entries: Iterable[Entry], size: int) -> Iterator[Chunk]:
    """All chunks of a portion: one without entries has a chunk too."""
    cutter, last = _Cutter(number, size), None
    for entry in entries:
        if last is not None and (chunk := cutter.add(last)):
            yield chunk
        last = entry
    if last is not None and (chunk := cutter.add(last, ends=True)):
        yield chunk
    if last is None:
        yield cutter.cut(shard=True, portion=True)


@dataclass(slots=True)
class _Cutter:
    """Gathers the entries of a portion into chunks, none of which is of two shards."""

    number: int
    size: int
    shard: int = 0
    count: int = 0
    length: int = 0
    group: list[Entry] = field(default_factory=list)
    seal: Any = field(default_factory=lambda: blake2b(digest_size=8))

    def add(self, entry: Entry, *, ends: bool = False) -> Chunk | None:
        """The chunk that ``entry`` fills, where it does; ``ends``: it is the last one of the portion."""
        self.group.append(entry)
        self.seal.update(_key(entry))
        self.count += 1
        self.length += len(entry.text) if isinstance(entry, Article) else 0
        shard = ends or self.count == self.size
        full = len(self.group) == pipeline.BATCH or self.length >= pipeline.BATCH_TEXT
        return self.cut(shard=shard, portion=ends) if shard or full else None

    def cut(self, *, shard: bool, portion: bool) -> Chunk:
        """What was gathered; ``shard`` and ``portion``: it is the last chunk of them."""
        self.seal.update(b"end" if portion else b"")
        digest = self.seal.hexdigest() if shard else ""
        chunk = Chunk(self.number, self.shard, tuple(self.group), shard, portion, digest)
        self.group, self.length = [], 0
        if shard:
            self.shard, self.count, self.seal = self.shard + 1, 0, blake2b(digest_size=8)
        return chunk


def _key(entry: Entry) -> bytes:
    """What makes an input the same when it is read again."""
    said = (
        [entry.id, entry.source, str(entry.published), entry.title]
        if isinstance(entry, Article)
        else [type(entry).__name__, entry.where, entry.what]
    )
    return json.dumps(said).encode()


def _entries(portion: Portion, how: How) -> Iterator[Entry]:
    """The articles of a portion's files, and in their place what could not be read as one."""
    refused: list[InputError] = []
    for file in portion.files:
        with _at_hand(file.path) as path:
            named = _renamed(path, file.path)
            for article in ingest.load_all(
                [path], published=how.published, language=how.language, on_error=refused.append
            ):
                yield from map(named, refused)
                refused.clear()
                yield named(article)
            yield from map(named, refused)
            refused.clear()


def _renamed(path: str, name: str) -> Callable[[Entry], Entry]:
    """Gives what was read from a copy at ``path`` the name of its original."""

    def rename(entry: Entry) -> Entry:
        if isinstance(entry, Article):
            return replace(entry, source=entry.source.replace(path, name))
        return type(entry)(entry.where.replace(path, name), entry.what, entry.remedy)

    return rename if path != name else lambda entry: entry


def _together(files: Sequence[File], most: int) -> Iterator[list[File]]:
    """The files in portions: as many as a shard holds inputs, or ``PORTION`` bytes; standard input stands alone."""
    group: list[File] = []
    size = 0
    for file in files:
        if group and (len(group) == most or size + file.size > PORTION or STDIN in (file.path, group[-1].path)):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size
    yield group


def _files(source: str) -> Iterator[File]:
    """The files of one source, in the order of their names."""
    if source == STDIN:
        yield File(STDIN)
    elif "://" in source:
        yield from remote.files(source, ingest.by_name)
    elif (path := Path(source)).is_dir():
        names = sorted(one for one in path.rglob("*") if ingest.by_name(one.name) and one.is_file())
        yield from map(_file, names)
    elif path.exists():
        yield _file(path)
    else:
        raise InputError(source, "the file does not exist", "check its name")


def _file(path: Path) -> File:
    status = path.stat()
    return File(str(path), status.st_size, status.st_mtime_ns) if path.is_file() else File(str(path))


@contextmanager
def _at_hand(path: str) -> Iterator[str]:
    """A file under a path of this machine: itself, or a copy of what is elsewhere, taken away afterwards."""
    if "://" not in path:
        yield path
        return
    with TemporaryDirectory(prefix="palabre-") as folder:
        yield remote.fetch(path, Path(folder))
