"""Where: places found, refused and left open, on cases kept as data: ``cases/places/*.yaml`` (see their heads)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from readings import READING

from palabre import actors, ingest, knowledge, parse, pipeline
from palabre.coding import merging
from palabre.errors import KnowledgeError
from palabre.knowledge import files
from palabre.knowledge import places as knowledge_places
from palabre.knowledge.gazetteer import Gazetteer, load_gazetteer
from palabre.knowledge.places import load_places
from palabre.types import Article, Place, PlaceMention

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "places"


def cases(*names: str) -> Iterator[Any]:
    for name in names:
        for row in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(reason=row["fails"], strict=True)] if "fails" in row else []
            yield pytest.param(row, id=f"{name}: {row['text'][:60]}", marks=marks)


def article(text: str) -> Article:
    return ingest.from_text(text, published=date(2024, 3, 6), language="fr")


def found(text: str) -> tuple[PlaceMention, ...]:
    document = parse.load("fr").parse(article(text))
    return actors.find(document, knowledge.load("fr").registry, load_places())[1]


@pytest.mark.parametrize("row", list(cases("found", "refused", "ambiguous", "areas", "supplement")))
def test_case(row: dict[str, Any]) -> None:
    places = found(row["text"])
    for name, wanted in (told.split(" = ") for told in row.get("places", ())):
        said = {f"{p.place.country or '?'} {p.place.precision}" for p in places if p.text == name}
        assert wanted in said, f"{name}: {said or 'no place'}"
    for name in row.get("absent", ()):
        assert not [p for p in places if name in p.text.split()], name
    for name in row.get("no_pin", ()):
        assert all(p.place.latitude is None for p in places if p.text == name), name


@pytest.mark.parametrize("row", list(cases("events")))
def test_the_place_of_an_event_is_that_of_its_clause(row: dict[str, Any]) -> None:
    reading = pipeline.read(article(row["text"]))
    told = {event.type: event.place.text if event.place else None for event in reading.events}
    for type_, wanted in (told.split(" = ") for told in row["events"]):
        assert told.get(type_, "no event") == (None if wanted == "none" else wanted)


def test_no_country_has_a_pin_and_every_town_has_one() -> None:
    places = load_places()
    assert all(p.latitude is None for p in places.by_id.values() if p.precision == "country")
    towns = [t for country in ("MLI", "HTI", "FRA") for _, t in places.towns.of(country)]
    assert len(towns) > 1000
    assert all(t.place.precision == "city" and t.place.latitude is not None for t in towns)


def test_towns_are_matched_longest_first_with_their_capitals() -> None:
    towns = load_places().towns
    hit = towns.match("à Saint - Louis du Nord".split(), 1)
    assert hit is not None
    assert (hit[0], hit[1][0].place.id) == (5, "HTI:saint-louis-du-nord")
    assert towns.match(["tours"], 0) is None
    assert towns.match(["Omdourman"], 0) == towns.match(["Omdurman"], 0)


def test_names_that_are_words_or_persons_are_marked() -> None:
    towns = load_places().towns
    for name in ("Tours", "Orange", "Sens", "Man", "Bo"):
        hit = towns.match([name], 0)
        assert hit is not None
        assert all(t.word for t in hit[1]), name
    hit = towns.match(["Mercedes"], 0)
    assert hit is not None
    assert all(t.person for t in hit[1])


@pytest.mark.parametrize(
    ("name", "country", "id_"),
    [
        ("Zalengei", "SDN", "SDN:zalingei"),
        ("Tchintabaradène", "NER", "NER:tchintabaraden"),
        ("Zalengei", "MLI", None),
        ("Gaou", "MLI", None),
    ],
)
def test_misspelt_towns_are_sought_in_one_country(name: str, country: str, id_: str | None) -> None:
    place = load_places().near(name, country)
    assert (place.id if place else None) == id_


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["a\tA\tMLI"], "expected 9 columns"),
        (["b\tB\tMLI\t\t1.0\t1.0\t0\t\t", "a\tA\tMLI\t\t1.0\t1.0\t0\t\t"], "not sorted"),
    ],
)
def test_a_wrong_gazetteer_is_refused(rows: list[str], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        Gazetteer(rows, {})


def test_zones_know_their_states() -> None:
    places = load_places()
    assert set(places.zones["INT:region:liptako-gourma"]) == {"MLI", "BFA", "NER"}


def test_the_page_on_places_names_every_file_and_its_rows_load(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/adding-a-place.md").read_text(encoding="utf-8")
    assert not [p.name for p in files.data_path("places").glob("*.*") if f"`{p.name}`" not in page]
    town, zone = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(\w.*?)```", page, re.DOTALL))
    monkeypatch.setattr(knowledge_places, "load_yaml", lambda path: town | zone if path.endswith("zones.yaml") else {})
    places = load_places.__wrapped__()
    assert places.by_id["MLI:ouro-bello"].latitude == 14.8
    assert places.zones == {"INT:region:plaine-de-ouro": ("MLI", "BFA")}
    assert places.match(["Karim"], 0) == []
    hit = places.match_towns(["Karim"], 0)
    assert hit is not None
    assert hit[1][0].place.id == "MLI:karim"


@pytest.mark.parametrize(
    ("one", "other", "elsewhere"),
    [
        (("NER:ayorou", "NER", "city"), ("NER:region:tillaberi", "NER", "region"), False),
        (("NER:ayorou", "NER", "city"), ("NER:tera", "NER", "city"), True),
        (("NER:ayorou", "NER", "city"), ("MLI:region:gao", "MLI", "region"), True),
        (("NER:ayorou", "NER", "city"), ("NER", "NER", "country"), False),
        (("NER:region:dosso", "NER", "region"), ("NER:region:tillaberi", "NER", "region"), True),
    ],
)
def test_a_town_and_an_area_of_its_country_may_be_one_scene(one: Any, other: Any, elsewhere: bool) -> None:
    told = READING.events[0]
    assert told.place is not None
    a, b = (
        replace(told, place=replace(told.place, place=Place(id_, id_, code, precision)))
        for id_, code, precision in (one, other)
    )
    assert merging._elsewhere(a, b) is elsewhere


def test_the_gazetteer_loads_in_a_blink() -> None:
    start = time.process_time()
    load_gazetteer({})
    assert time.process_time() - start < 0.3, "several times what it takes on a slow core"
