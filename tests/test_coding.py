"""Frames: every frame codes its own example, and stays silent on its negative examples."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from palabre import knowledge, parse, pipeline
from palabre.ingest import from_text
from palabre.knowledge.frames import Frame
from palabre.types import Event, Reading

FRAMES = knowledge.load("fr").frames.all
FRIDAY = date(2024, 3, 15)
PARTIES = Path(__file__).parent / "cases" / "coding" / "parties.yaml"


def told(event: Event) -> str:
    """An event in the notation of the frames: TYPE/mode:status ACT.SEC + ACT.SEC > REC.SEC."""
    head = event.type + (f"/{event.mode}" if event.mode else "")
    head += f":{event.status}" if event.status != "factual" else ""
    sides = [
        " + ".join(f"{m.actor.country or '?'}.{m.actor.sector or '?'}" for m in side if m.actor)
        for side in (event.actors, event.recipients)
    ]
    return f"{head} {sides[0]} > {sides[1]}".strip().removesuffix(">").strip()


def frame_of(event: Event) -> str:
    return next(step.rule for step in event.trace if step.slot == "frame")


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    sentences = list(dict.fromkeys(s for f in FRAMES for s in (f.example, *f.negatives)))
    articles = [from_text(s, published=FRIDAY, language="fr") for s in sentences]
    return dict(zip(sentences, pipeline.read_many(articles, parser=parse.load("fr")), strict=True))


@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.name)
def test_frame_codes_its_example(frame: Frame, readings: dict[str, Reading]) -> None:
    events = readings[frame.example].events
    own = [told(e) for e in events if frame_of(e) == frame.name]
    expected = frame.codes.strip().removesuffix(">").strip()
    assert own == [expected], f"{frame.example}\n  wanted {expected}\n  got {[(frame_of(e), told(e)) for e in events]}"


@pytest.mark.parametrize(
    ("frame", "sentence"), [(f, s) for f in FRAMES for s in f.negatives], ids=lambda x: getattr(x, "name", None)
)
def test_frame_is_silent(frame: Frame, sentence: str, readings: dict[str, Reading]) -> None:
    assert frame.name not in {frame_of(e) for e in readings[sentence].events}


def party_cases() -> Iterator[Any]:
    for group, rows in yaml.safe_load(PARTIES.read_text(encoding="utf-8")).items():
        yield from (pytest.param(row, id=f"{group}: {row['text'][:60]}") for row in rows)


@pytest.mark.parametrize("row", list(party_cases()))
def test_parties_of_an_act(row: dict[str, Any]) -> None:
    article = from_text(row["text"], published=FRIDAY, language="fr")
    assert [told(e) for e in pipeline.read(article, parser=parse.load("fr")).events] == row["codes"]
