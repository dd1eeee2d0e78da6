"""Envoys sent away: declared persona non grata, given hours to leave, asked to quit the country."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.facts.sides import official
from palabre.types import Actor, Fact, Step, Token

_SENDERS = frozenset({"state", "organisation"})
_NAMES = frozenset({"appos", "nmod", "flat", "flat:name"})


def find(scene: Scene) -> Iterator[Fact]:
    """The envoys whom a state sends away, in text order."""
    for token in scene.tokens():
        told = _sent_off(scene, token)
        if told and status_of(scene.grammar, token.i)[0] == "factual":
            yield from _facts(scene, token, told)


def _sent_off(scene: Scene, token: Token) -> list[int]:
    """Whom the verb sends away: its object or addressee, where it says so."""
    words, grammar = scene.states.envoys, scene.grammar
    if token.lemma in words.declare and _below(scene, token, words.unwelcome):
        return grammar.objects(token.i)
    if token.lemma in words.order and any(map(partial(_leaves, scene), _inside(scene, token))):
        clitics = [c.i for c in scene.document.children(token.i, "iobj")]
        return [*grammar.obliques(token.i, "à"), *clitics, *grammar.objects(token.i)]
    return []


def _below(scene: Scene, token: Token, words: frozenset[str]) -> bool:
    """Whether one of the words stands under the verb."""
    return any(t.lemma.lower() in words or t.text.lower() in words for t in _inside(scene, token))


def _inside(scene: Scene, token: Token) -> list[Token]:
    return [t for t in scene.document.tokens[token.i + 1 : token.right + 1] if t.dep != "acl:relcl"]


def _leaves(scene: Scene, token: Token) -> bool:
    """« quitter le pays »: no hall and no post."""
    words, tokens = scene.states.envoys, scene.document.tokens
    left = scene.grammar.objects(token.i) if token.lemma in words.leave else []
    return any(tokens[i].lemma in words.grounds or scene.place(i) is not None for i in left)


def _facts(scene: Scene, verb: Token, told: list[int]) -> Iterator[Fact]:
    authors = [scene.actor(i) for i in scene.grammar.subjects(verb.i)]
    acting = (official(scene, actor) for actor in authors)
    host = next((known for known in acting if known is not None and known.kind == "state"), None)
    sender = next((s for i in told if host is not None and (s := _sender(scene, i, host)) is not None), None)
    if host is None or sender is None:
        return
    date = scene.date(verb.i)
    since = scene.since(date) if date is not None else None
    steps = (Step("envoy", verb.lemma), Step("state", "expelled"))
    label = scene.states.labels["relation", "expelled"]
    evidence = scene.evidence(verb.i)
    yield Fact("relation", host, sender, label, since, None, "current", evidence, steps, "expelled", "diplomatic")


def _sender(scene: Scene, i: int, host: Actor) -> Actor | None:
    """Whose envoy a phrase names: by its own words, or by those that the text has for the person elsewhere."""
    for at in _tellings(scene, i):
        named = [at, *(c.i for c in scene.document.children(at, *_NAMES))]
        of = (*scene.grammar.obliques(at, "de"), *scene.grammar.country_adjectives(at))
        actors = [scene.actor(k) for k in (*of, *named)]
        public = (scene.public(actor) for actor in actors if actor is not None)
        known = next((a for a in public if a.kind in _SENDERS and a.id != host.id), None)
        if known is not None:
            return known
    return None


def _tellings(scene: Scene, i: int) -> Iterator[int]:
    """The nouns of an envoy's office that tell who token ``i`` is: itself, what it stands beside, other mentions."""
    nouns = scene.states.envoys.nouns
    person = scene.person(i) or next((a for m in scene.parties.of(i) if (a := m.actor) and a.kind == "person"), None)
    named = scene.naming(person) if person is not None else []
    for at in dict.fromkeys((i, *named)):
        token = scene.document.tokens[at]
        beside = [at, token.head, *(c.i for c in scene.document.children(at, "appos", "nmod", "flat"))]
        yield from (k for k in beside if scene.document.tokens[k].lemma in nouns)
