"""Coded checks of the knowledge: ``Exxx`` breaks correctness, ``Wxxx`` is questionable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from palabre.checks import actors, examples, files, frames, places, words
from palabre.checks.files import SOMEWHERE
from palabre.checks.model import Check, Finding, Found, checks_of
from palabre.checks.subject import Subject

__all__ = ["CHECKS", "Check", "Finding", "Found", "Subject", "check", "check_frame_file"]

OF_FRAMES = (*checks_of(files), *checks_of(frames), *checks_of(examples, slow=True))
CHECKS = tuple(
    sorted(
        (*OF_FRAMES, *(one for room in (actors, places, words) for one in checks_of(room))), key=lambda one: one.code
    )
)


def check(subject: Subject, *, with_examples: bool = False, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """All that the checks find in the scope of ``subject``, in the order of files, lines and codes."""
    found = [
        Finding(one, thing)
        for one in checks
        if with_examples or not one.slow
        for thing in one.run(subject)
        if subject.covers(thing.file, *thing.also)
    ]
    return sorted(_told_once(found), key=lambda one: (one.found.file, one.found.line, one.check.code, one.found.name))


def _told_once(found: list[Finding]) -> Iterator[Finding]:
    """What loading refuses is left to the check that says why, where there is one."""
    errors = [one for one in found if one.check.is_error and one.check.code != "E002"]
    explained = {one.found.file for one in errors}
    if any(one.check.code.startswith("E2") for one in errors):
        explained.add(SOMEWHERE)
    return (one for one in found if one.check.code != "E002" or one.found.file not in explained)


def check_frame_file(file: Path, overlays: tuple[Path, ...] = ()) -> list[Finding]:
    """All that is wrong in a file of frames of one's own, its examples read."""
    whole = file.resolve()
    subject = Subject(overlays, scope=(whole,), frame_file=whole)
    return check(subject, with_examples=True, checks=OF_FRAMES)
