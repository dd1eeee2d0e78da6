"""Where things happen: countries, regions, cities and sites, each with how exact it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from palabre.errors import KnowledgeError
from palabre.knowledge.files import bulk_load, check_keys, data_path, load_yaml
from palabre.knowledge.names import Name, NameIndex, make_name, slug
from palabre.knowledge.registry import Entry, load_registry
from palabre.types import Place

Precision = Literal["region", "district", "city", "point"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)


@dataclass(frozen=True, slots=True)
class Places:
    """The gazetteer. Ids are ``NER:niamey``, or ``NER:region:tillaberi`` for areas, and the code for a country."""

    by_id: Mapping[str, Place]
    names: NameIndex[Place]

    def match(self, words: Sequence[str], at: int) -> list[tuple[int, Place]]:
        """The places whose names start at ``words[at]``, longest first, each with its number of words.

        Several places may share a name: towns come before areas and countries come last.
        """
        return self.names.match(words, at)

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
    for where, place, _ in rows:
        if place.id in by_id:
            raise KnowledgeError(where, f"{place.id} stands twice", "keep one")
        by_id[place.id] = place
    countries = {code: Place(code, entry.name, entry.country, "country") for code, entry in states.items()}
    return Places(by_id | countries, NameIndex(_names(rows, states, countries)))


Row = tuple[str, Place, tuple[str, ...]]


def _over(rows: list[Row], own: list[Row]) -> list[Row]:
    """The rows with an overlay's, which replace those of the same id."""
    replaced = {place.id for _, place, _ in own}
    return [row for row in rows if row[1].id not in replaced] + own


def _names(rows: list[Row], states: Mapping[str, Entry], countries: Mapping[str, Place]) -> Iterator[Name[Place]]:
    for _, place, names in rows:
        for name in names:
            yield make_name(name, place)
    for code, entry in states.items():
        for name in entry.names:
            yield make_name(name, countries[code])


def _read(path: str, states: Mapping[str, Entry]) -> Iterator[Row]:
    """The rows of a file: by country, then by precision, ``Name/other name latitude longitude``."""
    for country, groups in load_yaml(path).items():
        where = f"{path}: {country}"
        if country not in states and country != "INT":
            raise KnowledgeError(where, "unknown country", "use ISO 3166 alpha-3, or INT for areas of several states")
        check_keys(where, groups, required=frozenset(), optional=frozenset(PRECISIONS))
        sovereign = states[country].country if country in states else None
        for precision, texts in groups.items():
            for text in texts:
                yield _place(f"{where}: {text}", text, (country, sovereign), precision)


def _place(where: str, text: Any, owner: tuple[str, str | None], precision: Precision) -> Row:
    """The place of a row; ``owner`` is the code it is filed under, and the state that this belongs to."""
    name, latitude, longitude = _split(where, str(text))
    names = tuple(part.strip() for part in name.split("/"))
    area = "" if precision in {"city", "point"} else f"{precision}:"
    code, country = owner
    place = Place(f"{code}:{area}{slug(names[0])}", names[0], country, precision, latitude, longitude)
    return where, place, names


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
