"""Who does what a noun tells: « l'arrestation d'un opposant par la police » is an arrest by the police."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.parse.agreement import below, under

NOMINAL = {"NOUN", "PROPN"}
OF = {"de", "d'", "d’", "du", "des"}
# Endings, and other nouns, of acts.
ACTS = ("tion", "tions", "sion", "sions", "ement", "ements", "age", "ages")
OTHER_ACTS = frozenset(
    """achat achats assassinat assassinats attaque attaques blocus capture captures conquête conquêtes contrôle
    enlèvement enlèvements envoi envois frappe frappes gel hausse livraison livraisons meurtre meurtres mise prise
    prises rapt rapts rappel rappels refus rejet rejets remise renvoi renvois report reports reprise retrait retraits
    saisie saisies siège survol survols transfert transferts vente ventes viol viols vol vols vote""".split()
)
NO_ACTS = frozenset(
    "village villages otage otages équipage équipages personnage section sections nation nations".split()
)


def done_by(words: Sequence[str], pos: Sequence[str], heads: list[int], deps: list[str]) -> None:
    """Hang « par Y » on the act rather than on the person or the thing that it is done to."""
    for i, dep in enumerate(deps):
        if dep != "nmod" or pos[i] not in NOMINAL or not _marked(i, {"par"}, words, heads, deps):
            continue
        patient = heads[i]
        while pos[patient] in NOMINAL and not _act(words[patient]) and deps[patient] == "nmod":
            if not _marked(patient, OF, words, heads, deps) or heads[patient] > patient:
                break
            patient = heads[patient]
        if patient != heads[i] and pos[patient] == "NOUN" and _act(words[patient]) and not under(patient, i, heads):
            heads[i] = patient


def _marked(i: int, cases: set[str], words: Sequence[str], heads: Sequence[int], deps: Sequence[str]) -> bool:
    return any(words[j].lower() in cases for j in below(i, heads, deps, "case"))


def _act(word: str) -> bool:
    low = word.lower()
    return (low.endswith(ACTS) and low not in NO_ACTS) or low in OTHER_ACTS
