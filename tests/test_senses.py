"""Senses and statuses: polysemous verbs told apart by their slots, and whether an act took place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import palabre
from palabre.checks.notation import told

CASES = Path(__file__).parent / "cases" / "coding"
PUBLISHED = "2024-06-18"


def cases(name: str) -> list[Any]:
    groups = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [
        pytest.param(case, id=f"{group}: {case['text']}", marks=marks(case))
        for group, rows in groups.items()
        for case in rows
    ]


def marks(case: dict[str, Any]) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case["fails"])] if "fails" in case else []


def coded(text: str) -> set[str]:
    """Types, and types with their status, of the events of a sentence."""
    events = palabre.read(text, published=PUBLISHED, language="fr").events
    return {event.type for event in events} | {f"{event.type}:{event.status}" for event in events}


@pytest.mark.parametrize("case", cases("polysemy"))
def test_slots_tell_the_sense_of_a_verb(case: dict[str, Any]) -> None:
    types = {found for found in coded(case["text"]) if ":" not in found}
    assert types == set(case["gives"])


@pytest.mark.parametrize("case", cases("slots"))
def test_slots_hold_those_whom_the_tree_names(case: dict[str, Any]) -> None:
    found = {
        " ".join(told(event).split()) for event in palabre.read(case["text"], published=PUBLISHED, language="fr").events
    }
    assert set(case.get("gives", ())) <= found, found
    assert not set(case.get("never", ())) & found


@pytest.mark.parametrize("case", cases("status"))
def test_status_says_whether_it_took_place(case: dict[str, Any]) -> None:
    found = coded(case["text"])
    assert set(case.get("gives", ())) <= found
    assert not set(case.get("never", ())) & found


@pytest.mark.parametrize("case", cases("dates"))
def test_the_day_is_that_of_the_act(case: dict[str, Any]) -> None:
    events = [
        e for e in palabre.read(case["text"], published=PUBLISHED, language="fr").events if e.type == case["type"]
    ]
    wanted = case["date"] if isinstance(case["date"], list) else [case["date"]]
    assert [e.date and e.date.interval.start for e in events] == wanted


@pytest.mark.parametrize("verb", ["s'est déroulée", "a eu lieu", "s'est tenue"])
def test_a_relative_says_when_something_took_place(verb: str) -> None:
    (event,) = palabre.read(
        f"La manifestation qui {verb} lundi a réuni des étudiants péruviens.", published=PUBLISHED
    ).events
    assert event.date is not None
    assert event.date.interval.start == date(2024, 6, 17)
