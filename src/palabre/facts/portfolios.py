"""Offices told by the ministry or the post that is given or taken: « le ministère des Mines revient à X »."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.coding.status import status_of
from palabre.facts.naming import persons_at
from palabre.facts.scene import Scene
from palabre.facts.titles import is_office


def takers(scene: Scene, i: int) -> Iterator[tuple[int, int]]:
    """The persons who get the post at token ``i``, as (token of the name, verb)."""
    token = scene.document.tokens[i]
    verb, verbs = token.head, scene.states.offices.verbs
    if verb == i or not _told(scene, i) or status_of(scene.grammar, verb)[0] != "factual":
        return
    lemma = scene.document.tokens[verb].lemma
    if lemma in verbs["give"] and token.dep in {"nsubj", "nsubj:pass", "obj"}:
        found = scene.grammar.obliques(verb, "à")
    elif lemma in verbs["take"] and i in scene.grammar.objects(verb):
        found = scene.grammar.subjects(verb)
    else:
        found = []
    yield from ((name, verb) for at in found if at != i for name in persons_at(scene, at)[:1])


def _told(scene: Scene, i: int) -> bool:
    """« le ministère des Mines », « le portefeuille du Budget »: a post alone says no office, « le poste de ministre »
    is told by the office."""
    beside = scene.grammar.obliques(i, "de")
    return bool(beside) and not any(is_office(scene, at) for at in beside)
