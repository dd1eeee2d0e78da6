"""What events change in how things stand, by the rows of ``data/states``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from palabre.actors.phrases import slug
from palabre.facts import dimensions, sides
from palabre.facts.bearings import bearing, frame_of, partner, theme_of, theme_words, trigger_of
from palabre.facts.detainees import is_told
from palabre.facts.effects import in_effect
from palabre.facts.scene import Scene
from palabre.facts.sites import town
from palabre.facts.tenures import tenure
from palabre.facts.withdrawals import course, host_of, host_of_mission, is_regional, site_left
from palabre.knowledge.states import Transition
from palabre.types import Actor, ActorMention, Event, Fact, Step

PAIRS = 12
MUTUAL = 4
_LEADERS = frozenset({"chefs d'état", "dirigeants", "chefs d'état et de gouvernement"})
OLD = timedelta(days=400)
_PUBLIC = frozenset({"deployment", "relation", "membership", "measure"})
_PHRASED = frozenset({"deployment", "relation", "measure"})


def find(scene: Scene) -> Iterator[Fact]:
    """The facts that the document's events make or end, in the order of the events."""
    for event in scene.events:
        rows = scene.states.transitions.get(event.type, ())
        fit = [row for row in rows if event.status in row.statuses and _applies(scene, row, event)]
        yield from (fact for row in fit for fact in _facts(scene, event, row))


def _applies(scene: Scene, transition: Transition, event: Event) -> bool:
    if transition.mode is not None and transition.mode != event.mode:
        return False
    if transition.foreground and (event.background or _long_ago(scene, event)):
        return False
    if not _is_of_its_kind(scene, transition, event):
        return False
    if not transition.themes and not transition.frames:
        return True
    frame = frame_of(event)
    named = frame is not None and frame.startswith(tuple(transition.frames))
    return named or not transition.themes.isdisjoint({theme_of(scene, event), event.theme})


def _is_of_its_kind(scene: Scene, transition: Transition, event: Event) -> bool:
    """Whether those whom the act strikes, and the words that it bears on, are such as the row asks for."""
    if transition.value == "signed" and event.type == "SUPPORT" and not dimensions.is_accord(scene, event):
        return False
    if transition.struck and not any(m.actor and m.actor.sector in transition.struck for m in event.recipients):
        return False
    if transition.named and transition.kind == "relation" and not any(map(_is_named, event.recipients)):
        return False
    if "negated" in transition.statuses and dimensions.is_another(scene, event):
        return False
    return not transition.words or not transition.words.isdisjoint(dimensions.themes_borne(scene, event))


def _is_named(mention: ActorMention) -> bool:
    actor = mention.actor
    return actor is not None and actor.kind == "person" and actor.name[:1].isupper()


def _long_ago(scene: Scene, event: Event) -> bool:
    published, end = scene.document.article.published, event.date.interval.end if event.date else None
    return published is not None and end is not None and published - end > OLD


def _facts(scene: Scene, event: Event, transition: Transition) -> Iterator[Fact]:
    if transition.symmetric and not event.recipients:
        yield from _mutual(scene, event, transition)
        return
    most = 1 if transition.kind == "control" else PAIRS
    for subject in _slot(scene, event, transition, transition.subject, None)[:most]:
        if transition.sectors and subject.sector not in transition.sectors:
            continue
        if transition.kind == "custody" and not is_told(scene, event, transition, subject):
            continue
        if transition.kind == "office":
            yield from tenure(scene, event, transition, subject)
            continue
        for one in _others(scene, event, transition, subject):
            yield _fact(scene, event, transition, subject, one)


def _mutual(scene: Scene, event: Event, transition: Transition) -> Iterator[Fact]:
    """What several do with one another: a line for each two of a few who found a body by it, else for the first and
    whoever else is told."""
    parties = _slot(scene, event, transition, transition.subject, None)
    most = MUTUAL if not event.background and sides.founded(scene, event) else 2
    pairs = list(combinations(parties, 2)) if len(parties) <= most else []
    pairs = pairs or [(one, other) for one in parties[:1] for other in _others(scene, event, transition, one)]
    yield from (_fact(scene, event, transition, one, other) for one, other in pairs if one.id != other.id)


def _others(scene: Scene, event: Event, transition: Transition, subject: Actor) -> list[Actor]:
    objects = _slot(scene, event, transition, transition.object, subject)
    objects = objects or _among(scene, event, transition)
    if transition.kind == "membership":
        lifted = event.type == "CONCEDE"
        objects = [one for one in objects if one.kind not in {"state", "place"}]
        objects = [one for one in objects if not lifted or (one.kind == "organisation" and subject.kind == "state")]
    if transition.kind == "measure" and subject.kind == "organisation" and _state(scene, event, transition) == "banned":
        objects = [one for one in objects if one.kind != "state"]
    if transition.kind == "relation":
        objects = [one for one in objects if not one.id.startswith("text:") or one.name[:1].isupper()]
    if transition.named and transition.kind != "relation":
        objects = [one for one in objects if one.kind == "person" and one.name[:1].isupper()]
    return [one for one in objects if one.id != subject.id][:PAIRS]


def _among(scene: Scene, event: Event, transition: Transition) -> list[Actor]:
    """« Parmi ceux-ci figure X » in the next sentence names one of the partners left unnamed."""
    trigger = trigger_of(scene, event)
    if transition.kind != "relation" or trigger is None:
        return []
    after = scene.document.tokens[trigger].sentence + 1
    sentence = next((s for s in scene.sentences() if s.index == after), None)
    if sentence is None or scene.document.tokens[sentence.first].lemma.lower() != "parmi":
        return []
    verbs = scene.states.offices.verbs["among"]
    tokens = scene.document.tokens[sentence.first : sentence.last]
    grammar = scene.grammar
    heads = [at for t in tokens if t.lemma in verbs for at in (*grammar.subjects(t.i), *grammar.objects(t.i))]
    named = [scene.actor(at) for at in heads]
    found = [scene.public(actor) for actor in named if actor is not None]
    return [actor for actor in found if not actor.id.startswith("text:")]


def _slot(
    scene: Scene, event: Event, transition: Transition, names: tuple[str, ...], subject: Actor | None
) -> list[Actor]:
    """The first of the named slots that the event fills."""
    for name in names:
        if found := _filled(scene, event, transition, name, subject):
            return found
    return []


def _filled(scene: Scene, event: Event, transition: Transition, name: str, subject: Actor | None) -> list[Actor]:
    if name == "actor" or name == "recipient":
        mentions = event.actors if name == "actor" else event.recipients
        if transition.kind == "measure" and event.place is not None:
            mentions = tuple(m for m in mentions if m.head != event.place.head)
        if transition.kind == "deployment" and subject is not None:
            mentions = tuple(m for m in mentions if m.actor and m.actor.kind not in {"party", "armed-group"})
            missions = [host_of_mission(scene, m.actor) for m in mentions if m.actor and m.actor.kind == "organisation"]
            if missions:
                return [one for one in missions if one is not None]
        found = [_here(scene, event, transition, m) or _party(scene, m, transition, subject) for m in mentions]
        return list({a.id: a for a in found if a is not None}.values())
    if name == "theme":
        words = theme_words(scene, event) if bearing(scene, event) != trigger_of(scene, event) else None
        return [Actor(f"text:{slug(words)}", words, "group")] if words else []
    if name == "spot":
        return _spot(scene, event)
    if name == "founded":
        return sides.founded(scene, event)
    one = _ground(scene, event) if name == "ground" else _whereabouts(scene, event, transition, name, subject)
    return [one] if one is not None else []


def _whereabouts(scene: Scene, event: Event, transition: Transition, name: str, subject: Actor | None) -> Actor | None:
    """The place of the event, or a state that the event leaves unsaid."""
    if name == "place":
        place = scene.place(event.place.head) if event.place else None
        if place is None or transition.kind != "deployment":
            return place
        abroad = scene.state(place.country)
        return place if abroad is None or (subject and abroad.id == subject.id) else abroad
    if name == "host":
        where = event.place.place.country if event.place else None
        implied = (m.actor.country for m in event.actors if m.implicit and m.actor)
        return scene.state(where or next(implied, None))
    if name == "focus":
        trigger = trigger_of(scene, event)
        if trigger is None or transition.kind != "deployment" or not transition.ends:
            return scene.state(scene.focus.country(trigger)) if trigger is not None else None
        bodies = (m.actor for m in (*event.actors, *event.recipients) if m.actor and m.actor.kind == "organisation")
        missions = (host_of_mission(scene, body) for body in bodies)
        named = next((one for one in missions if one is not None), None)
        guessed = all(m.rule == "role:focus" for m in event.actors)
        return named or (None if guessed else host_of(scene, trigger, subject))
    if name in {"counterpart", "body", "partner"}:
        return _other_side(scene, event, name, subject)
    home = scene.state(subject.country) if subject else None
    others = (m.actor.country for m in (*event.recipients, *event.actors) if m.actor)
    return home or next((s for c in others if (s := scene.state(c))), None)


def _other_side(scene: Scene, event: Event, name: str, subject: Actor | None) -> Actor | None:
    """The state or the body that the sentence leaves to the story, or to the words of the act's object."""
    if name == "body":
        trigger = trigger_of(scene, event)
        return sides.body(scene, trigger) if trigger is not None else None
    if subject is None:
        return None
    return (
        partner(scene, event, subject) if name == "partner" else scene.state(sides.counterpart(scene, event, subject))
    )


def _ground(scene: Scene, event: Event) -> Actor | None:
    """The place that is taken or left: what the act is done to, or what falls."""
    trigger = trigger_of(scene, event)
    if trigger is None:
        return None
    grammar = scene.grammar
    found = [*grammar.objects(trigger), *grammar.obliques(trigger, "de"), *grammar.surface(trigger)]
    inner = [at for i in found for at in grammar.obliques(i, "de")]
    named = next((place for i in (*found, *inner) if (place := scene.place(i)) is not None), None)
    return named or next((one for i in found if (one := town(scene, i)) is not None), None)


def _spot(scene: Scene, event: Event) -> list[Actor]:
    """« à la frontière », « le long de la frontière avec X »: the line that is held, in the text's words."""
    trigger = trigger_of(scene, event)
    near = [c.i for c in scene.document.children(trigger, "obl", "nmod", "advmod")] if trigger is not None else []
    near += [c.i for at in near for c in scene.document.children(at, "nmod", "obl")]
    lines = [i for i in near if scene.knowledge.themes.of(scene.document.tokens[i].lemma) == "border"]
    words = [scene.phrase(i) for i in lines[:1]]
    return [Actor(f"text:{slug(text)}", text, "place") for text in words]


def _here(scene: Scene, event: Event, transition: Transition, mention: ActorMention) -> Actor | None:
    """Who an unsaid author of a measure is where the clause says in which state it is taken (« interdits au Mali »)."""
    if transition.kind != "measure" or not mention.implicit or event.place is None:
        return None
    return scene.state(event.place.place.country)


def _party(scene: Scene, mention: ActorMention, transition: Transition, subject: Actor | None) -> Actor | None:
    """A mention as a party of a fact: the state it speaks for, or itself in the text's words."""
    actor = mention.actor
    if actor is None:
        return None
    if transition.kind == "measure" and subject is not None and actor.kind in {"group", "person", "party"}:
        return _described(scene, mention, actor)
    if transition.kind == "custody" and subject is not None and actor.sector in {"REB", "CRM"} and not mention.implicit:
        return _described(scene, mention, actor)
    public = transition.kind in _PUBLIC or (transition.kind == "custody" and subject is not None)
    if public and actor.country is None and (summit := _summit(scene, mention)) is not None:
        return summit
    if public:
        guessed = mention.implicit and (actor.country is None or transition.kind == "custody")
        guessed = guessed or (transition.kind == "deployment" and is_regional(scene, mention))
        mission = transition.kind == "deployment" and actor.kind == "organisation" and actor.id.startswith("org:")
        return None if guessed else actor if mission else scene.public(actor)
    if mention.implicit or mention.text is None:
        return None
    if actor.kind == "state":
        return scene.state(actor.country) or actor
    return _described(scene, mention, actor)


def _summit(scene: Scene, mention: ActorMention) -> Actor | None:
    """« Les chefs d'État », bare: those of the organisation that the text named last."""
    bare = (mention.text or "").lower().replace("’", "'") in _LEADERS
    return sides.body(scene, mention.head) if bare and mention.head is not None else None


def _described(scene: Scene, mention: ActorMention, actor: Actor) -> Actor | None:
    """A party in the text's words where it has no name of its own; no pronoun stands for one."""
    if _registered(actor):
        return actor
    if mention.text is None:
        return None
    pronoun = mention.head is None or scene.document.tokens[mention.head].pos in {"PRON", "NUM", "DET", "ADJ"}
    return None if pronoun else replace(actor, id=f"text:{slug(mention.text)}", name=mention.text)


def _registered(actor: Actor) -> bool:
    """Whether the actor has a name of its own: a person told by a proper name, a state, a known body."""
    return actor.kind != "group" and actor.name[:1].isupper() and not actor.id.startswith("implied")


def _fact(scene: Scene, event: Event, transition: Transition, subject: Actor, one: Actor | None) -> Fact:
    status, since, until = in_effect(scene, event, transition, course(scene, event, transition))
    state = _state(scene, event, transition)
    steps = (Step("event", event.id), Step("state", state))
    value = _value(scene, event, transition, scene.states.labels[transition.kind, state])
    code = dimensions.code_of(scene, event, transition, state)
    one = (site_left(scene, event, one) if code == "handed" else None) or one
    dimension = dimensions.of_event(scene, event, transition, state)
    evidence = event.evidence[0]
    return Fact(transition.kind, subject, one, value, since, until, status, evidence, steps, code, dimension)


def _state(scene: Scene, event: Event, transition: Transition) -> str:
    """The row's value, or the measure that the text names (« lever le couvre-feu »), or that of a mere pause."""
    trigger = trigger_of(scene, event)
    if transition.paused and trigger is not None:
        only = scene.document.tokens[trigger].lemma in scene.states.stages["paused"]
        return transition.paused if only else transition.value
    noun = bearing(scene, event) if transition.kind == "measure" and "negated" not in transition.statuses else None
    named = scene.states.measures.get(scene.document.tokens[noun].lemma) if noun is not None else None
    return named or transition.value


def _value(scene: Scene, event: Event, transition: Transition, label: str) -> str:
    words = theme_words(scene, event) if transition.kind in _PHRASED else None
    if transition.kind == "deployment" and transition.value != "restricted":
        return words or label
    repeated = words is None or label.split()[0] in words or transition.value == "restricted"
    return words if words and label in words else label if repeated else f"{label} : {words}"
