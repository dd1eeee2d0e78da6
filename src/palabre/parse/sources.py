"""Repairs of trees: what sources bring (« Selon l'ONG, 20 soldats ont été tués »), and what somebody says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SUBJECTS = {"nsubj", "nsubj:pass"}
NOMINAL = {"NOUN", "PROPN"}
SAYING = {
    "dit", "déclaré", "annoncé", "affirmé", "indiqué", "précisé", "ajouté", "répété", "assuré", "expliqué", "prévenu",
    "estimé", "confirmé", "révélé", "rappelé", "promis", "soutient", "affirme", "assure", "répète", "maintient",
}  # fmt: skip
CONTENT = {"obj", "ccomp", "xcomp"}


def said(
    words: Sequence[str], pos: list[str], feats: Sequence[Mapping[str, str]], heads: list[int], deps: list[str]
) -> None:
    """« a dit lundi à la radio que X partirait »: what somebody says whose verb has no other content, no relative."""
    for i, dep in enumerate(deps):
        noun = heads[i]
        verb = heads[noun]
        if dep != "acl:relcl" or noun > i or words[verb].lower() not in SAYING or not deps[noun].startswith("obl"):
            continue
        que = next((j for j in range(noun + 1, i) if heads[j] == i), None)
        opens = que is not None and words[que].lower() in {"que", "qu'", "qu’"}
        taken = any(over == verb and deps[j] in CONTENT for j, over in enumerate(heads))
        subject = any(over == i and deps[j] in SUBJECTS for j, over in enumerate(heads))
        if que is not None and opens and subject and not taken and feats[i].get("VerbForm") != "Inf":
            heads[i], deps[i], deps[que], pos[que] = verb, "ccomp", "mark", "SCONJ"


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
