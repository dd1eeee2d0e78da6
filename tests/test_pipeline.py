"""From an article to its reading: the stages together, alone and in batches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import palabre
from palabre import ingest, knowledge, parse, pipeline
from palabre.errors import InputError
from palabre.export.json import record
from palabre.types import Article, Document, Mentions, Reading

DISPATCHES = Path(pipeline.__file__).parent / "data/fr/dispatches"
SCHEMA = json.loads((Path(__file__).parent.parent / "docs/schema.json").read_text(encoding="utf-8"))
NEWS = "La brouille\n\nLe Niger a rappelé lundi son ambassadeur au Bénin.\n\nLe Bénin a condamné cette décision."


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(ingest.load(DISPATCHES))


@pytest.fixture(scope="module")
def readings(articles: list[Article]) -> list[Reading]:
    return list(pipeline.read_many(articles))


def test_a_text_gives_its_events() -> None:
    reading = palabre.read(NEWS, published="2024-06-18")
    recall = reading.events[0]
    assert (recall.type, recall.status, recall.theme) == ("SANCTION", "factual", "ambassador")
    assert [mention.actor.country for mention in recall.actors if mention.actor] == ["NER"]
    assert [mention.actor.country for mention in recall.recipients if mention.actor] == ["BEN"]
    assert recall.date and recall.date.interval.start == date(2024, 6, 17)


def test_files_are_read_from_python(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (reading,) = palabre.read_files(tmp_path, published=date(2024, 6, 18))
    assert reading.article.source == str(tmp_path / "a.txt")


def test_an_undated_article_says_so() -> None:
    assert "undated" in {problem.code for problem in palabre.read(NEWS).problems}
    assert "undated" not in {problem.code for problem in palabre.read(NEWS, published="2024-06-18").problems}


def test_one_article_reads_alike_alone_and_in_a_batch(articles: list[Article], readings: list[Reading]) -> None:
    for i in (0, len(articles) // 2, -1):
        assert pipeline.read(articles[i]) == readings[i]


def test_titles_and_noise_give_no_events(readings: list[Reading]) -> None:
    for reading in readings:
        silent = [s for s in reading.article.sections if s.kind in ("title", "heading", "noise", "dateline")]
        cues = [evidence.cue for event in reading.events for evidence in event.evidence]
        assert not [cue for cue in cues for s in silent if s.start <= cue.start < s.end]


def test_evidence_is_verbatim(readings: list[Reading]) -> None:
    assert sum(len(reading.events) for reading in readings) >= 30
    for reading in readings:
        text = reading.article.text
        told = [e for event in reading.events for e in event.evidence] + [fact.evidence for fact in reading.facts]
        for evidence in told:
            assert text[evidence.start : evidence.end] == evidence.sentence
            assert evidence.start <= evidence.cue.start < evidence.cue.end <= evidence.end
        for event in reading.events:
            for mention in event.actors + event.recipients:
                assert mention.span is None or text[mention.span.start : mention.span.end] == mention.text


def test_events_are_of_the_ontology_and_carry_their_trace(readings: list[Reading]) -> None:
    ontology = knowledge.load().ontology
    for event in (event for reading in readings for event in reading.events):
        assert event.mode is None or event.mode in ontology.types[event.type].modes
        assert event.theme is None or event.theme in ontology.themes
        assert event.trace
        assert event.evidence


def test_records_fit_the_schema(readings: list[Reading]) -> None:
    validator = Draft202012Validator(SCHEMA)
    for reading in readings:
        validator.validate(json.loads(json.dumps(record(reading))))


class Stumbling:
    """A parser that cannot parse one article."""

    def parse(self, article: Article) -> Document:
        if "faute" in article.text:
            raise ValueError("a fault")
        return parse.load().parse(article)

    def parse_many(self, articles: list[Article]) -> list[Document]:
        return [self.parse(article) for article in articles]


def test_one_article_that_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = ingest.from_text("La faute est commise par le ministre de la Justice.", source="bad")
    worse = ingest.from_text("Le pire arrive au ministre de la Justice.", source="worse")
    good = ingest.from_text(NEWS, source="good")

    def stage(draft: pipeline.Draft, _knowledge: knowledge.Knowledge) -> pipeline.Draft:
        assert "pire" not in draft.document.article.text
        return draft

    monkeypatch.setattr(pipeline, "STAGES", (stage,))
    errors: list[InputError] = []
    read = list(pipeline.read_many([good, bad, worse, good], parser=Stumbling(), on_error=errors.append))  # type: ignore[arg-type]
    assert [reading.article.source for reading in read] == ["good", "good"]
    assert [error.where for error in errors] == ["bad", "worse"]
    assert "ValueError: a fault" in errors[0].what
    with pytest.raises(InputError):
        list(pipeline.read_many([bad], parser=Stumbling()))  # type: ignore[arg-type]


def test_long_articles_are_shown_as_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH_TEXT", len(NEWS) + 1)
    asked: list[int] = []

    def articles() -> Iterator[Article]:
        for i in range(5):
            asked.append(i)
            yield ingest.from_text(NEWS, source=str(i))

    next(pipeline.read_many(articles()))
    assert asked == [0, 1]


def test_an_article_without_words_to_parse() -> None:
    document = parse.load().parse(ingest.from_text("…", language="fr"))
    assert pipeline.find_mentions(document, knowledge.load()) == Mentions()
    assert pipeline.read_document(document, knowledge.load()).events == ()
