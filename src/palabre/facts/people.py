"""Which person a name in the text stands for."""

from __future__ import annotations

from palabre.actors.phrases import slug
from palabre.facts.scene import Scene
from palabre.types import Actor


def person_of(scene: Scene, i: int, name: int) -> Actor:
    """The person in the office at token ``i`` whose name is at token ``name``."""
    known = scene.person(name) or next((p for c in scene.document.children(name) if (p := scene.person(c.i))), None)
    if known is None and (titled := scene.person(i)) is not None and titled.name[:1].isupper():
        known = titled
    if known is not None and _alike(scene, name, known):
        return known
    text = _full_name(scene, name)
    return Actor(f"text:{slug(text)}", text, "person")


def _alike(scene: Scene, name: int, known: Actor) -> bool:
    """Whether the name in the text shares a word with the person's, or is no name at all."""
    if scene.document.tokens[name].pos != "PROPN":
        return True
    words, others = (slug(text).split("-") for text in (_full_name(scene, name), known.name))
    return any(_near(word, other) for word in words for other in others)


def _near(word: str, other: str) -> bool:
    """« Lamime » is « Lamine »: one letter may drift in a long word."""
    return word == other or (len(word) > 4 and sum(a != b for a, b in zip(word, other, strict=False)) < 2)


def _full_name(scene: Scene, name: int) -> str:
    token = scene.document.tokens[name]
    if token.pos != "PROPN":
        name = next(c.i for c in scene.document.children(name) if c.pos == "PROPN")
    last = name
    while any(
        c.i == last + 1 for c in scene.document.children(name, "flat:name", "flat", "nmod", "appos") if c.pos == "PROPN"
    ):
        last += 1
    return scene.words(name, last)
