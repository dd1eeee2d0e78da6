"""Lemmas: verbs by conjugation, other words by the table that goes with the model, the rest as the model says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from palabre.errors import ModelError
from palabre.parse import conjugation
from palabre.parse.conjugation import Conjugation

_AUXILIARIES = ("être", "avoir", "faire", "aller", "pouvoir", "devoir")


@dataclass(frozen=True, slots=True)
class Lemmas:
    """Finds the lemma of a word from its form, its class and what the trained lemmatizer says."""

    verbs: Conjugation
    known: frozenset[str]
    table: Mapping[str, Mapping[str, str]]
    _seen: dict[tuple[str, str, str, str], str] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Lemmas:
        """The lemmas that go with the model in ``folder``; raises ModelError where its table is missing or damaged."""
        path = folder / "lemmas.json"
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(str(path), f"the lemmas cannot be read: {error}", "reinstall palabre") from error
        verbs = conjugation.load()
        return cls(verbs, verbs.known | frozenset(table.pop("VERB", ())), table)

    def find(self, word: str, pos: str, feats: Mapping[str, str], said: str) -> str:
        """The lemma of ``word``; ``said`` is the trained lemmatizer's."""
        if pos == "PROPN":
            return word
        key = (word, pos, feats.get("Mood", ""), said)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._find(self._accented(word, pos), pos, key[2], said.lower())
        return found

    def is_verb(self, form: str) -> bool:
        """Whether ``form`` (in lower case) is a form of a verb we know."""
        return bool(self.verbs.irregular(form)) or any(verb in self.known for verb in self.verbs.regular(form))

    def _accented(self, word: str, pos: str) -> str:
        """The form in lower case; a verb's bare capital E gets its accent where only that makes a verb (« Etait »)."""
        form = word.lower()
        if word[:1] != "E" or pos not in ("VERB", "AUX") or self.verbs.irregular(form):
            return form
        accented = "é" + form[1:]
        return accented if self.verbs.irregular(accented) or self.known & {*self.verbs.regular(accented)} else form

    def _find(self, form: str, pos: str, mood: str, said: str) -> str:
        if pos in ("VERB", "AUX"):
            return self._verb(form, pos, mood, said)
        listed = self.table.get(pos, {}).get(form)
        return listed or (said if said[:1] == form[:1] and said else form)

    def _verb(self, form: str, pos: str, mood: str, said: str) -> str:
        irregular = self.verbs.irregular(form)
        if pos == "AUX" and irregular:
            return next((verb for verb in _AUXILIARIES if verb in irregular), irregular[0])
        regular = self.verbs.regular(form)
        listed = [verb for verb in regular if verb in self.known]
        if irregular:
            first = [verb for verb in regular if verb in self.verbs.preferred and mood in ("Ind", "Imp")]
            listed = [*first, *irregular, *(verb for verb in listed if verb in self.verbs.preferred)]
        if said in listed:
            return said
        return listed[0] if listed else said if said in regular else regular[0] if regular else said or form
