"""Repairs of trees: what grammar rules out in the parser's answer, put right before anyone reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CARDINALS = {"cent", "cents", "mille"}
NOMINAL = {"NOUN", "PROPN"}
CONJUNCTIONS = {"lorsque", "lorsqu'", "quand", "puisque", "puisqu'", "alors que", "tandis que", "parce que"}


def mend(words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """Repair the tree of one unit in place."""
    _counted([word.lower() for word in words], pos, heads, deps)
    _rejoined(pos, feats, heads, deps)
    _conjoined(words, pos, heads, deps)
    _apposed(words, pos, heads, deps)
    _agents_joined(words, pos, feats, heads, deps)


def _counted(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« deux cents policiers »: what is counted is the head, the numeral depends on it."""
    for i in range(len(words) - 1):
        noun = i + 1
        if (
            words[i] not in CARDINALS
            or pos[i] == "NUM"
            or heads[noun] != i
            or pos[noun] not in ("NOUN", "ADJ", "PROPN")
        ):
            continue
        heads[noun], deps[noun] = noun if heads[i] == i else heads[i], deps[i]
        for j, head in enumerate(heads):
            if head == i and j != noun:
                heads[j] = noun
        heads[i], deps[i], pos[i], pos[noun] = noun, "nummod", "NUM", "NOUN" if pos[noun] == "ADJ" else pos[noun]


def _rejoined(pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« a de son côté dénoncé »: a participle behind an inserted phrase belongs to the auxiliary before that phrase."""
    for j, dep in enumerate(deps):
        if dep != "acl" or feats[j].get("VerbForm") != "Part" or heads[j] > j:
            continue
        i = heads[heads[j]]
        if pos[i] != "AUX" or deps[i].startswith("aux") or deps[i] == "cop" or i > heads[j] or heads[j] == i:
            continue
        heads[j], deps[j] = j if heads[i] == i else heads[i], deps[i]
        for k, head in enumerate(heads):
            if head == i and k not in (i, j):
                heads[k] = j
        heads[i], deps[i] = j, "aux:tense"


def voiced(deps: list[str], heads: Sequence[int], children: Sequence[Sequence[int]]) -> list[str]:
    """The relations, subjects agreeing with their verb: passive beside ``aux:pass``, active without it or « se »."""
    for i, dep in enumerate(deps):
        if dep in ("nsubj", "nsubj:pass"):
            others = {deps[child] for child in children[heads[i]]}
            if "aux:pass" in others:
                deps[i] = "nsubj:pass"
            elif not others & {"expl:pv", "expl:pass"}:
                deps[i] = "nsubj"
    return deps


def _conjoined(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« ... lorsqu'un avion a frappé »: a conjunction introduces a clause, so the noun behind it is its subject."""
    for i, word in enumerate(words):
        noun = heads[i]
        if word.lower().replace("’", "'") not in CONJUNCTIONS or deps[i] != "case" or pos[noun] not in NOMINAL:
            continue
        over = heads[noun]
        verb = next(
            (j for j in range(noun + 1, len(words)) if heads[j] == over and deps[j] in ("parataxis", "conj")), None
        )
        if (
            verb is None
            or deps[noun] != "obl"
            or any(heads[j] == verb and deps[j].startswith("nsubj") for j in range(len(words)))
        ):
            continue
        heads[noun], deps[noun], heads[i], deps[i], deps[verb] = verb, "nsubj", verb, "mark", "advcl"


def _apposed(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« son allié, la Russie »: a coordination without conjunction of a common noun and one name is an apposition."""
    for i, dep in enumerate(deps):
        head = heads[i]
        if dep != "conj" or pos[i] != "PROPN" or pos[head] != "NOUN" or head > i:
            continue
        below = [j for j, over in enumerate(heads) if over in (head, i) and j != i]
        chained = any(deps[j] == "conj" or (deps[j] in ("cc", "case") and j > head) for j in below if heads[j] == i)
        chained = chained or any(deps[j] in ("conj", "cc") and j > head for j in below if heads[j] == head)
        if not chained and "," in words[head + 1 : i]:
            deps[i] = "appos"


def _agents_joined(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« la décision, condamnée par A, B et C, a ... »: names listed behind an agent are agents too."""
    for agent, dep in enumerate(deps):
        participle = heads[agent]
        noun = heads[participle]
        if dep != "obl:agent" or deps[participle] != "acl" or feats[noun].get("Number") != "Sing" or noun > participle:
            continue
        listed = [j for j in range(agent + 1, len(words)) if heads[j] == noun and deps[j] == "conj"]
        if not listed or not _singular_subject(noun, feats, heads, deps):
            continue
        for j in listed:
            heads[j] = agent


def _singular_subject(noun: int, feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> bool:
    """Whether the verb above a noun agrees with one thing, so that nothing is coordinated with its subject."""
    verb = heads[noun]
    if not deps[noun].startswith("nsubj"):
        return False
    forms = [verb, *(j for j, over in enumerate(heads) if over == verb and deps[j].startswith("aux"))]
    finite = [feats[j] for j in forms if feats[j].get("VerbForm") == "Fin"]
    return any(f.get("Number") == "Sing" for f in finite)
