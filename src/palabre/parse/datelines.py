"""Repairs of trees: the town and the agency that open a dispatch are no subjects."""

from __future__ import annotations

from collections.abc import Sequence

from palabre.parse.agreement import under

DASHES = {"-", "–", "—"}
INSIDE = {",", "(", ")", "/", "."}
REACH = 9  # words of a dateline at most
NOMINAL = {"NOUN", "PROPN", "PRON"}


def set_apart(words: Sequence[str], pos: Sequence[str], heads: list[int], deps: list[str]) -> None:
    """« (Cotonou) Le ministre a ... », « LOMÉ, Togo — Le Togo a ... »: what hangs on the opening goes to the verb."""
    end = _end(words, pos)
    if end == 0:
        return
    for i in range(end):
        verb = heads[i]
        if verb < end or not deps[i].startswith("nsubj"):
            continue
        deps[i] = "dislocated"
        for j in range(end, len(words)):
            if heads[j] < end and deps[j] in {"appos", "conj", "nmod", "flat:name"} and not under(verb, j, heads):
                heads[j], deps[j] = verb, _relation(j, verb, pos, heads, deps)


def _relation(i: int, verb: int, pos: Sequence[str], heads: Sequence[int], deps: Sequence[str]) -> str:
    """A noun before a verb that has no subject is its subject."""
    taken = any(over == verb and deps[j].startswith("nsubj") for j, over in enumerate(heads))
    marked = any(over == i and deps[j] == "case" for j, over in enumerate(heads))
    return "nsubj" if not taken and not marked and i < verb and pos[i] in NOMINAL else "dislocated"


def _end(words: Sequence[str], pos: Sequence[str]) -> int:
    """Where the text begins behind a dateline; 0 where there is none."""
    if len(words) < REACH // 2:
        return 0
    if words[0] == "(":
        close = next((k for k in range(1, min(REACH, len(words) - 1)) if words[k] == ")"), 0)
        return close + 1 if close and _names(words[1:close], pos[1:close]) else 0
    dash = next((k for k in range(1, min(REACH, len(words) - 1)) if words[k] in DASHES), 0)
    marked = (words[0].isupper() and len(words[0]) > 2) or not {",", "("}.isdisjoint(words[:dash])
    return dash + 1 if dash and marked and _names(words[:dash], pos[:dash]) else 0


def _names(words: Sequence[str], pos: Sequence[str]) -> bool:
    """Whether words are names, dates or the marks between them."""
    return all(w in INSIDE or w[:1].isupper() or w.isdigit() or p == "PROPN" for w, p in zip(words, pos, strict=True))
