"""Repairs of trees: a part of those told of never stands for all, and two subjects joined by « et » are one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Feats = Sequence[Mapping[str, str]]
NOMINAL = {"NOUN", "PROPN"}
AUXILIARIES = ("aux", "aux:tense", "aux:pass")


def part(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """Give a verb all of its subjects, and those told of the verb that stands behind a part of them."""
    lower = [word.lower() for word in words]
    for verb in [i for i, tag in enumerate(pos) if tag == "VERB"]:
        if "dont" in lower and deps[verb] == "acl:relcl" and heads[heads[verb]] == heads[verb]:
            _whole_raised(verb, lower, pos, feats, heads, deps)
        _subjects_joined(verb, lower, pos, heads, deps)


def _whole_raised(
    verb: int, words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]
) -> None:
    """« 70 détenus, dont une majorité de femmes, ont été libérés »: the verb behind the aside is of them all."""
    whole = heads[verb]
    below = [j for j, over in enumerate(heads) if over == verb]
    some = next((j for j in below if deps[j].startswith("nsubj") and whole < j < verb), None)
    first = min([verb, *(j for j in below if deps[j].startswith(AUXILIARIES))])
    if some is None or pos[whole] != "NOUN" or feats[whole].get("Number") != "Plur" or words[first - 1] != ",":
        return
    finite = next((j for j in (first, verb) if feats[j].get("VerbForm") == "Fin"), None)
    aside = [j for j in range(whole + 1, some) if words[j] == "dont" and words[j - 1] == ","]
    if finite is None or feats[finite].get("Number") != "Plur" or not aside:
        return
    subject = deps[some]
    heads[verb], deps[verb], heads[whole], deps[whole] = verb, "root", verb, subject
    heads[some], deps[some] = whole, "acl:relcl"
    for j, over in enumerate(heads):
        if j != whole and ((over == whole and j > first) or (over == verb and aside[0] <= j < first - 1)):
            heads[j] = verb if over == whole else some


def _subjects_joined(verb: int, words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« Quatre agents et deux passants ont été blessés »: the second subject is a member of the list."""
    subjects = [j for j, over in enumerate(heads) if over == verb and deps[j].startswith("nsubj") and j < verb]
    for one, two in zip(subjects, subjects[1:], strict=False):
        left = min([two, *(j for j, over in enumerate(heads) if over == two)])
        joined = left - 1 if words[left] not in {"et", "ou"} else left
        if pos[one] in NOMINAL and pos[two] in NOMINAL and words[joined] in {"et", "ou"} and heads[joined] in {two, verb}:
            heads[two], deps[two], heads[joined] = one, "conj", two
