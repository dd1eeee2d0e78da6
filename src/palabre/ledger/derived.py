"""Events and states as the rows that readers ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from palabre.ledger import rows, states, voices
from palabre.ledger.model import Party, State, Story

EVENT = f"INSERT INTO event VALUES ({','.join('?' * 29)})"
PARTY = f"INSERT INTO event_party VALUES ({','.join('?' * 9)})"
FEW = 20  # statements kept beside a state from its beginning, and from its end
STATE = f"INSERT INTO state VALUES ({','.join('?' * 25)})"


def event_row(event: str, story: Story, *, corrected: bool) -> tuple[object, ...]:
    """A merged event as a row of ``event``."""
    place, deaths, counts = story.place, story.deaths, story.voices
    known = [r.known for r in story.reports]
    anchor = next(r for r in story.reports if r.key == story.anchor)
    return (
        event, story.type, story.mode, story.theme, story.status, int(story.background), rows.iso(story.start),
        rows.iso(story.end), story.grain, day_of(story).isoformat(),
        *((place.name, place.id, place.country, place.precision, place.latitude, place.longitude) if place
          else (None,) * 6),
        *((deaths.low, deaths.high, int(deaths.approximate)) if deaths else (None,) * 3),
        names(story.actors), names(story.recipients), counts.n_articles, counts.n_sources, counts.n_independent,
        min(known).isoformat(), max(known).isoformat(), int(voices.disputed(story)), int(corrected), anchor.sentence,
    )  # fmt: skip


def party_rows(event: str, story: Story) -> Iterator[tuple[object, ...]]:
    """The parties of a merged event, as rows of ``event_party`` with the actor's key and name for its number."""
    when = day_of(story).isoformat()
    for role, found in (("actor", story.actors), ("recipient", story.recipients)):
        for position, party in enumerate(found):
            yield (
                event, role, position, party.id, party.name, party.country, party.sector, party.text,
                int(party.implicit), when,
            )  # fmt: skip


def names(parties: Iterable[Party]) -> str:
    """Parties in one line, for reading."""
    return ", ".join(dict.fromkeys(party.name for party in parties))


def state_row(line: str, position: int, state: State) -> tuple[object, ...]:
    """A state as a row of ``state``."""
    subject, one = state.subject, state.object
    subject_country, object_country = states.countries_of(line, state)
    evidence = {"opened": state.opened, "closed": state.closed, "said": state.said, "rivals": state.rivals}
    return (
        line, position, state.kind, state.dimension, state.code, state.value,
        subject.name, subject.id, subject.kind, subject_country, subject.sector,
        one and one.name, one and one.id, one and one.kind, object_country, one and one.sector,
        rows.iso(state.since), rows.iso(state.until), state.grain, state.status, rows.iso(state.due),
        state.first_known.isoformat(), state.confirmed.isoformat(), int(state.conflict),
        rows.dumps({name: _few(keys) for name, keys in evidence.items() if keys}),
    )  # fmt: skip


def _few(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Of very many statements that say the same the first and the last ones: the others are found by their line."""
    return keys if len(keys) <= 2 * FEW else (*keys[:FEW], *keys[-FEW:])


def day_of(story: Story) -> date:
    """The day that a story is sorted by: its first, or the one on which it was first told."""
    return story.start or story.end or min(r.known for r in story.reports)
