"""What stands around an article's words: noise, headers, datelines, as patterns read from the data files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, load_yaml

FILE = "fr/web.yaml"
_KEYS = frozenset({
    "lines", "tails", "fused", "endings", "headers", "publications", "updates", "place_words", "months", "weekdays",
    "zones",     "languages", "blocks", "bodies", "stubs", "signs", "bylines", "no_authors",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Web:
    """Patterns of what is not the article's text, and the names of months, zones (in minutes) and languages.

    ``block`` and ``body`` find parts of a page by their class or id, ``stub`` lines that
    stand where the rest must be paid for,
    ``signs`` titles of pages that hold no article, by what these pages are.
    """

    line: re.Pattern[str]
    tail: re.Pattern[str]
    fused: re.Pattern[str]
    ending: re.Pattern[str]
    header: re.Pattern[str]
    publication: re.Pattern[str]
    update: re.Pattern[str]
    dateline: re.Pattern[str]
    date: re.Pattern[str]
    day: re.Pattern[str]
    months: Mapping[str, int]
    zones: Mapping[str, int]
    languages: Mapping[str, str]
    block: re.Pattern[str]
    body: re.Pattern[str]
    stub: re.Pattern[str]
    signs: Mapping[str, re.Pattern[str]]
    byline: re.Pattern[str]
    no_author: re.Pattern[str]


@cache
def load_web() -> Web:
    """The patterns, read once. Raises KnowledgeError where the file is wrong."""
    rows = load_yaml(FILE)
    check_keys(FILE, rows, required=_KEYS)
    day = _date_pattern(rows["months"])
    return Web(
        line=_union(rows["lines"], ""),
        tail=_union(rows["tails"], r"\s*:?"),
        fused=_union(rows["fused"], r"(?=\s*[^\W\d_a-zà-ÿ]|\s*[«“\"])"),
        ending=_ending(rows["endings"]),
        header=_union(rows["headers"], ""),
        publication=_union(rows["publications"], r"\b"),
        update=_union(rows["updates"], r"\b"),
        dateline=_dateline_pattern(day, rows["place_words"]),
        date=re.compile(day, re.IGNORECASE),
        day=_day_pattern(day, rows["weekdays"]),
        months=rows["months"],
        zones=rows["zones"],
        languages=rows["languages"],
        block=re.compile(rf"(?<![a-z])(?:{_union(rows['blocks'], '').pattern})(?![a-z])"),
        body=_union(rows["bodies"], ""),
        stub=_union(rows["stubs"], r"\s*[.…!]*"),
        signs={kind: _union(patterns, "") for kind, patterns in rows["signs"].items()},
        byline=_union(rows["bylines"], r"(?!\w)\s*:?\s*"),
        no_author=_union(rows["no_authors"], ""),
    )


def read_date(text: str) -> date | None:
    """The first whole date in ``text`` (day, month and year), None where there is none.

    >>> read_date("Publié le 1er août 2023 à 14h05"), read_date("2023-03-15T08:00:00Z"), read_date("March 5, 2024")
    (datetime.date(2023, 8, 1), datetime.date(2023, 3, 15), datetime.date(2024, 3, 5))
    >>> read_date("31/02/2023") is None
    True
    """
    found = find_date(text)
    return found[0] if found else None


def find_date(text: str) -> tuple[date, int] | None:
    """The first whole date in ``text`` and where its words end."""
    web = load_web()
    days = ((_day(web, match), match.end()) for match in web.date.finditer(text))
    return next(((day, end) for day, end in days if day), None)


def _day(web: Web, match: re.Match[str]) -> date | None:
    found = {key[:-1]: value for key, value in match.groupdict().items() if value}
    month = found["m"] if found["m"].isdigit() else web.months[found["m"].casefold().rstrip(".")]
    try:
        return date(int(found["y"]), int(month), int(found["d"]))
    except ValueError:
        return None


def _date_pattern(months: Mapping[str, int]) -> str:
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    return "|".join((
        r"\b(?P<y1>\d{4})[-/](?P<m1>\d{1,2})[-/](?P<d1>\d{1,2})",
        r"\b(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>\d{4})\b",
        rf"\b(?P<d3>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<m3>{month})\b\.?,?\s+(?P<y3>\d{{4}})\b",
        rf"\b(?P<m4>{month})\b\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})\b",
    ))  # fmt: skip


def _dateline_pattern(day: str, small: list[str]) -> re.Pattern[str]:
    """Place, day and agency before a dash, of which the day or the agency must be there."""
    word = r"[^\W\d_a-zà-ÿ][\w’'.-]*"
    place = rf"{word}(?:[ /]+(?:(?:{'|'.join(small)})[ ]+)?{word}){{0,4}}"
    short = r"\d{1,2}(?:er)?\s+[a-zà-ÿ]{3,9}\.?(?:\s+\d{4})?"
    when = rf"(?i:le\s+)?(?i:{re.sub(r'[?]P<[a-z][0-9]>', '', day)}|{short})"
    agency = r"\([^()\n]{2,40}\)"
    return re.compile(
        rf"(?:{place}\s*(?:{agency})?\s*,\s*{when}\s*(?:{agency})?|{place}\s*{agency}|{when}(?:\s*,\s*{place})?\.?\s*(?:{agency})?|{agency})"
        r"\s*[-–—]+\s*"
    )


def _ending(patterns: list[str]) -> re.Pattern[str]:
    """A signature after the end of a sentence, or in brackets, at the end of a paragraph."""
    return re.compile(rf"(?:(?<=[.!?…»”\"])\s*|\s+(?=\())(?P<words>{_union(patterns, '').pattern})$")


def _day_pattern(day: str, weekdays: str) -> re.Pattern[str]:
    """A line that is a day and nothing else, with the place before it and the time after it."""
    unnamed = re.sub(r"[?]P<[a-z][0-9]>", "", day)
    place = r"[^\W\d_][\w’'.-]*(?: [^\W\d_][\w’'.-]*){0,2}(?:,| -| –)? "
    clock = r"[\s,|·•–-]*(?:à |at )?\d{1,2}\s?[h:]\s?(?:\d\d)?(?::\d\d)?(?:\s*\(?[a-z+0-9: ]{1,18}\)?)?"
    return re.compile(rf"(?is:(?:{place})?(?:le )?(?:{weekdays}\.?,? )?(?:{unnamed})(?:{clock})?[.\s]*)")


def _union(patterns: Any, after: str) -> re.Pattern[str]:
    try:
        parts = [f"(?:{re.compile(pattern).pattern})" for pattern in patterns]
        return re.compile(f"(?is:{'|'.join(parts)}){after}")
    except (re.error, TypeError) as error:
        raise KnowledgeError(FILE, f"a pattern cannot be read: {error}", "write valid regular expressions") from error
