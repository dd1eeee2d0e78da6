"""Names in running words: spelling folded to atoms, and an index that finds names by their first atom.

An atom is a word without accents, case, hyphens, apostrophes and inner full stops, so that « États-Unis »,
« Etats-Unis » and « ETATS UNIS » meet, however a tokenizer cuts them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_JOINTS = re.compile(r"[-'’ʼ‐‑–\s]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_ARTICLES = frozenset({"Al", "El"})  # « al-Qaïda » inside a sentence
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ı": "i", "ø": "o", "Ø": "O", "ł": "l"})


@lru_cache(maxsize=1 << 16)
def written(text: str) -> tuple[str, ...]:
    """The atoms of ``text`` with their case kept; none for a lone hyphen or apostrophe.

    >>> written("États-Unis"), written("O.N.U."), written("-"), written("»")
    (('Etats', 'Unis'), ('ONU',), (), ('»',))
    """
    if text.isalnum() and text.isascii():
        return (text,)
    bare = text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LIGATURES)))
    if "." in bare and bare.strip("."):
        bare = bare.replace(".", "")
    return tuple(piece for piece in _JOINTS.split(bare) if piece)


@lru_cache(maxsize=1 << 16)
def atoms(text: str) -> tuple[str, ...]:
    """The atoms of ``text``, casefolded.

    >>> atoms("Côte d’Ivoire")
    ('cote', 'd', 'ivoire')
    """
    return tuple(piece.casefold() for piece in written(text))


def slug(text: str) -> str:
    """A readable identifier.

    >>> slug("Assimi Goïta")
    'assimi-goita'
    """
    return "-".join(atoms(text))


def is_acronym(name: str) -> bool:
    """Whether ``name`` is one word mostly in capitals, as ONU, G5 or FAMa are."""
    pieces = written(name)
    return len(pieces) == 1 and len(pieces[0]) > 1 and pieces[0][:2].upper() == pieces[0][:2] and pieces[0].isalnum()


@dataclass(frozen=True, slots=True)
class Name(Generic[T]):
    """A way of writing ``value``. Capitals in it bind the text; ``exact`` asks for the same case throughout."""

    folded: tuple[str, ...]
    cased: tuple[str, ...]
    exact: bool
    value: T

    def fits(self, text: Sequence[str]) -> bool:
        """Whether the case of the text's atoms allows this name: a proper name is never read in lower case."""
        if len(self.cased) == 1 and is_acronym(self.cased[0]):
            return _fits_acronym(self.cased[0], text[0], exact=self.exact)
        if self.exact:
            return tuple(text[: len(self.cased)]) == self.cased
        rest = int(len(self.cased) > 1 and self.cased[0] in _ARTICLES and text[0].lower() == text[0])
        pairs = zip(self.cased[rest:], text[rest:], strict=False)
        return all(not own[0].isupper() or other[0].isupper() for own, other in pairs)


def _fits_acronym(own: str, text: str, *, exact: bool) -> bool:
    if text in (own, own.upper()):
        return True
    return not exact and len(own) > 3 and text[0].isupper() and text[1:].islower()


class NameIndex(Generic[T]):
    """Names by first atom, then by all: one lookup tells that none starts at a word, one per length finds them."""

    def __init__(self, names: Iterable[Name[T]]) -> None:
        rows: dict[str, dict[tuple[str, ...], list[Name[T]]]] = {}
        for name in names:
            rows.setdefault(name.folded[0], {}).setdefault(name.folded, []).append(name)
        self._rows = {first: (_sizes(found), found) for first, found in rows.items()}

    def match(self, words: Sequence[str], at: int) -> list[tuple[int, T]]:
        """The names that start at ``words[at]``, longest first, each with its number of words."""
        first = atoms(words[at])
        row = self._rows.get(first[0]) if first else None
        if row is None:
            return []
        sizes, known = row
        folded, cased, ends = _gather(words, at, sizes[0])
        found = []
        for size in sizes:
            if size in ends:
                for name in known.get(tuple(folded[:size]), ()):
                    if name.fits(cased):
                        found.append((ends[size], name.value))
        return found


def _sizes(names: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    """The numbers of atoms of names, the longest first."""
    return tuple(sorted({len(name) for name in names}, reverse=True))


def make_name(text: str, value: T) -> Name[T]:
    """A name for the index; a final ``!`` in ``text`` asks for its exact case (``UNIR!`` is not « Unir »)."""
    clean = text.removesuffix("!")
    return Name(atoms(clean), written(clean), clean != text, value)


def _gather(words: Sequence[str], at: int, size: int) -> tuple[list[str], list[str], dict[int, int]]:
    """The next ``size`` atoms, folded and as written, and how many words each number of atoms takes."""
    folded: list[str] = []
    cased: list[str] = []
    ends: dict[int, int] = {}
    for i in range(at, len(words)):
        if len(folded) >= size:
            break
        folded.extend(atoms(words[i]))
        cased.extend(written(words[i]))
        ends.setdefault(len(folded), i - at + 1)
    return folded, cased, ends


def inflect(word: str) -> tuple[str, ...]:
    """The regular forms of a French masculine singular noun or adjective: with feminine and plurals.

    >>> inflect("nigérien"), inflect("russe")
    (('nigérien', 'nigérienne', 'nigériens', 'nigériennes'), ('russe', 'russes'))
    """
    feminine = _feminine(word)
    return tuple(dict.fromkeys((word, feminine, _plural(word), _plural(feminine))))


def _feminine(word: str) -> str:
    if word.endswith("e"):
        return word
    if word.endswith(("en", "on")):
        return f"{word}ne"
    if word.endswith("er"):
        return f"{word[:-2]}ère"
    return f"{word}e"


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    return f"{word}x" if word.endswith("eau") else f"{word}s"
