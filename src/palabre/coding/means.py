"""Recipients that the means of an act names: whom a gerund hits, who uses what was given."""

from __future__ import annotations

from palabre.coding.grammar import Grammar
from palabre.coding.parties import Parties
from palabre.types import ActorMention

Filled = tuple[tuple[ActorMention, ...], str]


def by_means(grammar: Grammar, parties: Parties, kind: str, i: int) -> Filled | None:
    """Whom the act of type ``kind`` at token ``i`` reaches through the clause above it."""
    found = _hit(grammar, i) if kind == "ASSAULT" else _user(grammar, i) if kind == "AID" else None
    mentions = tuple(m for at in found[0] for m in parties.of(at) if m.actor) if found else ()
    return (mentions, found[1]) if found and mentions else None


def _hit(grammar: Grammar, i: int) -> tuple[list[int], str] | None:
    """« ont repoussé les étudiants en tirant des gaz »: whom the act above a gerund hits, its means hits."""
    token = grammar.tokens[i]
    if token.dep == "conj" and _present(grammar, token.head):
        token = grammar.tokens[token.head]
    if token.dep != "advcl" or not _present(grammar, token.i):
        return None
    gerund = any(c.text.lower() == "en" for c in grammar.document.children(token.i, "mark"))
    if gerund:
        return grammar.objects(token.head), "object of the act above"
    return _opponents(grammar, token.head), "opponent of the act above"


def _present(grammar: Grammar, i: int) -> bool:
    feats = grammar.tokens[i].feats
    return feats.get("VerbForm") == "Part" and feats.get("Tense") != "Past"


def _opponents(grammar: Grammar, verb: int) -> list[int]:
    """« s'est battue avec X, tirant des gaz »: whom the act that a bare participle hangs on fights or drives off."""
    if grammar.tokens[verb].lemma in grammar.words.driving:
        return grammar.objects(verb)
    fights = [c.i for c in grammar.document.children(verb, "obl", "obj") if c.lemma in grammar.words.battles]
    holders = [at for noun in fights for at in (noun, *(c.i for c in grammar.document.children(noun, "acl")))]
    found = [at for holder in holders for step in ("avec", "contre") for at in grammar.obliques(holder, step)]
    return found or (grammar.obliques(verb, "avec") if fights else [])


def _user(grammar: Grammar, i: int) -> tuple[list[int], str] | None:
    """« ont tiré des roquettes livrées par X »: who uses what somebody gave received it."""
    token = grammar.tokens[i]
    noun = grammar.tokens[token.head]
    used = noun.dep == "obj" and grammar.tokens[noun.head].lemma in grammar.words.using
    return (grammar.subjects(noun.head), "who uses it") if token.dep == "acl" and used else None
