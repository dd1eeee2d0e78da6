"""The first article that must work: a real page with its web noise, told whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import palabre
from palabre.types import ActorMention, Event, Fact, Reading

ARTICLE = Path(__file__).parents[2] / "shared" / "articles" / "niamey.txt"
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "niamey.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.skipif(
    not ARTICLE.exists(), reason=f"the article is not here: {ARTICLE.name} in ../shared/articles"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return palabre.read(ARTICLE.read_text(encoding="utf-8"), published="2023-12-12")


def names(parties: tuple[ActorMention, ...]) -> set[str]:
    """Countries, country.sector pairs and names of parties."""
    actors = [m.actor for m in parties if m.actor]
    return {w for a in actors for w in (a.name, a.country or "?", f"{a.country or '?'}.{a.sector}")}


def cues(reading: Reading, event: Event) -> list[str]:
    return [reading.article.text[e.cue.start : e.cue.end] for e in event.evidence]


def event_fits(reading: Reading, event: Event, case: dict[str, Any]) -> bool:
    both = names(event.actors + event.recipients)
    interval = event.date.interval if event.date else None
    dates = [interval.start, interval.end] if interval else [None, None]
    said = event.attributed_to.text if event.attributed_to else None
    return all(
        (
            event.type == case["type"] and event.status == case["status"],
            event.mode == case.get("mode", event.mode) and event.theme == case.get("theme", event.theme),
            event.background == case.get("background", event.background),
            dates == case.get("date", dates) and dates[0] == case.get("from", dates[0]),
            set(case.get("actors", ())) <= names(event.actors),
            set(case.get("recipients", ())) <= names(event.recipients),
            set(case.get("sides", ())) | set(case.get("people", ())) <= both,
            not case.get("implied") or any(m.implicit for m in event.actors),
            not case.get("place") or (event.place is not None and event.place.text == case["place"]),
            case.get("said_by", said) == said,
            all(any(cue in told for told in cues(reading, event)) for cue in case["cues"]),
        )
    )


def fact_fits(fact: Fact, subject: str | None, case: dict[str, Any]) -> bool:
    wanted = case["status"] if isinstance(case["status"], list) else [case["status"]]
    ids = {fact.subject.name, fact.subject.country if fact.subject.kind != "person" else None}
    told = [step.text or "" for step in fact.trace]
    return all(
        (
            fact.kind == case["kind"] and fact.status in wanted and case.get("value", "").lower() in fact.value.lower(),
            subject is None or subject in ids,
            fact.object is not None and case["object"] in {fact.object.country, fact.object.id},
            fact.since == (str(case["since"]) if "since" in case else fact.since),
            fact.until == (str(case["until"]) if "until" in case else fact.until),
            "said_by" not in case or any(case["said_by"] in text for text in told),
        )
    )


@pytest.mark.parametrize("case", CASES["events"], ids=lambda c: c["name"])
def test_event_is_told_once(reading: Reading, case: dict[str, Any]) -> None:
    fitting = [e for e in reading.events if event_fits(reading, e, case)]
    assert len(fitting) == 1, [(e.type, e.mode, e.status, cues(reading, e)) for e in reading.events]


def test_nothing_else_is_coded(reading: Reading) -> None:
    assert len(reading.events) == len(CASES["events"])


@pytest.mark.parametrize("words", CASES["silent"])
def test_no_event_for(reading: Reading, words: str) -> None:
    start = reading.article.text.index(words)
    assert not [e for e in reading.events for v in e.evidence if v.cue.start < start + len(words) and start < v.cue.end]


@pytest.mark.parametrize("case", CASES["facts"], ids=lambda c: f"{c['kind']} {c.get('subject')}")
def test_fact_is_told(reading: Reading, case: dict[str, Any]) -> None:
    subjects = case.get("subject") if isinstance(case.get("subject"), list) else [case.get("subject")]
    for subject in subjects:
        assert any(fact_fits(f, subject, case) for f in reading.facts), (
            subject,
            [(f.subject.name, f.object and f.object.id, f.value, f.since, f.until, f.status) for f in reading.facts],
        )


def test_evidence_is_verbatim(reading: Reading) -> None:
    for event in reading.events:
        for piece in event.evidence:
            assert reading.article.text[piece.start : piece.end] == piece.sentence
            assert piece.start <= piece.cue.start < piece.cue.end <= piece.end


def test_published_is_kept(reading: Reading) -> None:
    assert reading.article.published == date(2023, 12, 12)
