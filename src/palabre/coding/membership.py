"""« Parmi ceux-ci figure la Russie »: a later sentence names a member of a party that was left vague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.types import ActorMention, Document, Event

NAMING = {"figurer", "compter", "trouver", "citer"}
Members = Mapping[str, tuple[ActorMention, ...]]


def members(document: Document, grammar: Grammar, parties: Parties) -> Members:
    """The named members of vague parties, by the actor id of the party."""
    found: dict[str, tuple[ActorMention, ...]] = {}
    for sentence in document.sentences:
        verb = next((t.i for t in document.tokens[sentence.first : sentence.last] if t.lemma in NAMING), None)
        opening = document.tokens[sentence.first]
        if verb is None or opening.text.lower() not in {"parmi", "dont"} or sentence.first + 1 >= sentence.last:
            continue
        whole = {m.actor.id for m in parties.of(sentence.first + 1) if m.actor}
        told = [*grammar.subjects(verb), *grammar.objects(verb)]
        named = [m for at in told for m in parties.of(at) if m.actor and m.actor.id not in whole]
        found |= {id_: tuple(named) for id_ in whole if named}
    return found


def with_members(events: list[Event], known: Members) -> list[Event]:
    """Events in which a vague party is followed by the members that the text names."""
    if not known:
        return events
    return [replace(e, actors=_listed(e.actors, known), recipients=_listed(e.recipients, known)) for e in events]


def _listed(mentions: tuple[ActorMention, ...], known: Members) -> tuple[ActorMention, ...]:
    listed: list[ActorMention] = []
    for mention in mentions:
        listed += [mention, *(known.get(mention.actor.id, ()) if mention.actor else ())]
    return tuple(listed)
