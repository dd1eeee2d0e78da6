"""Varies the slots of training sentences: names, countries, weekdays, numbers, case, quotes, final punctuation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from treebanks import Tree, Word

ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "kr",
    "tr",
    "dj",
    "nd",
    "mb",
    "ou",
    "sa",
    "ba",
    "di",
    "ko",
    "ma",
]
RHYMES = ["a", "an", "é", "i", "o", "ou", "ra", "lé", "né", "ki", "do", "ta", "ré", "ssé", "mou", "ly", "ndo"]


@dataclass(slots=True)
class Augmenter:
    """Changes a tree at the rates given; the tree's shape stays."""

    rates: dict[str, float]
    rows: list[list[str]]
    rng: random.Random
    _row_of: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, recipe: dict[str, Any], rng: random.Random) -> Augmenter:
        """The augmenter that the recipe describes."""
        made = cls(recipe["rates"], recipe["rows"], rng)
        made._row_of.update({word: row for row in made.rows for word in row})
        return made

    def __call__(self, tree: Tree) -> Tree:
        """The tree, or a variant of it."""
        words: Sequence[Word] = tree.words
        if self._draw("slots"):
            words = [self._slot(w) for w in words]
        if self._draw("no_stop"):
            words = without_stop(words)
        if self._draw("quotes"):
            words = [replace(w, form='"') if w.form in ("«", "»") else w for w in words]
        if self._draw("upper"):
            words = [replace(w, form=w.form.upper(), lemma="") for w in words]
        return replace(tree, words=tuple(words))

    def _draw(self, rate: str) -> bool:
        return self.rng.random() < self.rates[rate]

    def _slot(self, word: Word) -> Word:
        row = self._row_of.get(word.form)
        if row and self.rng.random() < 0.6:
            return self._renamed(word, self.rng.choice(row))
        if word.pos == "NUM" and word.form.isdigit() and len(word.form) < 4:
            low, high = (2, 31) if int(word.form) < 32 else (32, 999)
            return self._renamed(word, str(self.rng.randint(low, high)))
        if word.pos == "PROPN" and word.dep == "flat:name" and word.form.istitle() and self._draw("names"):
            return self._renamed(word, self._name())
        return word

    @staticmethod
    def _renamed(word: Word, form: str) -> Word:
        """The word in another form; a lemma that differed from the old form is left untaught."""
        return replace(word, form=form, lemma=form if word.lemma == word.form else "")

    def _name(self) -> str:
        syllables = self.rng.randint(1, 3)
        return "".join(self.rng.choice(ONSETS) + self.rng.choice(RHYMES) for _ in range(syllables)).capitalize()


def without_stop(words: Sequence[Word]) -> Sequence[Word]:
    """The words less a full stop at the end, as in a headline."""
    last = len(words) - 1
    if last < 2 or words[last].form != "." or any(w.head == last for w in words):
        return words
    return words[:last]
