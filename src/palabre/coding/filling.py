"""How an event takes a party that its own sentence leaves out: an implied mention, and the rule in the trace."""

from __future__ import annotations

from dataclasses import replace

from palabre.types import Actor, ActorMention, Event, Step

Report = tuple[int, Event]
Filled = tuple[ActorMention, ...]


def implied(actor: Actor | None, rule: str) -> ActorMention:
    """A party that stands nowhere beside the trigger, with the ``rule`` that gave it."""
    return ActorMention(None, None, None, actor, True, rule)


def traced(event: Event, slot: str, rule: str) -> tuple[Step, ...]:
    """The trace of an event, one slot now filled by ``rule``."""
    return tuple(Step(slot, rule) if step.slot == slot else step for step in event.trace)


def joined(event: Event, other: ActorMention, rule: str) -> Event:
    """The event with one party more beside its actors, as in a meeting of which one side was named."""
    trace = tuple(Step("actor", f"{s.rule} + {rule}") if s.slot == "actor" else s for s in event.trace)
    return replace(event, actors=(*event.actors, implied(other.actor, rule)), trace=trace)
