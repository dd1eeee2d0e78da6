"""Numbers: their words, their hedges, and the words that make a count a toll."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, get_args

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml

BoundName = Literal["at-least", "at-most", "about"]
_FIGURES = r"(?:\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+)(?:,\d+)?"
_PLACES = str.maketrans("\u00a0\u202f\u2009\n\t’", "     '")
_TOLL_KEYS = frozenset({"name", "nouns", "participles", "objects", "subjects", "before", "after"})


@dataclass(frozen=True, slots=True)
class Toll:
    """What makes a count a toll of one kind (``killed``): nouns, participles, verbs, set phrases around it."""

    name: str
    nouns: frozenset[str]
    participles: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Numerals:
    """The number words of a language and what stands around them; ``number`` matches one number."""

    words: Mapping[str, int]
    multipliers: Mapping[str, int]
    collectives: Mapping[str, int]
    number: str
    several: str
    bounds: Mapping[BoundName, str]
    bounds_after: Mapping[BoundName, str]
    labels: frozenset[str]
    time_units: frozenset[str]
    months: frozenset[str]
    signs: Mapping[str, str]
    money: Mapping[str, str]
    prenominal: frozenset[str]
    function_words: frozenset[str]
    tolls: tuple[Toll, ...]


@cache
def load_numerals(language: str = "fr") -> Numerals:
    """The numerals of ``language``; raises KnowledgeError where the file is wrong."""
    where = f"{language}/numerals.yaml"
    raw = load_yaml(where)
    check_keys(where, raw, required=frozenset(field.name for field in fields(Numerals)) - {"number"})
    scales = {**raw["words"], **raw["multipliers"]}
    return Numerals(
        words=raw["words"],
        multipliers=raw["multipliers"],
        collectives=raw["collectives"],
        number=_number_pattern(scales, raw["multipliers"]),
        several=alternatives(raw["several"]),
        bounds=_bounds(f"{where}: bounds", raw["bounds"]),
        bounds_after=_bounds(f"{where}: bounds_after", raw["bounds_after"]),
        **{key: frozenset(raw[key]) for key in ("labels", "time_units", "months", "prenominal", "function_words")},
        signs=raw["signs"],
        money=raw["money"],
        tolls=tuple(_toll(where, row) for row in raw["tolls"]),
    )


def parse_number(text: str, language: str = "fr") -> float | None:
    """The value of a number in figures, in words or in both, ``None`` where ``text`` is not one number.

    >>> [parse_number(t) for t in ("12.500", "3 250", "2,4 millions", "quatre-vingt-dix-sept", "deux cent mille")]
    [12500.0, 3250.0, 2400000.0, 97.0, 200000.0]
    >>> parse_number("une quarantaine"), parse_number("un million et demi"), parse_number("personne")
    (40.0, 1500000.0, None)
    """
    numerals = load_numerals(language)
    words = plain(text).lower().strip()
    found = re.match(_FIGURES, words)
    value = _figures(found.group()) if found else None
    rest = words[found.end() :] if found else words
    return _spell(_split(rest), value, numerals)


def plain(text: str) -> str:
    """``text`` with ordinary spaces and straight apostrophes, every character in its place."""
    return text.translate(_PLACES)


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _figures(text: str) -> float:
    return float(re.sub(r"[ .](?=\d{3})", "", text).replace(",", "."))


def _split(text: str) -> list[str]:
    return [word for word in re.split(r"[\s-]+", text.replace("demi-douzaine", "demi_douzaine")) if word]


def _spell(words: list[str], value: float | None, numerals: Numerals) -> float | None:
    """Add up number words after ``value`` (already read in figures): ``total`` closed, ``part`` still growing."""
    total, part = 0.0, value
    for word in words:
        scale = numerals.multipliers.get(word) or numerals.collectives.get(word.replace("_", "-"))
        if word in ("et", "d'", "de"):
            continue
        if word.startswith("demi") and "_" not in word:
            last = _last_scale(words, numerals)
            total, part = total + (part or 0) + last / 2, None
        elif scale and scale < 1000:
            part = (part or 1) * scale if (part or 1) < 100 else (part or 0) + scale
        elif scale:
            total, part = total + (part or 1) * scale, None
        elif word in numerals.words:
            part = _add(part, numerals.words[word])
        else:
            return None
    return total + (part or 0) if total or part is not None else None


def _add(part: float | None, number: int) -> float:
    """Four then twenty makes eighty; anything else adds up."""
    return part + 76 if part and number == 20 and part % 100 == 4 else (part or 0) + number


def _last_scale(words: list[str], numerals: Numerals) -> int:
    return next((numerals.multipliers[w] for w in reversed(words) if w in numerals.multipliers), 1)


def _number_pattern(scales: Iterable[str], multipliers: Iterable[str]) -> str:
    word, scale = alternatives(scales), alternatives(multipliers)
    spelled = rf"{word}(?:(?:[- ]et[- ]|[- ]){word})*"
    return rf"(?:{_FIGURES}(?: {scale})*|{spelled})(?: et demie?)?(?![\w])"


def _bounds(where: str, rows: list[dict[str, Any]]) -> dict[BoundName, str]:
    for row in rows:
        check_keys(where, row, required=frozenset({"name", "words"}))
        if row["name"] not in get_args(BoundName):
            raise KnowledgeError(where, f"unknown bound {row['name']}", f"use {', '.join(get_args(BoundName))}")
    return {row["name"]: alternatives(row["words"]) for row in rows}


def _toll(where: str, row: dict[str, Any]) -> Toll:
    where = f"{where}: toll {row.get('name')}"
    check_keys(where, row, required=_TOLL_KEYS)
    try:
        before = re.compile(rf"\b(?:{'|'.join(row['before'])})$", re.I) if row["before"] else None
        after = re.compile(rf"(?:{'|'.join(row['after'])})\b", re.I) if row["after"] else None
    except re.error as error:
        raise KnowledgeError(where, f"wrong pattern: {error}", "correct `before` or `after`") from error
    words = {key: frozenset(row[key]) for key in ("nouns", "participles", "objects", "subjects")}
    return Toll(name=row["name"], before=before, after=after, **words)
