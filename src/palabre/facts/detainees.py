"""Who is worth a line of custody: named persons, and unnamed ones that the text counts and follows."""

from __future__ import annotations

from palabre.facts.bearings import trigger_of
from palabre.facts.scene import Scene
from palabre.knowledge.states import Transition
from palabre.types import Actor, ActorMention, Event

_TIMES = frozenset({"depuis", "après", "avant", "dès"})
_HELD = frozenset({"COERCE/arrest", "ASSAULT/abduct"})


def is_told(scene: Scene, event: Event, transition: Transition, subject: Actor) -> bool:
    """Whether a register would enter the detainee.

    A named person who is held; « trois agents » when they are arrested in the news itself, and freed only where the
    text also tells who took or held them; never « une soixantaine d'émeutiers » or « plusieurs d'entre eux ».
    """
    if (event.status != "factual" and not transition.ends) or _dating(scene, event):
        return False
    if subject.kind in {"person", "state"} and subject.name[:1].isupper():
        return True
    mention = next((m for m in event.recipients if m.actor and m.actor.country == subject.country), None)
    if mention is None or not _counted(scene, mention):
        return False
    if transition.ends:
        return _held_by(scene, event, mention) or any(_took(other, mention) for other in scene.events)
    return not event.background and event.type == "COERCE"


def _dating(scene: Scene, event: Event) -> bool:
    """« depuis l'arrestation de X »: an act that only dates another says nothing of how things stand."""
    trigger = trigger_of(scene, event)
    noun = trigger is not None and scene.document.tokens[trigger].pos == "NOUN"
    return noun and trigger is not None and scene.grammar.preposition(trigger) in _TIMES


def _held_by(scene: Scene, event: Event, mention: ActorMention) -> bool:
    """« six Américains [détenus au Venezuela] »: who held them stands in their own words."""
    token = scene.document.tokens[mention.head or 0]
    return any(m.head is not None and token.i < m.head <= token.right for m in event.actors if m.actor)


def _took(event: Event, mention: ActorMention) -> bool:
    taken = {m.actor.id for m in event.recipients if m.actor}
    return f"{event.type}/{event.mode}" in _HELD and mention.actor is not None and mention.actor.id in taken


def _counted(scene: Scene, mention: ActorMention) -> bool:
    """An exact number, or one person."""
    if mention.head is None or mention.text is None or "entre eux" in mention.text or "entre elles" in mention.text:
        return False
    token = scene.document.tokens[mention.head]
    if token.pos != "NOUN" or token.lemma in scene.knowledge.embeddings.partitives:
        return False
    numbered = bool(scene.document.children(token.i, "nummod"))
    return numbered or token.feats.get("Number") == "Sing"
