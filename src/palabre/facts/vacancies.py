"""Offices that a text tells to be empty: « la France n'a plus d'ambassadeur à Lomé », « sans ministre depuis mars »."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.phrases import slug
from palabre.coding.status import negation
from palabre.facts.leading import since_said
from palabre.facts.owners import host_of, owner_of
from palabre.facts.people import person_of
from palabre.facts.scene import Scene
from palabre.facts.titles import cased, is_name, key_of
from palabre.types import Actor, Fact, Step


def vacancies(scene: Scene, i: int) -> Iterator[Fact]:
    """The end of the tenure of whoever held the office at token ``i``: of the one who left, where the text says who."""
    since = since_said(scene, i)
    left = _left(scene, i)
    copula = bool(scene.document.children(i, "cop"))
    without = cased(scene, i) == "sans" and (copula or since is not None or left is not None)
    if not (without or _lacking(scene, i)):
        return
    person = person_of(scene, i, left) if left is not None else None
    owner = _owner(scene, i, person)
    if owner is None:
        return
    title = scene.phrase(i)
    host = host_of(scene, i, owner)
    words = f"{title} ({host.name})" if host else title
    subject = person or Actor(f"text:{slug(title)}", title, "person", owner.country)
    steps = (Step("office", "vacant"), Step("object", "who is without"), Step("state", key_of(scene, i)))
    yield Fact("office", subject, owner, words, None, since, "former", scene.evidence(i), steps)


def _lacking(scene: Scene, i: int) -> bool:
    """« n'a plus de ministre », « ne compte plus d'ambassadeur »: there was one."""
    verb = scene.document.tokens[i].head
    held = scene.document.tokens[verb].lemma in scene.states.offices.verbs["have"] and cased(scene, i) == "de"
    gone = any(c.text.lower() == "plus" for c in scene.document.children(verb))
    return held and gone and scene.document.tokens[i].dep == "obj" and bool(negation(scene.grammar, verb))


def _left(scene: Scene, i: int) -> int | None:
    """« sans ambassadeur depuis le rappel de [X] »."""
    for child in scene.document.children(i, "nmod", "obl"):
        if cased(scene, child.i) == "depuis":
            return next((at for at in scene.grammar.obliques(child.i, "de") if is_name(scene, at)), None)
    return None


def _owner(scene: Scene, i: int, person: Actor | None) -> Actor | None:
    """Who is without: the subject where it is a state, else whose the title says the office to be."""
    verb = i if scene.document.children(i, "cop") else scene.document.tokens[i].head
    below = [c.i for c in scene.document.children(verb, "nsubj")]
    actors = (scene.actor(at) for at in (*scene.grammar.subjects(verb), *below))
    state = next((scene.public(a) for a in actors if a is not None), None)
    return state if state is not None and state.kind == "state" else owner_of(scene, i, person)[0]
