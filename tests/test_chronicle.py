"""The bundled chronicle: what the ledger answers about five years of the Sahel, and how it merges what outlets tell."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from chronicle import Question, agrees, answer, linked, merging, questions, readings, record, stem, told

import palabre
from palabre.ledger.reader import Ledger

BASELINE = json.loads((Path(__file__).parent / "baseline.json").read_text(encoding="utf-8"))["ledger"]
ORDERS = 10


@cache
def ledger_path() -> Path:
    path = Path(mkdtemp()) / "chronicle.db"
    record(path, readings())
    return path


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with palabre.open(ledger_path()) as opened:
        yield opened


def test_the_chronicle_is_wide_enough() -> None:
    found = readings()
    assert len(found) >= 40
    assert len({one.article.id for one in found}) == len(found)
    assert {one.article.published.year for one in found if one.article.published} == set(range(2020, 2025))
    assert len({one.article.publisher for one in found if one.article.publisher}) >= 5


def test_questions_rest_on_dispatches_that_were_out() -> None:
    days = {stem(one.article.source): one.article.published for one in readings()}
    asked = questions()
    assert len(asked) >= 120
    for question in asked:
        assert question.row["from"]
        for dispatch in question.row["from"]:
            assert question.known_on is None or days[dispatch] <= question.known_on, question.name


def test_how_things_stood_is_answered(ledger: Ledger) -> None:
    asked = questions()
    right = [question for question in asked if agrees(question, answer(ledger, question))]
    assert len(right) / len(asked) >= BASELINE["questions"]


@pytest.mark.parametrize("question", [q for q in questions() if q.wrong], ids=lambda q: q.name)
def test_what_is_known_to_be_wrong_is_still_wrong(ledger: Ledger, question: Question) -> None:
    """A question that comes right loses its ``wrong`` in questions.yaml."""
    assert question.wrong and len(question.wrong) > 10
    assert not agrees(question, answer(ledger, question))


def test_every_wrong_answer_is_explained(ledger: Ledger) -> None:
    missing = [q.name for q in questions() if not q.wrong and not agrees(q, answer(ledger, q))]
    assert not missing


def test_reports_of_one_event_are_merged(ledger: Ledger) -> None:
    found, _, joined = told(ledger_path())
    scores = merging(found, linked(ledger))
    assert scores.precision >= BASELINE["merging_precision"]
    assert scores.recall >= BASELINE["merging_recall"]
    assert not joined


def test_any_order_gives_the_same_ledger(tmp_path: Path) -> None:
    wanted = content(ledger_path())
    for seed in range(ORDERS):
        shuffled = list(readings())
        random.Random(seed).shuffle(shuffled)
        path = tmp_path / f"{seed}.db"
        record(path, shuffled, batch=random.Random(seed).choice((7, 40, 200)))
        assert content(path) == wanted


Rows = frozenset[tuple[object, ...]]


def content(path: Path) -> tuple[Rows, Counter[tuple[object, ...]], Rows]:
    """Which reports tell one event, what the events are, and how things stood: all but the ids."""
    import sqlite3

    connection = sqlite3.connect(path)
    groups: dict[str, list[str]] = {}
    for key, event in connection.execute("SELECT r.key, t.event FROM report r JOIN telling t ON t.report = r.id"):
        groups.setdefault(event, []).append(key)
    events = connection.execute(
        'SELECT type, mode, theme, status, background, start, "end", day, place, deaths_low, deaths_high, actors,'
        " recipients, articles, sources, independent, first_known, last_known, disputed, sentence FROM event"
    )
    states = connection.execute("SELECT * FROM state")
    found = (
        frozenset(tuple(sorted(keys)) for keys in groups.values()), Counter(map(tuple, events)),
        frozenset(map(tuple, states)),
    )  # fmt: skip
    connection.close()
    return found
