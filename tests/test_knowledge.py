"""Who and where: the registry and the gazetteer, and the checks of their data."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from palabre.errors import KnowledgeError
from palabre.knowledge import files, places, registry, roster
from palabre.knowledge.compiled import remembered
from palabre.knowledge.names import make_name
from palabre.knowledge.places import load_places
from palabre.knowledge.registry import load_registry
from palabre.knowledge.roster import SECTORS, Term, check_holders

R = load_registry()
P = load_places()


def first(words: str) -> tuple[str, str, int] | None:
    found = R.match(words.split(), 0)
    return (found[0][1].entry, found[0][1].sense, found[0][0]) if found else None


@pytest.mark.parametrize(
    ("words", "entry", "sense", "length"),
    [
        ("Côte d' Ivoire", "CIV", "name", 3),
        ("Cote d’Ivoire", "CIV", "name", 2),
        ("ETATS-UNIS", "USA", "name", 1),
        ("États - Unis", "USA", "name", 3),
        ("N' Djamena", "TCD", "capital", 2),
        ("Kyiv", "UKR", "capital", 1),
        ("Maison Blanche", "USA", "palace", 2),
        ("Cédéao", "ECOWAS", "acronym", 1),
        ("O.N.U.", "UN", "acronym", 1),
        ("Otan", "NATO", "acronym", 1),
        ("Conseil de sécurité de l' ONU", "org:unsc", "name", 6),
        ("Africa Corps", "inst:africa-corps", "name", 2),
        ("Boko Haram", "group:boko-haram", "name", 2),
        ("Mohamed Bazoum", "person:mohamed-bazoum", "name", 2),
        ("Bazoum", "person:mohamed-bazoum", "surname", 1),
        ("Tchiani", "person:abdourahamane-tiani", "surname", 1),
        ("Nigériens", "NER", "demonym-plural", 1),
        ("talibans", "group:taliban", "name", 1),
        ("Georgetown", "GUY", "capital", 1),
        ("Québec", "CAN", "capital", 1),
        ("Tibétains", "CHN", "demonym-plural", 1),
    ],
)
def test_names_are_found_however_they_are_written(words: str, entry: str, sense: str, length: int) -> None:
    assert first(words) == (entry, sense, length)


@pytest.mark.parametrize("words", ["niger", "otan", "unir", "Unir les forces", "ei", "paris", "pp", "Fa"])
def test_case_keeps_words_from_being_names(words: str) -> None:
    assert first(words) is None


def test_the_longest_name_comes_first_and_shared_names_come_together() -> None:
    found = R.match("République du Congo".split(), 0)
    assert [(n, a.entry) for n, a in found] == [(3, "COG")]
    assert {a.entry for _, a in R.match(["Congo"], 0)} == {"COD", "COG"}


@pytest.mark.parametrize(
    ("word", "entries"),
    [
        ("nigérienne", ("NER",)),
        ("nigérian", ("NGA",)),
        ("Burkinabè", ("BFA",)),
        ("sud-africains", ("ZAF",)),
        ("équato-guinéen", ("GNQ",)),
        ("bissau-guinéennes", ("GNB",)),
        ("onusiens", ("UN",)),
        ("congolaise", ("COD", "COG")),
        ("coréens", ("KOR", "PRK")),
        ("table", ()),
    ],
)
def test_demonyms(word: str, entries: tuple[str, ...]) -> None:
    assert tuple(sorted(R.demonym(word))) == entries


@pytest.mark.parametrize(
    ("words", "lemmas", "lemma", "length"),
    [
        ("ministre malien de la Défense", "ministre malien de le défense", "ministre de la défense", 5),
        ("ministre des Affaires étrangères", "ministre de affaire étranger", "ministre des affaires étrangères", 4),
        ("chef de l' État", "chef de le état", "chef de l'état", 4),
        ("ministres de la Défense", "ministre de le défense", "ministre de la défense", 4),
        ("Premier ministre", "premier ministre", "premier ministre", 2),
        ("policières", "policier", "policier", 1),
        ("manifestantes", "manifestant", "manifestant", 1),
        ("forces de l' ordre", "force de le ordre", "forces de l'ordre", 4),
        ("garde-côtes", "garde-côte", "garde-côte", 1),
        ("ex-diplomates", "ex-diplomate", "diplomate", 1),
        ("ex-ministre de la Défense", "ex-ministre de le défense", "ministre de la défense", 4),
        ("ex-président", "président", "ex-président", 1),
    ],
)  # fmt: skip
def test_roles(words: str, lemmas: str, lemma: str, length: int) -> None:
    found = R.match_role(lemmas.split(), words.split(), 0)
    assert found is not None
    assert (found[0], found[1].lemma) == (length, lemma)


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("brigade", "UNK"),
        ("unité", "UNK"),
        ("brigade de gendarmerie", "POL"),
        ("unité d' élite", "MIL"),
        ("alliés", "GOV"),
        ("partenaires", "GOV"),
        ("juriste", "CVL"),
        ("camionneurs", "CVL"),
        ("missionnaire", "CVL"),
        ("codétenus", "CVL"),
        ("fédération", "CVL"),
        ("présidente du club", "CVL"),
        ("président du conseil d' administration", "BUS"),
        ("président du groupe", "BUS"),
        ("président du conseil", "GOV"),
        ("présidente de la commission d' enquête", "LEG"),
        ("président de la commission électorale", "GOV"),
        ("classe politique", "PTY"),
        ("gauche", "PTY"),
        ("agent de santé", "CVL"),
        ("agent pénitentiaire", "POL"),
    ],
)
def test_the_sectors_of_roles(words: str, sector: str) -> None:
    found = R.match_role(words.lower().split(), words.split(), 0)
    assert found is not None
    assert (found[0], found[1].sector) == (len(words.split()), sector)


def test_a_person_stands_for_what_he_was_on_the_day() -> None:
    person = "person:mohamed-bazoum"
    assert R.actor(person, on=date(2022, 1, 1)).sector == "GOV"
    assert R.actor(person, on=date(2023, 7, 26)).sector == "GOV"
    assert R.actor(person, on=date(2024, 1, 1)).sector == "OPP"
    assert R.actor(person, on=date(2024, 1, 1)).country == "NER"
    assert R.actor("person:assimi-goita", on=date(2025, 1, 1)).country == "MLI", "chairing a body is secondary"
    assert R.actor("person:michelle-bachelet", on=date(2019, 5, 1)).country == "UN"


@pytest.mark.parametrize(
    ("person", "on", "country", "sector"),
    [
        ("macky-sall", date(2023, 1, 1), "SEN", "GOV"),  # while he chaired the African Union
        ("macky-sall", date(2025, 1, 1), "SEN", "OPP"),
        ("macky-sall", None, "SEN", "OPP"),
        ("umaro-sissoco-embalo", date(2025, 11, 26), "GNB", "GOV"),  # the day he fell
        ("umaro-sissoco-embalo", date(2025, 11, 27), "GNB", "OPP"),
        ("idriss-deby-itno", date(2021, 4, 20), "TCD", "GOV"),
        ("idriss-deby-itno", None, "TCD", "GOV"),
        ("moussa-faki-mahamat", date(2020, 1, 1), "AU", "IGO"),
        ("moussa-faki-mahamat", date(2025, 9, 1), "TCD", None),
        ("kofi-annan", date(2015, 1, 1), "UN", None),
    ],
)
def test_a_chair_of_a_body_is_nobodys_home(person: str, on: date | None, country: str, sector: str | None) -> None:
    actor = R.actor(f"person:{person}", on=on)
    assert (actor.country, actor.sector) == (country, sector)


def test_nobody_is_at_home_in_a_body_who_held_a_national_office() -> None:
    states = {e.id for e in R.entries.values() if e.kind == "state"}
    people = [e for e in R.entries.values() if e.kind == "person" and any(t.country in states for t in R.terms(e.id))]
    assert [e.name for e in people if e.country not in states] == []


@pytest.mark.parametrize(
    ("code", "state", "demonym", "town"),
    [
        ("NCL", "FRA", "calédoniens", "Nouméa"),
        ("GUF", "FRA", "guyanaise", "Cayenne"),
        ("MYT", "FRA", "mahorais", "Mamoudzou"),
        ("GRL", "DNK", "groenlandais", None),
        ("PRI", "USA", "portoricaine", None),
    ],
)
def test_a_territory_stands_for_its_sovereign(code: str, state: str, demonym: str, town: str | None) -> None:
    assert (R.actor(code).id, R.actor(code).country) == (code, state)
    assert R.demonym(demonym) == (state,)
    country = P.country(code)
    assert country is not None
    assert (country.id, country.country) == (code, state)
    if town is not None:
        place = P.match([town], 0)[0][1]
        assert (place.id.split(":")[0], place.country) == (code, state)


@pytest.mark.parametrize(
    ("office", "country", "on", "name"),
    [
        ("president", "NER", date(2023, 7, 1), "Mohamed Bazoum"),
        ("head-of-state", "NER", date(2023, 12, 12), "Abdourahamane Tiani"),
        ("prime-minister", "NER", date(2023, 12, 12), "Ali Mahamane Lamine Zeine"),
        ("minister-foreign", "USA", date(2012, 6, 1), "Hillary Clinton"),
        ("president", "FRA", date(2012, 5, 1), "Nicolas Sarkozy"),
        ("president", "EGY", date(2012, 8, 1), "Mohamed Morsi"),
        ("king", "MAR", date(2020, 1, 1), "Mohammed VI"),
        ("head-of-government", "DEU", date(2020, 1, 1), "Angela Merkel"),
    ],
)
def test_holders(office: str, country: str, on: date, name: str) -> None:
    assert [R.entries[e].name for e in R.holders(office, country, on=on)] == [name]


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Ali Mahamane Lamime Zeine", "person:ali-mahamane-lamine-zeine"),
        ("Mohamed Bazoun", "person:mohamed-bazoum"),
        ("Ibrahima Traoré", None),
        ("Bazoun", None),
        ("Jean Dupont", None),
    ],
)
def test_spelling_drift(name: str, entry: str | None) -> None:
    assert R.near(name) == entry


def test_a_bare_surname_means_the_one_in_office_and_nobody_before_his_time() -> None:
    debys = ["person:idriss-deby-itno", "person:mahamat-idriss-deby-itno"]
    assert R.by_surname(debys, on=date(2015, 1, 1)) == debys[0]
    assert R.by_surname(debys, on=date(2023, 1, 1)) == debys[1]
    assert R.by_surname(debys, on=None) is None
    assert R.by_surname(["person:catherine-colonna"], on=date(2012, 6, 1)) is None


def test_bodies_live_from_and_to_their_days() -> None:
    assert R.active("org:minusma", on=date(2020, 1, 1))
    assert not R.active("org:minusma", on=date(2024, 6, 1))
    assert R.active("AES", on=date(2023, 12, 12))
    assert not R.active("AES", on=date(2023, 1, 1))


def test_places_match_with_their_precision() -> None:
    length, fada = P.match("Fada N' Gourma".split(), 0)[0]
    assert (length, fada.id) == (3, "BFA:fada-n-gourma")
    assert P.match(["Crimée"], 0)[0][1].precision == "region"
    assert P.match(["Niger"], 0)[0][1].precision == "country"
    assert P.match("base aérienne 101".split(), 0)[0][1].country == "NER"
    assert P.match(["niamey"], 0) == []
    niger = P.country("NER")
    assert niger is not None
    assert niger.latitude is None, "a country has no pin"
    assert P.country("NER:niamey") is None


def test_the_data_keep_their_own_rules() -> None:
    assert all(e.sector in SECTORS for e in R.entries.values() if e.sector is not None)
    assert all(e.country or e.sector not in {"GOV", "LEG"} for e in R.entries.values())
    assert all(r.office is None or r.office in R.offices for r in R.roles.values())
    assert all(inner in R.offices for o in R.offices.values() for inner in o.includes)
    pins = [p for p in P.by_id.values() if p.latitude is not None and p.longitude is not None]
    assert len(pins) > 1000
    nobody = [e.id for e in R.entries.values() if e.kind == "person" and not R.terms(e.id) and e.sector is None]
    assert nobody == []


@pytest.mark.parametrize(
    ("terms", "clash"),
    [
        (("2012-01-01", "2013-05-01", "2013-05-01", None), False),
        (("2012", "2013", "2013", "2014"), False),
        (("2012-01-01", None, "2013-05-01", None), True),
        (("2012-01-01", "2013-06", "2013-05-01", "2014"), True),
    ],
)
def test_two_holders_at_once_are_an_error(terms: tuple[str, str | None, str, str | None], clash: bool) -> None:
    one = Term("person:a", "president", "NER", "GOV", terms[0], terms[1])
    other = Term("person:b", "president", "NER", "GOV", terms[2], terms[3])
    if clash:
        with pytest.raises(KnowledgeError, match=r"person:a and person:b.*correct the dates"):
            check_holders([one, other], {"president"})
    else:
        check_holders([one, other], {"president"})


PEOPLE = "actors/people_sahel.yaml"
PARTIES = "actors/parties.yaml"
BODY = {"name": "Parti test", "kind": "party", "sector": "PTY"}


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        (PEOPLE, {"A B": {"terms": ["president NER 2020..2019"]}}, "ends on 2019, before it begins on 2020"),
        (PEOPLE, {"A B": {"terms": ["tsar NER 2020.."]}}, "unknown office tsar"),
        (PEOPLE, {"A B": {"terms": ["president NER"]}}, "cannot read the term"),
        (PEOPLE, {"A B": {"terms": ["president NER 2020-13.."]}}, "unreadable date 2020-13"),
        (PEOPLE, {"A B": {"terms": ["president XXX 2020.."]}}, "unknown country XXX"),
        (PEOPLE, {"A B": {"job": "x"}}, "unknown job"),
        ("actors/states_aliases.yaml", {"NCL": {"of": "XXX"}}, "unknown state XXX"),
        (PARTIES, {"defaults": BODY, "entries": [{"sector": "XYZ"}]}, "unknown sector XYZ"),
        (PARTIES, {"defaults": BODY, "entries": [{}, {}]}, "stands twice"),
        (PARTIES, {"defaults": BODY, "entries": [{"parent": "org:none"}]}, "unknown parent org:none"),
    ],
)
def test_wrong_rows_are_named(monkeypatch: pytest.MonkeyPatch, path: str, content: Any, message: str) -> None:
    real = files.load_yaml
    monkeypatch.setattr(roster, "load_yaml", lambda p: content if str(p) == path else real(p))
    with pytest.raises(KnowledgeError, match=message):
        roster.load_roster()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"XXX": {"city": ["A"]}}, "unknown country"),
        ({"NER": {"village": ["A"]}}, "unknown village"),
        ({"NER": {"city": ["A 120.0 3.0"]}}, "off the globe"),
        ({"NER": {"city": ["A", "A"]}}, "stands twice"),
    ],
)
def test_wrong_places_are_named(monkeypatch: pytest.MonkeyPatch, content: Any, message: str) -> None:
    monkeypatch.setattr(places, "load_yaml", lambda p: content)
    monkeypatch.setattr(places, "data_path", lambda p: _OneFile())
    with pytest.raises(KnowledgeError, match=message):
        load_places.__wrapped__()


class _OneFile:
    def glob(self, pattern: str) -> list[Path]:
        return [Path("sahel.yaml")]


def test_exact_names_and_acronyms() -> None:
    assert make_name("UNIR!", 0).fits(["UNIR"])
    assert not make_name("UNIR!", 0).fits(["Unir"])
    assert make_name("OTAN", 0).fits(["Otan"])
    assert not make_name("ONU", 0).fits(["Onu"])


def test_loading_is_quick() -> None:
    assert min(_seconds_to_load() for _ in range(3)) < 0.9, "twice what it takes on a slow core"


def _seconds_to_load() -> float:
    start = time.process_time()
    registry.load_registry.__wrapped__()
    load_places.__wrapped__()
    return time.process_time() - start


def test_a_data_file_is_read_again_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    source, seen = tmp_path / "words.yaml", []

    def read(path: Path) -> str:
        seen.append(path.read_text())
        return seen[-1]

    source.write_text("un")
    assert [remembered(source, read), remembered(source, read)] == ["un", "un"]
    source.write_text("deux")
    assert remembered(source, read) == "deux"
    (kept,) = (tmp_path / "__pycache__").glob("*.pickle")
    kept.write_bytes(b"damaged")
    assert [remembered(source, read), remembered(source, read)] == ["deux", "deux"]
    assert seen == ["un", "deux", "deux"]


def test_data_files_are_read_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "words.yaml"
    source.write_text("un")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert remembered(source, Path.read_text) == "un"
    assert not (tmp_path / "__pycache__").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "__pycache__").write_text("a file where the folder should be")
    assert remembered(source, Path.read_text) == "un"
