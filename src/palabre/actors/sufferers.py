"""Whose « son arrestation » is: of the person the text speaks of, not of who tells or orders it."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.actors.memory import Referent
from palabre.actors.phrases import clause, inside, number, subject_of
from palabre.actors.sayings import source, spoke
from palabre.actors.scene import Scene
from palabre.types import Actor, Token

_QUE = frozenset({"que", "qu'", "qu’"})


_ORDERS = frozenset({"ordonner", "requérir", "exiger", "réclamer", "autoriser"})


def sufferer(scene: Scene, i: int, count: str, near: Iterable[Referent]) -> tuple[Actor, ...]:
    """Who owns the noun of possessive ``i`` that names what is done to a person; ``near``: the last named first."""
    noun = scene.token(scene.token(i).head)
    verb = clause(scene.document, i)
    own = subject_of(scene.document, verb.i)
    party = scene.party(own.i) if own is not None and own.i < i and not inside(scene.document, i, own.i) else None
    actors = party.actors if party else ()
    barred = ({a.id for a in actors} if _done_by_others(scene, noun, verb) else set()) | relative_object(scene, verb)
    alone = own is not None and number(scene.document, own.i) in {None, count}
    if actors and alone and not barred & {a.id for a in actors} and all(a.kind in {"person", "group"} for a in actors):
        return actors
    people = [r for r in near if r.agrees(None, count) and _person(r) and not {a.id for a in r.actors} & barred]
    people = [r for r in people if r.at != noun.head]
    told = [r for r in people if not (spoke(scene, r) or source(scene, r))]
    subjects = [r for r in told if r.subject]
    chosen = subjects or told or [r for r in people if not source(scene, r)]
    return chosen[0].actors if chosen else ()


def relative_object(scene: Scene, verb: Token) -> set[str]:
    """Who a relative clause is about as its object: « le président, [qu']il avait prévenu » is not « il »."""
    que = next((c for c in verb.children if scene.token(c).text.lower() in _QUE and scene.token(c).pos == "PRON"), None)
    if que is None or scene.token(que).dep != "obj":
        return set()
    before = que - 1
    while before > 0 and scene.token(before).pos == "PUNCT":
        before -= 1
    while scene.token(before).dep.startswith("flat"):
        before = scene.token(before).head
    near = (r for r in scene.memory.back(verb.sentence, sentences=0) if r.at == before)
    return {a.id for r in near for a in r.actors}


def _done_by_others(scene: Scene, noun: Token, verb: Token) -> bool:
    """Whether the subject tells of it or does it rather than bear it: « réclame [sa] libération »."""
    lemma = noun.lemma.lower()
    if lemma in scene.lexicon.suffered:
        of_doer = noun.dep == "nmod" and (noun.head in scene.roles or _culprit(scene, noun))
        direct = of_doer or (noun.dep == "obj" and verb.lemma not in scene.lexicon.enduring)
        return direct or (noun.dep != "obj" and verb.lemma in scene.lexicon.speech | _ORDERS)
    return noun.dep == "obj" and verb.lemma in scene.lexicon.claiming


def _culprit(scene: Scene, noun: Token) -> bool:
    """« les auteurs de leur enlèvement »."""
    before = scene.token(max(noun.left - 1, 0)).text.lower() if noun.left else ""
    return before.removesuffix("s") in scene.lexicon.culprits


def _person(referent: Referent) -> bool:
    return bool(referent.actors) and all(a.kind in {"person", "group"} for a in referent.actors)
