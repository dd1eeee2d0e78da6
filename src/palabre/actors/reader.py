"""One pass over the words of a document, in order: every noun phrase and pronoun that can be a party."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Literal

from palabre.actors.agreement import plural_name, referent_gender
from palabre.actors.comrades import comrade_party
from palabre.actors.coreference import counted_party, is_subject, pronoun_party
from palabre.actors.descriptions import anaphor_party
from palabre.actors.focus import Focus, Signal, opening, spoken_to
from palabre.actors.holders import each_named
from palabre.actors.lexicon import load_lexicon
from palabre.actors.lists import coordinated
from palabre.actors.memory import Referent
from palabre.actors.names import glosses, scan
from palabre.actors.nations import adjective, case
from palabre.actors.origins import origins
from palabre.actors.people import name_party, titled_party
from palabre.actors.phrases import (
    SUBJECTS,
    definite,
    determiner,
    extent,
    number,
    preposition,
    relation,
    subject_of,
    words,
)
from palabre.actors.places import spots
from palabre.actors.roles import body_party, complement, memory_key, people_party, quantity_party, role_party
from palabre.actors.scene import Name, Party, Scene
from palabre.actors.speakers import quotations
from palabre.actors.spots import Spot
from palabre.knowledge.places import Places
from palabre.knowledge.registry import Registry
from palabre.types import Actor, ActorMention, Document, PlaceMention

_MUTE = frozenset({"PUNCT", "ADP", "CCONJ", "SCONJ", "AUX", "PART"})  # no party, unless they are part of a name
_CORE = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl:agent"})


def read(
    document: Document, registry: Registry, places: Places
) -> tuple[tuple[ActorMention, ...], tuple[PlaceMention, ...]]:
    """The parties and places of ``document`` in text order."""
    lexicon = load_lexicon(document.article.language)
    names, roles = scan(document, registry, lexicon)
    scene = Scene(document, registry, lexicon, names, roles, Focus(document), rule=_rule)
    scene.quoted.update(quotations(document))
    scene.glosses.update(glosses(document, names))
    _own_acronyms(scene)
    scene.codes.update(c for i in names if (c := scene.country_of(i)))
    found_places = spots(scene, places)
    scene.focus = Focus.of(document, _signals(scene, found_places))
    scene.origins.update(origins(scene))
    tokens = (token.i for token in document.tokens if token.pos not in _MUTE or token.i in names)
    mentions = [m for i in tokens for m in _mentions(scene, i)]
    return tuple(mentions), tuple(p.mention for p in found_places)


def _own_acronyms(scene: Scene) -> None:
    """« le Parti du renouveau (PR) » in a country without a registered PR: what the article itself calls so."""
    named = Counter(scene.country_of(i) for i, n in scene.names.items() if n.sense != "acronym")
    for i, name in list(scene.names.items()):
        gloss = scene.glosses.get(scene.token(i).text) if name.sense == "acronym" else None
        spelt = scene.names.get(gloss) if gloss is not None else None
        if spelt is not None and spelt.entry is None and not named[scene.country_of(i)]:
            scene.names[i] = replace(name, entry=None, sense="unknown")


def _signals(scene: Scene, found: list[Spot]) -> list[Signal]:
    signals = [
        Signal(spot.mention.head, spot.mention.place.country, _spot_kind(scene, spot))
        for spot in found
        if spot.mention.place.country and not _venue(scene, spot.mention.head)
    ]
    placed = {signal.at for signal in signals}
    for i, name in scene.names.items():
        if i != name.head or i in placed:
            continue
        code = scene.country_of(i)
        if code and len(code) == 3 and not _seat_of_others(scene, i):
            signals.append(Signal(i, code, opening(scene.document, name.last) or "actor"))
    signals += _joined_states(scene)
    for token in scene.document.tokens:
        if token.dep == "amod" and token.i not in scene.names:
            codes = adjective(scene, token.i)
            signals += [Signal(token.i, code, opening(scene.document, token.i) or "actor") for code in codes]
    return signals


def _venue(scene: Scene, at: int) -> bool:
    """Whether a place only names an accord or talks: « les conventions de Genève »."""
    over = scene.token(scene.token(at).head)
    return preposition(scene.document, at) == "de" and over.lemma.lower() in scene.lexicon.venues


def _seat_of_others(scene: Scene, i: int) -> bool:
    """Whether a capital may stand for a body that the article names, so that it tells nothing of its country."""
    own = scene.country_of(i)
    codes = scene.lexicon.shared_capitals.get(scene.token(i).text, ())
    return any(c != own and any(scene.country_of(k) == c for k in scene.names) for c in codes)


def _spot_kind(scene: Scene, spot: Spot) -> Literal["title", "dateline", "place", "actor"]:
    """What a place tells of the local country; one without preposition may be a party that the parser hung badly."""
    at = spot.mention.head
    told = spot.mention.place.precision == "country" and spoken_to(scene.document, at)
    party = told or preposition(scene.document, at) is None
    return opening(scene.document, at) or ("actor" if party else "place")


def _joined_states(scene: Scene) -> list[Signal]:
    """States joined by a hyphen in a title, « Bénin-Niger : ... »: they are what « les deux pays » will mean."""
    signals: list[Signal] = []
    for token in scene.document.tokens:
        known = token.i in scene.names and scene.names[token.i].entry is not None
        if "-" not in token.text or known or not token.text[:1].isupper():
            continue
        parts = token.text.split("-")
        found = [a.entry for k in range(len(parts)) for n, a in scene.registry.match(parts, k)[:1] if n == 1]
        states = [e for e in found if scene.registry.entries[e].kind == "state"]
        if len(states) == len(parts):
            scene.memory.together[len(states)] = tuple(states)
            signals += [Signal(token.i, code, "title") for code in states]
    return signals


def _rule(scene: Scene, i: int) -> Party | None:
    """Who token ``i`` stands for: the first rule that knows."""
    token = scene.token(i)
    if scene.document.sentences[token.sentence].section in _SILENT:
        return name_party(scene, i) if i in scene.names and scene.names[i].entry else None
    if i in scene.names and scene.names[i].sense == "place":
        return None
    if token.pos in {"PRON", "DET"} and i not in scene.names:
        return pronoun_party(scene, i) or quantity_party(scene, i)
    if i in scene.names and scene.names[i].entry is not None:
        return name_party(scene, i)
    if token.pos not in {"NOUN", "PROPN", "ADJ", "NUM", "VERB", "X", "ADV", "PRON"}:
        return None
    if _portfolio(scene, i):
        return None
    if (party := _short_body(scene, i)) is not None:
        return party
    if _body_name(scene, i) and (party := body_party(scene, i)) is not None:
        return party
    if (party := anaphor_party(scene, i)) is not None:
        return party
    if (party := comrade_party(scene, i)) is not None:
        return party
    if (party := role_party(scene, i)) is not None:
        titled = each_named(scene, i, party) or titled_party(scene, i, party)
        alone = titled is party and scene.roles[i].role.lemma in scene.lexicon.honorifics
        return None if alone else _apposed(scene, i, titled)
    return _other(scene, i)


def _portfolio(scene: Scene, i: int) -> bool:
    """Whether a noun only says what a minister is in charge of."""
    token = scene.token(i)
    return token.dep == "nmod" and scene.token(token.head).lemma.lower() in scene.lexicon.portfolios and i > token.head


def _body_name(scene: Scene, i: int) -> bool:
    """Whether a common noun has the capital of a name inside a sentence: « le Rassemblement »."""
    token = scene.token(i)
    inside = i > scene.document.sentences[token.sentence].first
    return (
        inside and token.text[:1].isupper() and not token.text.isupper() and token.lemma.lower() in scene.lexicon.bodies
    )


_SILENT = frozenset({"dateline", "noise"})


def _apposed(scene: Scene, i: int, party: Party) -> Party:
    """A role in apposition to a name is that person: « Awa Sarr, [ministre de l'Eau] »."""
    token = scene.token(i)
    announced = _announced(scene, i) if party.rule != "person:title" else None  # « M. Diop a reçu le ministre Sow »
    name = announced or (scene.names.get(token.head) if token.dep == "appos" else _beside(scene, i))
    if name is None or (name.head > i and not announced):
        return party
    owner = scene.party(name.head)
    if owner is None or len(owner.actors) != 1 or owner.actors[0].kind != "person":
        return party
    return Party(owner.actors, "apposition", party.first, party.last)


def _announced(scene: Scene, i: int) -> Name | None:
    """The name after a bare role that opens the sentence: « Ancien allié de Lima, [Awa Sarr] a protesté »."""
    token = scene.token(i)
    sentence = scene.document.sentences[token.sentence]
    opens = i - sentence.first < 3 and token.dep in _HEADING
    if not opens or determiner(scene.document, i) is not None or number(scene.document, i) == "Plur":
        return None
    for k in range(i + 2, min(i + _FAR, sentence.last)):
        if scene.token(k).feats.get("VerbForm") == "Fin":
            return None
        name, before = scene.names.get(k), scene.token(k - 1)
        if name is not None and name.first == k and (before.text == "," or k - 1 in scene.roles):
            return name
    return None


_HEADING = {*SUBJECTS, "root", "dislocated", "advcl"}
_FAR = 16  # words from a bare role to the name it announces


def _beside(scene: Scene, i: int) -> Name | None:
    """The name that a role follows in brackets, or after a comma as a second subject: « Awa Sarr, le maire a dit »."""
    det = determiner(scene.document, i)
    first = det.i if det is not None else scene.roles[i].first
    glossed = scene.names.get(first - 2) if first > 1 and scene.token(first - 1).text == "(" else None
    if glossed is not None and glossed.last == first - 2:
        return glossed
    name = scene.names.get(first - 2) if first > 1 and scene.token(first - 1).text == "," else None
    if name is None or name.last != first - 2 or scene.token(i).dep not in SUBJECTS or not definite(scene.document, i):
        return None
    head = scene.token(name.head)
    return name if head.dep in SUBJECTS and head.head == scene.token(i).head else None


def _other(scene: Scene, i: int) -> Party | None:
    if (party := _short_form(scene, i)) is not None:
        return party
    for rule in (quantity_party, people_party, name_party, body_party):
        if (party := rule(scene, i)) is not None:
            return party
    token = scene.token(i)
    lemma = token.lemma.lower()
    if token.pos == "NUM" or lemma in scene.lexicon.numbers:
        return counted_party(scene, i)
    stray = i - 1 in scene.roles and token.dep not in {"amod", "conj", "acl"} and token.text[:1].islower()
    if stray and adjective(scene, i):
        return scene.party(i - 1)
    if lemma in scene.lexicon.anaphors and (named := _renamed(scene, i)) is not None:
        return named
    if lemma in scene.lexicon.relational and (base := complement(scene, i)) is not None:
        first, last = extent(scene.document, i)
        return Party(base.actors, "relational", first, last)
    return None


def _renamed(scene: Scene, i: int) -> Party | None:
    """« sa formation, [le Rassemblement du Sud] »: a class noun is the body named in apposition."""
    for child in scene.token(i).children:
        party = scene.party(child) if child > i and scene.token(child).dep == "appos" else None
        if party is not None and len(party.actors) == 1 and party.actors[0].kind != "person":
            return Party(party.actors, "apposition", i, i)
    return None


def _short_form(scene: Scene, i: int) -> Party | None:
    """« la Commission » after « la Commission européenne »: the head of a name with its capital."""
    token = scene.token(i)
    if not token.text[:1].isupper() or i in scene.roles or not definite(scene.document, i):
        return None
    actors = scene.memory.by_lemma.get("=" + token.text)
    return Party(actors, "coref:short", i, i) if actors else None


def _short_body(scene: Scene, i: int) -> Party | None:
    """« la Commission » alone, in an article that names the Union: its best known body."""
    token = scene.token(i)
    codes = scene.lexicon.shorts.get(token.text)
    if codes is None or (token.children and any(scene.token(c).dep in {"amod", "nmod"} for c in token.children)):
        return None
    named = [c for c in codes if any(scene.country_of(k) == c for k in scene.names)]
    if len(named) != 1 or not definite(scene.document, i):
        return None
    return Party((scene.registry.actor(named[0], on=scene.document.article.published),), "name:short", i, i)


def _mentions(scene: Scene, i: int) -> list[ActorMention]:
    token = scene.token(i)
    party = scene.party(i)
    _remember(scene, i, party)
    if party is None:
        return []
    span = scene.document.span(party.first, party.last)
    text = words(scene.document, party.first, party.last)
    actors: tuple[Actor | None, ...] = party.actors or (None,)
    return [ActorMention(span, text, token.i, actor, False, party.rule) for actor in actors]


def _remember(scene: Scene, i: int, party: Party | None) -> None:
    """Keep what later words may take up: parties, and other nouns in the places that pronouns point to."""
    token = scene.token(i)
    if token.pos == "DET" or (token.pos == "PRON" and party is None):
        return
    if party is None and (token.pos not in {"NOUN", "PROPN"} or relation(scene.document, i) not in _CORE):
        return
    if scene.document.sentences[token.sentence].section in {"title", "heading", "noise"}:
        return
    if party is not None and not party.actors:
        return
    _pair(scene, i, party)
    actors, count = coordinated(scene, i, party)
    if (party is not None and party.rule == "quantity") or plural_name(scene, i, party):
        count = "Plur"
    sex = referent_gender(scene, i, party)
    if party is not None and len(actors) > len(party.actors):
        sex = None
    if count is None and len(actors) == 1 and actors[0].kind == "person":
        count = "Sing"
    if party is not None and party.rule == "coref:relative":
        sex, count = _antecedent_form(scene, i, sex, count)
    scene.memory.add(
        Referent(i, token.sentence, _keys(scene, i), sex, count,
                 is_subject(scene, i), relation(scene.document, i) in _CORE, actors)
    )  # fmt: skip


def _antecedent_form(scene: Scene, i: int, sex: str | None, count: str | None) -> tuple[str | None, str | None]:
    """The gender and number of what « qui » takes up."""
    verb = scene.token(scene.token(i).head)
    at = verb.head if verb.dep == "acl:relcl" else -1
    for referent in scene.memory.back(scene.token(i).sentence, sentences=0):
        if referent.at == at:
            return referent.gender, referent.number
    return sex, count


def _pair(scene: Scene, i: int, party: Party | None) -> None:
    """Two states that meet, « X s'est entretenu avec Y », are what « les deux pays » will mean."""
    token = scene.token(i)
    if token.dep != "obl" or case(scene, i) != "avec" or party is None or scene.token(token.head).pos != "VERB":
        return
    subject = subject_of(scene.document, token.head)
    other = scene.party(subject.i) if subject is not None and subject.i < i else None
    codes = [a.country for p in (other, party) if p for a in p.actors if a.country and len(a.country) == 3]
    if len(codes) == 2 and codes[0] != codes[1]:
        scene.memory.together[2] = (codes[0], codes[1])


def _keys(scene: Scene, i: int) -> tuple[str, ...]:
    """The words under which later descriptions find a party: its role, and the bare noun of it."""
    hit, token = scene.roles.get(i), scene.token(i)
    if i in scene.names and scene.names[i].first < scene.names[i].last:
        return ("=" + token.text, token.lemma.lower())
    if hit is None:
        return (token.lemma.lower(),)
    key = memory_key(scene, hit)
    prefix = "ancien " if key.startswith("ancien ") else ""
    own = (key, prefix + scene.token(i).lemma.lower())
    minister = not prefix and (hit.role.office or "").startswith("minister")
    return tuple(dict.fromkeys((*own, "ministre") if minister else own))  # « le chef de la diplomatie ... le ministre »
