"""What is checked: the data files of the package and of overlays, row by row, and what loads of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from palabre import pipeline
from palabre.checks.reach import Shadow, shadows
from palabre.checks.sources import Row, Source, child, elements, items, line, plain, read_source, row
from palabre.errors import KnowledgeError
from palabre.ingest import from_text
from palabre.knowledge import Knowledge, load
from palabre.knowledge.files import data_path, layers
from palabre.knowledge.frames import Frame, Frames, build_frame, load_frames
from palabre.knowledge.ontology import Ontology, load_ontology
from palabre.knowledge.packs import Pack, load_packs
from palabre.knowledge.places import Places, load_places
from palabre.knowledge.registry import Registry, load_registry
from palabre.knowledge.roster import Roster, load_roster
from palabre.types import Reading

T = TypeVar("T")
_COORDINATES = re.compile(r"(?: -?\d+(?:\.\d+)?){2}$")
SPECIAL = frozenset({"states", "states_aliases", "offices"})


class Subject:
    """The knowledge under check, with ``frame_file`` on top: what cannot be loaded is None, and told in ``refusals``.

    ``scope``: the folders and files to tell of; all where there is none.
    """

    def __init__(
        self, overlays: tuple[Path, ...] = (), *, language: str = "fr", scope: tuple[Path, ...] = (),
        frame_file: Path | None = None,
    ) -> None:  # fmt: skip
        self.overlays, self.language, self.scope, self.frame_file = overlays, language, scope, frame_file
        self.refusals: list[KnowledgeError] = []
        self._sources: dict[str, Source] = {}

    @cached_property
    def ontology(self) -> Ontology:
        """Types, modes, themes, sectors and contexts."""
        return load_ontology()

    @cached_property
    def frames(self) -> Frames:
        """The frames that load, an overlay's on top."""
        shipped, *own = self._layers("{language}/frames/*.yaml")
        frames = self._load(lambda: load_frames(self.language)) or self._frames(Frames((), {}, {}), shipped)
        for layer in own:
            frames = self._frames(frames, layer)
        return frames

    def _frames(self, below: Frames, files: list[str]) -> Frames:
        rows = (row for file in files for row in frame_rows(self.source(file)))
        built = {frame.name: frame for row in rows if (frame := self._load(partial(_built, row)))}
        return below.under(tuple(built.values())) if built else below

    @cached_property
    def shadows(self) -> tuple[Shadow, ...]:
        """The triggers that never win."""
        return tuple(shadows(self.frames))

    @cached_property
    def roster(self) -> Roster | None:
        """The rows of the actors, if they load."""
        return self._load(lambda: _roster(self.language, self._naming()))

    @cached_property
    def registry(self) -> Registry | None:
        """The actors, if they load."""
        return self._load(lambda: load_registry(self.language, self._naming())) if self.roster else None

    @cached_property
    def places(self) -> Places | None:
        """The gazetteer, if it and the actors load."""
        own = (*self._naming(), *self._holding("places/*.yaml"))
        return self._load(lambda: load_places(tuple(dict.fromkeys(own)))) if self.roster else None

    @cached_property
    def packs(self) -> Mapping[str, Pack] | None:
        """The packs of outlets, if they load."""
        return self._load(lambda: load_packs(self._holding("sources/*.yaml")))

    @cached_property
    def knowledge(self) -> Knowledge | None:
        """What sentences are read with, if it loads."""
        known = self._load(lambda: load(self.language, self.overlays)) if self.frames and self.registry else None
        return replace(known, frames=self.frames) if known else None

    def read(self, sentence: str, on: date) -> Reading:
        """What a sentence says on a day; raises ValueError where the knowledge does not load."""
        if self.knowledge is None:
            raise ValueError("the knowledge does not load")
        return pipeline.read(from_text(sentence, published=on, language=self.language), knowledge=self.knowledge)

    def covers(self, *files: str) -> bool:
        """Whether one of ``files`` is to be told of."""
        paths = [data_path(file).resolve() for file in files]
        return not self.scope or any(path.is_relative_to(folder) for path in paths for folder in self.scope)

    def files(self, pattern: str) -> list[str]:
        """The files that fit a pattern, the package's first."""
        return [file for layer in self._layers(pattern) for file in layer]

    def _naming(self) -> tuple[Path, ...]:
        """The overlays with actors or roles."""
        return tuple(dict.fromkeys((*self._holding("actors/*.yaml"), *self._holding(f"{self.language}/roles.yaml"))))

    def _holding(self, pattern: str) -> tuple[Path, ...]:
        """The overlays with files of a pattern: the others need no loading anew."""
        return tuple(folder for folder in self.overlays if any(folder.glob(pattern)))

    def _layers(self, pattern: str) -> list[list[str]]:
        found = list(layers(pattern.format(language=self.language), self.overlays))
        own = self.frame_file.resolve() if self.frame_file and "frames" in pattern else None
        if own and own not in {data_path(file).resolve() for layer in found for file in layer}:
            found.append([str(self.frame_file)])
        return found

    def source(self, file: str) -> Source:
        """A file as a tree, read once."""
        if not Path(file).is_absolute():
            return _shipped(file)
        if file not in self._sources:
            self._sources[file] = read_source(file)
        return self._sources[file]

    @cached_property
    def frame_rows(self) -> tuple[Row, ...]:
        """Every frame, as written; ``type`` is that of its file."""
        return tuple(one for file in self.files("{language}/frames/*.yaml") for one in frame_rows(self.source(file)))

    @cached_property
    def body_rows(self) -> tuple[Row, ...]:
        """Organisations, institutions, groups and parties, as written."""
        return tuple(one for file in self._actor_files(people=False) for one in _bodies(self.source(file)))

    @cached_property
    def person_rows(self) -> tuple[Row, ...]:
        """People, as written."""
        return tuple(one for file in self._actor_files(people=True) for one in named_rows(self.source(file)))

    @cached_property
    def office_rows(self) -> tuple[Row, ...]:
        """Offices, as written."""
        return tuple(one for file in self.files("actors/offices.yaml") for one in named_rows(self.source(file)))

    @cached_property
    def role_rows(self) -> tuple[Row, ...]:
        """Blocks of roles, as written."""
        files = self.files("{language}/roles.yaml")
        return tuple(row(file, "", node) for file in files for node in elements(self.source(file).root))

    @cached_property
    def place_rows(self) -> tuple[Row, ...]:
        """Places, as written: the row is called by its country, and holds the precision and the names."""
        return tuple(one for file in self.files("places/*.yaml") for one in _places(self.source(file)))

    @cached_property
    def frame_lines(self) -> dict[str, Row]:
        """The row of each frame, by full name; the last one wins."""
        return {one.name: one for one in self.frame_rows}

    @cached_property
    def actor_lines(self) -> dict[str, Row]:
        """The row of each actor by its name; of a state by its code."""
        states = (one for file in self.files("actors/states_aliases.yaml") for one in named_rows(self.source(file)))
        return {one.name: one for one in (*states, *self.body_rows, *self.person_rows)}

    def _actor_files(self, *, people: bool) -> Iterator[str]:
        for file in self.files("actors/*.yaml"):
            stem = Path(file).stem
            if stem not in SPECIAL and stem.startswith("people") == people:
                yield file

    def _load(self, step: Callable[[], T]) -> T | None:
        try:
            return step()
        except KnowledgeError as error:
            self.refusals.append(error)
            return None


@cache
def _roster(language: str, overlays: tuple[Path, ...]) -> Roster:
    return load_roster(language, overlays)


@cache
def _shipped(file: str) -> Source:
    return read_source(file)


def frame_rows(source: Source) -> Iterator[Row]:
    """The frames of one file; a row without a name is called ``?``."""
    defaults: Any = plain(child(source.root, "defaults")) or {}
    kind = plain(child(source.root, "type"))
    for node in elements(child(source.root, "frames")):
        one = row(source.file, "", node, {"type": kind, **(defaults if isinstance(defaults, dict) else {})})
        yield Row(one.file, one.line, f"{kind}.{one.value.get('name', '?')}", one.value, one.lines)


def _built(row: Row) -> Frame:
    value = {key: content for key, content in row.value.items() if key != "type"}
    return build_frame(row.file, str(row.value.get("type")), value)


def named_rows(source: Source) -> Iterator[Row]:
    """The rows of a file that is a mapping from names."""
    return (row(source.file, name, node, at=at) for name, at, node in items(source.root))


def _bodies(source: Source) -> Iterator[Row]:
    defaults: Any = plain(child(source.root, "defaults")) or {}
    for node in elements(child(source.root, "entries")):
        one = row(source.file, "", node, defaults if isinstance(defaults, dict) else {})
        yield Row(one.file, one.line, str(one.value.get("name", "?")).removesuffix("!"), one.value, one.lines)


def _places(source: Source) -> Iterator[Row]:
    for country, _, groups in items(source.root):
        for precision, _, rows in items(groups):
            for node in elements(rows):
                names = _COORDINATES.sub("", str(plain(node))).split("/")
                yield Row(source.file, line(node), country, {"precision": precision, "names": names})
