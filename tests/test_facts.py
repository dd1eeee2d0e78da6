"""Standing facts: said by titles and verbs of state, and made or ended by events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import palabre
from palabre import actors, facts, ingest, knowledge, parse, pipeline, times
from palabre.errors import KnowledgeError
from palabre.facts.merging import merge
from palabre.knowledge.files import load_yaml
from palabre.knowledge.states import load_states
from palabre.types import (
    Actor,
    ActorMention,
    Document,
    Event,
    Evidence,
    Fact,
    Interval,
    Mentions,
    Span,
    Step,
    TimeMention,
)

CASES = Path(__file__).parent / "cases" / "facts"
PUBLISHED = date(2024, 3, 13)
STATES = {code: Actor(code, code, "state", code, "GOV") for code in ("NER", "USA", "FRA", "MLI", "BFA", "GIN")}
ECOWAS = Actor("ECOWAS", "Cédéao", "organisation", "ECOWAS", "IGO")


def cases(name: str) -> list[Any]:
    rows = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["text"][:50]) for row in rows]


@cache
def read(text: str) -> tuple[Document, Mentions]:
    known = knowledge.load()
    document = parse.load().parse(ingest.from_text(text, published=PUBLISHED, language="fr"))
    who, where = actors.find(document, known.registry, known.places)
    return document, Mentions(who, where, times.find(document, known.calendar), ())


def find(text: str, *events: Event) -> tuple[Fact, ...]:
    return facts.find(*read(text), events, knowledge.load())


def told(actor: Actor | None) -> str | None:
    return None if actor is None else actor.id if actor.id == actor.country else actor.name


@pytest.mark.parametrize("row", cases("office"))
def test_offices(row: dict[str, Any]) -> None:
    found = [f for f in find(row["text"]) if f.kind == "office"]
    assert [[told(f.subject), told(f.object), f.value, f.status] for f in found] == row.get("facts", [])


@pytest.mark.parametrize("row", cases("stative"))
def test_states_that_verbs_say(row: dict[str, Any]) -> None:
    found = [f for f in find(row["text"]) if f.kind != "office"]
    assert [[f.kind, told(f.subject), told(f.object), f.status] for f in found] == row.get("facts", [])


@pytest.mark.parametrize("row", cases("course"))
def test_how_far_what_events_change_has_come(row: dict[str, Any]) -> None:
    article = ingest.from_text(row["text"], published=PUBLISHED, language="fr")
    found = pipeline.read(article).facts
    said = [[f.kind, told(f.subject), told(f.object), f.code, f.status] for f in found]
    assert said == row.get("facts", [])


@pytest.mark.parametrize("row", cases("told"))
def test_states_that_whole_texts_tell(row: dict[str, Any]) -> None:
    kinds = {row["kind"]} if "kind" in row else {"relation", "membership", "measure"}
    found = [f for f in palabre.read(row["text"], published=PUBLISHED).facts if f.kind in kinds]
    assert [[f.kind, told(f.subject), told(f.object), f.code, f.status] for f in found] == row.get("facts", [])


def mention(actor: Actor) -> ActorMention:
    return ActorMention(Span(0, 1), actor.name, None, actor, False, "test")


def event(
    text: str,
    cue: str,
    type_: str,
    mode: str | None,
    theme: str | None,
    who: list[Actor],
    whom: list[Actor],
    **more: Any,
) -> Event:
    """An event as the coder would make it, on the words ``cue`` of ``text``."""
    start = text.index(cue)
    evidence = Evidence(0, len(text), text, Span(start, start + len(cue)))
    day = more.get("day")
    when = TimeMention(Span(0, 1), "", Interval(day, day), "absolute", "test") if day else None
    return Event(
        id="e1", type=type_, mode=mode, contexts=(), status=more.get("status", "factual"), background=False,
        actors=tuple(map(mention, who)), recipients=tuple(map(mention, whom)), theme=theme, date=when, place=None,
        quantities=(), fatalities=None, attributed_to=None, evidence=(evidence,),
        trace=(Step("frame", f"{type_}.{more.get('frame')}"),),
    )  # fmt: skip


NER, USA, FRA, GIN = (STATES[code] for code in ("NER", "USA", "FRA", "GIN"))
SUSPENDS = "Les États-Unis ont suspendu leur coopération militaire avec le Niger."


def test_suspended_cooperation_is_a_relation() -> None:
    made = event(SUSPENDS, "suspendu", "SANCTION", "discontinue", "cooperation", [USA], [NER], day=date(2023, 10, 10))
    (fact,) = find(SUSPENDS, made)
    assert (fact.kind, fact.subject.id, fact.object and fact.object.id) == ("relation", "USA", "NER")
    assert (fact.value, fact.since, fact.status) == (
        "suspension : coopération militaire avec le Niger",
        "2023-10-10",
        "current",
    )
    assert SUSPENDS[fact.evidence.cue.start : fact.evidence.cue.end] == "suspendu"


@pytest.mark.parametrize("status", ["negated", "hypothetical", "attempted"])
def test_what_did_not_happen_changes_nothing(status: str) -> None:
    made = event(SUSPENDS, "suspendu", "SANCTION", "discontinue", "cooperation", [USA], [NER], status=status)
    assert find(SUSPENDS, made) == ()


def test_an_announced_withdrawal_ends_a_deployment_to_come() -> None:
    text = "La France retirera ses troupes du Niger."
    made = event(
        text, "retirera", "RETREAT", "withdraw", "troops", [FRA], [NER], status="future", day=date(2024, 12, 31)
    )
    (fact,) = find(text, made)
    assert (fact.kind, fact.value, fact.until, fact.status) == ("deployment", "troupes", "2024-12-31", "ending")


def test_soldiers_deployed_at_a_border_are_told_there_not_in_a_guessed_state() -> None:
    text = "Le Ghana et le Togo discutent. Des soldats français sont déployés le long de la frontière."
    made = event(text, "déployés", "MOBILIZE", "troops", "troops", [FRA], [], frame="deploy")
    (fact,) = find(text, made)
    assert (fact.kind, fact.subject.id, fact.object and fact.object.name) == ("deployment", "FRA", "frontière")


def test_states_leaving_an_organisation_give_one_line_each() -> None:
    text = "Le Niger, le Mali et le Burkina Faso quittent la Cédéao."
    leaving = [STATES[code] for code in ("NER", "MLI", "BFA")]
    found = find(text, event(text, "quittent", "SANCTION", "withdraw", "membership", leaving, [ECOWAS]))
    assert [(f.kind, f.subject.id, f.object and f.object.id) for f in found] == [
        ("membership", code, "ECOWAS") for code in ("NER", "MLI", "BFA")
    ]
    assert {f.status for f in found} == {"ended"}


def test_partners_named_in_the_next_sentence_are_parties_of_the_relation() -> None:
    text = "Le Niger s'est rapproché de nouveaux partenaires. Parmi ceux-ci figure la Turquie."
    made = event(text, "rapproché", "AGREE", None, "alignment", [NER], [], frame="rapprochement")
    (fact,) = find(text, made)
    assert (fact.kind, fact.subject.id, fact.object and fact.object.id) == ("relation", "NER", "TUR")


def test_a_coup_ends_the_tenure_that_the_text_names() -> None:
    text = "Le président guinéen Momo Sylla a dû quitter le palais lors du putsch."
    (office,) = [f for f in find(text) if f.kind == "office"]
    coup = event(text, "putsch", "COERCE", "seize", None, [GIN], [office.subject], day=date(2021, 9, 5), frame="coup")
    (after,) = [f for f in find(text, coup) if f.kind == "office"]
    assert (office.status, after.status, after.until) == ("current", "former", "2021-09-05")


def test_a_verb_of_ousting_makes_a_holder_former() -> None:
    (office,) = [f for f in find("Des soldats ont renversé le président guinéen Momo Sylla.") if f.kind == "office"]
    assert (office.value, office.status) == ("président guinéen", "former")


def test_a_name_from_a_body_is_an_affiliation() -> None:
    (fact,) = [
        f
        for f in find("La ministre a reçu Ann Lee, du Pentagone, et Paul Fox de l'Otan.")
        if f.object and f.object.id == "NATO"
    ]
    assert (fact.kind, fact.subject.name, fact.value) == ("office", "Paul Fox", "de l'Otan")


def test_an_arrest_puts_a_person_in_custody_and_a_release_ends_it() -> None:
    text = "La police a arrêté puis relâché Momo Sylla."
    person = Actor("text:momo-sylla", "Momo Sylla", "person", "GIN", "OPP")
    held = event(text, "arrêté", "COERCE", "arrest", None, [GIN], [person], day=date(2024, 3, 1))
    freed = event(text, "relâché", "RETREAT", "release", None, [GIN], [person], day=date(2024, 3, 5))
    (fact,) = find(text, held, freed)
    assert (fact.kind, fact.subject.name, fact.object and fact.object.id) == ("custody", "Momo Sylla", "GIN")
    assert (fact.since, fact.until, fact.status) == ("2024-03-01", "2024-03-05", "ended")


def people(name: str, text: str, head: int) -> ActorMention:
    return ActorMention(Span(0, 1), text, head, Actor(f"text:{name}", text, "group", "GIN", "CVL"), False, "test")


def held(text: str, cue: str, mention_: ActorMention, type_: str, mode: str, **more: Any) -> Event:
    return replace(event(text, cue, type_, mode, None, [GIN], [], **more), recipients=(mention_,))


def test_unnamed_detainees_are_told_where_they_are_counted() -> None:
    text = "La police a arrêté trois chauffeurs."
    (fact,) = find(text, held(text, "arrêté", people("chauffeur", "trois chauffeurs", 5), "COERCE", "arrest"))
    assert (fact.kind, fact.subject.name, fact.object and fact.object.id) == ("custody", "trois chauffeurs", "GIN")
    many = "La police a arrêté une soixantaine de chauffeurs."
    assert find(many, held(many, "arrêté", people("chauffeur", "soixantaine", 5), "COERCE", "arrest")) == ()


def test_unnamed_persons_are_freed_only_where_their_arrest_is_told() -> None:
    text = "Trois chauffeurs arrêtés lundi ont été relâchés."
    them = people("chauffeur", "Trois chauffeurs", 1)
    freed = held(text, "relâchés", them, "RETREAT", "release", day=date(2024, 3, 12))
    assert find(text, freed) == ()
    taken = held(text, "arrêtés", them, "COERCE", "arrest", day=date(2024, 3, 11))
    (fact,) = find(text, taken, freed)
    assert (fact.kind, fact.since, fact.until, fact.status) == ("custody", "2024-03-11", "2024-03-12", "ended")


def test_the_side_that_a_broken_tie_leaves_unsaid_is_the_other_state_of_the_story() -> None:
    text = "Le Niger a critiqué le Bénin. Niamey a rappelé son ambassadeur."
    first = event(text, "critiqué", "ACCUSE", None, None, [NER], [STATES["MLI"]])
    recall = event(text, "rappelé", "SANCTION", "withdraw", "ambassador", [NER], [])
    (fact,) = find(text, first, recall)
    assert (fact.kind, fact.subject.id, fact.object and fact.object.id) == ("relation", "NER", "MLI")
    assert find(text, recall) == ()


def test_asylum_is_a_measure_for_a_person_with_a_name() -> None:
    text = "Le Ghana a accordé l'asile à Momo Sylla."
    person = Actor("text:momo-sylla", "Momo Sylla", "person", "GIN", "OPP")
    crowd = Actor("text:refugie", "réfugiés guinéens", "group", "GIN", "CVL")
    one, all_ = (event(text, "accordé", "AID", None, "migration", [USA], [a], frame="asylum") for a in (person, crowd))
    assert [(f.kind, f.object and f.object.name) for f in find(text, one)] == [("measure", "Momo Sylla")]
    assert find(text, all_) == ()


def test_a_refused_resignation_ends_no_tenure() -> None:
    text = "La ministre guinéenne Awa Sylla a démissionné, ce que le président a refusé."
    (office,) = [f for f in find(text) if f.subject.name == "Awa Sylla"]
    gone = event(text, "démissionné", "RETREAT", "resign", None, [office.subject], [])
    kept = event(text, "refusé", "REJECT", None, None, [GIN], [], frame="refuse")
    ended = {f.subject.name: f.status for f in find(text, gone)}
    assert ended["Awa Sylla"] == "ended"
    assert {f.subject.name: f.status for f in find(text, gone, kept)}["Awa Sylla"] == "current"


def test_a_body_has_the_longest_name_that_the_text_gives_it() -> None:
    text = "Le M23 contrôle Goma."
    (fact,) = find(text)
    assert fact.subject.name == "M23"


def test_a_lifted_sanction_ends_the_measure() -> None:
    text = "La Cédéao a levé ses sanctions contre le Niger."
    (fact,) = find(text, event(text, "levé", "CONCEDE", None, "sanctions", [ECOWAS], [NER]))
    assert (fact.kind, fact.subject.id, fact.value, fact.status) == (
        "measure",
        "ECOWAS",
        "sanctions",
        "ended",
    )


def test_merging_keeps_the_first_telling_and_the_strongest_status() -> None:
    first = Fact("deployment", FRA, NER, "troupes", None, None, "current", Evidence(0, 9, "", Span(0, 1)), ())
    later = Fact("deployment", FRA, NER, "soldats", None, "2023-12", "ending", Evidence(10, 19, "", Span(10, 11)), ())
    (fact,) = merge([first, later])
    assert (fact.value, fact.until, fact.status, fact.evidence) == ("troupes", "2023-12", "ending", first.evidence)


def test_different_relations_of_two_parties_stay_apart() -> None:
    def relation(value: str) -> Fact:
        trace = (Step("state", value),)
        return Fact("relation", FRA, NER, value, None, None, "current", Evidence(0, 9, "", Span(0, 1)), trace)

    assert len(merge([relation("suspended"), relation("recalled")])) == 2


def test_the_titles_of_an_article_say_no_fact() -> None:
    text = "Le ministre malien Ali Sow à Lomé\n\nUne rencontre a eu lieu lundi à Lomé."
    assert find(text) == ()


def test_every_example_of_a_stative_frame_says_its_fact() -> None:
    for stative in load_states("fr").statives.values():
        found = [
            f
            for f in find(stative.frame.example)
            if ("frame", stative.frame.name) in {(s.slot, s.rule) for s in f.trace}
        ]
        assert found, stative.frame.name
        assert {f.kind for f in found} == {stative.kind}


def test_a_frame_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Any) -> Any:
        content = load_yaml(path)
        if str(path).endswith("control.yaml"):
            content["events"][0]["frames"] = ["COERCE.sorcery"]
        return content

    monkeypatch.setattr("palabre.knowledge.states.load_yaml", broken)
    with pytest.raises(KnowledgeError, match=r"control\.yaml.*COERCE\.sorcery"):
        load_states.__wrapped__("fr")


def test_an_unknown_value_of_a_state_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Any) -> Any:
        content = load_yaml(path)
        if str(path).endswith("custody.yaml"):
            content["events"][0]["value"] = "vanished"
        return content

    monkeypatch.setattr("palabre.knowledge.states.load_yaml", broken)
    with pytest.raises(KnowledgeError, match=r"custody\.yaml.*vanished"):
        load_states.__wrapped__("fr")
