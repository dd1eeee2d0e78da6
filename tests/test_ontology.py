"""The ontology and the themes: complete by the codebook, and codes that stay inside their scales."""

from __future__ import annotations

import pytest

from palabre.errors import KnowledgeError
from palabre.knowledge.ontology import QUADS, EventType, Term, load_ontology
from palabre.knowledge.themes import load_themes

MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign return",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict ban arrest relations rights expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional cleansing",
    "AGREE": "",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
}
SECTORS = "GOV MIL POL LEG JUD PTY OPP REB CRM CVL NGO IGO BUS MED UNK"
ONTOLOGY = load_ontology()


@pytest.mark.parametrize("type_", MODES)
def test_every_type_has_the_modes_of_the_codebook(type_: str) -> None:
    assert set(ONTOLOGY.types[type_].modes) == set(MODES[type_].split())


def test_there_is_no_other_type() -> None:
    assert set(ONTOLOGY.types) == set(MODES)


def test_every_quad_class_is_used() -> None:
    assert {ONTOLOGY.quad(type_) for type_ in ONTOLOGY.types} == set(QUADS)


def test_cooperation_never_scores_below_zero_nor_conflict_above() -> None:
    for type_ in ONTOLOGY.types.values():
        for code in ONTOLOGY.cameo_codes[type_.id].values():
            value = ONTOLOGY.goldstein(code)
            assert -10 <= value <= 10
            assert value >= 0 if type_.quad in (1, 2) else value <= 0, (type_.id, code)


def test_every_mode_has_a_cameo_code_of_its_own_row() -> None:
    for type_ in ONTOLOGY.types.values():
        assert set(type_.modes) <= set(ONTOLOGY.cameo_codes[type_.id]), type_.id


@pytest.mark.parametrize(
    ("type_", "mode", "theme", "code"),
    [
        ("SANCTION", "discontinue", "aid", "162"),
        ("SANCTION", "withdraw", "ambassador", "161"),
        ("SANCTION", "discontinue", "media", "160"),
        ("COERCE", "curfew", None, "1723"),
        ("COERCE", None, None, "170"),
        ("CONCEDE", None, "sanctions", "085"),
        ("AGREE", None, "ceasefire", "030"),
    ],
)
def test_cameo_takes_the_most_exact_row(type_: str, mode: str | None, theme: str | None, code: str) -> None:
    assert ONTOLOGY.cameo(type_, mode, theme) == code


def test_goldstein_falls_back_to_the_longest_known_prefix() -> None:
    assert (ONTOLOGY.goldstein("162"), ONTOLOGY.goldstein("1663"), ONTOLOGY.goldstein("116")) == (-5.6, -8.0, -2.0)


def test_contexts_are_the_37_of_plover() -> None:
    assert len(ONTOLOGY.contexts) == 37


def test_sectors_are_those_of_the_codebook() -> None:
    assert set(ONTOLOGY.sectors) == set(SECTORS.split())


def test_every_entry_is_told_in_two_languages() -> None:
    entries: list[EventType | Term] = [*ONTOLOGY.types.values(), *ONTOLOGY.sectors.values(), *ONTOLOGY.themes.values()]
    entries += [mode for type_ in ONTOLOGY.types.values() for mode in type_.modes.values()]
    assert all(entry.meaning["fr"] and entry.meaning["en"] for entry in entries)


@pytest.mark.parametrize(
    ("noun", "theme"),
    [
        ("coopération", "cooperation"),
        ("pacte", "agreement"),
        ("contingent", "troops"),
        ("appui budgétaire", "aid"),
        ("chargé d'affaires", "ambassador"),
        ("espace aérien", "airspace"),
        ("embargo", "sanctions"),
        ("tulipe", None),
    ],
)
def test_nouns_have_their_theme(noun: str, theme: str | None) -> None:
    assert load_themes().of(noun) == theme


def test_every_theme_has_nouns() -> None:
    assert set(load_themes().by_lemma.values()) == set(ONTOLOGY.themes)


def test_a_noun_with_two_themes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"border": ["frontière"], "airspace": ["frontière"]}
    monkeypatch.setattr("palabre.knowledge.themes.load_yaml", lambda _: rows)
    with pytest.raises(KnowledgeError, match="frontière"):
        load_themes.__wrapped__("fr")
