"""What the ledger answers with: frozen values, each with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from palabre.ledger.alike import Comparison
from palabre.ledger.expectations import Expectation
from palabre.ledger.listing import Listing
from palabre.ledger.model import Correction, Party, Report, Spot, State, Voices
from palabre.ledger.states import Change, Turn
from palabre.types import Grain, Quantity, Status

Part = Literal["opened", "closed", "said", "rival"]
Tie = Literal["announced by", "fulfilled by", "cancels", "cancelled by", "denies", "denied by"]
RecordKind = Literal["edited", "merged", "split", "withdrawn", "corrected", "reread", "state"]


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """One real event, as all its reports together tell it.

    ``start`` and ``end`` (both inclusive) are None where no report dates it; ``day`` is then the day it was first told.
    ``n_independent`` counts articles that are copies of one another once. ``sentence`` is that of its first report.
    """

    id: str
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
    day: date
    place: Spot | None
    deaths: Quantity | None
    n_articles: int
    n_sources: int
    n_independent: int
    first_known: date
    last_known: date
    disputed: bool
    corrected: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as recorded. ``copy_of`` is the key of the article that it is a copy of."""

    key: str
    source: str
    publisher: str
    url: str | None
    language: str
    published: date | None
    known: date
    title: str | None
    copy_of: str | None
    replaced: bool
    n_reports: int
    n_statements: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of an event with its article, and how it compares with the report that the event stands on.

    ``cue`` is where the trigger stands in ``report.sentence``. ``copy_of`` is the article that this one is a copy of,
    or of its copies; ``in_common`` is the part of the shorter of the two whose words the other repeats, 0 to 1.
    ``comparison`` is None for the report that the event stands on.
    """

    report: Report
    cue: tuple[int, int]
    title: str | None
    url: str | None
    copy_of: ArticleRow | None
    in_common: float | None
    repeats: tuple[str, ...]
    trace: tuple[tuple[str, str, str | None], ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Link:
    """Another event that this one is tied to, and how: announced by, fulfilled by, denied by, ..."""

    tie: Tie
    event: LedgerEvent


@dataclass(frozen=True, slots=True)
class RecordChange:
    """Something that happened to the record itself, on the day it was recorded."""

    kind: RecordKind
    subject: str
    on: date
    detail: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why an event stands in the ledger as it does."""

    event: LedgerEvent
    anchor: str
    tellings: tuple[Telling, ...]
    voices: Voices
    merged: tuple[str, ...]
    corrections: tuple[Correction, ...]
    links: tuple[Link, ...]
    changes: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement behind a state: its words, who published them and when; ``part`` is what they do for the state."""

    key: str
    part: Part
    sentence: str
    cue: tuple[int, int]
    publisher: str
    known: date
    title: str | None
    url: str | None
    article: str

    def as_part(self, part: Part) -> Saying:
        """The same words, for what they do for another state."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one thing stands or stood, with those who say so (of many that only confirm it, the first and the last)."""

    line: str
    state: State
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """What Palabre's own registry knows of an office, without an article that says it."""

    person: str
    name: str
    office: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """How one thing stood on a day: in a word (docs/ledger.md lists them), and by what."""

    word: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who holds an office on a day: as articles say, and apart from them what the registry of Palabre knows."""

    office: str
    country: str
    on: date
    holders: tuple[Standing, ...]
    registered: tuple[Registered, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """An announced event and what came of it; ``outcomes`` are the events that decide it."""

    event: LedgerEvent
    expectation: Expectation
    outcomes: tuple[LedgerEvent, ...]


@dataclass(frozen=True, slots=True)
class StateChange:
    """A change of a state since a day, with the statements that made it; ``change`` has it before and after."""

    line: str
    change: Change
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Retold:
    """An event that more articles tell than before: how many more, and how many independent voices there were."""

    event: LedgerEvent
    n_new: int
    n_independent_before: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a day: events first told and told anew, states that differ, and the record itself."""

    since: date
    added: Listing[LedgerEvent]
    retold: Listing[Retold]
    states: Listing[StateChange]
    record: Listing[RecordChange]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline: an event, or a turn of a state (opened, closed, announced, ending, conflict)."""

    day: date
    event: LedgerEvent | None
    turn: Turn | None
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor with the events it takes part in."""

    id: str
    name: str
    kind: str | None
    country: str | None
    n_events: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A publisher: its articles, those of them that are copies, the events it tells, its first and last day."""

    publisher: str
    n_articles: int
    n_copies: int
    n_events: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """An input that could not be read, or only in part; ``code`` is failed, language or undated."""

    code: str
    source: str
    what: str
    remedy: str
    on: date


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of everything a ledger holds; ``first`` and ``last`` are the days of its articles."""

    path: str
    bytes: int
    version: int
    n_articles: int
    n_copies: int
    n_replaced: int
    n_publishers: int
    n_reports: int
    n_statements: int
    n_events: int
    n_states: int
    n_actors: int
    n_problems: int
    n_corrections: int
    first: date | None
    last: date | None
    by_type: tuple[tuple[str, int], ...]
    by_status: tuple[tuple[str, int], ...]
    by_language: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """Why nothing was found. ``first`` and ``last`` are the days that the ledger covers.

    ``without`` gives for each filter how many events there are when it alone is left out; only those above 0.
    """

    total: int
    first: date | None
    last: date | None
    outside: bool
    without: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """The reason in one English sentence."""
        if self.total == 0:
            return "the ledger holds no event yet"
        if self.outside:
            return f"no article in these days: the ledger covers {self.first}..{self.last}"
        if self.without:
            name, count = max(self.without, key=lambda pair: pair[1])
            return f"{count} events without the filter {name}"
        return "no event fits these filters, nor any but one of them"
