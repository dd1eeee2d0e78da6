"""Holders of one office in several states: « les présidents du Togo, A, du Bénin, B, et du Ghana, C »."""

from __future__ import annotations

from dataclasses import replace

from palabre.actors.people import person_like, remember
from palabre.actors.phrases import number, slug, words
from palabre.actors.scene import Name, Party, RoleHit, Scene
from palabre.types import Actor


def each_named(scene: Scene, i: int, role: Party) -> Party | None:
    """« les présidents du Togo, A, du Bénin, B, et du Ghana, C »: each is named behind the state that he is of."""
    hit, last = scene.roles[i], scene.roles[i].last
    if number(scene.document, i) != "Plur" or not hit.role.office:
        return None
    found: list[tuple[str, Actor | None]] = []
    k = last + 1
    while (k < len(scene.document.tokens) and (name := scene.names.get(k))) or _between(scene, k):
        if name is None:
            k += 1
            continue
        code = scene.country_of(name.head) if name.entry in scene.registry.entries else None
        if name.entry is not None and scene.registry.entries[name.entry].kind == "state" and code:
            found.append((code, None))
        elif found and found[-1][1] is None and person_like(scene, name):
            found[-1] = (found[-1][0], _known_holder(scene, hit, name, found[-1][0]))
        else:
            break
        last, k = name.last, name.last + 1
    if len(found) < 2 or not any(actor for _, actor in found):
        return None
    actors = tuple(a or _known_holder(scene, hit, None, code) for code, a in found)
    return Party(actors, "person:title", role.first, last)


def _between(scene: Scene, k: int) -> bool:
    """Whether a word only joins the members of such a list."""
    return k < len(scene.document.tokens) and scene.token(k).text.lower() in _JOINING


_JOINING = frozenset({",", "et", "de", "du", "d'", "d’", "des", "la", "l'", "l’", "le", "ainsi", "que"})


def _known_holder(scene: Scene, hit: RoleHit, name: Name | None, code: str) -> Actor:
    """The holder of an office in a state: by the name beside it, by the register, or as a bare title."""
    day = scene.document.article.published
    if name is not None and name.entry is not None:
        actor = scene.registry.actor(name.entry, on=day)
        return replace(actor, sector=actor.sector or hit.role.sector)
    holders = scene.registry.holders(hit.role.office or "", code, on=day) if day else ()
    if name is None and len(holders) == 1:
        return scene.registry.actor(next(iter(holders)), on=day)
    text = words(scene.document, name.first, name.last) if name else hit.role.lemma
    actor = Actor(f"text:{slug(text)}-{code.lower()}", text, "person", code, hit.role.sector)
    if name is not None:
        remember(scene, actor, text)
    return actor
