"""Recipients that stand elsewhere than beside the verb: in a condition, in what goes with the act, in what was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from palabre.coding.answered import Answered
from palabre.coding.filling import Report, implied, traced
from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties, distinct
from palabre.types import ActorMention, Document, Event

CONDITIONAL = {"AGREE", "THREATEN", "REJECT", "CONCEDE"}
HOSTILE = {"SANCTION", "COERCE", "REJECT", "THREATEN", "PROTEST", "ACCUSE", "REQUEST"}
BLAME = {"ACCUSE", "REQUEST"}
ANSWERS = {"ACCUSE", "REJECT", "SUPPORT", "PROTEST"}
VIOLENT = {"ASSAULT", "COERCE"}
RELIEF = {"aid", "humanitarian"}
REACH = 2  # sentences back to what « cette décision » takes up
CONDITION, COMPANION, HELPED, ECHO, TITLE = (
    "subject of the condition",
    "of the blame that goes with it",
    "those whom it is to help",
    "doer of what was told before",
    "country of the title",
)
TARGET = "target of the measures told beside"
MEASURES = {"sanctions", "economy", "aid", "border", "membership", "cooperation", "measure"}
BLAMED, LETTER, POST = "doer of what is blamed", "addressee of the letter", "post of the envoy"


class Addressees:
    """Finds the recipients that the events of one document left open."""

    def __init__(self, document: Document, grammar: Grammar, parties: Parties) -> None:
        self.document, self.grammar, self.parties = document, grammar, parties
        self.answered = Answered(grammar, parties)

    def complete(self, reports: list[Report]) -> list[Report]:
        """The reports, in text order, each with the recipients that one place alone gives."""
        done: list[Report] = []
        for i, event in reports:
            found = self._found(i, event, reports, done) if not event.recipients else None
            done.append((i, _given(event, *found) if found else event))
        return done

    def _found(
        self, i: int, event: Event, reports: list[Report], before: list[Report]
    ) -> tuple[list[ActorMention], str] | None:
        searches = (
            (CONDITIONAL, self._condition(i), CONDITION),
            ({"ACCUSE"}, self.answered.quoted(i), BLAMED),
            ({"REQUEST"}, self.answered.addressed(i), LETTER),
            ({"SANCTION"} if event.theme == "ambassador" else set(), self.answered.posted(i), POST),
            (HOSTILE, self._companion(i, event, reports), COMPANION),
            ({"AID"}, self._helped(i), HELPED),
            (ANSWERS, self._echo(i, event, before), ECHO),
            ({"AID"} if event.theme in RELIEF else set(), self._title(), TITLE),
            (_measured(event), self._target(event, reports), TARGET),
        )
        for types, found, rule in searches:
            if event.type in types and (others := _others(found, event)):
                return others, rule
        return None

    def _condition(self, i: int) -> Iterator[ActorMention]:
        """« prêt à rouvrir la frontière si Cotonou s'excuse »: an offer or a threat that depends on the other side."""
        for clause in self._clauses(i):
            if any(c.lemma == "si" or c.text.lower() in ("si", "s'") for c in self.document.children(clause, "mark")):
                for subject in self.grammar.surface(clause):
                    yield from self.parties.of(subject)

    def _clauses(self, i: int) -> Iterator[int]:
        """The clauses below a trigger and below the infinitives that it governs."""
        yield from (c.i for c in self.document.children(i, "advcl"))
        for child in self.document.children(i, "xcomp", "ccomp", "acl"):
            yield from self._clauses(child.i)

    def _companion(self, i: int, event: Event, reports: list[Report]) -> Iterator[ActorMention]:
        """« a fermé la frontière, accusant Cotonou », « manifestent pour réclamer le départ du maire »."""
        for j, other in reports:
            beside = self.document.tokens[j].head == i and self.document.tokens[j].dep in ("advcl", "acl", "xcomp")
            if beside and other.type in BLAME and other.type != event.type and _same(other.actors, event.actors):
                yield from other.recipients

    def _helped(self, i: int) -> Iterator[ActorMention]:
        """« une aide pour soutenir les déplacés tchadiens »: those whom the purpose names."""
        words = self.grammar.words
        sentence = self.document.sentences[self.document.tokens[i].sentence]
        for token in self.document.tokens[i : sentence.last]:
            if token.lemma in words.helping and self.grammar.purpose(token.i):
                for thing in self.grammar.objects(token.i):
                    yield from self.parties.of(thing)

    def _echo(self, i: int, event: Event, before: list[Report]) -> Iterator[ActorMention]:
        """« Ces mesures ont été critiquées par l'opposition »: whose they are was told before."""
        words = self.grammar.words
        thing = next((at for at in self.grammar.objects(i) if self._pointed(at)), None)
        lemma = self.document.tokens[thing].lemma if thing is not None else ""
        violent = lemma in words.violence
        if not violent and lemma not in words.neutral | words.deeds | words.utterances:
            return
        here = self.document.tokens[i].sentence
        if lemma in words.utterances and (speaker := self._speaker(here, before)):
            yield speaker
            return
        for j, other in reversed(before):
            if here - self.document.tokens[j].sentence > REACH:
                break
            if other.status == "negated" or (violent and other.type not in VIOLENT):
                continue
            yield from (m for m in other.actors if not m.implicit)
            return

    def _target(self, event: Event, reports: list[Report]) -> Iterator[ActorMention]:
        """« L'organisation a gelé ses aides »: the one state that the other measures of an organisation are against."""
        doers = {m.actor.country for m in event.actors if m.actor and m.actor.sector == "IGO"}
        others = [e for _, e in reports if e.type in {"SANCTION", "CONCEDE"} and e.theme in MEASURES and e.recipients]
        theirs = [e for e in others if doers & {m.actor.country for m in e.actors if m.actor}]
        states = {m.actor.id: m for e in theirs for m in e.recipients if m.actor and m.actor.kind == "state"}
        if len(states) == 1 and not event.background:
            yield from states.values()

    def _speaker(self, here: int, before: list[Report]) -> ActorMention | None:
        """Who was quoted last, near by: « ces propos » are theirs."""
        near = [o for j, o in before if here - self.document.tokens[j].sentence <= REACH]
        return next((o.attributed_to for o in reversed(near) if o.attributed_to), None)

    def _pointed(self, i: int) -> bool:
        """Whether a phrase takes up what was told: « cette décision »."""
        return any(d.feats.get("PronType") == "Dem" for d in self.document.children(i, "det"))

    def _title(self) -> Iterator[ActorMention]:
        """The states that the title names."""
        for sentence in self.document.sentences:
            if sentence.section == "title":
                for at in range(sentence.first, sentence.last):
                    yield from (m for m in self.parties.by_head.get(at, ()) if m.actor and m.actor.kind == "state")


def _measured(event: Event) -> set[str]:
    """The types of measures that an organisation takes against a state, where the event is one of theirs."""
    return {"SANCTION", "CONCEDE"} if event.theme in MEASURES and event.status == "factual" else set()


def _others(found: Iterable[ActorMention], event: Event) -> list[ActorMention]:
    """Those found who are not the doers; nobody where a doer is among them."""
    mentions = distinct(found)
    own = {m.actor.id for m in event.actors if m.actor}
    states = {m.actor.country for m in event.actors if m.actor and m.actor.sector == "GOV"}
    others = [m for m in mentions if m.actor and m.actor.id not in own]
    return [m for m in others if not (m.actor and m.actor.kind == "state" and m.actor.country in states)]


def _same(one: Iterable[ActorMention], other: Iterable[ActorMention]) -> bool:
    ids = [{m.actor.id for m in side if m.actor} for side in (one, other)]
    return bool(ids[0]) and ids[0] == ids[1]


def _given(event: Event, recipients: list[ActorMention], rule: str) -> Event:
    others = tuple(implied(m.actor, rule) for m in recipients)
    return replace(event, recipients=others, trace=traced(event, "recipient", rule))
