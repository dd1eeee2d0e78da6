from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.ledger import alike, retold, stories
from palabre.ledger.model import Party, Report, Spot
from palabre.types import Quantity

CASES = Path(__file__).parent / "cases" / "ledger"
START = date(2023, 3, 15)
CODE = re.compile(r"(?P<type>[A-Z]+)(?:/(?P<mode>[\w-]+))?(?::(?P<status>\w+))?")


def party(text: str) -> Party:
    """« NER.MIL » a state's organ; « ~?.REB » implied; « =JNIM » registered group; « @Lavrov RUS.GOV » a person."""
    *names, code = text.split()
    implicit = code.startswith("~")
    country, _, sector = code.lstrip("~=").partition(".")
    home = None if country == "?" else country
    if names and names[0].startswith("@"):
        name = " ".join(names)[1:]
        return Party(f"person:{name.lower()}", name, "person", home, sector)
    if code.startswith("="):
        return Party(f"group:{country.lower()}", country, "armed-group", None, sector or "REB")
    if names:
        return Party(f"text:{'-'.join(names)}", " ".join(names), "group", home, sector)
    if implicit:
        return Party("implied", "?", "group", home, sector, implicit=True)
    return Party(code, country, "state" if sector == "GOV" else "institution", home, sector)


def spot(text: str) -> Spot:
    """« NER:kolmane » a town, « NER/tillaberi » a region, « NER » a country."""
    country, mark, name = re.match(r"(\w+)([:/]?)(.*)", text).groups()  # type: ignore[union-attr]
    precision = {":": "city", "/": "region", "": "country"}[mark]
    return Spot(text, name or country, country, precision)  # type: ignore[arg-type]


def days(text: str, known: date) -> tuple[date | None, date | None]:
    """« -2 » two days before it was known, « -3..-2 », « 2023-07-26 », « 2023-07-01..2023-07-31 »; « ..0 » open."""
    ends = [
        one and (known + timedelta(int(one)) if len(one) < 6 else date.fromisoformat(one)) for one in text.split("..")
    ]
    first, last = (ends * 2)[:2]
    return first or None, last or None


def report(key: str, line: str) -> Report:
    """« ASSAULT/aerial:factual MLI.MIL + FRA.MIL > ~?.REB | day -1 | at MLI:gao | dead 17 | known 1 | bg | in x »."""
    head, *rest = (piece.strip() for piece in line.split("|"))
    code, _, who = head.partition(" ")
    kind = CODE.fullmatch(code)
    assert kind, code
    actors, _, recipients = who.partition(">")
    slots = {name: value for name, _, value in (piece.partition(" ") for piece in rest)}
    known = START + timedelta(int(slots.get("known", "0")))
    start, end = days(slots["day"], known) if "day" in slots else (None, None)
    low, _, high = slots.get("dead", "").partition("-")
    toll = Quantity(float(low), float(high or low), "killed") if low else None
    hurt = (Quantity(float(slots["hurt"]), float(slots["hurt"]), "injured"),) if "hurt" in slots else ()
    article = slots.get("in", key)
    return Report(
        key, article, known, slots.get("by", f"outlet {article}"), slots.get("voice", article), kind["type"],
        kind["mode"], slots.get("on"), kind["status"] or "factual", "bg" in slots,  # type: ignore[arg-type]
        _parties(actors), _parties(recipients), start, end,
        slots.get("grain", "day") if start else None,  # type: ignore[arg-type]
       
        spot(slots["at"]) if "at" in slots else None, toll, hurt,
        party(slots["says"]) if "says" in slots else None, slots.get("text", f"{key} {line}"), slots.get("lang", "fr"),
    )  # fmt: skip


def _parties(text: str) -> tuple[Party, ...]:
    return tuple(party(one) for one in text.split("+") if one.strip())


def load(name: str) -> list[tuple[str, dict[str, Any]]]:
    found = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [(f"{topic}: {case['why']}", case) for topic, cases in found.items() for case in cases]


def groups(parts: Sequence[Sequence[Report]]) -> set[frozenset[str]]:
    return {frozenset(r.key for r in part) for part in parts}


CASE_LIST = load("stories.yaml")


@pytest.mark.parametrize("case", [case for _, case in CASE_LIST], ids=[name for name, _ in CASE_LIST])
def test_cases(case: dict[str, Any]) -> None:
    reports = [report(chr(ord("a") + i), line) for i, line in enumerate(case["reports"])]
    expected = {frozenset(group) for group in case["events"].split()}
    pairs = {name: [tuple(pair) for pair in case.get(name, "").split()] for name in ("same", "apart")}
    got = groups(stories.partition(reports, same=pairs["same"], apart=pairs["apart"]))
    assert got == expected, [alike.compare(reports[0], other) for other in reports[1:]]


def test_the_cases_join_as_often_as_they_keep_apart() -> None:
    joined = sum(" " not in case["events"] for _, case in CASE_LIST)
    assert len(CASE_LIST) >= 60
    assert 0.4 <= joined / len(CASE_LIST) <= 0.6


SIDES = ["NER.MIL", "~NER.MIL", "NER.GOV", "~?.REB", "=JNIM", "MLI.GOV", "~MLI.MIL", "@Lavrov RUS.GOV", "NER.CVL", ""]
SIDES += ["@Sow NER.GOV", "bilan NER.CVL"]
KINDS = "ASSAULT ASSAULT/aerial CONSULT/visit SANCTION/withdraw COERCE/restrict COERCE/seize SUPPORT".split()
lines = st.builds(
    lambda kind, actor, recipient, known, *more: " | ".join(
        [f"{kind} {actor} > {recipient}", *filter(None, more), f"known {known}"]
    ),
    st.sampled_from(KINDS),
    st.sampled_from(SIDES),
    st.sampled_from(SIDES),
    st.one_of(st.integers(0, 4), st.sampled_from([9, 30, 300])),
    st.sampled_from(["", "day 0", "day -1", "day -2..-1", "day ..0", "day -20..0", "day -40..-10", "day -300..-1"]),
    st.sampled_from(["", "at NER:kolmane", "at NER:niamey", "at NER/tillaberi", "at NER"]),
    st.sampled_from(["", "dead 17", "dead 23"]),
    st.sampled_from(["", "on border", "on aid", "on government", "on troops"]),
    st.sampled_from(["", "bg"]),
    st.sampled_from(["", "says NER.GOV", "says union MLI.CVL"]),
)


@st.composite
def many(draw: st.DrawFn) -> list[Report]:
    told = draw(st.lists(lines, min_size=1, max_size=24))
    articles = draw(st.lists(st.integers(0, 9), min_size=len(told), max_size=len(told)))
    voices = draw(st.lists(st.integers(0, 6), min_size=10, max_size=10))
    return [
        report(f"r{i:02d}", f"{line} | in a{a} | voice v{voices[a]} | text {line}")
        for i, (line, a) in enumerate(zip(told, articles, strict=True))
    ]


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[Report], list[tuple[str, str]], list[tuple[str, str]]]:
    reports = draw(many())
    pair = st.tuples(st.sampled_from(reports), st.sampled_from(reports)).map(lambda p: (p[0].key, p[1].key))
    pairs = st.lists(pair.filter(lambda p: p[0] != p[1]), max_size=4) if len(reports) > 1 else st.just([])
    return reports, draw(pairs), draw(pairs)


@settings(max_examples=150, deadline=None)
@given(judged(), st.randoms())
def test_the_order_does_not_count(given_: tuple[Any, Any, Any], luck: random.Random) -> None:
    reports, same, apart = given_
    first = stories.partition(reports, same=same, apart=apart)
    luck.shuffle(reports)
    again = stories.partition(reports + reports[:3], same=same[::-1], apart=[(b, a) for a, b in apart])
    assert first == again


@settings(max_examples=150, deadline=None)
@given(judged())
def test_it_is_the_union_of_its_components(given_: tuple[Any, Any, Any]) -> None:
    reports, same, apart = given_
    parts = stories.components(reports, same=same)
    each = [group for part in parts for group in stories.partition(part, same=same, apart=apart)]
    assert groups(each) == groups(stories.partition(reports, same=same, apart=apart))


@settings(max_examples=150, deadline=None)
@given(many())
def test_components_are_what_joinable_links(reports: list[Report]) -> None:
    head = {r.key: r.key for r in reports}

    def find(key: str) -> str:
        while head[key] != key:
            key = head[key]
        return key

    for i, a in enumerate(reports):
        for b in reports[:i]:
            assert stories.joinable(a, b) == stories.joinable(b, a)
            if stories.joinable(a, b):
                assert any(
                    one.key == two.key and one.first <= two.last and two.first <= one.last
                    for one in stories.scenes(a)
                    for two in stories.scenes(b)
                )
                head[find(a.key)] = find(b.key)
    linked = {frozenset(r.key for r in reports if find(r.key) == h) for h in {find(r.key) for r in reports}}
    assert groups(stories.components(reports)) == linked


@settings(max_examples=150, deadline=None)
@given(judged())
def test_analysts_win(given_: tuple[Any, Any, Any]) -> None:
    reports, same, apart = given_
    found = groups(stories.partition(reports, same=same, apart=apart))
    assert not any({a, b} <= group for a, b in apart for group in found)
    if not apart:
        assert all(any({a, b} <= group for group in found) for a, b in same)


@settings(max_examples=80, deadline=None)
@given(many())
def test_a_group_alone_stays_connected_and_windows_are_short(reports: list[Report]) -> None:
    for group in stories.partition(reports):
        assert len(stories.components(group)) == 1
    scenes = [scene for report in reports for scene in stories.scenes(report)]
    assert all((scene.last - scene.first).days <= stories.widest(scene.key) for scene in scenes)


def plausible(n: int, seed: int = 1) -> list[Report]:
    """Reports as three years of fifty countries at unequal peace make them: a few places and days tell most."""
    luck = random.Random(seed)
    lands = [a + b + "X" for a in "ABCDE" for b in "FGHIJKLMNO"]
    kinds = """ASSAULT ASSAULT/firearms ASSAULT/aerial ACCUSE/disapprove REQUEST/change CONSULT/visit AGREE SUPPORT
        SANCTION/discontinue COERCE/arrest PROTEST/demo MOBILIZE/troops""".split()
    found = []
    for i in range(n):
        land = lands[min(int(luck.expovariate(0.12)), 49)]
        other = luck.choice(lands)
        kind = luck.choice(kinds)
        actor = luck.choice([f"{land}.GOV", f"{land}.MIL", "~?.REB", "=JNIM", f"~{land}.GOV", f"{other}.GOV"])
        recipient = luck.choice([f"{land}.CVL", f"~{land}.MIL", f"{other}.GOV", f"{land}.GOV"])
        known = int(luck.random() ** 2 * 1100)
        extra = [f"day -{luck.randint(0, 3)}"] if luck.random() < 0.5 else []
        extra += [f"at {land}:town{luck.randint(0, 20)}"] if luck.random() < 0.5 else []
        extra += [f"dead {luck.randint(1, 40)}"] if kind.startswith("ASSAULT") and luck.random() < 0.5 else []
        extra += ["bg"] if luck.random() < 0.2 else []
        extra += [f"on {luck.choice(['aid', 'troops', 'border'])}"] if luck.random() < 0.3 else []
        line = " | ".join([f"{kind} {actor} > {recipient}", *extra, f"known {known}", f"in a{i // 8}"])
        found.append(report(f"k{i:06d}", line))
    return found


def storm(n: int) -> list[Report]:
    """One attack told by everybody: as many articles as reports, with their own days, parties and tolls."""
    luck = random.Random(2)
    return [
        report(
            f"k{i:05d}",
            f"ASSAULT {luck.choice(['~?.REB', '=JNIM', 'hommes ?.REB'])}"
            f" > {luck.choice(['NER.MIL', '~NER.MIL', 'NER.GOV'])}"
            f" | day {luck.choice(['2023-03-13', '2023-03-13..2023-03-14'])} | dead {luck.randint(10, 30)}"
            f" | at {luck.choice(['NER:kolmane', 'NER/tillaberi', 'NER'])} | known {luck.randint(0, 2)}",
        )
        for i in range(n)
    ]


@pytest.mark.parametrize("make", [plausible, storm])
def test_comparisons_grow_little_faster_than_reports(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    plain = stories.conflicting
    calls = [0]

    def counted(a: Any, b: Any) -> bool:
        calls[0] += 1
        return plain(a, b)

    monkeypatch.setattr(stories, "conflicting", counted)
    for n in (1000, 4000):
        reports = make(n)
        calls[0] = 0
        stories.partition(reports)
        counts.append(calls[0])
    assert counts[1] < 12 * counts[0]  # quadratic would be sixteen times, linear four
    assert counts[1] < 4000 * 4000 / 20


def test_every_feature_has_its_sentence() -> None:
    for feature in (
        *(f for f, _ in (*alike.WEIGHTS, *alike.TOLLS, *alike.COPIES)),
        *alike.CONFLICTS,
        retold.one_article,
        alike.looks_back,
    ):
        assert alike.explain(feature.__name__).endswith(".")


def test_compare_says_why() -> None:
    one = report("a", "ASSAULT ~?.REB > NER.MIL | day -2 | at NER:kolmane | dead 4 | says the ministry NER.GOV")
    two = report("b", "ASSAULT =EIGS > NER.MIL | day -2 | at NER:kolmane | dead 60")
    found = alike.compare(one, two)
    assert {"same_day", "same_place", "same_actors", "same_recipients"} <= set(found.reasons)
    assert found.differences == ("rival_toll (4.0, 4.0) / (60.0, 60.0)",)
    assert not found.conflicts
    elsewhere = report("c", "ASSAULT =EIGS > NER.MIL | day -2 | at NER:ayorou | in b")
    assert alike.compare(two, elsewhere).conflicts == ("other_place", "one_article")
