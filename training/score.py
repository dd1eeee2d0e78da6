"""Scores a pipeline on converted trees: with words and sentences given, or from the bare text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from treebanks import Tree

from palabre.parse import Parser
from palabre.types import Article, Document

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One word, said or gold, in comparable form; ``head`` is None for a root."""

    key: Key
    pos: str
    feats: frozenset[str]
    lemma: str
    dep: str
    head: Key | None
    first: bool


@dataclass(slots=True)
class Tally:
    """Counts of what was right, of the gold and of what was said."""

    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Sequence[Row], said: Sequence[Row], *, morphology: bool) -> None:
        """Compare the words of one text."""
        found = {row.key: row for row in said}
        for row in said:
            self.said.update(_measures(row, morphology))
        for row in gold:
            self.gold.update(_measures(row, morphology))
            if other := found.get(row.key):
                self.right.update(_agreed(row, other, morphology))

    def f(self, measure: str) -> float:
        """F1 of a measure, in per cent."""
        return 200 * self.right[measure] / max(self.gold[measure] + self.said[measure], 1)

    def scores(self) -> dict[str, Any]:
        """All measures, and F by relation for relations met five times or more."""
        relations = sorted(m for m in self.gold if m.startswith("dep ") and self.gold[m] >= 5)
        named = {m: round(self.f(m), 2) for m in ("words", "sentences", "pos", "feats", "lemma", "uas", "las")}
        named["verb lemma"] = round(100 * self.right["verb lemma"] / max(self.right["verb"], 1), 2)
        return {**named, "relations": {m[4:]: round(self.f(m), 1) for m in relations}}


def _measures(row: Row, morphology: bool) -> list[str]:
    measures = ["words", "pos"] + ["sentences"] * row.first + ["feats", "lemma"] * morphology
    return measures if row.pos == "PUNCT" else [*measures, "uas", "las", "dep " + row.dep]


def _agreed(gold: Row, said: Row, morphology: bool) -> Iterable[str]:
    yield "words"
    if gold.pos == said.pos:
        yield "pos"
    if gold.first and said.first:
        yield "sentences"
    if morphology:
        yield from _agreed_morphology(gold, said)
    if gold.pos != "PUNCT" and gold.head == said.head:
        yield "uas"
        if gold.dep == said.dep:
            yield from ("las", "dep " + gold.dep)


def _agreed_morphology(gold: Row, said: Row) -> Iterable[str]:
    if gold.feats == said.feats:
        yield "feats"
    if gold.lemma == said.lemma:
        yield "lemma"
    if gold.pos in ("VERB", "AUX") and said.pos in ("VERB", "AUX"):
        yield "verb"
        if gold.lemma == said.lemma:
            yield "verb lemma"


def given(nlp: Language, trees: Sequence[Tree]) -> dict[str, Any]:
    """Scores with words and sentences given; lemmas are the trained lemmatizer's."""
    docs = [_doc(nlp, tree) for tree in trees]
    tally = Tally()
    for tree, doc in zip(trees, nlp.pipe(docs, batch_size=64), strict=True):
        tally.add(_gold([tree]), _said_by(doc, tree), morphology=tree.morphology)
    return tally.scores()


def _doc(nlp: Language, tree: Tree) -> Doc:
    words, spaces = [w.form for w in tree.words], [w.space for w in tree.words]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=[i == 0 for i in range(len(words))])


def _said_by(doc: Doc, tree: Tree) -> list[Row]:
    keys = _keys([tree])
    return [
        _row(
            keys[t.i],
            t.pos_,
            str(t.morph),
            t.lemma_,
            t.dep_,
            None if t.head is t or t.head.i == t.i else keys[t.head.i],
            t.i == 0,
        )
        for t in doc
    ]


def read(parser: Parser, trees: Sequence[Tree], *, together: int = 1) -> dict[str, Any]:
    """Scores of reading bare text, ``together`` sentences as one paragraph: our words, our sentences, our lemmas."""
    groups = [trees[i : i + together] for i in range(0, len(trees), together)]
    articles = [Article("", "", text(group), "fr") for group in groups]
    tally = Tally()
    for group, document in zip(groups, parser.parse_many(articles), strict=True):
        tally.add(_gold(group), _said_in(document), morphology=group[0].morphology)
    return tally.scores()


def text(trees: Sequence[Tree]) -> str:
    """The text of the trees, one space between sentences."""
    parts = ["".join(w.form + " " * w.space for w in tree.words).strip() for tree in trees]
    return " ".join(parts)


def _said_in(document: Document) -> list[Row]:
    firsts = {sentence.first for sentence in document.sentences}
    rows = []
    for t in document.tokens:
        head = document.tokens[t.head]
        feats = "|".join(f"{k}={v}" for k, v in t.feats.items())
        key = None if t.head == t.i else (head.start, head.end)
        rows.append(_row((t.start, t.end), t.pos, feats, t.lemma, t.dep, key, t.i in firsts))
    return rows


def _gold(trees: Sequence[Tree]) -> list[Row]:
    keys, rows, offset = _keys(trees), [], 0
    for tree in trees:
        for i, w in enumerate(tree.words):
            head = None if w.head == i else keys[offset + w.head]
            rows.append(_row(keys[offset + i], w.pos, w.feats, w.lemma, w.dep, head, i == 0))
        offset += len(tree.words)
    return rows


def _keys(trees: Sequence[Tree]) -> list[Key]:
    keys, position = [], 0
    for tree in trees:
        for i, word in enumerate(tree.words):
            keys.append((position, position + len(word.form)))
            position += len(word.form) + (word.space and i < len(tree.words) - 1)
        position += 1
    return keys


def _row(key: Key, pos: str, feats: str, lemma: str, dep: str, head: Key | None, first: bool) -> Row:
    return Row(key, pos, frozenset(filter(None, feats.split("|"))), lemma.lower(), dep.lower(), head, first)


def line(found: dict[str, Any]) -> str:
    """The scores in short."""
    return " ".join(f"{k} {v:.1f}" for k, v in found.items() if isinstance(v, float))
