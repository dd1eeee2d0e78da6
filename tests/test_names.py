"""What a user's words name: countries and organisations in two languages, actors, types, offices, days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from palabre.errors import QueryError
from palabre.knowledge.files import data_path
from palabre.ledger import names
from palabre.ledger.filters import read_dyad, words_query
from palabre.ledger.names import Whom

STATES: dict[str, dict[str, str]] = yaml.safe_load(data_path("actors/states.yaml").read_text(encoding="utf-8"))
CODES: dict[str, dict[str, Any]] = yaml.safe_load(data_path("names/codes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NER", "NER"), ("NE", "NER"), ("ne", "NER"), ("562", "NER"), ("Niger", "NER"), ("niger", "NER"),
        ("nigérienne", "NER"), ("Nigeriens", "NER"), ("Nigerian", "NGA"), ("Niamey", "NER"), ("GER", None),
        ("Côte d’Ivoire", "CIV"), ("Ivory Coast", "CIV"), ("Ivorian", "CIV"), ("cote d'ivoire", "CIV"),
        ("Chadian", "TCD"), ("Tchad", "TCD"), ("DRC", "COD"), ("RDC", "COD"), ("Congo-Brazzaville", "COG"),
        ("France", "FRA"), ("French", "FRA"), ("Paris", "FRA"), ("l'Élysée", None), ("Élysée", "FRA"),
        ("États-Unis", "USA"), ("etats unis", "USA"), ("United States", "USA"), ("US", "USA"), ("USA", "USA"),
        ("Kosovo", "KOS"), ("XK", "KOS"), ("276", "DEU"), ("280", "DEU"), ("Bosnia and Herzegovina", "BIH"),
        ("CEDEAO", "ECOWAS"), ("Cédéao", "ECOWAS"), ("ECOWAS", "ECOWAS"), ("ONU", "UN"), ("UN", "UN"),
        ("United Nations", "UN"), ("Minusma", "UN"), ("AU", "AU"), ("African Union", "AU"), ("AES", "AES"),
        ("OTAN", "NATO"), ("UE", "EU"), ("JNIM", "JNIM"),
    ],
)  # fmt: skip
def test_countries_and_organisations(text: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(QueryError):
            names.resolve_country(text)
    else:
        assert names.resolve_country(text) == code


def test_every_state_is_found_by_its_codes_and_names() -> None:
    assert CODES.keys() == STATES.keys()
    own = {code for code, row in CODES.items() if names.resolve_country(code) != code}
    assert not own
    for code, row in CODES.items():
        assert all(names.resolve_country(number) == code for number in row["numeric"])
        assert all(names.resolve_country(name) == code for name in STATES[code].values()), code


def test_alpha_2_codes_yield_to_codes_and_acronyms_of_organisations() -> None:
    """AU is the African Union's own code, UA its French acronym beside Ukraine's code; RU is also Royaume-Uni."""
    odd = {}
    for code, row in CODES.items():
        try:
            found = names.resolve_country(row["alpha2"])
        except QueryError as refused:
            found = refused.remedy
        if found != code:
            odd[row["alpha2"]] = found
    assert odd == {"AU": "AU", "UA": "use one of AU, UKR", "RU": "use one of GBR, RUS"}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Mohamed Bazoum", Whom("actor", "person:mohamed-bazoum")),
        ("bazoum", Whom("actor", "person:mohamed-bazoum")),
        ("person:mohamed-bazoum", Whom("actor", "person:mohamed-bazoum")),
        ("Niger", Whom("country", "NER")),
        ("Cédéao", Whom("country", "ECOWAS")),
        ("Minusma", Whom("actor", "org:minusma")),
        ("Wagner", Whom("actor", "inst:wagner")),
        ("Paris", Whom("country", "FRA")),
        ('"des hommes armés"', Whom("name", "des hommes armés")),
        ("« des hommes armés »", Whom("name", "des hommes armés")),
    ],
)
def test_actors(text: str, whom: Whom) -> None:
    assert names.resolve_actor(text) == whom


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("président", "president"), ("President", "president"), ("présidente", None),
        ("premier ministre", "prime-minister"), ("Prime Minister", "prime-minister"),
        ("head of state", "head-of-state"), ("chef de l'État", "head-of-state"), ("head-of-state", "head-of-state"),
        ("ministre de la Défense", "minister-defence"), ("minister of defense", "minister-defence"),
        ("foreign minister", "minister-foreign"), ("ministre des Affaires étrangères", "minister-foreign"),
        ("army chief", "army-chief"), ("roi", "king"), ("grand vizir", None),
    ],
)  # fmt: skip
def test_offices(text: str, office: str | None) -> None:
    if office is None:
        with pytest.raises(QueryError, match="unknown office"):
            names.resolve_office(text)
    else:
        assert office in names.resolve_office(text)


@pytest.mark.parametrize(
    ("resolve", "text", "remedy"),
    [
        (names.resolve_country, "Nigr", "did you mean Niger?"),
        (names.resolve_country, "", "write its name or its ISO code"),
        (names.resolve_country, "congolais", "use one of COD, COG"),
        (names.resolve_actor, "Macro", "did you mean Macron?"),
        (names.resolve_actor, "zzzzzz", "put a name that no list holds between quotes"),
        (names.resolve_type, "attack", ""),
        (names.resolve_type, "ASSAUTL", "did you mean ASSAULT?"),
        (names.resolve_mode, "firearm", "did you mean firearms?"),
        (names.resolve_theme, "troop", "did you mean troops?"),
        (names.resolve_status, "futur", "did you mean future?"),
        (names.resolve_kind, "offices", "did you mean office?"),
        (names.resolve_dimension, "militairy", "did you mean military?"),
        (names.resolve_day, "26/07/2023", "write 2023-07-26, 2023-07 or 2023"),
        (names.resolve_day, "2023-02-30", "write 2023-07-26, 2023-07 or 2023"),
        (names.resolve_day, "2023-13", "write 2023-07-26, 2023-07 or 2023"),
        (names.resolve_day, "", "write 2023-07-26, 2023-07 or 2023"),
    ],
)
def test_what_is_unknown_names_what_is_near(resolve: Callable[[str], Any], text: str, remedy: str) -> None:
    with pytest.raises(QueryError) as refused:
        resolve(text)
    assert remedy in refused.value.remedy and text.strip() in refused.value.where


def test_days() -> None:
    assert names.resolve_day("2023-07-26") == date(2023, 7, 26)
    assert names.resolve_day("2023-12", last=True) == names.resolve_day("2023", last=True) == date(2023, 12, 31)
    assert names.resolve_day(date(2023, 7, 1)) == names.resolve_day("2023-07") == date(2023, 7, 1)
    assert names.resolve_day(None) is None


@pytest.mark.parametrize("text", ["FRA-NER", "FRA - NER", "France/Niger", "FRA:NER", "FRA – NER"])
def test_two_sides(text: str) -> None:
    sides = (Whom("country", "FRA"), Whom("country", "NER"))
    assert read_dyad(text, names.resolve_actor) == (*sides, False)


@pytest.mark.parametrize("text", ["FRA>NER", "FRA -> NER", "France → Niger"])
def test_one_direction(text: str) -> None:
    assert read_dyad(text, names.resolve_actor) == (Whom("country", "FRA"), Whom("country", "NER"), True)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("accord militaire", '"accord" "militaire"'),
        ("« accord militaire » sold*", '"accord militaire" "sold"*'),
        ('"accord', '"accord"'),
        ("a AND b OR NOT (c)", '"a" "AND" "b" "OR" "NOT" "(c)"'),
        ("sentence:x", '"sentence:x"'),
        ("- * accord", '"accord"'),
    ],
)
def test_words_are_never_taken_for_operators(text: str, query: str) -> None:
    assert words_query(text) == query
