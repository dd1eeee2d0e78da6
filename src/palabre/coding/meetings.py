"""A meeting told of in two sentences: the second leaves out whom the first named."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.coding.filling import joined
from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.types import ActorMention, Event

REACH = 2  # sentences back to the meeting that goes on
RECEIVING = {"recevoir", "accueillir"}
GOING_ON = {"poursuivre", "prolonger", "suivre", "conclure", "terminer"}
AUDIENCES = {"audience", "entretien", "tête-à-tête"}
RULE = "who met that side just before"


def resume(reports: list[tuple[int, Event]], grammar: Grammar, parties: Parties) -> list[tuple[int, Event]]:
    """The reports, in text order, with the other side of meetings that go on from one sentence to the next."""
    done: list[tuple[int, Event]] = []
    for i, event in reports:
        lone = event.type == "CONSULT" and not event.recipients and len(_countries(event)) == 1
        other = _partner(i, event, done, grammar) if lone and _goes_on(i, grammar, parties) else None
        done.append((i, joined(event, other, RULE) if other else event))
    return done


def _goes_on(i: int, grammar: Grammar, parties: Parties) -> bool:
    """« X a été reçu en audience », « Elle s'est poursuivie par un entretien avec Y »."""
    token = grammar.tokens[i]
    if token.lemma in RECEIVING:
        return grammar.passive(i) and not grammar.agents(i) and _audience(i, grammar)
    verb = grammar.tokens[token.head]
    if token.pos != "NOUN" or verb.lemma not in GOING_ON:
        return False
    subjects = [c.i for c in grammar.document.children(verb.i, "nsubj", "nsubj:pass")]
    return bool(subjects) and all(grammar.tokens[s].pos == "PRON" and not parties.of(s) for s in subjects)


def _audience(i: int, grammar: Grammar) -> bool:
    """« a été reçu à Rome pour une audience privée », « en audience »."""
    last = grammar.document.sentences[grammar.tokens[i].sentence].last
    named = [t for t in grammar.tokens[i + 1 : last] if t.lemma in AUDIENCES]
    return any(grammar.preposition(t.i) in {"pour", "en"} for t in named)


def _partner(i: int, event: Event, before: list[tuple[int, Event]], grammar: Grammar) -> ActorMention | None:
    """The one party of another country in the last meeting told of, near by, that names this side as well."""
    here, own = grammar.tokens[i].sentence, _countries(event)
    for j, other in reversed(before):
        if here - grammar.tokens[j].sentence > REACH:
            return None
        if other.type == "CONSULT" and other.status == "factual" and len(_countries(other)) == 2:
            found = [m for m in _parties(other) if m.actor and m.actor.country not in own]
            return found[0] if len(found) == 1 and own <= _countries(other) else None
    return None


def _parties(event: Event) -> Iterable[ActorMention]:
    return (*event.actors, *event.recipients)


def _countries(event: Event) -> set[str | None]:
    return {m.actor.country for m in _parties(event) if m.actor}
