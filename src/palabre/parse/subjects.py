"""Repairs of trees: subjects that the parser hung below a phrase set before the verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palabre.parse.agreement import under

Feats = Sequence[Mapping[str, str]]
OPENINGS = {"obl", "obl:mod", "advcl", "nmod", "acl"}


def lift(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« Dans un texte publié par le ministère, la Chine a condamné »: what stands before a verb that lacks a subject.

    The noun hangs, as an apposition, somewhere below an opening phrase; it agrees with the verb in number.
    """
    for verb, form in _without_subject(pos, feats, heads, deps):
        left = _left(verb, heads, deps)
        noun = next((j for j in range(left - 1, 0, -1) if deps[j] == "appos" and heads[j] < j), None)
        if noun is None or _end(noun, heads) != left - 1 or not _below_opening(noun, verb, heads, deps):
            continue
        own = min([noun, *(j for j, over in enumerate(heads) if over == noun and deps[j] == "det")])
        definite = pos[noun] == "PROPN" or own < noun
        if definite and words[own - 1] == "," and _agrees(feats[noun], feats[form]):
            heads[noun], deps[noun] = verb, "nsubj"


def _without_subject(pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> list[tuple[int, int]]:
    """Main verbs that no subject depends on, with the form that shows person and number."""
    found = []
    for verb, dep in enumerate(deps):
        if pos[verb] != "VERB" or not (heads[verb] == verb or dep == "parataxis"):
            continue
        below = [j for j, over in enumerate(heads) if over == verb and j != verb]
        if any("subj" in deps[j] or deps[j] == "mark" for j in below):
            continue
        forms = [verb, *(j for j in below if deps[j].startswith("aux"))]
        finite = [j for j in forms if feats[j].get("VerbForm") == "Fin" and feats[j].get("Person") == "3"]
        if finite:
            found.append((verb, finite[0]))
    return found


def _left(verb: int, heads: Sequence[int], deps: Sequence[str]) -> int:
    """Where the verb begins: its auxiliaries, clitics, negation and adverbs stand before it without a gap."""
    at = verb
    while (
        at and heads[at - 1] == verb and (deps[at - 1].startswith(("aux", "expl", "iobj")) or deps[at - 1] == "advmod")
    ):
        at -= 1
    return at


def _end(i: int, heads: Sequence[int]) -> int:
    """The last word of a phrase."""
    return max(j for j in range(i, len(heads)) if under(j, i, heads))


def _below_opening(noun: int, verb: int, heads: Sequence[int], deps: Sequence[str]) -> bool:
    """Whether the noun hangs below a phrase that opens the sentence and depends on the verb."""
    at = noun
    while heads[at] != verb and heads[at] != at:
        at = heads[at]
    return heads[at] == verb and at < noun and deps[at] in OPENINGS


def _agrees(noun: Mapping[str, str], verb: Mapping[str, str]) -> bool:
    return noun.get("Number", "Sing") == verb.get("Number", "Sing")
