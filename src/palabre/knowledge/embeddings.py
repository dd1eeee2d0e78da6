"""Words that change what they embed: modals, support verbs, verbs of saying, control (``embeddings.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import load_yaml
from palabre.types import Status

STATUSES: tuple[Status, ...] = ("factual", "negated", "hypothetical", "future", "attempted")


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Sets of lemmas by what they do to a complement; ``status`` maps a governing lemma to a status.

    ``light`` are both kinds of support verbs; ``carrying`` adds the eventive ones: their day and mood are their noun's.
    """

    status: Mapping[str, Status]
    nouns: Mapping[str, Status]
    control_object: frozenset[str]
    control_to: frozenset[str]
    support_subject: frozenset[str]
    support_object: frozenset[str]
    eventive: frozenset[str]
    say: frozenset[str]
    sources: frozenset[str]
    motion: frozenset[str]
    partitives: frozenset[str]
    intransitive: frozenset[str]
    absorbing: frozenset[str]
    purpose: frozenset[str]
    realized: frozenset[str]
    prepositions: Mapping[str, str]
    targets: Mapping[str, str]
    violence: frozenset[str]
    accidents: frozenset[str]
    or_else: frozenset[str]
    victims: frozenset[str]
    continuing: frozenset[str]
    compounds: frozenset[str]
    connecting: frozenset[str]
    instruments: frozenset[str]
    means: frozenset[str]
    hitting: frozenset[str]
    claims: frozenset[str]
    avoided: frozenset[str]
    standing: frozenset[str]
    opposing: frozenset[str]
    hesitating: frozenset[str]
    governing: frozenset[str]
    siding: frozenset[str]
    posted: frozenset[str]
    of_persons: frozenset[str]
    blaming: frozenset[str]
    undergone: frozenset[str]
    welcomed: frozenset[str]
    policies: frozenset[str]
    neutral: frozenset[str]
    utterances: frozenset[str]
    company: frozenset[str]
    authoring: frozenset[str]
    kinds: frozenset[str]
    demanding: frozenset[str]
    wishing: frozenset[str]
    barring: frozenset[str]
    topics: frozenset[str]
    helping: frozenset[str]
    deeds: frozenset[str]
    extending: frozenset[str]
    protests: frozenset[str]
    journeys: frozenset[str]
    texts: frozenset[str]
    curbing: frozenset[str]
    bringing: frozenset[str]
    giving: frozenset[str]
    authors: frozenset[str]
    dated: frozenset[str]
    put_off: frozenset[str]
    using: frozenset[str]
    towards: frozenset[str]
    dying: frozenset[str]
    killing: frozenset[str]
    deaths: frozenset[str]
    around: frozenset[str]
    imposing: frozenset[str]
    driving: frozenset[str]
    battles: frozenset[str]
    groups: Mapping[str, str]
    adjectives: Mapping[str, Status]
    light: frozenset[str]
    carrying: frozenset[str]


def load_embeddings(language: str = "fr") -> Embeddings:
    """Load the embedding words of a language; raises KnowledgeError on an unknown status."""
    where = f"{language}/embeddings.yaml"
    data = load_yaml(where)
    sets = {name: frozenset(data[name]) for name in _SETS}
    light = sets["support_subject"] | sets["support_object"]
    return Embeddings(
        status=_by_word(where, data["status"]), nouns=_by_word(where, data["nouns"]),
        prepositions=_inverted(data["prepositions"]), targets=_inverted(data["targets"]),
        groups=_inverted(data["groups"]),
        adjectives=_by_word(where, data["adjectives"]),
        light=light, carrying=light | sets["eventive"],
        **sets,
    )  # fmt: skip


_SETS = (
    "control_object", "control_to", "support_subject", "support_object", "eventive", "say", "sources", "motion",
    "partitives", "intransitive", "absorbing", "purpose", "realized", "violence", "accidents", "or_else", "victims",
    "continuing", "compounds", "connecting", "instruments", "means", "hitting", "claims", "avoided", "standing",
    "opposing", "hesitating", "governing", "siding", "posted", "of_persons",
    "blaming", "undergone", "welcomed", "policies", "neutral", "utterances", "company", "authoring",
    "kinds", "demanding", "wishing", "barring", "topics", "helping", "deeds", "extending",
    "protests", "journeys", "curbing", "bringing", "texts",
    "giving", "using", "towards", "dying", "killing", "deaths", "driving", "battles",
    "around", "imposing", "authors", "dated", "put_off",
)  # fmt: skip


def _inverted(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in groups.items() for word in words}


def _by_word(where: str, groups: Mapping[str, Any]) -> dict[str, Status]:
    if unknown := set(groups) - set(STATUSES):
        raise KnowledgeError(where, f"unknown status {sorted(unknown)}", f"use one of {sorted(STATUSES)}")
    return {word: status for status in STATUSES for word in groups.get(status, ())}
