"""What a clause above names, for the pronoun of a clause below: « protéger l'île si elle est attaquée »."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.actors.memory import Referent
from palabre.actors.phrases import SUBJECTS
from palabre.actors.scene import Scene
from palabre.types import Token


def governing_referent(scene: Scene, verb: Token, near: Iterable[Referent]) -> Referent | None:
    """The object of a clause above ``verb``, or the person in its subject: « les amis de X veulent qu'il parle »."""
    above = _above(scene, verb)
    return next((r for r in near if _object(scene, r, above) or _whose(scene, r, above)), None) if above else None


def _above(scene: Scene, verb: Token) -> set[int]:
    """The verbs that govern a clause from above; of a relative clause or a coordinate one none."""
    found: set[int] = set()
    while verb.dep in {"advcl", "ccomp", "xcomp"} and verb.head != verb.i:
        verb = scene.token(verb.head)
        found.add(verb.i)
    return found


def _object(scene: Scene, referent: Referent, above: set[int]) -> bool:
    token = scene.token(referent.at)
    verb = scene.token(token.head)
    return token.dep == "obj" and (verb.i in above or (verb.dep == "xcomp" and verb.head in above))


def _whose(scene: Scene, referent: Referent, above: set[int]) -> bool:
    """Whether it is a person whose followers are the subject above."""
    token = scene.token(referent.at)
    over = scene.token(token.head)
    person = len(referent.actors) == 1 and referent.actors[0].kind == "person"
    return person and token.dep == "nmod" and over.dep in SUBJECTS and over.head in above
