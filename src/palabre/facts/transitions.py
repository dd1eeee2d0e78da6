"""What events change in how things stand, by the rows of ``data/states``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from palabre.actors.phrases import slug
from palabre.facts.offices import is_office, noun_of
from palabre.facts.scene import Scene
from palabre.knowledge.states import Transition
from palabre.types import Actor, ActorMention, Event, Fact, FactStatus, Step

PAIRS = 12
_PUBLIC = frozenset({"deployment", "relation", "membership", "measure"})
_PHRASED = frozenset({"deployment", "relation", "measure"})


def find(scene: Scene) -> Iterator[Fact]:
    """The facts that the document's events make or end, in the order of the events."""
    for event in scene.events:
        for transition in scene.states.transitions.get(event.type, ()):
            if _applies(transition, event):
                yield from _facts(scene, event, transition)


def _applies(transition: Transition, event: Event) -> bool:
    if event.status not in transition.statuses or event.status not in {"factual", "future"}:
        return False
    if transition.mode is not None and transition.mode != event.mode:
        return False
    return not transition.themes or event.theme in transition.themes


def _facts(scene: Scene, event: Event, transition: Transition) -> Iterator[Fact]:
    subjects = _slot(scene, event, transition, transition.subject, None)
    for subject in islice(subjects, PAIRS):
        if transition.kind == "office":
            yield from _tenure(scene, event, transition, subject)
            continue
        objects: list[Actor | None] = [*_others(scene, event, transition, subject)]
        if not objects and transition.kind in {"custody", "measure"}:
            objects = [None]
        yield from (_fact(scene, event, transition, subject, one) for one in objects)


def _others(scene: Scene, event: Event, transition: Transition, subject: Actor) -> list[Actor]:
    objects = _slot(scene, event, transition, transition.object, subject)
    if not objects and transition.symmetric:
        subjects = _slot(scene, event, transition, transition.subject, None)
        pairs = list(product(subjects, subjects))
        objects = [b for a, b in pairs if a.id == subject.id and subjects.index(b) > subjects.index(a)]
    return [one for one in objects if one.id != subject.id][:PAIRS]


def _slot(
    scene: Scene, event: Event, transition: Transition, names: tuple[str, ...], subject: Actor | None
) -> list[Actor]:
    """The first of the named slots that the event fills."""
    for name in names:
        if found := _filled(scene, event, transition, name, subject):
            return found
    return []


def _filled(scene: Scene, event: Event, transition: Transition, name: str, subject: Actor | None) -> list[Actor]:
    if name == "place":
        return [place] if event.place and (place := scene.place(event.place.head)) else []
    if name == "theme":
        words = theme_words(scene, event)
        return [Actor(f"text:{slug(words)}", words, "group")] if words else []
    if name == "home":
        home = scene.state(subject.country) if subject else None
        others = (m.actor.country for m in (*event.recipients, *event.actors) if m.actor)
        return [home] if home else [s for c in others if (s := scene.state(c))][:1]
    mentions = event.actors if name == "actor" else event.recipients
    found = [_party(scene, m, transition, subject) for m in mentions if m.actor is not None]
    return list({a.id: a for a in found if a is not None}.values())


def _party(scene: Scene, mention: ActorMention, transition: Transition, subject: Actor | None) -> Actor | None:
    """A mention as a party of a fact: the state it speaks for, or itself in the text's words."""
    actor = mention.actor
    if actor is None:
        return None
    public = transition.kind in _PUBLIC or (transition.kind == "custody" and subject is not None)
    if public:
        return None if mention.implicit and actor.country is None else scene.public(actor)
    if mention.implicit or mention.text is None:
        return None
    if actor.kind in {"person", "state", "organisation", "armed-group"} and not actor.id.startswith("implied"):
        return actor
    return replace(actor, id=f"text:{slug(mention.text)}", name=mention.text)


def _fact(scene: Scene, event: Event, transition: Transition, subject: Actor, one: Actor | None) -> Fact:
    since, until = _dates(event, transition)
    status: FactStatus = transition.statuses[event.status]
    label = scene.states.labels[transition.kind, transition.value]
    steps = (Step("event", event.id), Step("state", transition.value))
    value = _value(scene, event, transition, label)
    return Fact(transition.kind, subject, one, value, since, until, status, event.evidence[0], steps)


def _value(scene: Scene, event: Event, transition: Transition, label: str) -> str:
    words = theme_words(scene, event) if transition.kind in _PHRASED else None
    if transition.kind == "deployment":
        return words or label
    return f"{label} : {words}" if words else label


def _dates(event: Event, transition: Transition) -> tuple[str | None, str | None]:
    if event.date is None:
        return None, None
    interval = event.date.interval
    if transition.ends:
        return None, interval.partial_end
    return interval.partial_start, None


def theme_words(scene: Scene, event: Event) -> str | None:
    """The words of what the act bears on: the trigger's object or complement that has the event's theme."""
    trigger = trigger_of(scene, event)
    if trigger is None or event.theme is None:
        return None
    candidates = [trigger, *scene.grammar.objects(trigger), *scene.grammar.obliques(trigger, "de")]
    candidates += scene.grammar.obliques(trigger, "à")
    for i in candidates:
        for at in (i, *scene.grammar.obliques(i, "de")):
            token = scene.document.tokens[at]
            if token.pos in {"NOUN", "PROPN"} and scene.knowledge.themes.of(token.lemma) == event.theme:
                return scene.phrase(i if i != trigger else at)
    return None


def trigger_of(scene: Scene, event: Event) -> int | None:
    """The token that the event's cue starts with."""
    cue = event.evidence[0].cue
    return next((t.i for t in scene.document.tokens if t.start >= cue.start), None)


def _tenure(scene: Scene, event: Event, transition: Transition, subject: Actor) -> Iterator[Fact]:
    """The end of a tenure: of a named person, or of a holder told by the office alone."""
    role = _role(scene, event, transition)
    country = scene.state(subject.country)
    if country is None or (subject.kind != "person" and role is None):
        return
    since, until = _dates(event, transition)
    noun, words = role if role is not None else ("", "")
    steps = (Step("event", event.id), Step("state", noun))
    status = transition.statuses[event.status]
    yield Fact("office", subject, country, words or subject.name, since, until, status, event.evidence[0], steps)


def _role(scene: Scene, event: Event, transition: Transition) -> tuple[str, str] | None:
    mentions = event.actors if transition.subject == ("actor",) else event.recipients
    for mention in mentions:
        if mention.head is not None and is_office(scene, mention.head):
            return noun_of(scene, scene.document.tokens[mention.head]), scene.phrase(mention.head)
    return None
