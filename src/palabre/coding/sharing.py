"""A death and the attack in which it came: both have the doer and the victims that one of them names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palabre.coding.filling import Filled, Report, traced
from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties, distinct
from palabre.types import Actor, Event

IN_WHICH = {"dans", "lors", "lors de", "au cours de", "pendant", "durant", "par", "à la suite de", "suite à"}
DURING = {"lors", "cours", "suite"}  # heads of « lors de », « au cours de », « à la suite de » in a parse
STATE = {"GOV", "MIL", "POL"}
FALLEN, STRUCK, SHOT = "who fell in it", "doer of the attack", "who fired"


class Sharing:
    """Completes the attacks and the deaths of one document from each other."""

    def __init__(self, grammar: Grammar, parties: Parties) -> None:
        self.grammar, self.parties = grammar, parties

    def complete(self, reports: list[Report]) -> list[Report]:
        """The reports, in text order, deaths with the doers of their attack, attacks with those who fell."""
        done: list[Report] = []
        attacks: dict[int, Event] = {}
        at_hand = {i: e.status for i, e in reports if e.type == "ASSAULT" and e.recipients and not told(e.actors)}
        for i, event in reports:
            deaths = self._deaths(i) if event.type == "ASSAULT" else []
            open_ended = not event.recipients and told(event.actors)
            own = [at for at in deaths if open_ended and at_hand.get(at) == event.status]
            attacks |= dict.fromkeys(own, event)
            if not own:
                done.append((i, self._with_victims(event, deaths) if deaths and not event.recipients else event))
        return [(i, self._with_doer(i, event, attacks.get(i))) for i, event in done]

    def _with_victims(self, event: Event, deaths: list[int]) -> Event:
        fallen = distinct(m for at in deaths for victim in self._victims(at) for m in self.parties.of(victim))
        if not fallen or same_side(event.actors, fallen):
            return event
        return replace(event, recipients=fallen, trace=traced(event, "recipient", FALLEN))

    def _with_doer(self, i: int, event: Event, attack: Event | None) -> Event:
        """A death with the doer of its attack, the attack told with it; else with who fired."""
        if attack is not None:
            event = replace(event, mode=event.mode or attack.mode, evidence=event.evidence + attack.evidence)
        if event.type != "ASSAULT" or not event.recipients or told(event.actors):
            return event
        found = told(attack.actors) if attack else self._shooters(i)
        if not found or same_side(found, event.recipients):
            return event
        return replace(event, actors=found, trace=traced(event, "actor", STRUCK if attack else SHOT))

    def _deaths(self, i: int) -> list[int]:
        """« X est mort lors d'une tuerie attribuée à Y »: the verbs or nouns that tell who fell in an attack."""
        grammar, noun = self.grammar, self.grammar.tokens[i]
        if noun.dep == "acl" and noun.lemma in grammar.words.claims:
            noun = grammar.tokens[noun.head]
        if noun.pos != "NOUN" or grammar.preposition(noun.i) not in IN_WHICH | {"de"}:
            return []
        above = grammar.tokens[noun.head]
        if above.lemma in DURING:
            above = grammar.tokens[above.head]
        elif grammar.preposition(noun.i) == "de":
            return []
        if above.lemma in grammar.words.killing:
            joined = above.dep == "conj" and grammar.tokens[above.head].lemma in grammar.words.killing
            return [above.i, above.head] if joined else [above.i]
        return list(self._told_before(noun.left))

    def _told_before(self, start: int) -> Iterator[int]:
        """« la mort de X dans une attaque »: the death right before, whatever the parser hung the attack on."""
        tokens, at = self.grammar.tokens, start - 1
        while at >= 0 and tokens[at].right == start - 1:
            if tokens[at].lemma in self.grammar.words.deaths:
                yield at
            if tokens[at].head == at:
                return
            at = tokens[at].head

    def _victims(self, i: int) -> list[int]:
        token = self.grammar.tokens[i]
        if token.lemma in self.grammar.words.deaths:
            return self.grammar.obliques(i, "de")
        if self.grammar.passive(i):
            return [] if self.grammar.agents(i) else self.grammar.objects(i)
        return self._dying(i)

    def _dying(self, i: int) -> list[int]:
        """Who dies; « l'attaque a tué X » has its victims by its own frame."""
        return self.grammar.surface(i) if self.grammar.tokens[i].lemma in self.grammar.words.dying else []

    def _shooters(self, i: int) -> Filled:
        """« tué d'une balle dans le dos tirée par X »: who fired what hit somebody."""
        grammar = self.grammar
        below = grammar.document.children(i, "obl", "obl:agent", "obl:mod")
        fired = any(c.lemma in grammar.words.instruments for c in below)
        shots = [p.i for c in below for p in grammar.document.children(c.i, "acl") if p.lemma == "tirer"]
        return distinct(m for p in shots if fired for at in grammar.agents(p) for m in self.parties.of(at))


def told(mentions: Filled) -> Filled:
    """Those whom the text names."""
    return tuple(m for m in mentions if m.actor and not m.implicit)


def same_side(doers: Filled, hit: Filled) -> bool:
    """Whether an attack would be on the doer himself, or on forces of his own state."""
    sides = [{_side(m.actor) for m in side if m.actor} for side in (doers, hit)]
    return not sides[0].isdisjoint(sides[1])


def _side(actor: Actor) -> str:
    return f"{actor.country} forces" if actor.country and actor.sector in STATE else actor.id
