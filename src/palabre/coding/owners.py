"""Whose a thing is that is hit, searched or shut off: its owner, or those that a place or a building stands for."""

from __future__ import annotations

from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.knowledge.frames import Frame, Path
from palabre.types import ActorMention

ARMED = {"MIL", "POL", "REB", "PTY", "OPP"}  # whose seats and posts are theirs, not their state's


def whose(grammar: Grammar, parties: Parties, i: int) -> list[int]:
    """« les points de contrôle de l'armée »: the owners of a thing, a bare noun of its name passed over."""
    found = grammar.owners(i) or grammar.obliques(i, "de")
    if parties.of(i):
        return found
    bare = [at for at in found if grammar.tokens[at].pos == "NOUN" and not _known(grammar, parties, at)]
    return [*found, *(owner for at in bare for owner in grammar.obliques(at, "de") if owner not in found)]


def things_hit(
    grammar: Grammar, parties: Parties, frame: Frame, path: Path, found: list[int]
) -> tuple[ActorMention, ...]:
    """Those to whom the things at ``found`` belong; a place behind « à » only where something is kept from it."""
    near = [c for at in found if grammar.tokens[at].lemma in grammar.words.around for c in grammar.obliques(at, "de")]
    hit: list[ActorMention] = []
    for at in near or found:
        if path != ("à",) or at not in parties.by_place or _kept_from(parties, frame, at):
            hit += (parties.of(at) if near else []) or _stands_for(grammar, parties, frame, at)
    return tuple(hit)


def _known(grammar: Grammar, parties: Parties, at: int) -> bool:
    """Whether a complement is somebody, a place, or a thing apart, told by its determiner."""
    return bool(parties.of(at)) or at in parties.by_place or bool(grammar.document.children(at, "det", "nummod"))


def _kept_from(parties: Parties, frame: Frame, at: int) -> bool:
    """« bloque l'aide au Darfour »: the people of a region; a town may be only where it happens."""
    return frame.mode == "withhold" and parties.by_place[at].place.precision == "region"


def _stands_for(grammar: Grammar, parties: Parties, frame: Frame, at: int) -> list[ActorMention]:
    """The owner of a thing that is hit, by what it is; a named place, or a march, is that of its people."""
    lemma = grammar.tokens[at].lemma
    march = frame.type == "ASSAULT" and lemma in grammar.words.protests
    sector = grammar.words.targets.get(lemma, "CVL" if march or at in parties.by_place else None)
    if sector is None:
        return []
    owners = [m for owner in whose(grammar, parties, at) for m in parties.of(owner) if m.actor]
    private = sector in {"CVL", "BUS"}
    own = [m for m in owners if m.actor and m.actor.sector in ARMED and (not private or _kind(grammar, at, m))]
    return own[:1] or [parties.belonging(at, sector)]


def _kind(grammar: Grammar, at: int, owner: ActorMention) -> bool:
    """« une école de gendarmerie », « un camion de police »: a bare name behind « de » says of what kind it is."""
    bare = owner.head in grammar.obliques(at, "de") and not grammar.document.children(owner.head, "det", "nummod")
    return bare and owner.actor is not None and owner.actor.sector in {"MIL", "POL"}
