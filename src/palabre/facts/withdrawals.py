"""How far a withdrawal has come, and whose soil it leaves: decided, under way, or done."""

from __future__ import annotations

from palabre.facts.bearings import dates, trigger_of
from palabre.facts.scene import Scene
from palabre.knowledge.states import Transition
from palabre.types import Actor, ActorMention, Event, FactStatus

_PARTING = frozenset({"à", "dans", "de"})
_DEPTH = 4
_EMBEDDED = frozenset({"xcomp", "ccomp"})
_ROLES = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod", "conj", "xcomp", "ccomp", "acl", "acl:relcl"})


def course(scene: Scene, event: Event, transition: Transition) -> tuple[FactStatus, str | None, str | None]:
    """How far what an event changes has come, since when and until when.

    Of a withdrawal that is only decided, the day tells the decision: it is under way from then on where it is told
    as past, and ends on no day that is past.
    """
    status, (since, until) = transition.statuses[event.status], dates(event, transition)
    if transition.kind != "deployment" or not transition.ends:
        return status, since, until
    if status == "ended" and stage(scene, event) == "ending":
        status = "ending"
        if event.background and event.date is not None and event.date.interval.partial_start is not None:
            return "current", event.date.interval.partial_start, None
    published = scene.document.article.published
    past = published is not None and until is not None and until <= published.isoformat()[: len(until)]
    return status, since, None if status == "ending" and past else until


def stage(scene: Scene, event: Event) -> FactStatus | None:
    """``ending`` where what stands over the withdrawal only decides or goes on with it; None where it is done.

    « a annoncé le retrait », « le retrait se poursuit », « a décidé de retirer », « le retrait prévu pour mai ».
    """
    trigger = trigger_of(scene, event)
    if trigger is None:
        return None
    tokens, stages = scene.document.tokens, scene.states.stages
    if tokens[trigger].pos != "NOUN":
        begins = tokens[trigger].lemma in stages["begun"]
        return "ending" if begins or _embedded(scene, trigger, stages["decided"]) else None
    over = _over(scene, trigger)
    if any(tokens[at].lemma in stages["done"] for at in over):
        return None
    words = {tokens[at].lemma for at in over} | {c.lemma for c in scene.document.children(trigger, "acl", "amod")}
    return None if words.isdisjoint(stages["decided"] | stages["begun"]) else "ending"


def _embedded(scene: Scene, i: int, verbs: frozenset[str]) -> bool:
    """« a décidé de retirer », « a accepté que ses soldats partent »."""
    token = scene.document.tokens[i]
    return token.dep in _EMBEDDED and scene.document.tokens[token.head].lemma in verbs


def _over(scene: Scene, noun: int) -> list[int]:
    """The words that govern a noun, up to the verb of its clause."""
    tokens, found, at = scene.document.tokens, list[int](), noun
    while len(found) < _DEPTH and tokens[at].dep in _ROLES and tokens[at].head != at:
        at = tokens[at].head
        found.append(at)
        if tokens[at].pos in {"VERB", "AUX"}:
            break
    return found


def is_part(scene: Scene, noun: int) -> bool:
    """« sa base de Gao », « treize bases », « les bases de Gao et de Gossi »: some sites of a force, and not its last.

    « sa dernière base dans le nord » is the last one there.
    """
    document, grammar = scene.document, scene.grammar
    token, below = document.tokens[noun], document.children(noun)
    if token.lemma not in scene.states.sites["nouns"]:
        return False
    parts = [c.i for c in below if c.dep == "nmod" and grammar.preposition(c.i) in _PARTING] + _behind(scene, noun)
    owners = [scene.actor(at) if document.tokens[at].pos == "PROPN" else None for at in parts]
    local = any(owner is None or owner.kind != "state" for owner in owners)
    if any(c.lemma == "dernier" for c in below):
        return local
    numbered = any(c.dep == "nummod" for c in below)
    return numbered or token.feats.get("Number") == "Sing" or local


def site_left(scene: Scene, event: Event, host: Actor | None) -> Actor | None:
    """The town or the site that a force leaves, of the state that it is in."""
    place = scene.place(event.place.head) if event.place is not None else None
    return place if place is not None and host is not None and place.country == host.country else None


def _behind(scene: Scene, noun: int) -> list[int]:
    """« ses bases [dans le nord] », where the parser hangs the place on the verb."""
    tokens, after = scene.document.tokens, scene.document.tokens[noun].right + 1
    beside = after < len(tokens) and tokens[after].pos == "ADP" and tokens[after].lemma in _PARTING
    return [tokens[after].head] if beside and tokens[after].head > after else []


def is_regional(scene: Scene, mention: ActorMention) -> bool:
    """« les forces européennes » are a region's states', not those of the body called after it, unless it is named."""
    actor, tokens = mention.actor, scene.document.tokens
    if actor is None or mention.head is None or mention.rule not in {"role:adjective", "role:possessive"}:
        return False
    body = scene.state(actor.country)
    if body is None or body.kind != "organisation" or not actor.id.startswith("text:"):
        return False
    beside = (m for m in scene.mentions.actors if m.rule.startswith("name") and m.head is not None and m.actor)
    sentence = tokens[mention.head].sentence
    return not any(m.actor and m.actor.country == body.id and tokens[m.head or 0].sentence == sentence for m in beside)


def host_of(scene: Scene, i: int, subject: Actor | None) -> Actor | None:
    """The state whose soil a force is on, where the clause leaves it out: never the force's own."""
    focus, home = scene.focus, subject.country if subject is not None else None
    named = (focus.stage_before(i), *reversed(focus.others(i, besides=frozenset({home or ""}), count=2)))
    for code in (focus.scene(i), focus.country(i), focus.main, *named):
        state = scene.state(code)
        if state is not None and state.kind == "state" and state.id != home:
            return state
    return None


def host_of_mission(scene: Scene, mission: Actor) -> Actor | None:
    """The state that the names of a mission say (« Mission des Nations unies au Mali »)."""
    registry = scene.knowledge.registry
    entry = registry.entries.get(mission.id)
    for name in (entry.name, *entry.names) if entry is not None else (mission.name,):
        words = name.replace("-", " ").split()
        for at in range(len(words)):
            for _, alias in registry.match(words, at):
                state = scene.state(alias.entry)
                if state is not None and state.kind == "state":
                    return state
    return None
