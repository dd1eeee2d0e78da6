"""Repairs of trees: lists of names below a plural noun, of subjects before a verb, of acts behind one auxiliary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Feats = Sequence[Mapping[str, str]]
NOMINAL = {"NOUN", "PROPN"}
LOOSE = {"parataxis", "parataxis:insert", "conj", "advcl"}
SPOKEN = ("is", "us", "ous")  # endings of finite forms of the first two persons only, and of participles


def complete(
    words: list[str], pos: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """Give a plural noun all the names that are listed behind it, a verb its subjects, an auxiliary its participles."""
    for i, part in enumerate(pos):
        if deps[i] == "obl" and part in NOMINAL:
            _subject_between(i, words, heads, deps)
        elif deps[i] in LOOSE and feats[i].get("VerbForm") == "Fin":
            _act_listed(i, words, feats, heads, deps)
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


def _subject_between(i: int, words: list[str], heads: list[int], deps: list[str]) -> None:
    """« A, les B, C et D ont condamné »: between two subjects of a verb, a noun without preposition is one too."""
    below = [j for j, over in enumerate(heads) if over == heads[i] != j and deps[j].startswith("nsubj")]
    bare = not any(over == i and deps[j] == "case" for j, over in enumerate(heads))
    before, after = [j for j in below if j < i], [j for j in below if i < j < heads[i]]
    if not bare or len(before) != 1 or len(after) != 1 or words[_opening(i, heads, deps) - 1] != ",":
        return
    first, last = before[0], after[0]
    for j in (i, last, *(k for k, over in enumerate(heads) if over == last and deps[k] == "conj")):
        heads[j], deps[j] = first, "conj"


def _opening(i: int, heads: list[int], deps: list[str]) -> int:
    """The first word of a phrase."""
    return min([i, *(j for j, over in enumerate(heads) if over == i and deps[j] != "punct")])


def _act_listed(i: int, words: list[str], feats: list[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« ont fermé X, suspendu Y, dissous Z »: no third person ends so, it is a participle behind the same auxiliary."""
    verb, below = heads[i], [deps[j] for j, over in enumerate(heads) if over == i and j != i]
    helped = any(over == verb and deps[j] == "aux:tense" for j, over in enumerate(heads))
    spoken = any(word.lower() in {"je", "tu", "j'", "j’"} for word in words)
    if helped and verb < i and words[i].endswith(SPOKEN) and not spoken and not any("subj" in d for d in below):
        deps[i], feats[i] = "conj", {"VerbForm": "Part", "Tense": "Past"}
