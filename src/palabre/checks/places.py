"""Checks of places: where they lie, and what else bears their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from palabre.checks.model import Found
from palabre.checks.sources import Row, items
from palabre.checks.subject import Subject
from palabre.knowledge.files import load_yaml
from palabre.knowledge.names import atoms
from palabre.knowledge.places import PRECISIONS
from palabre.types import Place

BOXES = ("checks/boxes.yaml", "checks/islands.yaml")
# Coordinates are cut to a tenth of a degree, coasts to 1:50m.
MARGIN = 0.35


def e301_place_outside_its_country(subject: Subject) -> Iterator[Found]:
    """A place lies outside its country.

    Correct the coordinates (latitude first, then longitude), or file it under the right country.
    """
    boxes = _boxes()
    for place in subject.places.by_id.values() if subject.places else ():
        pinned = place.latitude is not None and place.longitude is not None
        if pinned and place.id[:3] in boxes and not _inside(place, boxes[place.id[:3]]):
            at = f"{place.latitude} {place.longitude}"
            yield _at(subject, place, (("country", place.id[:3]), ("coordinates", at)))


def e302_coordinates_without_country(subject: Subject) -> Iterator[Found]:
    """A place row is filed under a code that is no country, or under a precision that does not exist.

    Use an ISO 3166 alpha-3 code (INT for areas of several states), and region, district, city or point.
    """
    known = {key for file in subject.files("actors/states.yaml") for key, *_ in items(subject.source(file).root)}
    for file in subject.files("places/*.yaml"):
        for country, at, groups in items(subject.source(file).root):
            if country not in known | {"INT"}:
                yield Found(file, at, country)
            for precision, where, _ in items(groups):
                if precision not in PRECISIONS:
                    yield Found(file, where, f"{country}: {precision}")


def w302_place_named_as_an_actor(subject: Subject) -> Iterator[Found]:
    """A place is called as an actor is.

    Make the place's name longer, or the actor's: which of the two is meant is then left to the context.
    """
    registry = subject.registry
    for row, name in _names(subject) if registry else ():
        words = tuple(name.split())
        bearers = {alias.entry for size, alias in registry.match(words, 0) if size == len(words)} if registry else set()
        for entry in sorted(bearers):
            if registry and registry.entries[entry].kind not in {"state", "person"}:
                yield Found(row.file, row.line, name, (("see also", registry.entries[entry].name),))


def w303_place_named_as_a_word(subject: Subject) -> Iterator[Found]:
    """A place is called as a common noun that makes a party.

    Add a second word to its name, such as its region's.
    """
    roles = subject.registry.role_index if subject.registry else {}
    single = {first for first, rows in roles.items() if any(len(pattern) == 1 for pattern, _ in rows)}
    for row, name in _names(subject):
        pieces = atoms(name)
        if len(pieces) == 1 and pieces[0] in single:
            yield Found(row.file, row.line, name)


@cache
def _boxes() -> Mapping[str, list[list[float]]]:
    boxes: dict[str, list[list[float]]] = {}
    for file in BOXES:
        for country, own in load_yaml(file).items():
            boxes[country] = boxes.get(country, []) + own
    return boxes


def _at(subject: Subject, place: Place, notes: tuple[tuple[str, str], ...]) -> Found:
    row = next((row for row, name in _names(subject) if name == place.name and row.name == place.id[:3]), None)
    return Found(row.file if row else "places", row.line if row else 1, place.name, notes)


def _names(subject: Subject) -> Iterator[tuple[Row, str]]:
    """Every name written in the places' files, with its row, which bears the country's code."""
    return ((row, name.strip()) for row in subject.place_rows for name in row.value["names"])


def _inside(place: Place, boxes: list[list[float]]) -> bool:
    latitude, longitude = place.latitude or 0.0, place.longitude or 0.0
    return any(
        south - MARGIN <= latitude <= north + MARGIN and west - MARGIN <= longitude <= east + MARGIN
        for south, west, north, east in boxes
    )
