"""What Palabre knows before it reads: frozen values loaded from the data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from palabre.knowledge.calendar import Calendar, load_calendar
from palabre.knowledge.embeddings import Embeddings, load_embeddings
from palabre.knowledge.files import bulk_load
from palabre.knowledge.frames import Frames, load_frames
from palabre.knowledge.numerals import Numerals, load_numerals
from palabre.knowledge.ontology import Ontology, load_ontology
from palabre.knowledge.places import Places, load_places
from palabre.knowledge.registry import Registry, load_registry
from palabre.knowledge.themes import Themes, load_themes

__all__ = ["Knowledge", "load"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the rooms ask of the data files, in one language."""

    ontology: Ontology
    registry: Registry
    places: Places
    calendar: Calendar
    numerals: Numerals
    themes: Themes
    embeddings: Embeddings
    frames: Frames


@cache
def load(language: str = "fr") -> Knowledge:
    """Load and check every data file of a language once; raises KnowledgeError."""
    with bulk_load():
        return _load(language)


def _load(language: str) -> Knowledge:
    return Knowledge(
        ontology=load_ontology(), registry=load_registry(), places=load_places(), calendar=load_calendar(language),
        numerals=load_numerals(language), themes=load_themes(language), embeddings=load_embeddings(language),
        frames=load_frames(language),
    )  # fmt: skip
