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
CHAIN = ("nmod", "appos", "flat", "conj", "amod")
DAYS = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier"}


def hang(words: Sequence[str], feats: Sequence[Mapping[str, str]], heads: list[int], deps: list[str]) -> None:
    """« a interdit une marche, lundi, réclamant X », « l'appel de X, dénonçant Y »: the participle is the noun's."""
    lower = [word.lower() for word in words]
    for i, dep in enumerate(deps):
        if dep not in {"advcl", "acl"} or feats[i].get("Tense") != "Pres" or lower[i] not in ASKING | BLAMING or not i:
            continue
        noun = _dated_protest(i, lower) if lower[i] in ASKING and lower[i - 1] == "," else None
        noun = noun if noun is not None else _owned(i, lower, heads, deps)
        if noun is not None and not under(noun, i, heads):
            heads[i], deps[i] = noun, "acl"


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
