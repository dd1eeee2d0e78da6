"""The bundled dispatches and their hand coding: dated, of agency length, and cues that are in the text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import palabre
from palabre.knowledge.files import data_path, load_yaml
from palabre.knowledge.ontology import load_ontology
from palabre.types import Actor

DISPATCHES = sorted(data_path("fr/dispatches").glob("*.txt"))
EXPECTED = Path(__file__).parent / "corpus" / "expected"
KINDS = {"office", "control", "deployment", "relation", "membership", "custody", "measure"}
STATUSES = {"current", "former", "announced", "ending", "ended"}


def coding(dispatch: Path) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = load_yaml(EXPECTED / f"{dispatch.stem}.yaml")
    return rows


def ids(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("dispatch", DISPATCHES, ids=ids)
def test_a_dispatch_has_title_date_dateline_and_length(dispatch: Path) -> None:
    title, published, blank, *body = dispatch.read_text(encoding="utf-8").split("\n")
    assert title and not title.endswith(".") and not blank
    assert published.startswith("Publié le ") and published.endswith(dispatch.stem[:4])
    assert body[0].split(" (Palabre) – ")[0].isupper()
    assert 120 <= len(" ".join(body).split()) <= 220


@pytest.mark.parametrize("dispatch", DISPATCHES, ids=ids)
def test_cues_are_in_the_text_and_codes_in_the_ontology(dispatch: Path) -> None:
    text, ontology = dispatch.read_text(encoding="utf-8").split("\n", 2)[2], load_ontology()
    for row in coding(dispatch)["events"]:
        assert text.count(row["cue"]) >= row.get("nth", 1), row
        assert row.get("mode") is None or row["mode"] in ontology.types[row["type"]].modes, row
        assert row.get("theme") is None or row["theme"] in ontology.themes, row
        sectors = {party.rstrip("~").partition(".")[2] for party in row["actors"] + row["recipients"]} - {""}
        assert sectors <= set(ontology.sectors), row


@pytest.mark.parametrize("dispatch", DISPATCHES, ids=ids)
def test_facts_are_of_a_known_kind_and_not_dated_after_the_dispatch(dispatch: Path) -> None:
    for row in coding(dispatch)["facts"]:
        assert row["kind"] in KINDS and row["status"] in STATUSES, row
        assert row["since"] is None or row["since"] <= dispatch.stem[:10], row


def test_the_facts_of_the_dispatches_are_read_above_the_floor() -> None:
    """Kind, subject and object of the hand-coded facts: at least half found, at least seven in ten told are right."""
    found = told = coded = 0
    for dispatch in DISPATCHES:
        text, day = dispatch.read_text(encoding="utf-8"), date.fromisoformat(dispatch.stem[:10])
        read = {(f.kind, _name(f.subject), _name(f.object)) for f in palabre.read(text, published=day).facts}
        rows = {(r["kind"], r["subject"], r["object"]) for r in coding(dispatch)["facts"]}
        found, told, coded = found + len(read & rows), told + len(read), coded + len(rows)
    assert found >= 0.5 * coded and found >= 0.7 * told, (found, told, coded)


def _name(actor: Actor | None) -> str | None:
    return None if actor is None else actor.id if actor.id == actor.country else actor.name


def test_the_chronicle_runs_from_the_coup_to_the_end_of_the_withdrawal() -> None:
    days = [date.fromisoformat(path.stem[:10]) for path in DISPATCHES]
    assert len(days) >= 8 and days[0] == date(2023, 7, 27) and days[-1] == date(2024, 9, 17)
