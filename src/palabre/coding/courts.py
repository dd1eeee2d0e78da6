"""The court that rules where a sentence does not say who judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from palabre.coding.filling import implied
from palabre.coding.grammar import Grammar
from palabre.types import ActorMention, Document

RULE = "court named nearby"
SITTING = {"devant", "par"}


class Courts:
    """The courts of one document that do something or before which somebody stands, by sentence."""

    def __init__(self, document: Document, grammar: Grammar, mentions: Iterable[ActorMention]) -> None:
        self.document, self.grammar = document, grammar
        self._acting: dict[int, list[ActorMention]] = defaultdict(list)
        self._before: dict[int, list[ActorMention]] = defaultdict(list)
        for mention in mentions:
            if mention.head is None or not _court(mention):
                continue
            token = document.tokens[mention.head]
            if token.dep.startswith("nsubj") or token.dep == "obl:agent":
                self._acting[token.sentence].append(mention)
            elif grammar.preposition(token.i) in SITTING:
                self._before[token.sentence].append(mention)

    def near(self, i: int) -> ActorMention | None:
        """The one court of the sentence of token ``i``, else the one that acts in the sentence before."""
        at = self.document.tokens[i].sentence
        found = [*self._acting.get(at, ()), *self._before.get(at, ())] or self._acting.get(at - 1, [])
        actors = {m.actor.id: m.actor for m in found if m.actor}
        if len(actors) != 1:
            return None
        return implied(next(iter(actors.values())), RULE)


def _court(mention: ActorMention) -> bool:
    """Whether a mention is a court with a name of its own."""
    actor = mention.actor
    return actor is not None and actor.sector == "JUD" and actor.country is not None and mention.rule.startswith("name")
