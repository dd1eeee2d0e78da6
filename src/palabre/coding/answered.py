"""Recipients of words: whose act a quotation blames, to whom a letter is sent, where an envoy is posted."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.types import ActorMention

LETTERS = {"lettre", "courrier", "correspondance", "missive", "pétition", "requête", "mémorandum"}
SENT = {"adresser", "envoyer", "transmettre", "remettre", "destiner", "parvenir", "écrire"}
POSTED = {"ambassadeur", "ambassadrice", "consul", "chargé", "attaché", "attachée", "diplomate", "représentant"}
RULING = {"GOV", "IGO", "LEG", "JUD", "PTY", "OPP", "REB", "MIL"}


class Answered:
    """Finds whom words and envoys are about in one document."""

    def __init__(self, grammar: Grammar, parties: Parties) -> None:
        self.grammar, self.parties = grammar, parties

    def quoted(self, i: int) -> Iterator[ActorMention]:
        """« La prise du port par les rebelles est un crime, dénonce X »: who does, or says, what is blamed."""
        tokens, words = self.grammar.tokens, self.grammar.words
        if not tokens[i].dep.startswith("parataxis"):
            return
        for noun in self.grammar.surface(tokens[i].head):
            lemma = tokens[noun].lemma
            said = self.grammar.obliques(noun, "de") if lemma in words.utterances else []
            for at in self.grammar.obliques(noun, "par") or said:
                yield from self._ruling(at)

    def addressed(self, i: int) -> Iterator[ActorMention]:
        """« Dans une lettre au Conseil de sécurité, X réclame »: to whom the letter goes."""
        for letter in self.grammar.obliques(i, "dans"):
            if self.grammar.tokens[letter].lemma in LETTERS:
                sent = [c.i for c in self.grammar.document.children(letter, "acl") if c.lemma in SENT]
                for at in (f for n in (letter, *sent) for f in self.grammar.obliques(n, "à")):
                    yield from self._ruling(at)

    def posted(self, i: int) -> Iterator[ActorMention]:
        """« le retrait de l'ambassadeur de France de Niamey »: the state in which the envoy is posted."""
        for envoy in self.grammar.objects(i) or self.grammar.noun_objects(i, "object"):
            if self.grammar.tokens[envoy].lemma in POSTED:
                owners = self.grammar.obliques(envoy, "de")
                posts = owners if self.grammar.possessives(envoy) else owners[1:]
                for at in (*posts, *self.grammar.obliques(i, "de")):
                    known = self.parties.hosts(at) or self.parties.of(at)
                    yield from (m for m in known if m.actor and m.actor.kind == "state" and at != envoy)

    def _ruling(self, at: int) -> Iterator[ActorMention]:
        yield from (m for m in self.parties.of(at) if m.actor and m.actor.sector in RULING)
