"""What a command on feeds is asked with, the client it fetches with, and which feeds a name means."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from palabre import __version__
from palabre.cli.settings import fetching, overlays
from palabre.errors import QueryError, nearest
from palabre.ingest.fetch import Client, Limits
from palabre.ingest.fetch.client import Remember
from palabre.knowledge.packs import Pack, Source, find_source, load_packs
from palabre.ledger.feeds import Followed, Subscription

# Seconds and bytes; tests ask for less.
LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: the ledger, the settings, and whether private networks may be asked."""

    ledger: str | None = None
    config: str | None = None
    allow_private: bool = False

    def client(self, robots: Mapping[str, str] | None = None, remember: Remember | None = None) -> Client:
        """What fetches; raises ConfigError."""
        contact, private = fetching(self.config, allow_private=self.allow_private)
        return Client(
            version=__version__, contact=contact, allow_private=private, limits=LIMITS, robots=robots,
            remember=remember,
        )  # fmt: skip

    def packs(self) -> Mapping[str, Pack]:
        """The packs, the user's own among them; raises KnowledgeError."""
        return load_packs(overlays(self.config))


def find_pack(packs: Mapping[str, Pack], name: str) -> Pack:
    """The pack of this id or title, in French or English; raises QueryError."""
    wanted = plainly(name)
    titles = {plainly(said): pack for pack in packs.values() for said in (pack.id, *pack.title.values())}
    if wanted in titles:
        return titles[wanted]
    meant = nearest(name, packs)
    remedy = f"did you mean {meant}?" if meant else "list them with: palabre feeds packs"
    raise QueryError(name, "there is no such pack", remedy)


def find_followed(feeds: Sequence[Followed], name: str) -> list[Followed]:
    """The feeds of this address, outlet or pack; raises QueryError where there is none."""
    wanted = plainly(name)
    found = [one for one in feeds if wanted in (plainly(one.name), one.url.lower(), (one.address or "").lower())]
    found = found or [one for one in feeds if one.pack and plainly(one.pack) == wanted]
    if found:
        return found
    meant = nearest(name, [one.name for one in feeds])
    remedy = f"did you mean {meant}?" if meant else "list them with: palabre feeds list"
    raise QueryError(name, "this feed is not followed", remedy)


def subscription(source: Source, *, whole: bool = False) -> Subscription:
    """The subscription to an outlet of a pack."""
    return Subscription(source.feed or source.site, source.name, None, source.pack, source.zone, whole)


def source_of(packs: Mapping[str, Pack], name: str) -> Source | None:
    """The outlet of a pack that has this name."""
    return find_source(name, packs.values())


def plainly(name: str) -> str:
    """A name without case and accents, so that it is found however it is typed.

    >>> plainly(" Aïr  Info ")
    'air info'
    """
    bare = unicodedata.normalize("NFKD", " ".join(name.split())).casefold()
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
