"""A reading made by hand, for what shows readings: every field is filled somewhere."""

from __future__ import annotations

from datetime import date

from palabre import ingest
from palabre.types import (
    Actor,
    ActorMention,
    Event,
    Evidence,
    Fact,
    Interval,
    Place,
    PlaceMention,
    Problem,
    Quantity,
    QuantityMention,
    Reading,
    Span,
    Step,
    TimeMention,
)

TEXT = """Niger : dix soldats tués dans une embuscade
Publié le 15 mars 2023

NIAMEY (Agence) – Dix soldats ont été tués lundi par des hommes armés près d'Ayorou, selon le ministère de la Défense.

Les États-Unis, qui ont environ 1 000 soldats dans le pays, retireront leurs troupes d'ici à septembre.

Le président Mohamed Bazoum avait été renversé par la garde présidentielle."""
ARTICLE = ingest.from_text(
    TEXT, source="dispatch.txt", about=ingest.About(publisher="Agence", url="https://example.org/1")
)
NIGER = Actor("NER", "Niger", "state", "NER", "GOV")
STATES = Actor("USA", "États-Unis", "state", "USA", "GOV")
ARMY = Actor("NER:army", "armée nigérienne", "institution", "NER", "MIL")
MINISTRY = Actor("NER:defence", "ministère de la Défense", "institution", "NER", "GOV")
BAZOUM = Actor("bazoum", "Mohamed Bazoum", "person", "NER", "OPP")


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def party(words: str, actor: Actor | None, *, implicit: bool = False) -> ActorMention:
    return ActorMention(
        None if implicit else span(words), None if implicit else words, None, actor, implicit, "by-hand"
    )


def evidence(first: str, last: str, cue: str) -> Evidence:
    start, end = span(first).start, span(last).end
    return Evidence(start, end, TEXT[start:end], span(cue))


def event(id_: str, type_: str, **fields: object) -> Event:
    none = dict.fromkeys(("mode", "theme", "date", "place", "fatalities", "attributed_to"))
    empty = dict.fromkeys(("contexts", "actors", "recipients", "quantities", "evidence", "trace"), ())
    return Event(id_, type_, **{"status": "factual", "background": False, **none, **empty, **fields})  # type: ignore[arg-type]


ATTACK = evidence("Dix soldats", "de la Défense.", "tués lundi")
LEAVING = evidence("Les États-Unis", "septembre.", "retireront")
COUP = evidence("Le président", "présidentielle.", "renversé")
READING = Reading(
    ARTICLE,
    events=(
        event(
            "a",
            "ASSAULT",
            mode="firearms",
            actors=(party("des hommes armés", None),),
            recipients=(party("Dix soldats", ARMY),),
            date=TimeMention(
                span("lundi"), "lundi", Interval(date(2023, 3, 13), date(2023, 3, 13)), "publication", "day"
            ),
            place=PlaceMention(
                span("Ayorou"), "Ayorou", 1, Place("ayorou", "Ayorou", "NER", "city", 14.7, 0.9), "name"
            ),
            fatalities=Quantity(10, 10, "killed"),
            attributed_to=party("le ministère de la Défense", MINISTRY),
            evidence=(ATTACK, LEAVING),
            trace=(Step("frame", "tuer", "tués"),),
        ),
        event(
            "b",
            "RETREAT",
            mode="withdraw",
            status="future",
            theme="troops",
            actors=(party("Les États-Unis", STATES),),
            date=TimeMention(
                span("septembre"), "d'ici à septembre", Interval(None, date(2023, 9, 30), "month"), "text", "by"
            ),
            quantities=(
                QuantityMention(
                    span("environ 1 000 soldats"), "1 000", Quantity(1000, None, "soldat", True), None, "n"
                ),
            ),
            evidence=(LEAVING,),
        ),
        event(
            "c",
            "COERCE",
            mode="seize",
            background=True,
            actors=(party("", ARMY, implicit=True),),
            recipients=(party("Mohamed Bazoum", BAZOUM),),
            evidence=(COUP,),
        ),
    ),
    facts=(
        Fact("office", BAZOUM, NIGER, "président", None, "2023-07-26", "former", COUP),
        Fact("deployment", STATES, NIGER, "environ 1 000 soldats", "2013", None, "ending", LEAVING),
    ),
    problems=(Problem("unknown-party", "unknown", span("hommes armés")), Problem("other", "something else")),
)
