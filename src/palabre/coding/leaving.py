"""Whose the soldiers are that are said to leave: « Paris a promis que les 1 500 militaires partiraient »."""

from __future__ import annotations

from dataclasses import replace

from palabre.coding.filling import traced
from palabre.types import Actor, ActorMention, Event

SPEAKING = {"GOV", "MIL"}


def sent_home(event: Event) -> Event:
    """An act whose soldiers, of no country told, are those of the state that says that they will leave."""
    speaker = event.attributed_to.actor if event.attributed_to else None
    leaving = (event.type, event.mode, event.theme, event.status) == ("RETREAT", "withdraw", "troops", "future")
    if not leaving or speaker is None or speaker.sector not in SPEAKING or len(event.actors) != 1:
        return event
    soldiers = _theirs(event.actors[0], speaker)
    return replace(event, actors=(soldiers,), trace=traced(event, "actor", "who tells of it")) if soldiers else event


def _theirs(mention: ActorMention, speaker: Actor) -> ActorMention | None:
    """The soldiers as the speaker's, where only the article around them says of which country they are."""
    actor, code = mention.actor, speaker.country
    if actor is None or actor.sector != "MIL" or mention.rule != "role:focus" or code in {None, actor.country}:
        return None
    return replace(mention, actor=replace(actor, id=f"text:militaire-{code}".lower(), country=code))
