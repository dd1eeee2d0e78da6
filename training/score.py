"""Scores a pipeline on converted trees, with their words given."""

from __future__ import annotations

from collections import Counter
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from treebanks import Tree


def table(nlp: Language, sections: dict[str, list[Tree]], *, group: int = 1) -> dict[str, dict[str, Any]]:
    """Scores of each section; ``group`` sentences are read together, their boundaries unknown to the parser."""
    return {name: section(nlp, trees, group=group) for name, trees in sections.items()}


def summary(found: dict[str, dict[str, Any]]) -> float:
    """One number to compare models by: the mean LAS, with a little of POS and lemmas."""
    values = [0.8 * v["las"] + 0.1 * v["pos"] + 0.1 * v["lemma"] for v in found.values()]
    return sum(values) / len(values)


def section(nlp: Language, trees: list[Tree], *, group: int = 1) -> dict[str, Any]:
    """POS, features, lemmas, UAS and LAS (punctuation left out of the last two), sentences and F by relation, in per cent."""
    chunks = [trees[i : i + group] for i in range(0, len(trees), group)]
    docs = [_doc(nlp, chunk) for chunk in chunks]
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    said: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for chunk, doc in zip(chunks, nlp.pipe(docs, batch_size=64), strict=True):
        _count(chunk, doc, right, gold, said, both)
    n, arcs = right["words"], right["arcs"]
    f = {d: 200 * both[d] / (gold[d] + said[d]) for d in sorted(gold) if gold[d] >= 5}
    return {
        "words": n,
        **{
            k: 100 * right[k] / max(right["annotated"] if k in ("morph", "lemma", "verb") else n, 1)
            for k in ("pos", "morph", "lemma")
        },
        "verb": 100 * right["verb"] / max(right["verbs"], 1),
        "uas": 100 * right["uas"] / arcs,
        "las": 100 * right["las"] / arcs,
        "sentences": 200 * right["starts"] / (right["gold_starts"] + right["said_starts"]),
        "f": f,
    }


def _doc(nlp: Language, trees: list[Tree]) -> Doc:
    words = [w for t in trees for w in t.words]
    doc = Doc(nlp.vocab, words=[w.form for w in words], spaces=[w.space for w in words])
    if len(trees) == 1:
        for i in range(len(doc)):
            doc[i].is_sent_start = i == 0
    return doc


def _count(
    trees: list[Tree], doc: Doc, right: Counter[str], gold: Counter[str], said: Counter[str], both: Counter[str]
) -> None:
    offset = 0
    for tree in trees:
        for i, word in enumerate(tree.words):
            token = doc[offset + i]
            right["words"] += 1
            right["pos"] += token.pos_ == word.pos
            right["annotated"] += tree.morphology
            right["morph"] += tree.morphology and set(str(token.morph).split("|")) == set(word.feats.split("|"))
            good = token.lemma_.lower() == word.lemma.lower()
            right["lemma"] += tree.morphology and good
            verb = tree.morphology and word.pos in ("VERB", "AUX") and word.lemma[-1:] in "re"
            right["verbs"] += verb
            right["verb"] += verb and good
            right["gold_starts"] += i == 0
            right["said_starts"] += bool(token.is_sent_start)
            right["starts"] += i == 0 and bool(token.is_sent_start)
            if word.pos == "PUNCT":
                continue
            right["arcs"] += 1
            head = token.head.i == offset + word.head
            right["uas"] += head
            right["las"] += head and token.dep_ == word.dep
            gold[word.dep] += 1
            said[token.dep_] += 1
            both[word.dep] += head and token.dep_ == word.dep
        offset += len(tree.words)
