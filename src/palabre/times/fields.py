"""What a matched rule says: its groups as numbers, and the circumstances it is read in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from palabre.knowledge.calendar import Calendar, Lean
from palabre.knowledge.numerals import parse_number
from palabre.types import Interval


@dataclass(frozen=True, slots=True)
class Context:
    """When the words were written, what was named before them, and whether they point to past or future.

    ``named`` is the last day named (or a few days), ``last`` the last date of any grain; ``part`` is begin,
    middle or end where only a part of the period is meant.
    """

    published: date | None
    named: Interval | None = None
    last: Interval | None = None
    lean: Lean | None = None
    part: str | None = None

    def leaning(self, lean: Lean) -> Context:
        """The same circumstances, pointing elsewhere."""
        return replace(self, lean=lean)


@dataclass(frozen=True, slots=True)
class Fields:
    """The groups of a match, read with the calendar's words."""

    groups: dict[str, str]
    calendar: Calendar

    @classmethod
    def of(cls, match: re.Match[str], calendar: Calendar) -> Fields:
        """The groups that took part in ``match``."""
        return cls({name: text for name, text in match.groupdict().items() if text}, calendar)

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def number(self, *names: str) -> int | None:
        """The value of the first of these groups that the match has."""
        return next((self._value(name, self.groups[name]) for name in names if name in self.groups), None)

    def need(self, *names: str) -> int:
        """The value of a group that the rule's pattern always has."""
        value = self.number(*names)
        assert value is not None, f"the pattern lacks {names}"
        return value

    @property
    def unit(self) -> str:
        """The unit of time: day, week, weekend, month, quarter, semester, year, hour."""
        return next(self.calendar.units[self.groups[k]] for k in ("unit", "unit2", "unit3") if k in self.groups)

    def _value(self, name: str, text: str) -> int | None:
        kind = name.rstrip("234")
        if kind == "textshift":
            kind = "shift"
        table: dict[str, int] | None = getattr(self.calendar, f"{kind}s", None)
        if table is not None:
            return table[text]
        number = 1 if text in ("1er", "premier") else parse_number(text)
        return None if number is None else int(number)
