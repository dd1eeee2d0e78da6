"""Events in the notation that frames use under ``codes``."""

from __future__ import annotations

from palabre.types import ActorMention, Event


def told(event: Event) -> str:
    """An event as ``TYPE/mode:status ACT.SEC + ACT.SEC > REC.SEC``."""
    head = event.type + (f"/{event.mode}" if event.mode else "")
    head += f":{event.status}" if event.status != "factual" else ""
    sides = (" + ".join(_party(m) for m in side if m.actor) for side in (event.actors, event.recipients))
    return trimmed(f"{head} {' > '.join(sides)}")


def trimmed(codes: str) -> str:
    """The notation without the arrow that nothing follows."""
    return codes.strip().removesuffix(">").strip()


def frame_of(event: Event) -> str:
    """The name of the frame that made an event."""
    return next(step.rule for step in event.trace if step.slot == "frame")


def _party(mention: ActorMention) -> str:
    actor = mention.actor
    return f"{actor.country or '?'}.{actor.sector or '?'}" if actor else ""
