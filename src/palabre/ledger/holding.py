"""The walk along one line of the register: its marks in order of days make what stood, with what speaks against it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from palabre.knowledge.registers import Register
from palabre.ledger.lines import Key
from palabre.ledger.marks import Days, Mark, Slot, excludes, is_exclusive
from palabre.ledger.model import State, Statement
from palabre.types import FactStatus, Grain

_GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year", "decade", "span")
Point = tuple[Slot, date]


@dataclass(slots=True)
class Span:
    """A state in the making. ``over``: it has ended; ``by``: the day on which that was known, where it has no date.

    ``ended``: texts say its end, where else another value took its place. ``taken``: the value that it took the place
    of with no word of when.
    """

    slot: Slot
    since: Days | None
    first: date
    confirmed: date
    status: FactStatus = "current"
    until: Days | None = None
    by: date | None = None
    over: bool = False
    ended: bool = False
    due: date | None = None
    taken: Slot | None = None
    opened: list[Statement] = field(default_factory=list)
    closed: list[Statement] = field(default_factory=list)
    said: list[Statement] = field(default_factory=list)
    rivals: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class Contest:
    """A value that texts tell after another took its place, or after its end: who says so, and against what."""

    slot: Slot
    day: date
    against: Span
    told: list[Statement] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """One walk along a line.

    ``reopened`` and ``denied`` are what walks before found: values that several voices tell anew from a day on, and
    values whose place in the line later voices belie.
    """

    register: Register
    key: Key
    reopened: frozenset[Point] = frozenset()
    denied: frozenset[Slot] = frozenset()
    spans: list[Span] = field(default_factory=list)
    last: dict[Slot, Span] = field(default_factory=dict)
    open: dict[Slot, Span] = field(default_factory=dict)
    exclusive: dict[Slot, Span] = field(default_factory=dict)
    plans: dict[Slot, Span] = field(default_factory=dict)
    contests: dict[tuple[Slot, int], Contest] = field(default_factory=dict)

    def go(self, marks: Iterable[Mark]) -> Walk:
        """Take every mark in turn."""
        moves = {"open": self._open, "close": self._close, "hold": self._hold, "plan": self._plan}
        for mark in marks:
            moves[mark.move](mark)
        return self

    def _open(self, mark: Mark) -> None:
        span = self.open.get(mark.slot)
        if span is not None:
            self._again(span, mark)
            return
        blockers = self._blockers(mark.slot)
        if not mark.strong and blockers:
            self._note(mark)
            return
        for blocker in blockers:
            self._end(blocker, mark.days, None)
        self._begin(mark, since=mark.days).opened += mark.told

    def _again(self, span: Span, mark: Mark) -> None:
        """A second telling of a beginning: the finer date counts, another date does not."""
        days = mark.days
        if span.since is not None and days is not None and days.lo <= span.since.hi:
            span.since = span.since.finer(days)
            span.opened += mark.told
        else:
            span.said += mark.told

    def _hold(self, mark: Mark) -> None:
        span = self.open.get(mark.slot) or self._meanwhile(mark.slot)
        blockers = self._blockers(mark.slot) if span is None else []
        last = self.last.get(mark.slot)
        if span is not None:
            self._confirm(span, mark)
        elif last is not None and last.until is not None and mark.day <= last.until.hi:
            self._confirm(last, mark)
        elif not mark.strong:
            self._agree(mark, free=not blockers and (last is None or not last.ended))
        elif (mark.slot, mark.day) in self.reopened or self._free(mark, blockers, last):
            self._take(mark, blockers)
        else:
            self._contest(mark, blockers[-1] if blockers else last)

    def _agree(self, mark: Mark, *, free: bool) -> None:
        """A word that gainsays nothing: it begins a state only where none is in its way."""
        if free:
            self._begin(mark).said += mark.told
        else:
            self._note(mark)

    def _free(self, mark: Mark, blockers: list[Span], last: Span | None) -> bool:
        """Whether a value may begin with no word of when: it never stood before, or what ended it is over too."""
        if mark.slot in self.denied or any(self._final(span.slot) for span in blockers):
            return not blockers
        if blockers and all(map(self._partial, blockers)):
            return True
        return last is None or self._partial(last) or not (blockers or last.ended)

    def _final(self, slot: Slot) -> bool:
        """Whether the value is an end, which takes a date or several voices to undo."""
        value = self.register.values.get(slot.code)
        return value is not None and value.effect == "closes"

    def _take(self, mark: Mark, blockers: list[Span]) -> None:
        for blocker in blockers:
            self._end(blocker, None, mark.day)
        span = self._begin(mark)
        span.taken = blockers[-1].slot if blockers else None
        span.opened += mark.told

    def _contest(self, mark: Mark, against: Span | None) -> None:
        if against is None:
            self._note(mark)
            return
        against.rivals += mark.told
        contest = self.contests.setdefault((mark.slot, id(against)), Contest(mark.slot, mark.day, against))
        contest.told += mark.told

    def _close(self, mark: Mark) -> None:
        span = self.open.get(mark.slot) or self.last.get(mark.slot) or self._in_seat(mark) or self._stand(mark)
        if not span.over:
            self._end(span, mark.days, mark.day if mark.days is None else None)
        elif mark.days is not None:
            self._date_end(span, mark.days)
        span.closed += mark.told
        span.ended, span.status = True, mark.status

    def _in_seat(self, mark: Mark) -> Span | None:
        """Who holds a seat of one, where a text tells its end by the office alone (« le président a été renversé »)."""
        nameless = all(not one.subject.registered and one.subject.name[:1].islower() for one in mark.told)
        return next(iter(self.exclusive.values()), None) if nameless and self.key.kind == "office" else None

    def _date_end(self, span: Span, days: Days) -> None:
        """The finer date of an end that is known from elsewhere, or the date of one that was known without."""
        if span.until is not None:
            span.until = span.until.finer(days)
        elif span.by is not None and days.hi <= span.by:
            span.until, span.by = days, None

    def _plan(self, mark: Mark) -> None:
        span = self.open.get(mark.slot)
        if span is not None:
            span.said += mark.told
            return
        plan = self.plans.get(mark.slot)
        if plan is None:
            plan = Span(mark.slot, None, mark.day, mark.day, "announced")
            self.plans[mark.slot] = plan
        plan.confirmed, plan.due = max(plan.confirmed, mark.day), mark.due or plan.due
        plan.opened += mark.told

    def _begin(self, mark: Mark, *, since: Days | None = None) -> Span:
        span = self._stand(mark, since=since)
        self._due(span, mark)
        if (plan := self.plans.pop(mark.slot, None)) is not None:
            span.said += plan.opened
        return span

    def _stand(self, mark: Mark, *, since: Days | None = None) -> Span:
        known = mark.told[0].known
        span = Span(mark.slot, since, known, min(since.hi, known) if since is not None else known)
        self.spans.append(span)
        self.open[mark.slot] = self.last[mark.slot] = span
        if is_exclusive(self.register, self.key, mark.slot):
            self.exclusive[mark.slot] = span
        return span

    def _end(self, span: Span, days: Days | None, by: date | None) -> None:
        span.until, span.by, span.over, span.due = days, by, True, None
        span.status = "former" if self.key.kind == "office" else "ended"
        self.open.pop(span.slot, None)
        self.exclusive.pop(span.slot, None)

    def _confirm(self, span: Span, mark: Mark) -> None:
        if mark.strong or span.since is not None:
            span.confirmed = max(span.confirmed, mark.day)
        span.said += mark.told
        if not span.over:
            self._due(span, mark)

    def _due(self, span: Span, mark: Mark) -> None:
        """The end that a text says to be decided; a later word on it counts."""
        if mark.move == "hold" and (mark.due is not None or mark.status == "ending"):
            span.due = mark.due or span.due
            span.status = "ending" if mark.status == "ending" else span.status

    def _note(self, mark: Mark) -> None:
        """Keep what changes nothing with the state that it speaks of, or with the one that stands."""
        span = self.last.get(mark.slot) or next(iter(reversed(self.open.values())), None)
        if span is None:
            span = self._begin(mark)
            self._end(span, None, mark.day)
        span.said += mark.told

    def _blockers(self, slot: Slot) -> list[Span]:
        if not is_exclusive(self.register, self.key, slot):
            return []
        open_ = self.exclusive.values()
        return [s for s in open_ if excludes(self.register, self.key.kind, slot, s.slot)]

    def _meanwhile(self, slot: Slot) -> Span | None:
        """The state during which the value holds on: who is leaving is still a member."""
        values = self.register.values
        spans = (s for s in self.exclusive.values() if (v := values.get(s.slot.code)) and v.still == slot.code)
        return next((s for s in spans if not self._partial(s)), None)

    def _partial(self, span: Span) -> bool:
        """Whether all that is told of a state bears on a part of what it names: one base handed over of several."""
        parts = {value.name for value in self.register.values.values() if value.part}
        told = {one.code for one in (*span.opened, *span.said)}
        return bool(told) and told <= parts


def verdicts(walk: Walk) -> tuple[frozenset[Point], frozenset[Slot]]:
    """What the contests of a walk come to: values to begin anew, and openings to deny, where more voices say so."""
    reopened, denied = set(walk.reopened), set(walk.denied)
    voices: dict[int, list[date]] = {}
    for contest in walk.contests.values():
        against, told = contest.against, {one.voice for one in contest.told}
        days = voices.setdefault(id(against), _last_words(against)) if len(told) > 1 else []
        if len(told) < 2 or len(told) <= len(days) - bisect_left(days, contest.day):
            continue
        if against.taken == contest.slot:
            denied.add(against.slot)
        else:
            reopened.add((contest.slot, contest.day))
    return frozenset(reopened), frozenset(denied)


def _last_words(span: Span) -> list[date]:
    """The last day on which each voice upheld a state or its end; those who date it uphold it for good."""
    days: dict[str, date] = {}
    for one in (*([] if span.over and span.ended else span.said), *span.closed, *span.opened):
        dated = one.since is not None or one.until is not None
        days[one.voice] = max(days.get(one.voice, date.min), date.max if dated else one.known)
    return sorted(days.values())


def states_of(walk: Walk) -> Iterator[State]:
    """The states of a walk, plans that came to nothing among them."""
    return (_state(walk, span) for span in (*walk.spans, *walk.plans.values()))


def _state(walk: Walk, span: Span) -> State:
    told = [*span.opened, *span.said, *span.closed]
    lead = min(told, key=lambda s: (not s.subject.registered, s.known, s.key))
    known = min(one.known for one in told)
    code = span.slot.code or lead.code
    rivals = [one for one in span.rivals if one not in span.opened]
    return State(
        walk.key.kind, lead.subject, lead.object, walk.key.dimension or None, code, lead.value,
        span.since.lo if span.since else None, span.until.hi if span.until else None, _grain(span), span.status,
        min(known, span.first) if span.since else span.first, span.confirmed, span.by or span.due,
        _keys(span.opened), _keys(span.closed), _keys(span.said), _keys(rivals),
    )  # fmt: skip


def _grain(span: Span) -> Grain:
    """The coarser of both ends: no date is told finer than it is known."""
    return max((d.grain for d in (span.since, span.until) if d), key=_GRAINS.index, default="day")


def _keys(told: list[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.key for one in sorted(told, key=lambda s: (s.known, s.key))))
