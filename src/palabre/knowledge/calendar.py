"""The calendar of a language: its date words, and its grammar of dates, one rule a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml
from palabre.knowledge.numerals import alternatives, load_numerals

Lean = Literal["past", "future", "deadline", "present"]
_TABLES = ("weekdays", "months", "units", "seasons", "holidays", "deictics", "anaphors", "ordinals", "shifts", "parts")
_LEMMAS = ("projecting", "scheduled", "postponed", "happened")
_RULE_KEYS = frozenset({"name", "needs", "make", "pattern", "example"})
_FIGURES = {"year": r"(?:1[5-9]|20)\d\d", "bareday": r"(?:le|du) (?=\d)", "night": r"nuit"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the grammar: ``pattern`` finds the words, the operation ``make`` turns them into an interval.

    ``licence`` must match on the left where the words alone are no date (« mars » in « en mars »).
    """

    name: str
    needs: str
    make: str
    pattern: re.Pattern[str]
    example: str
    licence: re.Pattern[str] | None = None
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words on the left of a date that change it (« depuis »), and whether they point to past or future."""

    name: str
    make: str
    pattern: str
    lean: Lean | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Date words and date grammar.

    ``trigger`` finds the words that rules need and ``triggers`` tells their class; ``part`` and ``modifier`` match what
    stands on the left of a date, the latter in a group with the name of the row of ``modifiers``.
    """

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    units: Mapping[str, str]
    seasons: Mapping[str, tuple[str, str]]
    holidays: Mapping[str, str]
    deictics: Mapping[str, int]
    anaphors: Mapping[str, int]
    ordinals: Mapping[str, int]
    shifts: Mapping[str, int]
    parts: Mapping[str, str]
    rules: tuple[Rule, ...]
    modifiers: Mapping[str, Modifier]
    part: re.Pattern[str]
    modifier: re.Pattern[str]
    trigger: re.Pattern[str]
    triggers: Mapping[str, str]
    names: re.Pattern[str]
    habitual: re.Pattern[str]
    projecting: frozenset[str]
    scheduled: frozenset[str]
    postponed: frozenset[str]
    happened: frozenset[str]


@cache
def load_calendar(language: str = "fr") -> Calendar:
    """The calendar of ``language``; raises KnowledgeError where the file is wrong."""
    where = f"{language}/calendar.yaml"
    raw = load_yaml(where)
    check_keys(
        where,
        raw,
        required=frozenset((*_TABLES, *_LEMMAS, "names", "habitual", "classes", "rules", "part", "modifiers")),
    )
    classes = _classes(raw, language)
    tables: dict[str, Any] = {table: _table(raw[table]) for table in _TABLES}
    modifiers = {row.name.replace("-", "_"): row for row in (_modifier(where, row) for row in raw["modifiers"])}
    any_modifier = "|".join(f"(?P<{name}>{row.pattern})" for name, row in modifiers.items())
    triggers = {str(word).lower(): table[:-1] for table in reversed(_TABLES[:7]) for word in raw[table]}
    lemmas: dict[str, Any] = {key: frozenset(raw[key]) for key in _LEMMAS}
    return Calendar(
        **tables,
        **lemmas,
        rules=tuple(_rule(where, row, classes) for row in raw["rules"]),
        modifiers=modifiers,
        part=_compile(f"{where}: part", rf"(?<![\w-])(?:{raw['part']})$", classes),
        modifier=_compile(f"{where}: modifiers", rf"(?<![\w-])(?:{any_modifier})$", classes),
        trigger=re.compile(rf"\b(?:{'|'.join([alternatives(triggers), *_FIGURES.values()])})"),
        triggers=triggers,
        names=re.compile(rf"\b{alternatives(map(str.lower, raw['names']))}(?: [\w-]+)? du $"),
        habitual=re.compile(rf"(?<![\w']){alternatives(raw['habitual'])} $"),
    )


def trigger_class(word: str, calendar: Calendar) -> str:
    """The class of a word that ``trigger`` found: a table's, or of figures: year, bareday, night.

    >>> [trigger_class(word, load_calendar()) for word in ("mardi", "2023", "nuit", "le ")]
    ['weekday', 'year', 'night', 'bareday']
    """
    found = calendar.triggers.get(word)
    return found or ("year" if word.isdigit() else "night" if word[0] == "n" else "bareday")


def _table(rows: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(word).lower(): tuple(value) if isinstance(value, list) else value for word, value in rows.items()}


def _classes(raw: Mapping[str, Any], language: str) -> dict[str, str]:
    """Every class of words a pattern may name, as a pattern."""
    numerals = load_numerals(language)
    words = alternatives([*numerals.words, "cent"])
    collectives = alternatives([w for w, value in numerals.collectives.items() if value < 100])
    classes: dict[str, str] = {table[:-1]: rf"\b{alternatives(_table(raw[table]))}(?!\w)" for table in _TABLES}
    classes["n"] = rf"(?<![\w.,])(?:\d{{1,3}}|{words}(?:[- ](?:et[- ])?{words})*|une {collectives} d(?:e|'))"
    return {**classes, **raw["classes"]}


def _rule(where: str, row: dict[str, Any], classes: Mapping[str, str]) -> Rule:
    place = f"{where}: rule {row.get('name')}"
    check_keys(place, row, required=_RULE_KEYS, optional=frozenset({"licence", "anchor"}))
    licence = row.get("licence")
    return Rule(
        name=row["name"],
        needs=row["needs"],
        make=row["make"],
        pattern=_compile(place, rf"(?<!\w)(?:{row['pattern']})", classes),
        example=str(row["example"]),
        licence=_compile(place, rf"(?<![\w-])(?:{licence})$", classes) if licence else None,
        from_text=row.get("anchor") == "text",
    )


def _modifier(where: str, row: dict[str, Any]) -> Modifier:
    place = f"{where}: modifier {row.get('name')}"
    check_keys(place, row, required=frozenset({"name", "make", "pattern"}), optional=frozenset({"lean"}))
    if row.get("lean", "past") not in get_args(Lean):
        raise KnowledgeError(place, f"unknown lean {row['lean']}", f"use {', '.join(get_args(Lean))}")
    return Modifier(**row)


def _compile(where: str, pattern: str, classes: Mapping[str, str]) -> re.Pattern[str]:
    """Put the classes in: ``{month2}`` is a named group, ``{_hour}`` a group without a name."""

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        found = classes.get(name) or classes.get(name.rstrip("234")) or classes.get(name.lstrip("_"))
        if found is None:
            raise KnowledgeError(where, f"unknown class {name}", f"use one of {', '.join(sorted(classes))}")
        return found if name.startswith("_") else f"(?P<{name}>{found})"

    try:
        return re.compile(re.sub(r"\{([a-z_]\w*)\}", replace, pattern))
    except re.error as error:
        raise KnowledgeError(where, f"wrong pattern: {error}", "correct `pattern`") from error
