"""Who speaks in a quotation: the ground of « nous », « je » and « nos soldats »."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.phrases import SUBJECTS, determiner
from palabre.actors.scene import Scene
from palabre.types import Actor, Document, Token

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
    """Whether token ``i`` is in a quotation that says something (has a finite verb): « » or “ ” or straight quotes."""
    return i in scene.quoted


def quotations(document: Document) -> dict[int, int]:
    """The tokens that are inside a quotation with a finite verb, each with the token that opens it."""
    found: dict[int, int] = {}
    opened: Token | None = None
    for token in document.tokens:
        if opened is None:
            opened = token if _opens(document, token) else None
        elif token.text == _CLOSERS[opened.text] and (token.text != '"' or not _opens(document, token)):
            _keep(document, opened.i, token.i, found)
            opened = None
        elif token.start - opened.start > _FARTHEST:
            opened = None
    return found


def _opens(document: Document, token: Token) -> bool:
    if token.text != '"':
        return token.text in _CLOSERS
    text = document.article.text
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    return (not before or before.isspace() or before in "'’([«") and not after.isspace()


def _keep(document: Document, first: int, last: int, found: dict[int, int]) -> None:
    inner = document.tokens[first + 1 : last]
    if any(t.feats.get("VerbForm") == "Fin" for t in inner):
        found.update((t.i, first) for t in inner)


_MARKS = (("«", "»"), ("“", "”"))
_CLOSERS = {"«": "»", "“": "”", '"': '"'}
_FARTHEST = 2000


def _quotation(scene: Scene, token: Token) -> tuple[int, int] | None:
    """The characters of the quotation around a token; the whole sentence where straight quotes mark it."""
    text, sentence = scene.document.article.text, scene.document.sentences[token.sentence]
    for opening, closing in _MARKS:
        start = text.rfind(opening, 0, token.start)
        if start >= 0 and text.find(closing, start, token.start) < 0:
            end = text.find(closing, token.start)
            return start, end if end >= 0 else sentence.end
    opened = scene.quoted.get(token.i)
    straight = text.find('"', sentence.start, sentence.end) if opened is None else scene.token(opened).start
    if straight < 0:
        return None
    return straight, max(straight + 1, text.find('"', straight + 1, max(sentence.end, token.end)))


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
