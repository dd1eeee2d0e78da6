"""Who speaks in a quotation: the ground of « nous », « je » and « nos soldats »."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.phrases import SUBJECTS, determiner
from palabre.actors.scene import Scene
from palabre.types import Actor, Token

FIRST_PERSON = frozenset({"je", "j'", "nous", "on"})
_OURS = frozenset({"notre", "nos", "mon", "ma", "mes"})
_YOURS = frozenset({"votre", "vos", "ton", "ta", "tes"})
_RELATIVES = frozenset({"qui", "que", "qu'", "dont"})
_LONGEST = 6


def speaker(scene: Scene, i: int) -> tuple[Actor, ...]:
    """Who speaks the quotation that token ``i`` is in: the subject of a verb of saying around it."""
    quotation = _quotation(scene, scene.token(i))
    if quotation is None:
        return ()
    start, end = quotation
    for sentence in _around(scene, i, start, end):
        for token in _outside(scene, sentence, start, end):
            if _says(scene, token):
                party = scene.party(token.i)
                return party.actors if party else ()
    return ()


def ours(scene: Scene, head: int) -> tuple[str | None, ...] | None:
    """The countries behind « nos » or « vos » before a noun; ``None`` where there is no such word."""
    det = determiner(scene.document, head)
    text = det.text.lower() if det is not None else ""
    if text in _YOURS:
        return (None,)
    if text not in _OURS or det is None:
        return None
    if scene.token(head).lemma.lower() in scene.lexicon.allies:
        return (None,)
    return tuple(dict.fromkeys(a.country for a in speaker(scene, det.i))) or (None,)


def in_quotation(scene: Scene, i: int) -> bool:
    """Whether token ``i`` is inside « » or “ ”."""
    text, start = scene.document.article.text, scene.token(i).start
    floor = max(0, start - _FARTHEST)
    return any(text.rfind(a, floor, start) > text.rfind(b, floor, start) for a, b in _MARKS)


_MARKS = (("«", "»"), ("“", "”"))
_FARTHEST = 2000


def _quotation(scene: Scene, token: Token) -> tuple[int, int] | None:
    """The characters of the quotation around a token; the whole sentence where straight quotes mark it."""
    text, sentence = scene.document.article.text, scene.document.sentences[token.sentence]
    for opening, closing in _MARKS:
        start = text.rfind(opening, 0, token.start)
        if start >= 0 and text.find(closing, start, token.start) < 0:
            end = text.find(closing, token.start)
            return start, end if end >= 0 else sentence.end
    straight = text.find('"', sentence.start, sentence.end)
    if straight < 0:
        return None
    return straight, max(straight + 1, text.find('"', straight + 1, sentence.end))


def _around(scene: Scene, i: int, start: int, end: int) -> Iterator[int]:
    """The sentences that may name the speaker: that of token ``i``, then where the quotation opens and closes."""
    own = scene.token(i).sentence
    yield own
    for step in (-1, 1):
        for k in range(1, _LONGEST):
            at = own + step * k
            if not 0 <= at < len(scene.document.sentences):
                break
            sentence = scene.document.sentences[at]
            if sentence.end <= start or sentence.start >= end:
                break
            yield at


def _outside(scene: Scene, sentence: int, start: int, end: int) -> Iterator[Token]:
    span = scene.document.sentences[sentence]
    for token in scene.document.tokens[span.first : span.last]:
        if not start <= token.start < end:
            yield token


def _says(scene: Scene, token: Token) -> bool:
    """Whether a word is the subject of a verb of saying, before it or (however parsed) right after it."""
    verb, text = scene.token(token.head), token.text.lower()
    if text in _RELATIVES or token.head == token.i:
        return False
    spoken = verb.lemma in scene.lexicon.speech
    if token.dep in SUBJECTS:
        return spoken or verb.dep.startswith("parataxis")
    inverted = token.dep in {"appos", "obj", "dislocated"} and verb.i < token.i and token.left <= verb.i + 1
    return spoken and inverted and token.pos in {"NOUN", "PROPN"} and verb.dep.startswith("parataxis")
