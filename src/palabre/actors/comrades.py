"""People told of by those they serve with: « leurs camarades », « des femmes du même bataillon »."""

from __future__ import annotations

from palabre.actors.coreference import before
from palabre.actors.nations import case, nations
from palabre.actors.phrases import extent, number, possessive, slug, words
from palabre.actors.scene import Party, Scene
from palabre.types import Actor, ActorKind

REACH = 2  # sentences back to those whose unit « le même bataillon » is
_ARMED = frozenset({"MIL", "POL", "REB"})


def comrade_party(scene: Scene, i: int) -> Party | None:
    """Those who serve with others: of the same country, and of the same force."""
    token = scene.token(i)
    if token.pos != "NOUN" or nations(scene, i):
        return None
    own = _of_somebody(scene, i) if token.lemma.lower() in scene.lexicon.comrades else None
    pattern = own or (_same_unit(scene, i) if i in scene.roles else None)
    if pattern is None:
        return None
    first, last = extent(scene.document, i)
    kind: ActorKind = "person" if number(scene.document, i) == "Sing" else "group"
    key = slug(f"{token.lemma} {pattern.country or ''}")
    actor = Actor(f"text:{key}", words(scene.document, first, last), kind, pattern.country, pattern.sector)
    return Party((actor,), "coref:comrades", first, last)


def _of_somebody(scene: Scene, i: int) -> Actor | None:
    """« leurs camarades », « ses collègues »: whose they are."""
    det = possessive(scene.document, i)
    party = scene.party(det.i) if det is not None else None
    return _single(party.actors) if party is not None else None


def _same_unit(scene: Scene, i: int) -> Actor | None:
    """« des femmes du même bataillon »: the armed people named last."""
    if not any(_same(scene, c) for c in scene.token(i).children if c > i and case(scene, c) == "de"):
        return None
    armed = (r.actors for r in before(scene, i, sentences=REACH) if any(a.sector in _ARMED for a in r.actors))
    return _single(next(armed, ()))


def _same(scene: Scene, i: int) -> bool:
    unit = scene.token(i).lemma.lower() in scene.lexicon.units
    return unit and any(scene.token(c).lemma.lower() == "même" for c in scene.token(i).children if c < i)


def _single(actors: tuple[Actor, ...]) -> Actor | None:
    """The one party, where it is people; a state has no comrades."""
    alone = len(actors) == 1 and actors[0].kind not in {"state", "organisation"}
    return actors[0] if alone and actors[0].sector else None
