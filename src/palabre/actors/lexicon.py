"""The words by which French refers to parties (``data/<language>/mentions.yaml``), as frozen sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import load_yaml

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by use; the data file says what each list is for."""

    prepositions: Mapping[str, Words]
    addressing: Words
    diplomatic: Words
    spot: Words
    spot_verbs: Words
    quantities: Words
    relational: Words
    dependent: Words
    former: Mapping[str, Any]
    bodies: Mapping[str, str]
    anaphors: Mapping[str, str]
    anaphor_adjectives: Words
    pairs: Mapping[str, str]
    counterpart: Words
    personal: Words
    idioms: Mapping[str, Mapping[str, Words]]
    compass: Words
    generic: Words
    nationals: Words
    shared_capitals: Mapping[str, list[str]]
    guests: Words
    assembled: Words
    deploying: Words
    portfolios: Words
    honorifics: Words
    speech: Words
    not_names: Words
    numbers: Words
    compounds: Mapping[str, str]
    foreign: Words
    punishing: Words
    holding: Words
    allies: Words
    shorts: Mapping[str, list[str]]
    envoys: Words
    venues: Words
    juntas: Words
    suffered: Words
    deeds: Words
    enduring: Words
    claiming: Words
    writings: Words
    country_genders: Mapping[str, Words]
    body_genders: Mapping[str, str]
    realms: Words
    leagues: Words
    away: Words
    peoples: Words
    partisan: Words
    outlaws: Words
    bands: Words
    uprooted: Words
    footloose: Words
    newsrooms: Words
    ousting: Words
    partial: Words
    women: Words
    ties: Words
    anyone: Words
    culprits: Words
    wrongs: Words
    men: Words
    factual: Words
    conduct: Words
    comrades: Words
    units: Words
    taken_up: Mapping[str, list[str]]


@cache
def load_lexicon(language: str = "fr") -> Lexicon:
    """The lexicon of ``language``. Raises KnowledgeError where a list is missing or unknown."""
    path = f"{language}/mentions.yaml"
    rows = load_yaml(path)
    names = {field.name for field in fields(Lexicon)}
    if wrong := sorted(names ^ set(rows)):
        raise KnowledgeError(
            path, f"missing or unknown: {', '.join(wrong)}", f"keep exactly: {', '.join(sorted(names))}"
        )
    return Lexicon(**{name: _freeze(name, rows[name]) for name in names})


def _freeze(name: str, row: Any) -> Any:
    if isinstance(row, list):
        return frozenset(row)
    if name == "idioms":
        return {noun: {key: frozenset(words) for key, words in uses.items()} for noun, uses in row.items()}
    if name in {"prepositions", "country_genders"}:
        return {use: frozenset(words) for use, words in row.items()}
    if name in {"bodies", "anaphors", "pairs", "body_genders"}:
        return {word: label for label, words in row.items() for word in words}
    return row
