"""Where people and bodies that the registry lacks come from: what the words beside their name say, anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.nations import adjective, case, nations
from palabre.actors.phrases import words
from palabre.actors.scene import Name, Scene

_BESIDE = frozenset({"appos", "flat:name", "flat", "nmod"})


def origins(scene: Scene) -> dict[str, str]:
    """The country by unknown name and by its last word: « le journaliste français X », « X (UMP) », « X, élu malien ».

    A name that the text ties to two countries has none.
    """
    found: dict[str, set[str]] = {}
    for i, name in scene.names.items():
        if i != name.head or name.entry is not None or name.sense == "place":
            continue
        codes = _bracketed(scene, name) or _beside(scene, name)
        if len(codes) == 1:
            text = words(scene.document, name.first, name.last)
            for key in {text, text.split()[-1]}:
                found.setdefault(key, set()).update(codes)
    return {key: next(iter(codes)) for key, codes in found.items() if len(codes) == 1}


def origin(scene: Scene, text: str) -> str | None:
    """The country that the text gives to a name that the registry lacks."""
    return scene.origins.get(text) or scene.origins.get(text.split()[-1])


def bracketed(scene: Scene, name: Name) -> str | None:
    """The entry of the party in brackets after a name: « X (UMP) »."""
    tokens, at = scene.document.tokens, name.last + 2
    if at >= len(tokens) or tokens[at - 1].text != "(" or at not in scene.names:
        return None
    entry = scene.names[at].entry
    return entry if entry is not None and scene.registry.entries[entry].kind == "party" else None


def _bracketed(scene: Scene, name: Name) -> tuple[str, ...]:
    entry = bracketed(scene, name)
    code = scene.registry.actor(entry, on=scene.document.article.published).country if entry else None
    return (code,) if code else ()


def _beside(scene: Scene, name: Name) -> tuple[str, ...]:
    """The countries of the nouns in apposition to a name; a noun of place tells where it lies, not who it is."""
    for i in _nouns(scene, name):
        if scene.token(i).lemma.lower() in scene.lexicon.spot:
            continue
        codes = nations(scene, i) if i in scene.roles else _adjectives(scene, i)
        if codes:
            return codes
    return ()


def _nouns(scene: Scene, name: Name) -> Iterator[int]:
    head = scene.token(name.head)
    over = scene.token(head.head)
    if head.dep in _BESIDE and over.i < head.i and over.pos == "NOUN" and case(scene, head.i) is None:
        yield over.i
    if (title := _title_before(scene, name)) is not None and title != over.i:
        yield title
    for child in head.children:
        if child > name.last and scene.token(child).dep == "appos" and scene.token(child).pos in {"NOUN", "VERB"}:
            yield child


def _title_before(scene: Scene, name: Name) -> int | None:
    """The noun whose phrase ends right before a name that the parser hung elsewhere: « la reporter de Télé 7 [X] »."""
    i = name.first - 1
    if i < scene.document.sentences[scene.token(name.first).sentence].first or case(scene, name.head) is not None:
        return None
    for _ in range(4):
        token = scene.token(i)
        hit = scene.roles.get(i)
        if hit is not None and hit.role.kind == "person":
            return i
        if token.dep == "amod" and token.pos == "ADJ" and scene.token(token.head).pos == "NOUN":
            return token.head
        if token.dep not in {"nmod", "nummod", "flat:name", "appos"} or token.head >= i:
            return None
        i = token.head
    return None


def _adjectives(scene: Scene, i: int) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            c for child in scene.token(i).children if scene.token(child).dep == "amod" for c in adjective(scene, child)
        )
    )
