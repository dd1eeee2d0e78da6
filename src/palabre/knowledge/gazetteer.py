"""The towns of GeoNames (``data/places/geonames.tsv``), read line by line only when a text may name them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import le

from palabre.errors import KnowledgeError
from palabre.knowledge.files import data_path
from palabre.knowledge.names import atoms, make_name, slug, written
from palabre.types import Place

_FILE = "places/geonames.tsv"
_COLUMNS = 9
_LONGEST = 6
LARGE = 15_000  # inhabitants that a town needs where nothing in the text points to its country


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place, its inhabitants (0: not known), and whether its name is also a word or a person's."""

    place: Place
    population: int
    word: bool = False
    person: bool = False


class Gazetteer:
    """Rows sorted by folded name, found by bisection. ``owners``: the sovereign state of each code."""

    def __init__(self, rows: Sequence[str], owners: Mapping[str, str | None]) -> None:
        _check(rows)
        self._rows, self._owners = rows, owners

    def __len__(self) -> int:
        return len(self._rows)

    def match(self, words: Sequence[str], at: int) -> tuple[int, list[Town]] | None:
        """The towns of the longest name that starts at ``words[at]``, with its number of words."""
        folded: list[str] = []
        cased: list[str] = []
        ends: dict[int, int] = {}
        for i in range(at, min(len(words), at + _LONGEST)):
            folded += atoms(words[i])
            cased += written(words[i])
            ends.setdefault(len(folded), i - at + 1)
        for size in range(len(folded), 0, -1):
            if size in ends and (found := self.named(" ".join(folded[:size]), cased)):
                return ends[size], found
        return None

    def named(self, key: str, cased: Sequence[str]) -> list[Town]:
        """The towns whose folded name is ``key`` and whose capitals the words ``cased`` have."""
        found: list[Town] = []
        start = f"{key}\t"
        for i in range(bisect_left(self._rows, start), len(self._rows)):
            if not self._rows[i].startswith(start):
                break
            name = self._rows[i].split("\t", 2)[1]
            if make_name(name, None).fits(cased):
                found.append(self._town(self._rows[i]))
        return found

    def of(self, country: str) -> Iterator[tuple[str, Town]]:
        """The towns filed under a country's code, each by its folded name."""
        mark = f"\t{country}\t"
        return ((row.split("\t", 1)[0], self._town(row)) for row in self._rows if mark in row)

    def _town(self, row: str) -> Town:
        _, name, code, _, latitude, longitude, population, marks, main = row.split("\t")
        name = main or name
        place = Place(
            f"{code}:{slug(name)}", name, self._owners.get(code, code), "city", float(latitude), float(longitude)
        )
        return Town(place, int(population), "w" in marks, "p" in marks)


def load_gazetteer(owners: Mapping[str, str | None]) -> Gazetteer:
    """The towns of the package's file. Raises KnowledgeError where it is missing or not as its head says."""
    try:
        text = data_path(_FILE).read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(_FILE, "the file cannot be read", "run tools/build_places.py") from error
    return Gazetteer([row for row in text.splitlines() if row[0] != "#"], owners)


def _check(rows: Sequence[str]) -> None:
    for row in rows:
        if row.count("\t") != _COLUMNS - 1:
            raise KnowledgeError(f"{_FILE}: {row[:40]}", f"expected {_COLUMNS} columns", "run tools/build_places.py")
    if not all(map(le, rows, rows[1:])):
        raise KnowledgeError(_FILE, "the rows are not sorted", "run tools/build_places.py")
