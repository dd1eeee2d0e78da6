"""Whom a phrase stands for: the mentions at its head, what it counts, its country adjective, its owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from palabre.coding.filling import implied
from palabre.coding.grammar import Grammar
from palabre.types import Actor, ActorMention, Document, Mentions, PlaceMention, Span, Token

SUBJECTS = {"nsubj", "nsubj:pass"}


def _bare_state(code: str) -> Actor:
    return Actor(code, code, "state", code, "GOV")


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of one document by the token that heads their phrase.

    ``country`` gives the country in focus at a token, ``state`` the registered state of a code.
    """

    document: Document
    grammar: Grammar
    by_head: dict[int, list[ActorMention]]
    by_place: dict[int, PlaceMention]
    country: Callable[[int], str | None] = field(default=lambda _: None)
    state: Callable[[str], Actor] = _bare_state

    def of(self, i: int, depth: int = 0) -> list[ActorMention]:
        """The mentions that the phrase headed by token ``i`` stands for."""
        known = [m for m in self.by_head.get(i, ()) if m.actor is not None]
        if known:
            return known
        token = self.document.tokens[i]
        if self._stray(i):
            return self._before(i)
        if code := self.grammar.demonym(token):
            counted = token.pos == "NOUN" and bool(self.document.children(i, "nummod"))
            crowd = self.document.tokens[token.head].lemma in self.grammar.words.protests and token.head != i
            return [self._people(i, code) if counted or crowd else self._adjective(i, code)]
        if token.lemma in self.grammar.words.groups and token.pos == "ADJ":
            return [self._group(i, self.grammar.words.groups[token.lemma])]
        if token.lemma in self.grammar.words.protests and self.grammar.voicing(i):
            return [self._crowd(i)]
        if depth > 3:
            return []
        if token.lemma in self.grammar.words.instruments:
            return [m for at in self._users(i) for m in self.of(at, depth + 1)]
        below: list[int] = []
        if token.lemma in self.grammar.words.partitives or token.pos in {"NUM", "DET", "PRON", "ADV"}:
            below = self.grammar.obliques(i, "de")
        below = below or [c.i for c in self.document.children(i, "appos", "flat:name") if self._another_name(i, c)]
        return [m for at in below for m in self.of(at, depth + 1)]

    def _another_name(self, i: int, apposed: Token) -> bool:
        """Whether an apposition names token ``i``, no name in between (« la réforme de X, la firme »)."""
        if apposed.pos == "NOUN" and apposed.dep == "appos":
            before = self.document.tokens[i + 1 : apposed.left]
            return not any(t.text[:1].isupper() and t.dep.startswith(("nmod", "flat")) for t in before)
        return apposed.pos in {"PROPN", "NOUN"}

    def _stray(self, i: int) -> bool:
        """Whether a country adjective without an article is taken for a subject, which names no state."""
        token = self.document.tokens[i]
        bare = token.pos == "ADJ" and token.dep in SUBJECTS and not self.document.children(i, "det")
        return bare and i > 0 and token.text[:1].islower() and self.grammar.demonym(token) is not None

    def _before(self, i: int) -> list[ActorMention]:
        """« les "gardes rouges" taïwanais exigent »: a bare adjective as subject belongs to the party before it."""
        tokens = self.document.tokens
        k = next((k for k in range(i - 1, max(0, i - 4), -1) if tokens[k].pos != "PUNCT"), i)
        return [m for at in dict.fromkeys((k, tokens[k].head)) for m in self.by_head.get(at, ()) if m.actor]

    def _users(self, i: int) -> list[int]:
        """Whose a means is, or who uses it: « un drone turc », « des balles tirées par la police »."""
        participles = [c.i for c in self.document.children(i, "acl") if self.grammar.passive(c.i)]
        return self.grammar.owners(i) or [at for p in participles for at in self.grammar.agents(p)]

    def means(self, i: int) -> bool:
        """Whether token ``i`` names a means, not somebody."""
        return self.document.tokens[i].lemma in self.grammar.words.instruments

    def pronoun(self, i: int) -> bool:
        """Whether token ``i`` is a personal pronoun that nothing resolved."""
        return any(m.actor is None for m in self.by_head.get(i, ()))

    def hosts(self, i: int) -> list[ActorMention]:
        """The state that a visited place belongs to."""
        place = self.by_place.get(i)
        if place is None or place.place.country is None:
            return []
        return [ActorMention(place.span, place.text, i, self.state(place.place.country), False, "host of the place")]

    def belonging(self, i: int, sector: str) -> ActorMention:
        """Those that a building, a vehicle or a place stands for."""
        named = [*self.grammar.obliques(i, "de"), *self.grammar.owners(i)]
        owner = next((m.actor for at in named for m in self.of(at) if m.actor and m.actor.country), None)
        country = owner.country if owner else self._located(i) or self.country(i)
        token = self.document.tokens[i]
        actor = Actor(f"text:{token.lemma}-{country or '?'}".lower(), token.text, "group", country, sector)
        return ActorMention(Span(token.start, token.end), token.text, i, actor, False, "target")

    def _located(self, i: int) -> str | None:
        """The country of a place that is named, or that names a thing (« la ville de Kharkiv »)."""
        named = [i, *self.grammar.obliques(i, "de"), *(c.i for c in self.document.children(i, "appos", "nmod"))]
        return next((self.by_place[at].place.country for at in named if at in self.by_place), None)

    def _adjective(self, i: int, code: str) -> ActorMention:
        token = self.document.tokens[i]
        return ActorMention(Span(token.start, token.end), token.text, i, self.state(code), False, "country adjective")

    def _people(self, i: int, code: str) -> ActorMention:
        """« douze mauritaniens »: people of a country, not the state."""
        token = self.document.tokens[i]
        actor = Actor(f"text:{token.lemma}-{code}".lower(), token.text, "group", code, "CVL")
        return ActorMention(Span(token.start, token.end), token.text, i, actor, False, "demonym")

    def _crowd(self, i: int) -> ActorMention:
        """« une marche réclamant le départ de X »: those who march."""
        country = self.country(i)
        actor = Actor(f"implied:{country or '?'}.CVL", "CVL", "group", country, "CVL")
        return implied(actor, "those who protest")

    def _group(self, i: int, sector: str) -> ActorMention:
        """« une attaque jihadiste »: those whom an adjective of a movement names."""
        token, country = self.document.tokens[i], self.country(i)
        actor = Actor(f"text:{token.lemma}-{country or '?'}".lower(), token.text, "group", country, sector)
        return ActorMention(Span(token.start, token.end), token.text, i, actor, False, "adjective of a group")

    def nouns(self, i: int) -> set[str]:
        """The lemma of a phrase, and of what it counts (« un millier de soldats »)."""
        token = self.document.tokens[i]
        lemmas = {token.lemma}
        if token.lemma in self.grammar.words.partitives:
            lemmas |= {self.document.tokens[at].lemma for at in self.grammar.obliques(i, "de")}
        return lemmas


def distinct(mentions: Iterable[ActorMention]) -> tuple[ActorMention, ...]:
    """Each party once, the first mention kept."""
    seen: dict[str, ActorMention] = {}
    for mention in mentions:
        if mention.actor is not None:
            seen.setdefault(mention.actor.id, mention)
    return tuple(seen.values())


def index_heads(mentions: Mentions) -> dict[int, list[ActorMention]]:
    """Actor mentions by the token that heads them."""
    heads: dict[int, list[ActorMention]] = defaultdict(list)
    for mention in mentions.actors:
        if mention.head is not None:
            heads[mention.head].append(mention)
    return heads
