"""Reads CoNLL-U treebanks and brings them to one scheme: one token a word as Palabre's tokenizer cuts them.

Contractions are one token (« du »: ADP, ``case``, lemma « de »; « auquel » keeps the pronoun), hyphenated words
and spaced numbers are one token, ``obl`` is split no further than ``obl:agent``, typography is normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from palabre.parse.tokenizer import normalise

RELATIONS = {
    "obl:arg": "obl",
    "obl:mod": "obl",
    "obj:lvc": "obj",
    "obj:agent": "obj",
    "iobj:agent": "iobj",
    "nsubj:caus": "nsubj",
    "nsubj:outer": "nsubj",
    "advcl:cleft": "advcl",
    "dep:comp": "dep",
    "aux": "aux:tense",
}
PREPOSITIONS = {"d": "de", "a": "à"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a tree; ``head`` is a position in the sentence, a root is its own head."""

    form: str
    lemma: str
    pos: str
    feats: str
    dep: str
    head: int
    space: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """One annotated sentence; without ``morphology`` its features and lemmas teach nothing."""

    id: str
    words: tuple[Word, ...]
    morphology: bool = True


@dataclass(slots=True)
class _Rows:
    words: list[list[str]] = field(default_factory=list)
    ranges: list[tuple[int, int, list[str]]] = field(default_factory=list)


def read(path: Path, *, morphology: bool = True) -> list[Tree]:
    """All trees of a CoNLL-U file, converted; ``PUD`` files get their agents and reflexives marked."""
    trees = [_tree(name, rows, morphology) for name, rows in _blocks(path)]
    return [_mark_pud(t) for t in trees] if "pud" in path.name else trees


def _blocks(path: Path) -> Iterator[tuple[str, _Rows]]:
    name, rows = "", _Rows()
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# sent_id ="):
            name = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            _add(rows, line.split("\t"))
        elif not line and rows.words:
            yield name, rows
            rows = _Rows()


def _add(rows: _Rows, columns: list[str]) -> None:
    if "-" in columns[0]:
        first, last = columns[0].split("-")
        rows.ranges.append((int(first) - 1, int(last) - 1, columns))
    elif "." not in columns[0]:
        rows.words.append(columns)


def _tree(name: str, rows: _Rows, morphology: bool) -> Tree:
    words = [_word(i, columns) for i, columns in enumerate(rows.words)]
    groups = [(first, last, _contraction(words[first : last + 1], columns)) for first, last, columns in rows.ranges]
    words = merge(words, groups)
    groups = [(first, last, _joined(words, first, last)) for first, last in _split_words(words)]
    return Tree(name, tuple(merge(words, groups)), morphology)


def _word(i: int, c: list[str]) -> Word:
    head = int(c[6]) - 1
    form = normalise(c[1])
    lemma = form.lower() if c[2] == "_" and form != "_" else normalise(c[2])
    if lemma == "soi" and form.lower() in ("se", "s'"):
        lemma = "se"
    dep = "ROOT" if head < 0 else RELATIONS.get(c[7], c[7])
    feats = "" if c[5] == "_" else c[5]
    return Word(form, lemma, c[3], feats, dep, max(head, 0) if head >= 0 else i, "SpaceAfter=No" not in c[9])


def _contraction(parts: list[Word], columns: list[str]) -> Word:
    """The single word for a contraction: the preposition, or the pronoun of « auquel », « duquel »."""
    form, space = normalise(columns[1]), "SpaceAfter=No" not in columns[9]
    pronoun = next((p for p in parts if p.pos == "PRON"), None)
    if pronoun:
        return replace(pronoun, form=form, space=space)
    lemma = PREPOSITIONS.get(form[0].lower(), parts[0].lemma)
    return replace(parts[0], form=form, lemma=lemma, feats=parts[-1].feats, space=space)


def _split_words(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Stretches that Palabre reads as one token: « état - major », « -t -il », « 12 000 »."""
    i = 0
    while i < len(words):
        last = i
        while _continues(words, last):
            last += 2 if words[last + 1].form == "-" else 1
        if last > i:
            yield i, last
        i = last + 1


def _continues(words: list[Word], i: int) -> bool:
    rest = words[i + 1 : i + 3]
    if len(rest) == 2 and rest[0].form == "-" and not (words[i].space or rest[0].space):
        return words[i].form[-1:].isalnum() and rest[1].form[:1].isalpha() and rest[1].form[0] != "-"
    if not rest:
        return False
    if words[i].form == "N'" and rest[0].form[0].isupper():
        return not words[i].space
    if words[i].form.lower() == "-t" and rest[0].form.startswith("-"):
        return not words[i].space
    digits = re.fullmatch(r"\d{1,3}( \d{3})*", words[i].form) and re.fullmatch(r"\d{3}", rest[0].form)
    return bool(digits) and words[i].space and {words[i].head, rest[0].head} & {i, i + 1} != set()


def _joined(words: list[Word], first: int, last: int) -> Word:
    parts = words[first : last + 1]
    top = next((p for p in parts if not first <= p.head <= last or p.dep == "ROOT"), parts[0])
    form = "".join(p.form + " " * (p.space and p is not parts[-1]) for p in parts)
    if form.startswith("-"):
        return replace(parts[-1], form=form, head=top.head, dep=parts[-1].dep)
    lemma = form if top.pos in ("PROPN", "NUM") else "".join(p.lemma for p in parts)
    return replace(top, form=form, lemma=lemma, space=parts[-1].space)


def merge(words: list[Word], groups: list[tuple[int, int, Word]]) -> list[Word]:
    """The words with each group ``(first, last, word)`` put in place of its parts, heads renumbered."""
    position, kept = {}, []
    starts = {first: (last, word) for first, last, word in groups}
    i = 0
    while i < len(words):
        last, word = starts.get(i, (i, words[i]))
        for j in range(i, last + 1):
            position[j] = len(kept)
        kept.append(word)
        i = last + 1
    return [replace(w, head=position[w.head]) if w.dep != "ROOT" else replace(w, head=i) for i, w in enumerate(kept)]


def _mark_pud(tree: Tree) -> Tree:
    return replace(tree, words=tuple(_pud_word(tree.words, i) for i in range(len(tree.words))))


def _pud_word(words: tuple[Word, ...], i: int) -> Word:
    word = words[i]
    if word.dep == "obj" and word.lemma.lower() in ("se", "soi") and word.form.lower() in ("se", "s'"):
        return replace(word, dep="expl:pv")
    if word.dep == "obl" and any(w.head == i and w.dep == "case" and w.lemma == "par" for w in words):
        verb = words[word.head]
        passive = any(w.head == word.head and w.dep == "aux:pass" for w in words)
        if passive or (verb.dep == "acl" and "VerbForm=Part" in verb.feats):
            return replace(word, dep="obl:agent")
    return word
