"""Synthetic readings and ledgers: what a test tells in a line, as the reader would have read it.

``article`` makes a reading of a few ``said`` and ``held`` sentences, whose text holds them all at their offsets.
``contents`` is a ledger without what differs from run to run, to compare two of them.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from palabre.ingest.article import identify
from palabre.ledger import store
from palabre.ledger.record import Recorded, Writer
from palabre.types import (
    Actor,
    ActorMention,
    Article,
    Event,
    Evidence,
    Fact,
    Interval,
    Place,
    PlaceMention,
    Quantity,
    Reading,
    Section,
    Span,
    Step,
    TimeMention,
)

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 1, 1)
NIGER = Actor("NER", "Niger", "state", "NER", "GOV")
MALI = Actor("MLI", "Mali", "state", "MLI", "GOV")
FRANCE = Actor("FRA", "France", "state", "FRA", "GOV")
ECOWAS = Actor("ECOWAS", "Cédéao", "organisation", "ECOWAS", "IGO")
ARMY = Actor("text:armee-ner", "l'armée nigérienne", "institution", "NER", "MIL")
ARMED = Actor("text:arme-ner", "des hommes armés", "group", "NER", "REB")
CIVILIANS = Actor("text:villageois-ner", "des villageois", "group", "NER", "CVL")
BAZOUM = Actor("person:mohamed-bazoum", "Mohamed Bazoum", "person", "NER", "GOV")
TIANI = Actor("person:abdourahamane-tiani", "Abdourahamane Tiani", "person", "NER", "GOV")
NIAMEY = Place("NER:niamey", "Niamey", "NER", "city", 13.5, 2.1)
AYOROU = Place("NER:ayorou", "Ayorou", "NER", "city", 14.7, 0.9)
LAND = Place("NER", "Niger", "NER", "country")


@dataclass(frozen=True)
class Said:
    """An event as a sentence tells it; ``toll``: the dead. ``more`` makes its words another outlet's."""

    type: str = "ASSAULT"
    mode: str | None = "firearms"
    actor: Actor | None = ARMED
    recipient: Actor | None = CIVILIANS
    day: date | None = None
    place: Place | None = None
    toll: int | None = None
    status: str = "factual"
    theme: str | None = None
    speaker: Actor | None = None
    background: bool = False
    more: str = ""

    @property
    def sentence(self) -> str:
        """The words: who, what, whom, where, how many dead, when, and what else."""
        who = self.actor.name if self.actor else "On"
        parts = [
            who, self.type.lower(), self.mode or "", self.recipient.name if self.recipient else "",
            f"à {self.place.name}" if self.place else "", f"({self.toll} morts)" if self.toll else "",
            f"le {self.day.isoformat()}" if self.day else "", self.more,
        ]  # fmt: skip
        return " ".join(filter(None, parts)) + "."


@dataclass(frozen=True)
class Held:
    """A fact as a sentence tells it."""

    kind: str = "office"
    subject: Actor = BAZOUM
    object: Actor | None = NIGER
    code: str = "président"
    dimension: str | None = "president"
    value: str = "président"
    since: str | None = None
    until: str | None = None
    status: str = "current"
    more: str = ""

    @property
    def sentence(self) -> str:
        """The words: who, what, of whom, how, and what else."""
        parts = (self.subject.name, self.value, self.object.name if self.object else "", self.status, self.more)
        return " ".join(filter(None, parts)) + "."


def article(
    *told: Said | Held,
    on: date | None = date(2023, 7, 27),
    by: str | None = "Agence",
    title: str = "Le point",
    rest: Sequence[str] = (),
    url: str | None = None,
) -> Reading:
    """A reading of an article that says all of ``told``, then ``rest``."""
    sentences = [*(one.sentence for one in told), *rest]
    starts, at = [], len(title) + 2
    for sentence in sentences:
        starts.append(at)
        at += len(sentence) + 1
    text = f"{title}\n\n{' '.join(sentences)}"
    sections = (Section("title", 0, len(title)), Section("paragraph", len(title) + 2, len(text)))
    made = Article(identify(url, by, text), f"{by}.txt", text, "fr", on, title, by, url, sections)
    placed = list(zip(told, starts, strict=False))
    events = [_event(made, n, one, at) for n, (one, at) in enumerate(placed) if isinstance(one, Said)]
    facts = [_fact(one, at) for one, at in placed if isinstance(one, Held)]
    return Reading(made, tuple(events), tuple(facts), ())


def _event(made: Article, number: int, said: Said, at: int) -> Event:
    def span(words: str) -> Span:
        start = made.text.index(words, at)
        return Span(start, start + len(words))

    def mention(actor: Actor | None) -> tuple[ActorMention, ...]:
        return (ActorMention(span(actor.name), actor.name, 1, actor, False, "by-hand"),) if actor else ()

    day = said.day
    when = day and TimeMention(span(day.isoformat()), day.isoformat(), Interval(day, day), "absolute", "iso")
    where = said.place and PlaceMention(span(said.place.name), said.place.name, 2, said.place, "name")
    evidence = Evidence(at, at + len(said.sentence), said.sentence, span(said.type.lower()))
    speaker = ActorMention(None, None, None, said.speaker, False, "by-hand") if said.speaker else None
    return Event(
        f"{made.id}:{number}", said.type, said.mode, (), said.status, said.background, mention(said.actor),
        mention(said.recipient), said.theme, when, where, (), Quantity(said.toll, said.toll, "killed") if said.toll
        else None, speaker, (evidence,), (Step("frame", "by-hand"),),
    )  # type: ignore[arg-type]  # fmt: skip


def _fact(held: Held, at: int) -> Fact:
    start = at + len(held.subject.name) + 1
    evidence = Evidence(at, at + len(held.sentence), held.sentence, Span(start, start + len(held.value)))
    return Fact(
        held.kind, held.subject, held.object, held.value, held.since, held.until, held.status, evidence, (),  # type: ignore[arg-type]
        held.code, held.dimension,
    )  # fmt: skip


def generated(reports: int, seed: int = 0) -> list[Reading]:
    """Plausible readings in any number."""
    folder = str(ROOT / "benchmarks")
    if folder not in sys.path:
        sys.path.append(folder)
    import generator

    return list(generator.generate(reports, seed))


def write(path: Path, *batches: Iterable[Reading]) -> Recorded:
    """Record batches of readings, and what came of it."""
    done = Recorded()
    with Writer(path, version="test", today=TODAY) as writer:
        for batch in batches:
            done.add(writer.record(batch))
    return done


def batched(readings: Sequence[Reading], size: int) -> list[Sequence[Reading]]:
    """Readings in batches of a size."""
    return [readings[at : at + size] for at in range(0, len(readings), size)]


# What two ledgers of the same articles have alike, whatever the order, the batches and the ids: see ``contents``.
_KEPT = {
    "article": (
        "SELECT a.key, a.publisher, a.known, a.text, a.prints, a.voice, b.key FROM article a"
        " LEFT JOIN article b ON b.id = a.replaced"
    ),
    "fingerprint": "SELECT f.hash, a.key FROM fingerprint f JOIN article a ON a.id = f.article",
    "report": (
        'SELECT r.key, r.type, r.mode, r.theme, r.status, r.start, r."end", r.place_id, r.deaths_low, r.sentence,'
        " r.sentence_start, r.cue_start, r.retired IS NULL FROM report r"
    ),
    "party": (
        "SELECT r.key, p.role, p.position, a.key, a.name, p.country, p.sector, p.text, p.implicit, r.retired IS NULL"
        " FROM party p"
        " JOIN report r ON r.id = p.report LEFT JOIN actor a ON a.id = p.actor"
    ),
    "statement": (
        "SELECT s.key, s.line, s.kind, s.code, s.dimension, b.key, o.key, s.value, s.since, s.until, s.status,"
        " s.sentence, s.retired IS NULL FROM statement s JOIN actor b ON b.id = s.subject"
        " LEFT JOIN actor o ON o.id = s.object"
    ),
    "problem": "SELECT source, code, what, remedy FROM problem",
    "scene": "SELECT s.key, s.first, s.last, r.key FROM scene s JOIN report r ON r.id = s.report",
    "state": "SELECT * FROM state",
    "words": "SELECT r.key FROM words_docsize d JOIN report r ON r.id = d.id",
}
_IDS = {
    "identity": "SELECT id, anchor, merged_into FROM identity",
    "correction": "SELECT event, verb, value, other, by, note FROM correction",
}


def contents(path: Path, *, ids: bool = False, retired: bool = True) -> dict[str, list[Any]]:
    """What a ledger holds without row numbers, runs and times; events go by their reports, or by their ``ids``.

    ``retired``: with the reports and statements that count no more.
    """
    connection = store.open_for_reading(path)
    try:
        queries = _KEPT | (_IDS if ids else {})
        found = {table: _sorted(connection.execute(sql)) for table, sql in queries.items()}
        found |= _events(connection, ids=ids)
    finally:
        connection.close()
    for table in () if retired else ("report", "party", "statement"):
        found[table] = [row for row in found[table] if row[-1]]
    return found


def _sorted(rows: Iterable[sqlite3.Row]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)


def _events(connection: sqlite3.Connection, *, ids: bool) -> dict[str, list[Any]]:
    """Events with all columns and parties, each by the keys of its reports; and what makes one component."""
    sql = "SELECT r.key, t.event, t.component FROM telling t JOIN report r ON r.id = t.report ORDER BY r.key"
    told: dict[str, list[str]] = {}
    components: dict[int, list[str]] = {}
    for key, event, component in map(tuple, connection.execute(sql)):
        told.setdefault(event, []).append(key)
        components.setdefault(component, []).append(key)
    parties: dict[str, list[Any]] = {}
    sql = (
        "SELECT p.event, p.role, p.position, a.key, a.name, p.country, p.sector, p.text, p.implicit, p.day"
        " FROM event_party p LEFT JOIN actor a ON a.id = p.actor ORDER BY p.event, p.role, p.position"
    )
    for event, *rest in map(tuple, connection.execute(sql)):
        parties.setdefault(event, []).append(tuple(rest))
    events = [
        (told.get(id_), id_ if ids else None, *rest, parties.get(id_, []))
        for id_, *rest in map(tuple, connection.execute("SELECT * FROM event"))
    ]
    return {
        "event": sorted(events, key=repr),
        "partition": sorted(told.values()),
        "component": sorted(components.values()),
        "orphans": sorted(set(parties) - {row["id"] for row in connection.execute("SELECT id FROM event")}),
    }
