"""Turns an article into words, sentences and trees; the only room that knows spaCy.

``Token.text`` is the word as normalised for reading (straight apostrophes, plain spaces, no soft hyphens);
``Token.start`` and ``Token.end`` index the article's text as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from palabre.errors import LanguageError, ModelError
from palabre.knowledge.files import bulk_load
from palabre.parse import model, units
from palabre.parse.document import Reader
from palabre.parse.units import Unit
from palabre.types import Article, Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Parser", "load"]

MODELS = Path(__file__).resolve().parent.parent / "models"
LANGUAGES = frozenset({"fr"})


@cache
def load(language: str = "fr") -> Parser:
    """The parser of a language; raises LanguageError for one we do not read, ModelError for a damaged model."""
    if language not in LANGUAGES:
        raise LanguageError("parse", f"no parser for the language {language!r}", f"use {', '.join(sorted(LANGUAGES))}")
    folder = MODELS / language
    if not (folder / "settings.json").exists():
        raise ModelError(str(folder), "the parser's files are missing", "reinstall palabre, or run make train")
    with bulk_load():
        return Parser(model.read(folder), Reader.load(folder))


class Parser:
    """Reads articles into documents; one parser serves any number of articles."""

    def __init__(self, nlp: Language, reader: Reader) -> None:
        self._nlp, self._reader = nlp, reader

    @property
    def pipeline(self) -> Language:
        """The spaCy pipeline, for training and measuring."""
        return self._nlp

    def parse(self, article: Article) -> Document:
        """The words, sentences and trees of one article."""
        return next(self.parse_many([article]))

    def parse_many(self, articles: Iterable[Article], *, batch: int = 16) -> Iterator[Document]:
        """The documents of many articles in their order, ``batch`` articles read together."""
        waiting = iter(articles)
        while group := list(islice(waiting, batch)):
            found = [units.find(article) for article in group]
            parsed = iter(self._parse([unit for each in found for unit in each]))
            for article, each in zip(group, found, strict=True):
                yield self._reader.document(article, each, [next(parsed) for _ in each])

    def _parse(self, found: Sequence[Unit]) -> list[Doc]:
        docs = [self._doc(unit) for unit in found]
        for _name, pipe in self._nlp.pipeline:
            docs = list(pipe.pipe(docs, batch_size=32))  # type: ignore[attr-defined]
        return docs

    def _doc(self, unit: Unit) -> Doc:
        return model.make_doc(self._nlp.vocab, unit.words, unit.spaces, unit.starts)
