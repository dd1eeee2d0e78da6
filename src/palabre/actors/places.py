"""Words that say where: registered countries and capitals after a locative, and places of the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.nations import is_government
from palabre.actors.phrases import governor, preposition
from palabre.actors.scene import Name, Scene
from palabre.actors.spots import Spot, claim, exact, free, head, spot
from palabre.actors.towns import Evidence, rival, towns
from palabre.knowledge.places import Places
from palabre.types import Place


def spots(scene: Scene, places: Places) -> list[Spot]:
    """The places of the document, in text order; names that are only places are no party."""
    evidence = Evidence.of(scene)
    found = [*_registered(scene, places), *_listed(scene, places, evidence), *towns(scene, places, evidence)]
    return sorted(found, key=lambda one: one.mention.head)


def _registered(scene: Scene, places: Places) -> Iterator[Spot]:
    for i, name in scene.names.items():
        if i == name.head and name.entry is not None and (rule := _where(scene, name)):
            country = scene.country_of(i)
            place = _capital(scene, places, name) if name.sense == "capital" else places.country(str(country))
            if place is not None:
                yield spot(scene, name.first, name.last, i, exact(scene, name.first, i, place), rule)


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


def _listed(scene: Scene, places: Places, evidence: Evidence) -> Iterator[Spot]:
    """Places kept by hand, outside registered names; the longest one, in a country that the text names if several."""
    tokens = scene.document.tokens
    for sentence in scene.document.sentences:
        texts = [t.text for t in tokens[sentence.first : sentence.last]]
        at = sentence.first
        while at < sentence.last:
            hit = _longest(scene, places, evidence, texts, at)
            if hit is None:
                at += 1
                continue
            size, place, rivals = hit
            top = head(scene, at, at + size - 1)
            claim(scene, at, at + size - 1, top)
            if place.country:
                evidence.located[at] = place.country
            evidence.add(scene, at, (place.country,) if place.country else places.zones.get(place.id, ()))
            yield spot(scene, at, at + size - 1, top, exact(scene, at, top, place, rivals), "gazetteer")
            at += size


def _longest(
    scene: Scene, places: Places, evidence: Evidence, texts: list[str], at: int
) -> tuple[int, Place, tuple[Place, ...]] | None:
    offset = at - scene.document.sentences[scene.token(at).sentence].first
    if not texts[offset][:1].isalpha():
        return None
    found = places.match(texts, offset)
    if not found:
        return None
    size = found[0][0]
    if not free(scene, at, at + size - 1):
        return None
    same = [place for n, place in found if n == size and place.precision != "country"]
    local = [p for p in same if p.country in scene.codes or p.country in evidence.counts]
    if same and not local and (other := rival(scene, places, evidence, texts, at, size)) is not None:
        return size, other, ()
    chosen = local or same
    return (size, chosen[0], tuple(chosen)) if chosen else None
