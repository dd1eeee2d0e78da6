"""From spaCy's arrays to the tokens and sentences that the other rooms read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from palabre.parse.lemmas import Lemmas
from palabre.parse.repairs import mend, voiced
from palabre.parse.units import Unit
from palabre.types import Article, Document, Sentence, Token

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

ROOT = "root"
MISTAKEN = {"NOUN", "ADJ", "ADV", "X"}
AUXILIARIES = {"aux:tense", "aux:pass"}
PREDICATE = {"nsubj", "nsubj:pass", "expl:pv", "expl:pass", *AUXILIARIES}
NOMINAL = {"cop", "det", "case", "amod"}
FINITE: Mapping[str, str] = MappingProxyType({"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres"})
PARTICIPLE: Mapping[str, str] = MappingProxyType({"VerbForm": "Part", "Tense": "Past"})


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
        parsed, base = self._parsed(doc), len(tokens)
        for first, last in zip(parsed.starts, [*parsed.starts[1:], len(unit.words)], strict=True):
            start, end = unit.offsets[first][0], unit.offsets[last - 1][1]
            sentence = Sentence(len(sentences), start, end, base + first, base + last, unit.kind)
            tokens.extend(self._token(unit, parsed, i, base, sentence.index) for i in range(first, last))
            sentences.append(sentence)

    def _token(self, unit: Unit, parsed: _Parsed, i: int, base: int, sentence: int) -> Token:
        word, pos, feats, tree = unit.words[i], parsed.pos[i], parsed.feats[i], parsed.tree
        lemma = self.lemmas.find(word, pos, feats, parsed.lemmas[i])
        return Token(
            base + i,
            *unit.offsets[i],
            word,
            lemma,
            pos,
            FINITE if _no_participle(word, lemma, feats) else _mood(word, lemma, feats),
            ROOT if tree.heads[i] == i else parsed.deps[i],
            base + tree.heads[i],
            tuple([base + child for child in tree.children[i]]),
            base + tree.left[i],
            base + tree.right[i],
            sentence,
        )

    def _parsed(self, doc: Doc) -> _Parsed:
        rows = doc.to_array(["POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"])
        pos, morphs, lemmas, deps, heads, starts = rows.astype("int64").T.tolist()
        string, strings = self._string, doc.vocab.strings
        governors, relations = [i + offset for i, offset in enumerate(heads)], [string(key, strings) for key in deps]
        classes, feats = [string(key, strings) for key in pos], [self._morph(key, strings) for key in morphs]
        mend([token.text for token in doc], classes, feats, governors, relations)
        tree = _Tree.of(governors)
        relations = voiced(relations, governors, tree.children)
        self._recognise(doc, classes, feats, relations, tree)
        return _Parsed(
            classes,
            feats,
            [string(key, strings) for key in lemmas],
            relations,
            tree,
            [i for i, flag in enumerate(starts) if flag == 1 or i == 0],
        )

    def _recognise(
        self, doc: Doc, pos: list[str], feats: list[Mapping[str, str]], deps: list[str], tree: _Tree
    ) -> None:
        """Make verbs of words that the tagger took for another class, and whose dependents only a verb has."""
        for i, said in enumerate(pos):
            below = {deps[child] for child in tree.children[i]} if said in MISTAKEN else set()
            if not below & PREDICATE or below & NOMINAL or not self.lemmas.is_verb(doc[i].lower_):
                continue
            pos[i], feats[i] = "VERB", PARTICIPLE if below & AUXILIARIES else FINITE

    def _string(self, key: int, strings: StringStore) -> str:
        found = self._strings.get(key)
        if found is None:
            found = self._strings[key] = strings[key % 2**64] if key else ""
        return found

    def _morph(self, key: int, strings: StringStore) -> Mapping[str, str]:
        found = self._feats.get(key)
        if found is None:
            pairs = [pair.split("=", 1) for pair in self._string(key, strings).split("|") if "=" in pair]
            found = self._feats[key] = MappingProxyType({pair[0]: pair[1] for pair in pairs})
        return found


def _no_participle(word: str, lemma: str, feats: Mapping[str, str]) -> bool:
    """Whether a form that the tagger took for a past participle is none: « vise », of a verb in -er, has no « é »."""
    past = feats.get("VerbForm") == "Part" and feats.get("Tense") == "Past"
    return past and lemma.endswith("er") and not word.lower().rstrip("s").rstrip("e").endswith("é")


def _mood(word: str, lemma: str, feats: Mapping[str, str]) -> Mapping[str, str]:
    """The features of a verb; « impliquerait » is a conditional even where the tagger reads an imperfect."""
    imperfect = feats.get("Tense") == "Imp" and feats.get("Mood") == "Ind" and lemma.endswith("er")
    if imperfect and word.lower().startswith(lemma) and word.lower() != lemma:
        return {**feats, "Mood": "Cnd", "Tense": "Pres"}
    return feats


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What spaCy says of each word of a unit, and where its sentences start."""

    pos: list[str]
    feats: list[Mapping[str, str]]
    lemmas: list[str]
    deps: list[str]
    tree: _Tree
    starts: list[int]


@dataclass(frozen=True, slots=True)
class _Tree:
    """Head, children and subtree edges of each word."""

    heads: Sequence[int]
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
        return cls(heads, children, left, right)
