"""Who holds the office that a description names: only the office of a state, whole, and of the right gender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from palabre.actors.nations import adjective, case
from palabre.actors.phrases import definite, determiner, number
from palabre.actors.scene import RoleHit, Scene
from palabre.types import Actor

HANDOVER = timedelta(days=3)
_BODIES = frozenset({"institution", "organisation"})
_UNCOUNTED = frozenset({"vice-president", "first-lady"})


def incumbent(scene: Scene, hit: RoleHit, country: str | None) -> Actor | None:
    """The person in office on the day of publication, or until just before, for a definite office of one holder."""
    day, office = scene.document.article.published, hit.role.office
    if not (office and country and day) or not _sole(scene, office):
        return None
    if number(scene.document, hit.head) == "Plur" or not definite(scene.document, hit.head) or not whole(scene, hit):
        return None
    holders = _in_office(scene, office, country, day)
    holder = scene.registry.actor(holders[0], on=day) if len(holders) == 1 else None
    return holder if holder is not None and _agrees(scene, hit.head, holder) else None


def _in_office(scene: Scene, office: str, country: str, day: date) -> tuple[str, ...]:
    """Who holds an office; where it changed hands days ago, the one of the two whom the article names.

    « M. Keïta a démissionné. Les soldats avaient arrêté le chef de l'État. »: the day after, he no longer is.
    """
    now, before = (scene.registry.holders(office, country, on=one) for one in (day, day - HANDOVER))
    named = {name.entry for name in scene.names.values()}
    if now == before or not before or not named.isdisjoint(now):
        return now
    return before if len(before) == 1 and before[0] in named else ()


def whole(scene: Scene, hit: RoleHit) -> bool:
    """Whether nothing after an office says that it is of less than a state: a body, a region, a branch, a past day."""
    return not any(_narrows(scene, hit, child) for child in _after(scene, hit))


def of_a_body(scene: Scene, hit: RoleHit) -> bool:
    """Whether an office is of a body or a thing, not of a state: « le président [de Total] »."""
    if hit.role.office not in _HEADS:
        return False
    return any(scene.token(c).text[:1].isupper() and _narrows(scene, hit, c) and not _land(scene, c)
               for c in _after(scene, hit))  # fmt: skip


def _sole(scene: Scene, office: str) -> bool:
    known = scene.registry.offices.get(office)
    return known is not None and (known.single or bool(known.includes) or office in _UNCOUNTED)


def _after(scene: Scene, hit: RoleHit) -> Iterator[int]:
    """What hangs on the words of an office, behind its last."""
    for i in range(hit.first, hit.last + 1):
        yield from (c for c in scene.token(i).children if c > hit.last)


def _narrows(scene: Scene, hit: RoleHit, i: int) -> bool:
    token = scene.token(i)
    if token.dep == "amod":
        inner = token.head != hit.head
        return (inner or token.lemma.lower() in scene.lexicon.partial) and not adjective(scene, i)
    return token.dep == "nmod" and case(scene, i) == "de" and not _realm(scene, i)


def _realm(scene: Scene, i: int) -> bool:
    """Whether a complement is a state, its government or an age: « le président [du pays] », « [de 78 ans] »."""
    token, name = scene.token(i), scene.names.get(i)
    if name is not None and name.entry is not None:
        entry, code = scene.registry.entries[name.entry], scene.country_of(i)
        ruling = entry.sector == "GOV" or (code is not None and len(code) != 3)
        return (entry.kind == "state" and code == name.entry) or (entry.kind in _BODIES and ruling)
    if token.pos == "NUM" or any(scene.token(c).dep == "nummod" for c in token.children):
        return True
    return name is None and (token.lemma.lower() in scene.lexicon.realms or bool(adjective(scene, i)))


def _land(scene: Scene, i: int) -> bool:
    """Whether a complement is an area: « le président [de la Catalogne] » still governs."""
    name = scene.names.get(i)
    place = scene.focus.place(i) is not None or (name is not None and name.sense == "place")
    return place or scene.token(i).lemma.lower() in scene.lexicon.spot


def _agrees(scene: Scene, i: int, holder: Actor) -> bool:
    """Whether « la ministre » can be the holder; « le ministre » is said of women too."""
    det = determiner(scene.document, i)
    feminine = det is not None and det.text.lower() in {"la", "cette"}
    return not feminine or holder.name.split()[0] in scene.lexicon.women


_HEADS = frozenset({"president", "vice-president", "head-of-state"})
