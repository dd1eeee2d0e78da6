"""What Palabre knows before it reads: frozen values loaded from the data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from palabre.knowledge.calendar import Calendar, load_calendar
from palabre.knowledge.embeddings import Embeddings, load_embeddings
from palabre.knowledge.files import bulk_load
from palabre.knowledge.frames import Frames, load_frames
from palabre.knowledge.numerals import Numerals, load_numerals
from palabre.knowledge.ontology import Ontology, load_ontology
from palabre.knowledge.overlays import check_overlays
from palabre.knowledge.places import Places, load_places
from palabre.knowledge.registry import Registry, load_registry
from palabre.knowledge.states import States, load_states
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
    states: States


def load(language: str = "fr", overlays: tuple[Path, ...] = ()) -> Knowledge:
    """Load and check every data file of a language once, those of ``overlays`` on top; raises KnowledgeError."""
    check_overlays(overlays, language)
    with bulk_load():
        return _load(language, overlays)


@cache
def _load(language: str, overlays: tuple[Path, ...]) -> Knowledge:
    return Knowledge(
        ontology=load_ontology(), registry=load_registry(language, overlays), places=load_places(overlays),
        calendar=load_calendar(language), numerals=load_numerals(language), themes=load_themes(language, overlays),
        embeddings=load_embeddings(language), frames=load_frames(language, overlays),
        states=load_states(language, overlays),
    )  # fmt: skip
