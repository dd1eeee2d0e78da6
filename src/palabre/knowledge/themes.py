"""Themes of nouns: what an act bears on (``data/<language>/themes.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from palabre.errors import KnowledgeError
from palabre.knowledge.files import load_yaml
from palabre.knowledge.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class Themes:
    """The theme of each noun, by lemma (of one or several words)."""

    by_lemma: Mapping[str, str]

    def of(self, lemma: str) -> str | None:
        """The theme of a noun lemma, ``None`` where it has none.

        >>> load_themes().of("partenariat"), load_themes().of("tulipe")
        ('cooperation', None)
        """
        return self.by_lemma.get(lemma)


@cache
def load_themes(language: str = "fr") -> Themes:
    """The themes of a language's nouns; raises KnowledgeError for an unknown theme or a noun listed twice."""
    where, known = f"{language}/themes.yaml", load_ontology().themes
    by_lemma: dict[str, str] = {}
    for theme, lemmas in load_yaml(where).items():
        if theme not in known:
            raise KnowledgeError(f"{where}: {theme}", "unknown theme", "add it to ontology/themes.yaml")
        for lemma in lemmas:
            if by_lemma.setdefault(lemma, theme) != theme:
                raise KnowledgeError(f"{where}: {theme}", f"'{lemma}' has theme {by_lemma[lemma]} too", "keep one")
    return Themes(MappingProxyType(by_lemma))
