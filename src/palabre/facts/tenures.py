"""The tenures that events end: of a named person, or of a holder told by the office alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palabre.facts.bearings import dates, frame_of, trigger_of
from palabre.facts.scene import Scene
from palabre.facts.titles import is_office, key_of
from palabre.knowledge.states import Transition
from palabre.types import Actor, Event, Fact, Step


def tenure(scene: Scene, event: Event, transition: Transition, subject: Actor) -> Iterator[Fact]:
    """The end of a tenure: of a named person, or of a holder told by the office alone."""
    role = _role(scene, event, transition)
    country = scene.state(subject.country)
    named = subject.kind == "person" and not subject.name[:1].islower()
    nameless = role is None and not named
    if country is None or nameless or (not named and _in_passing(scene, event)):
        return
    if any(frame_of(other) == "REJECT.refuse" for other in scene.events if _together(other, event)):
        return
    since, until = dates(event, transition)
    noun, words = role if role is not None else ("", "")
    if words and subject.name.split()[-1] not in event.evidence[0].sentence:
        subject = replace(subject, name=words)
    steps = (Step("event", event.id), Step("state", noun))
    status = transition.statuses[event.status]
    yield Fact("office", subject, country, words or subject.name, since, until, status, event.evidence[0], steps)


def _in_passing(scene: Scene, event: Event) -> bool:
    """« le président renversé vit à Niamey »: of whom and since when, another text says."""
    trigger = trigger_of(scene, event)
    return event.date is None and trigger is not None and scene.document.tokens[trigger].dep in {"acl", "amod"}


def _together(other: Event, event: Event) -> bool:
    return other.evidence[0].start == event.evidence[0].start


def _single(scene: Scene, i: int) -> bool:
    """« des ministres » hold no one office."""
    return scene.document.tokens[i].feats.get("Number") != "Plur"


def _role(scene: Scene, event: Event, transition: Transition) -> tuple[str, str] | None:
    mentions = event.actors if transition.subject == ("actor",) else event.recipients
    for mention in mentions:
        if mention.head is not None and is_office(scene, mention.head) and _single(scene, mention.head):
            return key_of(scene, mention.head), scene.phrase(mention.head)
    return None
