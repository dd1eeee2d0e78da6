"""What a statement says of its line, as marks on a line of days: a value opens, holds, is planned, or closes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from palabre.knowledge.registers import Register
from palabre.ledger.lines import Key, holder_key, party_key
from palabre.ledger.model import Kind, Statement
from palabre.types import FactStatus, Grain

Move = Literal["open", "close", "hold", "plan"]
_ORDER: dict[Move, int] = {"plan": 0, "open": 1, "close": 2, "hold": 3}
# A title with a date says too that it is held on the day it is told; « suspended in March » says March alone.
_EXIT = "exit"
_OVER = frozenset({"former", "ended"})
_RESTATED = frozenset({"office", "control"})


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A value of a line, with whose it is where that tells: the holder of an office, who recalled the envoy."""

    code: str
    who: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The days in which a change lies: ``lo`` to ``hi``, as fine as the ``grain``."""

    lo: date
    hi: date
    grain: Grain = "day"

    def finer(self, other: Days) -> Days:
        """The narrower of two that overlap, else this one.

        >>> july = days_of("2023-07")
        >>> july.finer(days_of("2023-07-26")).lo, july.finer(days_of("2024")) == july
        (datetime.date(2023, 7, 26), True)
        """
        meets = self.lo <= other.hi and other.lo <= self.hi
        return other if meets and other.hi - other.lo < self.hi - self.lo else self


@dataclass(slots=True)
class Mark:
    """All that says one thing of one day: ``strong`` may open or gainsay what stands, other marks only agree.

    ``last``: what follows from an end, after all else that begins on that day.
    """

    move: Move
    day: date
    slot: Slot
    days: Days | None
    strong: bool
    due: date | None
    status: FactStatus
    last: bool = False
    told: list[Statement] = field(default_factory=list)


def days_of(text: str) -> Days:
    """The days of an ISO date cut to what is known.

    >>> days_of("2023-07").hi
    datetime.date(2023, 7, 31)
    """
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    if day:
        return Days(date(year, month, day), date(year, month, day))
    if month:
        after = date(year + month // 12, month % 12 + 1, 1)
        return Days(date(year, month, 1), after - timedelta(1), "month")
    return Days(date(year, 1, 1), date(year, 12, 31), "year")


def marks_of(statements: Iterable[Statement], register: Register) -> list[Mark]:
    """The marks of one line in order of days, each with the statements that make it; order-independent."""
    found: dict[tuple[object, ...], Mark] = {}
    alike: dict[tuple[object, ...], list[Mark]] = {}  # most statements of a long line say what others of the day say
    for one in statements:
        said = one.known, one.code, one.subject, one.object, one.since, one.until, one.status, one.background
        if said not in alike:
            alike[said] = [found.setdefault(_key(mark), mark) for mark in _marks(one, register)]
        for mark in alike[said]:
            mark.told.append(one)
    for mark in found.values():
        mark.told.sort(key=lambda s: (s.known, s.key))
    return sorted(_put_off(sorted(found.values(), key=_order), register), key=_order)


def _key(mark: Mark) -> tuple[object, ...]:
    return mark.move, mark.day, mark.slot, mark.days, mark.strong, mark.due, mark.status, mark.last


def _put_off(marks: list[Mark], register: Register) -> list[Mark]:
    """An end that is told again with a later day had only begun: until then it was on its way.

    One base is handed over, then the others; an exit is announced, and a year on it takes effect.
    """
    on_way = {v.then["ended"]: v for v in reversed(list(register.values.values())) if v.still and "ended" in v.then}
    codes = {*on_way, *(value.name for value in on_way.values())}
    opens = [mark for mark in marks if mark.move == "open"]
    told = [mark.day for mark in opens if mark.slot.code in codes and mark.days and mark.days.grain == "day"]
    begun = [mark.day for mark in opens if mark.slot.code in {value.still for value in on_way.values()}]
    put_off = set[tuple[Slot, Days | None]]()
    for mark in opens:
        value = on_way.get(mark.slot.code)
        after = bisect_right(told, mark.days.hi) if value and mark.days else len(told)
        if value and after < len(told) and bisect_right(begun, mark.day) == bisect_right(begun, told[after]):
            mark.slot = Slot(value.name, mark.slot.who)
            put_off.add((mark.slot, mark.days))
    return [mark for mark in marks if mark.move != "close" or (mark.slot, mark.days) not in put_off]


def _order(mark: Mark) -> tuple[object, ...]:
    days = (mark.days.lo, mark.days.hi) if mark.days else (date.max, date.max)
    rank = _ORDER[mark.move] if mark.strong or mark.move != "open" else _ORDER["close"] + 0.5
    rest = mark.strong, str(mark.due), mark.status, mark.move, mark.days.grain if mark.days else ""
    return mark.day, rank, mark.last, days, mark.told[0].known, mark.slot, *rest


def _marks(one: Statement, register: Register) -> Iterator[Mark]:
    since, until = days_of(one.since) if one.since else None, days_of(one.until) if one.until else None
    notice = register.notice.get(party_key(one.object, one.kind)) if one.code == _EXIT and one.object else None
    if one.code == _EXIT:
        one = replace(one, code="member", status="ending" if one.status == "current" else one.status)
    if one.status in _OVER and until is not None and until.lo > one.known:
        one = replace(one, status="ending")
    value = register.values.get(one.code)
    code = value.then.get(one.status, one.code) if value else one.code
    if notice is not None and one.status != "announced":
        yield from _notice(one, register, until, notice)
    elif one.status == "announced" or (one.status == "current" and since is not None and since.lo > one.known):
        yield _mark("plan", one, slot_of(one, register), due=since.lo if since else None, day=one.known)
    elif one.status in _OVER or (until is not None and until.hi < one.known and one.status == "current"):
        yield from _over(one, register, code, since, until)
    else:
        yield from _standing(one, register, code, since, until)


def _standing(one: Statement, register: Register, code: str, since: Days | None, until: Days | None) -> Iterator[Mark]:
    """What a text says to hold: from a day on, on the day it is told, up to a day that is decided."""
    ending = one.status == "ending"
    if since is not None and since.lo <= one.known:
        still = register.values[one.code].still if one.code in register.values and ending else None
        yield _mark("open", one, slot_of(one, register, still), days=since, status="current")
    dated = since is not None and not ending and one.kind not in _RESTATED
    strong = not one.background and not dated
    slot = slot_of(one, register, code)
    due = until.hi if until else None
    yield _mark("hold", one, slot, day=one.known, strong=strong, due=due, status=one.status)


def _notice(one: Statement, register: Register, told: Days | None, days: int) -> Iterator[Mark]:
    """An exit from a body whose treaty sets a notice: the member is leaving until that has run out."""
    slot = slot_of(one, register, "leaving")
    begun = told is not None and told.lo <= one.known
    if begun:
        yield _mark("open", one, slot, days=told)
    due = None if told is None or told.grain != "day" else told.hi + timedelta(days) if begun else told.hi
    yield _mark("hold", one, slot, day=one.known, strong=not one.background, due=due, status="ending")


def _over(one: Statement, register: Register, code: str, since: Days | None, until: Days | None) -> Iterator[Mark]:
    """What a text says to be over: it closes, and what it has become holds from then on; no later than it is told."""
    if until is not None and until.lo <= one.known < until.hi:
        until = replace(until, hi=one.known)
    slot, after = slot_of(one, register), slot_of(one, register, code)
    final = code in register.values and register.values[code].effect == "closes"
    if since is not None and until is not None and since.lo <= until.hi:
        yield _mark("open", one, slot, days=since, status="current")
    if slot != after or final:
        strong = register.values[code].effect != "opens"
        move: Move = "open" if until else "hold"
        strong = strong and (until is not None or not one.background)
        yield _mark(move, one, after, days=until, day=one.known, strong=strong, last=True)
    if slot != after or not final:
        yield _mark("close", one, slot, days=until, day=one.known, status=one.status)


def slot_of(one: Statement, register: Register, code: str | None = None) -> Slot:
    """The value of the line that the statement speaks of; ``code`` where that is another than its own."""
    named = code or one.code
    if one.kind == "office":
        return Slot("", holder_key(one))
    if register.holds == "holder":
        return Slot(named, holder_key(one))
    value = register.values.get(named)
    directed = value is not None and value.directed
    return Slot(named, party_key(one.subject, one.kind) if directed else "")


def _mark(
    move: Move, one: Statement, slot: Slot, *, days: Days | None = None, day: date | None = None,
    strong: bool = True, due: date | None = None, status: FactStatus = "current", last: bool = False,
) -> Mark:  # fmt: skip
    at = days.hi if days and move == "close" else days.lo if days else day
    return Mark(move, at or one.known, slot, days, strong, due, status, last)


def is_exclusive(register: Register, key: Key, slot: Slot) -> bool:
    """Whether a value of the line shuts others out."""
    return key.single if key.kind == "office" else bool(register.groups.get(slot.code))


def excludes(register: Register, kind: Kind, one: Slot, other: Slot) -> bool:
    """Whether two values of a line that shut others out shut out each other."""
    if one == other or kind == "office":
        return one != other
    return (one.code != other.code or register.holds == "holder") and register.exclude(one.code, other.code)
