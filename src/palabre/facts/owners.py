"""Whose office it is: the state, organisation, party, body or place that a title names or implies."""

from __future__ import annotations

from palabre.actors.phrases import slug
from palabre.facts.scene import Scene
from palabre.facts.titles import cased, complement_of, is_name, noun_of
from palabre.types import Actor, ActorKind, Token

_ABROAD = frozenset({"à", "en", "dans", "auprès"})


def owner_of(scene: Scene, i: int, person: Actor | None = None) -> tuple[Actor | None, str]:
    """Whose office it is (state, organisation, party, place), and the rule that says so."""
    noun = noun_of(scene, scene.document.tokens[i])
    seat = scene.states.offices.seats[noun]
    complement = complement_of(scene, i)
    if noun in scene.states.offices.abroad:
        return _sender(scene, i, complement, person)
    if complement is not None and (region := _region(scene, complement.i, noun)):
        return region, "region in the complement"
    if seat != "state" and (holder := _possessor(scene, i)) is not None:
        return holder, "possessive"
    if complement is not None and seat != "state" and not _caucus(scene, complement):
        owner = _of_complement(scene, complement, seat) if not _indefinite(scene, complement.i) else None
        if owner is not None:
            return owner, "complement"
        if not _inner(scene, complement) and not _armed(person) and not is_name(scene, complement.i):
            return None, "unknown body"
    if seat == "body":
        return None, "unknown body"
    return _state_of(scene, i, complement, person, fronted=seat == "seat")


def host_of(scene: Scene, i: int, sender: Actor) -> Actor | None:
    """The state where an office is held that is held abroad, where the title leaves it out: the one told of."""
    if noun_of(scene, scene.document.tokens[i]) not in scene.states.offices.abroad or _stationed(scene, i):
        return None
    host = scene.state(scene.focus.country(i))
    return host if host is not None and host.kind == "state" and host.id != sender.country else None


def abroad_of(scene: Scene, i: int) -> str | None:
    """The office of a state's representative in another one, whatever the text calls it."""
    return "ambassador" if noun_of(scene, scene.document.tokens[i]) in scene.states.offices.envoys else None


def _stationed(scene: Scene, i: int) -> bool:
    """« ambassadeur à Paris », « ambassadrice en France », « ambassadeur auprès des Nations unies »."""
    tokens = scene.document.tokens
    return any(cased(scene, c.i) in _ABROAD for c in scene.document.children(i, "nmod", "obl") if c.i > i) or (
        tokens[i].head < i and cased(scene, i) in _ABROAD and tokens[i].dep == "nmod"
    )


def _sender(scene: Scene, i: int, complement: Token | None, person: Actor | None) -> tuple[Actor | None, str]:
    """Whose ambassador: an adjective's, the « de » complement's, a possessive's, else the person's own state."""
    for adjective in scene.grammar.country_adjectives(i):
        if state := scene.state(scene.grammar.demonym(scene.document.tokens[adjective])):
            return state, "country adjective"
    named = scene.actor(complement.i) if complement is not None else None
    if named is not None and (state := scene.state(named.country)):
        return state, "inside the title"
    for at in scene.grammar.possessives(i):
        states = [scene.state(m.actor.country) for m in scene.mentions_at(at) if m.actor]
        if states and states[0] is not None:
            return states[0], "possessive"
    known = scene.state(person.country) if person is not None else None
    return (known, "country of the person") if known is not None else (None, "unknown")


def _state_of(
    scene: Scene, i: int, complement: Token | None, person: Actor | None, *, fronted: bool
) -> tuple[Actor | None, str]:
    for adjective in scene.grammar.country_adjectives(i):
        if state := scene.state(scene.grammar.demonym(scene.document.tokens[adjective])):
            return state, "country adjective"
    if state := _nested(scene, i):
        return state, "inside the title"
    if fronted and (place := _fronted_place(scene, i)):
        return place, "place before the clause"
    owner = scene.actor(complement.i) if complement is not None else _party(scene, i)
    owner = owner or scene.state(scene.focus.country(i)) if complement is not None else owner
    registered = person if person is not None and person.id.startswith("person:") else None
    for known in (registered, scene.actor(i), person, owner):
        if known is not None and known.kind != "place" and (state := scene.state(known.country)):
            return state, "country of the person"
    return None, "unknown"


def _caucus(scene: Scene, complement: Token) -> bool:
    """« le président du groupe socialiste »: an office of the parliament, not of the party."""
    offices = scene.states.offices
    inside = scene.document.children(complement.i, "amod", "nmod", "appos", "flat:name")
    parties = [m.actor for c in inside for m in scene.mentions_at(c.i) if m.actor]
    leaning = any(c.lemma in offices.leanings for c in inside) or any(a.kind == "party" for a in parties)
    return complement.lemma in offices.caucuses and leaning


def _armed(person: Actor | None) -> bool:
    """Those who head a body that the text only describes hold what they hold in their state."""
    return person is not None and person.sector in {"MIL", "GOV"}


def _indefinite(scene: Scene, i: int) -> bool:
    """« présidente d'une association » names no body."""
    return any(c.lemma == "un" for c in scene.document.children(i, "det"))


def _region(scene: Scene, i: int, noun: str) -> Actor | None:
    """« la première ministre du Québec »: a part of a state with ministers of its own."""
    place = scene.place(i)
    own = noun in scene.states.offices.regional and scene.actor(i) is None
    return place if place is not None and place.kind == "place" and own else None


def _possessor(scene: Scene, i: int) -> Actor | None:
    """« la CGT et son secrétaire général »: the body that a possessive stands for."""
    found = (m.actor for at in scene.grammar.possessives(i) for m in scene.mentions_at(at))
    bodies = [a for a in found if a is not None and a.kind in {"organisation", "party", "armed-group", "institution"}]
    return next((scene.public(a) if a.kind != "institution" else a for a in bodies if a.sector != "GOV"), None)


def _party(scene: Scene, i: int) -> Actor | None:
    """« la députée [UMP] »: the party beside the office."""
    beside = (scene.actor(c.i) for c in scene.document.children(i, "nmod", "appos", "flat:name"))
    return next((actor for actor in beside if actor is not None and actor.kind == "party"), None)


def _fronted_place(scene: Scene, i: int) -> Actor | None:
    """« Dans l'Ohio, le sénateur X »: the place that opens the sentence, or the last one that is named before."""
    sentence = scene.document.sentences[scene.document.tokens[i].sentence]
    for token in reversed(scene.document.tokens[sentence.first : i]):
        fronted = scene.place(token.i) is not None or scene.actor(token.i) is None
        if token.pos == "PROPN" and fronted and scene.grammar.preposition(token.i) in {"en", "dans", "à"}:
            return scene.place(token.i) or _named(scene, token.i, "place")
    return None


def _of_complement(scene: Scene, complement: Token, seat: str) -> Actor | None:
    place, actor = scene.place(complement.i), scene.actor(complement.i)
    if seat == "seat" and complement.pos == "PROPN":
        return place or _named(scene, complement.i, "place")
    if seat == "body" and (actor is None or actor.id.startswith("text:")):
        return _body(scene, complement)
    if is_name(scene, complement.i) or (actor is not None and actor.kind == "person"):
        return scene.state(actor.country) if actor is not None else None
    if _inner(scene, complement) and (nested := _nested(scene, complement.i)):
        return nested
    if _inner(scene, complement) or (actor is not None and actor.kind == "state"):
        return scene.public(actor) if actor is not None and actor.country else None
    if actor is not None and actor.kind in {"organisation", "party", "armed-group"}:
        return scene.public(actor) if actor.kind == "organisation" and not actor.id.startswith("text:") else actor
    common = complement.text.islower()
    if actor is not None and actor.kind == "institution" and (common or not actor.id.startswith("text:")):
        return (_body(scene, complement) if common else None) or (scene.public(actor) if actor.country else None)
    if place is not None:
        return place
    return _body(scene, complement)


def _inner(scene: Scene, complement: Token) -> bool:
    """A part of the state (« gouvernement », « junte ») and no body with a name."""
    return complement.lemma.lower() in scene.states.offices.inner


def _body(scene: Scene, complement: Token) -> Actor | None:
    """A body known by its name only: capitalised, or named inside (« le directoire de X »)."""
    if complement.pos == "PROPN" or complement.text[:1].isupper():
        return _named(scene, complement.i, "organisation")
    inner = [c for c in scene.document.children(complement.i, "nmod", "appos", "flat:name") if c.pos == "PROPN"]
    if not inner:
        return None
    actor = scene.actor(inner[0].i)
    if is_name(scene, inner[0].i) and scene.grammar.preposition(inner[0].i) == "de":
        return scene.state(actor.country) if actor is not None else None
    if actor is not None and actor.kind != "person":
        return scene.public(actor) if actor.kind in {"state", "organisation"} else actor
    return scene.place(inner[0].i) or _named(scene, inner[0].i, "organisation")


def _named(scene: Scene, i: int, kind: ActorKind) -> Actor:
    text = scene.phrase(i)
    return Actor(f"text:{slug(text)}", text, kind)


def _nested(scene: Scene, i: int) -> Actor | None:
    """« ministre de l'Eau du Sénégal », « ministre de la Défense nationale malienne »."""
    left, right = i, scene.document.tokens[i].right
    for token in scene.document.tokens[left + 1 : right + 1]:
        if token.dep in {"appos", "acl:relcl"} or token.pos == "PUNCT":
            return None
        if token.dep == "amod" and (state := scene.state(scene.grammar.demonym(token))):
            return state
        actor = scene.actor(token.i) if token.dep in {"nmod", "flat:name"} else None
        if actor is not None and actor.kind in {"state", "organisation"} and not actor.id.startswith("text:"):
            return scene.public(actor)
    return None
