"""Overlays: folders of a user's own data files, with the names and shapes of the package's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from palabre.errors import KnowledgeError

# What may be extended or replaced; the ontology, the states and the words of grammar are the program's own.
LAYERED = (
    "{language}/frames/*.yaml",
    "{language}/roles.yaml",
    "{language}/themes.yaml",
    "actors/*.yaml",
    "places/*.yaml",
    "sources/*.yaml",
)
GENERATED = "actors/states.yaml"


def check_overlays(overlays: tuple[Path, ...], language: str = "fr") -> None:
    """Raise KnowledgeError for a folder that is missing or empty, and for a file that would not be read."""
    patterns = [pattern.format(language=language) for pattern in LAYERED]
    for folder in overlays:
        if not folder.is_dir():
            raise KnowledgeError(str(folder), "the folder does not exist", "correct the path in palabre.toml")
        files = list(_files(folder))
        if not files:
            raise KnowledgeError(
                str(folder), "the folder holds no data file", f"put files in it: {', '.join(patterns)}"
            )
        for name in files:
            _check_file(folder, name, patterns)


def _files(folder: Path) -> Iterator[str]:
    """The YAML files of a folder, hidden ones left out."""
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder)
        if not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


def _check_file(folder: Path, name: str, patterns: list[str]) -> None:
    where = str(folder / name)
    if name.endswith(".yml"):
        raise KnowledgeError(where, "the file would not be read", "name it .yaml")
    if name == GENERATED:
        raise KnowledgeError(where, "the names of states are generated", "add names in actors/states_aliases.yaml")
    if not any(_fits(name, pattern) for pattern in patterns):
        raise KnowledgeError(where, "the file would not be read", f"name it as one of {', '.join(patterns)}")


def _fits(name: str, pattern: str) -> bool:
    path, wanted = Path(name), Path(pattern)
    return path.parent == wanted.parent and path.match(wanted.name)
