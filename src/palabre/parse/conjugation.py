"""The forms of French verbs: a table generated from ``data/fr/verbs.yaml``, and an analysis of regular -er verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import data_path, load_yaml

_FUTURE = ("ai", "as", "a", "ons", "ez", "ont")
_IMPERFECT = ("ais", "ait", "ions", "iez", "aient")
_CIRCUMFLEX = str.maketrans("aiu", "âîû")


@dataclass(frozen=True, slots=True)
class Conjugation:
    """Which infinitives a form may belong to."""

    table: dict[str, tuple[str, ...]]
    mute: frozenset[str]
    double: frozenset[str]
    hiatus: frozenset[str]
    known: frozenset[str]
    preferred: frozenset[str]
    silent: tuple[str, ...]
    sounded: tuple[str, ...]
    rare: frozenset[str]

    def irregular(self, form: str) -> tuple[str, ...]:
        """The infinitives in -ir, -re and -oir (and the irregular ones in -er) that have this form.

        >>> load().irregular("viendront"), load().irregular("suis")
        (('venir',), ('être', 'suivre'))
        """
        return self.table.get(form, ())

    def regular(self, form: str) -> list[str]:
        """The infinitives in -er that this form would belong to, the likeliest first.

        >>> load().regular("achète"), load().regular("espère"), load().regular("menaçait")
        (['acheter'], ['espérer'], ['menacer'])
        """
        found: dict[str, int] = {}
        for ending in (*self.sounded, *self.silent):
            if form.endswith(ending) and len(form) > len(ending) + 1:
                stem = self._stem(form[: -len(ending)], ending)
                if stem is not None:
                    found.setdefault(stem + "er", self._cost(stem, ending))
        return sorted(found, key=lambda infinitive: (found[infinitive], len(infinitive)))

    def _cost(self, stem: str, ending: str) -> int:
        """How unlikely: verbs of the list first, the imperfect subjunctive last."""
        return 0 if stem in self.hiatus or stem + "er" in self.known else 2 if ending in self.rare else 1

    def _stem(self, stem: str, ending: str) -> str | None:
        if stem in self.hiatus:
            return stem
        if ending[0] in "aâ" or ending == "ons":
            return _softened(stem)
        if ending in self.silent:
            return self._silent(stem)
        return None if stem.endswith(("é", "è")) else stem

    def _silent(self, stem: str) -> str:
        """The stem of « achète », « espère », « appelle », « emploie » as in the infinitive."""
        if stem[-2:] in ("ll", "tt") and stem[:-1] in self.double:
            return stem[:-1]
        if stem.endswith(("oi", "ui", "ai")):
            return stem[:-1] + "y"
        if grave := re.search(r"è([^aeiouéè]+)$", stem):
            bare = stem[: grave.start()] + "e" + grave[1]
            return bare if bare in self.mute else stem[: grave.start()] + "é" + grave[1]
        return stem


def _softened(stem: str) -> str | None:
    """The stem before a, o: « mange-ons » and « menaç-ons » as in the infinitive."""
    if stem.endswith("ç"):
        return stem[:-1] + "c"
    if stem.endswith("ge"):
        return stem[:-1]
    return None if stem.endswith(("c", "g", "é", "è")) else stem


@cache
def load() -> Conjugation:
    """The conjugation of ``verbs.yaml``; raises KnowledgeError where a row is wrong."""
    path = data_path("fr/verbs.yaml")
    data: dict[str, Any] = load_yaml(path)
    table: dict[str, dict[str, None]] = {}
    for number, row in enumerate(data["models"], 1):
        try:
            for infinitive, form in _forms(row):
                table.setdefault(form, {})[infinitive] = None
        except (KeyError, IndexError) as error:
            raise KnowledgeError(
                str(path), f"model {number}: {error} is missing", "see the head of the file"
            ) from error
    sets: dict[str, Any] = {
        key: frozenset(data[key]) for key in ("mute", "double", "hiatus", "known", "preferred", "rare")
    }
    endings: dict[str, Any] = {key: tuple(data[key]) for key in ("silent", "sounded")}
    return Conjugation(table={form: tuple(found) for form, found in table.items()}, **sets, **endings)


def _forms(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every (infinitive, form) of a row's verbs."""
    patterns = list(dict.fromkeys(_patterns(row)))
    for stem in row["stems"]:
        infinitive = row["inf"].replace("~", stem)
        for pattern in patterns:
            yield infinitive, pattern.replace("~", stem)


def _patterns(row: dict[str, Any]) -> Iterator[str]:
    infinitive, present = row["inf"], row["pres"]
    nous = row.get("imp", present[3].removesuffix("ons"))
    future = row.get("fut", infinitive.removesuffix("e"))
    subjunctive = row.get("sub", [present[5].removesuffix("ent"), nous])
    yield from (infinitive, row.get("ppr", nous + "ant"), *present, *row.get("also", ()))
    yield from (nous + ending for ending in _IMPERFECT)
    yield from (future + ending for ending in (*_FUTURE, *(e for e in _IMPERFECT)))
    yield from (subjunctive[0] + ending for ending in ("e", "es", "ent"))
    yield from (subjunctive[1] + ending for ending in ("ions", "iez"))
    yield from _past(row.get("ps"))
    yield from _participles(row.get("pp"))


def _past(theme: str | None) -> Iterator[str]:
    """Simple past and imperfect subjunctive: vins, vint, vînmes, vinrent, vinsse, vînt."""
    if theme is None:
        return
    tail = "n" if theme.endswith("n") else ""
    vowel = theme[: len(theme) - len(tail)]
    marked = vowel[:-1] + vowel[-1].translate(_CIRCUMFLEX) + tail
    yield from (theme + ending for ending in ("s", "t", "rent", "sse", "sses", "ssions", "ssiez", "ssent"))
    yield from (marked + ending for ending in ("mes", "tes", "t"))


def _participles(given: str | list[str] | None) -> Iterator[str]:
    if isinstance(given, list):
        yield from given
    elif given:
        yield from (given, given + "e", given + "es", given if given.endswith("s") else given + "s")
