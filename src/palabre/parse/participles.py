"""Repairs of trees: present participles that tell what a protest or a text says, not what the subject says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palabre.parse.agreement import under

PROTESTS = {
    "manifestation", "manifestations", "marche", "marches", "rassemblement", "rassemblements", "grève", "sit-in",
    "défilé", "cortège", "mobilisation",
}  # fmt: skip
TEXTS = {
    "appel", "déclaration", "communiqué", "résolution", "motion", "pétition", "lettre", "tribune", "message",
    "discours",
}  # fmt: skip
ASKING = {"appelant", "demandant", "réclamant", "exigeant", "revendiquant"}
BLAMING = {"dénonçant", "condamnant", "fustigeant", "critiquant", "accusant"}
# What a body votes, whoever else the text speaks of.
VOTED = {
    "projet", "proposition", "loi", "texte", "résolution", "motion", "décret", "amendement", "traité", "budget",
}  # fmt: skip
VOTING = {"adopté", "adoptée", "voté", "votée", "promulgué", "promulguée", "ratifié", "ratifiée"}
CHAIN = ("nmod", "appos", "flat", "conj", "amod")
DAYS = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier"}


def hang(words: Sequence[str], feats: Sequence[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« a interdit une marche, lundi, réclamant X », « l'appel de X, dénonçant Y »: the participle is the noun's."""
    lower = [word.lower() for word in words]
    for i in [i for i, word in enumerate(lower) if word in VOTING]:
        _voted(i, lower, feats, heads, deps)
    for i, dep in enumerate(deps):
        if dep not in {"advcl", "acl"} or feats[i].get("Tense") != "Pres" or lower[i] not in ASKING | BLAMING or not i:
            continue
        noun = _dated_protest(i, lower) if lower[i] in ASKING and lower[i - 1] == "," else None
        noun = noun if noun is not None else _owned(i, lower, heads, deps)
        if noun is not None and not under(noun, i, heads):
            heads[i], deps[i] = noun, "acl"


def _voted(i: int, words: list[str], feats: Sequence[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« une loi visant des firmes de Lima et de Quito, adoptée par la Chambre »: the law is adopted, no city is."""
    at = heads[i]
    if deps[i] not in {"acl", "amod", "conj", "appos"} or at > i or words[at] in VOTED:
        return
    while heads[at] != at and words[at] not in VOTED:
        at = heads[at]
    marks = [(feats[at].get(m), feats[i].get(m)) for m in ("Gender", "Number")]
    if words[at] in VOTED and at < i and all(one == two for one, two in marks if one and two):
        heads[i], deps[i] = at, "acl"


def _dated_protest(i: int, words: Sequence[str]) -> int | None:
    """The protest before « , lundi 3 mai, » that ends right before the participle."""
    start = next((k for k in range(i - 2, max(i - 8, 0), -1) if words[k] == ","), None)
    if start is None or words[start + 1] not in DAYS | {"le", "ce"} or DAYS.isdisjoint(words[start + 1 : i]):
        return None
    return start - 1 if words[start - 1] in PROTESTS else None


def _owned(i: int, words: Sequence[str], heads: Sequence[int], deps: Sequence[str]) -> int | None:
    """The protest or text whose owner ends right before the participle; behind a comma, an owner with an apposition."""
    behind = words[i - 1] == ","
    at = i - 1 - behind
    while at > 0 and words[at] not in PROTESTS | TEXTS and deps[at].startswith(CHAIN) and heads[at] < at:
        at = heads[at]
    if words[at] not in (TEXTS if behind else PROTESTS | TEXTS):
        return None
    apposed = any(deps[j] == "appos" and under(j, at, heads) for j in range(at + 1, i))
    return at if apposed or not behind else None
