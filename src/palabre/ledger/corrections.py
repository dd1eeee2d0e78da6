"""What analysts say against the coder: it wins, and survives re-reading and re-merging."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from palabre.errors import QueryError
from palabre.ledger.model import Correction, Party, Spot, Story
from palabre.ledger.rows import day


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All corrections: by the live event they bear on, and the pairs of reports they join or keep apart."""

    by_event: Mapping[str, tuple[Correction, ...]]
    same: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]
    partners: Mapping[str, tuple[str, ...]]

    def apply(self, event: str, story: Story) -> Story | None:
        """The story as corrected; None where it is said to be no event."""
        for one in self.by_event.get(event, ()):
            if one.verb == "not-an-event":
                return None
            story = _APPLIERS[one.verb](story, one) if one.verb in _APPLIERS else story
        return story


def load(connection: sqlite3.Connection) -> Verdicts:
    """The corrections of a ledger, oldest first; those on an id that was merged bear on the one it was merged into."""
    sql = (
        "SELECT c.*, coalesce(i.merged_into, i.id) AS live, i.anchor, o.anchor AS other_anchor FROM correction c"
        " JOIN identity i ON i.id = c.event LEFT JOIN identity o ON o.id = c.other ORDER BY c.id"
    )
    by_event: dict[str, list[Correction]] = defaultdict(list)
    pairs: dict[frozenset[str], str] = {}
    for row in connection.execute(sql):
        by_event[row["live"]].append(_correction(row))
        if row["verb"] in ("same-as", "not-same-as"):
            pairs[frozenset((row["anchor"], row["other_anchor"]))] = row["verb"]
    same, apart = (_pairs(pairs, verb) for verb in ("same-as", "not-same-as"))
    partners: dict[str, list[str]] = defaultdict(list)
    for one, other in same:
        partners[one].append(other)
        partners[other].append(one)
    frozen = {event: tuple(found) for event, found in by_event.items()}
    return Verdicts(frozen, same, apart, {key: tuple(found) for key, found in partners.items()})


def _pairs(pairs: Mapping[frozenset[str], str], verb: str) -> tuple[tuple[str, str], ...]:
    """The pairs on which this was the last word."""
    found = [tuple(sorted(pair)) for pair, last in pairs.items() if last == verb and len(pair) == 2]
    return tuple(sorted((one, other) for one, other in found))


def _correction(row: sqlite3.Row) -> Correction:
    return Correction(
        row["id"], row["event"], row["anchor"], row["verb"], row["value"], row["by"], row["note"],
        day(row["at"][:10]), row["other"],
    )  # fmt: skip


def _typed(story: Story, one: Correction) -> Story:
    type_, _, mode = (one.value or "").partition("/")
    return replace(story, type=type_, mode=mode or None)


def _acted(story: Story, one: Correction) -> Story:
    return replace(story, actors=_parties(one))


def _received(story: Story, one: Correction) -> Story:
    return replace(story, recipients=_parties(one))


def _dated(story: Story, one: Correction) -> Story:
    start, end = days(one.value or "")
    return replace(story, start=start, end=end, grain="day" if start == end else "span")


def _placed(story: Story, one: Correction) -> Story:
    name, _, country = (one.value or "").partition("|")
    return replace(story, place=Spot(f"text:{name.lower()}", name, country or None, "unknown") if name else None)


_APPLIERS = {"type": _typed, "actor": _acted, "recipient": _received, "date": _dated, "place": _placed}


def _parties(one: Correction) -> tuple[Party, ...]:
    """The parties a correction names: ``id|name|country|sector``, several with ``;``."""
    found = []
    for text in filter(None, (one.value or "").split(";")):
        key, name, country, sector = (*text.split("|"), "", "", "")[:4]
        found.append(Party(key or None, name, None, country or None, sector or None, name))
    return tuple(found)


def days(text: str) -> tuple[date, date]:
    """The first and the last day of ``2023-07-26`` or ``2023-07-26..2023-07-28``; raises QueryError."""
    first, _, last = text.partition("..")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as error:
        raise QueryError(text, "this is not a day", "write 2023-07-26, or 2023-07-26..2023-07-28") from error
    if end < start:
        raise QueryError(text, "the last day is before the first", "write the earlier day first")
    return start, end
