"""How things stood: statements folded into states, as cases in data and as properties that always hold."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import palabre
from palabre.errors import KnowledgeError
from palabre.knowledge.files import load_yaml
from palabre.knowledge.registers import load_registers, read_register
from palabre.ledger import powers, states
from palabre.ledger.lines import lines_on
from palabre.ledger.model import Party, State, Statement
from palabre.types import Fact

CASES = Path(__file__).parent / "cases" / "ledger"
BODIES = {"ECOWAS", "AU", "EU", "UN", "NATO", "AES"}


@cache
def party(name: str) -> Party:
    """NER is a state, ECOWAS a body, « Awa_Sarr » a person, « M23* » an armed group, « Niamey@NER » a place."""
    words, _, country = name.rstrip("*").partition("@")
    told = words.replace("_", " ")
    if words in BODIES:
        return Party(words, words, "organisation", words, "IGO")
    if len(words) == 3 and words.isupper():
        return Party(words, words, "state", words, "GOV")
    if name.endswith("*"):
        return Party(f"text:{told}", told, "armed-group", country or None, "REB")
    return Party(f"text:{told}", told, "place" if country else "person", country or None)


def statement(text: str, kind: Any, dimension: str | None, number: int = 0) -> Statement:
    """« KNOWN VOICE SUBJECT>OBJECT CODE STATUS [SINCE..UNTIL] [bg] »."""
    known, voice, parties, code, status, *more = text.split()
    subject, _, other = parties.partition(">")
    span = next((word for word in more if ".." in word), "..")
    since, until = span.split("..")
    one = party(other) if other else None
    return Statement(
        f"s{number}", f"a-{known}-{voice}", date.fromisoformat(known), voice, voice, kind, code, dimension,
        party(subject), one, code, since or None, until or None, status, text, "bg" in more,
    )  # fmt: skip


def said(row: dict[str, Any]) -> list[Statement]:
    return [statement(text, row["kind"], row.get("dimension"), n) for n, text in enumerate(row["said"])]


def rows() -> list[Any]:
    found = [row for path in sorted(CASES.glob("states*.yaml")) for row in yaml.safe_load(path.read_text("utf-8"))]
    return [pytest.param(row, id=row["name"]) for row in found]


@pytest.mark.parametrize("row", rows())
def test_cases(row: dict[str, Any]) -> None:
    told = said(row)
    assert len({states.line_of(one) for one in told}) == row.get("lines", 1)
    answers = {}
    for ask in row["asks"]:
        on, _, known = str(ask).partition("@")
        heard = [one for one in told if not known or one.known <= date.fromisoformat(known)]
        answers[ask] = states.answer(states.fold(heard), date.fromisoformat(on), row["kind"])
    assert answers == row["asks"]
    folded = states.fold(told)
    assert any(state.conflict for state in folded) == row.get("conflict", False)
    for name, wanted in row.get("states", {}).items():
        assert wanted in [shown(state) for state in folded if name in {state.code, state.subject.name}], name


def shown(state: State) -> str:
    """« since..until grain status » of a state, with a due day behind an arrow."""
    since, until = (day.isoformat() if day else "" for day in (state.since, state.until))
    return f"{since}..{until} {state.grain} {state.status}" + (f" -> {state.due}" if state.due else "")


# properties

DAYS = [date(2023, 1, 1) + timedelta(30 * n) for n in range(12)]
KINDS = {
    "relation": ("military", "NER>USA", ("signed", "suspended", "ended", "restored")),
    "membership": (None, "MLI>ECOWAS", ("member", "suspended")),
    "deployment": (None, "FRA>MLI", ("stationed", "withdrawing", "restricted")),
    "office": ("head-of-state", "", ("président",)),
    "measure": ("curfew", "NER>NER", ("curfew",)),
    "custody": (None, "Awa_Sarr>NER", ("held", "hostage", "freed")),
}


@st.composite
def lines(draw: st.DrawFn) -> list[Statement]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    dimension, parties, codes = KINDS[kind]
    found = []
    for number in range(draw(st.integers(1, 12))):
        known, since, until = (draw(st.sampled_from(DAYS)) for _ in range(3))
        who = parties or draw(st.sampled_from(["Awa_Sarr>SEN", "Ali_Sow>SEN", "Jean_Tano>SEN"]))
        cut = draw(st.sampled_from([4, 7, 10]))
        span = draw(st.sampled_from(["..", f"{str(since)[:cut]}..", f"..{str(until)[:cut]}", f"{since}..{until}"]))
        status = draw(st.sampled_from(["current", "former", "announced", "ending", "ended"]))
        text = f"{known} v{draw(st.integers(0, 4))} {who} {draw(st.sampled_from(codes))} {status} {span}"
        found.append(statement(text + draw(st.sampled_from(["", " bg"])), kind, dimension, number))
    return found


@given(lines(), st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_order_of_statements_does_not_count(told: list[Statement], chance: random.Random) -> None:
    shuffled = [*told]
    chance.shuffle(shuffled)
    assert states.fold(shuffled) == states.fold(told)


@given(lines())
@settings(max_examples=100, deadline=None)
def test_a_statement_told_twice_counts_once(told: list[Statement]) -> None:
    assert states.fold([*told, *told]) == states.fold(told)


@given(lines())
@settings(max_examples=100, deadline=None)
def test_a_copy_of_a_statement_changes_no_more_than_who_says_it(told: list[Statement]) -> None:
    copies = [replace(one, key=f"{one.key}-copy") for one in told]
    alike = [replace(s, opened=(), closed=(), said=(), rivals=()) for s in states.fold([*told, *copies])]
    assert alike == [replace(s, opened=(), closed=(), said=(), rivals=()) for s in states.fold(told)]


@given(lines(), st.sampled_from(DAYS))
@settings(max_examples=150, deadline=None)
def test_evidence_only_grows_with_what_is_known(told: list[Statement], known_on: date) -> None:
    heard = [one for one in told if one.known <= known_on]
    assert states.evidence(states.fold(heard)) == {one.key for one in heard}
    assert states.evidence(states.fold(heard)) <= states.evidence(states.fold(told))


@given(lines())
@settings(max_examples=150, deadline=None)
def test_states_are_well_formed(told: list[Statement]) -> None:
    ends = {one.known for one in told}
    for state in states.fold(told):
        assert state.since is None or state.until is None or state.since <= state.until
        assert state.confirmed <= max(ends) and state.first_known in ends
        assert not set(state.opened) & set(state.rivals)
        if state.status in {"ended", "former"}:
            assert state.until is not None or state.due is not None


@given(lines(), st.sampled_from(DAYS))
@settings(max_examples=100, deadline=None)
def test_a_seat_has_one_holder_at_a_time(told: list[Statement], on: date) -> None:
    if told[0].kind == "office":
        held = states.as_of(states.fold(told), on)
        assert len({s.subject.name for s in held if s.grain == "day"}) <= 1


@given(lines())
@settings(max_examples=60, deadline=None)
def test_nothing_changes_between_two_foldings_alike(told: list[Statement]) -> None:
    folded = states.fold(told)
    assert states.changes(folded, folded) == ()
    assert {c.what for c in states.changes((), folded)} <= {"opened", "closed", "announced", "ending", "conflict"}
    assert all(c.keys for c in states.changes((), folded))


def test_a_day_told_as_a_year_and_as_a_day_is_folded_alike_in_any_order() -> None:
    texts = [
        "2023-01-01 v0 NER>NER curfew current ..",
        "2023-01-01 v0 NER>NER curfew former ..2023",
        "2023-01-01 v0 NER>NER curfew former 2023-01-01..2023-01-01",
    ]
    told = [statement(text, "measure", "curfew", number) for number, text in enumerate(texts)]
    assert len({states.fold(order) for order in permutations(told)}) == 1


def test_the_cost_of_folding_grows_with_the_statements() -> None:
    """Four times the statements cost about four times as much: sixteen times would be every one against every other."""
    start = date(2015, 1, 1)
    days = [start + timedelta(n % 3000) for n in range(6000)]
    holders = [f"{day} v{n % 40} P{n % 200}_X>SEN président current" for n, day in enumerate(days)]
    seat = [statement(text, "office", "president", n) for n, text in enumerate(holders)]
    many = [statement(text, "office", "spokesperson", n) for n, text in enumerate(holders)]
    same = [statement(f"{day} v1 NER>USA suspended current", "relation", "aid", n) for n, day in enumerate(days)]
    for told in (seat, many, same):
        assert min(_cost(told) for _ in range(3)) < 9 * min(_cost(told[:1500]) for _ in range(3))


def _cost(told: list[Statement]) -> float:
    begin = time.process_time()
    states.fold(told)
    return time.process_time() - begin


def test_changes_name_the_statements_that_made_them() -> None:
    texts = ["2024-03-02 a TGO>TGO curfew current 2024-03-01..", "2024-04-02 b TGO>TGO curfew ended ..2024-04-01"]
    told = said({"kind": "measure", "dimension": "curfew", "said": texts})
    before, after = states.fold(told[:1]), states.fold(told)
    (change,) = states.changes(before, after)
    assert (change.what, change.keys) == ("closed", ("s1",))
    assert [(t.day, t.what, t.keys) for t in states.history(after)] == [
        (date(2024, 3, 1), "opened", ("s0",)),
        (date(2024, 4, 1), "closed", ("s1",)),
    ]


def key(text: str, kind: str, dimension: str | None = None) -> str:
    return states.line_of(statement(text, kind, dimension))


def test_both_sides_of_a_tie_share_a_line_and_no_other() -> None:
    one = key("2024-01-01 a NER>USA suspended current", "relation", "aid")
    assert one == key("2024-01-01 a USA>NER ended current", "relation", "aid")
    assert one != key("2024-01-01 a USA>NER suspended current", "relation", "military")
    assert one != key("2024-01-01 a USA>MLI suspended current", "relation", "aid")


def test_a_junta_is_its_state_in_a_tie_and_itself_on_the_ground() -> None:
    junta = Party("text:junte", "junte", "institution", "NER", "MIL")
    told = statement("2024-01-01 a NER>USA ended current", "relation", "military")
    assert states.line_of(replace(told, subject=junta)) == states.line_of(told)
    ground = statement("2024-01-01 a NER>Kidal@MLI holds current", "control", None)
    assert states.fold([replace(ground, subject=junta)])[0].subject == junta


def test_rebels_of_a_state_are_not_that_state() -> None:
    told = statement("2024-01-01 a MLI>FRA strained current", "relation", "alignment")
    rebels = Party("text:rebelles", "rebelles", "armed-group", "MLI", "REB")
    assert states.line_of(replace(told, subject=rebels)) != states.line_of(told)


def test_a_president_and_a_king_sit_in_one_seat_and_a_junta_answers_for_it() -> None:
    one = key("2024-01-01 a Awa_Sarr>NER président current", "office", "president")
    assert one == key("2024-01-01 a Ali_Sow>NER roi current", "office", "king")
    junta = key("2024-01-01 a Ali_Sow>NER chef current", "office", "junta-leader")
    assert [str(line) for line in states.lines_on("office", ["NER"], "head-of-state")] == [one, junta]
    assert one != key("2024-01-01 a Ali_Sow>NER ministre current", "office", "prime-minister")


def test_a_junta_leader_beside_a_president_does_not_answer_for_the_seat() -> None:
    president = [statement(f"2024-0{n}-01 a Awa_Sarr>NER président current", "office", "president") for n in (1, 5)]
    junta = statement("2024-02-01 a Ali_Sow>NER chef current", "office", "junta-leader", 1)
    alone = states.fold(president[:1]) + states.fold([junta])
    beside = states.fold(president) + states.fold([junta])
    assert states.answer(alone, date(2024, 3, 1), "office") == "Ali Sow"
    assert states.answer(beside, date(2024, 3, 1), "office") == "Awa Sarr"


def test_an_ambassador_is_one_for_each_state() -> None:
    told = statement("2024-01-01 a Awa_Sarr>FRA ambassadeur current", "office", "ambassador")
    one, other, nowhere = (replace(told, value=f"ambassadeur{where}") for where in (" au Niger", " à Bamako", ""))
    assert len({states.line_of(s) for s in (one, other, nowhere)}) == 3
    assert states.line_of(one) == str(states.lines_on("office", ["FRA", "NER"], "ambassador")[0])


def _side(fact: Fact) -> str | None:
    party = fact.object if fact.kind == "office" and fact.object else fact.subject
    return party.country or party.name


READ = yaml.safe_load((CASES.parent / "facts" / "dimensions.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", [pytest.param(row, id=row["text"][:50]) for row in READ])
def test_what_facts_bear_on(row: dict[str, Any]) -> None:
    found = palabre.read(row["text"], published="2024-03-13", language="fr").facts
    told = [[f.kind, _side(f), f.code, f.dimension, f.since] for f in found]
    for wanted in row.get("facts", []):
        assert wanted in told
    for kind, dimension in row.get("never", []):
        assert not [one for one in told if one[0] == kind and one[3] == dimension]


def test_names_are_the_same_without_accents_and_marks() -> None:
    told = [statement(f"2024-01-0{n} a {name}>NER held current", "custody", None) for n, name in
            ((1, "Aïcha_Koné"), (2, "Aicha_Kone"))]  # fmt: skip
    assert len({states.line_of(one) for one in told}) == 1


def test_a_border_is_with_the_state_that_the_words_name() -> None:
    def border(words: str) -> str:
        told = statement("2024-01-01 a NER>X closed current", "measure", "border")
        return states.line_of(replace(told, object=Party(f"text:{words}", words, "group")))

    assert border("frontière avec le Bénin") == border("frontières béninoises") != border("frontières terrestres")


def asked(kind: Any, dimension: str, on: str, *lines: list[str]) -> str:
    """The answer to a question that several lines answer, the best first."""
    folded = [states.fold(statement(t, kind, dimension, n) for n, t in enumerate(line)) for line in lines]
    day = date.fromisoformat(on)
    return states.answer(states.answering(folded, kind, dimension, day), day, kind)


def test_a_military_accord_is_an_accord_and_a_suspended_exercise_is_none() -> None:
    military = ["2021-06-04 a KEN>PER suspended current 2021-06-03.."]
    assert asked("relation", "agreement", "2022-01-01", [], military) == "unknown"
    military.append("2022-05-03 a KEN>PER ended current 2022-05-02..")
    assert asked("relation", "agreement", "2022-05-01", [], military) == "in-force"
    assert asked("relation", "agreement", "2022-06-01", [], military) == "ended"


def test_the_day_of_an_end_counts_before_its_month_on_another_line() -> None:
    own, military = (
        ["2023-02-20 a KEN>PER ended current 2023-01.."],
        ["2023-01-24 b KEN>PER ended current 2023-01-18.."],
    )
    assert asked("relation", "agreement", "2023-01-10", own, military) == "in-force"
    assert asked("relation", "agreement", "2023-01-10", own) == "ended"


def test_the_border_with_one_neighbour_counts_before_all_borders_where_it_is_told_later() -> None:
    every, one = (
        ["2023-07-27 a KEN>KEN closed current 2023-07-26.."],
        ["2023-08-02 a KEN>PER closed ended ..2023-08-01"],
    )
    assert asked("measure", "border", "2023-08-05", one, every) == "none"
    assert asked("measure", "border", "2023-07-30", one, every) == "in-force"
    assert asked("measure", "border", "2023-08-05", [], every) == "in-force"


def test_an_emergency_in_a_region_is_the_regions_alone() -> None:
    told = statement("2024-01-01 a KEN>région_de_Kisumu@KEN emergency current", "measure", "emergency")
    (line, whole) = lines_on("measure", ["KEN", "Kisumu"], "emergency")
    assert (states.line_of(told), str(whole)) == (str(line), "measure:KEN+KEN:emergency")


# the data files


@pytest.mark.parametrize(
    ("kind", "path", "value", "told"),
    [
        ("custody", ("values", "held", "effect"), "explodes", r"custody\.yaml: held.*explodes"),
        ("custody", ("values", "held", "then"), {"ended": "vanished"}, r"custody\.yaml: held.*vanished"),
        ("custody", ("values", "held", "then"), {"gone": "freed"}, r"custody\.yaml: held.*status gone"),
        ("relation", ("values", "closer", "in"), ["kitchen"], r"relation\.yaml: closer.*dimension kitchen"),
        ("relation", ("dimensions", "aid", "themes"), ["sorcery"], r"relation\.yaml: dimensions: aid.*sorcery"),
        ("office", ("dimensions", "minister", "offices"), ["wizard"], r"office\.yaml.*wizard"),
        ("office", ("dimensions", "minister", "offices"), ["president"], r"office\.yaml.*president twice"),
        ("control", ("exclusive",), [["rules", "reigns"]], r"control\.yaml.*reigns"),
        ("control", ("holds",), "all", r"control\.yaml.*all"),
        ("measure", ("dimensions", "border", "reach"), "moon", r"measure\.yaml.*moon"),
    ],
)
def test_wrong_rules_are_refused(kind: str, path: tuple[str, ...], value: Any, told: str) -> None:
    content = yaml.safe_load(yaml.safe_dump(load_yaml(f"states/{kind}.yaml")))
    at = content
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(KnowledgeError, match=told):
        read_register(kind, content)


def test_every_value_says_what_it_does() -> None:
    for register in load_registers().values():
        assert {value.effect for value in register.values.values()} <= {"opens", "weakens", "closes"}
        assert any(value.effect == "opens" for value in register.values.values())


def test_a_power_that_is_only_described_is_the_one_that_is_named() -> None:
    named = Party("group:x", "Front du Nord", "armed-group", "TGO", "REB")
    described = Party("text:rebelles", "rebelles", "group", "TGO", "REB")
    other = Party("text:rebelles", "rebelles", "group", "GHA", "REB")
    one = statement("2024-01-01 a NER>Kara@TGO holds current", "control", None)
    told = [replace(one, key=str(n), subject=party) for n, party in enumerate((named, described, other))]
    assert [s.subject for s in powers.named(told)] == [named, named, other]
    two = replace(told[0], key="3", subject=replace(named, id="group:y", name="Front du Sud"))
    assert [s.subject for s in powers.named([*told, two])][1] == described


def test_counted_detainees_are_one_group_by_number_kind_and_state() -> None:
    assert lines_on("custody", ["les 46 soldats ivoiriens"]) == lines_on("custody", ["46 militaires ivoiriens"])
    assert lines_on("custody", ["46 soldats ivoiriens"]) != lines_on("custody", ["49 soldats ivoiriens"])
