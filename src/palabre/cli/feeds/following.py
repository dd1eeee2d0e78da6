"""Feeds followed and followed no longer."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
from rich.console import Console

from palabre import __version__
from palabre.cli.feeds.asked import Place, find_followed, find_pack, subscription
from palabre.cli.language import Words
from palabre.cli.run import FAILED, guarded, refuse
from palabre.cli.settings import ledger_path
from palabre.errors import InputError, QueryError
from palabre.ingest.feeds import fetch_feed
from palabre.ingest.fetch import Client
from palabre.ingest.fetch.client import parse_url
from palabre.knowledge.packs import Source
from palabre.ledger import Writer
from palabre.ledger.feeds import Register, Subscription, load_feeds


@dataclass(frozen=True, slots=True)
class Added:
    """What to follow: addresses, packs, of which country, and how."""

    urls: Sequence[str] = ()
    packs: Sequence[str] = ()
    country: str | None = None
    name: str | None = None
    zone: str = ""
    whole: bool = False
    checked: bool = True
    place: Place = field(default_factory=Place)


def add(asked: Added, words: Words) -> int:
    """Follow feeds; an address that holds none is told, and the others are added. The exit status."""
    errors, refused = Console(stderr=True, soft_wrap=True), list[InputError]()
    with guarded(errors, words) as status:
        wanted = [*_of_packs(asked), *_of_addresses(asked, refused)]
        for error in refused:
            refuse(error, errors, words)
        if wanted:
            path = ledger_path(asked.place.ledger, asked.place.config)
            with Writer(path, version=__version__) as writer:
                count = Register(writer).add(wanted, now=datetime.now(UTC))
            sys.stdout.write(_added(wanted, count, words) + "\n")
            sys.stdout.flush()
    return status[0] if status else FAILED if refused else 0


def remove(names: Sequence[str], place: Place, words: Words) -> int:
    """Follow feeds no longer; their articles stay. The exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        path = ledger_path(place.ledger, place.config)
        feeds = load_feeds(path)
        gone = {one.id: one for name in names for one in find_followed(feeds, name)}
        with Writer(path, version=__version__) as writer:
            for id_ in gone:
                Register(writer).remove(id_)
        for feed in gone.values():
            said = words.gettext("{name} is followed no longer; its articles stay.").format(name=feed.name)
            sys.stdout.write(said + "\n")
        sys.stdout.flush()
    return status[0] if status else 0


def _of_packs(asked: Added) -> Iterator[Subscription]:
    packs = asked.place.packs() if asked.packs else {}
    for name in asked.packs:
        sources = find_pack(packs, name).sources
        code = _country(asked.country) if asked.country else None
        chosen = [one for one in sources if code in (None, one.country)]
        if not chosen:
            known = ", ".join(sorted({one.country for one in sources}))
            raise QueryError(
                f"{name}: {asked.country}", "the pack has no outlet of this country", f"use one of {known}"
            )
        yield from (subscription(one, whole=asked.whole) for one in chosen)


def _country(name: str) -> str:
    from palabre.ledger.names import resolve_country

    return resolve_country(name)


def _of_addresses(asked: Added, refused: list[InputError]) -> list[Subscription]:
    """Subscriptions to the addresses; those at which no feed is found are refused."""
    if not asked.urls:
        return []
    _check_zone(asked.zone)
    known = {url: one for pack in asked.place.packs().values() for one in pack.sources for url in _places(one)}
    found: list[Subscription] = []
    with asked.place.client() as client:
        for url in asked.urls:
            try:
                found.append(_of_address(url, asked, known.get(_bare(url)), client))
            except InputError as error:
                refused.append(error)
    return found


def _of_address(url: str, asked: Added, source: Source | None, client: Client) -> Subscription:
    target = str(parse_url(url if "://" in url else f"https://{url}"))
    name, zone = asked.name or (source.name if source else ""), asked.zone or (source.zone if source else "")
    pack = source.pack if source else None
    if not asked.checked:
        return Subscription(target, name or httpx.URL(target).host, None, pack, zone, asked.whole)
    found = fetch_feed(client, target)
    title = found.feed.title if found.feed else ""
    return Subscription(target, name or title or httpx.URL(target).host, found.address, pack, zone, asked.whole)


def _places(source: Source) -> Iterator[str]:
    yield from (_bare(place) for place in (source.feed, source.site) if place)


def _bare(url: str) -> str:
    """An address without what is written or left out at will.

    >>> _bare("https://www.rfi.fr/fr/afrique/") == _bare("rfi.fr/fr/afrique")
    True
    """
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().lower()).rstrip("/")


def _check_zone(zone: str) -> None:
    if zone:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise QueryError(f"--zone {zone}", "unknown zone", "write it as Africa/Niamey") from error


def _added(wanted: Sequence[Subscription], count: int, words: Words) -> str:
    """What is followed now, and what comes next."""
    _, ngettext = words.gettext, words.ngettext
    lines = [f"{one.name}  {one.address or one.url}" for one in wanted] if len(wanted) < 6 else []
    lines.append(ngettext("{n} feed more is followed.", "{n} feeds more are followed.", count).format(n=count))
    known = len(wanted) - count
    if known:
        said = ngettext("{n} was followed already.", "{n} were followed already.", known)
        lines.append(said.format(n=known))
    lines.append(_("Read what is new: {command}").format(command="palabre watch --once"))
    return "\n".join(lines)
