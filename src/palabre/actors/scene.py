"""What the rules of this room share while they read one document: its words, names, roles and who was met so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from palabre.actors.focus import Focus
from palabre.actors.lexicon import Lexicon
from palabre.actors.memory import Memory
from palabre.knowledge.registry import Registry, Role
from palabre.types import Actor, Document, Token


@dataclass(frozen=True, slots=True)
class Name:
    """A run of tokens that names something: a registered entry, or (``entry`` None) what the registry lacks."""

    first: int
    last: int
    head: int
    entry: str | None
    sense: str


@dataclass(frozen=True, slots=True)
class RoleHit:
    """A registered role found at tokens ``first`` to ``last``, headed by ``head``; ``former`` by a prefix « ex- »."""

    first: int
    last: int
    head: int
    role: Role
    former: bool


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase stands for; no actors = a party that could not be resolved."""

    actors: tuple[Actor, ...]
    rule: str
    first: int
    last: int


Rule = Callable[["Scene", int], Party | None]


@dataclass(slots=True)
class Scene:
    """One document being read."""

    document: Document
    registry: Registry
    lexicon: Lexicon
    names: dict[int, Name]
    roles: dict[int, RoleHit]
    focus: Focus
    rule: Rule
    memory: Memory = field(default_factory=Memory)
    people: dict[str, Actor] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    glosses: dict[str, int] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    quoted: dict[int, int] = field(default_factory=dict)
    _done: dict[int, Party | None] = field(default_factory=dict)

    def party(self, i: int) -> Party | None:
        """Who token ``i`` stands for; worked out once."""
        if i not in self._done:
            self._done[i] = None  # a phrase that reaches itself stands for nobody
            self._done[i] = self.rule(self, i)
        return self._done[i]

    def token(self, i: int) -> Token:
        """Token ``i``."""
        return self.document.tokens[i]

    def country_of(self, i: int) -> str | None:
        """The country or organisation code of the name at token ``i``."""
        name = self.names.get(i)
        if name is None or name.entry is None:
            return None
        return self.registry.actor(name.entry, on=self.document.article.published).country
