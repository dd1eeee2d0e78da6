"""Between what was read and the ledger's rows."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from palabre.ledger.model import Party, Report, Spot, Statement
from palabre.types import Actor, ActorKind, ActorMention, Article, Event, Fact, Quantity, Reading

CHUNK = 500
T = TypeVar("T")
_EMPTY: Mapping[type, str] = {list: "[]", tuple: "[]", dict: "{}"}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Row = sqlite3.Row
REPORT = (
    "key, article, reading, type, mode, theme, contexts, status, background, start, end, grain, dated, place, place_id,"
    " place_country, precision, latitude, longitude, deaths_low, deaths_high, deaths_about, quantities, sentence,"
    " sentence_start, cue_start, cue_end, repeats, trace"
).replace(" end,", ' "end",')
STATEMENT = (
    "key, article, reading, line, kind, code, dimension, subject, subject_country, subject_sector, object,"
    " object_country, object_sector, value, since, until, status, background, sentence, sentence_start, cue_start,"
    " cue_end"
)


def dumps(value: Any) -> str:
    """Compact JSON."""
    return _encode(value) if value else _EMPTY.get(type(value)) or _encode(value)


def report_keys(reading: Reading) -> list[str]:
    """The keys of a reading's reports: the article, the place of the trigger, and a number where one word tells many.

    The place of the words does not change when a newer Palabre reads them otherwise, so ids and corrections hold.
    """
    return _numbered(reading.article.id, [event.evidence[0].cue.start for event in reading.events])


def statement_keys(reading: Reading) -> list[str]:
    """The keys of a reading's statements."""
    return _numbered(reading.article.id + "-s", [fact.evidence.cue.start for fact in reading.facts])


def _numbered(article: str, starts: Sequence[int]) -> list[str]:
    seen: dict[int, int] = defaultdict(int)
    keys = []
    for start in starts:
        keys.append(f"{article}:{start}" + (f":{seen[start]}" if seen[start] else ""))
        seen[start] += 1
    return keys


def report_row(event: Event, key: str, article: int, reading: int) -> tuple[Any, ...]:
    """The columns of ``REPORT``."""
    first, *others = event.evidence
    interval = event.date.interval if event.date else None
    place = event.place.place if event.place else None
    deaths = event.fatalities
    return (
        key, article, reading, event.type, event.mode, event.theme, dumps(event.contexts), event.status,
        int(event.background), iso(interval.start if interval else None), iso(interval.end if interval else None),
        interval.grain if interval else None, event.date.text if event.date else None,
        *((place.name, place.id, place.country, place.precision, place.latitude, place.longitude) if place
          else (None,) * 6),
        *((deaths.low, deaths.high, int(deaths.approximate)) if deaths else (None,) * 3),
        dumps([(q.quantity.low, q.quantity.high, q.quantity.unit, q.quantity.approximate) for q in event.quantities]),
        first.sentence, first.start, first.cue.start, first.cue.end,
        dumps([(e.start, e.sentence, e.cue.start, e.cue.end) for e in others]),
        dumps([(s.slot, s.rule, s.text) for s in event.trace]),
    )  # fmt: skip


def mentions(event: Event) -> Iterator[tuple[str, int, ActorMention]]:
    """The parties of an event with their role and place in it."""
    for role, found in (("actor", event.actors), ("recipient", event.recipients)):
        yield from ((role, position, mention) for position, mention in enumerate(found))
    if event.attributed_to is not None:
        yield "speaker", 0, event.attributed_to


def party_of(mention: ActorMention, kind: ActorKind | None) -> Party:
    """A mention as the ledger keeps it; ``kind`` is the one that the ledger knows the actor by."""
    actor = mention.actor
    if actor is None:
        return Party(None, mention.text or "", text=mention.text, implicit=mention.implicit)
    name = actor.name or mention.text or ""
    return Party(actor.id, name, kind, actor.country, actor.sector, mention.text, mention.implicit)


def report_from(event: Event, key: str, article: Article, said: Mapping[str, list[Party]], *, known: date, voice: str
                ) -> Report:  # fmt: skip
    """A report as ``load_reports`` gives it once it is recorded; ``said`` gives the parties of each role."""
    interval = event.date.interval if event.date else None
    place, deaths = event.place.place if event.place else None, event.fatalities
    counted = deaths is not None and (deaths.low, deaths.high) != (None, None)
    return Report(
        key=key, article=article.id, known=known, publisher=article.publisher or article.source, voice=voice,
        type=event.type, mode=event.mode, theme=event.theme, status=event.status, background=event.background,
        actors=tuple(said.get("actor", ())), recipients=tuple(said.get("recipient", ())),
        start=interval.start if interval else None, end=interval.end if interval else None,
        grain=interval.grain if interval else None,
        place=Spot(place.id, place.name, place.country, place.precision, place.latitude, place.longitude)
        if place else None,
        fatalities=replace(deaths, unit="killed") if deaths is not None and counted else None,
        quantities=tuple(q.quantity for q in event.quantities), speaker=next(iter(said.get("speaker", ())), None),
        sentence=event.evidence[0].sentence, language=article.language,
    )  # fmt: skip


def statement_row(fact: Fact, known: Statement, line: str, article: int, reading: int, ids: tuple[int, int | None]
                  ) -> tuple[Any, ...]:  # fmt: skip
    """The columns of ``STATEMENT``."""
    subject, one = known.subject, known.object
    evidence = fact.evidence
    return (
        known.key, article, reading, line, fact.kind, known.code, known.dimension, ids[0], subject.country,
        subject.sector, ids[1], one.country if one else None, one.sector if one else None, fact.value, fact.since,
        fact.until, fact.status, int(known.background), evidence.sentence, evidence.start, evidence.cue.start,
        evidence.cue.end,
    )  # fmt: skip


def party_of_actor(actor: Actor) -> Party:
    """An actor as the ledger keeps it."""
    return Party(actor.id, actor.name, actor.kind, actor.country, actor.sector)


def load_reports(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Report]:
    """The reports with these row ids, as values."""
    found: dict[int, Report] = {}
    for chunk in chunks(sorted(ids)):
        parties = _parties(connection, chunk)
        sql = (
            "SELECT r.*, a.key AS article_key, a.known, a.publisher, a.voice, a.language"
            f" FROM report r JOIN article a ON a.id = r.article WHERE r.id IN ({marks(chunk)})"
        )
        for row in connection.execute(sql, chunk):
            found[row["id"]] = report_of(row, parties[row["id"]])
    return found


def _parties(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, dict[str, list[Party]]]:
    found: dict[int, dict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
    sql = (
        "SELECT p.report, p.role, a.key, a.name, a.kind, p.country, p.sector, p.text, p.implicit"
        f" FROM party p LEFT JOIN actor a ON a.id = p.actor WHERE p.report IN ({marks(ids)})"
        " ORDER BY p.report, p.role, p.position"
    )
    for report, role, key, name, kind, country, sector, text, implicit in map(tuple, connection.execute(sql, ids)):
        found[report][role].append(Party(key, name or text or "", kind, country, sector, text, bool(implicit)))
    return found


def report_of(row: Row, parties: dict[str, list[Party]]) -> Report:
    """A row of ``report`` (joined to its article) as a value."""
    place = row["place_id"]
    deaths = (row["deaths_low"], row["deaths_high"])
    return Report(
        key=row["key"], article=row["article_key"], known=day(row["known"]), publisher=row["publisher"],
        voice=row["voice"], type=row["type"], mode=row["mode"], theme=row["theme"], status=row["status"],
        background=bool(row["background"]), actors=tuple(parties.get("actor", ())),
        recipients=tuple(parties.get("recipient", ())), start=to_day(row["start"]), end=to_day(row["end"]),
        grain=row["grain"],
        place=Spot(place, row["place"], row["place_country"], row["precision"], row["latitude"], row["longitude"])
        if place else None,
        fatalities=Quantity(*deaths, "killed", bool(row["deaths_about"])) if deaths != (None, None) else None,
        quantities=tuple(Quantity(*q) for q in json.loads(row["quantities"])) if row["quantities"] != "[]" else (),
        speaker=next(iter(parties.get("speaker", ())), None), sentence=row["sentence"], language=row["language"],
    )  # fmt: skip


def load_statements(connection: sqlite3.Connection, line: str, *, known_on: date | None = None) -> list[Statement]:
    """The statements of one line of the register, those known on a day where that is given."""
    sql = (
        "SELECT s.key, a.key, a.known, a.publisher, a.voice, s.kind, s.code, s.dimension, s.value, s.since, s.until,"
        " s.status, s.sentence, s.background, b.key, b.name, b.kind, s.subject_country, s.subject_sector,"
        " o.key, o.name, o.kind, s.object_country, s.object_sector"
        " FROM statement s JOIN article a ON a.id = s.article JOIN actor b ON b.id = s.subject"
        " LEFT JOIN actor o ON o.id = s.object WHERE s.line = ? AND s.retired IS NULL AND a.known <= ?"
    )
    last = known_on.isoformat() if known_on else "9999"
    parties: dict[tuple[str | None, ...], Party] = {}  # a line has few
    return [statement_of(tuple(row), parties) for row in connection.execute(sql, (line, last))]


def statement_of(row: tuple[Any, ...], parties: dict[tuple[str | None, ...], Party]) -> Statement:
    """A row of ``load_statements`` as a value; ``parties`` are those of other rows."""
    subject, one = row[14:19], row[19:]
    return Statement(
        row[0], row[1], day(row[2]), row[3], row[4], row[5], row[6], row[7],
        parties.get(subject) or parties.setdefault(subject, Party(*subject)),
        None if one[0] is None else parties.get(one) or parties.setdefault(one, Party(*one)),
        row[8], row[9], row[10], row[11], row[12], bool(row[13]),
    )  # fmt: skip


def chunks(items: Sequence[T]) -> Iterator[list[T]]:
    """The items, as many at a time as a query takes."""
    return (list(items[i : i + CHUNK]) for i in range(0, len(items), CHUNK))


def marks(items: Collection[object]) -> str:
    """The marks that stand for so many values in a query.

    >>> marks("abc")
    '?,?,?'
    """
    return ",".join("?" * len(items))


def iso(value: date | None) -> str | None:
    """A day as its ISO text; None stays None."""
    return value.isoformat() if value else None


@lru_cache(maxsize=20_000)
def day(text: str) -> date:
    """A day from its ISO text."""
    return date.fromisoformat(text)


def to_day(text: str | None) -> date | None:
    """A day from its ISO text; None stays None."""
    return day(text) if text else None
