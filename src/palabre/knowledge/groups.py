"""What makes a group that is only counted the same in another text: how many, of what kind, of which state."""

from __future__ import annotations

import re
from functools import lru_cache

from palabre.knowledge.names import atoms
from palabre.knowledge.numerals import load_numerals
from palabre.knowledge.registry import load_registry
from palabre.knowledge.themes import load_themes

_WORD = re.compile(r"[\w-]+")
_WOMEN = frozenset({"femme", "soldate"})


@lru_cache(maxsize=1 << 12)
def counted(name: str, country: str | None = None) -> str | None:
    """The number, role and state of a counted group; None for one that is not counted, or of no known role.

    >>> counted("les quarante-six militaires ivoiriens"), counted("46 soldats", "CIV"), counted("des soldats ivoiriens")
    ('46+troops@CIV', '46+troops@CIV', None)
    >>> counted("Trois femmes militaires ivoiriennes"), counted("trois agents nigériens")
    ('3+women+troops@CIV', '3+agent@NER')
    """
    words = [word.lower() for word in _WORD.findall(name)]
    at = next((i for i, word in enumerate(words) if _number(word) is not None), None)
    if at is None:
        return None
    stems = ["".join(atoms(word)).rstrip("s") for word in words[at + 1 :]]
    registry, themes = load_registry(), load_themes()
    nation = next((codes[0] for word in words[at + 1 :] if (codes := tuple(registry.demonym(word)))), country)
    role = next((theme for word in words[at + 1 :] if (theme := themes.of(word.rstrip("s")))), None)
    role = role or next((stem for stem in stems if len(stem) > 2), None)
    women = ["women"] if not _WOMEN.isdisjoint(stems) else []
    return f"{_number(words[at])}+{'+'.join([*women, role])}@{nation}" if role and nation else None


def _number(word: str) -> int | None:
    """A numeral in figures or in words (« quarante-six »)."""
    if word.isdigit():
        return int(word)
    parts = [load_numerals().words.get(part) for part in word.split("-")]
    return sum(part for part in parts if part) if all(part is not None for part in parts) and word != "un" else None
