"""Towns of GeoNames: a name is one only where its words say so, and of several the one that the text points to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from palabre.actors.locative import Ground, ground
from palabre.actors.nations import adjective
from palabre.actors.scene import Scene
from palabre.actors.spots import Spot, claim, exact, free, head, spot
from palabre.knowledge.gazetteer import LARGE, Town
from palabre.knowledge.names import atoms, slug
from palabre.knowledge.places import Places
from palabre.types import Place, Sentence

_DOMINANT, _DOMINANT_AT_HOME = 10, 5
_OVERSHADOWED = 100


@dataclass(slots=True)
class Evidence:
    """What the document says of countries and people: how often each country, which in each sentence, whose names;
    ``located``: the countries of the places found, by token.
    """

    counts: Counter[str] = field(default_factory=Counter)
    sentences: dict[int, set[str]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    located: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene) -> Evidence:
        """The evidence of registered names, country adjectives and names of several words."""
        evidence = cls()
        for i, name in scene.names.items():
            if i != name.head:
                continue
            if (code := scene.country_of(i)) and len(code) == 3:
                evidence.add(scene, i, (code,))
            if name.last > name.first and (name.entry is None or name.entry.startswith("person:")):
                evidence.people.update(a for k in range(name.first, name.last + 1) for a in atoms(scene.token(k).text))
        for token in scene.document.tokens:
            if token.pos == "ADJ" and token.i not in scene.names:
                evidence.add(scene, token.i, adjective(scene, token.i))
        return evidence

    def add(self, scene: Scene, i: int, codes: tuple[str, ...]) -> None:
        """Count the countries that token ``i`` points to."""
        self.counts.update(codes)
        self.sentences.setdefault(scene.token(i).sentence, set()).update(codes)


def towns(scene: Scene, places: Places, evidence: Evidence) -> list[Spot]:
    """The towns that are not kept by hand: first the mentions that their words show, then the other ones."""
    shown: dict[str, Place] = {}
    found = [s for sentence in scene.document.sentences for s in _shown(scene, places, evidence, sentence, shown)]
    found += [s for sentence in scene.document.sentences for s in _again(scene, sentence, shown)]
    return found + list(_unlisted(scene, places, evidence))


def rival(scene: Scene, places: Places, evidence: Evidence, texts: list[str], first: int, size: int) -> Place | None:
    """A namesake in a country that the text names, of a place kept by hand whose country it does not name."""
    hit = places.match_towns(texts, first - scene.document.sentences[scene.token(first).sentence].first)
    if hit is None or hit[0] != size:
        return None
    last = first + size - 1
    reason = ground(scene, evidence.located, first, last, head(scene, first, last))
    if reason is None or reason.grade == "leaning":
        return None
    local = [t for t in hit[1] if t.place.country in (reason.country, *evidence.counts)]
    return choose(local, reason, evidence, scene.token(first).sentence) if local else None


def _shown(
    scene: Scene, places: Places, evidence: Evidence, sentence: Sentence, shown: dict[str, Place]
) -> Iterator[Spot]:
    texts = [t.text for t in scene.document.tokens[sentence.first : sentence.last]]
    at = sentence.first
    while at < sentence.last:
        made = _town(scene, places, evidence, texts, at) if texts[at - sentence.first][:1].isupper() else None
        if made is None:
            at += 1
            continue
        size, town, reason = made
        last, top = at + size - 1, head(scene, at, at + size - 1)
        claim(scene, at, last, top)
        if town.country and reason.grade != "leaning":
            shown[_text(texts, at - sentence.first, size)] = town
            evidence.add(scene, at, (town.country,))
            evidence.located[at] = town.country
        yield spot(scene, at, last, top, exact(scene, at, top, town), reason.rule)
        at += size


def _text(texts: list[str], at: int, size: int) -> str:
    return " ".join(texts[at : at + size])


def _town(
    scene: Scene, places: Places, evidence: Evidence, texts: list[str], first: int
) -> tuple[int, Place, Ground] | None:
    sentence = scene.token(first).sentence
    hit = places.match_towns(texts, first - scene.document.sentences[sentence].first)
    if hit is None or not free(scene, first, first + hit[0] - 1):
        return None
    size, found = hit
    reason = ground(scene, evidence.located, first, first + size - 1, head(scene, first, first + size - 1))
    if reason is None or not _believable(scene, evidence, found, reason, first, size):
        return None
    place = choose(found, reason, evidence, sentence)
    return (size, place, reason) if place is not None else None


def _believable(scene: Scene, evidence: Evidence, found: list[Town], reason: Ground, first: int, size: int) -> bool:
    """Whether a name that is also a word, or a person's, has more beside it than a preposition."""
    if reason.grade == "sure":
        return True
    doubtful = any(t.word or t.person for t in found)
    person = size == 1 and bool(set(atoms(scene.token(first).text)) & evidence.people)
    if (reason.grade == "leaning" and doubtful) or person:
        return False
    near = evidence.sentences.get(scene.token(first).sentence, set()) | set(evidence.counts)
    return not doubtful or any(t.place.country in near and t.population >= LARGE for t in found)


def choose(found: list[Town], reason: Ground, evidence: Evidence, sentence: int) -> Place | None:
    """The town that the text points to: by the country beside it, in the sentence, in the article; else the largest by
    far. A place without country where several may be meant, ``None`` where none is safe.
    """
    if reason.country is not None:
        return _of(found, {reason.country})
    near = evidence.sentences.get(sentence, set())
    if (place := _of(found, near)) is not None:
        return place
    most = max(t.population for t in found)
    local = [t for t in found if t.place.country in evidence.counts and t.population * _OVERSHADOWED >= most]
    if (place := _of(local, _most_named(local, evidence))) is not None:
        return place
    if reason.grade == "leaning" or any(t.word or t.person for t in found):
        return None
    best = _dominant(found)
    if best is not None:
        return best.place if best.population >= LARGE or reason.grade == "sure" else None
    return _unresolved(found[0].place, None) if most >= LARGE else None


def _most_named(found: list[Town], evidence: Evidence) -> set[str]:
    """The country that the text names most of those where the towns lie; none where two are even."""
    codes = {t.place.country for t in found if t.place.country}
    ranked = sorted(codes, key=lambda c: -evidence.counts[c])
    even = len(ranked) > 1 and evidence.counts[ranked[0]] == evidence.counts[ranked[1]]
    return set() if even else set(ranked[:1])


def _of(found: list[Town], codes: set[str]) -> Place | None:
    """The town in one of ``codes``; only the country where it has several of that name."""
    local = [t for t in found if t.place.country in codes]
    if not local:
        return None
    at_home = len({t.place.country for t in local}) == 1
    best = _dominant(local, _DOMINANT_AT_HOME if at_home else _DOMINANT)
    if best is not None:
        return best.place
    return _unresolved(local[0].place, local[0].place.country) if at_home else None


def _dominant(found: list[Town], times: int = _DOMINANT) -> Town | None:
    """The largest where it is so many times as large as the next."""
    first, *rest = sorted(found, key=lambda t: -t.population)
    return first if not rest or first.population >= times * max(1, rest[0].population) else None


def _unresolved(place: Place, country: str | None) -> Place:
    """A place of which the text does not tell which it is."""
    owner = place.id.partition(":")[0] if country else "unknown"
    return replace(
        place,
        id=f"{owner}:which:{slug(place.name)}",
        country=country,
        precision="unknown",
        latitude=None,
        longitude=None,
    )


def _again(scene: Scene, sentence: Sentence, shown: dict[str, Place]) -> Iterator[Spot]:
    """Further mentions, whatever stands beside them, of a town that the text has shown."""
    if not shown:
        return
    tokens = scene.document.tokens
    for i in range(sentence.first, sentence.last):
        for name, place in shown.items() if tokens[i].text[:1].isupper() else ():
            last = i + name.count(" ")
            same = last < sentence.last and name == " ".join(t.text for t in tokens[i : last + 1])
            if same and free(scene, i, last):
                top = head(scene, i, last)
                claim(scene, i, last, top)
                yield spot(scene, i, last, top, exact(scene, i, top, place), "named before")
                break


def _unlisted(scene: Scene, places: Places, evidence: Evidence) -> Iterator[Spot]:
    """Unknown names that are a place by their words: almost a town of the country that the text points to, or one that
    only the text knows (« le village de X »).
    """
    for i, name in list(scene.names.items()):
        if i != name.head or name.sense != "unknown" or not free(scene, name.first, name.last):
            continue
        reason = ground(scene, evidence.located, name.first, name.last, i)
        if reason is None:
            continue
        texts = [t.text for t in scene.document.tokens[name.first : name.last + 1]]
        person = reason.rule != "inhabited" and {a for t in texts for a in atoms(t)} & evidence.people
        if person or places.match_towns(texts, 0) is not None:
            continue  # a town that was refused above is no misspelt one
        text = " ".join(texts)
        near = _misspelt(places, evidence, text, reason, scene.token(i).sentence)
        place = near or _told(text, reason)
        if place is not None:
            claim(scene, name.first, name.last, i)
            rule = "spelling" if near else reason.rule
            yield spot(scene, name.first, name.last, i, exact(scene, name.first, i, place), rule)


def _misspelt(places: Places, evidence: Evidence, text: str, reason: Ground, sentence: int) -> Place | None:
    hits = [t for code in _pointed(evidence, reason, sentence) if (t := places.near(text, code))]
    return hits[0] if len(hits) == 1 else None


def _told(text: str, reason: Ground) -> Place | None:
    """A village that no gazetteer has: no pin, and the country only where the text says it beside the name."""
    if reason.rule not in {"inhabited", "bracket"}:
        return None
    return Place(f"text:{slug(text)}", text, reason.country, "city")


def _pointed(evidence: Evidence, reason: Ground, sentence: int) -> tuple[str, ...]:
    """The countries where a misspelt name is sought."""
    if reason.grade == "leaning":
        return ()
    if reason.country is not None:
        return (reason.country,)
    named = evidence.sentences.get(sentence, set()) | {c for c, _ in evidence.counts.most_common(1)}
    return tuple(sorted(named))
