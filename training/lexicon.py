"""The table of lemmas that goes with the model: what the training trees agree on."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from treebanks import Tree

from palabre.parse import conjugation

CLASSES = ("NOUN", "ADJ", "DET", "PRON", "ADV", "ADP", "SCONJ", "CCONJ", "NUM")
AGREEMENT = 0.9


def build(trees: Iterable[Tree]) -> dict[str, Any]:
    """Form to lemma for each class of words, where nine in ten agree, and the verbs met."""
    counts: dict[str, dict[str, Counter[str]]] = {pos: defaultdict(Counter) for pos in CLASSES}
    verbs = set()
    for word in (w for tree in trees if tree.morphology for w in tree.words if w.lemma not in ("", "_")):
        if word.pos in counts:
            counts[word.pos][word.form.lower()][word.lemma.lower()] += 1
        elif word.pos == "VERB" and not conjugation.load().irregular(word.form.lower()):
            verbs.update({word.lemma.lower()} & {*conjugation.load().regular(word.form.lower())})
    return {**{pos: _agreed(forms) for pos, forms in counts.items()}, "VERB": sorted(verbs)}


def _agreed(forms: dict[str, Counter[str]]) -> dict[str, str]:
    tops = {form: found.most_common(1)[0] for form, found in sorted(forms.items())}
    return {form: lemma for form, (lemma, n) in tops.items() if n >= AGREEMENT * forms[form].total()}


def save(table: dict[str, Any], folder: Path) -> None:
    """Write the table beside the weights."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (folder / "lemmas.json").write_text(text + "\n", encoding="utf-8")
