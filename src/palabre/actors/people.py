"""Names of people and bodies: registered, by title, by apposition, by surname, by acronym."""

from __future__ import annotations

from dataclasses import replace

from palabre.actors.nations import adjective, is_government
from palabre.actors.origins import bracketed, origin
from palabre.actors.phrases import SUBJECTS, definite, determiner, extent, number, preposition, slug, words
from palabre.actors.roles import complement, is_former
from palabre.actors.scene import Name, Party, Scene
from palabre.actors.titles import after_honorific, has_case, initialled, surname_fits, title_of
from palabre.types import Actor, ActorKind, Token


def name_party(scene: Scene, i: int) -> Party | None:
    """Who the name at token ``i`` stands for."""
    name = scene.names.get(i)
    if name is None or i != name.head:
        return None
    if name.entry is None:
        return _unknown(scene, name)
    if (name.sense == "capital" and not is_government(scene, i)) or _locating(scene, name):
        return None
    if name.sense == "surname" and not surname_fits(scene, name):
        known = scene.people.get(slug(words(scene.document, name.first, name.last)))
        return Party((known,), "person:known", name.first, name.last) if known else None
    entry = _seat(scene, name) if name.sense == "capital" else name.entry
    actor = scene.registry.actor(entry, on=scene.document.article.published)
    if actor.kind == "place":
        return None
    if actor.kind == "party":
        actor = _local_party(scene, name, actor)
    if actor.kind in {"institution", "group"}:
        actor = _namesake_body(scene, name, actor)
    if actor.kind == "person":
        actor = _with_title(scene, name, actor)
        remember(scene, actor, words(scene.document, name.first, name.last))
    return Party((actor,), f"name:{name.sense}", name.first, name.last)


def _locating(scene: Scene, name: Name) -> bool:
    """« l'accord de Dayton (États-Unis) »: a state in brackets after a name only says where that lies."""
    tokens, entry = scene.document.tokens, scene.registry.entries.get(name.entry or "")
    if entry is None or entry.kind != "state" or name.first < 2 or name.last + 1 >= len(tokens):
        return False
    bracketed = tokens[name.first - 1].text == "(" and tokens[name.last + 1].text == ")"
    return bracketed and tokens[name.first - 2].text[:1].isupper() and name.first - 2 not in scene.roles


def _local_party(scene: Scene, name: Name, actor: Actor) -> Actor:
    """A party of a country that the article never names is a local one with the same name: « le Parti socialiste »."""
    home = scene.focus.home
    if home in {None, actor.country} or name.sense == "acronym":
        return actor
    named = any(scene.country_of(i) == actor.country and n.entry != actor.id for i, n in scene.names.items())
    text = words(scene.document, name.first, name.last)
    return actor if named else Actor(f"text:{slug(text)}", text, "party", home, actor.sector)


def _namesake_body(scene: Scene, name: Name, actor: Actor) -> Actor:
    """« le Conseil souverain libyen »: a body of another country that bears the name of a registered one."""
    tokens, after = scene.document.tokens, name.last + 1
    if after < len(tokens) and tokens[after].text in _CLOSING:  # « les "gilets jaunes" taïwanais »
        after += 1
    codes = adjective(scene, after) if after < len(tokens) and tokens[after].text[:1].islower() else ()
    if not codes or actor.country is None or actor.country in codes:
        return actor
    text = words(scene.document, name.first, after)
    return Actor(f"text:{slug(text)}", text, actor.kind, codes[0], actor.sector)


_CLOSING = frozenset({'"', "”", "»", "’", "'"})


def _seat(scene: Scene, name: Name) -> str:
    """Whose seat a capital is here: « Bruxelles » is the Union where the text last named it rather than Belgium."""
    own = name.entry or ""
    text = words(scene.document, name.first, name.last)
    choices = [c for c in scene.lexicon.shared_capitals.get(text, ()) if c in scene.registry.entries]
    for referent in scene.memory.back(scene.token(name.head).sentence, sentences=2) if choices else ():
        for actor in referent.actors:
            if referent.subject and actor.country in choices:
                return actor.country
    named = [c for c in choices if scene.focus.counts[c] > _seats(scene, c) or _by_name(scene, c)]
    if len(named) == 1 or (named and own not in named):
        return named[0]
    return own if named or not choices else choices[0]


def _seats(scene: Scene, code: str) -> int:
    """How often the article names ``code`` by its capital."""
    heads = (i for i, n in scene.names.items() if i == n.head and n.sense == "capital")
    return sum(scene.country_of(i) == code for i in heads)


def _by_name(scene: Scene, code: str) -> bool:
    """Whether the article names ``code`` or a body of it otherwise than by its capital."""
    return any(n.sense != "capital" and scene.country_of(i) == code for i, n in scene.names.items() if i == n.head)


def _with_title(scene: Scene, name: Name, actor: Actor) -> Actor:
    """A registered person without a known sector or country takes that of the title beside the name."""
    if actor.sector and actor.country:
        return actor
    title = title_of(scene, name)
    if title is None or not title.actors:
        return actor
    return replace(
        actor, sector=actor.sector or title.actors[0].sector, country=actor.country or title.actors[0].country
    )


def _unknown(scene: Scene, name: Name) -> Party | None:
    text = words(scene.document, name.first, name.last)
    head = scene.token(name.head)
    if (gloss := scene.glosses.get(text)) is not None and gloss != name.head:
        party = scene.party(gloss)
        return party and replace(party, rule="acronym", first=name.first, last=name.last)
    if (whole := initialled(scene, text)) is not None:
        return Party((whole,), "person:known", name.first, name.last)
    if (known := scene.people.get(slug(text))) and not definite(scene.document, name.head):
        return Party((known,), "person:known", name.first, name.last)
    if head.dep == "appos" and (owner := scene.party(head.head)) is not None and owner.actors:
        if owner.rule == "quantity" and owner.actors[0].kind == "group" and _one(scene.token(head.head)):
            return _titled_person(scene, name, text, owner)
        return Party(owner.actors, "apposition", name.first, name.last)
    if (title := title_of(scene, name)) is not None and title.actors:
        return _titled_person(scene, name, text, title)
    return _bare(scene, name, text)


def _one(token: Token) -> bool:
    """« l'un de ses proches, X »: the name is one of them."""
    return token.text.lower() in {"un", "une"}


def _titled_person(scene: Scene, name: Name, text: str, title: Party) -> Party:
    actor = _new_person(scene, text, title)
    remember(scene, actor, text)
    return Party((actor,), "person:title", name.first, name.last)


def _new_person(scene: Scene, text: str, title: Party) -> Actor:
    """A person of a title; a country that the text gives elsewhere comes before the one in focus."""
    role = title.actors[0]
    country = origin(scene, text) if title.rule == "role:focus" else None
    kind: ActorKind = role.kind if role.kind in {"organisation", "institution"} else "person"
    return Actor(f"text:{slug(text)}", text, kind, country or role.country, role.sector)


def _bare(scene: Scene, name: Name, text: str) -> Party | None:
    """A name without a title: a person by its form and use, else a body, else nothing that is safe."""
    head = scene.token(name.head)
    prep = preposition(scene.document, name.head)
    member = bracketed(scene, name) is not None
    located = prep in scene.lexicon.prepositions["at"] and not (member or _addressed(scene, head, prep))
    compass = name.first == name.last and head.text.lower() in scene.lexicon.compass
    if definite(scene.document, name.head) and (not located or text.isupper()) and not compass:
        first, last = extent(scene.document, name.head, last=name.last)
        country = origin(scene, text) or scene.focus.domestic
        partisan = not scene.lexicon.partisan.isdisjoint(text.lower().split())
        kind: ActorKind = "party" if partisan else "organisation"
        actor = Actor(f"text:{slug(text)}", text, kind, country, "PTY" if partisan else None)
        return Party((actor,), "name:unknown", first, last)
    if located or _spot(scene, name) or _headline(scene, name):
        return None
    honorific = name.first and scene.token(name.first - 1).lemma.lower() in scene.lexicon.honorifics
    speaks = head.dep in SUBJECTS and scene.token(head.head).lemma in scene.lexicon.speech
    if not (honorific or speaks or member or (name.last > name.first and not text.isupper())):
        return None
    base = _belonging(scene, name) if name.last > name.first else None
    country, sector = (base.actors[0].country, base.actors[0].sector) if base else (scene.focus.citizens, None)
    actor = Actor(f"text:{slug(text)}", text, "person", origin(scene, text) or country, sector)
    remember(scene, actor, text)
    return Party((actor,), "person:bare", name.first, name.last)


def _belonging(scene: Scene, name: Name) -> Party | None:
    """The body right after a name: « Carol Whitman [du Pentagone] », wherever the parser hung it."""
    base = complement(scene, name.head)
    if base is not None or name.last + 2 >= len(scene.document.tokens):
        return base
    prep, head = scene.token(name.last + 1), scene.names.get(name.last + 2)
    if prep.lemma != "de" or head is None or head.entry is None or prep.head != head.head:
        return None
    party = scene.party(head.head)
    return party if party and party.actors and party.actors[0].kind in {"institution", "organisation"} else None


def _addressed(scene: Scene, head: Token, prep: str | None) -> bool:
    """Whether « à » marks whom one speaks or gives to: « demander au Mouvement »."""
    return prep == "à" and scene.token(head.head).lemma in scene.lexicon.addressing


def _headline(scene: Scene, name: Name) -> bool:
    """Whether the name is the topic before a colon: « Essequibo : Caracas masse des troupes »."""
    after = scene.document.tokens[name.last + 1] if name.last + 1 < len(scene.document.tokens) else None
    return after is not None and after.text == ":"


def _spot(scene: Scene, name: Name) -> bool:
    head = scene.token(name.head)
    if head.text.lower() in scene.lexicon.compass:
        return True
    if head.dep == "nmod" and preposition(scene.document, name.head) == "de":
        over = scene.token(head.head)
        return over.i in scene.roles or over.lemma.lower() in {*scene.lexicon.spot, *scene.lexicon.bodies}
    return head.dep in {"nmod", "appos", "flat:name"} and scene.token(head.head).lemma.lower() in scene.lexicon.spot


_NUMERALS = frozenset("IVX")


def remember(scene: Scene, actor: Actor, text: str) -> None:
    """Let the last name stand for the person from here on."""
    parts = text.split()
    scene.people.setdefault(slug(text), actor)
    if len(parts) > 1 and not set(parts[-1]) - _NUMERALS:  # « Abdallah II »
        scene.people[slug(" ".join(parts[:-1]))] = actor
    if len(parts) > 1 and not parts[-1].isupper():
        scene.people[slug(parts[-1])] = actor
        if len(parts) > 2:
            scene.people[slug(" ".join(parts[1:]))] = actor


def named_person(scene: Scene, i: int, last: int) -> Name | None:
    """The name in apposition to a title at token ``i``: « le ministre, [X] »."""
    token = scene.token(i)
    for child in token.children:
        name = scene.names.get(child)
        dep = scene.token(child).dep
        if name is None or child != name.head or child < i:
            continue
        bare = not has_case(scene, name)
        if bare and dep in {"appos", "flat:name", "flat", "nmod"} and person_like(scene, name):
            return name
    return _adjacent(scene, i, last)


def _adjacent(scene: Scene, i: int, last: int) -> Name | None:
    """The name right after a title, wherever the parser hung it: « l'opposant ougandais [Moses Akello] »."""
    name = scene.names.get(last + 1)
    if name is None or name.first != last + 1 or number(scene.document, i) == "Plur" or not person_like(scene, name):
        return None
    if scene.token(last).lemma.lower() in scene.lexicon.spot:  # « le président de la région Bretagne »
        return None
    hit = scene.roles.get(i)
    same = scene.token(last + 1).sentence == scene.token(i).sentence
    person = (
        hit is not None
        and hit.role.kind == "person"
        and (name.entry is None or name.sense != "surname" or hit.role.title)
    )
    return name if same and person and not has_case(scene, name) else None


def person_like(scene: Scene, name: Name) -> bool:
    """Whether a name has the form of a person's."""
    if name.entry is None:
        return not words(scene.document, name.first, name.last).isupper() or name.last > name.first
    return scene.registry.entries[name.entry].kind == "person"


def _second_title(scene: Scene, i: int, role: Party) -> Party:
    """« le chef de la junte, le général X »: the first of two titles is that person too, and its sector holds."""
    for child in scene.token(i).children:
        if child < i or scene.token(child).dep != "appos" or child not in scene.roles or not role.actors:
            continue
        party = scene.party(child)
        if party is None or party.rule != "person:title" or len(party.actors) != 1:
            continue
        actor = party.actors[0]
        if actor.id.startswith("text:"):
            actor = _joined_titles(actor, role, party)
            remember(scene, actor, actor.name)
        return Party((actor,), "person:title", role.first, role.last)
    return role


def _joined_titles(actor: Actor, first: Party, second: Party) -> Actor:
    """The actor of two titles: what the first says goes before, unless it says nothing of itself."""
    title = first.actors[0]
    vague = first.rule == "role:focus" and actor.country is not None
    sector = actor.sector if title.sector in {None, "UNK"} else title.sector
    return replace(actor, sector=sector, country=actor.country if vague else title.country or actor.country)


def _named_body(scene: Scene, i: int) -> Party | None:
    """« l'organisation Human Rights Watch »: a body after its class noun is the body."""
    if scene.roles[i].role.kind == "person":
        return None
    for child in scene.token(i).children:
        name, token = scene.names.get(child), scene.token(child)
        beside = child > i and token.dep in {"appos", "flat:name", "nmod"} and scene.token(child - 1).text != ","
        if name is None or name.entry is None or child != name.head or not beside or has_case(scene, name):
            continue
        if scene.registry.entries[name.entry].kind in {"institution", "organisation", "party", "armed-group"}:
            actor = scene.registry.actor(name.entry, on=scene.document.article.published)
            return Party((actor,), "name:apposed", scene.roles[i].first, name.last)
    return None


def titled_party(scene: Scene, i: int, role: Party) -> Party:
    """A role with a name beside it is that person, with the sector and country of the role where the name is new."""
    if (body := _named_body(scene, i)) is not None:
        return body
    role = after_honorific(scene, i, role)
    name = named_person(scene, i, role.last) or _adjacent(scene, i, scene.roles[i].last)
    if name is None or not role.actors or _compatriot(scene, name):
        return _second_title(scene, i, role)
    text = words(scene.document, name.first, name.last)
    if name.entry is not None and (name.sense != "surname" or surname_fits(scene, name)):
        actor = scene.registry.actor(name.entry, on=scene.document.article.published)
        title = role.actors[0]
        actor = replace(actor, sector=actor.sector or title.sector, country=actor.country or title.country)
    elif (known := scene.people.get(slug(text)) or _holder(scene, i, role, name)) is not None:
        title = role.actors[0]
        actor = replace(known, sector=known.sector or title.sector, country=known.country or title.country)
    else:
        actor = _new_person(scene, text, role)
        if actor.country == role.actors[0].country and _held_by_another(scene, i, role):
            actor = replace(actor, country=origin(scene, text))
    remember(scene, actor, text)
    return Party((actor,), "person:title", role.first, max(role.last, name.last))


def _compatriot(scene: Scene, name: Name) -> bool:
    """Whether a « name » tells people apart: « deux marins (un Grec et un Turc) »."""
    return (
        name.entry is None and determiner(scene.document, name.head) is not None and bool(adjective(scene, name.head))
    )


def _held_by_another(scene: Scene, i: int, role: Party) -> bool:
    """Whether the country of « le président X » is only a guess, and its president another."""
    hit, day, country = scene.roles.get(i), scene.document.article.published, role.actors[0].country
    guessed = scene.focus.domestic is None
    if (
        hit is None
        or not guessed
        or hit.role.office not in _SINGLE
        or role.rule != "role:focus"
        or not (country and day)
    ):
        return False
    return not is_former(scene, hit) and bool(scene.registry.holders(hit.role.office, country, on=day))


_SINGLE = frozenset({"president", "prime-minister", "king"})


def _holder(scene: Scene, i: int, role: Party, name: Name) -> Actor | None:
    """The registered holder of the office whose last name this is, however the first names are written."""
    hit, day, country = scene.roles.get(i), scene.document.article.published, role.actors[0].country
    if hit is None or not hit.role.office or not country:
        return None
    last, text = slug(scene.token(name.last).text), words(scene.document, name.first, name.last)
    for entry in scene.registry.holders(hit.role.office, country, on=day):
        names = scene.registry.entries[entry].names
        if last in {slug(n.split()[-1]) for n in names} or text in {n.rstrip("IVX").rstrip() for n in names}:
            return scene.registry.actor(entry, on=day)
    return None
