"""Who « a-t-il ajouté » is: the last one who spoke in the narration, never somebody named in what was said."""

from __future__ import annotations

from palabre.actors.memory import Referent
from palabre.actors.phrases import preposition
from palabre.actors.scene import Scene
from palabre.actors.speakers import in_quotation
from palabre.types import Actor

_SOURCES = frozenset({"selon", "de après", "d'après"})
_BACK = 4


def adds(scene: Scene, i: int) -> bool:
    """Whether token ``i`` is an inverted pronoun of a verb of saying: « a-[t-il] souligné »."""
    verb = scene.token(scene.token(i).head)
    inverted = scene.token(i).text.startswith("-")
    return inverted and (verb.lemma in scene.lexicon.speech or verb.dep.startswith("parataxis"))


def last_speaker(scene: Scene, i: int, sex: str | None, count: str | None) -> tuple[Actor, ...]:
    """The last one before token ``i`` who spoke and agrees, or of whom a sentence of the narration was."""
    by_sentence: dict[int, list[Referent]] = {}
    for referent in _narrated(scene, i):
        if referent.agrees(sex, count):
            by_sentence.setdefault(referent.sentence, []).append(referent)
    for sentence, near in by_sentence.items():
        said = [r for r in near if (spoke(scene, r) or source(scene, r)) and not _writing(scene, r)]
        topics = [r for r in near if sentence < scene.token(i).sentence and _topic(scene, r)]
        if said or topics:
            return (said or topics)[0].actors
    return _subjects(scene, i, by_sentence)


def spoke_before(scene: Scene, i: int) -> tuple[Actor, ...]:
    """Who spoke right before token ``i``: whose words a quotation without a speaker goes on with."""
    near = scene.memory.back(scene.token(i).sentence, sentences=1)
    return next((r.actors for r in near if r.at < i and not in_quotation(scene, r.at) and spoke(scene, r)), ())


def _subjects(scene: Scene, i: int, by_sentence: dict[int, list[Referent]]) -> tuple[Actor, ...]:
    """The last subject, near by, that can speak."""
    own = scene.token(i).sentence
    near = by_sentence.get(own, []) + by_sentence.get(own - 1, [])
    subjects = [r for r in near if r.subject and r.actors]
    return subjects[0].actors if subjects else ()


def _topic(scene: Scene, referent: Referent) -> bool:
    """Whether it is a person and the subject of a main clause."""
    person = bool(referent.actors) and all(a.kind == "person" for a in referent.actors)
    return person and referent.subject and scene.token(scene.token(referent.at).head).dep == "root"


def _narrated(scene: Scene, i: int) -> list[Referent]:
    """What was named before, outside quotations; no state, which speaks as « elle » at most in its own name."""
    back = scene.memory.back(scene.token(i).sentence, sentences=_BACK)
    found = [r for r in back if r.at < i and not in_quotation(scene, r.at)]
    return [r for r in found if not any(a.kind == "state" for a in r.actors)]


def spoke(scene: Scene, referent: Referent) -> bool:
    """Whether it is the subject of a verb of saying."""
    token = scene.token(referent.at)
    verb = scene.token(token.head)
    spoken = verb.lemma in scene.lexicon.speech
    if not spoken and not verb.dep.startswith("parataxis"):
        return False
    inverted = token.dep in {"appos", "obj", "dislocated"} and verb.i < token.i and token.left <= verb.i + 1
    return token.dep == "nsubj" or (inverted and (spoken or bool(referent.actors)))


def source(scene: Scene, referent: Referent) -> bool:
    """Whether it is the source after « selon »."""
    return preposition(scene.document, referent.at) in _SOURCES


def _writing(scene: Scene, referent: Referent) -> bool:
    """Whether it is a text that says: « le rapport affirme »."""
    return not referent.actors and scene.token(referent.at).lemma.lower() in scene.lexicon.writings
