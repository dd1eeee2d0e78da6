"""Closed and reopened borders: with whom (« avec le Bénin et le Togo », « entre X et Y »), on whose side."""

from __future__ import annotations

from palabre.facts.scene import Scene
from palabre.facts.sides import official
from palabre.types import Actor

_BESIDE = frozenset({"avec", "entre", "vers"})
_SIDES = frozenset({"state", "organisation"})
_CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "parataxis", "ccomp"})


def neighbours(scene: Scene, i: int, acts: list[int]) -> list[Actor]:
    """The states and bodies that a border is told to be with or between, in the order of the text.

    They may stand beside what is done to it: « la réouverture des frontières avec X ».
    """
    document, found, pending = scene.document, dict[str, Actor](), [(i, False)]
    told = [c.i for act in acts for c in document.children(act, "obl", "nmod")]
    pending += [(at, True) for at in told if at != i and scene.grammar.preposition(at) in _BESIDE]
    while pending:
        at, beside = pending.pop(0)
        beside = beside or scene.grammar.preposition(at) in _BESIDE
        for actor in _sides(scene, at) if beside and at != i else []:
            found.setdefault(actor.id, actor)
        children = [c for c in document.children(at) if c.dep not in _CLAUSES]
        pending += [(c.i, beside) for c in children if at != i or c.dep not in {"conj", "appos"}]
    return list(found.values())


def _sides(scene: Scene, at: int) -> list[Actor]:
    if scene.document.tokens[at].pos not in {"NOUN", "PROPN", "PRON"}:
        return []
    told = [official(scene, m.actor) for m in scene.parties.of(at)] or [scene.place(at)]
    return [actor for actor in told if actor is not None and actor.kind in _SIDES]


def closer(scene: Scene, acts: list[int]) -> Actor | None:
    """On whose side it is closed (« fermée du côté togolais », « côté Togo »)."""
    for act in acts:
        for near in scene.document.children(act, "obl", "advmod", "obj", "nmod"):
            if near.lemma == "côté":
                inside = scene.document.tokens[near.left : near.right + 1]
                known = (scene.state(scene.grammar.demonym(t)) or scene.place(t.i) or scene.actor(t.i) for t in inside)
                return next((scene.public(actor) for actor in known if actor is not None), None)
    return None
