"""What the ledger holds, as frozen values: what articles say, and what follows from all they say.

``known`` is the day from which the ledger may count something as known: the publication of the article that says it,
or the day it was recorded where that is undated. Days are dates; ``None`` is an open end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from palabre.types import ActorKind, FactStatus, Grain, Quantity, Status

Kind = Literal["office", "control", "deployment", "relation", "membership", "custody", "measure"]
Outcome = Literal["happened", "cancelled", "overdue", "pending"]
Verb = Literal["not-an-event", "type", "actor", "recipient", "date", "place", "same-as", "not-same-as"]
Precision = Literal["country", "region", "district", "city", "point", "unknown"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who, as a report names them: ``id`` is registered, or ``text:``/``implied:`` for one known from the text alone.

    Only a registered id is the same party in another article; of the others, country, sector and words tell.
    """

    id: str | None
    name: str
    kind: ActorKind | None = None
    country: str | None = None
    sector: str | None = None
    text: str | None = None
    implicit: bool = False

    @property
    def registered(self) -> bool:
        """Whether the party has an entry in the registry, the same in every article."""
        return self.id is not None and not self.id.startswith(("text:", "implied"))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: a place with its precision."""

    id: str
    name: str
    country: str | None
    precision: Precision
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One article's report of one event.

    ``key`` is the article's identity with the place of the words in it, the same whenever the article is read.
    ``voice`` stands for all articles that are copies of one another. ``start`` and ``end`` (both inclusive) are None
    where the text does not date the event.
    """

    key: str
    article: str
    known: date
    publisher: str
    voice: str
    type: str
    mode: str | None
    theme: str | None
    status: Status
    background: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    start: date | None
    end: date | None
    grain: Grain | None
    place: Spot | None
    fatalities: Quantity | None
    quantities: tuple[Quantity, ...]
    speaker: Party | None
    sentence: str
    language: str = "fr"

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Statement:
    """One article's statement of how things stand.

    ``code`` is the value in the ontology's own word (``suspended``), or the noun of an office; ``dimension`` what it
    bears on (``military``, ``aid``; see data/states). ``since`` and ``until`` are ISO dates cut to what is known.
    """

    key: str
    article: str
    known: date
    publisher: str
    voice: str
    kind: Kind
    code: str
    dimension: str | None
    subject: Party
    object: Party | None
    value: str
    since: str | None
    until: str | None
    status: FactStatus
    sentence: str
    background: bool = False

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class State:
    """How one thing stood from ``since`` to ``until``, with the statements behind it.

    ``since`` None: it already held when it was first told, on ``first_known``. ``until`` None: nothing says it ended.
    ``confirmed`` is the last day on which an article said so. ``due`` is the day on which a decided end or an announced
    beginning is to come. ``opened`` and ``closed`` are keys of the statements that say the beginning and the end;
    ``rivals`` are keys of statements that say otherwise for the same time. Where very many say the same, a state that
    is read from a ledger has the first and the last of them; ``Ledger.sayings`` gives them all.
    """

    kind: Kind
    subject: Party
    object: Party | None
    dimension: str | None
    code: str
    value: str
    since: date | None
    until: date | None
    grain: Grain
    status: FactStatus
    first_known: date
    confirmed: date
    due: date | None = None
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def conflict(self) -> bool:
        """Whether articles contradict one another about it."""
        return bool(self.rivals)


@dataclass(frozen=True, slots=True)
class Toll:
    """Deaths as one speaker gives them; ``speaker`` is the outlet's name where nobody else is credited."""

    speaker: str
    low: float | None
    high: float | None
    approximate: bool
    reports: tuple[str, ...]
    last: date


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says it: counts, tolls and blame kept per speaker.

    ``stance`` of a speaker: claims (his own act), reports, confirms, denies.
    """

    n_articles: int
    n_sources: int
    n_independent: int
    tolls: tuple[Toll, ...] = ()
    blame: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stances: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What an analyst says against the coder; it wins, and survives re-reading and re-merging.

    ``event`` is the event's id, ``anchor`` the key of the report it stands on. ``value`` is what the verb needs: a type
    (``TYPE/mode``), a party (its id and country), a day or days (``2023-07-26..2023-07-28``), another event's id.
    """

    id: int
    event: str
    anchor: str
    verb: Verb
    value: str | None
    by: str
    note: str
    on: date
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One real event, as all its reports (in the order of their days and keys) together tell it."""

    reports: tuple[Report, ...]
    type: str
    mode: str | None
    theme: str | None
    status: Status
    background: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    start: date | None
    end: date | None
    grain: Grain | None
    place: Spot | None
    deaths: Quantity | None
    voices: Voices = field(default_factory=lambda: Voices(0, 0, 0))

    @property
    def anchor(self) -> str:
        """The key of the report that the story stands on: the first known one."""
        return self.reports[0].key
