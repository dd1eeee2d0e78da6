"""How things stand: facts said in the text, and what events change."""

from __future__ import annotations

from dataclasses import replace

from palabre.facts import dimensions, ellipses, envoys, juntas, measures, offices, sites, statives, ties, transitions
from palabre.facts.merging import merge, state_of
from palabre.facts.scene import Scene
from palabre.knowledge import Knowledge
from palabre.types import Document, Event, Fact, Mentions

__all__ = ["find"]


def find(document: Document, mentions: Mentions, events: tuple[Event, ...], knowledge: Knowledge) -> tuple[Fact, ...]:
    """The standing facts of a document, each once, in text order."""
    scene = Scene(document, mentions, events, knowledge)
    rooms = (offices, statives, measures, ties, envoys, transitions, sites, juntas)
    found = [fact for room in rooms for fact in room.find(scene)]
    found += ellipses.find(scene, found)
    return tuple(_as_told(scene, fact) for fact in merge(_seated(scene, fact) for fact in found))


def _seated(scene: Scene, fact: Fact) -> Fact:
    """The fact with what it bears on where that parts it from others of its parties: an office its seat, a tie its own.

    Of the names of offices, only those that are one of several of a seat do.
    """
    if fact.kind == "relation":
        return replace(fact, dimension=fact.dimension or dimensions.of(scene, fact))
    seat = dimensions.office_of(scene, fact) if fact.kind == "office" else ""
    return replace(fact, dimension=seat) if seat in scene.states.registers["office"].dimensions else fact


def _as_told(scene: Scene, fact: Fact) -> Fact:
    """The fact with its parties and bodies under the name that the text gives them, and what it bears on."""
    subject, one = scene.as_told(fact.subject), scene.as_told(fact.object) if fact.object else None
    dimension = fact.dimension or dimensions.of(scene, fact)
    return replace(fact, subject=subject, object=one, code=fact.code or state_of(fact), dimension=dimension)
