"""A place mention in the making: which words are free to be one, and how it is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from palabre.actors.locative import area
from palabre.actors.phrases import governor, words
from palabre.actors.scene import Name, Scene
from palabre.knowledge.names import slug
from palabre.types import Place, PlaceMention


@dataclass(frozen=True, slots=True)
class Spot:
    """A place mention and the last of its tokens."""

    mention: PlaceMention
    last: int


def spot(scene: Scene, first: int, last: int, head: int, place: Place, rule: str) -> Spot:
    """The mention of ``place`` by tokens ``first`` to ``last``."""
    mention = PlaceMention(scene.document.span(first, last), words(scene.document, first, last), head, place, rule)
    return Spot(mention, last)


def claim(scene: Scene, first: int, last: int, head: int) -> None:
    """Keep the tokens of a place from standing for a party."""
    scene.names.update((k, Name(first, last, head, None, "place")) for k in range(first, last + 1))


def free(scene: Scene, first: int, last: int) -> bool:
    """Whether the tokens are a name of their own: no registered name, no part of a longer run."""
    own = scene.names.get(first)
    if own is not None and (own.entry is not None or own.last > last or own.first < first or own.sense == "place"):
        return False
    if last == first and scene.token(first).lemma.lower() in scene.lexicon.compass:
        over = governor(scene.document, first)
        return over is not None and over.lemma.lower() in scene.lexicon.spot
    inner = scene.names.get(last, own)
    whole = inner is own or (own is None and inner is not None and inner.sense == "unknown" and inner.first > first)
    return scene.token(first).pos in {"PROPN", "NOUN", "ADJ", "X", "DET"} and whole


def head(scene: Scene, first: int, last: int) -> int:
    """The first token of a run whose governor lies outside."""
    for i in range(first, last + 1):
        if not first <= scene.token(i).head <= last:
            return i
    return first


def exact(scene: Scene, first: int, at: int, place: Place, rivals: tuple[Place, ...] = ()) -> Place:
    """The place itself, or the area named after it: « la région de Kayes » is no pin on the town of Kayes."""
    kind = area(scene, first, at) if place.precision == "city" else None
    if kind is None:
        return place
    for other in rivals:
        if other.precision == kind and other.country == place.country:
            return other
    owner = place.id.partition(":")[0]
    return replace(place, id=f"{owner}:{kind}:{slug(place.name)}", precision=kind, latitude=None, longitude=None)
