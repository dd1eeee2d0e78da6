"""Members of a list: who stands beside those that a frame asks for undergoes or does the same."""

from __future__ import annotations

from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.knowledge.frames import Path
from palabre.types import ActorMention

OWN = {"person", "group", "institution", "party", "armed-group"}


def with_peers(grammar: Grammar, parties: Parties, fit: list[int], found: list[int]) -> list[int]:
    """« 20 soldats et 10 détenus ont été libérés »: persons or bodies listed with those that fit undergo the same."""
    if not any(_own(parties, at) for at in fit):
        return fit
    listed = {other for at in fit for other in grammar.listed(at)}
    return [at for at in found if at in fit or (at in listed and _own(parties, at))]


def _own(parties: Parties, at: int) -> bool:
    return any(m.actor.kind in OWN for m in parties.of(at) if m.actor)


def own_state(mention: ActorMention, path: Path, other: tuple[ActorMention, ...]) -> bool:
    """« le président a réaffirmé le soutien de son pays à X »: the state that a doer governs gives, it receives not."""
    governed = {m.actor.country for m in other if m.actor and m.actor.sector == "GOV" and m.actor.kind != "state"}
    state = mention.actor is not None and mention.actor.kind == "state" and mention.actor.country in governed
    return state and path[-1] == "owner"
