"""Checks that read sentences: each frame codes its example, and is silent where it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from palabre.checks.model import Found
from palabre.checks.notation import frame_of, told, trimmed
from palabre.checks.sources import Row
from palabre.checks.subject import Subject
from palabre.types import Event

# The day that examples are read on: a Friday.
DAY = date(2024, 3, 15)


def e104_example_codes_otherwise(subject: Subject) -> Iterator[Found]:
    """A frame does not code its example as codes says.

    palabre explain shows how the sentence is read, and what the frame missed.
    """
    for row in _tried(subject):
        example, codes = row.value.get("example"), row.value.get("codes")
        if not example or not codes:
            continue
        events = subject.read(str(example), DAY).events
        own = [told(event) for event in events if frame_of(event) == row.name]
        if own != [trimmed(str(codes))]:
            notes = (("sentence", str(example)), ("wanted", str(codes)), ("read", _coded(events)))
            yield Found(row.file, row.line_of("example"), row.name, notes)


def e105_counterexample_fires(subject: Subject) -> Iterator[Found]:
    """A frame fires on a sentence that stands under its not.

    Let it ask for what tells the two senses apart.
    """
    for row in _tried(subject):
        for sentence in row.value.get("not") or ():
            fired = [event for event in subject.read(str(sentence), DAY).events if frame_of(event) == row.name]
            if fired:
                yield Found(
                    row.file, row.line_of("not"), row.name, (("sentence", str(sentence)), ("read", _coded(fired)))
                )


def _tried(subject: Subject) -> Iterator[Row]:
    """The rows to tell of whose frames were loaded, those of an overlay in place of the ones they replace."""
    loaded = {frame.name for frame in subject.frames.all} if subject.knowledge else set()
    return (row for name, row in subject.frame_lines.items() if name in loaded and subject.covers(row.file))


def _coded(events: Iterable[Event]) -> str:
    return " · ".join(f"{told(event)} ({frame_of(event)})" for event in events) or "—"
