"""What a feed says: its title, and its items with their words, links and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from palabre.ingest.article import identify

LONGEST_KEY = 300


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes a feed: name, and the zone of dates that name none (such as ``Africa/Niamey``)."""

    name: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: ``key`` tells it from the others of its feed, ``html`` is its content or else its summary.

    ``day`` is None where nothing says when it was published, ``moment`` where no time is said; ``zoned``: with a zone.
    """

    key: str
    url: str | None
    title: str
    html: str
    day: date | None = None
    moment: datetime | None = None
    zoned: bool = True

    @property
    def stamp(self) -> str:
        """What changes when the item's words do."""
        return identify(self.url, self.title, self.html, self.day.isoformat() if self.day else None)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read; ``kind`` is rss, atom, rdf or json, ``notes`` say what was wrong with it.

    Notes: ``broken`` (not well-formed), ``truncated``, ``unzoned`` (dates without a zone), ``undated``, ``untitled``.
    """

    url: str
    kind: str
    title: str
    language: str
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    def with_notes(self, *notes: str) -> Feed:
        """The feed, with more to say of it."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))

    @property
    def newest(self) -> date | None:
        """The day of the newest item."""
        return max((item.day for item in self.items if item.day), default=None)


def key_of(id_: object, link: str | None, title: str, html: str) -> str:
    """What tells an item from others of its feed: its own id, else its link, else its words."""
    key = str(id_ or link or identify(title, html))
    return key if len(key) <= LONGEST_KEY else identify(key)


def distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, those that share a key with others (some feeds give all the same) told apart by link and title.

    >>> [item.key for item in distinct([Item("a", None, "Niger", ""), Item("b", None, "Mali", "")])]
    ['a', 'b']
    """
    found = list(items)
    counts = Counter(item.key for item in found)
    return tuple(
        item if counts[item.key] == 1 else replace(item, key=identify(item.key, item.url, item.title)) for item in found
    )


def noted(items: tuple[Item, ...]) -> tuple[str, ...]:
    """What is to be said of items: that some have no day, or a time without a zone."""
    found = [("unzoned", any(item.moment and not item.zoned for item in items))]
    found.append(("undated", any(item.day is None for item in items)))
    return tuple(name for name, is_so in found if is_so)
