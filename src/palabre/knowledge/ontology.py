"""The ontology: 16 PLOVER event types with modes, quad classes, CAMEO codes and Goldstein values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml

QUADS: Mapping[int, str] = MappingProxyType(
    {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
)
_LANGUAGES = frozenset({"en", "fr"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the ontology with its meaning in one line, by language (``en``, ``fr``)."""

    id: str
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 types; ``quad`` is 1 to 4; ``one_sided``: it makes no sense without a recipient."""

    id: str
    quad: int
    one_sided: bool
    meaning: Mapping[str, str]
    modes: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Ontology:
    """Types, sectors, contexts and themes, and the codes that are computed from them."""

    types: Mapping[str, EventType]
    sectors: Mapping[str, Term]
    themes: Mapping[str, Term]
    contexts: frozenset[str]
    cameo_codes: Mapping[str, Mapping[str, str]]
    goldstein_values: Mapping[str, float]

    def mode(self, type_: str, mode: str) -> Term:
        """The mode of a type; raises KeyError where the type has no such mode."""
        return self.types[type_].modes[mode]

    def quad(self, type_: str) -> int:
        """The quad class of a type, 1 to 4 (see ``QUADS``)."""
        return self.types[type_].quad

    def cameo(self, type_: str, mode: str | None = None, theme: str | None = None) -> str:
        """The CAMEO code of a type with this mode and theme, as exact as the table knows.

        >>> ontology = load_ontology()
        >>> ontology.cameo("SANCTION", "discontinue", "aid"), ontology.cameo("SANCTION")
        ('162', '160')
        """
        codes = self.cameo_codes[type_]
        return next(codes[key] for key in _cameo_keys(mode, theme) if key in codes)

    def goldstein(self, cameo: str) -> float:
        """The Goldstein value of a CAMEO code, -10 to 10, of the longest code that has one.

        >>> load_ontology().goldstein("0334"), load_ontology().goldstein("1663")
        (6.0, -8.0)
        """
        prefixes = (cameo[:end] for end in range(len(cameo), 1, -1))
        return next(self.goldstein_values[code] for code in prefixes if code in self.goldstein_values)


@cache
def load_ontology() -> Ontology:
    """The ontology of the package, checked whole; raises KnowledgeError naming file, entry and remedy."""
    ontology = Ontology(
        MappingProxyType({id_: _type(id_, row) for id_, row in load_yaml("ontology/types.yaml").items()}),
        _terms("ontology/sectors.yaml", load_yaml("ontology/sectors.yaml")),
        _terms("ontology/themes.yaml", load_yaml("ontology/themes.yaml")),
        frozenset(load_yaml("ontology/contexts.yaml")),
        MappingProxyType(load_yaml("ontology/cameo.yaml")),
        MappingProxyType({code: float(value) for code, value in load_yaml("ontology/goldstein.yaml").items()}),
    )
    _check_cameo(ontology)
    return ontology


def _cameo_keys(mode: str | None, theme: str | None) -> Iterator[str]:
    """Keys of the CAMEO table from the most exact to the barest."""
    if mode and theme:
        yield f"{mode}/{theme}"
    if mode:
        yield mode
    if theme:
        yield f"/{theme}"
    yield ""


def _type(id_: str, row: Any) -> EventType:
    where = f"ontology/types.yaml: {id_}"
    check_keys(where, row, required=_LANGUAGES | {"quad"}, optional=frozenset({"modes", "one_sided"}))
    if row["quad"] not in QUADS:
        raise KnowledgeError(where, f"quad {row['quad']!r} is unknown", f"use one of {sorted(QUADS)}")
    meaning = MappingProxyType({language: row[language] for language in _LANGUAGES})
    return EventType(id_, row["quad"], row.get("one_sided", False), meaning, _terms(where, row.get("modes", {})))


def _terms(where: str, rows: Mapping[str, Any]) -> Mapping[str, Term]:
    for id_, row in rows.items():
        check_keys(f"{where}: {id_}", row, required=_LANGUAGES)
    return MappingProxyType({id_: Term(id_, MappingProxyType(row)) for id_, row in rows.items()})


def _check_cameo(ontology: Ontology) -> None:
    """Every type has a table with a bare code, and every key of it names a known mode and theme."""
    for type_ in ontology.types.values():
        codes = ontology.cameo_codes.get(type_.id, {})
        if "" not in codes:
            raise KnowledgeError(f"ontology/cameo.yaml: {type_.id}", "no code without mode", 'add "": "..."')
        for key in codes:
            _check_key(ontology, type_, key)


def _check_key(ontology: Ontology, type_: EventType, key: str) -> None:
    where = f"ontology/cameo.yaml: {type_.id}: {key}"
    mode, _, theme = key.partition("/")
    if mode and mode not in type_.modes:
        raise KnowledgeError(where, f"{type_.id} has no mode {mode}", f"use one of: {', '.join(type_.modes)}")
    if theme and theme not in ontology.themes:
        raise KnowledgeError(where, f"no theme {theme}", "add it to ontology/themes.yaml or use one of that file")
