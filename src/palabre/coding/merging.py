"""One event told in several sentences of an article becomes one event with several pieces of evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from palabre.coding.parties import distinct
from palabre.types import ActorMention, Event

RECIPROCAL = {"CONSULT", "COOPERATE"}
LASTING = {("COERCE", "seize"), ("SANCTION", "discontinue"), ("RETREAT", "withdraw")}


def merge(events: list[Event]) -> tuple[Event, ...]:
    """Join the reports of one event; the first one keeps its place, later ones complete its empty slots."""
    kept: list[Event] = []
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in events:
        alike = places[event.type, event.status]
        at = next((k for k in alike if same_event(kept[k], event)), None)
        if at is None and alike and _bare(event):
            at = _last_told(event, kept, alike)
        if at is None:
            alike.append(len(kept))
            kept.append(event)
        else:
            kept[at] = _joined(kept[at], _told_anew(kept[at], event))
    return tuple(kept)


def same_event(a: Event, b: Event) -> bool:
    """Whether two reports of one article tell one act: type, mode, status, theme, parties and date agree.

    Precision first: where no date is told twice, only a meeting of the same sides, or an act of a kind that an
    article tells once (a coup, a suspension, a withdrawal), is taken for the same.
    """
    if (a.type, a.status) != (b.type, b.status) or _conflict(a, b):
        return False
    if any(step.slot == "again" for step in b.trace):
        return _sides(b) <= _sides(a) and _dates(a, b) is not False
    if a.type in RECIPROCAL:
        same = _sides(a) == _sides(b) and len(_sides(a)) > 1 and not _others_meet(a, b)
        return same and _dates(a, b) is not False
    if a.mode != b.mode or (a.theme and b.theme and a.theme != b.theme):
        return False
    if (a.type, a.mode) in LASTING and a.theme == b.theme and not _told_apart(a, b):
        return _compatible(a, b) and _dates(a, b) is not False
    return _dates(a, b) is True and _ids(a.actors) == _ids(b.actors) and _ids(a.recipients) == _ids(b.recipients)


def _told_apart(a: Event, b: Event) -> bool:
    """« a dénoncé l'accord; il avait déjà mis fin à celui de 2018 »: news, and an older act of the kind."""
    return a.background != b.background and a.type in {"SANCTION", "RETREAT"} and _dates(a, b) is not True


def _others_meet(a: Event, b: Event) -> bool:
    """Whether other persons of one country meet: the talks of a mayor are not those of a minister."""
    one, two = _persons(a), _persons(b)
    return any(one[country].isdisjoint(two[country]) for country in one.keys() & two.keys())


def _persons(event: Event) -> dict[str | None, set[str]]:
    """The words of the names of those who meet, by country."""
    found: dict[str | None, set[str]] = defaultdict(set)
    for mention in event.actors:
        if mention.actor and _named(mention):
            found[mention.actor.country].update(mention.actor.name.lower().split())
    return found


def _named(mention: ActorMention) -> bool:
    return mention.actor is not None and mention.actor.kind == "person" and mention.actor.name[:1].isupper()


def _told_anew(first: Event, second: Event) -> Event:
    """A second report without what only names the sides of the first in other words (« les captifs libérés »)."""
    if any(step.slot == "again" for step in second.trace) and first.recipients:
        second = replace(second, recipients=())
    if first.type not in RECIPROCAL:
        return second
    sides = _sides(first)
    new = (m for m in second.actors if _named(m) or (m.actor and m.actor.country not in sides))
    return replace(second, actors=tuple(new))


def _bare(event: Event) -> bool:
    """« L'affrontement a duré une heure »: violence told without parties or toll."""
    return event.type == "ASSAULT" and not (event.actors or event.recipients or event.fatalities)


def _last_told(event: Event, kept: list[Event], alike: list[int]) -> int | None:
    """The last act of its kind, or the last one of its day where the text names one."""
    if event.date is None or event.date.rule == "same episode":
        return alike[-1]
    return next((k for k in reversed(alike) if _dates(kept[k], event) is True and not _elsewhere(kept[k], event)), None)


def _dates(a: Event, b: Event) -> bool | None:
    """Whether the dates agree; None where one is not told."""
    if not (a.date and b.date):
        return None
    one, two = a.date.interval, b.date.interval
    open_end = one.days is None or two.days is None
    return one.overlaps(two) and (open_end or one.days == two.days)


def _conflict(a: Event, b: Event) -> bool:
    """Different tolls or different places are different acts until something says otherwise."""
    return _elsewhere(a, b) or bool(a.fatalities and b.fatalities and a.fatalities != b.fatalities)


def _elsewhere(a: Event, b: Event) -> bool:
    """Two places that are not one scene, as a town and a region of its country may be."""
    if not (a.place and b.place):
        return False
    one, two = a.place.place, b.place.place
    if "country" in {one.precision, two.precision} or one.id == two.id:
        return False
    abroad = None not in {one.country, two.country} and one.country != two.country
    area = {"region", "district", "unknown"} & {one.precision, two.precision}
    return abroad or one.precision == two.precision or not area


def _sides(event: Event) -> frozenset[str | None]:
    return frozenset(m.actor.country for m in event.actors if m.actor)


def _compatible(a: Event, b: Event) -> bool:
    """Parties of the same countries; an implied or missing side agrees with any."""
    return all(
        not one or not two or bool(one & two)
        for one, two in ((_told(a.actors), _told(b.actors)), (_told(a.recipients), _told(b.recipients)))
    )


def _told(mentions: tuple[ActorMention, ...]) -> frozenset[str]:
    return frozenset(m.actor.country or m.actor.id for m in mentions if m.actor and not m.implicit)


def _ids(mentions: tuple[ActorMention, ...]) -> frozenset[str]:
    return frozenset(m.actor.id for m in mentions if m.actor)


def _joined(first: Event, second: Event) -> Event:
    return replace(
        first,
        mode=first.mode or second.mode,
        actors=_united(first.actors, second.actors),
        recipients=_united(first.recipients, second.recipients),
        date=first.date or second.date,
        place=first.place or second.place,
        fatalities=first.fatalities or second.fatalities,
        attributed_to=first.attributed_to or second.attributed_to,
        background=first.background or second.background,
        evidence=first.evidence + second.evidence,
    )


def _united(first: tuple[ActorMention, ...], second: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Each party once; a named one takes the place of an implied one, and one implied party is enough."""
    explicit = [m for m in (*first, *second) if not m.implicit]
    return distinct(explicit or first or second)
