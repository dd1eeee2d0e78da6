"""Words that say where: registered countries and capitals after a locative, and places of the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from palabre.actors.nations import is_government
from palabre.actors.phrases import governor, preposition, words
from palabre.actors.scene import Name, Scene
from palabre.knowledge.places import Places
from palabre.types import Place, PlaceMention


@dataclass(frozen=True, slots=True)
class Spot:
    """A place mention and the last of its tokens."""

    mention: PlaceMention
    last: int


def spots(scene: Scene, places: Places) -> list[Spot]:
    """The places of the document, in text order; names that are only places are no party."""
    found = [*_registered(scene, places), *_listed(scene, places)]
    return sorted(found, key=lambda spot: spot.mention.head)


def _registered(scene: Scene, places: Places) -> Iterator[Spot]:
    for i, name in scene.names.items():
        if i == name.head and name.entry is not None and (rule := _where(scene, name)):
            country = scene.country_of(i)
            place = _capital(scene, places, name) if name.sense == "capital" else places.country(str(country))
            if place is not None:
                yield _spot(scene, name.first, name.last, i, place, rule)


def _where(scene: Scene, name: Name) -> str | None:
    """Why a registered name is a place: a locative, a noun like « ville », a dateline; ``None`` where it is not."""
    if name.sense == "capital":
        return None if is_government(scene, name.head) else "capital"
    if name.sense != "name" or scene.registry.entries[name.entry or ""].kind != "state":
        return None
    prep, over = preposition(scene.document, name.head), governor(scene.document, name.head)
    if prep in scene.lexicon.prepositions["at"] and prep not in {"entre", "chez"}:
        return f"locative:{prep}"
    if prep == "de" and over is not None and over.lemma.lower() in scene.lexicon.spot:
        return "part"
    return None


def _capital(scene: Scene, places: Places, name: Name) -> Place:
    text = [t.text for t in scene.document.tokens[name.first : name.last + 1]]
    country = scene.country_of(name.head)
    for _, place in places.match(text, 0):
        if place.country == country and place.precision == "city":
            return place
    return Place(f"{country}:{'-'.join(text).lower()}", " ".join(text), country, "city")


def _listed(scene: Scene, places: Places) -> Iterator[Spot]:
    """Gazetteer names outside registered names; the longest one, in the country in focus if several share it."""
    tokens = scene.document.tokens
    for sentence in scene.document.sentences:
        texts = [t.text for t in tokens[sentence.first : sentence.last]]
        at = sentence.first
        while at < sentence.last:
            hit = _longest(scene, places, texts, at, at - sentence.first)
            if hit is None:
                at += 1
                continue
            size, place = hit
            head = _head(scene, at, at + size - 1)
            yield _spot(scene, at, at + size - 1, head, place, "gazetteer")
            scene.names.update((k, Name(at, at + size - 1, head, None, "place")) for k in range(at, at + size))
            at += size


def _longest(scene: Scene, places: Places, texts: list[str], at: int, offset: int) -> tuple[int, Place] | None:
    if not texts[offset][:1].isupper():
        return None
    found = places.match(texts, offset)
    if not found:
        return None
    size = found[0][0]
    if not _free(scene, at, at + size - 1):
        return None
    same = [place for n, place in found if n == size and place.precision != "country"]
    local = [p for p in same if p.country in scene.codes] or same
    return (size, local[0]) if local else None


def _free(scene: Scene, first: int, last: int) -> bool:
    """Whether the tokens are a name of their own: no registered name, no part of a longer run."""
    own = scene.names.get(first)
    if own is not None and (own.entry is not None or own.last > last or own.first < first):
        return False
    if last == first and scene.token(first).lemma.lower() in scene.lexicon.compass:
        over = governor(scene.document, first)
        return over is not None and over.lemma.lower() in scene.lexicon.spot
    return scene.token(first).pos in {"PROPN", "NOUN", "ADJ", "X", "DET"} and scene.names.get(last, own) is own


def _head(scene: Scene, first: int, last: int) -> int:
    for i in range(first, last + 1):
        if not first <= scene.token(i).head <= last:
            return i
    return first


def _spot(scene: Scene, first: int, last: int, head: int, place: Place, rule: str) -> Spot:
    mention = PlaceMention(scene.document.span(first, last), words(scene.document, first, last), head, place, rule)
    return Spot(mention, last)
