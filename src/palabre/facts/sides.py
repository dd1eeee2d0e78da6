"""Who stands on the other side where the sentence does not say: the other state of the story, its body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from palabre.facts.bearings import trigger_of
from palabre.facts.scene import Scene
from palabre.knowledge.numerals import parse_number
from palabre.types import Actor, ActorMention, Event

_SENTENCES = 4
_OFFICIAL = frozenset({"GOV", "MIL", "IGO"})
_STATES = frozenset({"pays", "état", "capitale", "nation"})
_MEASURES = frozenset({"SANCTION", "CONCEDE", "COERCE"})
_TEXTS = frozenset({"agreement", "alliance"})


def official(scene: Scene, actor: Actor | None) -> Actor | None:
    """The state or the body of states that an actor acts for; nobody's crowd, party or firm does."""
    if actor is None or not (actor.kind == "state" or actor.sector in _OFFICIAL):
        return None
    known = scene.public(actor)
    return known if known.kind in {"state", "organisation"} else None


def counterpart(scene: Scene, event: Event, subject: Actor) -> str | None:
    """The other state of the story: that of the last event before with the subject in it, else the one in focus.

    Whom others dealt with is no partner of the subject's: « Lomé a suspendu son aide. L'Union a gelé son appui. »
    """
    before = scene.events[: scene.events.index(event)]
    for other in reversed(before):
        if country := _other(scene, other, subject):
            return country
    trigger = trigger_of(scene, event)
    focus = scene.state(scene.focus.country(trigger)) if trigger is not None else None
    return focus.country if focus is not None and focus.id not in {subject.id, subject.country} else None


def _other(scene: Scene, event: Event, subject: Actor) -> str | None:
    """The state that an event puts beside or against the subject."""
    found = [m.actor for m in (*event.recipients, *event.actors) if m.actor is not None]
    if not any(subject.country in {actor.country, actor.id} for actor in found):
        return None
    states = (scene.state(actor.country) for actor in found)
    return next((s.country for s in states if s is not None and s.kind == "state" and s.id != subject.id), None)


def body(scene: Scene, at: int) -> Actor | None:
    """The organisation of states that the text named last before a word, not many sentences ago."""
    tokens, sentence = scene.document.tokens, scene.document.tokens[at].sentence
    for token in reversed(tokens[:at]):
        if sentence - token.sentence > _SENTENCES:
            return None
        actor = scene.actor(token.i)
        if actor is not None and actor.kind == "organisation" and actor.sector == "IGO":
            return scene.public(actor)
    return None


def strikers(scene: Scene, i: int, beside: Iterable[Actor] = ()) -> tuple[Actor, Actor] | None:
    """The body that took measures just before a word, and the state that they struck, one of those ``beside`` it.

    « La Cédéao a levé ses sanctions contre le Togo. Les frontières sont rouvertes. »
    """
    tokens, known = scene.document.tokens, {actor.id for actor in beside}
    where = {s.start: s.index for s in scene.document.sentences}
    before = [e for e in scene.events if e.evidence[0].cue.start < tokens[i].start and e.type in _MEASURES]
    for event in reversed(before):
        if tokens[i].sentence - where.get(event.evidence[0].start, tokens[i].sentence) > _SENTENCES:
            return None
        bodies, struck = _publics(scene, event.actors), _publics(scene, event.recipients)
        body_ = next((b for b in bodies if b.kind == "organisation" and b.sector == "IGO"), None)
        state = next((s for s in struck if s.kind == "state"), None)
        if body_ is not None and state is not None:
            return (body_, state) if not known or state.id in known else None
    return None


def _publics(scene: Scene, mentions: Iterable[ActorMention]) -> list[Actor]:
    return [scene.public(m.actor) for m in mentions if m.actor is not None]


def counted(scene: Scene, i: int) -> list[Actor]:
    """« les trois pays »: the states of the last event before that so many take part in."""
    token = scene.document.tokens[i]
    number = next((parse_number(c.text) for c in scene.document.children(i, "nummod")), None)
    if token.lemma not in _STATES or number is None:
        return []
    for event in reversed([e for e in scene.events if e.evidence[0].cue.start < token.start]):
        for side in (event.actors, event.recipients):
            states = {m.actor.id: m.actor for m in side if m.actor is not None and m.actor.kind == "state"}
            if len(states) == number:
                return list(states.values())
    return []


def founded(scene: Scene, event: Event) -> list[Actor]:
    """The bodies that an act founds, or that the text it signs does: « la charte qui institue X »."""
    trigger = trigger_of(scene, event)
    if trigger is None:
        return []
    verbs = scene.states.offices.verbs["found"]
    objects = scene.grammar.objects(trigger)
    told = objects if scene.document.tokens[trigger].lemma in verbs else []
    found = [*_bodies(scene, told), *_bodies(scene, _made(scene, objects))]
    return list({actor.id: actor for actor in found}.values())


def _made(scene: Scene, objects: Iterable[int]) -> Iterator[int]:
    """What clauses beside the signed text say that it makes."""
    verbs, tokens = scene.states.offices.verbs["found"], scene.document.tokens
    for at in objects:
        if scene.knowledge.themes.of(tokens[at].lemma) in _TEXTS:
            inside = tokens[tokens[at].left : tokens[at].right + 1]
            yield from (i for token in inside if token.lemma in verbs for i in scene.grammar.objects(token.i))


def _bodies(scene: Scene, at: Iterable[int]) -> Iterator[Actor]:
    actors = (scene.actor(i) for i in at)
    return (actor for actor in actors if actor is not None and actor.kind == "organisation")
