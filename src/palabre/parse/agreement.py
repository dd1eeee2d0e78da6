"""Repairs of trees by number: lists that the parser cut, subjects behind insertions, relatives of a whole list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

NOMINAL = {"NOUN", "PROPN"}
BEFORE_PLACE = {"devant", "près", "à", "au", "aux", "en"}
# Participles said of persons, whose « il » is somebody (« il est soupçonné de »).
SAID_OF_PERSONS = {
    "soupçonné", "accusé", "suspecté", "condamné", "arrêté", "interpellé", "détenu", "poursuivi", "inculpé", "jugé",
    "incarcéré", "écroué", "expulsé", "extradé", "libéré", "relâché", "blessé", "tué", "abattu", "nommé", "limogé",
    "reçu", "attendu", "visé", "impliqué", "recherché", "élu", "invité", "soutenu",
}  # fmt: skip

ASIDE = {"où", "que", "qu'", "qu’", "dont"}  # relatives that are no subjects

Feats = Sequence[Mapping[str, str]]


def under(i: int, top: int, heads: Sequence[int]) -> bool:
    """Whether ``i`` is ``top`` or hangs below it: a head may not be moved there."""
    while i != top and heads[i] != i:
        i = heads[i]
    return i == top


def below(i: int, heads: Sequence[int], deps: Sequence[str], *names: str) -> list[int]:
    """The words that hang on ``i`` by one of the named relations, in order."""
    return [j for j, over in enumerate(heads) if over == i and j != i and deps[j] in names]


def agree(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """Repair in place what agreement in number, and what « entre », « dont » and « il » ask for, rule out."""
    lower = [word.lower() for word in words]
    _pair_joined(lower, pos, heads, deps)
    _pair_lifted(lower, pos, heads, deps)
    _list_joined(lower, pos, feats, heads, deps)
    _object_listed(lower, pos, feats, heads, deps)
    _subject_found(lower, pos, feats, heads, deps)
    _personal(lower, heads, deps)
    _subject_inverted(lower, pos, feats, heads, deps)
    _subject_ceded(pos, feats, heads, deps)
    _relative_of_owner(lower, pos, heads, deps)


def _behind(word: str, words: list[str], heads: Sequence[int], deps: Sequence[str]) -> Iterator[int]:
    """The nouns that a preposition introduces."""
    for j, dep in enumerate(deps):
        if dep == "case" and words[j] == word and heads[j] > j:
            yield heads[j]


def _pair_joined(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« entre les membres du parti et la police »: the second side goes with the first, not with a noun inside it."""
    for first in _behind("entre", words, heads, deps):
        if below(first, heads, deps, "conj"):
            continue
        for j in range(first + 1, len(words)):
            other = deps[j] == "conj" and pos[j] in NOMINAL and under(j, first, heads)
            if other and not below(j, heads, deps, "case") and below(j, heads, deps, "cc"):
                heads[j] = first
                for k in range(j + 1, len(words)):  # what stands behind it and hung on a noun before it is its own
                    if deps[k].startswith("acl") and first < heads[k] < j and not under(j, k, heads):
                        heads[k] = j
                break


def _pair_lifted(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« des heurts ont éclaté à Lima entre A et B »: a place has no two sides, so they are the verb's."""
    for first in _behind("entre", words, heads, deps):
        place = heads[first]
        case = next((words[j] for j in below(place, heads, deps, "case")), None)
        spot = pos[place] == "PROPN" or case in {"devant", "près"}
        if deps[first] == "nmod" and deps[place] == "obl" and spot and case in BEFORE_PLACE and place < first:
            heads[first], deps[first] = heads[place], "obl"


def _number(i: int, feats: Feats, heads: Sequence[int], deps: Sequence[str]) -> str | None:
    """The number of the finite form of a verb."""
    forms = [i, *(j for j in range(len(heads)) if heads[j] == i and deps[j].startswith("aux"))]
    return next((n for j in forms if feats[j].get("VerbForm") == "Fin" and (n := feats[j].get("Number"))), None)


def _list_joined(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« le maire, le préfet et la ministre ont été reçus »: what a plural verb follows is a list, no apposition."""
    for subject, dep in enumerate(deps):
        if not dep.startswith("nsubj") or pos[subject] not in NOMINAL or feats[subject].get("Number") == "Plur":
            continue
        if _number(heads[subject], feats, heads, deps) != "Plur" or heads[subject] < subject:
            continue
        for j in below(subject, heads, deps, "appos"):
            chained = [*below(j, heads, deps, "conj"), *below(subject, heads, deps, "conj")]
            linked = [c for k in chained for c in below(k, heads, deps, "cc") if j < c < heads[subject]]
            if pos[j] in NOMINAL and "," in words[subject:j] and linked and words[linked[0] - 1] != ",":
                deps[j] = "conj"


def _object_listed(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« a reçu le maire ainsi que le préfet », « X, de même que Y »: a bare noun is joined to a noun, no verb."""
    for i, dep in enumerate(deps):
        over = heads[i]
        if pos[i] not in NOMINAL or over >= i:
            continue
        if dep == "nmod" and words[max(0, i - 4) : i].count("même") and "que" in words[max(0, i - 3) : i]:
            deps[i] = "conj"
        bare = not below(i, heads, deps, "case", "nsubj", "obj", "cop", "nsubj:pass", "obl")
        if dep != "conj" or pos[over] != "VERB" or not bare or not below(i, heads, deps, "cc"):
            continue
        kin = [j for j in below(over, heads, deps, "obj", "obl:agent") if over < j < i and pos[j] in NOMINAL]
        noun = heads[over] if deps[over] == "acl:relcl" and not below(over, heads, deps, "obj") else over
        if kin or noun != over:
            heads[i] = kin[-1] if kin else noun


def _subject_found(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« Entre 300 élus, selon A, et 500, selon B, ont défilé »: counted people before a plural verb without subject."""
    for verb in [i for i, over in enumerate(heads) if over == i and pos[i] == "VERB"] if "selon" in words else []:
        if "selon" not in words[:verb] or _number(verb, feats, heads, deps) != "Plur":
            continue
        if any(over == verb and deps[j].startswith(("nsubj", "expl:subj")) for j, over in enumerate(heads)):
            continue
        counted = (j for j in range(verb) if pos[j] == "NOUN" and below(j, heads, deps, "nummod"))
        for j in counted:
            cases = {words[k] for k in below(j, heads, deps, "case")}
            if cases <= {"entre"} and under(j, verb, heads) and deps[j] in {"obl", "conj", "appos", "nmod"}:
                heads[j], deps[j] = verb, "nsubj"
                break


def _personal(words: list[str], heads: list[int], deps: list[str]) -> None:
    """« Il est soupçonné d'avoir volé »: « il » is somebody, no empty subject."""
    for i, dep in enumerate(deps):
        if dep == "expl:subj" and words[i] == "il" and words[heads[i]] in SAID_OF_PERSONS:
            passive = below(heads[i], heads, deps, "aux:pass") or below(heads[i], heads, deps, "cop")
            deps[i] = "nsubj:pass" if passive else "nsubj"


def _subject_inverted(words: list[str], pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« la ville où doit entrer l'armée », « qu'ont prise les rebelles »: what stands behind is the subject."""
    for verb in [i for i, dep in enumerate(deps) if dep == "acl:relcl"]:
        relative = any(over == verb and j < verb and words[j] in ASIDE for j, over in enumerate(heads))
        number = _number(verb, feats, heads, deps)
        if not relative or number is None:
            continue
        if any(over == verb and deps[j].startswith(("nsubj", "expl:subj")) for j, over in enumerate(heads)):
            continue
        forms = [verb, *below(verb, heads, deps, "xcomp")]
        for j in (j for v in forms for j in below(v, heads, deps, "obj")):
            agrees = feats[j].get("Number", number) == number or below(j, heads, deps, "conj")
            if j > verb and pos[j] in NOMINAL and agrees and not below(j, heads, deps, "case"):
                heads[j], deps[j] = verb, "nsubj"
                break


def _subject_ceded(pos: list[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« X, accusé d'avoir voulu tuer Y, a fui »: of two subjects, the one right behind an infinitive is its object."""
    for j, dep in enumerate(deps):
        if not dep.startswith("nsubj") or pos[j] not in NOMINAL or heads[j] == j:
            continue
        verb = heads[j]
        first = next((k for k in range(j) if heads[k] == verb and deps[k].startswith("nsubj")), None)
        if first is None:
            continue
        before = min([j, *below(j, heads, deps, "det", "amod", "nummod")]) - 1
        if before <= first or feats[before].get("VerbForm") != "Inf" or not under(before, first, heads):
            continue
        if not below(before, heads, deps, "obj"):
            heads[j], deps[j] = before, "obj"


def _relative_of_owner(words: list[str], pos: list[str], heads: list[int], deps: list[str]) -> None:
    """« un groupe dont le chef a été arrêté »: before « dont » stands an antecedent, no second subject."""
    for i, word in enumerate(words):
        if word != "dont" or i == 0:
            continue
        verb = heads[heads[i]] if deps[heads[i]].startswith("nsubj") else heads[i]
        subjects = [j for j, over in enumerate(heads) if over == verb and deps[j].startswith("nsubj")]
        early = [j for j in subjects if j < i and pos[j] in NOMINAL]
        if not early or not any(i < j < verb for j in subjects) or heads[verb] == verb:
            continue
        noun, left = early[-1], min([early[-1], *below(early[-1], heads, deps, "det", "case", "amod")])
        before = left - 2
        if left < 2 or words[left - 1] != "," or pos[before] not in NOMINAL or under(before, verb, heads):
            continue
        while deps[before].startswith("flat"):
            before = heads[before]
        heads[noun], deps[noun], heads[verb], deps[verb] = before, "appos", noun, "acl:relcl"
