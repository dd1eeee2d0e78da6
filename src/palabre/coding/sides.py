"""The other side of a meeting or a cooperation of which a phrase names one side only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from palabre.coding.filling import Report, joined
from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.types import ActorMention, Event

AROUND = {"avant", "après", "lors de", "pendant", "durant", "en marge de", "à l'issue de", "en vue de"}
TELLING = {"évoquer", "annoncer", "préparer", "prévoir", "confirmer", "annuler", "reporter", "espérer", "vanter"}
MEETS = {"GOV", "IGO", "REB", "OPP", "PTY", "MIL"}
Side = tuple[ActorMention, str]


class Sides:
    """Finds who else meets in the one-sided meetings of one document; ``speakers`` gives whom a clause quotes."""

    def __init__(self, grammar: Grammar, parties: Parties, speakers: Callable[[int], list[int]]) -> None:
        self.grammar, self.parties, self.speakers = grammar, parties, speakers

    def complete(self, reports: list[Report]) -> list[Report]:
        """The reports, in text order, each with the other side where one place alone gives it."""
        met = _met(event for _, event in reports)
        return [(i, self._completed(i, event, met)) for i, event in reports]

    def _completed(self, i: int, event: Event, met: dict[str, dict[str, ActorMention]]) -> Event:
        country = _lone(event)
        if country is None or (self.grammar.tokens[i].pos != "NOUN" and event.type == "CONSULT"):
            return event
        known = list(met.get(country, {}).values())
        found = (known[0], "who meets that side elsewhere") if len(known) == 1 and event.type == "CONSULT" else None
        found = found or self._subject(i, event, country) or self._speaker(i, country)
        return joined(event, *found) if found else event

    def _subject(self, i: int, event: Event, country: str) -> Side | None:
        """« Il part avant un entretien avec X »: who acts around a meeting, or tells of it, takes part in it."""
        token = self.grammar.tokens[i]
        around = token.dep.startswith("obl") and self.grammar.preposition(i) in AROUND
        told = token.dep == "obj" and self.grammar.tokens[token.head].lemma in TELLING
        if event.type != "CONSULT" or not (around or told) or not self.grammar.is_verb(token.head):
            return None
        return self._other(self.grammar.subjects(token.head), country, "who acts around it")

    def _speaker(self, i: int, country: str) -> Side | None:
        words, found = self.grammar.words, self.speakers(i)
        texts = [at for at in found if self.grammar.tokens[at].lemma in words.texts]  # « annonce un communiqué de X »
        found = [*found, *(owner for at in texts for owner in self.grammar.own_subjects(at, "subject"))]
        return self._other(found, country, "who tells of it")

    def _other(self, found: Iterable[int], country: str, rule: str) -> Side | None:
        """The one party there that can meet and is not of the side that is named."""
        mentions = [m for at in found for m in self.parties.of(at) if m.actor]
        fit = [m for m in mentions if m.actor and m.actor.sector in MEETS and m.actor.country not in {None, country}]
        return (fit[0], rule) if len(mentions) == 1 and fit else None


def _lone(event: Event) -> str | None:
    """The country of the only party of an act that takes two."""
    one = event.actors[0].actor if len(event.actors) == 1 and not event.recipients else None
    mutual = event.type == "COOPERATE" or (event.type == "CONSULT" and event.mode in {None, "phone"})
    return one.country if one and mutual and one.sector in MEETS else None


def _met(events: Iterable[Event]) -> dict[str, dict[str, ActorMention]]:
    """For each country, those of the other countries that its people meet."""
    met: dict[str, dict[str, ActorMention]] = defaultdict(dict)
    for event in events:
        if event.type != "CONSULT" or len(event.actors) != 2 or event.status == "negated":
            continue
        one, two = event.actors
        if one.actor and two.actor and one.actor.country and two.actor.country:
            met[one.actor.country].setdefault(two.actor.country, two)
            met[two.actor.country].setdefault(one.actor.country, one)
    return met
