"""Counts: read as well as they were on a corpus of newspaper sentences, and never where nothing is counted."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from palabre import parse, quantities
from palabre.errors import KnowledgeError
from palabre.knowledge import files, numerals
from palabre.knowledge.numerals import load_numerals, parse_number
from palabre.types import Article, Document, QuantityMention, Section

CASES = Path(__file__).parent / "cases" / "quantities"
NUMERALS = load_numerals()


def cases(*names: str) -> list[dict[str, Any]]:
    rows = [yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")) for name in names]
    return [case for row in rows for case in row]


COUNTED = cases("counts", "tolls", "dispatches")
TRAPS = cases("traps")
KNOWN_FAILURES = cases("known_failures")


def article(text: str) -> Article:
    section = Section("paragraph", 0, len(text))
    return Article("a", "test", text, "fr", date(2023, 12, 12), sections=(section,))


@cache
def trees() -> dict[str, Document]:
    articles = [article(case["sentence"]) for case in (*COUNTED, *TRAPS, *KNOWN_FAILURES)]
    return {d.article.text: d for d in parse.load("fr").parse_many(articles)}


def document(text: str) -> Document:
    return trees().get(text) or parse.load("fr").parse(article(text))


def find(text: str) -> tuple[QuantityMention, ...]:
    return quantities.find(document(text), NUMERALS)


def read(case: dict[str, Any]) -> list[list[Any]]:
    found = [(m.text, m.quantity) for m in find(case["sentence"])]
    return [[text, q.low, q.high, q.unit, q.approximate] for text, q in found]


def expected(case: dict[str, Any]) -> list[list[Any]]:
    return [row if len(row) == 5 else [*row, False] for row in case["counts"]]


def test_the_list_is_long_enough() -> None:
    assert sum(len(case["counts"]) for case in COUNTED) >= 70
    assert len(TRAPS) >= 15


def test_counts_are_exact() -> None:
    right = sum(sum(row in read(case) for row in expected(case)) for case in COUNTED)
    assert right / sum(len(case["counts"]) for case in COUNTED) >= 0.95


def test_no_counts_where_nothing_is_counted() -> None:
    false = {case["sentence"]: found for case in TRAPS if (found := read(case))}
    assert len(false) <= 1, false


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=lambda case: case["sentence"])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case: dict[str, Any]) -> None:
    assert read(case) == expected(case)


def test_head_and_offsets() -> None:
    text = "Au moins dix-sept soldats ont été tués, dont deux officiers."
    found = find(text)
    heads = [document(text).tokens[m.head].text for m in found if m.head is not None]
    assert heads == ["soldats", "officiers"]
    assert [document(text).text(m.span) for m in found] == [m.text for m in found]
    assert [m.rule for m in found] == ["number+subject", "dont"]


def test_rival_counts_keep_the_toll() -> None:
    found = find("Une roquette a tué huit civils ; la société civile en recense douze.")
    assert [(m.quantity.low, m.quantity.unit) for m in found] == [(8, "killed"), (12, "killed")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.500", 12500),
        ("3\u202f250", 3250),
        ("1 000 000", 1_000_000),
        ("2,4 millions", 2_400_000),
        ("0,5", 0.5),
        ("zéro", 0),
        ("vingt et un", 21),
        ("soixante-dix-sept", 77),
        ("quatre-vingts", 80),
        ("quatre-vingt-dix-neuf", 99),
        ("cent quatre-vingt-deux mille", 182_000),
        ("un million deux cent mille", 1_200_000),
        ("un milliard et demi", 1_500_000_000),
        ("une demi-douzaine", 6),
        ("un millier", 1000),
        ("soldats", None),
        ("", None),
    ],
)
def test_parse_number(text: str, value: float | None) -> None:
    assert parse_number(text) == value


@given(st.integers(0, 999_999_999))
def test_grouped_figures_are_read_back(number: int) -> None:
    for separator in (" ", "\u00a0", "\u202f", "."):
        assert parse_number(f"{number:,}".replace(",", separator)) == number


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bounds": [{"name": "nearly", "words": ["presque"]}]}, "unknown bound nearly"),
        ({"tolls": [{"name": "killed"}]}, "missing"),
        ({"colour": []}, "unknown colour"),
    ],
)
def test_wrong_numerals_say_where(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], message: str) -> None:
    raw = files.load_yaml("fr/numerals.yaml")
    monkeypatch.setattr(numerals, "load_yaml", lambda path: {**raw, **change})
    with pytest.raises(KnowledgeError, match=message) as caught:
        load_numerals.__wrapped__("fr")
    assert caught.value.where.startswith("fr/numerals.yaml")
