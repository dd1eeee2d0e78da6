"""The shape of a reading as JSON. These rows are the JSON Schema: it is generated from them."""

from __future__ import annotations

from typing import Literal, TypedDict

from palabre.types import ActorKind, FactStatus, Grain, SectionKind, Status

Kind = Literal["office", "control", "deployment", "relation", "membership", "custody", "measure"]


class SectionRecord(TypedDict):
    """A part of the text: what it is, and its characters."""

    kind: SectionKind
    start: int
    end: int


class ArticleRecord(TypedDict):
    """The article as read; all offsets index its text."""

    id: str
    source: str
    url: str | None
    publisher: str | None
    language: str
    published: str | None
    title: str | None
    text: str
    sections: list[SectionRecord]
    published_at: str | None
    updated_at: str | None
    author: str | None
    section: str | None


class PartyRecord(TypedDict):
    """Who: the words (null where the party is only implied) and whom they name (null where unknown)."""

    text: str | None
    start: int | None
    end: int | None
    id: str | None
    name: str | None
    kind: ActorKind | None
    country: str | None
    sector: str | None
    implicit: bool


class DateRecord(TypedDict):
    """When: first and last day, cut to the grain (2023, 2023-07, 2023-07-26), null where an end is open."""

    start: str | None
    end: str | None
    grain: Grain
    text: str
    anchor: Literal["absolute", "publication", "text"]


class PlaceRecord(TypedDict):
    """Where, and how exact that is."""

    text: str
    start: int
    end: int
    id: str
    name: str
    country: str | None
    precision: Literal["country", "region", "district", "city", "point", "unknown"]
    latitude: float | None
    longitude: float | None


class QuantityRecord(TypedDict):
    """How many, of what; null is an open end."""

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    approximate: bool


class CountRecord(TypedDict):
    """A number or a range of persons; null is an open end."""

    low: float | None
    high: float | None
    approximate: bool


class EvidenceRecord(TypedDict):
    """The sentence that says it; cue is the first and the last character of the trigger."""

    start: int
    end: int
    sentence: str
    cue: list[int]


class StepRecord(TypedDict):
    """One step of the coding: the slot, the rule that filled it, and its words."""

    slot: str
    rule: str
    text: str | None


class EventRecord(TypedDict):
    """Who did what to whom; repeats are other sentences that tell the same event."""

    id: str
    event_type: str
    event_mode: str | None
    contexts: list[str]
    quad: int
    goldstein: float
    cameo: str
    status: Status
    background: bool
    actors: list[PartyRecord]
    recipients: list[PartyRecord]
    theme: str | None
    date: DateRecord | None
    place: PlaceRecord | None
    quantities: list[QuantityRecord]
    fatalities: CountRecord | None
    attributed_to: PartyRecord | None
    evidence: EvidenceRecord
    repeats: list[EvidenceRecord]
    trace: list[StepRecord]


class FactRecord(TypedDict):
    """How things stand; subject and object are a country code or a name."""

    kind: Kind
    subject: str
    object: str | None
    value: str
    since: str | None
    until: str | None
    status: FactStatus
    evidence: EvidenceRecord


class ProblemRecord(TypedDict):
    """What could not be resolved, and where in the text."""

    code: str
    message: str
    start: int | None
    end: int | None


class ReadingRecord(TypedDict):
    """What one article says: one line of `palabre read --format jsonl`."""

    article: ArticleRecord
    events: list[EventRecord]
    state: list[FactRecord]
    problems: list[ProblemRecord]
