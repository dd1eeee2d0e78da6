"""Data files as rows with their lines, read leniently: what loading refuses is here still to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from palabre.knowledge.files import data_path

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a data file: where it stands, its name, what it says, and the line of each of its keys."""

    file: str
    line: int
    name: str
    value: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """The line of a key; the row's where the key is not there."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a file from being read: the line and column, what is wrong, and the line itself."""

    file: str
    line: int
    column: int
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A data file as its tree of YAML nodes, or the fault that keeps it from being read."""

    file: str
    root: Node | None
    fault: Fault | None = None


def read_source(file: str) -> Source:
    """The tree of ``file``: a whole path, or a name in the package's data."""
    try:
        text = data_path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Source(file, None, Fault(file, 1, 1, getattr(error, "strerror", None) or str(error), ""))
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return Source(file, None, _fault(file, text, error))
    return Source(file, root, None if root is not None else Fault(file, 1, 1, "the file is empty", ""))


def _fault(file: str, text: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error)
    if mark is None:
        return Fault(file, 1, 1, " ".join(what.split()), "")
    lines = text.splitlines()
    return Fault(file, mark.line + 1, mark.column + 1, what, lines[mark.line] if mark.line < len(lines) else "")


def items(node: Node | None) -> Iterator[tuple[str, int, Node]]:
    """The keys of a mapping with their lines and values; nothing of another node."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield str(key.value), line(key), value


def elements(node: Node | None) -> Iterator[Node]:
    """The elements of a sequence; nothing of another node."""
    return iter(node.value) if isinstance(node, SequenceNode) else iter(())


def child(node: Node | None, key: str) -> Node | None:
    """What stands under a key of a mapping."""
    return next((value for name, _line, value in items(node) if name == key), None)


def plain(node: Node | None) -> Any:
    """A node as plain values."""
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        return yaml.constructor.SafeConstructor().construct_document(node)
    if isinstance(node, SequenceNode):
        return [plain(one) for one in node.value]
    return {key: plain(value) for key, _line, value in items(node)}


def line(node: Node) -> int:
    """The line a node begins on, from 1."""
    return int(node.start_mark.line) + 1


def row(file: str, name: str, node: Node, defaults: Mapping[str, Any] | None = None, *, at: int = 0) -> Row:
    """A mapping as a row, on top of ``defaults``; ``at`` is its line where that is the key's before it."""
    value, lines = plain(node), {key: where for key, where, _ in items(node)}
    own = value if isinstance(value, dict) else {}
    return Row(file, at or line(node), name, {**(defaults or {}), **own}, lines)


def shown(file: str) -> str:
    """A file as a reader finds it: relative to the working directory where it lies below."""
    path = data_path(file)
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path) if path.is_absolute() else file
