"""How things stood, from what all articles say of it: the lines of the register, folded into states over time.

Everything here is a pure function of the statements, whatever their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from palabre.knowledge.registers import Register, load_registers
from palabre.ledger import powers
from palabre.ledger.holding import Walk, states_of, verdicts
from palabre.ledger.lines import Key, lines_on, party_key, subject_of
from palabre.ledger.marks import marks_of
from palabre.ledger.model import Kind, State, Statement

__all__ = [
    "Change", "Key", "Turn", "answer", "answering", "as_of", "changes", "evidence", "fold", "history", "leading",
    "line_of", "lines_on", "subject_of",
]  # fmt: skip

What = Literal["announced", "opened", "closed", "ending", "conflict"]
_WALKS = 4
_YEAR = 366
_EVE = timedelta(1)
# News tells a holder some days after what it reports of him; a curfew it tells at once.
_TENURE = timedelta(3)
_RANK = {"closes": 2, "weakens": 1, "opens": 0}


@dataclass(frozen=True, slots=True)
class Turn:
    """A point in the history of a line; ``day`` None: it is not known when. ``keys``: the statements that say so."""

    day: date | None
    what: What
    state: State
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a second folding knows that the first did not; ``before`` None: a state that is new."""

    what: What | Literal["dropped", "dated"]
    before: State | None
    after: State | None
    keys: tuple[str, ...]


def line_of(statement: Statement) -> str:
    """The line that a statement belongs to, in one word for a table: the same for all that fold together."""
    return str(subject_of(statement))


def countries_of(line: str, state: State) -> tuple[str | None, str | None]:
    """The countries (or bodies) that a state of a line stands between, by which it is found.

    They are those of the line: « les frontières terrestres » that ECOWAS closes with Niger are Niger's there.
    """
    kind, parties, _ = line.split(":", 2)
    subject, one = state.subject.country, state.object.country if state.object else None
    if kind == "relation":
        return subject, one
    keys = [key if key.isupper() else None for key in parties.split("+")]
    if kind == "custody":
        return subject, one
    if len(keys) == 1:
        return subject, keys[0] or one
    return keys[0] or subject, keys[1] or one


def fold(statements: Iterable[Statement]) -> tuple[State, ...]:
    """The states of one line, the earliest first; the order and the number of tellings of a statement do not count.

    Every statement is found again in a state: in ``opened``, ``closed``, ``said`` or ``rivals``.
    """
    told = list(dict.fromkeys(statements))
    if not told:
        return ()
    key = subject_of(told[0])
    register = load_registers()[key.kind]
    marks = marks_of(powers.named(told) if key.kind == "control" else told, register)
    walk = Walk(register, key).go(marks)
    for _ in range(_WALKS):
        reopened, denied = verdicts(walk)
        if (reopened, denied) == (walk.reopened, walk.denied):
            break
        walk = Walk(register, key, reopened, denied).go(marks)
    return tuple(sorted(states_of(walk), key=_place))


def as_of(states: Iterable[State], on: date) -> tuple[State, ...]:
    """What held at the end of a day, in the order of its beginning.

    A state that began nobody says when counts from the eve of the day it was first told, one that ended nobody says
    when until the eve of the day its end was told; of an office some days more, where nobody else is known to hold it.
    """
    held = [state for state in states if _held(state, on)]
    sure = {s.dimension for s in held if not _on_eve(s, on) and (s.until is not None or on <= s.confirmed)}
    return tuple(s for s in held if s.kind != "office" or s.dimension not in sure or not _on_eve(s, on))


def leading(states: Iterable[State], on: date) -> State | None:
    """Of what held on a day, the state that tells most: an end before a breach before a tie, the latest of each.

    Of the lines of one seat, those that only answer for it where it is empty count from when its holder was last told.
    """
    register = load_registers()
    held = _seated(as_of(states, on))
    return max(held, key=lambda s: (_rank(register[s.kind], s), _start(s), s.first_known, s.opened), default=None)


def answer(states: Iterable[State], on: date, kind: Kind) -> str:
    """How things stood on a day, in a word: a value's (``in-force``, ``suspended``, ``stationed``, ``left``, ...), the
    name of who held the office or the ground, ``none`` or ``vacant`` after an end, ``unknown`` before any word of it.

    Where the first word of a line is of an end or a breach, what it ended answers for the year before.
    """
    known = list(states)
    register, state = load_registers()[kind], leading(known, on)
    if state is not None:
        return _word(register, state)
    if any(_lapsed(s, on) for s in known):
        return "unknown"
    if any(s.status != "announced" and _start(s) <= on for s in known):
        return "vacant" if kind == "office" else "none"
    return _implied(register, known, on)


def answering(lines: Sequence[Sequence[State]], kind: Kind, dimension: str, on: date) -> list[State]:
    """Of the states of lines that answer a question, the best first, those that count.

    Of the lines that only answer for another, the values that do; of a closed border what is said of the one neighbour
    before what is said of all, where it is said later.
    """
    row = load_registers()[kind].dimensions.get(dimension)
    own, others = list(lines[0]) if lines else [], [state for known in lines[1:] for state in known]
    if row is not None and row.taking:
        others = [state for state in others if state.code in row.taking]
        own = [state for state in own if not any(_dates(other, state) for other in others)]
    if kind == "measure" and others:
        last = max((_last(s) for s in own if s.status != "announced" and _start(s) <= on), default=date.min)
        others = [state for state in others if _start(state) > last]
    return own + others


def _dates(other: State, state: State) -> bool:
    """Whether another line tells the same beginning by the day, where a state has the month or the year."""
    if state.code != other.code or state.since is None or other.since is None or other.grain != "day":
        return False
    coarse = {"month": 31, "year": _YEAR}.get(state.grain, 0)
    return timedelta(0) <= other.since - state.since < timedelta(coarse)


def _last(state: State) -> date:
    """The last day on which something is told to change: the end, or the day it was known, else the beginning."""
    return state.until or (state.due if _over(state) else None) or _start(state)


def history(states: Iterable[State]) -> tuple[Turn, ...]:
    """The turns of a line in order of days, those without a day by the day they were told."""
    turns = [turn for state in states for turn in _turns(state)]
    return tuple(sorted(turns, key=lambda t: (t.day or t.state.due or t.state.first_known, t.what, t.keys)))


def changes(before: Sequence[State], after: Sequence[State]) -> tuple[Change, ...]:
    """What changed between two foldings of a line, with the keys of the statements that changed it."""
    old = {_identity(state, n): state for state, n in _numbered(before)}
    new = {_identity(state, n): state for state, n in _numbered(after)}
    found = [change for key, state in new.items() for change in _changed(old.get(key), state)]
    found += [Change("dropped", state, None, ()) for key, state in old.items() if key not in new]
    return tuple(found)


def evidence(states: Iterable[State]) -> frozenset[str]:
    """The keys of all statements behind states, those that contradict them included."""
    return frozenset(key for s in states for key in (*s.opened, *s.closed, *s.said, *s.rivals))


def _seated(held: Sequence[State]) -> Sequence[State]:
    """Without the stand-ins of a seat whose holder is told while they stand: a junta's leader beside a president."""
    seats = load_registers()["office"].dimensions
    stand_ins = {name: s for s in held if (row := seats.get(s.dimension or "")) for name in row.failing}
    if not stand_ins or held[0].kind != "office":
        return held
    seat_of = stand_ins.get
    return [s for s in held if (seat := seat_of(s.dimension or "")) is None or _start(s) > seat.confirmed]


def _word(register: Register, state: State, code: str | None = None) -> str:
    if register.holds == "holder":
        return state.subject.name
    value = register.values.get(code or state.code)
    if register.kind == "measure":
        return value.answer if value is not None and value.effect == "closes" else "in-force"
    return value.answer if value is not None else state.code


def _implied(register: Register, states: Iterable[State], on: date) -> str:
    """What the first word of a line means for the year before: who is suspended was a member,
    what is lifted stood, what is imposed on a day did not.
    """
    told_of = (s for s in states if s.status != "announced")
    first = min(told_of, key=lambda s: (_start(s), _is_undated(s), -_rank(register, s)), default=None)
    told = _first_word(register, first) if first is not None else None
    if first is None or told is None or not on < told <= on + timedelta(_YEAR):
        return "unknown"
    stood = _stood(register, first, states)
    if stood is not None or _is_end(first):
        return _word(register, stood or first)
    if register.kind == "measure":
        return "none"
    value = register.values.get(first.code)
    return _word(register, first, value.before) if value and value.before else "unknown"


def _stood(register: Register, first: State, states: Iterable[State]) -> State | None:
    """What is told with the first change to stand, with no word of since when: it stood before that change, beside
    what the change itself means for the time before.

    « Le pays, qui était suspendu, quitte l'organisation. »
    """
    before = register.values[first.code].before if first.code in register.values else None
    open_ = (s for s in states if s.since is None and s.until is None and s.code not in {first.code, before})
    beside = (s for s in open_ if before is not None and not register.exclude(s.code, before))
    return next((s for s in beside if not _is_end(s) and s.first_known == first.first_known), None)


def _first_word(register: Register, first: State) -> date | None:
    """The day from which the first state of a line counts; of one on its way to an end, the day it was told."""
    if _is_end(first) or first.since is not None:
        return first.until if _is_end(first) else first.since
    value = register.values.get(first.code)
    return _start(first) if value is not None and value.before and value.still else None


def _is_undated(state: State) -> bool:
    return state.since is None and not _is_end(state)


def _is_end(state: State) -> bool:
    """Whether the state is known from its end alone."""
    return not (state.opened or state.said)


def _held(state: State, on: date) -> bool:
    if state.status == "announced" or on < _start(state) or _is_end(state):
        return False
    if state.until is not None:
        return on < state.until
    if state.due is None or state.status == "ending":
        return True
    if state.status in {"ended", "former"}:
        return on < state.due - _eve(state) or (state.kind == "office" and on <= state.confirmed < state.due)
    return on <= max(state.due, state.confirmed)


def _lapsed(state: State, on: date) -> bool:
    """Whether the end that was set for a state went by with no word of it."""
    return state.status == "current" and state.until is None and state.due is not None and on > state.due


def _start(state: State) -> date:
    """The first day that counts: an article that gives no date tells how things stood on its eve."""
    if state.since is not None:
        return state.since
    return min(state.first_known - _eve(state), state.until or date.max)


def _on_eve(state: State, on: date) -> bool:
    return state.since is None and on < state.first_known


def _eve(state: State) -> timedelta:
    return _TENURE if state.kind == "office" else _EVE


def _rank(register: Register, state: State) -> int:
    value = register.values.get(state.code)
    if register.holds == "holder":
        return int(bool(register.groups.get(state.code, True)))
    return 2 * _RANK[value.effect] + bool(value.still) if value else 0


def _place(state: State) -> tuple[object, ...]:
    return _start(state), state.until or date.max, state.code, state.subject.name, state.opened, state.said


def _turns(state: State) -> list[Turn]:
    if state.status == "announced":
        return [Turn(state.due, "announced", state, state.opened)]
    turns = [Turn(state.since, "opened", state, state.opened or state.said[:1])]
    if state.status == "ending":
        turns.append(Turn(state.due, "ending", state, state.said[-1:]))
    if state.until is not None or state.status in {"ended", "former"}:
        turns.append(Turn(state.until, "closed", state, state.closed))
    if state.rivals:
        turns.append(Turn(None, "conflict", state, state.rivals))
    return turns


def _numbered(states: Iterable[State]) -> list[tuple[State, int]]:
    """Each state with its place among those of the same value and holder: the second tenure is another."""
    seen: dict[tuple[object, ...], int] = {}
    found = []
    for state in states:
        key = _identity(state, 0)
        seen[key] = seen.get(key, -1) + 1
        found.append((state, seen[key]))
    return found


def _identity(state: State, place: int) -> tuple[object, ...]:
    office = state.kind == "office"
    who = party_key(state.subject, "custody") if load_registers()[state.kind].holds == "holder" else ""
    return state.kind, state.dimension, "" if office else state.code, who, state.status == "announced", place


def _changed(before: State | None, after: State) -> list[Change]:
    was, news = before, _news(before, after)
    if was is None:
        what: What = "announced" if after.status == "announced" else "opened"
        found = [Change(what, None, after, after.opened or after.said or after.closed)]
    else:
        found = [Change("dated", was, after, news)] if was.since != after.since else []
    closed = _over(after) and not (was and _over(was))
    if closed:
        found.append(Change("closed", was, after, after.closed or news))
    if after.status == "ending" and (was is None or was.status != "ending"):
        found.append(Change("ending", was, after, news))
    if after.rivals and not (was and was.rivals):
        found.append(Change("conflict", was, after, after.rivals))
    return found


def _news(before: State | None, after: State) -> tuple[str, ...]:
    known = evidence([before]) if before else frozenset[str]()
    return tuple(key for key in (*after.opened, *after.closed, *after.said, *after.rivals) if key not in known)


def _over(state: State) -> bool:
    return state.until is not None or state.status in {"ended", "former"}
