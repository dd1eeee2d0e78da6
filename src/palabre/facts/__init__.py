"""How things stand: facts said in the text, and what events change."""

from __future__ import annotations

from dataclasses import replace

from palabre.facts import measures, offices, statives, transitions
from palabre.facts.merging import merge
from palabre.facts.scene import Scene
from palabre.knowledge import Knowledge
from palabre.types import Document, Event, Fact, Mentions

__all__ = ["find"]


def find(document: Document, mentions: Mentions, events: tuple[Event, ...], knowledge: Knowledge) -> tuple[Fact, ...]:
    """The standing facts of a document, each once, in text order."""
    scene = Scene(document, mentions, events, knowledge)
    found = (*offices.find(scene), *statives.find(scene), *measures.find(scene), *transitions.find(scene))
    return tuple(_as_told(scene, fact) for fact in merge(found))


def _as_told(scene: Scene, fact: Fact) -> Fact:
    """The fact with its parties and bodies under the name that the text gives them."""
    subject, one = scene.as_told(fact.subject), scene.as_told(fact.object) if fact.object else None
    return replace(fact, subject=subject, object=one)
