"""The JSON record: the shape that docs/schema.json promises, and the fields that DESIGN names."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from readings import ARTICLE, READING, TEXT

from palabre.export.json import record
from palabre.types import Reading

SCHEMA = json.loads((Path(__file__).parent.parent / "docs/schema.json").read_text(encoding="utf-8"))
FIELDS = """id event_type event_mode contexts quad goldstein cameo status background actors recipients theme date place
quantities fatalities attributed_to evidence repeats trace""".split()


def test_records_fit_the_schema() -> None:
    validator = Draft202012Validator(SCHEMA)
    validator.validate(record(READING))
    validator.validate(record(Reading(ARTICLE, (), (), ())))


def test_events_have_their_fields() -> None:
    first, second, third = record(READING)["events"]
    assert set(first) == set(FIELDS)
    assert (first["event_type"], first["event_mode"], first["quad"]) == ("ASSAULT", "firearms", 4)
    assert first["cameo"].startswith("1")
    assert -10 <= first["goldstein"] <= -9
    assert second["date"] == {
        "start": None,
        "end": "2023-09",
        "grain": "month",
        "text": "d'ici à septembre",
        "anchor": "text",
    }
    assert second["quantities"][0]["low"] == 1000
    assert third["actors"][0]["implicit"] is True
    assert third["actors"][0]["start"] is None


def test_offsets_give_the_words() -> None:
    made = record(READING)
    for event in made["events"]:
        evidence = event["evidence"]
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["sentence"]
        assert evidence["start"] <= evidence["cue"][0] < evidence["cue"][1] <= evidence["end"]
        for party in event["actors"] + event["recipients"]:
            assert party["implicit"] or TEXT[party["start"] or 0 : party["end"]] == party["text"]


def test_facts_name_states_by_code_and_others_by_name() -> None:
    office, deployment = record(READING)["state"]
    assert (office["subject"], office["object"]) == ("Mohamed Bazoum", "NER")
    assert (deployment["subject"], deployment["object"], deployment["since"]) == ("USA", "NER", "2013")
