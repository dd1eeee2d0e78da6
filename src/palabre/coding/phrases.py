"""Phrases of one document: prepositions and complements, coordination, owners, what relative pronouns stand for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from palabre.knowledge.embeddings import Embeddings
from palabre.types import Document, Token

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X"}
QUANTITIES = {"plus", "davantage", "moins", "beaucoup", "millier", "million", "nombre"}
# Relative pronouns that hold their preposition.
RELATIVES = {"auquel": "à", "auxquels": "à", "auxquelles": "à", "duquel": "de", "desquels": "de", "desquelles": "de"}


class Phrases:
    """Noun phrases and their complements; every answer is token positions."""

    def __init__(
        self,
        document: Document,
        embeddings: Embeddings,
        demonyms: Mapping[str, str],
        *,
        times: frozenset[int] = frozenset(),
        places: frozenset[int] = frozenset(),
        acts: Container[str] = frozenset(),
        persons: frozenset[int] = frozenset(),
        bodies: frozenset[int] = frozenset(),
    ) -> None:
        self.document = document
        self.tokens = document.tokens
        self.words = embeddings
        self.demonyms = demonyms
        self.acts = acts  # lemmas of nouns that name acts
        self.times, self.places = times, places  # tokens that head a date, or a place that is no party
        self.persons, self.bodies = persons, bodies  # tokens that head a person or people, a state or an institution
        self._memo: dict[tuple[str, int], list[int]] = {}
        self._said: dict[int, frozenset[str]] = {}
        self._prepositions: dict[int, str | None] = {}

    def is_verb(self, i: int) -> bool:
        """Whether the token heads a clause as a verb (participles included)."""
        token = self.tokens[i]
        return token.pos in {"VERB", "AUX"} or "VerbForm" in token.feats

    def said_below(self, i: int) -> frozenset[str]:
        """The dependents of token ``i`` as written, in lower case."""
        found = self._said.get(i)
        if found is None:
            found = self._said[i] = frozenset([self.tokens[c].text.lower() for c in self.tokens[i].children])
        return found

    def preposition(self, i: int) -> str | None:
        """The preposition before token ``i``, locutions joined and synonyms brought to one name."""
        if i not in self._prepositions:
            self._prepositions[i] = self._preposition(i)
        return self._prepositions[i]

    def _preposition(self, i: int) -> str | None:
        for case in self._cases(i):
            parts = [case, *self.document.children(case.i, "fixed")]
            text = " ".join("de" if p.lemma == "un" else p.lemma if p.pos == "ADP" else p.text.lower() for p in parts)
            text = text.replace("' ", "'")
            known = self.words.prepositions
            return known.get(text) or known.get(f"{text} de", text)
        return RELATIVES.get(self.tokens[i].text.lower())

    def _cases(self, i: int) -> list[Token]:
        """Prepositions; « de » and « des » count as such in a complement even where the parser says article."""
        marked = self.document.children(i, "case")
        if marked or not self.tokens[i].dep.startswith(("obl", "nmod")):
            return marked
        return [c for c in self.document.children(i, "det") if c.text.lower() in {"de", "d'", "d’", "des"}]

    def obliques(self, i: int, preposition: str) -> list[int]:
        """Complements of a verb or a noun behind a preposition or a synonym; clitics count as « à »."""
        preposition = self.words.prepositions.get(preposition, preposition)
        found = self._behind_locution(i, preposition)
        found += [
            c.i for c in self.document.children(i)
            if c.dep.startswith(("obj", "obl", "nmod", "advmod", "iobj", "xcomp", "acl")) and not self.is_clause(c)
            and c.i not in self.times
            and (self.preposition(c.i) == preposition or (preposition == "à" and c.dep == "iobj"))
        ]  # fmt: skip
        return self.expand(found or (self._behind_modifier(i) if preposition == "de" else ()))

    def _behind_modifier(self, i: int) -> Iterator[int]:
        """« des menaces voilées du Kremlin »: the owner that the parser hung on an adjective before it."""
        if self.tokens[i].pos != "NOUN":
            return
        for modifier in self.document.children(i, "amod", "acl"):
            governs = modifier.lemma in self.words.governing or modifier.feats.get("VerbForm") == "Inf"
            if modifier.i < i or governs or self.document.children(modifier.i, "mark", "nsubj", "aux:pass", "obj"):
                continue
            for child in self.document.children(modifier.i, "obl", "nmod", "obl:agent"):
                if child.left == modifier.i + 1 and self.preposition(child.i) == "de" and child.i not in self.times:
                    yield child.i

    def _behind_locution(self, i: int, preposition: str) -> list[int]:
        """« à l'encontre de X », where the parser made a complement of its noun."""
        nouns = [c.i for c in self.document.children(i) if c.dep.startswith(("obl", "nmod")) or c.lemma == "auprès"]
        joined = [at for at in nouns if self.locution(at) == preposition]
        return [
            c.i for at in joined for c in self.document.children(at, "nmod", "obl") if self.preposition(c.i) == "de"
        ]

    def locution(self, i: int) -> str | None:
        """The preposition that a noun makes with its own (« à l'égard de »), by its usual name."""
        case = [c.lemma for c in self.document.children(i, "case")]
        return self.words.prepositions.get(" ".join([*case, self.tokens[i].lemma, "de"]))

    def is_clause(self, token: Token) -> bool:
        """Whether the token is a verb form rather than a noun phrase."""
        return token.pos == "VERB" and "VerbForm" in token.feats

    def owners(self, i: int) -> list[int]:
        """Possessives and country adjectives of a noun."""
        return self.possessives(i) or self.country_adjectives(i)

    def possessives(self, i: int) -> list[int]:
        """Possessive determiners of a noun."""
        return [c.i for c in self.document.children(i, "det", "nmod", "det:poss") if c.feats.get("Poss") == "Yes"]

    def country_adjectives(self, i: int) -> list[int]:
        """Adjectives of countries that modify a noun."""
        found = self.document.children(i, "amod", "acl", "appos", "nmod")
        return [c.i for c in found if self.demonym(c) or (c.dep == "amod" and c.lemma in self.words.groups)]

    def demonym(self, token: Token) -> str | None:
        """The country that an adjective names."""
        if token.pos not in {"ADJ", "VERB", "NOUN"} or self.preposition(token.i):
            return None
        return self.demonyms.get(token.text.lower()) or self.demonyms.get(token.lemma)

    def expand(self, positions: Iterable[int]) -> list[int]:
        """The positions with their coordinated nouns, relative pronouns replaced by what they stand for."""
        found: list[int] = []
        for i in positions:
            if self.tokens[i].text.lower() == "où":  # what it stands for is a place, never a party
                continue
            head = self.antecedent(i)
            for j in self._coordinated(head):
                if j not in found and (j < i or head in {i, j}):  # what follows « qui » is no antecedent of it
                    found.append(j)
        return found

    def listed(self, i: int) -> set[int]:
        """The nouns of the list that a noun stands in, the noun itself left out."""
        first = i
        while self.tokens[first].dep == "conj" and self.tokens[first].head != first:
            first = self.tokens[first].head
        return set(self._coordinated(first)) - {i}

    def _coordinated(self, i: int) -> Iterator[int]:
        yield i
        yield from self._named_together(i)
        for child in self.document.children(i, "conj"):
            if child.pos in NOMINAL and not self.is_clause(child) and not self._same_person(i, child):
                yield from self._coordinated(child.i)

    def _named_together(self, i: int) -> Iterator[int]:
        """« les militants A et B »: the names behind the first one that a plural noun carries."""
        if self.tokens[i].feats.get("Number") != "Plur" or self.tokens[i].pos != "NOUN":
            return
        for name in self.document.children(i, "appos", "flat:name"):
            if name.pos == "PROPN" and name.left == i + 1:
                yield from (c.i for c in self.document.children(name.i, "conj") if c.pos == "PROPN")

    def _same_person(self, i: int, child: Token) -> bool:
        """« l'ami et chauffeur de X »: a second noun without a determiner of its own is the first one's other name."""
        one, bare = self.tokens[i], not self.document.children(child.i, "det", "nummod", "case", "det:poss")
        singular = all(t.pos == "NOUN" and t.feats.get("Number") == "Sing" for t in (one, child))
        return bare and singular and child.text[:1].islower() and bool(self.document.children(i, "det"))

    def receivers(self, i: int) -> list[int]:
        """« l'aide versée à X »: who receives what a noun names."""
        given = [c.i for c in self.document.children(i, "acl") if c.lemma in self.words.giving]
        return [at for p in given if self.tokens[p].feats.get("Tense") != "Pres" for at in self.obliques(p, "à")]

    def counting(self, i: int) -> bool:
        """« demande davantage de juges », « une centaine de témoins »: what is asked for, from nobody named."""
        token = self.tokens[i]
        return token.pos in {"ADV", "DET", "NUM"} or token.lemma.endswith("aine") or token.lemma in QUANTITIES

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for; the position itself otherwise."""
        token = self.tokens[i]
        if token.pos != "PRON" or not (token.feats.get("PronType") == "Rel" or token.text.lower() in {"qui", "dont"}):
            return i
        at = token.head
        for _ in range(6):
            head = self.tokens[at]
            if head.dep.startswith("acl"):
                return head.head
            if head.head == at:
                return i
            at = head.head
        return i

    def ancestors(self, i: int) -> Iterator[int]:
        """The governors of a token up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i
