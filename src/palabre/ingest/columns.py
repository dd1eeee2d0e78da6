"""Which column of a table, or field of an export, holds what: as the user says, or by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from palabre.errors import InputError, KnowledgeError, nearest
from palabre.knowledge.files import check_keys, load_yaml

FILE = "columns.yaml"
FIELDS = (
    "text", "html", "title", "published", "updated", "publisher", "author", "section", "url", "language", "source",
)  # fmt: skip
_KEYS = frozenset({*FIELDS, "languages", "lists", "wraps"})
_NOT_SAID = re.compile(r"[\W_]+")
NONE = ("", "-", "none", "aucune", "aucun")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that columns go by, languages by their names, and how exports wrap their rows."""

    fields: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, str]
    lists: tuple[str, ...]
    wraps: tuple[str, ...]


@cache
def load_names() -> Names:
    """The names, read once. Raises KnowledgeError where the file is wrong."""
    rows = load_yaml(FILE)
    check_keys(FILE, rows, required=_KEYS)
    if not all(isinstance(rows[key], list) for key in (*FIELDS, "lists", "wraps")):
        raise KnowledgeError(FILE, "the names of a field are no list", "write one name a line, after a dash")
    return Names(
        fields={field: tuple(map(fold, rows[field])) for field in FIELDS},
        languages={fold(name): code for code, names in rows["languages"].items() for name in names},
        lists=tuple(rows["lists"]),
        wraps=tuple(rows["wraps"]),
    )


def fold(name: str) -> str:
    """A name without case, accents, blanks, hyphens and underscores; dots between fields stay.

    >>> fold("Date de publication "), fold("body-html"), fold("Source.Name")
    ('datedepublication', 'bodyhtml', 'source.name')
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    return ".".join(_NOT_SAID.sub("", part.encode("ascii", "ignore").decode()) for part in bare.split("."))


def parse(said: str | None) -> dict[str, str]:
    """What ``--columns`` says: the column of each field, both named as the user likes.

    >>> parse("texte=corps, publié le=jour")
    {'text': 'corps', 'published': 'jour'}

    Raises InputError for a field that articles do not have.
    """
    pairs = (pair.partition("=") for pair in (said or "").split(",") if pair.strip())
    return {_field(field.strip(), mark): column.strip() for field, mark, column in pairs}


def _field(name: str, mark: str) -> str:
    names = load_names().fields
    found = next((field for field in FIELDS if mark and (field == name or fold(name) in names[field])), None)
    if found is None:
        what = f"“{name}” is no part of an article" if mark else f"“{name}” names no column"
        raise InputError("--columns", what, f"write text=COLUMN,published=COLUMN; parts are {', '.join(FIELDS)}")
    return found


def choose(where: str, columns: Iterable[str], asked: Mapping[str, str]) -> dict[str, str]:
    """The column of each field among ``columns``, those that are asked for first; none is given twice.

    Raises InputError where a column that is asked for is not there.
    """
    known = {fold(column): column for column in reversed([*columns])}
    chosen = {field: _asked(where, column, known) for field, column in asked.items()}
    for field in FIELDS:
        taken = set(chosen.values())
        if field not in chosen:
            chosen[field] = next(
                (known[n] for n in load_names().fields[field] if known.get(n, "") not in taken | {""}), ""
            )
    return {field: column for field, column in chosen.items() if column}


def _asked(where: str, column: str, known: Mapping[str, str]) -> str:
    if column.casefold() in NONE:
        return ""
    found = known.get(fold(column))
    if found is None:
        near, names = nearest(column, known.values()), listed(known.values())
        remedy = f"did you mean “{near}”? columns are: {names}" if near else f"columns are: {names}"
        raise InputError(where, f"there is no column “{column}”", remedy)
    return found


def listed(columns: Iterable[str]) -> str:
    """Columns in a message, the first of them where they are many."""
    names = [column.strip() or "?" for column in columns]
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def language(said: str | None) -> str | None:
    """A language's code, where a column says its name."""
    return load_names().languages.get(fold(said), said) if said else None


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an export with dots between fields and those within; of a list, its first entry.

    >>> flat({"id": 3, "fields": {"title": "x", "source": [{"name": "Agence"}, {"name": "Journal"}]}})
    {'title': 'x', 'source.name': 'Agence'}
    """
    inner = next((row[wrap] for wrap in load_names().wraps if isinstance(row.get(wrap), dict)), row)
    return dict(_leaves("", inner, 5))


def _leaves(path: str, value: Any, depth: int) -> Iterable[tuple[str, Any]]:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict) and depth:
        for key, one in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), one, depth - 1)
    elif not isinstance(value, dict | list):
        yield path, value
