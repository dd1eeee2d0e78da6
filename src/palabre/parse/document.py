"""From spaCy's arrays to the tokens and sentences that the other rooms read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from palabre.parse.lemmas import Lemmas
from palabre.parse.units import Unit
from palabre.types import Article, Document, Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROOT = "root"


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes documents; strings and features met once are remembered."""

    lemmas: Lemmas
    _strings: dict[int, str] = field(default_factory=dict)
    _feats: dict[int, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Reader:
        """A reader with the lemmas of the model in ``folder``."""
        return cls(Lemmas.load(folder))

    def document(self, article: Article, units: Sequence[Unit], docs: Sequence[Doc]) -> Document:
        """One article's units, parsed, as a document."""
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        for unit, doc in zip(units, docs, strict=True):
            self._add(unit, doc, tokens, sentences)
        return Document(article, tuple(sentences), tuple(tokens))

    def _add(self, unit: Unit, doc: Doc, tokens: list[Token], sentences: list[Sentence]) -> None:
        base, n = len(tokens), len(doc)
        rows = doc.to_array(["POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"])
        heads = [i + offset for i, offset in enumerate(rows[:, 4].astype("int64").tolist())]
        tree = _Tree.of(heads)
        starts = [i for i, flag in enumerate(rows[:, 5].astype("int64").tolist()) if flag == 1 or i == 0]
        string, feats, strings = self._string, self._morph, doc.vocab.strings
        pos_ids, morph_ids, lemma_ids, dep_ids = (rows[:, k].tolist() for k in range(4))
        for first, last in zip(starts, [*starts[1:], n], strict=True):
            index = len(sentences)
            offsets = unit.offsets
            sentences.append(
                Sentence(index, offsets[first][0], offsets[last - 1][1], base + first, base + last, unit.kind)
            )
            for i in range(first, last):
                word, pos = unit.words[i], string(pos_ids[i], strings)
                features = feats(morph_ids[i], strings)
                tokens.append(
                    Token(
                        base + i,
                        *offsets[i],
                        word,
                        self.lemmas.find(word, pos, features, string(lemma_ids[i], strings)),
                        pos,
                        features,
                        ROOT if heads[i] == i else string(dep_ids[i], strings),
                        base + heads[i],
                        tuple([base + c for c in tree.children[i]]),
                        base + tree.left[i],
                        base + tree.right[i],
                        index,
                    )
                )

    def _string(self, key: int, strings: Mapping[int, str]) -> str:
        found = self._strings.get(key)
        if found is None:
            found = self._strings[key] = strings[key] if key else ""
        return found

    def _morph(self, key: int, strings: Mapping[int, str]) -> Mapping[str, str]:
        found = self._feats.get(key)
        if found is None:
            pairs = [pair.split("=", 1) for pair in self._string(key, strings).split("|") if "=" in pair]
            found = self._feats[key] = MappingProxyType(dict((k, v) for k, v in pairs))
        return found


@dataclass(frozen=True, slots=True)
class _Tree:
    """Children and subtree edges of each word."""

    children: list[list[int]]
    left: list[int]
    right: list[int]

    @classmethod
    def of(cls, heads: Sequence[int]) -> _Tree:
        n = len(heads)
        children: list[list[int]] = [[] for _ in range(n)]
        left, right = list(range(n)), list(range(n))
        for i, head in enumerate(heads):
            node = i
            if head != i:
                children[head].append(i)
            while heads[node] != node:
                node = heads[node]
                if i < left[node]:
                    left[node] = i
                right[node] = max(right[node], i)
        return cls(children, left, right)
