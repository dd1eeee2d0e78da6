"""Repairs of trees: participles far from their auxiliary, « comme prévu », and what « c'est ... qui » points out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palabre.parse.agreement import below, under

Feats = Sequence[Mapping[str, str]]
EXPECTED = {"prévu", "annoncé", "promis", "attendu", "convenu", "espéré", "redouté", "demandé"}
READY = {"prêt", "disposé", "résolu", "déterminé", "décidé"}  # less the ending
SAYS = {
    "annonce", "affirme", "déclare", "indique", "explique", "précise", "assure", "rapporte", "ajoute", "estime",
    "souligne", "confirme", "dénonce", "annoncent", "affirment", "indiquent", "rapportent", "assurent", "soulignent",
    "conclut",
}  # fmt: skip
CE = {"c'", "c’", "ce"}


def rejoin(words: Sequence[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """Repair in place verbs that hang on the wrong clause."""
    lower = [word.lower() for word in words]
    _off_auxiliary(heads, deps)
    _as_expected(lower, feats, heads, deps)
    _as_planned(words, heads, deps)
    _shared_auxiliary(feats, heads, deps)
    _clause_between(heads, deps)
    _pointed_out(lower, feats, heads, deps)
    _inserted(lower, heads, deps)
    _ready_to(lower, feats, heads, deps)


def _past(i: int, feats: Feats) -> bool:
    return feats[i].get("VerbForm") == "Part" and feats[i].get("Tense") != "Pres"


def _off_auxiliary(heads: list[int], deps: list[str]) -> None:
    """« Le ministère a, pour sa part, indiqué »: a subject hangs on the verb, not on its auxiliary."""
    for i, dep in enumerate(deps):
        over = heads[i]
        if dep.startswith("nsubj") and over != i and deps[over].startswith(("aux", "cop")) and heads[over] != i:
            heads[i] = heads[over]


def _as_expected(words: Sequence[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« a comme prévu présenté sa démission »: an aside, whose verb is the participle behind it."""
    for i in range(1, len(words) - 1):
        if words[i] not in EXPECTED or words[i - 1] != "comme" or deps[i] == "fixed":
            continue
        verb = next((j for j in below(i, heads, deps, "xcomp", "ccomp", "advcl", "conj") if j > i), None)
        if verb is None or not _past(verb, feats):
            continue
        for j, over in enumerate(heads):
            if over == i and j not in (i, i - 1, verb):
                heads[j] = verb
        heads[verb], deps[verb] = verb if heads[i] == i else heads[i], deps[i]
        heads[i], deps[i] = verb, "advcl"


def _as_planned(words: Sequence[str], heads: list[int], deps: list[str]) -> None:
    """« se réuniront comme prévu jeudi à Abuja »: the day and the place are those of the verb before the aside."""
    for i in range(1, len(words) - 1):
        if words[i] != "prévu" or words[i - 1].lower() != "comme" or heads[i] >= i:
            continue
        for j in below(i, heads, deps, "obl", "obl:mod", "nmod"):
            cases = {words[k].lower() for k in below(j, heads, deps, "case")}
            if j > i and (cases <= {"en"} or (cases <= {"à", "au"} and words[j][:1].isupper())):
                heads[j] = heads[i]


def _shared_auxiliary(feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« a indiqué que la route était fermée et accusé X »: a participle with an object shares an active auxiliary."""
    for i, dep in enumerate(deps):
        bare = dep == "conj" and _past(i, feats) and not below(i, heads, deps, "aux:tense", "aux:pass", "aux")
        if not bare or not below(i, heads, deps, "obj") or _active(heads[i], feats, heads, deps):
            continue
        over = heads[i]
        while heads[over] != over and deps[over] in {"ccomp", "conj", "xcomp", "advcl"}:
            over = heads[over]
            if over < i and _active(over, feats, heads, deps) and not under(over, i, heads):
                heads[i] = over
                break


def _active(i: int, feats: Feats, heads: Sequence[int], deps: Sequence[str]) -> bool:
    """Whether a verb is a participle with « avoir »; what is no verb form is left as it is."""
    if below(i, heads, deps, "cop", "aux:pass"):
        return False
    return _past(i, feats) and bool(below(i, heads, deps, "aux:tense"))


def _clause_between(heads: list[int], deps: list[str]) -> None:
    """« alors qu'il était ministre, des policiers ont »: a noun with « être » and a conjunction is no subject."""
    for i in {heads[j] for j, dep in enumerate(deps) if dep == "cop"}:
        dep, held = deps[i], {deps[j] for j, over in enumerate(heads) if over == i and j != i}
        if not dep.startswith("nsubj") or not {"cop", "mark", "nsubj"} <= held:
            continue
        for j in below(i, heads, deps, "conj"):
            if j > i and not below(j, heads, deps, "cc"):
                heads[j], deps[j] = heads[i], dep
        deps[i] = "advcl"


def _pointed_out(words: Sequence[str], feats: Feats, heads: list[int], deps: list[str]) -> None:
    """« c'était l'armée et des opposants qui avaient »: a plural relative is of all that « ce » points out."""
    for verb, dep in enumerate(deps):
        noun = heads[verb]
        if dep != "acl:relcl" or deps[noun] != "conj" or noun > verb:
            continue
        first = heads[noun]
        cleft = below(first, heads, deps, "cop") and any(words[j] in CE for j in below(first, heads, deps, "nsubj"))
        forms = [verb, *below(verb, heads, deps, "aux:tense", "aux:pass", "cop")]
        if cleft and any(feats[j].get("Number") == "Plur" and feats[j].get("VerbForm") == "Fin" for j in forms):
            heads[verb] = first


def _inserted(words: Sequence[str], heads: list[int], deps: list[str]) -> None:
    """« ..., annonce l'Union »: a verb behind a comma, its subject behind it, says what comes before."""
    for i, dep in enumerate(deps):
        if dep != "conj" or words[i - 1] != "," or words[i] not in SAYS or below(i, heads, deps, "cc", "obj", "ccomp"):
            continue
        if any(j > i for j in below(i, heads, deps, "nsubj")):
            deps[i] = "parataxis"


def _ready_to(words: Sequence[str], feats: Feats, heads: Sequence[int], deps: list[str]) -> None:
    """« est prête, avec d'autres, à soutenir X »: what somebody is ready for is a complement, however far."""
    for i, dep in enumerate(deps):
        ready = dep == "advcl" and words[heads[i]].rstrip("es") in READY and feats[i].get("VerbForm") == "Inf"
        if ready and any(words[j] == "à" for j in below(i, heads, deps, "mark", "case")):
            deps[i] = "xcomp"
