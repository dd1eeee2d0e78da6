"""Whose: the countries that a phrase itself names, by adjective, complement or possessive."""

from __future__ import annotations

from palabre.actors.phrases import governor, number, possessive, preposition, relation
from palabre.actors.scene import Scene
from palabre.types import Token

_DEPTH = 4


def nations(scene: Scene, head: int, *, first: int | None = None, last: int | None = None) -> tuple[str, ...]:
    """Country codes that the phrase headed by ``head`` names (``first`` to ``last``: words that belong to its role)."""
    found: list[str] = []
    for i in range(first if first is not None else head, (last if last is not None else head) + 1):
        if i != head:
            _add(found, adjective(scene, i))
    _collect(scene, head, found, _DEPTH)
    if not found:
        _add(found, _next_word(scene, max(head, last or head)))
    return tuple(dict.fromkeys(found))


def _next_word(scene: Scene, last: int) -> tuple[str, ...]:
    """A country adjective right after the noun, wherever the parser hung it."""
    tokens = scene.document.tokens
    after = last + 1
    if after >= len(tokens) or tokens[after].sentence != tokens[last].sentence:
        return ()
    return adjective(scene, after) if tokens[after].text[:1].islower() or capital_adjective(scene, after) else ()


def capital_adjective(scene: Scene, i: int) -> bool:
    """« le président Français Emmanuel Macron »: an adjective written with the capital of a people."""
    role = i - 1 in scene.roles and scene.roles[i - 1].last == i - 1 and scene.token(i).text[:1].isupper()
    return role and number(scene.document, i - 1) == number(scene.document, i)


def adjective(scene: Scene, i: int) -> tuple[str, ...]:
    """The codes of a demonym adjective at token ``i``: « malien », « franco-nigérien »; of a shared one, the code in
    focus, if it is one of them.
    """
    token = scene.token(i)
    if token.pos not in {"ADJ", "NOUN", "PROPN", "VERB"} or len(token.text) < 4:
        return ()
    entries = _entries(scene, token)
    if not entries and "-" in token.text:
        return _compound(scene, token.text.lower())
    codes = _codes(scene, entries)
    return codes if len(codes) < 2 else _shared(scene, codes, i)


def shared(scene: Scene, head: int) -> bool:
    """Whether an adjective of the noun says one of several states, and nothing says which (« congolais »)."""
    near = [scene.token(c) for c in scene.token(head).children if scene.token(c).dep == "amod"]
    return any(len(_codes(scene, _entries(scene, token))) > 1 for token in near) and not nations(scene, head)


def _entries(scene: Scene, token: Token) -> tuple[str, ...]:
    return scene.registry.demonym(token.text) or scene.registry.demonym(token.lemma)


def _compound(scene: Scene, text: str) -> tuple[str, ...]:
    prefix, _, rest = text.partition("-")
    own = scene.lexicon.compounds.get(prefix)
    codes = _codes(scene, scene.registry.demonym(rest))
    return (own, *codes) if own and codes else ()


def _codes(scene: Scene, entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        code for e in entries if (code := scene.registry.actor(e, on=scene.document.article.published).country)
    )


def _shared(scene: Scene, codes: tuple[str, ...], at: int) -> tuple[str, ...]:
    mentioned = [c for c in codes if c in scene.focus.counts]
    if scene.focus.home in codes:
        return (scene.focus.home,)
    return (max(mentioned, key=lambda c: scene.focus.counts[c]),) if mentioned else ()


def _collect(scene: Scene, head: int, found: list[str], depth: int) -> None:
    """Adjectives and « de » complements under ``head``, however deep in the phrase; no clause, no apposition."""
    for child in scene.token(head).children:
        token = scene.token(child)
        if token.dep in {"amod", "conj"} and token.pos in {"ADJ", "VERB", "NOUN", "PROPN"} and adjective(scene, child):
            _add(found, adjective(scene, child))
            _collect(scene, child, found, depth - 1)
        elif token.dep in {"amod", "flat:name", "flat:foreign"} and depth and child not in scene.names:
            _collect(scene, child, found, depth - 1)
        elif token.dep == "nmod" and depth and case(scene, child) == "de":
            _complement(scene, child, found, depth)
        elif token.dep in {"appos", "nmod", "flat:name"} and depth and case(scene, child) is None:
            _add(found, _named_body(scene, child))


def _named_body(scene: Scene, i: int) -> tuple[str, ...]:
    """The country of the body that names a noun: « la chaîne [France 24] », « députée [UMP] »; not of a person."""
    name = scene.names.get(i)
    if name is None or name.entry is None or scene.registry.entries[name.entry].kind not in _BODIES:
        return ()
    code = scene.country_of(i)
    return (code,) if code and scene.token(i - 1).text != "," else ()


_BODIES = frozenset({"institution", "organisation", "party", "armed-group"})


def _complement(scene: Scene, i: int, found: list[str], depth: int) -> None:
    code = _local_code(scene, i)
    if code:
        _add(found, (code,))
        for child in scene.token(i).children:
            if scene.token(child).dep == "conj" and (other := scene.country_of(child)):
                _add(found, (other,))
    elif (det := possessive(scene.document, i)) is not None and (owner := scene.party(det.i)):
        _add(found, tuple(a.country for a in owner.actors if a.country))
    else:
        _collect(scene, i, found, depth - 1)


def _local_code(scene: Scene, i: int) -> str | None:
    """The country of a name; of a party, that of the one of this name that the article means."""
    name, code = scene.names.get(i), scene.country_of(i)
    if code is None or name is None or scene.registry.entries[name.entry or ""].kind != "party":
        return code
    party = scene.party(i)
    return party.actors[0].country if party is not None and party.actors else code


def case(scene: Scene, i: int) -> str | None:
    """The preposition right on token ``i``, as a lemma."""
    for child in scene.token(i).children:
        if scene.token(child).dep == "case":
            return scene.token(child).lemma.lower()
        if child > i:
            break
    return None


def _add(found: list[str], codes: tuple[str, ...]) -> None:
    found.extend(c for c in codes if c not in found)


def is_government(scene: Scene, i: int) -> bool:
    """Whether the capital at token ``i`` stands for its government: by preposition, governor and relation."""
    lexicon, document = scene.lexicon, scene.document
    prep, over, rel = preposition(document, i), governor(document, i), relation(document, i)
    if over is None:
        return prep is None and scene.document.sentences[scene.token(i).sentence].section == "title"
    if rel in {"nsubj", "obl:agent", "dislocated", "iobj"}:
        return True
    if rel in {"obj", "nsubj:pass"}:
        return over.lemma not in lexicon.spot_verbs
    if rel == "appos" or prep is None:
        return False
    if prep in lexicon.prepositions["by"]:
        return True
    if prep == "à":
        return over.lemma in lexicon.addressing
    if prep == "entre" and _two_states(scene, i) and over.lemma not in lexicon.spot:
        return True
    if prep in {"de", "entre", "sur"}:
        return over.lemma in lexicon.diplomatic or (
            prep == "de" and over.pos == "VERB" and over.lemma in lexicon.addressing
        )
    return False


def _two_states(scene: Scene, i: int) -> bool:
    """Whether capitals of two states are joined: « entre Washington et Téhéran »."""
    token = scene.token(i)
    joined = [token.i, token.head] if token.dep == "conj" else [token.i]
    joined += [c for c in token.children if scene.token(c).dep == "conj"]
    return len({code for k in joined if (code := scene.country_of(k))}) > 1
