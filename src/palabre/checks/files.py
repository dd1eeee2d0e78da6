"""Checks of files as such: that they are YAML, and that they load."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.checks.model import Found
from palabre.checks.subject import Subject
from palabre.knowledge.overlays import LAYERED

# The file of a refusal that names none.
SOMEWHERE = "data"


def e001_file_is_not_yaml(subject: Subject) -> Iterator[Found]:
    """A file cannot be read as YAML.

    Look at the place shown: a colon, a quote, a bracket or the indentation is amiss there or just before.
    """
    for pattern in LAYERED:
        for file in subject.files(pattern):
            if fault := subject.source(file).fault:
                caret = f"{fault.text}\n{' ' * (fault.column - 1)}^"
                notes = (("wrong", fault.what), *((("here", caret),) if fault.text else ()))
                yield Found(file, fault.line, f"{fault.line}:{fault.column}", notes)


def e002_file_that_does_not_load(subject: Subject) -> Iterator[Found]:
    """A file is refused when it is loaded.

    Do what the note says.
    """
    _ = subject.frames, subject.registry, subject.places, subject.packs
    for refusal in subject.refusals:
        file, _, name = refusal.where.partition(": ")
        known = any(file in subject.files(pattern) for pattern in LAYERED)
        notes = (("wrong", refusal.what), ("remedy", refusal.remedy))
        yield Found(file if known else SOMEWHERE, 1, name or refusal.where, notes)
