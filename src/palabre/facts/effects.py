"""When a decision takes effect, and since when what is lifted was in force, where a clause says so apart."""

from __future__ import annotations

from palabre.facts.bearings import bearing, trigger_of
from palabre.facts.scene import Scene
from palabre.knowledge.states import Transition
from palabre.types import Event, FactStatus, TimeMention, Token

Course = tuple[FactStatus, str | None, str | None]
_EFFECTIVE = frozenset({"effectif", "effective"})
_TAKEN = frozenset({"prendre", "entrer"})
_EFFECT = frozenset({"effet", "vigueur"})
_WHAT = frozenset({"décision", "retrait", "sortie", "départ", "mesure"})
_IMPOSE = frozenset({"imposer", "décider", "décréter", "instaurer", "prendre", "infliger", "prononcer"})


def in_effect(scene: Scene, event: Event, transition: Transition, course: Course) -> Course:
    """The status and the dates of what an event ends, with those that clauses beside it give."""
    status, since, until = course
    if not transition.ends or transition.kind not in {"measure", "membership"}:
        return course
    if transition.kind == "measure":
        return status, since or _imposed(scene, event), until
    date, published = _effect(scene, event), scene.document.article.published
    if date is None or date.interval.start is None:
        return course
    coming = published is not None and date.interval.start > published
    return "ending" if coming else status, since, date.interval.partial_start


def _effect(scene: Scene, event: Event) -> TimeMention | None:
    """The day on which an exit takes effect, told in its sentence or the next (« la décision est effective »)."""
    trigger = trigger_of(scene, event)
    if trigger is None:
        return None
    first = scene.document.tokens[trigger].sentence
    near = [t for t in scene.tokens() if t.sentence in {first, first + 1} and t.i > trigger]
    return next((date for t in near if _takes_effect(scene, t) and (date := scene.date(t.i)) is not None), None)


def _takes_effect(scene: Scene, token: Token) -> bool:
    """Whether the word says that a decision counts from then on."""
    tokens = scene.document.tokens
    below = [tokens[c.i].lemma for c in scene.document.children(token.i)]
    if token.lemma not in _EFFECTIVE and not (token.lemma in _TAKEN and _EFFECT & set(below)):
        return False
    told = [c.i for c in scene.document.children(token.i, "nsubj", "nsubj:pass")] or scene.grammar.subjects(token.i)
    return any(tokens[i].lemma in _WHAT for i in told)


def _imposed(scene: Scene, event: Event) -> str | None:
    """« les sanctions imposées en janvier »."""
    noun = bearing(scene, event)
    clauses = scene.document.children(noun, "acl", "acl:relcl") if noun is not None else []
    date = next((d for c in clauses if c.lemma in _IMPOSE and (d := scene.date(c.i)) is not None), None)
    if date is None or event.date is None or date.interval == event.date.interval:
        return None
    return scene.since(date)
