"""Sources and counts at the head of a sentence: « Selon l'ONG, 20 soldats et 4 rebelles ont été tués »."""

from __future__ import annotations

from collections.abc import Sequence

SUBJECTS = {"nsubj", "nsubj:pass"}
NOMINAL = {"NOUN", "PROPN"}


def unsource(words: Sequence[str], heads: list[int], deps: list[str]) -> None:
    """What « selon » or « d'après » brings is no subject; what the parser joined to it, past the comma, is."""
    for i, dep in enumerate(deps):
        if dep not in SUBJECTS or not _sourced(words, heads, deps, i):
            continue
        told = next((j for j in range(i + 1, len(deps)) if heads[j] == i and deps[j] == "conj"), None)
        if told is not None and told < heads[i] and "," in words[i:told]:
            heads[told], deps[told] = heads[i], dep
        deps[i] = "obl"


def _sourced(words: Sequence[str], heads: Sequence[int], deps: Sequence[str], i: int) -> bool:
    marks = [k for k in range(max(0, i - 4), i) if heads[k] == i and deps[k] == "case"]
    return any(_marks_source(words, k) for k in marks)


def _marks_source(words: Sequence[str], k: int) -> bool:
    word, after = words[k].lower(), words[k + 1].lower()
    return word == "selon" or (word in {"d'", "d’"} and after == "après")


def equals(pos: Sequence[str], heads: list[int], deps: list[str]) -> None:
    """« 20 soldats de la garde et 14 rebelles »: what is counted joins what is counted, not the noun in between."""
    counted = {heads[k] for k, dep in enumerate(deps) if dep == "nummod"}
    for j, dep in enumerate(deps):
        inner = heads[j]
        outer = heads[inner]
        if dep != "conj" or j not in counted or inner in counted or deps[inner] != "nmod" or outer not in counted:
            continue
        if outer < inner < j and pos[outer] in NOMINAL and pos[j] in NOMINAL:
            heads[j] = outer
