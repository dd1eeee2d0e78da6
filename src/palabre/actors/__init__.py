"""Who and where: the parties and the places that a document names, as of the day it was published."""

from __future__ import annotations

from palabre.actors.focus import Focus, country_in_focus, focus_of
from palabre.actors.reader import read
from palabre.knowledge.places import Places
from palabre.knowledge.registry import Registry
from palabre.types import ActorMention, Document, PlaceMention

__all__ = ["Focus", "country_in_focus", "find", "focus_of"]


def find(
    document: Document, registry: Registry, places: Places
) -> tuple[tuple[ActorMention, ...], tuple[PlaceMention, ...]]:
    """The parties and the places of ``document``, each in text order.

    Every phrase and pronoun that can be a party has a mention at its head token; one that could not be resolved has
    no actor and the rule ``unresolved``. A plural that stands for several sides has one mention for each.
    """
    return read(document, registry, places)
