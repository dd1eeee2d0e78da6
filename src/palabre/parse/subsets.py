"""Repairs of trees: a part of those told of never stands for all, and two subjects joined by « et » are one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from palabre.parse.agreement import under

Feats = Sequence[Mapping[str, str]]
NOMINAL = {"NOUN", "PROPN"}
DE = {"de", "d'", "d’", "du"}
ALLIES = {"alliés", "alliées", "partenaires", "voisins"}
AUXILIARIES = ("aux", "aux:tense", "aux:pass")


def part(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """Give a verb all of its subjects, and those told of the verb that stands behind a part of them."""
    lower = [word.lower() for word in words]
    for verb in [i for i, tag in enumerate(pos) if tag == "VERB"]:
        if "dont" in lower and deps[verb] == "acl:relcl" and heads[heads[verb]] == heads[verb]:
            _whole_raised(verb, lower, pos, feats, heads, deps)
        _subjects_joined(verb, lower, pos, heads, deps)
        if deps[verb] in {"acl", "amod", "advcl"} and lower[verb - 1] == ",":
            _whole_told(verb, lower, pos, feats, heads, deps)
    for i, dep in enumerate(deps):
        if dep == "acl:relcl" and pos[i] == "PROPN" and "dont" in lower[:i]:
            _ally_added(i, lower, heads, deps)
        if dep == "obj" and pos[i] == "NOUN" and deps[heads[i]] != "xcomp":
            _described(i, lower, pos, heads, deps)
        if dep == "conj" and pos[heads[i]] == "NOUN" and _cased(i, lower, heads, deps):
            _owners_joined(i, lower, heads, deps)
            _adjective_shared(i, feats, heads, deps)
        elif dep == "obl" and _cased(i, lower, heads, deps) and "obj" in deps:
            _owners_regained(i, lower, pos, heads, deps)


def _whole_raised(verb: int, words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
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
    for one, two in pairwise(subjects):
        left = min([two, *(j for j, over in enumerate(heads) if over == two)])
        joined = left - 1 if words[left] not in {"et", "ou"} else left
        if (
            pos[one] in NOMINAL
            and pos[two] in NOMINAL
            and words[joined] in {"et", "ou"}
            and heads[joined] in {two, verb}
        ):
            heads[two], deps[two], heads[joined] = one, "conj", two


def _whole_told(
    participle: int, words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]
) -> None:
    """« trois élus, parmi lesquels un maire, arrêtés lundi »: the participle behind the aside is of them all."""
    some = heads[participle]
    opened = next((j for j in range(some - 1, 0, -1) if words[j] == "," and words[j + 1] in {"parmi", "dont"}), None)
    if opened is None or some > participle or not _part_of(some, opened, words, heads):
        return
    whole = opened - 1
    while pos[whole] not in NOMINAL or feats[whole].get("Number") != "Plur":
        if heads[whole] >= opened or heads[whole] == whole or pos[heads[whole]] == "VERB":
            return
        whole = heads[whole]
    if pos[whole] == "NOUN" and not under(whole, participle, heads) and feats[participle].get("Number") == "Plur":
        heads[participle], deps[participle] = whole, "acl"


def _part_of(some: int, opened: int, words: list[str], heads: list[int]) -> bool:
    """Whether a noun is the one that « dont » or « parmi lesquels », behind a comma, belongs to."""
    mark = opened + (2 if words[opened + 1] == "parmi" else 1)
    return mark < len(words) and words[mark] in {"lesquels", "lesquelles", "dont"} and heads[mark] == some


def _cased(i: int, words: list[str], heads: list[int], deps: list[str]) -> bool:
    """Whether « de » introduces a noun; « des » may be an article."""
    return any(over == i and deps[j] == "case" and words[j] in DE for j, over in enumerate(heads))


def _owners_joined(i: int, words: list[str], heads: list[int], deps: list[str]) -> None:
    """« la détention de députés, de juges et d'avocats »: what has its own « de » goes on with what has it, too."""
    noun = heads[i]
    owners = [j for j, over in enumerate(heads) if over == noun and deps[j] == "nmod" and noun < j < i]
    owners = [j for j in owners if _cased(j, words, heads, deps)]
    if owners and not _cased(noun, words, heads, deps):
        heads[i] = owners[-1]


def _owners_regained(i: int, words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« a dénoncé la détention de X, d'un de ses fils et de deux élus »: a list of owners that a comma cut."""
    left = min(j for j in range(len(words)) if under(j, i, heads))
    counted = pos[i] in {"PRON", "PROPN"} or any(
        over == i and deps[j] in {"det", "nummod"} for j, over in enumerate(heads)
    )
    listed = [j for j, dep in enumerate(deps) if dep == "conj" and j > i and under(j, i, heads)]
    if not counted or words[left - 1] != "," or not any(_cased(j, words, heads, deps) for j in listed):
        return
    owner = left - 2
    while owner > 0 and deps[owner].startswith("flat"):
        owner = heads[owner]
    thing = heads[owner]
    while deps[thing] in {"nmod", "conj"} and heads[thing] != thing:
        thing = heads[thing]
    if (
        deps[owner] == "nmod"
        and _cased(owner, words, heads, deps)
        and deps[thing] == "obj"
        and heads[thing] == heads[i]
    ):
        heads[i], deps[i] = owner, "conj"


def _adjective_shared(i: int, feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« des agents consulaires et de sécurité belges »: what does not agree with « sécurité » is said of the agents."""
    whole = heads[i]
    if feats[whole].get("Number") != "Plur" or any(over == i and deps[j] == "det" for j, over in enumerate(heads)):
        return
    own = [j for j, over in enumerate(heads) if over == i and deps[j] == "amod" and j > i]
    for j in own:
        genders = [feats[k].get("Gender") for k in (j, i, whole)]
        numbers = [feats[k].get("Number") for k in (j, i)]
        odd = all(genders) and genders[0] != genders[1] and genders[0] == genders[2]
        if odd or (numbers == ["Plur", "Sing"] and genders[0] in {None, genders[2]}):
            heads[j] = whole


def _ally_added(i: int, words: list[str], heads: list[int], deps: list[str]) -> None:
    """« Lima et ses alliés, dont Quito et Bogota, ont accusé »: the allies that are named act with the others."""
    aside = next((j for j in range(i - 1, max(i - 4, 1), -1) if words[j] == "dont" and words[j - 1] == ","), None)
    if aside is None or heads[aside] != i or words[aside - 2] not in ALLIES:
        return
    allies = aside - 2
    if not under(allies, i, heads):
        heads[i], deps[i] = heads[allies] if deps[allies] == "conj" else allies, "conj"


def _described(i: int, words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« signé par le ministre, X et Y, le délégué rebelle »: a passive has no object; Y is the delegate."""
    verb, left = heads[i], min(j for j in range(len(words)) if under(j, i, heads))
    passive = any(over == verb and deps[j] == "aux:pass" for j, over in enumerate(heads))
    if not passive or left < 2 or words[left - 1] != "," or words[left] not in {"le", "la", "l'", "l’"}:
        return
    name = left - 2
    while deps[name].startswith("flat"):
        name = heads[name]
    if pos[name] != "PROPN" or deps[name] != "conj" or name < verb:
        return
    heads[i], deps[i] = name, "appos"
    first = heads[name]
    if deps[first] == "appos" and pos[first] == "PROPN":
        heads[name] = heads[first]
