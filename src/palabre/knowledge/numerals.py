"""Numbers: their words, their hedges, and the words that make a count a toll."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml

BoundName = Literal["at-least", "at-most", "about"]
_FIGURES = r"(?:\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+)(?:,\d+)?"
_PLACES = str.maketrans("\u00a0\u202f\u2009\n\t’", "     '")
_KEYS = frozenset(
    {"words", "multipliers", "collectives", "several", "articles", "bounds", "bounds_after", "labels", "time_units"}
    | {"months", "signs", "money", "prenominal", "definite", "function_words", "recounts", "auxiliaries", "tolls"}
)
_TOLL_KEYS = frozenset({"name", "nouns", "participles", "gerunds", "objects", "subjects", "before", "after"})


@dataclass(frozen=True, slots=True)
class Toll:
    """What makes a count a toll of one kind (``killed``): nouns, participles, verbs, the words around it."""

    name: str
    nouns: frozenset[str]
    participles: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    left: re.Pattern[str]
    right: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Numerals:
    """The number words of a language and what stands around them.

    ``spot`` finds what a sentence with a count must hold, ``phrase`` a count with its bounds, ``sign`` a sign or
    abbreviation on its right, ``recounts`` the verbs that give another count of the same.
    """

    words: Mapping[str, int]
    multipliers: Mapping[str, int]
    collectives: Mapping[str, int]
    bounds: Mapping[BoundName, re.Pattern[str]]
    spot: re.Pattern[str]
    phrase: re.Pattern[str]
    sign: re.Pattern[str]
    recounts: re.Pattern[str]
    labels: frozenset[str]
    time_units: frozenset[str]
    months: frozenset[str]
    signs: Mapping[str, str]
    money: Mapping[str, str]
    prenominal: frozenset[str]
    definite: frozenset[str]
    function_words: frozenset[str]
    tolls: tuple[Toll, ...]


@cache
def load_numerals(language: str = "fr") -> Numerals:
    """The numerals of ``language``; raises KnowledgeError where the file is wrong."""
    where = f"{language}/numerals.yaml"
    raw = load_yaml(where)
    check_keys(where, raw, required=_KEYS)
    bounds = _bounds(f"{where}: bounds", raw["bounds"] + raw["bounds_after"])
    tolls = tuple(_toll(where, row, raw["auxiliaries"]) for row in raw["tolls"])
    sets: dict[str, Any] = {
        key: frozenset(raw[key])
        for key in ("labels", "time_units", "months", "prenominal", "definite", "function_words")
    }
    tables: dict[str, Any] = {key: raw[key] for key in ("words", "multipliers", "collectives", "signs", "money")}
    return Numerals(
        **tables,
        **sets,
        bounds=bounds,
        spot=_spot(raw),
        phrase=_phrase(raw),
        sign=re.compile(rf" ?({alternatives(raw['signs'])})(?!\w)"),
        recounts=re.compile(rf"\b{alternatives(raw['recounts'])} $"),
        tolls=tolls,
    )


def parse_number(text: str, language: str = "fr") -> float | None:
    """The value of a number in figures, in words or in both, ``None`` where ``text`` is not one number.

    >>> [parse_number(t) for t in ("12.500", "3 250", "2,4 millions", "quatre-vingt-dix-sept", "deux cent mille")]
    [12500.0, 3250.0, 2400000.0, 97.0, 200000.0]
    >>> parse_number("une quarantaine"), parse_number("un million et demi"), parse_number("personne")
    (40.0, 1500000.0, None)
    """
    numerals = load_numerals(language)
    words = folded(text).strip()
    found = re.match(_FIGURES, words)
    value = _figures(found.group()) if found else None
    rest = words[found.end() :] if found else words
    return _spell(_split(rest), value, numerals)


def plain(text: str) -> str:
    """``text`` with ordinary spaces and straight apostrophes, every character in its place."""
    return text.translate(_PLACES)


def folded(text: str) -> str:
    """``plain(text)`` in lower case, every character in its place: what the patterns of data files are matched with."""
    lowered = plain(text).lower()
    return lowered if len(lowered) == len(text) else plain(text)


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


def _number_pattern(words: Iterable[str], multipliers: Iterable[str]) -> str:
    word, scale = alternatives(words), alternatives(multipliers)
    spelled = rf"{word}(?:(?:[- ]et[- ]|[- ]){word})*"
    return rf"(?:{_FIGURES}(?: {scale})*|{spelled})(?: et demie?)?(?![\w])"


def _spot(raw: Mapping[str, Any]) -> re.Pattern[str]:
    """A figure, a number word other than « un », or a word of tolls."""
    words = [word for word, value in (raw["words"] | raw["multipliers"] | raw["collectives"]).items() if value != 1]
    tolls = [word for row in raw["tolls"] for key in ("nouns", "participles", "gerunds") for word in row[key]]
    return re.compile(rf"\d|\b{alternatives({*words, *tolls})}")


def _phrase(raw: Mapping[str, Any]) -> re.Pattern[str]:
    """« au moins une vingtaine », « entre 20 et 30 », « des milliers », « 2,4 millions »."""
    number = _number_pattern([*raw["words"], *raw["multipliers"]], raw["multipliers"])
    collective = alternatives(raw["collectives"])
    vague = alternatives(word for word in raw["collectives"] if word not in raw["multipliers"])
    before = alternatives(word for row in raw["bounds"] for word in row["words"])
    after = alternatives(word for row in raw["bounds_after"] for word in row["words"])
    return re.compile(
        rf"(?<!\w)(?:(?P<bound>{before})(?: |(?<=')))?(?:"
        rf"{alternatives(raw['several'])} (?P<plural>{collective})s(?: de (?P<plural2>{collective})s)?(?!\w)"
        rf"|(?:{alternatives(raw['articles'])} ?)+(?:« ?)?(?P<collective>{vague})(?= d[e'])"
        rf"|entre (?P<low>{number}) et (?P<high>{number})"
        rf"|(?P<low2>{number}) (?:à|ou) (?P<high2>{number})"
        rf"|(?P<number>{number})(?: (?P<times>{collective})s?(?= d[e']))?"
        rf")(?: (?P<after>{after})(?!\w))?",
    )


def _bounds(where: str, rows: list[dict[str, Any]]) -> dict[BoundName, re.Pattern[str]]:
    words: dict[BoundName, list[str]] = {name: [] for name in get_args(BoundName)}
    for row in rows:
        check_keys(where, row, required=frozenset({"name", "words"}))
        if row["name"] not in words:
            raise KnowledgeError(where, f"unknown bound {row['name']}", f"use {', '.join(words)}")
        words[row["name"]] += row["words"]
    return {name: re.compile(alternatives(listed)) for name, listed in words.items()}


def _toll(where: str, row: dict[str, Any], auxiliaries: Mapping[str, list[str]]) -> Toll:
    where = f"{where}: toll {row.get('name')}"
    check_keys(where, row, required=_TOLL_KEYS)
    have, be = alternatives(auxiliaries["avoir"]), alternatives(auxiliaries["être"])
    said = alternatives(row["participles"])
    active = rf"{have} (?:\w+ment |aussi |déjà )?{said}|(?:,| et) {said}|{alternatives(row['gerunds'])}"
    left = [*row["before"], *([active] if row["objects"] else [])]
    also = r"(?: et [\w'-]+ [\w'-]+)?"
    filler = rf"{also}(?: (?!(?:{have}|{be}|qui|que|pour|dans|et|de|du|des)\b)[\w'-]+){{0,2}}"
    passive = rf"(?:(?:{have} )?(?:{be} )(?:\w+ment |aussi |déjà |également )?)?{said}\b"
    try:
        return Toll(
            name=row["name"],
            left=re.compile(rf"(?:{'|'.join(left) or '(?!)'})(?: également| aussi| ainsi)? ?$"),
            right=re.compile(rf"{filler} (?:{'|'.join([passive, *row['after']])})"),
            **{key: frozenset(row[key]) for key in ("nouns", "participles", "objects", "subjects")},
        )
    except re.error as error:
        raise KnowledgeError(where, f"wrong pattern: {error}", "correct `before` or `after`") from error
