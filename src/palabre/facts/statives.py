"""Facts that verbs and nouns of state say, by the frames of ``data/<language>/facts.yaml``."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.phrases import slug
from palabre.coding.matching import Match
from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.knowledge.frames import Path, Role
from palabre.knowledge.states import Stative
from palabre.types import Actor, Fact, FactStatus, Step, TimeMention

_IN = frozenset({"à", "en", "dans", "sur"})
_SINCE = ("depuis", "dès")
_UNTIL = ("jusqu", "d'ici", "d’ici")


def find(scene: Scene) -> Iterator[Fact]:
    """The facts that stative frames say, in text order."""
    for token in scene.tokens():
        match = scene.matcher.match(token.i)
        if match is not None:
            yield from _facts(scene, match, scene.states.statives[match.frame.name])


def _facts(scene: Scene, match: Match, stative: Stative) -> Iterator[Fact]:
    status = _status(scene, match.trigger, stative)
    if status is None:
        return
    subjects = _subjects(scene, match, stative)
    objects = _objects(scene, match, stative, subjects)
    for subject in subjects:
        for one in objects:
            if one.id != subject.id:
                yield _fact(scene, match, stative, status, subject, one)


def _status(scene: Scene, i: int, stative: Stative) -> FactStatus | None:
    """The status of the fact by that of the words: « ne ... plus » ends it, other negations deny it."""
    verdict, rule = status_of(scene.grammar, i)
    if verdict == "factual":
        return stative.status
    if verdict == "future":
        return "announced"
    return "ended" if rule == "ne ... plus" else None


def _tokens(scene: Scene, match: Match, role: Role) -> list[int]:
    """The tokens of the first of the role's options that the text fills."""
    for option in role:
        found = [i for path in option for i in _follow(scene, match.trigger, path)]
        if found:
            return found
    return []


def _follow(scene: Scene, i: int, path: Path) -> list[int]:
    """The tokens at the end of a path such as ``object.de``."""
    at = [i]
    for step in path:
        at = [j for here in at for j in _step(scene, here, step)]
    return at


def _step(scene: Scene, i: int, step: str) -> list[int]:
    if step == "bearer":
        return _bearers(scene, i)
    if step == "subject":
        return scene.grammar.subjects(i)
    if step == "object":
        return scene.grammar.objects(i)
    return scene.grammar.obliques(i, step)


def _bearers(scene: Scene, i: int) -> list[int]:
    """Who a noun says something of: its subject (« X est membre »), or the noun it stands beside."""
    token = scene.document.tokens[i]
    if scene.document.children(i, "cop"):
        return scene.grammar.expand(c.i for c in scene.document.children(i, "nsubj"))
    beside = token.dep in {"appos", "nmod", "amod"} and token.head != i
    return scene.grammar.expand([token.head]) if beside else []


def _subjects(scene: Scene, match: Match, stative: Stative) -> list[Actor]:
    found = [a for i in _tokens(scene, match, match.frame.actor) if (a := scene.named(i)) is not None]
    found = [a for a in found if not stative.sectors or a.sector in stative.sectors]
    if stative.kind != "control":
        found = [scene.public(a) for a in found]
    return list({a.id: a for a in found}.values())


def _objects(scene: Scene, match: Match, stative: Stative, subjects: list[Actor]) -> list[Actor]:
    if match.frame.recipient == ((("home",),),):
        homes = [scene.state(s.country) for s in subjects]
        return [h for h in homes if h is not None][:1]
    tokens = _tokens(scene, match, match.frame.recipient)
    found = [a for i in tokens if (a := _object(scene, i, stative)) is not None]
    if not found and stative.place:
        found = _places_in_clause(scene, match.trigger)
    return list({a.id: a for a in found}.values())


def _object(scene: Scene, i: int, stative: Stative) -> Actor | None:
    place = scene.place(i) or next((p for c in scene.document.children(i) if (p := scene.place(c.i))), None)
    actor = scene.actor(i)
    if not stative.place:
        return scene.public(actor) if actor is not None else place
    if actor is not None:
        return actor if actor.kind == "state" else place
    return place or _ground(scene, i)


def _ground(scene: Scene, i: int) -> Actor | None:
    """A place known from its words only: « la ville de X », « le nord du pays », a bare proper name."""
    token = scene.document.tokens[i]
    if token.pos != "PROPN" and scene.knowledge.themes.of(token.lemma) != "territory":
        return None
    text = scene.phrase(i)
    return Actor(f"text:{slug(text)}", text, "place")


def _places_in_clause(scene: Scene, i: int) -> list[Actor]:
    """The first place or state behind « à », « en », « dans » or « sur » under the trigger."""
    token = scene.document.tokens[i]
    for at in range(token.left, token.right + 1):
        if scene.grammar.preposition(at) in _IN:
            actor = scene.actor(at)
            found = scene.place(at) or (actor if actor is not None and actor.kind == "state" else None)
            if found is not None:
                return [found]
    return []


def _fact(scene: Scene, match: Match, stative: Stative, status: FactStatus, subject: Actor, one: Actor) -> Fact:
    since, until = _dates(scene, scene.date(match.trigger))
    steps = (Step("frame", match.frame.name), Step("state", stative.value))
    evidence = scene.evidence(match.trigger, first=match.words[0], last=match.words[-1])
    return Fact(stative.kind, subject, one, _value(scene, match, stative), since, until, status, evidence, steps)


def _value(scene: Scene, match: Match, stative: Stative) -> str:
    """The force for a deployment, the state's own label else."""
    if stative.kind == "deployment":
        for path in ("object", "de"):
            for at in _step(scene, match.trigger, path):
                return scene.phrase(at)
    return scene.states.labels[stative.kind, stative.value]


def _dates(scene: Scene, time: TimeMention | None) -> tuple[str | None, str | None]:
    """Only « depuis » opens a state and « jusqu'à », « d'ici » close one: other dates say when it was seen."""
    if time is None:
        return None, None
    text = time.text.lower()
    if text.startswith(_SINCE):
        return time.interval.partial_start, None
    return (None, time.interval.partial_end) if text.startswith(_UNTIL) else (None, None)
