"""What an event bears on, and when: its frame, its theme, the words and the dates that a fact takes from it."""

from __future__ import annotations

from palabre.facts.scene import Scene
from palabre.knowledge.states import Transition
from palabre.types import Actor, Event

_SIDES = frozenset({"state", "organisation"})
_WITH = frozenset({"avec", "à"})


def frame_of(event: Event) -> str | None:
    """The name of the frame that made the event."""
    return next((s.rule for s in event.trace if s.slot == "frame"), None)


def theme_of(scene: Scene, event: Event) -> str | None:
    """What the act bears on: the theme of the trigger's object, else that of the event."""
    noun = bearing(scene, event)
    own = scene.knowledge.themes.of(scene.document.tokens[noun].lemma) if noun is not None else None
    return own or event.theme


def dates(event: Event, transition: Transition) -> tuple[str | None, str | None]:
    """Since when and until when: the day of the event opens the state, or closes it."""
    if event.date is None or not transition.dated:
        return None, None
    interval = event.date.interval
    if transition.ends:
        return None, interval.partial_end
    return interval.partial_start, None


def bearing(scene: Scene, event: Event) -> int | None:
    """The noun that the act bears on: the trigger's object or complement, no party, the best themed first."""
    trigger = trigger_of(scene, event)
    if trigger is None:
        return None
    grammar, tokens = scene.grammar, scene.document.tokens
    found = [*grammar.objects(trigger), *grammar.obliques(trigger, "de"), *grammar.obliques(trigger, "à")]
    inner = [at for i in found for at in grammar.obliques(i, "de")]
    nouns = [i for i in (*found, *inner) if tokens[i].pos == "NOUN" and scene.knowledge.themes.of(tokens[i].lemma)]
    if tokens[trigger].pos == "NOUN" and scene.knowledge.themes.of(tokens[trigger].lemma) == event.theme:
        nouns.append(trigger)
    return min(nouns, key=lambda i: scene.knowledge.themes.of(tokens[i].lemma) != event.theme, default=None)


def theme_words(scene: Scene, event: Event) -> str | None:
    """The words of what the act bears on, with what counts them (« un millier de soldats »)."""
    noun = bearing(scene, event)
    if noun is None:
        return None
    head = scene.document.tokens[noun].head
    counted = scene.document.tokens[head].lemma in scene.knowledge.embeddings.partitives and head != noun
    return scene.phrase(head if counted else noun)


def partner(scene: Scene, event: Event, subject: Actor) -> Actor | None:
    """The other state that the words of the act's object name: « l'accord conclu avec X », « le personnel X-ien »."""
    noun = bearing(scene, event)
    if noun is None:
        return None
    first, last = scene.document.tokens[noun].left, scene.document.tokens[noun].right
    for at in range(max(first, noun), last + 1):
        named = scene.actor(at) if scene.grammar.preposition(at) in _WITH else None
        known = scene.public(named) if named is not None else None
        if known is None and scene.document.tokens[at].pos == "ADJ":
            known = scene.state(scene.grammar.demonym(scene.document.tokens[at]))
        if known is not None and known.kind in _SIDES and known.id not in {subject.id, subject.country}:
            return known
    return None


def trigger_of(scene: Scene, event: Event) -> int | None:
    """The token that the event's cue starts with."""
    cue = event.evidence[0].cue
    return next((t.i for t in scene.document.tokens if t.start >= cue.start), None)
