"""How alike two reports are: what each is compared by, the features that count, and what they weigh.

A feature compares two sketches (or two reports, for copies); the first line of its docstring is the sentence that the
user is shown. ``WEIGHTS`` and ``COPIES`` say what each is worth, ``CONFLICTS`` what forbids one event.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from palabre.ledger.kinship import Kin, kinship
from palabre.ledger.model import Report
from palabre.ledger.rare import AGO, ONCE, years
from palabre.ledger.retold import one_article, retold
from palabre.ledger.sketches import LASTING, PAD, TOPICAL, VERBAL, Sketch, sketch, words

Deaths = tuple[float, float] | None
ENOUGH = 2.5  # what two reports of one event score at least
CROSSING = frozenset({"crossing"})


class Comparison(NamedTuple):
    """How alike two reports are: feature names that count for it, what differs, and what forbids it."""

    score: float
    reasons: tuple[str, ...]
    differences: tuple[str, ...]
    conflicts: tuple[str, ...]


def compare(a: Report, b: Report) -> Comparison:
    """How alike two reports are, with the reasons."""
    one, two = sketch(a), sketch(b)
    back = looks_back(one, two) and other_days(one, two)
    worth = {f.__name__: w * f(one, two) for f, w in WEIGHTS if not (back and f in TIMES)}
    worth |= {f.__name__: w * f(one.toll, two.toll) for f, w in TOLLS}
    worth |= {f.__name__: w * f(a, b) for f, w in COPIES}
    against = [_told_apart(name, a, b) for name, value in worth.items() if value < 0]
    forbidden = [f.__name__ for f in CONFLICTS if f(one, two) and not (back and f is other_days)]
    forbidden += [one_article.__name__] * one_article(a, b)
    reasons = (*(looks_back.__name__,) * back, *(name for name, value in worth.items() if value > 0))
    return Comparison(round(sum(worth.values()), 3), reasons, tuple(against), tuple(forbidden))


def explain(name: str) -> str:
    """The sentence that tells a user what a feature found.

    >>> explain("same_day")
    'Both are dated to the same day.'
    """
    features = [f for f, _ in (*WEIGHTS, *TOLLS, *COPIES)]
    found = next(f for f in (*features, *CONFLICTS, one_article, looks_back) if f.__name__ == name)
    return (found.__doc__ or name).partition("\n")[0]


def likeness(a: Sketch, b: Sketch) -> float:
    """The score of two sketches, tolls and copies apart."""
    total = 0.0
    for feature, weight in WEIGHTS:
        total += weight * feature(a, b)
    return total


@lru_cache(maxsize=1 << 14)
def toll_evidence(a: Deaths, b: Deaths) -> float:
    """What two numbers of deaths add to the score."""
    return sum(weight * feature(a, b) for feature, weight in TOLLS)


def conflicting(a: Sketch, b: Sketch) -> bool:
    """Whether something forbids that two sketches are of one event."""
    return differing(a, b) or other_days(a, b)


def resemblance(a: Sketch, b: Sketch) -> float:
    """The score of two sketches, time, tolls and copies apart."""
    return sum(weight * feature(a, b) for feature, weight in WEIGHTS if feature not in TIMES)


def differing(a: Sketch, b: Sketch) -> bool:
    """Whether something but their days forbids that two sketches are of one event."""
    for conflict in _DIFFERENT:  # noqa: SIM110 (a generator for each of so many pairs costs a third more)
        if conflict(a, b):
            return True
    return False


def copied(a: Report, b: Report) -> float:
    """What it adds to the score that one report copies the other."""
    return sum(weight * feature(a, b) for feature, weight in COPIES)


def gap(a: Sketch, b: Sketch) -> int:
    """Days between two dates that do not meet; negative or 0 where they do."""
    return max(a.days.first, b.days.first) - min(a.days.last, b.days.last)


def _firm(a: Sketch, b: Sketch) -> bool:
    return a.days.firm and b.days.firm


def _short(a: Sketch) -> bool:
    return _length(a) <= 1


def _length(a: Sketch) -> int:
    return a.days.last - a.days.first


def same_day(a: Sketch, b: Sketch) -> float:
    """Both are dated to the same day."""
    return float(_firm(a, b) and gap(a, b) <= 0 and _short(a) and _short(b))


def overlapping_days(a: Sketch, b: Sketch) -> float:
    """Both are dated, and their dates overlap."""
    return float(_firm(a, b) and gap(a, b) <= 0 and not (_short(a) and _short(b)))


def told_together(a: Sketch, b: Sketch) -> float:
    """One gives no date, and both were told within a day or two, or of the same days."""
    if _firm(a, b) or gap(a, b) > 0:
        return 0.0
    if a.days.firm or b.days.firm:
        return 1.0 if abs(a.days.last - b.days.last) <= 1 else 0.7
    if _length(a) != _length(b):
        return 0.7
    return max(0.0, 1 - abs(a.days.last - b.days.last) / 2)


def looks_back(a: Sketch, b: Sketch) -> bool:
    """One looks back on a rare act, and the other is one that it may mean."""
    return _in_span(a, b) or _in_span(b, a) or _one_span(a, b)


def _in_span(a: Sketch, b: Sketch) -> bool:
    if a.span is None or b.words or len(_recipients(a)) > max(1, len(_recipients(b))):
        return False  # a sum of several is none of them
    return a.span.first - PAD <= b.days.last and b.days.first <= a.span.last + PAD


def _recipients(a: Sketch) -> set[str | None]:
    return {side.country for side in a.recipients}


def _one_span(a: Sketch, b: Sketch) -> bool:
    """Both look back, on days that meet; without a day, only on what happens once."""
    if a.span is None or b.span is None or not (a.words and b.words):
        return False
    return ((a.span.dated and b.span.dated) or once(a, b)) and (
        a.span.first <= b.span.last and b.span.first <= a.span.last
    )


def once(a: Sketch, b: Sketch) -> bool:
    """Both tell what happens to a person only once."""
    return any(topic.partition(":")[0] in ONCE and ":" in topic for topic in a.topics & b.topics)


def near_day(a: Sketch, b: Sketch) -> float:
    """Their dates are a day or more apart."""
    if once(a, b):
        return 0.0
    apart = min(2.0, max(0.0, gap(a, b) / 2))
    return apart * 1.5 if "ASSAULT" in a.acts else apart  # a town under fire is struck day after day


def same_place(a: Sketch, b: Sketch) -> float:
    """Both name the same town, or the same region."""
    if a.city and b.city:
        return float(a.city == b.city)
    return 0.5 if a.region and a.region == b.region and not (a.city or b.city) else 0.0


def town_named(a: Sketch, b: Sketch) -> float:
    """One names the town where the other was."""
    named = (bool(a.town) and not b.town and a.town <= b.names) or (bool(b.town) and not a.town and b.town <= a.names)
    return float(named)


def place_within(a: Sketch, b: Sketch) -> float:
    """One names the town, the other only the region or the country around it."""
    return float(a.land is not None and a.land == b.land and (a.city is None) != (b.city is None))


def _kin_of(a: Sketch, b: Sketch, recipients: bool = False) -> Kin:
    if a.mutual or b.mutual:
        return kinship(a.actors | a.recipients, b.actors | b.recipients)
    return kinship(a.recipients, b.recipients) if recipients else kinship(a.actors, b.actors)


def same_actors(a: Sketch, b: Sketch) -> float:
    """Those who act are the same, or may be: the same name, the same state, or a party left unnamed."""
    return max(0.0, _kin_of(a, b).grade)


def same_recipients(a: Sketch, b: Sketch) -> float:
    """Those it is done to are the same, or may be."""
    kin = _kin_of(a, b, recipients=True)
    return max(0.0, kin.grade) if kin.homes > 1 or not (a.mutual or b.mutual) else 0.0


def same_persons(a: Sketch, b: Sketch) -> float:
    """Both name the same person."""
    return float(_kin_of(a, b).shared or _kin_of(a, b, recipients=True).shared)


def two_states(a: Sketch, b: Sketch) -> float:
    """Both are between the same two countries or organisations."""
    one, two = _homes(a), _homes(b)
    return float(len(one & two) > 1)


def _homes(a: Sketch) -> set[str]:
    return {side.country for side in (*a.actors, *a.recipients) if side.country}


def same_manner(a: Sketch, b: Sketch) -> float:
    """Both say it was done in the same way."""
    return float(bool(a.manners) and a.manners == b.manners)


def same_theme(a: Sketch, b: Sketch) -> float:
    """Both say that it bears on the same thing."""
    return float(bool(a.themes) and a.themes == b.themes)


def same_toll(a: Deaths, b: Deaths) -> float:
    """Both give the same number of deaths."""
    return min(1.0, a[1] / 5) if a is not None and a == b else 0.0


def both_deadly(a: Deaths, b: Deaths) -> float:
    """Both say that people died, in numbers that may be of one event."""
    return float(a is not None and b is not None and a != b and not rival_toll(a, b))


def rival_toll(a: Deaths, b: Deaths) -> float:
    """They give numbers of deaths that lie far apart."""
    return float(a is not None and b is not None and (a[0] > 4 * b[1] + 2 or b[0] > 4 * a[1] + 2))


def rare_act(a: Sketch, b: Sketch) -> float:
    """It is a kind of act that parties do not repeat within days."""
    return float(a.rare and b.rare)


def other_sector(a: Sketch, b: Sketch) -> float:
    """One party of the same country is of another kind: soldiers here, civilians there."""
    return sum(not kin.sector for kin in (_kin_of(a, b), _kin_of(a, b, recipients=True)))


def rival_blame(a: Sketch, b: Sketch) -> float:
    """They name other authors of the same violence."""
    return float(_kin_of(a, b).grade <= -1 and "ASSAULT" in a.acts)


def same_copy(a: Report, b: Report) -> float:
    """One article is a copy of the other."""
    return float(a.voice == b.voice and a.article != b.article)


def same_words(a: Report, b: Report) -> float:
    """Both articles say it in the same words."""
    return float(a.article != b.article and (a.sentence == b.sentence or words(a.sentence) == words(b.sentence)))


def other_act(a: Sketch, b: Sketch) -> bool:
    """They are different kinds of act."""
    shared = a.acts & b.acts
    return not shared or (shared == CROSSING and not _crossed(a, b))


def _crossed(a: Sketch, b: Sketch) -> bool:
    """A force leaves one land and enters another, and both name one of them: it crosses the border."""
    left, entered = ({s.country for s in x.recipients if s.country} for x in (a, b))
    same = _kin_of(a, b).grade > 0 and all(s.sector == "MIL" for s in (*a.actors, *b.actors))
    return same and bool(left and entered) and left != entered and not a.names.isdisjoint(b.names)


def other_status(a: Sketch, b: Sketch) -> bool:
    """One happened; the other is announced, denied, attempted or only possible."""
    return a.status != b.status


def other_days(a: Sketch, b: Sketch) -> bool:
    """They are on different days."""
    apart = gap(a, b)
    if apart <= 0 or a.words != b.words:
        return a.words != b.words
    if once(a, b):
        return apart > AGO
    span = max(a.days.last, b.days.last) - min(a.days.first, b.days.first) + 1
    longest = 5 if a.acts & LASTING else 3
    return apart > 2 * PAD or not _firm(a, b) or span > longest


def other_place(a: Sketch, b: Sketch) -> bool:
    """They are in different places."""
    if a.land and b.land and a.land != b.land:
        return True
    if a.city and b.city:
        return a.city != b.city
    return bool(a.region and b.region and a.region != b.region)


def other_parties(a: Sketch, b: Sketch) -> bool:
    """Their parties are not the same."""
    if a.mutual or b.mutual:
        one, two = _homes(a), _homes(b)
        return not (one <= two or two <= one or ({"CONSULT"} <= a.acts and len(one & two) > 2))
    if a.acts & b.acts == CROSSING:
        return False  # out of one land and into the other
    done, suffered = kinship(a.actors, b.actors), kinship(a.recipients, b.recipients)
    sectors = done.sector and suffered.sector
    if not sectors and (a.acts & VERBAL or not (done.sector or suffered.sector)):
        return True
    blamed = "ASSAULT" in a.acts and bool(a.city) and a.city == b.city and gap(a, b) <= 0
    return min(suffered.grade, done.grade) < 0 and not (blamed and suffered.grade > 0)


def other_persons(a: Sketch, b: Sketch) -> bool:
    """They name different persons."""
    if "ASSAULT" in a.acts:
        return False
    return _kin_of(a, b).strangers or _kin_of(a, b, recipients=True).strangers


def other_theme(a: Sketch, b: Sketch) -> bool:
    """They bear on different things."""
    return bool(a.themes and b.themes) and a.themes.isdisjoint(b.themes) and not a.acts & TOPICAL


def other_object(a: Sketch, b: Sketch) -> bool:
    """They bear on accords of different years."""
    if not (a.names and b.names):
        return False
    one, two = years(a.names), years(b.names)
    return bool(one and two) and one.isdisjoint(two)


def other_manner(a: Sketch, b: Sketch) -> bool:
    """They were done in ways that do not go together."""
    return bool(a.manners and b.manners) and a.manners.isdisjoint(b.manners)


def _told_apart(name: str, a: Report, b: Report) -> str:
    """A difference with its values where it has some: « rival_toll 17 / 60 »."""
    values = {near_day.__name__: (a.start, b.start), rival_toll.__name__: (sketch(a).toll, sketch(b).toll)}.get(name)
    return name if values is None else f"{name} {values[0]} / {values[1]}"


Feature = Callable[[Sketch, Sketch], float]
WEIGHTS: tuple[tuple[Feature, float], ...] = (
    (same_day, 2.0),
    (overlapping_days, 1.2),
    (told_together, 1.0),
    (near_day, -3.0),
    (same_place, 2.5),
    (town_named, 1.5),
    (place_within, 0.5),
    (same_actors, 1.6),
    (same_recipients, 1.6),
    (same_persons, 1.5),
    (two_states, 0.5),
    (same_manner, 0.5),
    (same_theme, 0.8),
    (rare_act, 0.7),
    (other_sector, -1.0),
    (rival_blame, -1.5),
)
TOLLS: tuple[tuple[Callable[[Deaths, Deaths], float], float], ...] = (
    (same_toll, 1.5), (both_deadly, 0.5), (rival_toll, -0.8),
)  # fmt: skip
COPIES: tuple[tuple[Callable[[Report, Report], float], float], ...] = (
    (same_copy, 1.5), (same_words, 3.0), (retold, 1.0),
)  # fmt: skip
CONFLICTS: tuple[Callable[[Sketch, Sketch], bool], ...] = (
    other_status, other_act, other_days, other_place, other_manner, other_theme, other_parties, other_persons,
    other_object,
)  # fmt: skip
_DIFFERENT = tuple(conflict for conflict in CONFLICTS if conflict is not other_days)
TIMES = (same_day, overlapping_days, told_together, near_day)
