"""Whether the words around a date point to past or future: by the governing verb, else by the nearest verb form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from palabre.knowledge.calendar import Calendar, Lean
from palabre.types import Document, Span, Token

_AUXILIARIES = ("aux", "aux:tense", "aux:pass", "aux:caus", "cop")
_LOOKS_FUTURE = re.compile(
    r"[a-zéèêîôç']{2,}(?:er|ir|dr|tr|vr|rr|ur|fer|ser)(?:a|ont)$|(?:sera|seront|aura|auront|ira|iront)$"
)
_LOOKS_COMING = re.compile(
    r"(?:doi(?:t|vent)|dev(?:ra(?:it|ient)?|ait|aient)|va|vont|prévue?s?|attendue?s?|programmée?s?)$"
)
_LOOKS_PAST = re.compile(
    r"(?:a|ont|avai(?:t|ent)|étai(?:t|ent)|fut|furent|été)$|\w{2,}(?:ées?|és?|ai(?:t|ent)|èrent|irent|urent)$"
)
_NOT_FUTURE = frozenset({"opéra", "caméra", "extra", "contra", "choléra", "front", "affront"})


def lean(document: Document, span: Span, calendar: Calendar, first: int, last: int) -> Lean | None:
    """Where the date at ``span`` points to, read in the tokens ``[first, last)`` of its sentence."""
    tokens = document.tokens[first:last]
    inside = [token for token in tokens if token.start < span.end and span.start < token.end]
    if not inside:
        return None
    governors = list(_governors(document, inside))
    if governors and _happened(document, governors[0], inside[0], calendar):
        return "past"
    if len(governors) > 1 and _planned(document, governors[0], governors[1], inside[0], calendar):
        return "deadline"
    for governor in governors:
        if found := _of_verb(document, governor, calendar, span):
            return None if found == "present" and _of_noun(document, span) else found
    return _nearest(tokens, inside[0].i)


def _happened(document: Document, noun: Token, day: Token, calendar: Calendar) -> bool:
    """« les attentats du 3 mars », « depuis la grève du 3 mars »: the day of an act that is behind."""
    if noun.pos != "NOUN" or not any(c.text.lower() in ("du", "de", "des") for c in document.children(day.i, "case")):
        return False
    before = {c.text.lower() for c in document.children(noun.i, "case", "mark", "advmod")}
    return noun.lemma in calendar.happened or not before.isdisjoint(("depuis", "suite"))


def _planned(document: Document, noun: Token, above: Token, day: Token, calendar: Calendar) -> bool:
    """« le report de l'élection du 25 février », « annule le sommet du 3 mai »: the day of what is put off."""
    behind = any(c.text.lower() in ("du", "de", "des") for c in document.children(day.i, "case"))
    return (
        behind
        and noun.pos == "NOUN"
        and noun.dep in ("nmod", "obj", "nsubj:pass")
        and above.lemma in calendar.postponed
    )


def _governors(document: Document, inside: list[Token]) -> Iterator[Token]:
    """The tokens above the date, nearest first, ending with the root."""
    within = {token.i for token in inside}
    token = next((t for t in inside if t.head not in within), inside[0])
    for _ in range(12):
        if token.head == token.i:
            return
        token = document.tokens[token.head]
        yield token


def _of_verb(document: Document, token: Token, calendar: Calendar, span: Span) -> Lean | None:
    """The direction a verb (or a noun with a copula) gives; ``None`` where one must look further up."""
    if token.lemma in calendar.postponed and _after_target(document, span):
        return "future"
    auxiliaries = document.children(token.i, *_AUXILIARIES)
    if token.pos not in ("VERB", "AUX") and not any(t.dep == "cop" for t in auxiliaries):
        return None
    tenses = {t.feats.get("Tense") for t in (token, *auxiliaries) if t.feats.get("VerbForm") == "Fin"}
    if "Fut" in tenses:
        return "future"
    form = token.feats.get("VerbForm")
    if form == "Inf":
        return _of_infinitive(document, token, calendar, auxiliaries)
    if form == "Part":
        return _of_participle(document, token, calendar, auxiliaries)
    if any(t.feats.get("Mood") == "Cnd" for t in (token, *auxiliaries)):
        return "present"
    return "past" if tenses & {"Past", "Imp"} else "present" if tenses else None


def _of_participle(document: Document, token: Token, calendar: Calendar, auxiliaries: list[Token]) -> Lean | None:
    if token.feats.get("Tense") == "Pres":
        return None
    if any(t.feats.get("VerbForm") == "Inf" for t in auxiliaries) and _due(document.tokens[token.head]):
        return "future"
    active = any(t.lemma == "avoir" for t in auxiliaries)
    planned = not active or any(t.pos == "VERB" for t in document.children(token.i, "xcomp"))
    return "future" if token.lemma in calendar.scheduled and planned else "past"


def _of_infinitive(document: Document, token: Token, calendar: Calendar, auxiliaries: list[Token]) -> Lean | None:
    """« doit partir » is to come, « a dû partir » is past; « pour rencontrer » goes with what is above it."""
    if any(t.dep == "aux:tense" for t in auxiliaries):
        return "past"
    above = document.tokens[token.head]
    aside = token.dep in ("advcl", "acl") and above.pos != "ADJ"
    if above.i == token.i or aside or above.lemma not in calendar.projecting:
        return None
    modal_past = above.lemma in ("devoir", "pouvoir", "vouloir", "aller") and above.feats.get("VerbForm") == "Part"
    return "past" if modal_past else "future"


def _due(modal: Token) -> bool:
    """« doivent avoir quitté le pays le 31 »: what is to be done by a day."""
    return modal.lemma == "devoir" and modal.feats.get("Tense") in {"Pres", "Fut"} and modal.feats.get("Mood") == "Ind"


def _of_noun(document: Document, span: Span) -> bool:
    """« les violences de jeudi »: under a present tense, more often told than to come."""
    return document.article.text[max(0, span.start - 4) : span.start].lower() == " de "


def _after_target(document: Document, span: Span) -> bool:
    """« reporté à lundi », « fixé au 3 mai »: the date is where the act points to."""
    left = document.article.text[max(0, span.start - 5) : span.start].lower()
    return left.endswith((" à ", " au ")) or document.text(span).lower().startswith(("à ", "au ", "pour "))


def _nearest(tokens: tuple[Token, ...], at: int) -> Lean | None:
    """Without a usable tree: the verb-like word nearest to the date, a clause mark counting as five words."""
    best: tuple[int, Lean] | None = None
    for token in tokens:
        found = _look(token.text.lower())
        if found is None:
            continue
        low, high = sorted((token.i, at))
        marks = sum(t.text in ",;:»«" for t in tokens if low < t.i < high)
        distance = high - low + 5 * marks
        if best is None or distance < best[0]:
            best = (distance, found)
    return best[1] if best else None


def _look(word: str) -> Lean | None:
    if (_LOOKS_FUTURE.match(word) and word not in _NOT_FUTURE) or _LOOKS_COMING.match(word):
        return "future"
    return "past" if _LOOKS_PAST.match(word) else None
