"""Varies the slots of training sentences: names, countries, weekdays, numbers, case, final punctuation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from treebanks import Tree, Word


@dataclass(slots=True)
class Augmenter:
    """Changes a tree at the rates given; the tree's shape stays."""

    rates: dict[str, Any]
    rng: random.Random

    def __call__(self, tree: Tree) -> Tree:
        """The tree, or a variant of it."""
        words: Sequence[Word] = tree.words
        if self.rng.random() < self.rates["slots"]:
            words = [self._slot(w, i, words) for i, w in enumerate(words)]
        if self.rng.random() < self.rates["no_stop"]:
            words = without_stop(words)
        if self.rng.random() < self.rates["quotes"]:
            words = [replace(w, form={"«": '"', "»": '"'}.get(w.form, w.form)) for w in words]
        if self.rng.random() < self.rates["upper"]:
            words = [replace(w, form=w.form.upper()) for w in words]
        return replace(tree, words=tuple(words))

    def _slot(self, word: Word, i: int, words: Sequence[Word]) -> Word:
        if word.form.isdigit() and word.pos == "NUM" and len(word.form) < 4:
            number = str(self.rng.randint(2, 31) if int(word.form) < 32 else self.rng.randint(32, 999))
            return replace(word, form=number, lemma=number)
        for slot in self.rates["classes"]:
            if word.form in slot and self.rng.random() < 0.6:
                form = self.rng.choice(slot)
                return replace(word, form=form, lemma=form)
        return word


def without_stop(words: Sequence[Word]) -> Sequence[Word]:
    """The words less a full stop at the end, as in a headline."""
    last = len(words) - 1
    if last < 2 or words[last].form != "." or any(w.head == last for w in words):
        return words
    return words[:last]
