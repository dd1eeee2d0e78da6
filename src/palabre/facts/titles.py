"""Words of offices and names of persons in the parse: what is a title, what is a name."""

from __future__ import annotations

from palabre.facts.scene import Scene
from palabre.types import Token

_FLAT = ("flat:name", "flat:foreign", "flat")
_HONORIFICS = frozenset({"monsieur", "madame", "maître", "docteur", "mademoiselle", "m.", "mme", "me"})


def is_office(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads the words of an office."""
    token, offices = scene.document.tokens[i], scene.states.offices
    noun = noun_of(scene, token)
    past = token.text.lower().startswith("ex-")
    if noun not in offices.seats or not (past or token.pos in {"NOUN", "ADJ", "PROPN"}):
        return False
    if noun in offices.envoys:
        return _posted(scene, i)
    complement = complement_of(scene, i)
    if complement is not None and complement.lemma in offices.private and complement.text.islower():
        return False
    return noun not in offices.bound or _bound(scene, i)


def _posted(scene: Scene, i: int) -> bool:
    """« [son représentant] à Bamako »: a state's, in the place where another one sits."""
    own = any(m.actor and m.actor.kind == "state" for at in scene.grammar.possessives(i) for m in scene.mentions_at(at))
    return own and any(cased(scene, c.i) in {"à", "en"} for c in scene.document.children(i, "nmod"))


def noun_of(scene: Scene, token: Token) -> str:
    """The noun of an office without « ex- »: its lemma, or its form where the lemma is none."""
    lemma = token.lemma.lower().removeprefix("ex-")
    return lemma if lemma in scene.states.offices.seats else token.text.lower().removeprefix("ex-")


def key_of(scene: Scene, i: int) -> str:
    """The noun of an office with what makes it another (« premier ministre » is no « ministre »)."""
    ranks = [c.lemma.lower() for c in scene.document.children(i, "amod", "nummod", "advmod") if c.i < i]
    rank = next((rank for rank in ranks if rank in scene.states.offices.ranks), None)
    noun = noun_of(scene, scene.document.tokens[i])
    return f"{rank}-{noun}" if rank else noun


def _bound(scene: Scene, i: int) -> bool:
    beside = scene.document.children(i, "amod", "nmod")
    return any(cased(scene, c.i) or not is_name(scene, c.i) for c in beside)


def complement_of(scene: Scene, i: int) -> Token | None:
    """The « de » complement of an office."""
    found = [c for c in scene.document.children(i, "nmod") if c.i > i and cased(scene, c.i) == "de"]
    return found[0] if found else None


def cased(scene: Scene, i: int) -> str | None:
    """The lemma of the preposition before token ``i``."""
    found = scene.document.children(i, "case", "mark")
    return found[0].lemma if found else None


def is_name(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads a person's name."""
    token = scene.document.tokens[i]
    if token.lemma.lower() in _HONORIFICS or token.text.lower() in _HONORIFICS:
        return any(c.pos == "PROPN" for c in scene.document.children(i))
    if not (token.pos == "PROPN" or _foreign(scene, token)) or not token.text[:1].isupper() or _bracketed(scene, i):
        return False
    if cased(scene, i) in {"en", "dans"}:
        return False
    actor = scene.actor(i)
    if actor is not None:
        return actor.kind == "person" or _beside_body(scene, token)
    return scene.place(i) is None and (not token.text.isupper() or bool(scene.document.children(i, "flat:name")))


def _foreign(scene: Scene, token: Token) -> bool:
    """« [Jan-Christian] Gordon Kricke »: a first name that is taken for a foreign word."""
    return token.pos == "X" and any(c.pos == "PROPN" for c in scene.document.children(token.i, *_FLAT))


def _beside_body(scene: Scene, token: Token) -> bool:
    """« la coordonnatrice des Nations unies, [Ann Lee] »: hung on the body, and taken for its other name."""
    beside = token.dep == "appos" and scene.document.tokens[token.head].dep == "nmod"
    return beside and not token.text.isupper() and bool(scene.document.children(token.i, "flat:name"))


def _bracketed(scene: Scene, i: int) -> bool:
    return i > 0 and scene.document.tokens[i - 1].text == "("
