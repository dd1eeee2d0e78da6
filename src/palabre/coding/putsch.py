"""Where a coup took place that a sentence names without place, victim or author: « depuis le coup d'État de mai »."""

from __future__ import annotations

from palabre.actors.focus import Focus
from palabre.coding.grammar import Grammar
from palabre.knowledge.registry import Registry

REACH = 4  # governors from the coup up to the verb that says who suffers for it


class Putsch:
    """The country of coups in one document; unknown rather than the other country that the article is about."""

    def __init__(self, grammar: Grammar, focus: Focus, registry: Registry) -> None:
        self.grammar, self.focus, self.registry = grammar, focus, registry

    def country(self, i: int) -> str | None:
        """The country of the coup that token ``i`` names: of its place, of whom it costs something, of a junta."""
        return self.focus.scene(i) or self._suspended(i) or self._ruled(i)

    def _suspended(self, i: int) -> str | None:
        """« La Guinée, suspendue depuis le coup d'État »: the one state that the clause around it is about."""
        document, at = self.grammar.document, i
        for _ in range(REACH):
            at = document.tokens[at].head
            if self.grammar.is_verb(at) and document.tokens[at].pos != "NOUN":
                states = {code for c in self.grammar.objects(at) if (code := self.focus.state(c))}
                return states.pop() if len(states) == 1 else None
        return None

    def _ruled(self, i: int) -> str | None:
        """The country in focus, unless the article tells of another that soldiers rule, and of that one alone."""
        day, local = self.grammar.document.article.published, self.focus.country(i)
        ruled = [
            code for code, _ in self.focus.counts.most_common()
            if len(code) == 3 and day and self.registry.holders("junta-leader", code, on=day)
        ]  # fmt: skip
        if not ruled or local in ruled:
            return local
        return ruled[0] if len(ruled) == 1 else None
