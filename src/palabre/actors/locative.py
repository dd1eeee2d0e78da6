"""What beside a name says that it is a place, and in which country: prepositions, nouns, brackets, datelines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from palabre.actors.focus import opening
from palabre.actors.phrases import governor
from palabre.actors.scene import Scene
from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml

Words = frozenset[str]
Grade = Literal["sure", "locative", "leaning"]
_KEYS = frozenset({"areas", "settlements", "inhabited", "nearby", "leaning", "facing", "bridge"})
_REACH = 9


@dataclass(frozen=True, slots=True)
class Locatives:
    """Words by use; the data file says what each list is for."""

    areas: dict[str, Literal["region", "district"]]
    settlements: Words
    inhabited: Words
    nearby: Words
    leaning: Words
    facing: Words
    bridge: Words


@cache
def load_locatives(language: str = "fr") -> Locatives:
    """The words of ``language``. Raises KnowledgeError where a list is missing or unknown."""
    path = f"{language}/places.yaml"
    rows = load_yaml(path)
    check_keys(path, rows, required=_KEYS)
    if set(rows["areas"]) - {"region", "district"}:
        raise KnowledgeError(path, "unknown kind of area", "use only: region, district")
    areas = {word: kind for kind, words in rows["areas"].items() for word in words}
    return Locatives(areas, **{name: frozenset(rows[name]) for name in _KEYS - {"areas"}})


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a name is a place: how sure, by which words, and the country said right after it."""

    grade: Grade
    rule: str
    country: str | None = None


def ground(scene: Scene, known: Mapping[int, str], first: int, last: int, head: int) -> Ground | None:
    """What makes the name at ``first`` to ``last`` a place, ``None`` where nothing does; ``known``: countries of places
    found before, by token.
    """
    words = load_locatives(scene.document.article.language)
    country, bracketed = _country_after(scene, known, words, last)
    if opening(scene.document, head) == "dateline":
        return Ground("sure", "dateline", country)
    found = _before(scene, words, first, head) or _joined(scene, words, first, head)
    if found is None:
        return Ground("leaning", "apposition", country) if country else None
    return Ground("sure", "bracket", country) if country and bracketed else Ground(found.grade, found.rule, country)


def area(scene: Scene, first: int, head: int) -> Literal["region", "district"] | None:
    """The kind of area that a name stands for: « la région de X » is not the town."""
    words, over = load_locatives(scene.document.article.language), governor(scene.document, head)
    if over is None or over.i > first or _text(scene, first - 1) not in {"de", "d'", "d’"}:
        return None
    return words.areas.get(over.lemma.lower()) if scene.token(head).dep != "conj" else None


def _before(scene: Scene, words: Locatives, first: int, head: int) -> Ground | None:
    text, earlier = _text(scene, first - 1), _text(scene, first - 2)
    over = governor(scene.document, head)
    if text in {"de", "d'", "d’"}:
        if earlier in words.nearby:
            return Ground("locative", f"locative:{earlier} de")
        noun = over.lemma.lower() if over is not None and over.i < first else ""
        if noun in words.inhabited:
            return Ground("sure", "inhabited")
        return Ground("sure", "place noun") if noun in words.settlements | words.areas.keys() else None
    if text == "à":
        refused = earlier in words.facing or (over is not None and over.lemma.lower() in _taking(scene, words))
        return None if refused else Ground("locative", "locative:à")
    return Ground("leaning", f"locative:{text}") if text in words.leaning else None


def _taking(scene: Scene, words: Locatives) -> Words:
    """Governors whose « à » brings a party."""
    return scene.lexicon.addressing | words.facing


def _joined(scene: Scene, words: Locatives, first: int, head: int) -> Ground | None:
    """A name coordinated with one that is grounded: « à X, Y et Z »."""
    token = scene.token(head)
    if token.dep != "conj" or token.head >= first:
        return None
    other = scene.names.get(token.head)
    begin = other.first if other is not None else token.head
    if any(t.pos not in {"PUNCT", "CCONJ", "ADP"} and t.dep != "conj" for t in scene.document.tokens[begin + 1 : first]
           if scene.names.get(t.i) is not other):  # fmt: skip
        return None
    found = _before(scene, words, begin, token.head) or _joined(scene, words, begin, token.head)
    return Ground(found.grade, "joined") if found is not None else None


def _country_after(scene: Scene, known: Mapping[int, str], words: Locatives, last: int) -> tuple[str | None, bool]:
    """The country in a bracket or an apposition right after the name, and whether it is a bracket."""
    mark = _text(scene, last + 1)
    if mark not in {"(", ","}:
        return None, False
    for i in range(last + 2, min(last + _REACH, len(scene.document.tokens))):
        token = scene.token(i)
        if token.sentence != scene.token(last).sentence:
            break
        if code := known.get(i) or (scene.country_of(i) if i in scene.names and _state(scene, i) else None):
            said = mark == "(" or i > last + 2  # « X, Y et Z » is a list, « X, au Y » an apposition
            return (code if said else None), mark == "("
        if token.text.lower() not in words.bridge:
            break
    return None, False


def _state(scene: Scene, i: int) -> bool:
    name = scene.names[i]
    if name.entry is None or name.sense not in {"name", "capital"}:
        return False
    return scene.registry.entries[name.entry].kind == "state"


def _text(scene: Scene, i: int) -> str:
    return scene.token(i).text.lower() if 0 <= i < len(scene.document.tokens) else ""
