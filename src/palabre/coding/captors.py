"""Attackers and captors that an article names once and leaves out afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from palabre.coding.filling import implied, traced
from palabre.types import Actor, ActorMention, Event

OUTLAWS = {"REB", "CRM"}
RULE = "named elsewhere in the article"


def inherit(events: list[Event]) -> list[Event]:
    """Give acts whose doers are left out those of the only attackers, or captors, that the article names."""
    attackers = _only(e for e in events if e.type == "ASSAULT" and not e.background)
    captors = _only(e for e in events if e.type == "ASSAULT" and e.mode == "abduct")
    return [_done_by(event, captors if _frees(event) else attackers) for event in events]


def in_arms(event: Event) -> Event:
    """« des militants » who attack soldiers, or whom soldiers shoot, are rebels; not those of a party or a cause."""
    if event.type != "ASSAULT" or event.mode not in _DEADLY:
        return event
    actors, recipients = event.actors, event.recipients
    if all(m.actor and m.actor.sector == "MIL" for m in recipients):
        actors = tuple(map(_rebel, actors))
    if any(m.actor and m.actor.sector == "MIL" for m in actors):
        recipients = tuple(map(_rebel, recipients))
    return replace(event, actors=actors, recipients=recipients)


_DEADLY = {None, "firearms", "explosives", "heavy-weapons", "aerial", "abduct"}


def _rebel(mention: ActorMention) -> ActorMention:
    actor = mention.actor
    if actor is None or actor.sector != "CVL" or not actor.name.lower().endswith("militants"):
        return mention
    return replace(mention, actor=replace(actor, sector="REB"))


def _only(events: Iterable[Event]) -> Actor | None:
    """The outlaws who alone do all that is told of ``events``; a name comes before « the rebels »."""
    told = {m.actor.id: m.actor for e in events for m in e.actors if m.actor and not m.implicit}
    if any(actor.sector not in OUTLAWS for actor in told.values()):
        return None
    named = [actor for actor in told.values() if not actor.id.startswith("text:")]
    alone = named or list(told.values())
    return alone[0] if len(alone) == 1 else None


def _frees(event: Event) -> bool:
    return event.type == "RETREAT" and event.mode == "release"


def _done_by(event: Event, actor: Actor | None) -> Event:
    if actor is None or not _open(event) or any(m.actor and m.actor.sector in OUTLAWS for m in event.recipients):
        return event
    return replace(event, actors=(implied(actor, RULE),), trace=traced(event, "actor", RULE))


def _open(event: Event) -> bool:
    """Whether an attack of unknown hands, or a release by whoever holds the captives, waits for its doer."""
    implied = all(m.implicit for m in event.actors)
    unknown = all(m.actor is None or m.actor.sector == "UNK" for m in event.actors)
    hit = event.type == "ASSAULT" and unknown and bool(event.recipients)
    return implied and event.status == "factual" and (_frees(event) or hit)
