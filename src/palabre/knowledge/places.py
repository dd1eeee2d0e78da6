"""Where things happen: countries, regions, cities and sites, each with how exact it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from rapidfuzz import fuzz, process

from palabre.errors import KnowledgeError
from palabre.knowledge.files import bulk_load, check_keys, data_path, load_yaml
from palabre.knowledge.gazetteer import LARGE, Gazetteer, Town, load_gazetteer
from palabre.knowledge.names import Name, NameIndex, atoms, make_name, slug
from palabre.knowledge.registry import Entry, load_registry
from palabre.types import Place

Precision = Literal["region", "district", "city", "point"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
_SHORTEST, _ALIKE = 6, 85.0  # letters and likeness (of 100) that a misspelt name needs


@dataclass(frozen=True, slots=True)
class Places:
    """What is kept by hand, and the towns of GeoNames.

    Ids are ``NER:niamey``, or ``NER:region:tillaberi`` for areas, and the code for a country. ``zones`` gives the
    states of areas that lie in several.
    """

    by_id: Mapping[str, Place]
    names: NameIndex[Place]
    doubtful: NameIndex[Town]
    towns: Gazetteer
    zones: Mapping[str, tuple[str, ...]]
    by_country: Mapping[str, tuple[Name[Place], ...]]
    _known: dict[str, dict[str, list[Place]]] = field(default_factory=dict)

    def match(self, words: Sequence[str], at: int) -> list[tuple[int, Place]]:
        """The places kept by hand whose names start at ``words[at]``, longest first, each with its number of words.

        Several places may share a name: towns come before areas and countries come last.
        """
        return self.names.match(words, at)

    def match_towns(self, words: Sequence[str], at: int) -> tuple[int, list[Town]] | None:
        """The towns of the longest name at ``words[at]`` that need evidence: of GeoNames, and doubtful ones by hand."""
        listed, own = self.towns.match(words, at), self.doubtful.match(words, at)
        if not own:
            return listed
        size = own[0][0]
        if listed is not None and listed[0] > size:
            return listed
        kept = [town for length, town in own if length == size]
        held = {town.place.country for town in kept}
        rest = listed[1] if listed is not None and listed[0] == size else []
        return size, [*kept, *(town for town in rest if town.place.country not in held)]

    def near(self, name: str, country: str) -> Place | None:
        """The one town of ``country`` spelt almost like ``name``: a guess, which the text must bear out."""
        key = " ".join(atoms(name))
        if len(key) < _SHORTEST:
            return None
        keys = self._keys(country)
        close = process.extract(key, keys.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4)
        found = {place.id: place for text, *_ in close if text[0] == key[0] for place in keys[text]}
        return next(iter(found.values())) if len(found) == 1 else None

    def _keys(self, country: str) -> dict[str, list[Place]]:
        """The towns of a country by folded name; kept once asked for."""
        if country not in self._known:
            keys: dict[str, list[Place]] = {}
            for name in self.by_country.get(country, ()):
                keys.setdefault(" ".join(name.folded), []).append(name.value)
            for key, town in self.towns.of(country):
                keys.setdefault(key, [town.place])
            self._known[country] = keys
        return self._known[country]

    def country(self, code: str) -> Place | None:
        """The country of an ISO alpha-3 code."""
        place = self.by_id.get(code)
        return place if place is not None and place.precision == "country" else None


@cache
def load_places(overlays: tuple[Path, ...] = ()) -> Places:
    """The gazetteer; read once.

    Raises KnowledgeError where a data file is wrong: it names the file, the entry and the remedy.
    """
    states = {e.id: e for e in load_registry("fr", overlays).entries.values() if e.kind == "state"}
    with bulk_load():
        return _build(states, overlays)


def _build(states: Mapping[str, Entry], overlays: tuple[Path, ...]) -> Places:
    rows = [row for path in sorted(data_path("places").glob("*.yaml")) for row in _read(f"places/{path.name}", states)]
    for folder in overlays:
        rows = _over(rows, [row for path in sorted(folder.glob("places/*.yaml")) for row in _read(str(path), states)])
    rows.sort(key=lambda row: -PRECISIONS.index(row[1].precision))
    by_id: dict[str, Place] = {}
    for where, place, *_ in rows:
        if place.id in by_id:
            raise KnowledgeError(where, f"{place.id} stands twice", "keep one")
        by_id[place.id] = place
    countries = {code: Place(code, entry.name, entry.country, "country") for code, entry in states.items()}
    towns = load_gazetteer({code: entry.country for code, entry in states.items()})
    zones = {place.id: codes for _, place, _, codes in rows if codes}
    index = NameIndex(_names(rows, states, countries))
    return Places(by_id | countries, index, NameIndex(_doubtful(rows)), towns, zones, _by_country(rows))


def _doubtful(rows: list[Row]) -> Iterator[Name[Town]]:
    """Names kept by hand that are believed only beside words that make them a place."""
    for _, place, names, _ in rows:
        for name in names:
            if name.endswith("~"):
                yield make_name(name[:-1], Town(place, LARGE, person=True))


def _by_country(rows: list[Row]) -> dict[str, tuple[Name[Place], ...]]:
    """The names of towns, by the code that they are filed under."""
    found: dict[str, list[Name[Place]]] = {}
    for _, place, names, _ in rows:
        if place.precision == "city":
            found.setdefault(place.id.partition(":")[0], []).extend(
                make_name(name.rstrip("~"), place) for name in names
            )
    return {code: tuple(names) for code, names in found.items()}


Row = tuple[str, Place, tuple[str, ...], tuple[str, ...]]


def _over(rows: list[Row], own: list[Row]) -> list[Row]:
    """The rows with an overlay's, which replace those of the same id."""
    replaced = {place.id for _, place, *_ in own}
    return [row for row in rows if row[1].id not in replaced] + own


def _names(rows: list[Row], states: Mapping[str, Entry], countries: Mapping[str, Place]) -> Iterator[Name[Place]]:
    for _, place, names, _ in rows:
        for name in names:
            if not name.endswith("~"):
                yield make_name(name, place)
    for code, entry in states.items():
        for name in entry.names:
            yield make_name(name, countries[code])


def _read(path: str, states: Mapping[str, Entry]) -> Iterator[Row]:
    """The rows of a file: by country, then by precision, ``Name/other name (STATES) latitude longitude``."""
    for country, groups in load_yaml(path).items():
        where = f"{path}: {country}"
        if country not in states and country != "INT":
            raise KnowledgeError(where, "unknown country", "use ISO 3166 alpha-3, or INT for areas of several states")
        check_keys(where, groups, required=frozenset(), optional=frozenset(PRECISIONS))
        sovereign = states[country].country if country in states else None
        for precision, texts in groups.items():
            for text in texts:
                row = _place(f"{where}: {text}", text, (country, sovereign), precision)
                if unknown := [code for code in row[3] if code not in states]:
                    raise KnowledgeError(row[0], f"unknown state {unknown[0]}", "use ISO 3166 alpha-3")
                yield row


def _place(where: str, text: Any, owner: tuple[str, str | None], precision: Precision) -> Row:
    """The place of a row; ``owner`` is the code it is filed under, and the state that this belongs to."""
    name, latitude, longitude = _split(where, str(text))
    name, _, codes = name.partition(" (")
    names = tuple(part.strip() for part in name.split("/"))
    area = "" if precision in {"city", "point"} else f"{precision}:"
    code, country = owner
    main = names[0].rstrip("~!")
    place = Place(f"{code}:{area}{slug(main)}", main, country, precision, latitude, longitude)
    return where, place, names, tuple(codes.rstrip(")").split())


def _split(where: str, text: str) -> tuple[str, float | None, float | None]:
    """The names and the coordinates, which may be left out.

    >>> _split("", "Téra/Tera 14.0 0.8"), _split("", "Inates")
    (('Téra/Tera', 14.0, 0.8), ('Inates', None, None))
    """
    parts = text.rsplit(" ", 2)
    try:
        latitude, longitude = float(parts[-2]), float(parts[-1])
    except (ValueError, IndexError):
        return text, None, None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise KnowledgeError(where, "coordinates off the globe", "write latitude, then longitude, in degrees")
    return parts[0], latitude, longitude
