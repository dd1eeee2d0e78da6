"""Common nouns that are parties: « la gendarmerie sénégalaise », « trois soldats », « un porte-parole de l'ONU »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palabre.actors.incumbents import incumbent, of_a_body, whole
from palabre.actors.nations import adjective, capital_adjective, case, nations
from palabre.actors.phrases import definite, extent, number, possessive, slug, words
from palabre.actors.scene import Party, RoleHit, Scene
from palabre.actors.whose import LOCAL, countries, owner
from palabre.types import Actor, ActorKind


def role_party(scene: Scene, i: int) -> Party | None:
    """Who the noun at token ``i`` stands for, if it is a role."""
    hit = scene.roles.get(i)
    if hit is None or _idiom(scene, hit.head):
        return None
    if (members := _members(scene, hit)) is not None:
        return members
    first, last = extent(scene.document, i, last=hit.last)
    first = min(first, hit.first)
    base = complement(scene, i) if hit.role.lemma in scene.lexicon.relational else _ally_of(scene, hit)
    sector = former_sector(scene, hit, _sector(scene, hit, base))
    codes, rule = countries(scene, hit, base)
    if base is not None and hit.role.lemma not in scene.lexicon.relational and base.actors[0].kind == "state":
        theirs = {a.country for a in base.actors}
        codes, rule = tuple(c for c in codes if c not in theirs) or (None,), "foreign"
    known = _known(scene, hit, rule)
    vague = scene.lexicon.generic | scene.lexicon.dependent
    if known is None and rule == "focus" and hit.role.lemma in vague:
        return _own_state(scene, i)
    if known is not None:
        return Party(known, "role:known", first, last)
    if rule == "focus" and not (hit.role.national or hit.role.sector in LOCAL):
        codes = (None,)
    actors = _actors(scene, hit, sector, codes, words(scene.document, first, last))
    return Party(actors, f"role:{rule}", first, last)


def _ally_of(scene: Scene, hit: RoleHit) -> Party | None:
    """Whose allies they are: a state, which they are not themselves, or opponents, on whose side they are."""
    if hit.role.lemma not in scene.lexicon.allies or hit.role.sector != "GOV":
        return None
    party = complement(scene, hit.head)
    decided = party is not None and (party.actors[0].kind == "state" or party.actors[0].sector in _SIDES)
    return party if decided else None


_SIDES = frozenset({"OPP", "PTY", "REB"})


def _own_state(scene: Scene, i: int) -> Party | None:
    """« l'État » with its capital and nothing beside it: that of the country where the article plays."""
    token, home = scene.token(i), scene.focus.home
    alone = all(scene.token(c).dep in {"det", "case", "punct"} for c in token.children)
    if token.text not in {"État", "Etat"} or not alone or not definite(scene.document, i):
        return None
    if home is None or home not in scene.registry.entries or any(scene.token(c).lemma == "ce" for c in token.children):
        return None
    return Party((scene.registry.actor(home, on=scene.document.article.published),), "role:own", i, i)


def _sector(scene: Scene, hit: RoleHit, base: Party | None) -> str | None:
    if hit.role.lemma in scene.lexicon.counterpart and (det := possessive(scene.document, hit.head)) is not None:
        party = scene.party(det.i)
        return (party.actors[0].sector if party and party.actors else None) or hit.role.sector
    if base and base.actors and base.actors[0].sector and base.actors[0].kind != "state":
        return base.actors[0].sector
    if hit.role.lemma in scene.lexicon.culprits and _of_a_wrong(scene, hit):
        return "UNK"
    if hit.role.kind == "person" and hit.role.sector in LOCAL and (force := _armed(scene, hit)):
        return force
    return None if of_a_body(scene, hit) else hit.role.sector


def _of_a_wrong(scene: Scene, hit: RoleHit) -> bool:
    """« les responsables de l'attaque » are its authors, not officials."""
    children = (c for c in scene.token(hit.head).children if c > hit.last and case(scene, c) == "de")
    return any(scene.token(c).lemma.lower() in scene.lexicon.wrongs for c in children)


def _armed(scene: Scene, hit: RoleHit) -> str | None:
    """« des femmes djihadistes », « deux femmes militaires »: what adjectives of a force make of people."""
    children = (scene.token(c) for c in scene.token(hit.head).children if c > hit.last)
    lemmas = {t.lemma.lower() for t in children if t.dep in {"amod", "appos", "nmod"} and t.pos in {"ADJ", "NOUN"}}
    if lemmas & scene.lexicon.outlaws:
        return "REB"
    return "MIL" if "militaire" in lemmas and hit.role.lemma in scene.lexicon.anyone else None


def _members(scene: Scene, hit: RoleHit) -> Party | None:
    """« un commando de djihadistes »: a band is those it is made of."""
    band = scene.token(hit.head).text.lower() in scene.lexicon.bands
    counting = not band and hit.role.lemma in scene.lexicon.quantities
    if not band and not counting:
        return None
    for child in scene.token(hit.head).children:
        made_of = child > hit.last and scene.token(child).dep == "nmod" and case(scene, child) == "de"
        counted = band or any(scene.token(c).dep == "nummod" for c in scene.token(child).children)
        if made_of and counted and child in scene.roles and number(scene.document, child) == "Plur":
            party = scene.party(child)
            if party is not None and party.actors:
                first, _ = extent(scene.document, hit.head)
                return Party(party.actors, "quantity", first, party.last)
    return None


def complement(scene: Scene, i: int) -> Party | None:
    """The party that a relational noun belongs to: « porte-parole [de l'armée] »."""
    for child in _complements(scene, i):
        if child > i and case(scene, child) == "de":
            party = scene.party(child)
            if party is not None and party.actors:
                return _with_others(scene, child, party)
    return None


def _with_others(scene: Scene, child: int, party: Party) -> Party:
    """« une mission de la Cédéao, de l'Union africaine et de l'ONU »: all the bodies that send it."""
    if any(a.kind != "organisation" for a in party.actors):
        return party
    others = [c for c in scene.token(child).children if scene.token(c).dep == "conj" and case(scene, c) == "de"]
    found = [a for c in others if (p := scene.party(c)) for a in p.actors if a.kind == "organisation"]
    return replace(party, actors=tuple(dict.fromkeys((*party.actors, *found))))


def _complements(scene: Scene, i: int) -> Iterator[int]:
    """What hangs on a noun, or on a doubt about it: « des membres [présumés de X] »."""
    for child in scene.token(i).children:
        token = scene.token(child)
        if token.dep == "nmod":
            yield child
        elif token.dep in {"acl", "amod"} and token.text.lower() in _DOUBTED:
            yield from (c for c in token.children if scene.token(c).dep in {"obl", "nmod", "obl:arg"})


_DOUBTED = frozenset("supposé supposés supposée supposées présumé présumés présumée présumées".split())


def is_former(scene: Scene, hit: RoleHit) -> bool:
    """Whether the role is said to be over: « ancien », « ex- », « déchu »."""
    if hit.former:
        return True
    before, after = scene.lexicon.former["adjectives"], scene.lexicon.former["after"]
    for child in scene.token(hit.head).children:
        token = scene.token(child)
        lemma = token.lemma.lower()
        if lemma in after and token.dep in {"amod", "acl"} and child > hit.head:
            return True
        if lemma in before and child < hit.head:
            return True
    previous = scene.token(hit.first - 1) if hit.first else None
    return previous is not None and previous.lemma.lower() in before


def former_sector(scene: Scene, hit: RoleHit, sector: str | None) -> str | None:
    """The sector after leaving office, where the role is over."""
    over = is_former(scene, hit)
    return scene.lexicon.former["sector"].get(sector, sector) if over else sector


def _known(scene: Scene, hit: RoleHit, rule: str) -> tuple[Actor, ...] | None:
    """Who a definite description without a country of its own took up: « le ministre », « les assaillants »."""
    if rule != "focus" or not definite(scene.document, hit.head):
        return None
    if hit.role.kind == "institution" and scene.focus.home and hit.role.lemma.split()[0] not in scene.lexicon.guests:
        return None
    if hit.role.office and not whole(scene, hit):
        return None
    plural = number(scene.document, hit.head) == "Plur"
    key = memory_key(scene, hit)
    actors = scene.memory.by_lemma.get(key) or (_of_a_word(scene, key) if plural else None)
    if actors is None or (len(actors) > 1) > plural or (plural and len(actors) == 1 and actors[0].kind == "person"):
        return None
    return actors


def _of_a_word(scene: Scene, key: str) -> tuple[Actor, ...] | None:
    """« 46 militaires ivoiriens ... les soldats »: who was told of by another word."""
    words = scene.lexicon.taken_up.get(key, ())
    return next((known for word in words if (known := scene.memory.by_lemma.get(word))), None)


def memory_key(scene: Scene, hit: RoleHit) -> str:
    """Under what word a role is remembered."""
    return ("ancien " if is_former(scene, hit) else "") + hit.role.lemma


def _actors(
    scene: Scene, hit: RoleHit, sector: str | None, countries: tuple[str | None, ...], text: str
) -> tuple[Actor, ...]:
    return tuple(_actor(scene, hit, sector, country, text) for country in countries or (None,))


def _actor(scene: Scene, hit: RoleHit, sector: str | None, country: str | None, text: str) -> Actor:
    holder = None if is_former(scene, hit) else incumbent(scene, hit, country)
    if holder is not None:
        return holder
    sector = "IGO" if sector == "GOV" and _world_body(scene, hit, country) else sector
    key = slug(f"{'ex-' if is_former(scene, hit) else ''}{hit.role.lemma} {country or ''}")
    plural = hit.role.kind == "person" and number(scene.document, hit.head) == "Plur"
    return Actor(f"text:{key}", text, "group" if plural else hit.role.kind, country, sector)


def _world_body(scene: Scene, hit: RoleHit, code: str | None) -> bool:
    """Whether they serve an organisation of states, whose commissioners govern none; not the leaders who meet in it."""
    if hit.role.kind != "person" or hit.role.lemma in scene.lexicon.assembled:
        return False
    entry = scene.registry.entries.get(code) if code else None
    return entry is not None and entry.kind == "organisation"


def _idiom(scene: Scene, i: int) -> bool:
    """Whether the noun is no party here: « au pouvoir », « prendre le pouvoir », « en garde à vue »."""
    idioms = scene.lexicon.idioms.get(scene.token(i).lemma.lower())
    if idioms is None:
        return False
    over = scene.token(scene.token(i).head).lemma.lower()
    return over in idioms["under"] or _before(scene, i) in idioms["after"]


def _before(scene: Scene, i: int) -> str:
    """The preposition and article before a noun, as written."""
    found = [scene.token(c).text.lower() for c in scene.token(i).children if c < i]
    return " ".join(found)


def quantity_party(scene: Scene, i: int) -> Party | None:
    """« des centaines de [manifestants] », « la plupart des [députés] »: the party that is counted."""
    token = scene.token(i)
    counted = (
        _of_them(scene, i)
        or token.pos in {"NUM", "PRON", "ADV", "DET"}
        or token.lemma.lower() in scene.lexicon.quantities
    )
    if not counted:
        return None
    if token.lemma.lower() in scene.lexicon.numbers and token.dep != "nummod" and i + 1 in scene.roles:
        return scene.party(i + 1)
    for child in token.children:
        if child > i and scene.token(child).dep in {"nmod", "obl"} and case(scene, child) in {"de", "parmi"}:
            party = scene.party(child)
            pronoun = scene.token(child).pos == "PRON"
            if party is not None and (pronoun or (party.actors and token.pos != "ADV")):
                first, last = extent(scene.document, i)
                return Party(party.actors, "quantity", first, max(last, party.last))
    return None


def _of_them(scene: Scene, i: int) -> bool:
    """Whether « d'entre eux » follows, which makes any word a number of people."""
    return any(scene.token(c).text.lower() in {"eux", "elles"} for c in scene.token(i).children if c > i)


def people_party(scene: Scene, i: int) -> Party | None:
    """« des Maliens », « les Américains »: a demonym as a noun."""
    token = scene.token(i)
    if token.pos not in {"NOUN", "PROPN", "ADJ"} or not token.text[:1].isupper() or token.dep == "amod":
        return None
    codes = adjective(scene, i)
    if not codes or (i in scene.names and scene.names[i].sense != "unknown") or capital_adjective(scene, i):
        return None
    first, last = extent(scene.document, i)
    text, codes = words(scene.document, first, last), _homeland(scene, i) or codes
    actors = tuple(Actor(f"text:{slug(token.lemma)}-{c.lower()}", text, "group", c, "CVL") for c in codes)
    return Party(actors, "demonym", first, last)


def _homeland(scene: Scene, i: int) -> tuple[str, ...]:
    """« les Serbes [de Bosnie] »: a people that lives in several states is here of the one named behind it."""
    if scene.token(i).lemma.lower().rstrip("s") not in {word.rstrip("s") for word in scene.lexicon.peoples}:
        return ()
    near = [c for c in scene.token(i).children if c > i and scene.token(c).dep == "nmod" and case(scene, c) == "de"]
    return tuple(code for c in near if (code := scene.country_of(c)) and len(code) == 3)[:1]


def _league(scene: Scene, i: int) -> bool:
    """« l'ordre des architectes », « la Conférence des maires (CM) »: a body of people of one kind."""
    token, tokens = scene.token(i), scene.document.tokens
    if token.lemma.lower() not in scene.lexicon.leagues or not definite(scene.document, i):
        return False
    for child in token.children:
        people = child > i and scene.token(child).dep == "nmod" and case(scene, child) == "de" and child in scene.roles
        if people and scene.roles[child].role.kind == "person" and number(scene.document, child) == "Plur":
            _, last = extent(scene.document, i)
            glossed = last + 2 < len(tokens) and tokens[last + 1].text == "(" and tokens[last + 2].text.isupper()
            capital = token.text[:1].isupper() and i > scene.document.sentences[token.sentence].first
            trade = scene.roles[child].role
            civil = trade.sector in {"CVL", "JUD", "MED", "BUS"} or trade.lemma == "maire"
            return civil and (glossed or capital or token.lemma.lower() != "conférence")
    return False


def _around(scene: Scene, sector: str, *, league: bool) -> str | None:
    """The country of a body that names none: parties and unions are those of a domestic article."""
    if league:
        return scene.focus.citizens
    return scene.focus.home or (scene.focus.citizens if sector in _CIVIC else None)


_CIVIC = frozenset({"PTY", "CVL"})


def body_party(scene: Scene, i: int) -> Party | None:
    """Bodies that the registry lacks: « le Rassemblement du Sud », « le syndicat SUD », « la compagnie pétrolière »."""
    token = scene.token(i)
    league = _league(scene, i)
    sector = "CVL" if league else scene.lexicon.bodies.get(token.lemma.lower())
    if sector is None or token.pos not in {"NOUN", "PROPN"} or _idiom(scene, i):
        return None
    proper = token.text[0].isupper() and i > scene.document.sentences[token.sentence].first
    codes: tuple[str | None, ...] = nations(scene, i)
    named = any(
        scene.token(c).dep in {"appos", "flat:name"} and scene.token(c).text[:1].isupper() for c in token.children
    )
    if not (proper or codes or named or league or possessive(scene.document, i)):
        return None
    owners = owner(scene, i)
    around = _around(scene, sector, league=league)
    country = codes[0] if codes else owners[0] if owners else around
    first, last = extent(scene.document, i)
    text = words(scene.document, first, last)
    kind: ActorKind = "party" if sector == "PTY" else "armed-group" if sector == "REB" else "organisation"
    return Party((Actor(f"text:{slug(text)}", text, kind, country, sector),), "body", first, last)
