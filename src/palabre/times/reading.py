"""Dates that people and machines write: what ``--published`` and page metadata hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from palabre.knowledge.calendar import load_calendar
from palabre.knowledge.numerals import plain
from palabre.times.periods import day

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[, ].*)?")
_WORDS = re.compile(r"(?:(?:le )?\w+,? )?(?:le )?(\d{1,2})(?:er)? ([^\W\d]+\.?) (\d{4})(?:[, ].*)?")


def read_date(text: str, language: str = "fr") -> date | None:
    """The day that a whole text says: ISO with or without a time, day first in figures, words, or RFC 2822.

    >>> [str(read_date(t)) for t in ("2023-12-12", "12/12/2023", "mardi 12 décembre 2023")]
    ['2023-12-12', '2023-12-12', '2023-12-12']
    >>> read_date("bientôt")
    """
    words = plain(text).strip()
    if found := _ISO.fullmatch(words):
        return day(int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.fullmatch(words):
        return day(int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(words.lower()):
        month = load_calendar(language).months.get(found[2])
        return day(int(found[3]), month, int(found[1])) if month else _mail(words)
    return _mail(words)


def _mail(text: str) -> date | None:
    try:
        when: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return when.date()
