"""Who and what was mentioned so far, in the order of the text: the ground of coreference."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from palabre.types import Actor

_KEPT = 60


@dataclass(frozen=True, slots=True)
class Referent:
    """A phrase that later words may take up; ``actors`` is empty for what is no party."""

    at: int
    sentence: int
    keys: tuple[str, ...]
    gender: str | None
    number: str | None
    subject: bool
    core: bool
    actors: tuple[Actor, ...]

    def agrees(self, gender: str | None, number: str | None) -> bool:
        """Whether gender and number allow it; what is unknown allows all."""
        return (gender is None or self.gender in {None, gender}) and (number is None or self.number in {None, number})


@dataclass(slots=True)
class Memory:
    """The last referents, and the last actors that each noun stood for."""

    recent: deque[Referent] = field(default_factory=lambda: deque(maxlen=_KEPT))
    by_lemma: dict[str, tuple[Actor, ...]] = field(default_factory=dict)
    together: dict[int, tuple[str, ...]] = field(default_factory=dict)
    by_sector: dict[tuple[str, str | None], Actor] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)

    def add(self, referent: Referent) -> None:
        """Remember ``referent``."""
        self.recent.append(referent)
        codes = tuple(dict.fromkeys(a.country for a in referent.actors if a.country and len(a.country) == 3))
        if len(codes) > 1 and len(codes) == len(referent.actors):
            self.together[len(codes)] = codes
        if referent.actors:
            self.by_lemma.update((key, referent.actors) for key in referent.keys)
            for actor in referent.actors:
                self.by_sector[actor.kind, actor.sector] = actor

    def back(self, sentence: int, *, sentences: int) -> Iterator[Referent]:
        """Referents from the last one back, at most ``sentences`` before ``sentence``."""
        for referent in reversed(self.recent):
            if referent.sentence < sentence - sentences:
                return
            yield referent
