from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from test_stories import many, report

from palabre.ledger import voices
from palabre.ledger.model import Report, Story, Toll
from palabre.types import Quantity

KOLMANE = [
    report("a", "ASSAULT ~?.REB > NER.MIL | day -2 | at NER:kolmane | dead 17 | says ministère NER.GOV"),
    report("b", "ASSAULT ~?.REB > NER.MIL | day -2 | at NER:kolmane | dead 17 | says ministère NER.GOV | voice a"),
    report("c", "ASSAULT hommes-armés ?.REB > patrouille NER.MIL | day -3..-2 | at NER/tillaberi | dead 23 | by Radio"),
    report("d", "ASSAULT =EIGS > NER.MIL | at NER | dead 60 | says =EIGS | known 1"),
    report("e", "ASSAULT ~?.REB > NER.MIL | day -3 | at NER:kolmane | dead 29 | says ministère NER.GOV | known 1"),
]


def story(*lines: str) -> Story:
    return voices.tell(report(chr(ord("a") + i), line) for i, line in enumerate(lines))


def test_the_merged_view_takes_what_is_most_precise() -> None:
    told = voices.tell(KOLMANE)
    assert [p.id for p in told.actors] == ["group:eigs"]
    assert [p.id for p in told.recipients] == ["NER.MIL"]
    assert (told.start, told.end) == (date(2023, 3, 13), date(2023, 3, 13))
    assert told.place and told.place.id == "NER:kolmane"
    assert told.anchor == "a"
    assert not told.background


def test_tolls_are_kept_by_speaker_and_never_averaged() -> None:
    told = voices.tell(KOLMANE)
    assert told.voices.tolls == (
        Toll("ministère", 29.0, 29.0, False, ("e",), date(2023, 3, 16)),
        Toll("Radio", 23.0, 23.0, False, ("c",), date(2023, 3, 15)),
        Toll("EIGS", 60.0, 60.0, False, ("d",), date(2023, 3, 16)),
    )
    assert told.deaths == Quantity(23.0, 60.0, "killed")
    assert voices.rival_tolls(told)


def test_copies_and_outlets_count_once() -> None:
    told = voices.tell(KOLMANE)
    assert (told.voices.n_articles, told.voices.n_sources, told.voices.n_independent) == (5, 5, 4)
    one = story(
        "AGREE FRA.GOV > NER.GOV | by AFP", "AGREE FRA.GOV > NER.GOV | by AFP", "AGREE FRA.GOV > NER.GOV | voice a"
    )
    assert (one.voices.n_sources, one.voices.n_independent) == (2, 1)


def test_a_copy_speaks_with_the_voice_of_the_first_outlet() -> None:
    told = story("ASSAULT > NER.MIL | dead 4 | by AFP", "ASSAULT > NER.MIL | dead 4 | by Site | voice a")
    assert [(t.speaker, t.reports) for t in told.voices.tolls] == [("AFP", ("a", "b"))]


def test_stances() -> None:
    stances = {(who, stance) for who, stance, _ in voices.tell(KOLMANE).voices.stances}
    assert {("ministère", "confirms"), ("Radio", "reports"), ("EIGS", "claims")} <= stances
    denied = story("CONSULT:negated BEN.GOV + NER.GOV | says BEN.GOV")
    assert [stance for _, stance, _ in denied.voices.stances] == ["denies"]


def test_blame_is_kept_where_it_differs() -> None:
    told = story(
        "ASSAULT RUS.MIL > UKR.CVL | day -1 | at UKR:marioupol | says Kiev UKR.GOV",
        "ASSAULT UKR.MIL > UKR.CVL | day -1 | at UKR:marioupol | says Moscou RUS.GOV",
    )
    assert told.voices.blame == (("Kiev", ("RUS",)), ("Moscou", ("UKR",)))
    assert voices.disputed(told)
    assert not voices.tell(KOLMANE[:2]).voices.blame


@pytest.mark.parametrize(
    ("lines", "disputed"),
    [
        (["ASSAULT ~?.REB > NER.MIL | dead 17", "ASSAULT ~?.REB > NER.MIL | dead 17"], False),
        (["ASSAULT ~?.REB > NER.MIL | dead 17-20", "ASSAULT ~?.REB > NER.MIL | dead 19"], False),
        (["ASSAULT ~?.REB > NER.MIL | dead 17", "ASSAULT ~?.REB > NER.MIL | dead 29"], True),
        (["ASSAULT =JNIM > NER.MIL", "ASSAULT ~?.REB > NER.MIL"], False),
        (["ASSAULT =JNIM > NER.MIL", "ASSAULT =EIGS > NER.MIL"], True),
    ],
)
def test_disputed(lines: list[str], disputed: bool) -> None:
    assert voices.disputed(story(*lines)) is disputed


def test_what_is_silent() -> None:
    assert voices.silent(story("ASSAULT ~?.REB > NER.MIL")) == (
        "actors", "date", "place", "deaths", "sides", "second voice",
    )  # fmt: skip
    assert voices.silent(voices.tell(KOLMANE)) == ()


def test_most_say_what_it_was() -> None:
    told = story(
        "AGREE NER.GOV + CHN.GOV", "SUPPORT NER.GOV + CHN.GOV | known 1", "SUPPORT NER.GOV + CHN.GOV | known 1"
    )
    assert told.type == "SUPPORT"
    copies = story("AGREE NER.GOV | by A", "SUPPORT NER.GOV | voice v", "SUPPORT NER.GOV | voice v")
    assert copies.type == "AGREE"


def test_nothing_tells_nothing() -> None:
    with pytest.raises(ValueError, match="at least one report"):
        voices.tell([])


@settings(max_examples=100, deadline=None)
@given(many())
def test_the_order_does_not_count(reports: list[Report]) -> None:
    told = voices.tell(reports)
    assert told == voices.tell(reports[::-1])
    assert 1 <= told.voices.n_independent <= told.voices.n_sources <= len(reports)
    if told.deaths:
        assert all((told.deaths.low or 0) <= (t.low or 0) for t in told.voices.tolls)
