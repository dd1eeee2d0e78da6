"""The values of a batch: what is read and how, and the pieces it is cut up into."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from palabre.errors import InputError
from palabre.types import Article

Entry: TypeAlias = Article | InputError


@dataclass(frozen=True, slots=True)
class How:
    """How articles are read: as for ``ingest.load_all``; ``shard_size`` is in inputs."""

    published: str | None = None
    language: str = "auto"
    overlays: tuple[Path, ...] = ()
    shard_size: int = 1000


@dataclass(frozen=True, slots=True)
class File:
    """An input file, a path or an address, with its size in bytes and the time of its last change in nanoseconds."""

    path: str
    size: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """Files that are read one after the other; ``done`` holds the digests of its first shards, which are written."""

    number: int
    files: tuple[File, ...]
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Entries to be parsed together, and where they belong.

    ``digest`` is that of the inputs of the whole shard, in its last chunk; ``changed``: the inputs of the portion are
    no longer those of its shards.
    """

    portion: int
    shard: int = 0
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    ends_shard: bool = False
    ends_portion: bool = False
    digest: str = ""
    changed: bool = False
