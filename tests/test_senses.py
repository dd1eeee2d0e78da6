"""Senses and statuses: polysemous verbs told apart by their slots, and whether an act took place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import palabre
from palabre.types import ActorMention

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


@pytest.mark.parametrize("case", cases("status"))
def test_status_says_whether_it_took_place(case: dict[str, Any]) -> None:
    found = coded(case["text"])
    assert set(case.get("gives", ())) <= found
    assert not set(case.get("never", ())) & found


@pytest.mark.parametrize("case", cases("parties"))
def test_the_parties_of_an_act(case: dict[str, Any]) -> None:
    events = palabre.read(case["text"], published=PUBLISHED, language="fr").events
    assert [f"{event.type} {side(event.actors)} > {side(event.recipients)}" for event in events] == case["gives"]


def side(parties: tuple[ActorMention, ...]) -> str:
    """« LAO.POL + LAO.GOV », « - » for nobody, « ? » for no country."""
    return " + ".join(f"{p.actor.country or '?'}.{p.actor.sector}" for p in parties if p.actor) or "-"
