"""Packs of outlets to follow (``data/sources/*.yaml``): who publishes, who owns it, and where its feed is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from palabre.errors import KnowledgeError, nearest
from palabre.knowledge.files import check_keys, layers, load_yaml

PATTERN, UNKNOWN = "sources/*.yaml", "unknown"
OWNERSHIPS = ("public", "private", "state-run", "junta-controlled", "exile", "agency", "party", "intergovernmental")
SCALES = ("local", "national", "regional", "international")
_KEYS = frozenset({"name", "country", "ownership", "language", "scale", "site", "feed"})


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet: who it is, who owns it, in which language and for whom it writes, and its addresses.

    ``feed`` is None where it is to be looked for on the ``site``; ``zone`` is that of its dates without one.
    """

    name: str
    country: str
    ownership: str
    language: str
    scale: str
    site: str
    feed: str | None
    zone: str
    pack: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Outlets that are followed together; ``title`` by language of the interface."""

    id: str
    title: Mapping[str, str]
    sources: tuple[Source, ...]


@cache
def load_packs(overlays: tuple[Path, ...] = ()) -> Mapping[str, Pack]:
    """The packs by id (the names of their files), an overlay's in the place of one of the same name.

    Raises KnowledgeError for a row that lacks something, says what is not known, or stands twice.
    """
    found = {Path(where).stem: where for files in layers(PATTERN, overlays) for where in files}
    return MappingProxyType({id_: _load(id_, where) for id_, where in found.items()})


def find_source(name: str, packs: Iterable[Pack]) -> Source | None:
    """The outlet of this name; None where no pack has it."""
    wanted = name.casefold()
    return next((one for pack in packs for one in pack.sources if one.name.casefold() == wanted), None)


def _load(id_: str, where: str) -> Pack:
    rows = load_yaml(where)
    check_keys(where, rows, required=frozenset({"title", "outlets"}), optional=frozenset({"zones"}))
    title, zones, outlets = rows["title"], rows.get("zones", {}), rows["outlets"]
    if not isinstance(title, dict) or not {"fr", "en"} <= title.keys():
        raise KnowledgeError(f"{where}: title", "a title in French and in English is wanted", "see the file's head")
    if not isinstance(outlets, list):
        raise KnowledgeError(f"{where}: outlets", "outlets is not a list of rows", "see the file's head")
    for zone in zones.values():
        _check_zone(f"{where}: zones", zone)
    sources = tuple(_source(f"{where}: outlet {number}", row, zones, id_) for number, row in enumerate(outlets, 1))
    _check_twice(where, [one.name for one in sources])
    _check_twice(where, [one.feed or one.site for one in sources])
    return Pack(id_, MappingProxyType(title), sources)


def _source(where: str, row: Any, zones: Mapping[str, str], pack: str) -> Source:
    check_keys(where, row, required=_KEYS, optional=frozenset({"zone"}))
    where = f"{where} ({row['name']})"
    if row["country"] not in _countries():
        raise KnowledgeError(where, f"unknown country {row['country']}", "use ISO alpha-3 or a registered code")
    _check_one_of(where, "ownership", row["ownership"], OWNERSHIPS)
    _check_one_of(where, "scale", row["scale"], SCALES)
    for key in ("site", "feed"):
        if row[key] != UNKNOWN or key == "site":
            _check_address(where, key, row[key])
    zone = row.get("zone") or zones.get(row["country"], "")
    if row.get("zone"):
        _check_zone(where, zone)
    feed = None if row["feed"] == UNKNOWN else row["feed"]
    return Source(**{**row, "feed": feed, "zone": zone, "pack": pack})


def _check_one_of(where: str, key: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        meant = nearest(str(value), known)
        remedy = f"did you mean {meant}?" if meant else f"use one of {', '.join(known)}"
        raise KnowledgeError(where, f"unknown {key} {value}", remedy)


def _check_address(where: str, key: str, value: str) -> None:
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or "@" in parts.netloc:
        remedy = "write https://… or, for a feed, unknown"
        raise KnowledgeError(where, f"the {key} {value} is no address of the web", remedy)


def _check_zone(where: str, zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:  # how zoneinfo says that a name is unknown, or no name
        raise KnowledgeError(where, f"unknown zone {zone}", "write it as Africa/Niamey") from error


def _check_twice(where: str, values: list[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value.casefold() in seen:
            raise KnowledgeError(where, f"{value} stands twice", "keep one")
        seen.add(value.casefold())


def _countries() -> Mapping[str, Any]:
    states: Mapping[str, Any] = load_yaml("actors/states.yaml")
    return states
