"""When, where and according to whom: what surrounds an event in its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

from palabre.coding.grammar import Grammar
from palabre.coding.matching import Match
from palabre.coding.parties import Parties
from palabre.types import (
    ActorMention,
    Document,
    Mentions,
    PlaceMention,
    Quantity,
    QuantityMention,
    Sentence,
    TimeMention,
    Token,
)

Found = TypeVar("Found", TimeMention, PlaceMention, QuantityMention)
OWN_CLAUSE = {"acl", "acl:relcl", "ccomp", "parataxis", "parataxis:insert", "advcl:cleft", "dislocated"}
OLD = timedelta(days=45)
MONTH = (2, 62)  # days: an interval so long may hold both an act and what followed on it
LAPSES = {"heure", "jour", "semaine", "mois", "an", "année"}  # « trois jours après le putsch »: the putsch came before
WITHIN = {"lors de", "au cours de", "dans", "pendant", "durant"}
LASTING = {"après", "depuis", "suite à", "à la suite de", "malgré", "depuis que", "à l'issue de"}


class Context:
    """Times, places, quantities and speakers of one document, looked up from a trigger token."""

    def __init__(self, document: Document, grammar: Grammar, mentions: Mentions, parties: Parties) -> None:
        self.document, self.grammar, self.parties = document, grammar, parties
        self._starts = [t.start for t in document.tokens]
        self._times = self._by_sentence(t for t in mentions.times if not self._lifetime(t))
        self._places = self._by_sentence(p for p in mentions.places if self._locative(p.head))
        self._quantities = self._by_sentence(mentions.quantities)

    def _by_sentence(self, mentions: Iterable[Found]) -> dict[int, list[tuple[int, Found]]]:
        found: dict[int, list[tuple[int, Found]]] = {}
        for mention in mentions:
            at = self._head(mention.span.start, mention.span.end)
            found.setdefault(self.document.tokens[at].sentence, []).append((at, mention))
        return found

    def _lifetime(self, mention: TimeMention) -> bool:
        """« Boni Yayi (1996-2006) »: years in brackets are those of a person or a thing, not of an act."""
        text, span = self.document.article.text, mention.span
        bracketed = text[span.start - 1 : span.start] == "(" and text[span.end : span.end + 1] == ")"
        return bracketed and (mention.interval.days or 999) > 31

    def _head(self, start: int, end: int) -> int:
        """The token of ``[start, end)`` whose governor lies outside."""
        tokens = self.document.tokens
        at = max(0, bisect_right(self._starts, start) - 1)
        first = at
        while first < len(tokens) and tokens[first].start < end:
            head = tokens[first].head
            if head == first or not start <= tokens[head].start < end:
                return first
            first += 1
        return at

    @property
    def dated(self) -> Container[int]:
        """The sentences that name a time."""
        return self._times.keys()

    # when and where

    def date(self, i: int) -> tuple[TimeMention | None, str]:
        """The time of the act that token ``i`` names, and the rule."""
        if self.document.tokens[i].lemma in self.grammar.words.claims:
            return None, "the day of the claim is not that of the act"
        found = self._nearest(i, self._times, relative=True)
        if found and found[1] != "own adjunct" and self._aftermath(i) and not MONTH[0] < _days(found[0]) < MONTH[1]:
            return None, "the day of what came after"
        return found if found is not None else (None, "not said")

    def place(self, i: int) -> tuple[PlaceMention | None, str]:
        """The place of the act that token ``i`` names, and the rule."""
        found = self._nearest(i, self._places, relative=False)
        return found if found is not None else (None, "not said")

    def _locative(self, i: int) -> bool:
        preposition = self.grammar.preposition(i)
        return preposition in {
            "à",
            "en",
            "dans",
            "près de",
            "sur",
            "au nord de",
            "au sud de",
            "à proximité de",
            "de",
            "vers",
            "autour de",
        }

    def _nearest(self, i: int, rows: dict[int, list[tuple[int, Found]]], *, relative: bool) -> tuple[Found, str] | None:
        candidates = rows.get(self.document.tokens[i].sentence, ())
        best: tuple[float, int, Found, str] | None = None
        reach = dict(self._reach(i, relative=relative)) if candidates else {}
        for at, mention in candidates:
            for clause, hops in self._governors(at, own=not relative):
                if clause in reach:
                    distance, rule = reach[clause]
                    rank = (distance + 1.5 * hops, abs(at - i), mention, rule)
                    best = rank if best is None or rank[:2] < best[:2] else best
                    break
        return (best[2], best[3]) if best else None

    def _governors(self, at: int, *, own: bool = False) -> Iterator[tuple[int, int]]:
        """Governors of a mention up to the verb of its clause, with how many noun phrases lie between.

        ``own``: the « de » of one of two coordinated nouns says nothing of the other (« ... et la radio de Kumbo »).
        """
        hops = 0
        token = self.document.tokens[at]
        while token.head != token.i:
            if token.dep == "conj":
                if hops and own and token.pos in {"NOUN", "PROPN"}:
                    return
            elif self.grammar.preposition(token.i) != "de":
                own = False
            token = self.document.tokens[token.head]
            if token.lemma in self.grammar.words.standing:  # « en vigueur depuis 2018 »: of the measure, not of the act
                return
            yield token.i, hops
            if (self.grammar.is_verb(token.i) and token.pos != "NOUN") or (not own and self._kept(at, token)):
                return
            hops += 1

    def _kept(self, at: int, noun: Token) -> bool:
        """« l'accord [de 2018] », « au pouvoir [depuis 2010] »: a time that a noun keeps, which dates no act around."""
        time = self.document.tokens[at]
        if time.head != noun.i or noun.pos not in {"NOUN", "PROPN"}:
            return False
        preposition = self.grammar.preposition(at)
        if preposition == "de":
            above = self.document.tokens[noun.head].lemma
            return noun.lemma in self.grammar.words.dated or above in self.grammar.words.put_off
        return preposition == "depuis" and noun.lemma not in self.grammar.acts and noun.dep not in {"obj", "nsubj"}

    def _reach(self, i: int, *, relative: bool) -> Iterator[tuple[int, tuple[float, str]]]:
        """Clauses whose adjuncts bear on the act, nearest first."""
        yield i, (0, "own adjunct")
        for clause in self._participles(i):
            yield clause, (0.5 if self.document.tokens[i].pos == "NOUN" else 5, "adjunct of a participle")
        at, distance = i, 0.0
        for _ in range(8):
            token = self.document.tokens[at]
            step = self._climb(token, i, relative=relative)
            if token.head == at or step is None:
                return
            at, distance = token.head, distance + step
            # not so an object: « annoncé lundi la levée » dates the act, which is the news
            if token.dep in {"ccomp", "xcomp"} and self.document.tokens[at].lemma in self.grammar.words.say:
                return
            yield at, (distance, f"adjunct of « {self.document.tokens[at].text} »")

    def _climb(self, token: Token, i: int, *, relative: bool) -> float | None:
        """What a step to the governor costs; None where a clause keeps its time, or its place, to itself."""
        if token.dep == "acl:relcl":
            return 6.0 if relative and self._perfect(token.i) else None
        if token.dep in OWN_CLAUSE and self.grammar.is_verb(token.i):
            return None
        if relative and (token.lemma in LAPSES or self._earlier(token)):
            return None
        if token.i == i and token.pos == "NOUN":
            verb, words = self.document.tokens[token.head].lemma, self.grammar.words
            if verb in words.claims or (token.dep == "obj" and verb not in words.carrying):
                return None
        return None if token.dep.startswith("acl") and token.i == i else 2.0

    def _earlier(self, token: Token) -> bool:
        """« deux ans après avoir chassé X »: an act before that of the main clause, whose day is not its own."""
        marks = self.document.children(token.i, "mark")
        return any(m.lemma == "après" for m in marks)

    def _aftermath(self, i: int) -> bool:
        """« a suspendu lundi son aide après le putsch »: what the news follows on is older, unless it is unrest."""
        words, token = self.grammar.words, self.document.tokens[i]
        unrest = token.lemma in words.violence | words.protests
        return token.pos == "NOUN" and not unrest and self.grammar.preposition(token.i) in LASTING - {"malgré"}

    def _perfect(self, i: int) -> bool:
        """A compound past, which tells the next step of a story."""
        auxiliaries = self.document.children(i, "aux:tense", "aux:pass")
        return any(a.feats.get("Tense") == "Pres" for a in auxiliaries) and self.grammar.participle_form(i)

    def _participles(self, i: int) -> list[int]:
        """Light participles of the noun of an act, or those that open the clause of its verb (« Réunis lundi »).

        « La marche qui s'est déroulée lundi », « tués lors de heurts qui ont éclaté lundi »: so do relatives that say
        that it took place.
        """
        if self.document.tokens[i].pos == "NOUN":
            return self.grammar.light_participles(i) + self._took_place(i)
        if self.document.tokens[i].lemma in self.grammar.words.extending:
            measures = self.grammar.objects(i)
            return [c.i for at in measures for c in self.document.children(at, "acl") if self.grammar.passive(c.i)]
        told = [at for noun in self._within(i) for at in self._took_place(noun)]
        own = self.document.children(i, "advcl", "acl")
        return [c.i for c in own if self.grammar.participle_form(c.i) and c.i < i] + told

    def _within(self, i: int) -> list[int]:
        """The larger act that a verb tells a part of: « tués lors des violences », « dans une attaque »."""
        below = self.document.children(i, "obl", "obl:mod")
        adverbs = (c.i for c in self.document.children(i, "advmod") if c.lemma == "lors")
        nouns = [c.i for c in below if self.grammar.preposition(c.i) in WITHIN]
        return nouns + [c.i for at in adverbs for c in self.document.children(at, "obl", "obl:mod", "nmod")]

    def _took_place(self, noun: int) -> list[int]:
        """« des violences qui ont éclaté vendredi »: relatives that say that it took place."""
        told = [c.i for c in self.document.children(noun, "acl:relcl") if c.lemma in self.grammar.words.eventive]
        return [at for at in told if "qui" in self.grammar.said_below(at)]

    def phrase(self, sentence: Sentence, phrases: frozenset[str]) -> tuple[int, ...] | None:
        """The tokens of the first of ``phrases`` in a sentence."""
        tokens = self.document.tokens[sentence.first : sentence.last]
        words = [t.text.lower() for t in tokens]
        for phrase in phrases:
            parts = phrase.split()
            for k in range(len(words) - len(parts) + 1):
                if words[k : k + len(parts)] == parts:
                    return tuple(t.i for t in tokens[k : k + len(parts)])
        return None

    # according to whom

    def speaker(self, i: int) -> tuple[ActorMention | None, str]:
        """Whom the text credits for the report of the act at token ``i``."""
        sentence = self.document.sentences[self.document.tokens[i].sentence]
        for rule, at in [*self._sayers(i), *self._according(sentence.first, sentence.last)]:
            parties = self.parties.of(at)
            if parties:
                return parties[0], rule
        return None, "the outlet"

    def speakers(self, i: int) -> list[int]:
        """The tokens of those whom the clause of token ``i`` quotes."""
        return [at for _, at in self._sayers(i)]

    def _sayers(self, i: int) -> Iterator[tuple[str, int]]:
        at = i
        for head in [i, *self.grammar.ancestors(i)]:
            for insert in self.document.children(head, "parataxis:insert", "parataxis"):
                if insert.lemma in self.grammar.words.say:
                    yield from ((f"« {insert.text} »", s) for s in self.grammar.subjects(insert.i))
            token = self.document.tokens[head]
            linked = self.document.tokens[at].dep in {"ccomp", "xcomp", "obj", "conj"}
            if head != i and linked and token.lemma in self.grammar.words.say:
                yield from ((f"« {token.text} »", s) for s in self.grammar.subjects(head))
            at = head

    def _according(self, first: int, last: int) -> Iterator[tuple[str, int]]:
        for token in self.document.tokens[first:last]:
            if token.lemma in self.grammar.words.sources and token.dep == "case":
                yield f"« {token.text} »", token.head

    # how many

    def quantities(self, match: Match) -> tuple[QuantityMention, ...]:
        """The counts in the clause of the trigger."""
        i = match.trigger
        rows = self._quantities.get(self.document.tokens[i].sentence, ())
        reach = {i, *(m.head for m in match.actors + match.recipients if m.head is not None)}
        reach |= {at for at, _ in self._reach(i, relative=True)}
        return tuple(q for at, q in rows if at in reach or any(g in reach for g, _ in self._governors(at)))

    def fatalities(self, match: Match, quantities: tuple[QuantityMention, ...]) -> Quantity | None:
        """Deaths among the counts of the trigger's clause: rival figures span a range."""
        told = [q for q in quantities if q.quantity.unit == "killed" and q.rule != "dont" and not self._machine(q)]
        dead = [q.quantity for q in told]
        if not dead:
            return None
        if len(told) > 1 and self._listed(told):
            return _sum(dead)
        lows = [q.low for q in dead if q.low is not None]
        highs = [q.high for q in dead]
        high = None if None in highs else max(h for h in highs if h is not None)
        return Quantity(min(lows) if lows else None, high, "killed", any(q.approximate for q in dead))

    def _machine(self, mention: QuantityMention) -> bool:
        """A drone that is shot down is no death."""
        head = self.document.tokens[mention.head].lemma if mention.head is not None else ""
        return head in self.grammar.words.instruments

    def _listed(self, mentions: list[QuantityMention]) -> bool:
        """« 9 soldats et 3 volontaires »: counts of coordinated nouns add up."""
        heads = {m.head for m in mentions if m.head is not None}
        tokens = [self.document.tokens[h] for h in heads]
        return (
            len(tokens) == len(mentions) and sum(t.dep == "conj" and t.head in heads for t in tokens) == len(tokens) - 1
        )

    # foreground or background

    def background(self, i: int, when: TimeMention | None) -> tuple[bool, str]:
        """Whether the act precedes the news of the article."""
        if self._pluperfect(i):
            return True, "pluperfect"
        preposition = self.grammar.preposition(i) if self.document.tokens[i].pos == "NOUN" else None
        if preposition in LASTING:
            return True, f"« {preposition} »"
        published = self.document.article.published
        since = when.interval.start or when.interval.end if when else None
        if since and published and since < published - OLD:
            return True, "dated long before publication"
        return False, "foreground"

    def _pluperfect(self, i: int) -> bool:
        token = self.document.tokens[i]
        if token.dep == "ccomp" and self.document.tokens[token.head].lemma in self.grammar.words.say:
            return False  # indirect speech about the past: « a indiqué que X avait été tué »
        auxiliaries = self.document.children(i, "aux:tense")
        return any(a.feats.get("Tense") == "Imp" for a in auxiliaries) and self.grammar.participle_form(i)


def _days(mention: TimeMention) -> int:
    return mention.interval.days or MONTH[1]


def _sum(counts: list[Quantity]) -> Quantity:
    """The total of counts; an open end stays open."""
    low = None if any(q.low is None for q in counts) else sum(q.low or 0 for q in counts)
    high = None if any(q.high is None for q in counts) else sum(q.high or 0 for q in counts)
    return Quantity(low, high, "killed", any(q.approximate for q in counts))
