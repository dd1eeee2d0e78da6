"""Dates: every rule matches its example, every operation exists, and the corpus is read as well as it was."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from palabre import parse, times
from palabre.errors import KnowledgeError
from palabre.knowledge import calendar as calendars
from palabre.knowledge import files
from palabre.knowledge.calendar import load_calendar
from palabre.times.modifiers import CHANGES
from palabre.times.operations import OPERATIONS
from palabre.types import Article, Document, Interval, Section, Sentence, TimeMention, Token

CASES = Path(__file__).parent / "cases" / "times"
CALENDAR = load_calendar()
PUBLISHED = date(2023, 12, 12)


def cases(*names: str) -> list[dict[str, Any]]:
    rows = [yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")) for name in names]
    return [case for row in rows for case in row]


DATED = cases("weekdays", "absolute", "intervals", "relative", "dispatches")
TRAPS = cases("traps")
KNOWN_FAILURES = cases("known_failures")


def words_only(text: str, published: date | None) -> Document:
    """A document without a tree: tokens, and a sentence a line."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", text):
        first = len(tokens)
        for word in re.finditer(r"\w+(?:[-'’](?=\w)\w*)*|[^\w\s]", line.group()):
            i, start = len(tokens), line.start() + word.start()
            lemma = word.group().lower()
            tokens.append(
                Token(i, start, start + len(lemma), word.group(), lemma, "X", {}, "", i, (), i, i, len(sentences))
            )
        sentences.append(Sentence(len(sentences), line.start(), line.end(), first, len(tokens), "paragraph"))
    return Document(Article("a", "test", text, "fr", published), tuple(sentences), tuple(tokens))


def article(text: str, published: date | None) -> Article:
    sections = tuple(Section("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    return Article("a", "test", text, "fr", published, sections=sections)


def whole(case: dict[str, Any]) -> str:
    return f"{case['before']}\n{case['sentence']}" if "before" in case else str(case["sentence"])


@cache
def trees() -> dict[tuple[str, date | None], Document]:
    articles = [article(whole(case), case["published"]) for case in (*DATED, *TRAPS, *KNOWN_FAILURES)]
    return {(d.article.text, d.article.published): d for d in parse.load("fr").parse_many(articles)}


def parsed(text: str, published: date | None) -> Document:
    return trees()[text, published]


def read(case: dict[str, Any], make: Any = parsed) -> list[list[Any]]:
    document = make(whole(case), case["published"])
    found = [m for m in times.find(document, CALENDAR) if m.span.start >= len(case.get("before", ""))]
    return [[m.text, m.interval.start, m.interval.end, m.interval.grain] for m in found]


def rate(make: Any) -> float:
    right = sum(sum(expected in read(case, make) for expected in case["dates"]) for case in DATED)
    return right / sum(len(case["dates"]) for case in DATED)


def test_the_list_is_long_enough() -> None:
    assert sum(len(case["dates"]) for case in DATED) >= 110
    assert len(TRAPS) >= 25


def test_dates_are_exact_with_the_tree() -> None:
    assert rate(parsed) >= 0.97


def test_dates_are_acceptable_without_a_tree() -> None:
    assert rate(words_only) >= 0.92


@pytest.mark.parametrize("make", [parsed, words_only])
def test_no_false_dates(make: Any) -> None:
    false = {case["sentence"]: found for case in TRAPS if (found := read(case, make))}
    assert len(false) <= 1, false


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=lambda case: case["sentence"])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case: dict[str, Any]) -> None:
    assert read(case) == case["dates"]


@pytest.mark.parametrize("rule", CALENDAR.rules, ids=lambda rule: rule.name)
def test_every_rule_matches_its_example(rule: calendars.Rule) -> None:
    found = rule.pattern.search(rule.example.lower())
    assert found and rule.example.lower().startswith(found.group().rstrip(" ,"))
    classes = {calendars.trigger_class(m.group(), CALENDAR) for m in CALENDAR.trigger.finditer(rule.example.lower())}
    assert rule.needs in classes
    assert rule.make in OPERATIONS


def test_every_modifier_has_its_change() -> None:
    assert {modifier.make for modifier in CALENDAR.modifiers.values()} == CHANGES.keys()


def test_every_operation_is_used() -> None:
    assert {rule.make for rule in CALENDAR.rules} == OPERATIONS.keys()


def find(text: str, published: date | None = PUBLISHED) -> tuple[TimeMention, ...]:
    return times.find(words_only(text, published), CALENDAR)


def test_mentions_say_what_they_were_counted_from() -> None:
    found = find(
        "Le 26 juillet 2023, le président a été renversé.\nLa veille, il avait reçu des élus, a-t-on dit lundi."
    )
    assert [(m.anchor, m.rule) for m in found] == [
        ("absolute", "date"),
        ("text", "anaphor"),
        ("publication", "weekday"),
    ]


def test_without_publication_only_whole_dates_are_read() -> None:
    found = find("Lundi, hier et le 3 mai, il a rappelé le 26 juillet 2023 et l'année 2019.", None)
    assert [m.text for m in found] == ["le 26 juillet 2023", "l'année 2019"]


def test_offsets_index_the_text() -> None:
    text = "Reçu hier.\nArrêté le 3\u00a0mai\u00a02021, libéré depuis l’an dernier."
    document = words_only(text, PUBLISHED)
    assert [document.text(m.span) for m in times.find(document, CALENDAR)] == [
        "hier", "le 3\u00a0mai\u00a02021", "depuis l’an dernier",
    ]  # fmt: skip


def test_parse_reads_one_expression() -> None:
    assert times.parse("le 26 juillet", CALENDAR, published=PUBLISHED) == Interval(date(2023, 7, 26), date(2023, 7, 26))
    previous = Interval(date(2023, 7, 26), date(2023, 7, 26))
    assert times.parse("la veille", CALENDAR, previous=previous) == Interval(date(2023, 7, 25), date(2023, 7, 25))
    assert times.parse("la paix", CALENDAR, published=PUBLISHED) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-12-12", PUBLISHED),
        ("2023-12-12T08:30:00+01:00", PUBLISHED),
        ("20231212", PUBLISHED),
        ("12/12/2023", PUBLISHED),
        ("12.12.2023 à 10:30", PUBLISHED),
        ("12 décembre 2023", PUBLISHED),
        ("Mardi 12 Décembre 2023", PUBLISHED),
        ("1er janvier 2024", date(2024, 1, 1)),
        ("Tue, 12 Dec 2023 08:00:00 +0000", PUBLISHED),
        ("31/02/2023", None),
        ("bientôt", None),
        ("", None),
    ],
)
def test_read_date(text: str, expected: date | None) -> None:
    assert times.read_date(text) == expected


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_a_full_date_never_depends_on_publication(day: date, published: date) -> None:
    month = next(name for name, number in CALENDAR.months.items() if number == day.month)
    found = times.parse(f"le {day.day} {month} {day.year}", CALENDAR, published=published)
    assert found == Interval(day, day)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.sampled_from(sorted(CALENDAR.weekdays)))
def test_a_weekday_lies_within_a_week(published: date, weekday: str) -> None:
    found = times.parse(weekday, CALENDAR, published=published)
    assert found and found.start and found.start.weekday() == CALENDAR.weekdays[weekday]
    assert abs((found.start - published).days) < 7


@given(st.text(alphabet="0123456789 /-.leduaujnàvrs'", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    times.parse(text, CALENDAR, published=PUBLISHED)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rules": [{"name": "x", "needs": "month", "make": "on_date", "example": "x"}]}, "missing pattern"),
        ({"rules": [{"name": "x", "needs": "month", "make": "m", "example": "x", "pattern": "{moon}"}]}, "class moon"),
        ({"rules": [{"name": "x", "needs": "month", "make": "m", "example": "x", "pattern": "("}]}, "wrong pattern"),
        ({"modifiers": [{"name": "x", "make": "at", "pattern": "x", "lean": "up"}]}, "unknown lean up"),
    ],
)
def test_a_wrong_calendar_says_where(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], message: str) -> None:
    raw = files.load_yaml("fr/calendar.yaml")
    monkeypatch.setattr(calendars, "load_yaml", lambda path: {**raw, **change})
    with pytest.raises(KnowledgeError, match=message) as caught:
        load_calendar.__wrapped__("fr")
    assert "x" in caught.value.where
