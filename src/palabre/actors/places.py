"""Words that say where: registered countries and capitals after a locative, and places of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.actors.nations import is_government
from palabre.actors.phrases import governor, preposition, words
from palabre.actors.scene import Name, Scene
from palabre.types import Place, PlaceMention


@dataclass(frozen=True, slots=True)
class Spot:
    """A place mention and the last of its tokens."""

    mention: PlaceMention
    last: int


def spots(scene: Scene, places: object) -> list[Spot]:
    """The places of the document, in text order."""
    found = []
    for i in sorted(scene.names):
        name = scene.names[i]
        if i == name.head and name.entry is not None and (rule := _where(scene, name)):
            found.append(Spot(_mention(scene, name, rule), name.last))
    return found


def _where(scene: Scene, name: Name) -> str | None:
    """Why the name is a place: after a locative, under a noun like « ville », in a dateline; ``None`` where it is not."""
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


def _mention(scene: Scene, name: Name, rule: str) -> PlaceMention:
    text = words(scene.document, name.first, name.last)
    country = scene.country_of(name.head)
    if name.sense == "capital":
        place = Place(f"{country}:{text}", text, country, "city")
    else:
        place = Place(str(country), scene.registry.entries[name.entry or ""].name, country, "country")
    return PlaceMention(scene.document.span(name.first, name.last), text, name.head, place, rule)
