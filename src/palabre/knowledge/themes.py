"""Themes of nouns: what an act bears on (``data/<language>/themes.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from palabre.errors import KnowledgeError
from palabre.knowledge.files import layers, load_yaml
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
def load_themes(language: str = "fr", overlays: tuple[Path, ...] = ()) -> Themes:
    """The themes of a language's nouns, an overlay's word last.

    Raises KnowledgeError for an unknown theme or a noun listed twice in one file.
    """
    by_lemma: dict[str, str] = {}
    for files in layers(f"{language}/themes.yaml", overlays):
        for where in files:
            by_lemma |= _read(where)
    return Themes(MappingProxyType(by_lemma))


def _read(where: str) -> dict[str, str]:
    known, by_lemma = load_ontology().themes, dict[str, str]()
    for theme, lemmas in load_yaml(where).items():
        if theme not in known:
            raise KnowledgeError(f"{where}: {theme}", "unknown theme", "add it to ontology/themes.yaml")
        for lemma in lemmas:
            if by_lemma.setdefault(lemma, theme) != theme:
                raise KnowledgeError(f"{where}: {theme}", f"'{lemma}' has theme {by_lemma[lemma]} too", "keep one")
    return by_lemma
