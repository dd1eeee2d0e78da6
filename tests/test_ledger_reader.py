"""The reading side of a ledger, as its users ask it: real ledgers, made by the writer from readings made by hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ledgers import (
    AYOROU,
    ECOWAS,
    FRANCE,
    MALI,
    NIAMEY,
    NIGER,
    TIANI,
    TODAY,
    Held,
    Said,
    article,
    batched,
    generated,
    write,
)

import palabre
from palabre.errors import LedgerError, PalabreError, QueryError
from palabre.ledger import Ledger
from palabre.ledger.record import Writer
from palabre.ledger.revise import Ruling, correct

ATTACK = Said(day=date(2023, 7, 24), place=AYOROU, toll=10)
CUT = Said("SANCTION", "discontinue", FRANCE, NIGER, date(2023, 7, 29), theme="aid", speaker=FRANCE)
PLANNED = Said("CONSULT", "visit", ECOWAS, NIGER, date(2023, 8, 5), NIAMEY, status="future")
CAME = replace(PLANNED, status="factual", more="comme prévu")
SUMMIT = Said("CONSULT", "visit", MALI, NIGER, date(2023, 9, 1), NIAMEY, status="future")
REST = ("Le gouverneur de la région s'est rendu sur place dans la matinée de mercredi avec des officiers.",
        "Une enquête a été ouverte pour retrouver les auteurs de ce crime odieux, dit le procureur.")  # fmt: skip
RULES = Held(since="2021-04-02")
OUSTED = Held(code="président", until="2023-07-26", status="former")
SUCCEEDS = Held(
    subject=TIANI, code="chef de la junte", dimension="junta-leader", value="chef de la junte", since="2023-07-28"
)
TIE = Held("relation", FRANCE, NIGER, "signed", "military", "accord", since="2020-01-01")
ENDED = Held("relation", NIGER, FRANCE, "ended", "military", "rupture", since="2023-08-03", more="dénoncé")
STORY = (
    article(RULES, TIE, on=date(2023, 7, 1)),
    article(ATTACK, on=date(2023, 7, 25), rest=REST),
    article(ATTACK, on=date(2023, 7, 26), by="Le Matin", title="Niger", rest=REST),
    article(
        replace(ATTACK, toll=17, more="selon un élu"), on=date(2023, 7, 27), by="L'Écho", url="https://example.org/e"
    ),
    article(CUT, PLANNED, SUMMIT, OUSTED, SUCCEEDS, on=date(2023, 7, 30)),
    article(CAME, ENDED, on=date(2023, 8, 6), by="Le Matin"),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ledger") / "palabre.db"
    write(made, STORY[:3], STORY[3:])
    return made


@pytest.fixture(scope="module")
def ledger(path: Path) -> Iterator[Ledger]:
    with palabre.open(path) as opened:
        yield opened


def only(ledger: Ledger, **filters: Any) -> str:
    (found,) = ledger.events(**filters)
    return found.id


def test_events_come_in_the_order_of_their_days(ledger: Ledger) -> None:
    found = list(ledger.events())
    assert [e.day for e in found] == sorted(e.day for e in found)
    assert list(ledger.events(sort="-date")) == found[::-1]
    assert ledger.events().count() == len(found) == 5
    attack = next(e for e in found if e.type == "ASSAULT")
    assert (attack.n_articles, attack.n_sources, attack.n_independent) == (3, 3, 2)
    assert [p.name for p in attack.actors] == ["des hommes armés"] and attack.place is not None
    assert attack.disputed and attack.deaths is not None and (attack.deaths.low, attack.deaths.high) == (10, 17)


@pytest.mark.parametrize(
    ("filters", "types"),
    [
        ({"country": "France"}, ["SANCTION"]),
        ({"country": ["FR", "ECOWAS"], "status": "factual"}, ["CONSULT", "SANCTION"]),
        ({"actor": "Cédéao", "status": "future"}, ["CONSULT"]),
        ({"actor": "des hommes armés"}, ["ASSAULT"]),
        ({"dyad": "FRA-NER"}, ["SANCTION"]),
        ({"dyad": ("NER", "FRA")}, ["SANCTION"]),
        ({"dyad": "FRA>NER"}, ["SANCTION"]),
        ({"dyad": "NER>FRA"}, []),
        ({"type": "assault"}, ["ASSAULT"]),
        ({"type": ["ASSAULT/firearms", "SANCTION"]}, ["ASSAULT", "SANCTION"]),
        ({"type": "ASSAULT/aerial"}, []),
        ({"mode": "visit"}, ["CONSULT", "CONSULT", "CONSULT"]),
        ({"theme": "aid"}, ["SANCTION"]),
        ({"status": "future"}, ["CONSULT", "CONSULT"]),
        ({"since": "2023-08"}, ["CONSULT", "CONSULT", "CONSULT"]),
        ({"until": "2023-07", "country": "NER"}, ["ASSAULT", "SANCTION"]),
        ({"since": date(2023, 7, 25), "until": "2023-07-31"}, ["SANCTION"]),
        ({"place": "Ayorou"}, ["ASSAULT"]),
        ({"place": "niamey", "status": "factual"}, ["CONSULT"]),
        ({"min_independent": 2}, ["ASSAULT"]),
        ({"disputed": True}, ["ASSAULT"]),
        ({"disputed": False, "type": "ASSAULT"}, []),
        ({"background": True}, []),
        ({"text": "selon élu"}, ["ASSAULT"]),
        ({"text": "HOMMES ARMES"}, ["ASSAULT"]),
        ({"text": "« hommes armés »"}, ["ASSAULT"]),
        ({"text": '"armés hommes"'}, []),
        ({"text": "discont*"}, ["SANCTION"]),
        ({"text": 'NEAR( "x'}, []),
    ],
)
def test_filters(ledger: Ledger, filters: dict[str, Any], types: list[str]) -> None:
    found = ledger.events(**filters)
    assert sorted(e.type for e in found) == types
    assert found.count() == len(types) and bool(found) == bool(types)


@pytest.mark.parametrize(
    ("filters", "what", "remedy"),
    [
        ({"country": "Nigr"}, "unknown country", "did you mean Niger?"),
        ({"country": "Congo"}, "this names several", "use one of COD, COG"),
        ({"actor": "Bazoumm"}, "unknown actor", "did you mean Bazoum?"),
        ({"type": "ASAULT"}, "unknown event type", "did you mean ASSAULT?"),
        ({"type": "ASSAULT/visit"}, "unknown mode of this type", ""),
        ({"theme": "aids"}, "unknown theme", "did you mean aid?"),
        ({"status": "done"}, "unknown status", "use one of attempted, factual"),
        ({"since": "yesterday"}, "this is not a day", "write 2023-07-26"),
        ({"since": "2023-08", "until": "2023-07"}, "the last day is before the first", ""),
        ({"dyad": "FRA"}, "two sides are wanted", "write FRA-NER"),
        ({"text": "!!"}, "there is no word in it", ""),
        ({"sort": "size"}, "unknown order", "use one of date"),
        ({"after": "x"}, "this names no place in the list", ""),
        ({"limit": -1}, "a number below 0 was given", ""),
    ],
)
def test_what_is_unknown_is_refused_with_a_remedy(
    ledger: Ledger, filters: dict[str, Any], what: str, remedy: str
) -> None:
    with pytest.raises(QueryError) as refused:
        list(ledger.events(**filters))
    assert refused.value.what == what and remedy in refused.value.remedy


def test_what_is_empty_explains_itself(ledger: Ledger, tmp_path: Path) -> None:
    late = ledger.events(since="2030", country="NER").why_empty()
    assert late is not None and late.outside and late.without == (("since", 5),)
    assert late.words == "no article in these days: the ledger covers 2023-07-01..2023-08-06"
    odd = ledger.explain_empty(country="MLI", type="ASSAULT")
    assert odd.words == "1 events without the filter country" and dict(odd.without) == {"country": 1, "type": 1}
    write(tmp_path / "empty.db")
    with palabre.open(tmp_path / "empty.db") as empty:
        assert empty.explain_empty(country="NER").words == "the ledger holds no event yet"
        assert (list(empty.events()), empty.stats().n_events, empty.state("NER"), list(empty.sources())) == (
            [],
            0,
            (),
            [],
        )
        assert list(empty.changes("2020").states) == [] and list(empty.timeline()) == [] and not empty.expected()


PAGED: tuple[dict[str, Any], ...] = (
    {}, {"country": ["NER", "MLI"]}, {"type": ["ASSAULT", "AID"]}, {"text": "a*"}, {"mode": "visit"}, {"actor": "NER"},
    {"min_independent": 2}, {"place": "Niger"}, {"country": "NER", "theme": ["aid", "border"], "since": "2022"},
)  # fmt: skip


@pytest.mark.parametrize("sort", ["date", "-date", "known", "sources", "-sources", "deaths", "-deaths"])
def test_pages_join_into_the_whole_list(tmp_path_factory: pytest.TempPathFactory, sort: str) -> None:
    with Ledger(large(tmp_path_factory)) as ledger:
        for filters in (
            {},
            {"country": ["NER", "MLI"]},
            {"type": ["ASSAULT", "AID"]},
            {"text": "a*"},
            {"mode": "visit"},
        ):
            whole = [e.id for e in ledger.events(sort=sort, **filters)]
            assert len(whole) == len(set(whole)) == ledger.events(**filters).count()
            paged, after = [], None
            while True:
                page = ledger.events(sort=sort, limit=37, after=after, **filters).page()
                paged += [e.id for e in page.items]
                if (after := page.after) is None:
                    break
            assert paged == whole
            assert [e.id for e in ledger.events(sort=sort, offset=5, limit=3, **filters)] == whole[5:8]


def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.getbasetemp() / "large.db"
    if not made.exists():
        write(made, *batched(generated(400), 100))
    return made


def test_lists_are_read_only_as_far_as_they_are_asked_for(ledger: Ledger) -> None:
    found = ledger.events(limit=3)
    assert [e.id for e in found] == [e.id for e in found.first(10)] and len(found.first(2)) == 2
    assert found.count() == 5
    assert len(list(ledger.events(limit=0))) == 0


def test_tables_need_pandas(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(PalabreError) as refused:
        ledger.events().to_pandas()
    assert refused.value.remedy == "python -m pip install pandas"


def test_an_event_says_why(ledger: Ledger) -> None:
    why = ledger.why(only(ledger, type="ASSAULT"))
    first, copy, other = why.tellings
    assert (first.comparison, copy.copy_of and copy.copy_of.publisher, other.copy_of) == (None, "Agence", None)
    assert (first.in_common, other.in_common) == (None, None) and (copy.in_common or 0) > 0.9
    assert other.comparison is not None and "same_day" in other.comparison.reasons
    assert first.report.sentence[slice(*first.cue)] == "assault"
    assert other.url == "https://example.org/e" and copy.title == "Niger"
    assert {toll.speaker: toll.low for toll in why.voices.tolls} == {"Agence": 10, "L'Écho": 17}
    assert (why.merged, why.corrections, why.links) == ((), (), ())


def test_announcements_are_followed(ledger: Ledger) -> None:
    visit, summit = ledger.expected(on="2023-09-30")
    assert (visit.expectation.outcome, [o.status for o in visit.outcomes]) == ("happened", ["factual"])
    assert (summit.expectation.outcome, summit.outcomes) == ("overdue", ())
    assert [e.expectation.outcome for e in ledger.expected(on="2023-08-01")] == ["pending", "pending"]
    assert list(ledger.expected(on="2023-07-29")) == []
    assert [e.event.id for e in ledger.expected(country="MLI", on="2023-09-30")] == [summit.event.id]
    assert [(link.tie, link.event.id) for link in ledger.why(visit.event.id).links] == [
        ("fulfilled by", visit.outcomes[0].id)
    ]
    assert [(link.tie, link.event.id) for link in ledger.why(visit.outcomes[0].id).links] == [
        ("announced by", visit.event.id)
    ]


def test_how_things_stood(ledger: Ledger) -> None:
    def tie(**when: Any) -> list[str]:
        return [one.state.code for one in ledger.state("France", "Niger", dimension="military", **when)]

    assert tie(on="2023-07-01") == ["signed"] and tie(on="2023-08-10") == ["ended"]
    assert tie(on="2023-08-10", known_on="2023-07-31") == ["signed"]
    assert tie(on="2019-01-01") == [] and tie(on="2023-08-10", known_on="2023-06-01") == []
    (ended,) = ledger.state("NER", "FRA", kind="relation", on="2023-08-10")
    (said,) = [s for s in ended.sayings if s.part == "opened"]
    assert (said.publisher, said.known, said.sentence[slice(*said.cue)]) == ("Le Matin", date(2023, 8, 6), "rupture")
    assert {one.state.kind for one in ledger.state("NER", on="2023-08-10")} == {"relation", "office"}
    assert ledger.state("MLI", on="2023-08-10") == ()
    for known_on in (None, "2023-08-10"):
        assert [one.state.subject.name for one in ledger.state("Tiani", on="2023-08-10", known_on=known_on)] == [
            TIANI.name
        ]
        assert ledger.state("Bazoum", on="2023-08-10", known_on=known_on) == ()
    with pytest.raises(QueryError):
        ledger.state("Nigr")
    with pytest.raises(QueryError):
        ledger.state("NER", kind="mood")


def test_the_history_of_a_tie(ledger: Ledger) -> None:
    signed, ended = ledger.history("FRA", "NER", kind="relation")
    assert (signed.state.code, signed.state.since, signed.state.until) == ("signed", date(2020, 1, 1), date(2023, 8, 3))
    assert [s.part for s in signed.sayings if s.part != "said"] == ["opened"] and ended.state.until is None
    (tenure,) = ledger.history("Bazoum", kind="office")
    assert {s.part: s.known for s in tenure.sayings} == {"opened": date(2023, 7, 1), "closed": date(2023, 7, 30)}
    assert [one.state.code for one in ledger.history("FRA", "NER", known_on="2023-07-31")] == ["signed"]
    assert [s.part for s in ledger.sayings(tenure.state)] == ["opened", "closed"]


def test_of_very_many_statements_the_first_and_the_last_are_kept_and_all_are_found(tmp_path: Path) -> None:
    days = [date(2022, 1, 1) + timedelta(number) for number in range(100)]
    made = [article(Held(more=f"{number}"), on=day) for number, day in enumerate(days)]
    write(tmp_path / "palabre.db", made[:70], made[70:])
    with palabre.open(tmp_path / "palabre.db") as ledger:
        (tenure,) = ledger.state("NER", kind="office", on=days[-1])
        assert 2 < len(tenure.state.said) < 50
        assert {tenure.sayings[0].known, tenure.sayings[-1].known} == {days[0], days[-1]}
        assert [one.known for one in ledger.sayings(tenure.state)] == days
        (then,) = ledger.state("NER", kind="office", on=days[-1], known_on=days[60])
        assert [one.known for one in ledger.sayings(then.state)] == days[:61]


def test_who_held_an_office(ledger: Ledger) -> None:
    def holder(office: str, on: str, known_on: str | None = None) -> list[str]:
        return [one.state.subject.name for one in ledger.who(office, "Niger", on=on, known_on=known_on).holders]

    assert holder("président", "2023-07-01") == holder("head of state", "2023-07-01") == ["Mohamed Bazoum"]
    assert holder("chef de l'État", "2023-08-01") == ["Abdourahamane Tiani"]
    assert holder("president", "2023-08-01", "2023-07-20") == ["Mohamed Bazoum"]
    assert holder("premier ministre", "2023-08-01") == []
    who = ledger.who("président", "NER", on="2012-01-01")
    assert who.holders == () and [one.name for one in who.registered] == ["Mahamadou Issoufou"]
    assert ledger.who("président", "NER", on="2012-01-01", known_on="2012-01-01").registered == ()
    with pytest.raises(QueryError, match="unknown office"):
        ledger.who("grand vizir", "NER")


def test_what_changed_since_a_day(ledger: Ledger) -> None:
    found = ledger.changes("2023-07-27")
    assert {e.type for e in found.added} == {"SANCTION", "CONSULT"}
    (again,) = found.retold
    assert (again.event.type, again.n_new, again.n_independent_before) == ("ASSAULT", 1, 1)
    told = {(one.change.what, one.change.after and one.change.after.code) for one in found.states}
    assert ("closed", "signed") in told and ("opened", "ended") in told
    assert all(one.sayings for one in found.states if one.change.keys)
    assert list(ledger.changes("2023-09-01").added) == list(ledger.changes("2023-09-01").states) == []
    assert {e.type for e in ledger.changes("2023-07-27", country="France").added} == {"SANCTION"}
    with pytest.raises(QueryError):
        ledger.changes("monday")


def test_a_timeline_tells_events_and_states_by_day(ledger: Ledger) -> None:
    found = list(ledger.timeline(country="FRA"))
    assert [m.day for m in found] == sorted(m.day for m in found)
    assert [m.event.type if m.event else m.turn and m.turn.what for m in found] == [
        "opened",
        "SANCTION",
        "closed",
        "opened",
    ]
    assert list(ledger.timeline(country="FRA", since="2023-08")) == found[2:]
    paged, after = [], None
    while True:
        page = ledger.timeline(country="FRA", limit=1, after=after).page()
        paged += page.items
        if (after := page.after) is None:
            break
    assert paged == found and ledger.timeline(country="FRA").count() == 4


def test_what_the_ledger_holds(ledger: Ledger, path: Path) -> None:
    stats = ledger.stats()
    assert (stats.n_articles, stats.n_copies, stats.n_events, stats.n_reports) == (6, 1, 5, 7)
    assert (stats.first, stats.last) == (date(2023, 7, 1), date(2023, 8, 6)) and stats.bytes >= path.stat().st_size
    assert dict(stats.by_type) == {"CONSULT": 3, "ASSAULT": 1, "SANCTION": 1} and dict(stats.by_language) == {"fr": 6}
    sources = {row.publisher: (row.n_articles, row.n_copies, row.n_events) for row in ledger.sources()}
    assert sources == {"Agence": (3, 0, 4), "Le Matin": (2, 1, 2), "L'Écho": (1, 0, 1)}
    assert [row.known for row in ledger.articles(publisher="Le Matin")] == [date(2023, 8, 6), date(2023, 7, 26)]
    (copy,) = [row for row in ledger.articles() if row.copy_of]
    assert copy.publisher == "Le Matin" and copy.n_reports == 1
    niger = ledger.actors(text="nig").first(1)[0]
    assert (niger.id, niger.n_events) == ("NER", 4) and ledger.actors(country="MLI").count() == 1


def test_problems_are_listed(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.db", version="test", today=TODAY) as writer:
        writer.record(
            [article(ATTACK, on=None)], refused=[("failed", palabre.InputError("x.pdf", "broken", "mend it"))]
        )
    with palabre.open(tmp_path / "a.db") as ledger:
        assert {(p.code, p.remedy) for p in ledger.problems()} >= {("failed", "mend it")}
        assert [p.source for p in ledger.problems(code="failed")] == ["x.pdf"]
        assert ledger.problems(code="undated").count() == 1


def test_corrections_and_merged_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    far = replace(ATTACK, day=date(2023, 7, 2), toll=3, more="au marché")
    write(path, [article(ATTACK, on=date(2023, 7, 25)), article(far, on=date(2023, 7, 3), by="L'Écho")])
    with palabre.open(path) as ledger, Writer(path, version="test", today=TODAY) as writer:
        one, other = (e.id for e in ledger.events())
        kept = correct(writer, other, Ruling("same-as", "Awa", "one market", other=one))
        gone = ({one, other} - {kept}).pop()
        assert ledger.event(gone.lower()).id == kept and ledger.events().count() == 1
        why = ledger.why(gone)
        assert why.merged == (gone,) and [c.by for c in why.corrections] == ["Awa"]
        assert {"merged", "corrected"} <= {c.kind for c in why.changes}
        assert {"merged", "corrected"} <= {c.kind for c in ledger.changes(TODAY.isoformat()).record}
        correct(writer, kept, Ruling("not-an-event", "Awa", "a rumour"))
        with pytest.raises(QueryError, match="withdrawn"):
            ledger.event(kept)
        with pytest.raises(QueryError, match="no such event"):
            ledger.event("NER-1999-00001")


def test_a_reader_sees_what_is_recorded_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    write(path, STORY[:1])
    with palabre.open(path) as ledger:
        assert ledger.events().count() == 0
        write(path, STORY[1:])
        assert ledger.events().count() == 5


def test_many_threads_read_at_once(ledger: Ledger) -> None:
    answers: list[Any] = []

    def ask() -> None:
        answers.append((ledger.events().count(), len(ledger.state("NER", on="2023-08-10")), ledger.stats().n_events))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and len(set(answers)) == 1


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Niamey")
    for name in ("a.txt", "none.db", "."):
        with pytest.raises(LedgerError):
            palabre.open(tmp_path / name)
    write(tmp_path / "a.db", STORY[:1])
    closed = palabre.open(tmp_path / "a.db")
    closed.close()
    with pytest.raises(LedgerError, match="closed"):
        closed.event("NER-2023-00001")
