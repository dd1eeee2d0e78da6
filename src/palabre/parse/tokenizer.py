"""Cuts French text into words as the treebanks do; offsets always index the text given.

Elided words, clitics after a verb (« a-t-il »), abbreviations, numbers and acronyms are told by one regular
expression built from ``data/fr/typography.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from palabre.errors import KnowledgeError
from palabre.knowledge.files import data_path, load_yaml

_LETTERS = r"\w\u00ad\u200b-\u200d\u0300-\u036f"
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4\u2032", "'"),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\t\n\r", " "),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", None),
    }
)


def normalise(word: str) -> str:
    """The word with straight quotes, plain spaces and hyphens, composed accents and no invisible characters.

    >>> normalise("l\u2019"), normalise("3\u202f250")
    ("l'", '3 250')
    """
    word = word.translate(_TYPOGRAPHY)
    return word if word.isascii() else unicodedata.normalize("NFC", word)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the words of ``text[start:end]``.

    >>> text = "L'armée a-t-elle perdu 3 250 hommes ?"
    >>> "|".join(text[a:b] for a, b in tokenize(text))
    "L'|armée|a|-t-elle|perdu|3 250|hommes|?"
    """
    rules = load()
    spans: list[tuple[int, int]] = []
    for match in rules.word.finditer(text, start, len(text) if end is None else end):
        if match.lastgroup == "word" and "-" in match.group():
            spans.extend(_clitics(match.group(), match.start(), rules))
        else:
            spans.append(match.span())
    return spans


@dataclass(frozen=True, slots=True)
class Typography:
    """What the tokenizer and the sentence splitter know of French typography."""

    word: re.Pattern[str]
    clitic: re.Pattern[str]
    pronoun: re.Pattern[str]
    whole: frozenset[str]
    abbreviations: frozenset[str]
    final_abbreviations: frozenset[str]
    starters: frozenset[str]


@cache
def load() -> Typography:
    """The rules of ``typography.yaml``; raises KnowledgeError where an entry is missing."""
    path = data_path("fr/typography.yaml")
    data: dict[str, Any] = load_yaml(path)
    try:
        return Typography(
            word=re.compile("|".join(_alternatives(data)), re.VERBOSE),
            clitic=re.compile(rf"-(?:{'|'.join(data['clitics'])})$", re.IGNORECASE),
            pronoun=re.compile(rf"-(?:t-)?(?:{'|'.join(data['subjects'])})$", re.IGNORECASE),
            whole=frozenset(data["whole"]),
            abbreviations=frozenset(data["abbreviations"]),
            final_abbreviations=frozenset(data["final_abbreviations"]),
            starters=frozenset(data["starters"]),
        )
    except KeyError as error:
        raise KnowledgeError(str(path), f"the entry {error} is missing", "add it") from error


def _alternatives(data: dict[str, Any]) -> Iterator[str]:
    """The branches of the word expression, the most particular first."""
    starters = "|".join(data["starters"])
    abbreviations = sorted({*data["abbreviations"], *data["final_abbreviations"]}, key=len, reverse=True)
    elided = "|".join(data["elided"])
    yield r"(?P<url>https?://[^\s<>«»\"]*[\w/] | www\.[\w./-]*\w | [\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    yield rf"(?P<domain>\b[\w-]+(?:\.[\w-]+)*\.(?:{'|'.join(data['domains'])})\b(?!\.\w))"
    yield r"(?P<date>(?<!\w)\d+(?:([/.-])\d+)(?:\2\d+)+(?!\w))"
    sign = r"(?:(?<=\s)[+-]|(?<![\s\S])[+-])?"
    yield rf"(?P<number>(?<![\w.,]){sign}\d{{1,3}}(?:(?:[ \u00a0\u202f\u2009]\d{{3}})+|(?:\.\d{{3}})+)(?:,\d+)?(?!\w))"
    yield r"(?P<figure>(?<!\w)(?:(?<=\s)[+-])?\d+(?:[.,/-]\d+)*(?!\w))"
    yield rf"(?P<alphanumeric>\d[{_LETTERS}]*(?:-[{_LETTERS}]+)*)"
    yield r"(?P<acronym>\b(?:[A-ZÀÉÈÎÔ]\.-?){2,}(?:[A-Z]\b(?!'))?)"
    yield rf"(?P<initial>(?<![\w.'’-])(?:[A-ZÀÉÈÎÔ]|Ch|Th|Ph)\.(?=[\s]+(?!(?:{starters})\b)[A-ZÀÉÈÎÔ]))"
    yield rf"(?P<abbreviation>(?<![\w-])(?:{'|'.join(map(re.escape, abbreviations))})(?!\w))"
    yield rf"(?P<before_number>(?<![\w-])(?:{'|'.join(map(re.escape, data['before_numbers']))})(?=\s?\d))"
    yield r"(?P<number_sign>(?<!\w)[nN]°)"
    yield rf"(?P<whole_elided>\b(?i:{'|'.join(data['whole_elided'])})(?![{_LETTERS}]))"
    yield rf"(?P<name>\b[{data['name_elisions']}]['’][A-ZÀÉÈÎÔ][{_LETTERS}]*(?:-[{_LETTERS}]+)*)"
    yield rf"(?P<elided>\b(?i:{elided})['’\u02bc](?=[{_LETTERS}«\"“(\[]))"
    yield rf"(?P<word>(?=[{_LETTERS}]*\w)[{_LETTERS}]+(?:[-‐‑'’\u02bc][{_LETTERS}]+)*)"
    yield r"(?P<dots>\.{2,}|…|--+|°C\b)"
    yield r"(?P<sign>[^\s\u00ad\u200b-\u200d\ufeff])"


def _clitics(word: str, start: int, rules: Typography) -> list[tuple[int, int]]:
    """The word and the clitics cut from its end: « dit-il », « donnez-le-moi »."""
    end = len(word)
    cuts: list[tuple[int, int]] = []
    while word[:end].lower() not in rules.whole:
        match = rules.pronoun.search(word, 0, end) or rules.clitic.search(word, 0, end)
        if not match or match.start() == 0 or not _verbal(word[: match.start()], match.group()):
            break
        cuts.append((start + match.start(), start + end))
        end = match.start()
    return [(start, start + end), *reversed(cuts)]


def _verbal(stem: str, clitic: str) -> bool:
    """Whether a clitic may follow: not inside a name (« Chin-On »), not after « celui »."""
    return clitic.islower() or (stem.isupper() and clitic.isupper())
