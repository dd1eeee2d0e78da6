"""What the parse says of one noun phrase: its extent, number, gender, preposition and place in the clause."""

from __future__ import annotations

import re
import unicodedata

from palabre.types import Document, Token

NOMINAL = frozenset({"NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_INSIDE = frozenset(
    {"amod", "nmod", "nummod", "flat:name", "flat:foreign", "flat", "fixed", "det", "case", "cc", "compound"}
)
_ARTICLES = frozenset({"le", "la", "les", "l'", "l’", "un", "une", "des", "du", "de", "d'", "d’", "au", "aux"})
_LONGEST = 14


def extent(document: Document, head: int, *, last: int = -1) -> tuple[int, int]:
    """First and last token of the phrase headed by ``head``: no article, no relative clause, no apposition."""
    tokens = document.tokens
    first = head
    for child in tokens[head].children:
        before = child < first and tokens[child].dep in {"det", "nummod", "amod", "advmod"}
        if before and tokens[child].left == child and not _apart(document, child, head):
            first = child
    end = max(head, last)
    for child in tokens[head].children:
        token = tokens[child]
        if _judged(document, head, child):
            break
        if child > head and token.dep in _INSIDE and token.left <= end + 1 and token.right - first < _LONGEST:
            end = max(end, _inner_end(document, child))
    while first < head and tokens[first].text.lower() in _ARTICLES:
        first += 1
    return first, end


def _apart(document: Document, i: int, head: int) -> bool:
    """« la semaine dernière [la junte] »: a word before the article of a noun is no part of it."""
    tokens = document.tokens
    return tokens[i].dep != "det" and any(tokens[c].dep == "det" and i < c < head for c in tokens[head].children)


def _judged(document: Document, head: int, child: int) -> bool:
    """« qualifié la junte [d'illégitime] », « accuse la radio [de fraude] »: what is said of a noun, no part of it."""
    tokens = document.tokens
    said = tokens[head].dep in {"obj", "nsubj:pass"} and tokens[tokens[head].head].lemma in _JUDGING
    bare = not any(tokens[c].dep == "det" for c in tokens[child].children)
    behind = child > head and tokens[child].dep == "nmod" and preposition(document, child) == "de"
    return said and behind and bare and not tokens[child].text[:1].isupper()


_JUDGING = frozenset({"qualifier", "traiter", "taxer", "accuser", "soupçonner", "suspecter", "blâmer"})


def _inner_end(document: Document, i: int) -> int:
    """Last token under ``i`` before any clause that hangs on it."""
    end = i
    for child in document.tokens[i].children:
        token = document.tokens[child]
        if child > end and token.dep in _INSIDE | {"conj"} and token.left <= end + 1:
            end = max(end, _inner_end(document, child))
    return end


def preposition(document: Document, head: int) -> str | None:
    """The preposition of a phrase as its lemmas joined by blanks (« près de »), or ``None``.

    A coordinated phrase without one has that of the first member.
    """
    tokens = document.tokens
    for child in tokens[head].children:
        token = tokens[child]
        if token.dep == "case" and token.pos == "ADP":
            rest = [tokens[c].lemma for c in token.children if tokens[c].dep == "fixed"]
            return " ".join([token.lemma.lower(), *rest])
        if child > head:
            break
    return preposition(document, tokens[head].head) if tokens[head].dep == "conj" else None


def governor(document: Document, head: int) -> Token | None:
    """What a phrase hangs on, coordination climbed over; ``None`` for a root."""
    token = document.tokens[head]
    while token.dep == "conj" and token.head != token.i:
        token = document.tokens[token.head]
    return None if token.head == token.i else document.tokens[token.head]


def relation(document: Document, head: int) -> str:
    """The relation of a phrase to its governor, coordination climbed over."""
    token = document.tokens[head]
    while token.dep == "conj" and token.head != token.i:
        token = document.tokens[token.head]
    return token.dep


def number(document: Document, head: int) -> str | None:
    """``Sing`` or ``Plur``, by the numeral, the determiner or the noun itself."""
    tokens = document.tokens
    for child in tokens[head].children:
        if child > head:
            break
        token = tokens[child]
        if token.dep == "nummod" and token.text.lower() not in {"un", "une", "1"}:
            return "Plur"
        if token.dep == "det" and "Number" in token.feats:
            return token.feats["Number"]
        if token.dep == "case" and token.text.lower() in {"des", "aux"}:
            return "Plur"
    return tokens[head].feats.get("Number") or ("Sing" if tokens[head].pos == "PROPN" else None)


def marked_gender(document: Document, head: int) -> str | None:
    """``Masc`` or ``Fem`` where the determiner tells."""
    tokens = document.tokens
    for child in tokens[head].children:
        if child > head:
            break
        text = tokens[child].text.lower()
        if tokens[child].dep == "det":
            if text in {"le", "un", "ce", "cet"}:
                return "Masc"
            if text in {"la", "une", "cette"}:
                return "Fem"
        if tokens[child].dep == "case" and text in {"du", "au"}:
            return "Masc"
    return None


def determiner(document: Document, head: int) -> Token | None:
    """The determiner of a phrase."""
    for child in document.tokens[head].children:
        if document.tokens[child].dep == "det":
            return document.tokens[child]
        if child > head:
            break
    return None


def definite(document: Document, head: int) -> bool:
    """Whether the phrase has « le », « ce » or a contraction that hides the article."""
    det = determiner(document, head)
    if det is not None:
        return det.lemma in {"le", "ce"} or det.text.lower() in {
            "le",
            "la",
            "les",
            "l'",
            "l’",
            "ce",
            "cet",
            "cette",
            "ces",
        }
    return any(
        document.tokens[c].dep == "case" and document.tokens[c].text.lower() in {"du", "des", "au", "aux"}
        for c in document.tokens[head].children
    )


def possessive(document: Document, head: int) -> Token | None:
    """The possessive determiner of a phrase (« son », « leurs »)."""
    det = determiner(document, head)
    return det if det is not None and det.text.lower() in POSSESSIVES else None


POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})


def clause(document: Document, i: int) -> Token:
    """The predicate of the clause that token ``i`` is in (``i`` itself where it is one)."""
    token = document.tokens[i]
    while token.head != token.i and not has_subject(document, token.i) and token.pos not in {"VERB"}:
        token = document.tokens[token.head]
    return token


def has_subject(document: Document, i: int) -> bool:
    """Whether token ``i`` has a subject of its own."""
    return any(document.tokens[c].dep in SUBJECTS for c in document.tokens[i].children)


def subject_of(document: Document, predicate: int) -> Token | None:
    """The subject of a predicate: its own, or that of the predicate it is coordinated or controlled with."""
    token = document.tokens[predicate]
    for _ in range(6):
        for child in token.children:
            if document.tokens[child].dep in SUBJECTS:
                return document.tokens[child]
        if token.head == token.i or token.dep not in {"conj", "xcomp", "advcl", "acl"}:
            return None
        token = document.tokens[token.head]
    return None


def inside(document: Document, i: int, head: int) -> bool:
    """Whether token ``i`` is in the subtree of ``head``."""
    return document.tokens[head].left <= i <= document.tokens[head].right


def words(document: Document, first: int, last: int) -> str:
    """The text of tokens ``first`` to ``last`` on one line."""
    return " ".join(document.text(document.span(first, last)).split())


def slug(text: str) -> str:
    """ASCII words joined by hyphens.

    >>> slug("L'État-major Général")
    'l-etat-major-general'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
