"""Who rules after a coup: the body that a text calls the junta, or that an officer leads where it tells a coup."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.facts.leading import is_junta
from palabre.facts.naming import persons_at
from palabre.facts.scene import Scene
from palabre.types import Actor, Event, Fact, Step


def find(scene: Scene) -> Iterator[Fact]:
    """That a junta with a name rules its state, since the coup where the text tells one."""
    seen: set[str] = set()
    for token in scene.tokens():
        for body in _bodies(scene, token.i):
            state = scene.state(body.country or scene.focus.country(token.i))
            if body.id not in seen and state is not None:
                seen.add(body.id)
                yield _rule(scene, token.i, body, state)


def _rule(scene: Scene, i: int, body: Actor, state: Actor) -> Fact:
    label, steps = scene.states.labels["control", "rules"], (Step("frame", "control.junta"), Step("state", "rules"))
    since, evidence = _since(scene, state), scene.evidence(i)
    return Fact("control", body, state, label, since, None, "current", evidence, steps, "rules")


def _bodies(scene: Scene, i: int) -> Iterator[Actor]:
    """« le Conseil national (CN), la junte qui ... »; « le Mouvement est dirigé par le capitaine X »."""
    named = [m.actor for m in scene.mentions_at(i) if m.actor and m.rule.startswith("name") and _exists(scene, m.actor)]
    if any(a.kind == "institution" for a in named) and is_junta(scene, i, i):
        yield from named[:1]
    if scene.document.tokens[i].lemma not in scene.states.offices.verbs["lead"]:
        return
    for at in scene.grammar.objects(i):
        body = scene.actor(at)
        led = body is not None and body.kind == "institution" and body.id.startswith("inst:")
        people = [name for one in scene.grammar.subjects(i) for name in persons_at(scene, one)]
        if body is not None and led and any(is_junta(scene, at, name) for name in people):
            yield body


def _exists(scene: Scene, actor: Actor) -> bool:
    """Whether a body of the registry was there when the text was published: acronyms serve again."""
    entry, published = scene.knowledge.registry.entries.get(actor.id), scene.document.article.published
    return entry is None or published is None or (entry.since or "") <= published.isoformat()


def _since(scene: Scene, state: Actor) -> str | None:
    """The day of the coup that the text tells of this state."""
    return next((e.date.interval.partial_start for e in scene.events if e.date and _is_coup(e, state)), None)


def _is_coup(event: Event, state: Actor) -> bool:
    if (event.type, event.mode, event.theme, event.status) != ("COERCE", "seize", "government", "factual"):
        return False
    return any(m.actor and m.actor.country == state.id for m in (*event.actors, *event.recipients))
