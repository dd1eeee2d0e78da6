"""What a user asks of events, checked and put into the ledger's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from palabre.errors import QueryError
from palabre.ledger import names
from palabre.ledger.names import Whom

T = TypeVar("T")
Some = str | Iterable[str] | None
Find = Callable[[str], Whom]
Spots = tuple[tuple[str, str], ...]
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]+?)\s*[»”\"]|(\S+)")
_SIDES = re.compile(r"\s*(?:->|>|→|:|–|/|(?<=\w)-(?=\w)|\s-\s)\s*")


@dataclass(frozen=True, slots=True)
class Filters:
    """What events must fit: any one of the values of each filter, and every filter.

    ``dyad``: two sides, and whether only what the first does to the second counts. ``text`` is a query of FTS5.
    ``place``: a column of ``event`` and its value.
    """

    country: tuple[str, ...] = ()
    actor: tuple[Whom, ...] = ()
    dyad: tuple[Whom, Whom, bool] | None = None
    type: tuple[tuple[str, str | None], ...] = ()
    mode: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    place: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    until: date | None = None
    min_independent: int | None = None
    text: str | None = None
    disputed: bool | None = None
    background: bool | None = None


def read_filters(
    find: Find, spots: Callable[[str], Spots], *, country: Some = None, actor: Some = None,
    dyad: str | tuple[str, str] | None = None,
    type: Some = None, mode: Some = None, theme: Some = None, status: Some = None,
    since: date | str | None = None, until: date | str | None = None, place: Some = None,
    min_independent: int | None = None, text: str | None = None, disputed: bool | None = None,
    background: bool | None = None,
) -> Filters:  # fmt: skip
    """Filters from a user's words; ``find`` tells who an actor's name is, ``spots`` where a place's.

    Raises QueryError for what is unknown."""
    first, last = names.resolve_day(since, "since"), names.resolve_day(until, "until", last=True)
    if first and last and last < first:
        raise QueryError(f"until {last}", "the last day is before the first", "write the earlier day first")
    return Filters(
        country=each(country, names.resolve_country), actor=each(actor, find), dyad=read_dyad(dyad, find),
        type=each(type, names.resolve_type), mode=each(mode, names.resolve_mode),
        theme=each(theme, names.resolve_theme), status=each(status, names.resolve_status),
        place=tuple(spot for found in each(place, spots) for spot in found), since=first, until=last,
        min_independent=min_independent, text=words_query(text), disputed=disputed, background=background,
    )  # fmt: skip


def each(given: Some, resolve: Callable[[str], T]) -> tuple[T, ...]:
    """The values of a filter: one word, or several; each once.

    >>> each(["NER", "niger", "MLI"], names.resolve_country)
    ('NER', 'MLI')
    """
    several = (given,) if isinstance(given, str) else tuple(given or ())
    return tuple(dict.fromkeys(resolve(one) for one in several))


def read_dyad(given: str | tuple[str, str] | None, find: Find) -> tuple[Whom, Whom, bool] | None:
    """Two sides: ``FRA-NER`` whoever acts, ``FRA>NER`` what the first does to the second; or a pair of names.

    >>> read_dyad("FRA>NER", names.resolve_actor)
    (Whom(kind='country', value='FRA'), Whom(kind='country', value='NER'), True)
    """
    if given is None:
        return None
    one_way = isinstance(given, str) and any(mark in given for mark in (">", "→"))
    sides = [part for part in _SIDES.split(given.strip()) if part] if isinstance(given, str) else list(given)
    if len(sides) != 2:
        raise QueryError(f"dyad {given}", "two sides are wanted", "write FRA-NER, or FRA>NER for one direction")
    return find(sides[0]), find(sides[1]), one_way


def words_query(text: str | None) -> str | None:
    """The words looked for, as FTS5 takes them: every word, phrases between quotes, beginnings with ``*``.

    >>> words_query('accord "base militaire" soldat* OR'), words_query("l'armée")
    ('"accord" "base militaire" "soldat"* "OR"', '"l\\'armée"')
    """
    if text is None:
        return None
    found = [_quoted(phrase or word) for phrase, word in _QUOTED.findall(text)]
    if not any(found):
        raise QueryError(f"text {text}", "there is no word in it", "give a word, or a phrase between quotes")
    return " ".join(one for one in found if one)


def _quoted(words: str) -> str:
    bare = words.rstrip("*").replace('"', " ").strip()
    if not any(c.isalnum() for c in bare):
        return ""
    return f'"{bare}"' + ("*" if words.endswith("*") else "")
