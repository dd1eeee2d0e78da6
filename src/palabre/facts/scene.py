"""What the rules of this room share while they read one document: who stands where, dates, phrases, evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from palabre.actors.focus import focus_of
from palabre.coding.context import Context
from palabre.coding.grammar import Grammar
from palabre.coding.matching import Matcher
from palabre.coding.parties import Parties, index_heads
from palabre.coding.slots import Slots
from palabre.knowledge import Knowledge
from palabre.types import (
    Actor,
    ActorMention,
    Document,
    Event,
    Evidence,
    Mentions,
    Sentence,
    Span,
    Step,
    TimeMention,
    Token,
)

_NAMES = frozenset({"name:name", "name:acronym"})
READ = frozenset({"paragraph", "standfirst"})
_PHRASE = frozenset(
    {"amod", "nmod", "nummod", "flat:name", "flat:foreign", "flat", "fixed", "case", "det", "advmod", "conj", "cc"}
)
_ARTICLES = frozenset(
    "le la les l' un une des du de d' au aux son sa ses leur leurs ce cet cette ces particulièrement notamment".split()
)


class Scene:
    """One document with its mentions and events, and the look-ups over them."""

    def __init__(self, document: Document, mentions: Mentions, events: tuple[Event, ...], knowledge: Knowledge) -> None:
        self.document, self.mentions, self.events, self.knowledge = document, mentions, events, knowledge
        self.states = knowledge.states
        heads = self._heads = index_heads(mentions)
        self._places = {m.head: m for m in mentions.places}
        bare = frozenset(at for at in self._places if at not in heads)
        acts = knowledge.frames.nouns
        self.grammar = Grammar(document, knowledge.embeddings, knowledge.registry.demonyms, places=bare, acts=acts)
        self.focus = focus_of(document, mentions.actors, mentions.places)
        state = partial(knowledge.registry.actor, on=document.article.published)
        self.parties = Parties(document, self.grammar, heads, self._places, self.focus.country, state)
        self.slots = Slots(self.grammar, self.parties, knowledge.themes)
        self.matcher = Matcher(self.states.frames, self.slots)
        self.context = Context(document, self.grammar, mentions, self.parties)
        self._people = {h: m.actor for h, found in heads.items() for m in found if m.actor and m.actor.kind == "person"}
        self._names = self._named()

    def _named(self) -> dict[str, list[int]]:
        """The tokens that tell people by name, by person."""
        found: dict[str, list[int]] = defaultdict(list)
        for h, person in sorted(self._people.items()):
            named = any(m.rule.startswith(("name", "person")) for m in self._heads[h])
            if named and self.document.tokens[h].pos == "PROPN":
                found[person.id].append(h)
        return found

    def sentences(self) -> Iterator[Sentence]:
        """The sentences of running text: titles, headings and noise say nothing of their own."""
        return (s for s in self.document.sentences if s.section in READ)

    def tokens(self) -> Iterator[Token]:
        """The tokens of running text."""
        return (t for s in self.sentences() for t in self.document.tokens[s.first : s.last])

    # who and where

    def person(self, i: int) -> Actor | None:
        """The person whom a mention headed by token ``i`` stands for."""
        return self._people.get(i)

    def as_told(self, actor: Actor) -> Actor:
        """A party or a body under the longest name that the text gives it; persons and states keep their own."""
        if actor.kind not in {"party", "organisation", "armed-group"} or actor.id == actor.country:
            return actor
        told = [m.text for m in self.mentions.actors if m.actor and m.actor.id == actor.id and m.rule in _NAMES]
        return replace(actor, name=max((text for text in told if text), key=len, default=actor.name))

    def mentions_at(self, i: int) -> list[ActorMention]:
        """The party mentions headed by token ``i``."""
        return self._heads.get(i, [])

    def naming(self, person: Actor) -> list[int]:
        """The tokens of running text where a person is told by name."""
        return self._names.get(person.id, [])

    def actor(self, i: int) -> Actor | None:
        """The first party that the phrase headed by token ``i`` stands for; a mere place is none."""
        if i in self._places and i not in self._heads:
            return None
        return next((m.actor for m in self.parties.of(i) if m.actor is not None), None)

    def place(self, i: int) -> Actor | None:
        """The place that token ``i`` names: a state where the name is one's."""
        mention = self._places.get(i)
        if mention is None:
            return None
        place = mention.place
        if place.precision == "country" and place.country:
            return self.state(place.country)
        return Actor(place.id, place.name, "place", place.country)

    def state(self, country: str | None) -> Actor | None:
        """The state or organisation with this code, if it is registered."""
        if country is None or country not in self.knowledge.registry.entries:
            return None
        return self.knowledge.registry.actor(country, on=self.document.article.published)

    def public(self, actor: Actor) -> Actor:
        """The state or organisation that an actor stands for where it acts in its name; the actor itself else."""
        official = actor.kind in {"institution", "person", "group"} or actor.sector in {"GOV", "IGO"}
        return (self.state(actor.country) if official else None) or actor

    def parties_at(self, i: int) -> list[Actor]:
        """The parties at token ``i`` under the name that the text gives them, states and bodies with a code apart."""
        found = [m.actor for m in self.parties.of(i) if m.actor is not None]
        alone = len(found) == 1
        own = [a if a.kind in {"person", "state"} or a.id == a.country or not alone else None for a in found]
        return [known or replace(actor, name=self.phrase(i)) for known, actor in zip(own, found, strict=True)]

    # words

    def phrase(self, i: int) -> str:
        """The noun phrase headed by token ``i`` without its article, appositions and clauses."""
        first, last = self.edges(i)
        return self.words(first, last)

    def edges(self, i: int) -> tuple[int, int]:
        """First and last token of the phrase headed by token ``i``."""
        inside = {i}
        pending = [i]
        while pending:
            for child in self.document.children(pending.pop()):
                if child.dep in _PHRASE and self._near(child, i):
                    inside.add(child.i)
                    pending.append(child.i)
        first, last = i, i
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        while first < i and self._light(first):
            first += 1
        return first, last

    def _near(self, child: Token, head: int) -> bool:
        """Whether a dependent is part of the name of a thing rather than of where or against whom it is."""
        if child.dep == "advmod":
            return not child.children
        if child.head != head:
            return True
        return child.dep != "conj" and self.grammar.preposition(child.i) in {None, "de", "à", "avec", "entre"}

    def _light(self, i: int) -> bool:
        token = self.document.tokens[i]
        return token.pos in {"ADP", "CCONJ"} or token.text.lower().replace("’", "'") in _ARTICLES

    def words(self, first: int, last: int) -> str:
        """The text of tokens ``first`` to ``last`` on one line."""
        return " ".join(self.document.text(self.document.span(first, last)).split())

    # when and where said

    def date(self, i: int) -> TimeMention | None:
        """When what token ``i`` says took place."""
        return self.context.date(i)[0]

    def since(self, time: TimeMention) -> str | None:
        """The beginning of a time, no finer than the words: « depuis la fin janvier » began in January."""
        start = time.interval.partial_start
        coarse = not self.states.coarse.isdisjoint(time.text.lower().replace("-", " ").split())
        return start[:7] if start is not None and coarse else start

    def voucher(self, person: Actor) -> Step | None:
        """Whom the text credits for what it says of a person: the first speaker other than the person."""
        for head in sorted(h for h, known in self._people.items() if known.id == person.id):
            speaker, rule = self.context.speaker(head)
            if speaker is not None and speaker.actor is not None and speaker.actor.id != person.id:
                return Step("said by", rule, speaker.text)
        return None

    def evidence(self, i: int, *, first: int | None = None, last: int | None = None) -> Evidence:
        """The sentence of token ``i``, with the cue's span."""
        token = self.document.tokens[i]
        sentence = self.document.sentences[token.sentence]
        cue = self.document.span(i if first is None else first, i if last is None else last)
        text = self.document.article.text[sentence.start : sentence.end]
        return Evidence(sentence.start, sentence.end, text, Span(cue.start, cue.end))
