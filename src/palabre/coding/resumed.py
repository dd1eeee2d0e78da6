"""Attacks told again: « l'attaque », « cinq soldats ont été tués » have the doer whom the lines before name."""

from __future__ import annotations

import re
from dataclasses import replace

from palabre.coding.filling import Filled, Report, implied, traced
from palabre.coding.grammar import Grammar
from palabre.coding.sharing import same_side, told
from palabre.types import Event

REACH = 2  # sentences back to the attack that is taken up
ARMED = {"MIL", "REB", "CRM", "GOV", "UNK"}
STRIKES = {"attaque", "frappe", "bombardement", "raid", "tir", "offensive", "embuscade", "fusillade", "pilonnage"}
RULE = "doer of the attack told before"
TOLL = re.compile(
    r"\b(depuis|au total|bilan|selon l'onu|en \w+ (?:ans|mois|semaines)|ces derniers|chaque|par (?:an|mois|jour))\b"
)


class Resumed:
    """Gives the attacks of one document that take up another the doer of that one."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.document = grammar, grammar.document

    def complete(self, reports: list[Report]) -> list[Report]:
        """The reports, in text order, with the doers that one attack right before alone gives."""
        done: list[Report] = []
        for i, event in reports:
            first = self._taken_up(i, event, done, reports) if _open(event) else None
            done.append((i, _given(event, first) if first else event))
        return done

    def _taken_up(self, i: int, event: Event, done: list[Report], reports: list[Report]) -> Event | None:
        noun = self._pointed(i)
        fell = self.grammar.passive(i) and self.grammar.tokens[i].lemma in self.grammar.words.killing
        if not (noun or (fell and event.recipients)) or self._toll(i):
            return None
        here = self.grammar.tokens[i].sentence
        near = [e for j, e in reports if e.type == "ASSAULT" and 0 <= here - self.grammar.tokens[j].sentence <= REACH]
        doers = {tuple(sorted(m.actor.id for m in told(e.actors) if m.actor)) for e in near if told(e.actors)}
        before = [e for j, e in done if j < i and told(e.actors) and any(e is n for n in near)]
        if len(doers) != 1 or not before or not _fits(before[-1], event):
            return None
        return before[-1]

    def _pointed(self, i: int) -> bool:
        """« l'attaque », « ces frappes », « d'autres tirs »: an attack that the text has told of."""
        token = self.grammar.tokens[i]
        if token.pos != "NOUN":
            subject = self.document.children(i, "nsubj:pass")
            return any(s.pos == "NOUN" and self._pointed(s.i) for s in subject)
        if token.lemma not in STRIKES:
            return False
        marks = [d.feats for d in self.document.children(i, "det")]
        one = token.feats.get("Number") == "Sing"
        definite = any((one and f.get("Definite") == "Def") or f.get("PronType") == "Dem" for f in marks)
        return (definite and not self.grammar.obliques(i, "de")) or any(
            a.lemma == "supplémentaire" for a in self.document.children(i, "amod")
        )

    def _toll(self, i: int) -> bool:
        """« 300 morts en deux ans »: a sum of many attacks."""
        sentence = self.document.sentences[self.grammar.tokens[i].sentence]
        return bool(TOLL.search(self.document.article.text[sentence.start : sentence.end].lower().replace("’", "'")))


def _open(event: Event) -> bool:
    unknown = all(m.implicit and (m.actor is None or m.actor.sector == "UNK") for m in event.actors)
    return event.type == "ASSAULT" and event.status == "factual" and unknown


def _fits(first: Event, event: Event) -> bool:
    """Whether both may be one attack: of one kind of telling and place, and not on the doer's own side."""
    if first.status != "factual" or first.background != event.background or same_side(first.actors, event.recipients):
        return False
    if event.background or any(m.actor is None or m.actor.sector not in ARMED for m in first.actors):
        return False
    if first.place and event.place and first.place.place.id != event.place.place.id:
        return False
    homes = [{m.actor.country for m in side if m.actor} - {None} for side in (first.recipients, event.recipients)]
    return not (homes[0] and homes[1]) or bool(homes[0] & homes[1])


def _given(event: Event, first: Event) -> Event:
    event = replace(event, actors=_implied(first.actors), trace=traced(event, "actor", RULE))
    if event.recipients or not first.recipients:
        return event
    return replace(event, recipients=_implied(first.recipients), trace=traced(event, "recipient", RULE))


def _implied(mentions: Filled) -> Filled:
    return tuple(implied(m.actor, RULE) for m in mentions)
