"""What a check is and what it finds: a small function with its code for a name, whose docstring users read."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from palabre.checks.subject import Subject

_NAMED = re.compile(r"([ew]\d{3})_\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a check found: where, on what row, and notes as (label, words); ``also`` are other files in it."""

    file: str
    line: int
    name: str
    notes: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A check: ``Exxx`` breaks correctness, ``Wxxx`` is questionable.

    ``message`` says what is wrong, ``remedy`` what to do. ``slow``: it reads sentences, and runs only where asked for.
    """

    code: str
    message: str
    remedy: str
    run: Callable[[Subject], Iterator[Found]]
    slow: bool = False

    @property
    def is_error(self) -> bool:
        """Whether what it finds breaks correctness."""
        return self.code.startswith("E")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found."""

    check: Check
    found: Found


def checks_of(module: ModuleType, *, slow: bool = False) -> tuple[Check, ...]:
    """The checks of a module: its functions named by a code, the two paragraphs of their docstrings as words."""
    found = ((_NAMED.fullmatch(name), function) for name, function in vars(module).items())
    return tuple(_check(match[1].upper(), function, slow=slow) for match, function in found if match)


def _check(code: str, function: Callable[[Subject], Iterator[Found]], *, slow: bool) -> Check:
    message, _, remedy = inspect.getdoc(function).partition("\n\n")  # type: ignore[union-attr]
    return Check(code, " ".join(message.split()), " ".join(remedy.split()), function, slow)
