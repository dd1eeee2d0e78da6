"""What became of announced events: it happened, was cancelled, is overdue, or is still to come."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import Literal

from palabre.ledger.alike import (
    other_act,
    other_days,
    other_manner,
    other_parties,
    other_persons,
    other_place,
    other_theme,
    resemblance,
)
from palabre.ledger.model import Outcome, Story
from palabre.ledger.sketches import Sketch, blend, sketch

HORIZON = 180  # days that an event announced without a date is waited for
EARLY, LATE = 3, 10  # days before and after its date that an announced event may happen
Link = tuple[str, str, Literal["fulfils", "cancels", "denies"]]
# What calls off an announced act: a refusal of this mode, or an act of the contrary sense by the same side.
REFUSALS = {
    "CONSULT": {"meet"}, "AID": {"assist"}, "COOPERATE": {"assist"}, "AGREE": {"assist", "change"},
    "RETREAT": {"yield"}, "CONCEDE": {"yield"}, "SUPPORT": {"assist", "change"}, "MOBILIZE": {"assist"},
}  # fmt: skip
CONTRARY = {
    "RETREAT": {"MOBILIZE"}, "MOBILIZE": {"RETREAT"}, "CONCEDE": {"SANCTION", "COERCE"}, "SANCTION": {"CONCEDE"},
    "COOPERATE": {"SANCTION"}, "AID": {"SANCTION"}, "SUPPORT": {"SANCTION"}, "COERCE": {"CONCEDE"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expectation:
    """What became of an announced event as known on a day.

    ``due`` are the days it is announced for; ``by`` the anchor of the story that decides, ``since`` the day from which
    the outcome stands.
    """

    story: Story
    due: tuple[date | None, date | None]
    outcome: Outcome
    by: str | None
    since: date
    reasons: tuple[str, ...]


def follow(announced: Story, others: Iterable[Story], *, on: date) -> Expectation:
    """What became of an announced event, by what was known on a day.

    The latest decisive news wins; where it is that the event took place, it is the one that fits best which did.
    """
    due = announced.start, announced.end or announced.start
    news = [(since(o), o, found) for o in others if since(o) <= on and (found := decides(announced, o))]
    if news:
        known, by, (outcome, reason) = max(news, key=lambda item: (item[0], item[1].anchor))
        if outcome == "happened":
            done = [(since(o), o) for _, o, found in news if found[0] == outcome]
            known, by = min(done, key=lambda item: (_misfit(announced, item[1]), item[0], item[1].anchor))
        return Expectation(announced, due, outcome, by.anchor, known, (reason,))
    end = due[1]
    if end is None:
        return _undated(announced, on)
    if end < on:
        return Expectation(announced, due, "overdue", None, end + timedelta(1), ("its date has passed in silence",))
    return Expectation(announced, due, "pending", None, since(announced), ("its date is still to come",))


def links(stories: Iterable[Story], *, on: date) -> tuple[Link, ...]:
    """Which stories fulfil or cancel an announced one (announced first), and which deny that another happened."""
    told = sorted(stories, key=lambda s: (since(s), s.anchor))
    index = _index(told)
    found: list[Link] = []
    for story in told:
        if story.status == "future":
            outcome = follow(story, index.near(story), on=on)
            if outcome.by:
                found.append((story.anchor, outcome.by, "fulfils" if outcome.outcome == "happened" else "cancels"))
        elif story.status == "negated":
            found += [(story.anchor, o.anchor, "denies") for o in index.near(story, back=LATE) if denies(story, o)]
    return tuple(sorted(found))


def decides(announced: Story, other: Story) -> tuple[Outcome, str] | None:
    """Whether another story says that the announced event took place, or will not, and why; else None."""
    if other is announced or since(other) < since(announced):
        return None
    if _alike(announced, other):
        if other.status == "factual" and not other.background and _in_time(announced, other):
            return "happened", "the same act is told as done, about its date"
        if other.status == "negated" and _about_it(announced, other):
            return "cancelled", "the same act is told as not taking place"
    if other.status == "factual" and not other.background and _between(announced, other):
        return _called_off(announced, other)
    return None


def denies(negated: Story, other: Story) -> bool:
    """Whether a negated story denies what another tells as done: the same act at the same time."""
    return other.status == "factual" and _alike(negated, other) and not other_days(_seen(negated), _seen(other))


def since(story: Story) -> date:
    """The day from which a story is known."""
    return min(r.known for r in story.reports)


def _misfit(announced: Story, other: Story) -> tuple[int, float]:
    """How many days from its date another story is, and how little their parties and places are the same."""
    first, last = _days(other)
    begin = announced.start or since(announced)
    end = announced.end or announced.start or begin + timedelta(HORIZON)
    return max(0, (begin - last).days, (first - end).days), -resemblance(_seen(announced), _seen(other))


def _days(story: Story) -> tuple[date, date]:
    return story.start or story.end or since(story), story.end or story.start or since(story)


def _undated(announced: Story, on: date) -> Expectation:
    known = since(announced)
    last = known + timedelta(HORIZON)
    if on > last:
        reason = f"no date was given, and nothing was heard for {HORIZON} days"
        return Expectation(announced, (None, None), "overdue", None, last + timedelta(1), (reason,))
    return Expectation(announced, (None, None), "pending", None, known, (f"no date was given: awaited until {last}",))


def _called_off(announced: Story, other: Story) -> tuple[Outcome, str] | None:
    if other.type == "REJECT" and other.mode in REFUSALS.get(announced.type, ()):
        return "cancelled", "a party refuses or calls it off"
    themed = announced.theme is not None and announced.theme == other.theme
    if themed and other.type in CONTRARY.get(announced.type, ()):
        return "cancelled", "the same party does the contrary"
    return None


def _seen(story: Story) -> Sketch:
    return reduce(blend, (sketch(r) for r in story.reports))


def _alike(a: Story, b: Story) -> bool:
    """Whether two stories are of the same act between the same parties, whenever it was."""
    one, two = _seen(a), _seen(b)
    checks = (other_act, other_place, other_manner, other_theme, other_parties, other_persons)
    met = bool(_homes(a) & _homes(b)) or (one.city is not None and one.city == two.city)
    return met and not any(check(one, two) for check in checks)


def _between(announced: Story, other: Story) -> bool:
    """Whether the act of a party of the announced event is aimed at the same other parties, or at none."""
    mine, theirs = _homes(announced), _homes(other)
    own = {p.country for p in announced.actors if p.country}
    return bool({p.country for p in other.actors} & (own | mine)) and theirs <= mine and _about_it(announced, other)


def _homes(story: Story) -> set[str]:
    return {p.country for p in (*story.actors, *story.recipients) if p.country}


def _lands(story: Story) -> set[str]:
    """The countries that a story is found by: those of its parties, and where it was."""
    return _homes(story) | ({story.place.country} if story.place and story.place.country else set())


def _in_time(announced: Story, other: Story) -> bool:
    """Whether the other happened about the due days; without them, from the announcement to the horizon."""
    first, last = _days(other)
    if announced.start is None and announced.end is None:
        return since(announced) <= last and first <= since(announced) + timedelta(HORIZON)
    begin = announced.start or since(announced)
    end = announced.end or begin
    return begin - timedelta(EARLY) <= last and first <= end + timedelta(LATE)


def _about_it(announced: Story, other: Story) -> bool:
    """Whether other news comes while the announced event is waited for, and not of another date."""
    end = announced.end or announced.start or since(announced) + timedelta(HORIZON)
    if since(other) > end + timedelta(LATE):
        return False
    return other.status != "negated" or other.start is None or announced.start is None or _in_time(announced, other)


@dataclass(frozen=True, slots=True)
class _Index:
    """Stories by type and country, in the order they were known."""

    stories: Mapping[tuple[str, str], Sequence[Story]]
    days: Mapping[tuple[str, str], Sequence[date]]

    def near(self, story: Story, back: int = 0) -> Iterator[Story]:
        """The stories known from a story on that may decide or deny it, each once."""
        acts = _seen(story).acts
        types = {story.type, "REJECT", *CONTRARY.get(story.type, ())} | {t for t in REFUSALS if t in acts}
        types |= {"AGREE", "SUPPORT"} if "signing" in acts else set()
        types |= {"CONCEDE", "RETREAT"} if "yielding" in acts else set()
        found: dict[str, Story] = {}
        for key in sorted((kind, home) for kind in types for home in _lands(story)):
            start = bisect_left(self.days.get(key, ()), since(story) - timedelta(back))
            found |= {other.anchor: other for other in self.stories.get(key, ())[start:]}
        return iter(found.values())


def _index(told: Sequence[Story]) -> _Index:
    stories: dict[tuple[str, str], list[Story]] = defaultdict(list)
    for story in told:
        for home in _lands(story):
            stories[story.type, home].append(story)
    return _Index(stories, {key: [since(s) for s in found] for key, found in stories.items()})
