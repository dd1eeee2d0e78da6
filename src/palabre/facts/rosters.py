"""Those who hold one office each of a state: « les présidents du Mali, X, et du Niger, Y », « son homologue »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palabre.facts.scene import Scene
from palabre.facts.titles import is_name, is_office
from palabre.types import Actor, Fact, FactStatus, Step

_LISTING = frozenset({",", "et", "ainsi", "que"})
_OF = frozenset({"de", "du", "des", "d'", "d’", "la", "le", "les", "l'", "l’"})
_REACH = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list: the token of the name, the last one of it, and the state."""

    name: int
    last: int
    state: Actor


def roster(scene: Scene, i: int) -> tuple[str, list[Entry]]:
    """The title at token ``i`` in the plural, and who holds it in which state, where two or more are listed."""
    tokens = scene.document.tokens
    if tokens[i].feats.get("Number") != "Plur":
        return "", []
    start = next((at for at in range(i + 1, min(i + _REACH, len(tokens))) if _state(scene, at) is not None), None)
    if start is None or any(t.text == "," or t.sentence != tokens[i].sentence for t in tokens[i + 1 : start]):
        return "", []
    found = _entries(scene, start)
    last = start - 1
    while last > i and tokens[last].text.lower() in _OF:
        last -= 1
    return (scene.words(i, last), found) if len(found) > 1 else ("", [])


def peers(scene: Scene, i: int, told: Sequence[Fact]) -> list[tuple[str, Entry]]:
    """« son homologue français, X », « ses homologues du Mali, X, et du Niger, Y »: the office of whom they stand
    beside, with title and entry."""
    owners = [m.actor for at in scene.grammar.possessives(i) for m in scene.mentions_at(at) if m.actor]
    title = next((fact for owner in owners for fact in reversed(told) if _held(fact, owner)), None)
    if title is None:
        return []
    start = next((at for at in range(i + 1, i + 4) if _state(scene, at) is not None), None)
    found = _entries(scene, start) if start is not None else []
    return [(_bare(scene, title), entry) for entry in found]


def listed(scene: Scene, i: int, title: str, entry: Entry, person: Actor, status: FactStatus) -> Fact:
    """The office of one of a list, with its own words as evidence."""
    steps = (Step("office", "list", title), Step("object", "beside the name"), Step("state", title.split()[0].lower()))
    evidence = scene.evidence(i, first=entry.name, last=entry.last)
    return Fact("office", person, entry.state, title, None, None, status, evidence, steps)


def _entries(scene: Scene, start: int) -> list[Entry]:
    """State and name, by turns, from token ``start`` on."""
    tokens, at, found = scene.document.tokens, start, list[Entry]()
    end = scene.document.sentences[tokens[start].sentence].last
    while at < end:
        state = _state(scene, at)
        name = _name(scene, state[1], end) if state is not None else None
        if state is None or name is None:
            break
        found.append(Entry(*name, state[0]))
        at = name[1] + 1
        while at < end and tokens[at].text.lower() in _LISTING | _OF:
            at += 1
    return found


def _state(scene: Scene, at: int) -> tuple[Actor, int] | None:
    """The state that the words from token ``at`` on name, by name or by adjective, and the token behind them."""
    tokens = scene.document.tokens
    token = tokens[at]
    if token.pos == "ADJ" and (adjective := scene.state(scene.grammar.demonym(token))):
        return (adjective, at + 1) if adjective.kind == "state" else None
    spans = [m.span for m in scene.mentions.actors if m.head == at and m.span is not None and m.rule.startswith("name")]
    spans += [m.span for m in scene.mentions.places if m.head == at]
    state = scene.actor(at) or scene.place(at)
    if state is None or state.kind != "state" or not spans or token.pos != "PROPN":
        return None
    last = max(span.end for span in spans)
    behind = at + 1
    while behind < len(tokens) and tokens[behind].start < last:
        behind += 1
    return state, behind


def _name(scene: Scene, at: int, end: int) -> tuple[int, int] | None:
    """The name at token ``at``, past a comma and a rank (« , le général X »), as its first and last token."""
    tokens = scene.document.tokens
    at += at < end and tokens[at].text == ","
    while at < end and tokens[at].pos in {"DET", "NOUN", "ADJ"} and not is_office(scene, at):
        at += 1
    if at >= end or not is_name(scene, at):
        return None
    last = at
    while last + 1 < end and tokens[last + 1].pos == "PROPN":
        last += 1
    return at, last


def _held(fact: Fact, owner: Actor) -> bool:
    stated = fact.object is not None and fact.object.kind == "state" and fact.status in {"current", "ending"}
    return fact.subject.id == owner.id and stated


def _bare(scene: Scene, fact: Fact) -> str:
    """A title without the state that it is of (« ministre des Affaires étrangères », « président »)."""
    demonyms, state = scene.knowledge.registry.demonym, fact.object.name if fact.object else ""
    for article in ("du ", "de la ", "de l'", "des ", "d'", "de "):
        fact_value = fact.value.replace("’", "'")
        if fact_value.endswith(f" {article}{state}"):
            return fact_value.removesuffix(f" {article}{state}")
    return " ".join(word for word in fact.value.split() if not demonyms(word))
