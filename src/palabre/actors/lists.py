"""Lists of parties and what takes them up whole: « les députés X et Y, qui ... »."""

from __future__ import annotations

from palabre.actors.phrases import number
from palabre.actors.scene import Party, Scene
from palabre.types import Actor, Token


def relative(scene: Scene, token: Token) -> Party | None:
    """Who a relative pronoun stands for: all of a list before a plural verb."""
    verb = token
    while verb.head != verb.i and verb.dep != "acl:relcl":
        verb = scene.token(verb.head)
    if verb.dep != "acl:relcl" or verb.head >= token.i:
        return None
    at = _untied(scene, verb.head, token)
    if _plural(scene, verb) and (actors := _list(scene, at)):
        return Party(actors, "coref:relative", token.i, token.i)
    party = scene.party(at)
    return Party(party.actors, "coref:relative", token.i, token.i) if party else None


def _untied(scene: Scene, i: int, pronoun: Token) -> int:
    """« le groupe X lié à Y, qui ... »: after a comma the clause is about the group."""
    token = scene.token(i)
    tie = scene.token(token.head)
    comma = pronoun.i > 0 and scene.token(pronoun.i - 1).text == ","
    return tie.head if comma and tied(scene, i) and tie.dep == "acl" else i


def tied(scene: Scene, i: int) -> bool:
    """« le groupe lié à [X] »: whom another is tied to is not whom the text goes on about."""
    token = scene.token(i)
    return token.dep.startswith(("obl", "nmod")) and scene.token(token.head).lemma.lower() in scene.lexicon.ties


def _plural(scene: Scene, verb: Token) -> bool:
    helpers = (scene.token(c) for c in verb.children if scene.token(c).dep.startswith(("aux", "cop")))
    return any(t.feats.get("Number") == "Plur" and t.feats.get("VerbForm") == "Fin" for t in (verb, *helpers))


def _list(scene: Scene, i: int) -> tuple[Actor, ...]:
    """All of the list that token ``i`` closes, of people or before a plural verb; nobody where it is one of one."""
    token = scene.token(i)
    owned = token.dep == "nmod" and number(scene.document, i) == "Sing"
    while token.dep in {"conj", "appos", "flat:name", "nmod" if owned else "conj"} and token.head != token.i:
        token = scene.token(token.head)
    actors, _ = coordinated(scene, token.i, scene.party(token.i))
    return actors if len(actors) > 1 and (owned or all(a.kind == "person" for a in actors)) else ()


def coordinated(scene: Scene, i: int, party: Party | None) -> tuple[tuple[Actor, ...], str | None]:
    """The parties of a coordination headed by token ``i``, and its number."""
    actors, count = (party.actors if party else ()), number(scene.document, i)
    for c in (*scene.token(i).children, *_after_name(scene, i, party)):
        token = scene.token(c)
        if token.dep != "conj" or token.pos not in {"NOUN", "PROPN"} or not actors or _in_brackets(scene, token):
            continue
        if party is not None and len(party.actors) > 1 and c <= party.last:  # of the list that the party is already
            continue
        other = scene.party(c)
        if other is not None and other.actors:
            actors, count = tuple(dict.fromkeys((*actors, *other.actors))), "Plur"
    return actors, count


def _after_name(scene: Scene, i: int, party: Party | None) -> tuple[int, ...]:
    """What is joined to the name of a title: « les députés X et [Y] »."""
    if party is None or party.rule != "person:title":
        return ()
    named = [c for c in scene.token(i).children if i < c <= party.last and c in scene.names]
    return tuple(c for k in named for c in scene.token(k).children)


def _in_brackets(scene: Scene, token: Token) -> bool:
    return token.left > 0 and "(" in {scene.token(token.left).text, scene.token(token.left - 1).text}
