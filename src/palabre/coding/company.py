"""Who comes along: whoever undergoes an act, or meets, together with those that a frame asks for."""

from __future__ import annotations

from palabre.coding.grammar import Grammar

FATE = {"release", "arrest", "abduct"}


def with_company(grammar: Grammar, kind: str, mode: str | None, at: int, found: list[int]) -> list[int]:
    """The fillers of a slot of the act at token ``at``, with those who share in it."""
    if kind == "CONSULT":
        return [*found, *(i for i in _led(grammar, found) if i not in found)]
    if mode in FATE and found == grammar.objects(at):
        return [*found, *(i for i in _others(grammar, at) if i not in found)]
    return found


def _led(grammar: Grammar, found: list[int]) -> list[int]:
    """« a reçu le ministre, accompagné du général »: who comes along to a meeting meets as well."""
    led = [c.i for at in found for c in grammar.document.children(at, "acl") if c.lemma in grammar.words.company]
    return [i for p in led for i in grammar.obliques(p, "de")]


def _others(grammar: Grammar, at: int) -> list[int]:
    """« a été libéré avec treize autres détenus »: « autres » says that they are of the same lot."""
    along = grammar.obliques(at, "avec")
    return [i for i in along if any(c.lemma == "autre" for c in grammar.document.children(i, "amod", "det"))]
