"""How things stand or stood, with the words of those who say so."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from types import MappingProxyType

from palabre.errors import QueryError
from palabre.knowledge.registry import load_registry
from palabre.ledger import names, rows, states
from palabre.ledger.derived import FEW
from palabre.ledger.lines import Key, lines_on, plain
from palabre.ledger.model import Kind, Party, State
from palabre.ledger.names import Whom
from palabre.ledger.results import Answer, Part, Registered, Saying, Standing, Who

# Of the statements that only confirm a state, the first and the last ones are shown.
SHOWN = 3
_PARTS: Mapping[Part, str] = MappingProxyType(
    {"opened": "opened", "closed": "closed", "rival": "rivals", "said": "said"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which states are wanted: of one party or between two, of a kind, on a dimension; as known on a day."""

    a: Whom | None = None
    b: Whom | None = None
    kind: str | None = None
    dimension: str | None = None
    known_on: date | None = None

    def fits(self, line: str, state: State) -> bool:
        """Whether a state of a line is of the parties asked for, whichever is its subject."""
        subject, one = states.countries_of(line, state)
        return any(
            _is(state.subject, subject, a) and _is(state.object, one, b)
            for a, b in ((self.a, self.b), (self.b, self.a))
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is asked for: a kind of state, between parties (codes, ids or names), and what it bears on."""

    kind: Kind
    parties: tuple[str, ...]
    dimension: str = ""


Lines = dict[str, tuple[State, ...]]


def standing(connection: sqlite3.Connection, asked: Asked, on: date) -> tuple[Standing, ...]:
    """What held on a day."""
    found = {line: states.as_of(known, on) for line, known in load_lines(connection, asked, on).items()}
    return with_sayings(connection, found)


def history(connection: sqlite3.Connection, asked: Asked) -> tuple[Standing, ...]:
    """All states that there were, line by line, the earliest first."""
    return with_sayings(connection, load_lines(connection, asked))


def who(connection: sqlite3.Connection, office: str, country: str, on: date, known_on: date | None) -> Who:
    """Who held an office on a day. Raises QueryError for an office that nothing knows."""
    lines = _seats(connection, office, country)
    keys = [str(key) for key in lines]
    every = _folded(connection, keys, known_on) if known_on else _of_lines(connection, keys)
    single = [str(key) for key in lines if key.single]
    lead = _first_lead(every, single, on)
    found = {line: _held(every.get(line, ()), on, lead if line in single else None) for line in keys}
    registered = _registered(office, country, on) if known_on is None else ()
    return Who(office, country, on, with_sayings(connection, found), registered)


def _first_lead(found: Lines, lines: Iterable[str], on: date) -> State | None:
    """Who leads the first of these lines that is held: a president before the leader of a junta."""
    leads = (states.leading(found.get(line, ()), on) for line in lines)
    return next((state for state in leads if state is not None), None)


def answer(connection: sqlite3.Connection, asked: Line, on: date, known_on: date | None) -> Answer:
    """How one thing stood on a day, in a word, with the states that say so."""
    lines = [str(key) for key in lines_on(asked.kind, asked.parties, asked.dimension)]
    found = _folded(connection, lines, known_on) if known_on else _of_lines(connection, lines)
    known = states.answering([found.get(line, ()) for line in lines], asked.kind, asked.dimension, on)
    held = {line: tuple(s for s in states.as_of(found.get(line, ()), on) if s in known) for line in lines}
    return Answer(states.answer(known, on, asked.kind), with_sayings(connection, held))


def _seats(connection: sqlite3.Connection, office: str, country: str) -> list[Key]:
    """The lines of an office of a country: of its seat, and of the very words."""
    own = Key("office", (country,), plain(office))
    try:
        offices = sorted(names.resolve_office(office))
    except QueryError:
        if connection.execute("SELECT 1 FROM state WHERE line = ?", (str(own),)).fetchone() is None:
            raise
        return [own]
    return list(dict.fromkeys([*(key for one in offices for key in lines_on("office", [country], one)), own]))


def _held(known: Sequence[State], on: date, lead: State | None) -> tuple[State, ...]:
    """What held on a day; of a seat of one holder, only what leads among all its lines."""
    return tuple(state for state in states.as_of(known, on) if lead is None or state == lead)


def load_lines(connection: sqlite3.Connection, asked: Asked, on: date | None = None) -> Lines:
    """The states that are asked for, by line; those that may hold on a day where one is given."""
    stale = _stale(connection)
    if asked.known_on is None:
        found = _read(_rows(connection, asked, None if stale else on))
        again = [line for line in found if line in stale]
    else:
        found, again = {}, sorted({row["line"] for row in _rows(connection, asked, None)})
    folded = _folded(connection, again, asked.known_on)
    return found | {line: tuple(one for one in known if asked.fits(line, one)) for line, known in folded.items()}


def with_sayings(connection: sqlite3.Connection, found: Lines) -> tuple[Standing, ...]:
    """States with the statements behind them."""
    shown = {state: list(_shown(state)) for known in found.values() for state in known}
    said = load_sayings(connection, {key for pairs in shown.values() for _, key in pairs})
    return tuple(
        Standing(line, state, tuple(said[key].as_part(part) for part, key in shown[state] if key in said))
        for line, known in found.items() for state in known
    )  # fmt: skip


def load_sayings(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Saying]:
    """The statements with these keys, as they are read."""
    found = {}
    for chunk in rows.chunks(sorted(keys)):
        sql = (
            "SELECT s.key, s.sentence, s.sentence_start, s.cue_start, s.cue_end, a.publisher, a.known, a.title, a.url,"
            " a.key AS article FROM statement s JOIN article a ON a.id = s.article"
            f" WHERE s.retired IS NULL AND s.key IN ({rows.marks(chunk)})"
        )
        found.update({row["key"]: _saying(row) for row in connection.execute(sql, chunk)})
    return found


def all_sayings(connection: sqlite3.Connection, state: State) -> tuple[Saying, ...]:
    """Every statement behind a state, in the order of their days."""
    parts = _parts(_whole(connection, state))
    found = load_sayings(connection, parts)
    return tuple(sorted((one.as_part(parts[key]) for key, one in found.items()), key=lambda s: (s.known, s.key)))


def _whole(connection: sqlite3.Connection, state: State) -> State:
    """A state with all its statements, where so many are behind it that only the first and last were kept."""
    if all(len(getattr(state, name)) != 2 * FEW for name in _PARTS.values()):
        return state
    first = next(iter(_parts(state)))
    (line,) = connection.execute("SELECT line FROM statement WHERE key = ? AND retired IS NULL", (first,)).fetchone()
    folded = states.fold(rows.load_statements(connection, line))
    return next((one for one in folded if _begins_alike(one, state)), state)


def _begins_alike(one: State, other: State) -> bool:
    return (one.code, one.since, one.first_known, one.opened[:1], one.said[:1]) == (
        other.code, other.since, other.first_known, other.opened[:1], other.said[:1]
    )  # fmt: skip


def _parts(state: State) -> dict[str, Part]:
    """What each statement does for a state: one that opens it is not told again as one that says it."""
    found: dict[str, Part] = {}
    for part, name in _PARTS.items():
        for key in getattr(state, name):
            found.setdefault(key, part)
    return found


def _shown(state: State) -> Iterator[tuple[Part, str]]:
    """The statements that are shown with a state: of many that say the same, the first and the last."""
    by_part: dict[Part, list[str]] = {part: [] for part in _PARTS}
    for key, part in _parts(state).items():
        by_part[part].append(key)
    for part, keys in by_part.items():
        kept = keys if len(keys) <= SHOWN else [keys[0], *keys[1 - SHOWN :]]
        yield from ((part, key) for key in kept)


def _saying(row: sqlite3.Row) -> Saying:
    start = row["sentence_start"]
    return Saying(
        key=row["key"], part="said", sentence=row["sentence"], cue=(row["cue_start"] - start, row["cue_end"] - start),
        publisher=row["publisher"], known=rows.day(row["known"]), title=row["title"], url=row["url"],
        article=row["article"],
    )  # fmt: skip


def _is(party: Party | None, country: str | None, whom: Whom | None) -> bool:
    if whom is None or party is None:
        return whom is None
    if whom.kind == "country":
        return whom.value in (country, party.id)
    return whom.value == (party.id if whom.kind == "actor" else party.name)


def _rows(connection: sqlite3.Connection, asked: Asked, on: date | None) -> list[sqlite3.Row]:
    """The rows of ``state`` of those asked for: each party in either place, each place by its own index."""
    found: dict[tuple[str, int], sqlite3.Row] = {}
    more = _narrow(asked, on)
    for subject, other in dict.fromkeys([(asked.a, asked.b), (asked.b, asked.a)]):
        for sides in product(_columns(subject, "subject"), _columns(other, "object")):
            pairs = [pair for pair in (*sides, *more) if pair[1]]
            sql = f"SELECT * FROM state WHERE {' AND '.join(condition for condition, _ in pairs) or '1'}"
            values = [value for _, value in pairs]
            found |= {(row["line"], row["position"]): row for row in connection.execute(sql, values)}
    return [found[key] for key in sorted(found)]


def _columns(whom: Whom | None, side: str) -> list[tuple[str, str | None]]:
    """The conditions that a party stands on this side; a country also by the id of its state."""
    if whom is None:
        return [("", None)]
    if whom.kind == "country":
        return [(f"{side}_country = ?", whom.value), (f"{side}_id = ?", whom.value)]
    return [(f"{side}_id = ?" if whom.kind == "actor" else f"{side} = ?", whom.value)]


def _narrow(asked: Asked, on: date | None) -> list[tuple[str, str | None]]:
    day = on.isoformat() if on else None
    spans = [("(since IS NULL OR since <= ?)", day), ("(until IS NULL OR until >= ?)", day)]
    return [("kind = ?", asked.kind), ("dimension = ?", asked.dimension), *spans]


def _of_lines(connection: sqlite3.Connection, lines: Sequence[str]) -> Lines:
    """Whole lines, folded anew where they grew since."""
    marks = rows.marks(lines)
    sql = f"SELECT * FROM state WHERE line IN ({marks}) ORDER BY line, position"
    found = _read(connection.execute(sql, lines))
    return found | _folded(connection, sorted(_stale(connection) & found.keys()), None)


def _read(found: Iterable[sqlite3.Row]) -> Lines:
    """Rows of ``state`` as values, by line."""
    return {line: tuple(map(state_of, group)) for line, group in groupby(found, key=lambda row: str(row["line"]))}


def _stale(connection: sqlite3.Connection) -> frozenset[str]:
    """The lines that grew since they were last folded."""
    return frozenset(line for (line,) in connection.execute("SELECT line FROM folding WHERE stale"))


def _folded(connection: sqlite3.Connection, lines: Iterable[str], known_on: date | None) -> Lines:
    """The states of lines as they were known on a day."""
    return {line: states.fold(rows.load_statements(connection, line, known_on=known_on)) for line in lines}


def state_of(row: sqlite3.Row) -> State:
    """A row of ``state`` as a value."""
    evidence = defaultdict(list, json.loads(row["evidence"]))
    return State(
        kind=row["kind"], subject=_party(row, "subject"), object=_party(row, "object") if row["object"] else None,
        dimension=row["dimension"], code=row["code"], value=row["value"], since=rows.to_day(row["since"]),
        until=rows.to_day(row["until"]), grain=row["grain"], status=row["status"],
        first_known=rows.day(row["first_known"]), confirmed=rows.day(row["confirmed"]), due=rows.to_day(row["due"]),
        **{name: tuple(evidence[name]) for name in _PARTS.values()},
    )  # fmt: skip


def _party(row: sqlite3.Row, side: str) -> Party:
    name, kind = row[side], row[f"{side}_kind"]
    return Party(row[f"{side}_id"], name, kind, row[f"{side}_country"], row[f"{side}_sector"])


def _registered(office: str, country: str, on: date) -> tuple[Registered, ...]:
    """Who held the office by the registry."""
    registry = load_registry()
    try:
        offices = names.resolve_office(office)
    except QueryError:
        return ()
    terms = [term for one in sorted(offices) for term in registry.terms_by_office.get((one, country), ())]
    return tuple(
        Registered(t.person, registry.entries[t.person].name, t.office, t.since, t.until) for t in terms if t.covers(on)
    )
