"""How many: counts in words and figures with their bounds, what they count, and tolls.

A toll's unit is its class (killed, injured, missing, displaced, arrested), any other count's the lemma of its noun.
Dates, durations, ages, clock times and references are no counts. A part of a count given before (« dont 5 civils »)
has the rule ``dont`` and never a toll's unit, so that it is not added to the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from palabre.knowledge.numerals import Numerals, Toll, folded, parse_number
from palabre.types import Document, Quantity, QuantityMention, Sentence, Span, Token

__all__ = ["find"]

_COUNTED = frozenset({"NOUN", "PROPN", "ADJ", "X", "SYM"})
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_OF = re.compile(r" ?(?:d'|de |des )")
_DONT = re.compile(r"\bdont (?:les |au moins |notamment |environ )?$")
_NAMED = re.compile(r"[\w°/-]$|[\d][.,] ?$")
_CLOSED = re.compile(r" *(?:[,;.:)»]|$)| dont\b")
_SOURCE = re.compile(r" (?:selon|d'après)\b")
_SCALED = re.compile(r"(?:lions?|liards?|ines?|iers?|demie?)$")
_TIME_PREFIX = re.compile(r" ?(?:(?:d'|de |derni\w+ |prochain\w* |premi\w+ |longu?e?s? )*)([^\W\d_]+(?:-[^\W\d_]+)*)?")
_CLOCK = re.compile(r":|[ /]\d|-\d| ?h\d")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LOOK, _SMALL = 70, 9


@dataclass(frozen=True, slots=True)
class _Count:
    """A number as found: where, how much, and in which shape it was written."""

    start: int
    end: int
    quantity: Quantity
    shape: str
    word: bool


def find(document: Document, numerals: Numerals) -> tuple[QuantityMention, ...]:
    """The counts of a document in text order."""
    mentions: list[QuantityMention] = []
    for sentence in document.sentences:
        if sentence.section not in ("noise", "dateline"):
            mentions += _sentence(document, sentence, numerals)
    return tuple(mentions)


def _sentence(document: Document, sentence: Sentence, numerals: Numerals) -> Iterator[QuantityMention]:
    text = folded(document.article.text[sentence.start : sentence.end])
    if not numerals.spot.search(text):
        return
    toll: str | None = None
    for count in _counts(text, numerals):
        mention = _mention(document, sentence, text, count, numerals, toll)
        if mention is None:
            continue
        if mention.quantity.unit in {row.name for row in numerals.tolls}:
            toll = mention.quantity.unit
        yield mention


def _mention(
    document: Document, sentence: Sentence, text: str, count: _Count, numerals: Numerals, toll: str | None
) -> QuantityMention | None:
    """What ``count`` counts, ``None`` where it counts nothing; ``toll`` is the class of the last toll before it."""
    sign, sign_end = _sign(text, count.end, numerals)
    head = None if sign else _head(document, sentence, text, count, numerals)
    how, unit = _unit(document, sentence, text, count, head, numerals)
    if _DONT.search(text, 0, count.start):
        how, unit = "dont", sign or (head.lemma if head else None)
    elif how is None and (sign or (head and not count.word and not _definite(text, count, numerals))):
        how, unit = "", sign or numerals.money.get(head.text.lower() if head else "") or (head.lemma if head else None)
    elif how is None and toll and head is None and _recounts(text, count, numerals):
        how, unit = "recount", toll
    if how is None:
        return None
    end = head.end if head else sentence.start + (sign_end if sign else count.end)
    span = Span(sentence.start + count.start, end)
    q = count.quantity
    rule = how if how == "dont" else f"{count.shape}+{how}" if how else count.shape
    return QuantityMention(
        span, document.text(span), Quantity(q.low, q.high, unit, q.approximate), head.i if head else None, rule
    )


def _counts(text: str, numerals: Numerals) -> Iterator[_Count]:
    """The numbers of a sentence that are not part of a date, a name, a duration or an age."""
    for match in numerals.phrase.finditer(text):
        start = match.start()
        if _named(text, start, numerals) or _timed(text, match, numerals):
            continue
        quantity, shape = _quantity(match, numerals)
        if quantity:
            alone = shape == "number" and match["number"] in ("un", "une")
            yield _Count(start, match.end(), quantity, shape, alone)


def _named(text: str, start: int, numerals: Numerals) -> bool:
    """« article 5 », « A320 », « mai 68 », « les années 90 »: the number belongs to a name or a date."""
    if _NAMED.search(text, max(0, start - 3), start):
        return True
    before = text[:start].rstrip(" (").rpartition(" ")[2].strip("«(,;")
    last = before.rpartition("'")[2]
    return bool({before, last} & (numerals.labels | numerals.months)) or last in ("années", "an", "l'an")


def _timed(text: str, match: re.Match[str], numerals: Numerals) -> bool:
    """« trois jours », « 35 ans », « le 26 juillet », « à 20 heures », « en 2012 »: no counts."""
    if _CLOCK.match(text, match.end()):
        return True
    following = _TIME_PREFIX.match(text, match.end())
    word = (following.group(1) or "") if following else ""
    if word in numerals.months or word in numerals.time_units:
        return True
    return bool(_YEAR.fullmatch(match.group())) and (not word.endswith(("s", "x")) or word in numerals.function_words)


def _quantity(match: re.Match[str], numerals: Numerals) -> tuple[Quantity | None, str]:
    """The value with its bounds, and the shape: several, collective, range or number."""
    if match["plural"]:
        size = numerals.collectives[match["plural"]]
        size *= numerals.collectives[match["plural2"]] if match["plural2"] else 1
        return Quantity(2.0 * size, None, None, True), "several"
    first, last = match["low"] or match["low2"], match["high"] or match["high2"]
    if first and last:
        low, high = parse_number(first), parse_number(last)
        if low is None or high is None:
            return None, "range"
        low = _same_scale(first, last, low, high, numerals)
        return (Quantity(low, high, None, False) if low < high else None), "range"
    vague = bool(match["collective"])
    value = float(numerals.collectives[match["collective"]]) if vague else parse_number(match["number"])
    if value is None:
        return None, "number"
    if match["times"]:
        value *= numerals.collectives[match["times"]]
    return _bounded(value, vague, match, numerals), "collective" if vague else "number"


def _same_scale(first: str, last: str, low: float, high: float, numerals: Numerals) -> float:
    """« 2 à 3 millions »: the scale of the second holds for the first."""
    scale = next((v for w, v in numerals.multipliers.items() if last.endswith(" " + w)), 1)
    return low * scale if scale > 1 and low < high / scale * 10 and not first.endswith("s") else low


def _bounded(value: float, vague: bool, match: re.Match[str], numerals: Numerals) -> Quantity:
    said = [text for text in (match["bound"], match["after"]) if text]
    names = {name for text in said for name, pattern in numerals.bounds.items() if pattern.fullmatch(text)}
    low = None if "at-most" in names else value
    high = None if "at-least" in names else value
    return Quantity(low, high, None, vague or "about" in names)


def _definite(text: str, count: _Count, numerals: Numerals) -> bool:
    """« les deux hommes »: which, not how many."""
    low = count.quantity.low
    if low is None or low > _SMALL or text[count.start].isdigit():
        return False
    return text[: count.start].rstrip().rpartition(" ")[2] in numerals.definite


def _sign(text: str, end: int, numerals: Numerals) -> tuple[str | None, int]:
    """« 46 % », « 30 km »: the unit a sign stands for, and where it ends."""
    found = numerals.sign.match(text, end)
    return (numerals.signs[found.group(1)], found.end()) if found else (None, end)


def _head(document: Document, sentence: Sentence, text: str, count: _Count, numerals: Numerals) -> Token | None:
    """The counted noun: the first word after the number that is not an adjective."""
    scaled = count.shape in ("several", "collective") or re.search(
        r"(?:lions?|liards?|ines?|iers?|demie?)$", text[: count.end]
    )
    at = count.end
    if scaled and (link := _OF.match(text, at)):
        at = link.end()
    word = _WORD.match(text, at + text.startswith(" ", at))
    token = _noun(document, sentence, word, numerals)
    while word and (word.group() in numerals.prenominal or word.group().endswith("ième")):
        word = _WORD.match(text, word.end() + 1)
        token = _noun(document, sentence, word, numerals) or token
    return token


def _noun(document: Document, sentence: Sentence, word: re.Match[str] | None, numerals: Numerals) -> Token | None:
    """The token of ``word`` if that can be counted."""
    if word is None or word.group() in numerals.function_words | numerals.labels:
        return None
    token = _token_at(document, sentence, sentence.start + word.start())
    if token is None:
        return None
    tolled = any(word.group() in toll.nouns for toll in numerals.tolls)
    named = token.pos == "PROPN" and not token.text.endswith(("s", "x"))
    return token if tolled or (token.pos in _COUNTED and not named) else None


def _token_at(document: Document, sentence: Sentence, position: int) -> Token | None:
    tokens = document.tokens[sentence.first : sentence.last]
    return next((token for token in tokens if token.start <= position < token.end), None)


def _unit(
    document: Document, sentence: Sentence, text: str, count: _Count, head: Token | None, numerals: Numerals
) -> tuple[str | None, str | None]:
    """How a count is known for a toll, and which; nothing where it is none."""
    for toll in numerals.tolls:
        if head and head.text.lower() in toll.nouns:
            return "noun", toll.name
    for toll in numerals.tolls:
        if head and (how := _in_tree(document, head, toll, alone=count.word)):
            return how, toll.name
    after = text[(head.end - sentence.start) if head else count.end :][:_LOOK]
    for toll in numerals.tolls:
        if how := _in_words(text[: count.start], after, toll, head is not None):
            return how, toll.name
    return None, None


def _in_tree(document: Document, head: Token, toll: Toll, *, alone: bool) -> str | None:
    """The toll that the counted noun's participle, or the verb above it, makes."""
    if any(t.text.lower() in toll.participles for t in document.children(head.i, "amod", "acl")):
        return "participle"
    while head.dep == "conj" and not alone and head.head != head.i:
        head = document.tokens[head.head]
    verb = document.tokens[head.head]
    if alone and verb.text.endswith("s") and not document.children(head.i, "conj"):
        return None
    if head.dep == "obj" and verb.lemma in toll.objects and not _apart(document, verb, head):
        return "object"
    if head.dep == "nsubj:pass" and verb.text.lower() in toll.participles:
        return "subject"
    if head.dep == "nsubj" and (verb.lemma in toll.subjects or _is_state(document, verb, toll)):
        return "subject"
    return None


def _apart(document: Document, verb: Token, head: Token) -> bool:
    """Whether a strong mark stands between the two, so that the tree errs."""
    return any(t.text in (";", ":", "»") for t in document.tokens[verb.i : head.i])


def _is_state(document: Document, verb: Token, toll: Toll) -> bool:
    helpers = document.children(verb.i, "aux", "aux:tense", "aux:pass", "cop")
    return verb.text.lower() in toll.participles and any(t.lemma == "être" for t in helpers)


def _in_words(left: str, right: str, toll: Toll, headed: bool) -> str | None:
    """The toll that the words around the count make, whatever the tree says."""
    if toll.left.search(left):
        return "before"
    return "after" if headed and toll.right.match(right) else None


def _recounts(text: str, count: _Count, numerals: Numerals) -> bool:
    """« un élu en dénombre douze », « quatre selon l'exploitant »: another count of the same toll."""
    if _SOURCE.match(text, count.end):
        return True
    return bool(_CLOSED.match(text, count.end) and numerals.recounts.search(text, 0, count.start))
