"""« X a fait de même », « X n'a pas pris la même mesure »: what was told before, of another, or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.facts.sides import official
from palabre.types import Actor, Fact, Step, Token

_SENTENCES = 6
_KINDS = frozenset({"relation", "measure"})


def find(scene: Scene, found: Iterable[Fact]) -> Iterator[Fact]:
    """The facts that clauses of likeness take over from the fact told last before them."""
    facts = sorted(found, key=lambda fact: fact.evidence.cue.start)
    for token in scene.tokens():
        verb = _likeness(scene, token)
        if verb is not None:
            start = scene.document.sentences[token.sentence].start
            before = [f for f in facts if f.evidence.cue.start < verb.start and f.kind in _KINDS and f.object]
            near = [f for f in before if _nearby(scene, f, start)]
            yield from _taken_over(scene, verb, near)


def _likeness(scene: Scene, token: Token) -> Token | None:
    """The verb of « faire de même », « en faire autant », « prendre la même mesure »."""
    words, tokens = scene.states.likeness, scene.document.tokens
    if token.lemma not in words:
        return None
    head = tokens[token.head]
    head = tokens[head.head] if token.dep == "fixed" else head
    noun = head.lemma in words[token.lemma] and head.pos == "NOUN"
    verb = tokens[head.head] if noun else head
    return verb if verb.lemma in words[token.lemma] or noun else None


def _nearby(scene: Scene, fact: Fact, start: int) -> bool:
    """Whether a fact is told a few sentences before."""
    between = (s for s in scene.document.sentences if fact.evidence.start <= s.start < start)
    return sum(1 for _ in between) <= _SENTENCES


def _taken_over(scene: Scene, verb: Token, before: list[Fact]) -> Iterator[Fact]:
    verdict = status_of(scene.grammar, verb.i)[0]
    authors = [scene.actor(i) for i in scene.grammar.subjects(verb.i)]
    who = next((known for a in authors if (known := official(scene, a)) is not None), None)
    last = before[-1] if before else None
    if who is None or last is None or last.object is None or who.id == last.subject.id:
        return
    other = last.subject if last.object.id == who.id else last.object
    if verdict == "factual":
        yield _again(scene, verb, last, who, other)
    elif verdict == "negated" and (value := scene.states.ties.denied.get(last.code or "")) and last.kind == "relation":
        label = scene.states.labels["relation", value]
        yield replace(_again(scene, verb, last, who, other), value=label, since=None, code=value)


def _again(scene: Scene, verb: Token, last: Fact, who: Actor, other: Actor) -> Fact:
    date = scene.date(verb.i)
    since = scene.since(date) if date is not None else last.since
    steps = (Step("like", verb.lemma), *(s for s in last.trace if s.slot == "state"))
    evidence = scene.evidence(verb.i)
    return replace(last, subject=who, object=other, since=since, evidence=evidence, trace=steps)
