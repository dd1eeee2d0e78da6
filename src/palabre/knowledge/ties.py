"""Words of ties in one language: what breaks, keeps or resumes them, how envoys are sent away, how clauses repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys
from palabre.knowledge.ontology import load_ontology

_ACT = frozenset({"value", "verbs", "of"})
_PARTS = ("nouns", "declare", "unwelcome", "order", "leave", "grounds")


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb does to a tie: the value it gives, the themes of the nouns it is said of, the word that goes with it
    (« remettre en cause »); ``denied``: it says so only where it is denied."""

    value: str
    of: frozenset[str]
    beside: str
    denied: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """Verbs of ties and what they are said of.

    ``acts`` gives by verb what it does to a tie, ``nouns`` the theme of acts that two do together, ``denied`` the value
    that holds where another is denied.
    """

    acts: Mapping[str, Act]
    nouns: Mapping[str, str]
    denied: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Envoys:
    """Nouns of envoys, and the words that send them away."""

    nouns: frozenset[str]
    declare: frozenset[str]
    unwelcome: frozenset[str]
    order: frozenset[str]
    leave: frozenset[str]
    grounds: frozenset[str]


def read_ties(where: str, rows: Mapping[str, Any], values: Iterable[str]) -> Ties:
    """The ties of a language's file; raises KnowledgeError."""
    check_keys(f"{where}: ties", rows, required=frozenset({"acts", "nouns", "denied"}))
    acts = dict[str, Act]()
    for row in rows["acts"]:
        check_keys(f"{where}: ties: acts", row, required=_ACT, optional=frozenset({"beside", "denied"}))
        act = Act(row["value"], frozenset(row["of"]), row.get("beside", ""), row.get("denied", False))
        acts |= dict.fromkeys(row["verbs"], act)
        _check(f"{where}: ties: {row['value']}", "theme", row["of"], load_ontology().themes)
    told = [row["value"] for row in rows["acts"]]
    _check(f"{where}: ties", "value", [*told, *rows["denied"], *rows["denied"].values()], values)
    _check(f"{where}: ties: nouns", "theme", rows["nouns"], load_ontology().themes)
    nouns = {noun: theme for theme, found in rows["nouns"].items() for noun in found}
    return Ties(MappingProxyType(acts), MappingProxyType(nouns), MappingProxyType(dict(rows["denied"])))


def read_envoys(where: str, rows: Mapping[str, Any]) -> Envoys:
    """The words of envoys of a language's file; raises KnowledgeError."""
    check_keys(f"{where}: sent_away", rows, required=frozenset(_PARTS))
    return Envoys(*(frozenset(rows[part]) for part in _PARTS))


def _check(where: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    if unknown := sorted(set(names) - set(known)):
        raise KnowledgeError(where, f"unknown {what} {', '.join(unknown)}", f"use one of: {', '.join(sorted(known))}")
