"""Where the data files are and how they are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from palabre.errors import KnowledgeError
from palabre.knowledge.compiled import remembered

DATA = Path(__file__).resolve().parent.parent / "data"
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {kind: f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


class _Loader(_BASE):  # type: ignore[misc]
    """Builds words, lists and mappings by words at once, without the detours that other nodes need."""

    def construct_document(self, node: yaml.Node) -> Any:
        return self._build(node)

    def _build(self, node: Any) -> Any:
        if node.tag == _PLAIN["str"]:
            return node.value
        if node.tag == _PLAIN["seq"]:
            return [self._build(item) for item in node.value]
        if node.tag == _PLAIN["map"] and all(key.tag == _PLAIN["str"] for key, _ in node.value):
            return {key.value: self._build(value) for key, value in node.value}
        return _BASE.construct_document(self, node)


def data_path(name: str) -> Path:
    """The file or folder ``name`` of the package's data, such as ``fr/calendar.yaml``."""
    return DATA / name


def layers(pattern: str, overlays: Sequence[Path] = ()) -> Iterator[list[str]]:
    """The data files that fit ``pattern`` (``actors/*.yaml``): the package's, then those of each overlay in turn.

    Names are relative to the package's data, and whole paths in an overlay.
    """
    yield [path.relative_to(DATA).as_posix() for path in sorted(DATA.glob(pattern))]
    for folder in overlays:
        yield [str(path) for path in sorted(folder.glob(pattern))]


def load_yaml(path: str | Path) -> Any:
    """The content of a YAML file: ``path`` is absolute, or relative to the package's data.

    Raises KnowledgeError where the file is missing, not UTF-8, not YAML, or empty.
    """
    where = data_path(str(path))
    try:
        content = _read(where) if Path(path).is_absolute() else remembered(where, _read)
    except OSError as error:
        raise KnowledgeError(str(path), "the file cannot be read", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(str(path), f"byte {error.start} is not UTF-8", "save the file as UTF-8") from error
    except yaml.YAMLError as error:
        raise KnowledgeError(str(path), "the file is not valid YAML", " ".join(str(error).split())) from error
    if content is None:
        raise KnowledgeError(str(path), "the file is empty", "fill it or remove it")
    return content


def _read(where: Path) -> Any:
    return yaml.load(where.read_text(encoding="utf-8"), Loader=_Loader)


@contextmanager
def bulk_load() -> Iterator[None]:
    """Hold the garbage collector while thousands of small values that stay are built: halves the time to load."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check_keys(where: str, row: Any, *, required: frozenset[str], optional: frozenset[str] = frozenset()) -> None:
    """Raise KnowledgeError unless ``row`` is a mapping with the required keys and no key that is unknown."""
    if not isinstance(row, dict):
        raise KnowledgeError(where, f"expected key: value rows, found {type(row).__name__}", "see the file's head")
    if missing := sorted(required - row.keys()):
        raise KnowledgeError(where, f"missing {', '.join(missing)}", "add what is missing")
    if unknown := sorted(str(key) for key in row.keys() - required - optional):
        known = ", ".join(sorted(required | optional))
        raise KnowledgeError(where, f"unknown {', '.join(unknown)}", f"use only: {known}")
