"""Repairs of trees: lists of names below a plural noun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Feats = Sequence[Mapping[str, str]]


def complete(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """Give a plural noun all the names that are listed behind it."""
    for i, part in enumerate(pos):
        if deps[i] == "appos" and part == "PROPN":
            _owners_listed(i, words, pos, feats, heads, deps)
        elif deps[i] == "conj" and part == "ADJ":
            _holder_behind(i, pos, heads, deps)


def _owners_listed(i: int, words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« les dirigeants de la Turquie, la Russie et l'Iran »: a list of what stands behind « de », no apposition."""
    noun = heads[i]
    behind = [j for j, over in enumerate(heads) if over == i and deps[j] == "conj" and j > i]
    owners = [j for j, over in enumerate(heads) if over == noun and deps[j] == "nmod" and noun < j < i]
    if not behind or len(owners) != 1 or pos[noun] != "NOUN" or feats[noun].get("Number") != "Plur":
        return
    first = owners[0]
    case = [j for j, over in enumerate(heads) if over == first and deps[j] == "case"]
    if pos[first] == "PROPN" and case and words[case[0]].lower() in ("de", "du", "d'") and "," in words[first:i]:
        for j in (i, *behind):
            heads[j], deps[j] = first, "conj"


def _holder_behind(i: int, pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« les présidents russe A et français B »: behind the second adjective stands another person."""
    first, name = heads[i], i + 1
    if pos[first] != "PROPN" or first > i or name >= len(pos) or pos[name] != "PROPN":
        return
    if deps[name] != "flat:name" or heads[name] not in (first, i):
        return
    for j in range(name + 1, len(heads)):
        if deps[j] == "flat:name" and heads[j] == first:
            heads[j] = name
    for j, over in enumerate(heads):
        if over == i and deps[j] == "cc":
            heads[j] = name
    titled = deps[first] == "appos" and heads[first] < first
    heads[name], deps[name], heads[i], deps[i] = heads[first] if titled else first, "conj", name, "amod"
