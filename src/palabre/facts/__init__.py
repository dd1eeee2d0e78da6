"""How things stand: facts said in the text, and what events change."""

from __future__ import annotations

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
    return merge(found)
