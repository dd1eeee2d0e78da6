"""Repairs of trees: subjects that the parser hung below a phrase set before the verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palabre.parse.agreement import under

Feats = Sequence[Mapping[str, str]]
OBJECTS = {"obj", "obl", "obl:arg", "obl:mod", "nmod", "xcomp"}
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


def share(pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« La junte a exigé son départ et le Conseil avait mis fin à son mandat »: the noun before a joined verb acts.

    Of two verbs the second has « et » before it; where that stands before a noun right before the verb, it joins both.
    """
    for verb, form in _without_subject(pos, feats, heads, deps, joined=True):
        end = _left(verb, heads, deps) - 1
        noun = next((j for j in range(end, 0, -1) if deps[j] == "conj" and _end(j, heads) == end), None)
        linked = [j for j, over in enumerate(heads) if over == noun and deps[j] == "cc"]
        above = noun is not None and heads[noun]
        if noun is None or not linked or pos[noun] not in {"NOUN", "PROPN"} or not _agrees(feats[noun], feats[form]):
            continue
        if heads[verb] < linked[0] and deps[int(above)] in OBJECTS and not _has_link(verb, heads, deps):
            heads[noun], deps[noun] = verb, "nsubj"
            heads[linked[0]] = verb


def _has_link(verb: int, heads: Sequence[int], deps: Sequence[str]) -> bool:
    return any(over == verb and deps[j] == "cc" for j, over in enumerate(heads))


def _without_subject(
    pos: list[str], feats: Feats, heads: list[int], deps: list[str], *, joined: bool = False
) -> list[tuple[int, int]]:
    """Main verbs (or those joined to one) that no subject depends on, with the form that shows person and number."""
    found = []
    for verb, dep in enumerate(deps):
        fit = dep == "conj" if joined else heads[verb] == verb or dep == "parataxis"
        if pos[verb] != "VERB" or not fit:
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
