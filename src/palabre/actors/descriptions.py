"""Definite descriptions that stand for a party named before: « le pays », « les deux hommes », « son homologue »."""

from __future__ import annotations

from palabre.actors.coreference import before, latter
from palabre.actors.lists import tied
from palabre.actors.memory import Referent
from palabre.actors.nations import case, nations
from palabre.actors.phrases import definite, extent, marked_gender, number, possessive
from palabre.actors.scene import Party, Scene
from palabre.types import Actor


def anaphor_party(scene: Scene, i: int) -> Party | None:
    """Definite descriptions without a country of their own: « le pays », « les deux hommes », « ce dernier »."""
    token = scene.token(i)
    if token.text.lower() in {"dernier", "dernière", "derniers", "dernières"} and token.pos in {"ADJ", "NOUN", "PRON"}:
        return _this_last(scene, i)
    if token.pos not in {"NOUN", "PROPN"} or not _pointing(scene, i) or nations(scene, i):
        return None
    lemma, lexicon = token.lemma.lower(), scene.lexicon
    if lemma in lexicon.counterpart and number(scene.document, i) == "Sing":
        return _counterpart(scene, i)
    if _complemented(scene, i):
        return None
    counted = _counted(scene, i)
    if counted and (lemma in lexicon.pairs or i in scene.roles):
        return _several(scene, i, lemma, counted)
    if number(scene.document, i) == "Sing" and lemma in lexicon.anaphors and not _set_phrase(scene, i):
        return _described(scene, i, lemma)
    return None


def _this_last(scene: Scene, i: int) -> Party | None:
    before = scene.token(i - 1) if i else None
    if before is None or before.text.lower() not in {"ce", "cet", "cette", "ces"}:
        return None
    if any(scene.token(c).pos == "NOUN" and c > i for c in scene.token(i).children) or scene.token(i).dep == "amod":
        head = scene.token(scene.token(i).head)
        if head.pos == "NOUN" and head.i > i:
            return None
    feats = scene.token(i).feats
    actors = latter(scene, i, feats.get("Gender"), feats.get("Number"))
    return Party(actors, "coref:latter" if actors else "unresolved", before.i, i)


def _pointing(scene: Scene, i: int) -> bool:
    """Whether a common noun is definite or possessive, so that it can point back."""
    if scene.token(i).text[:1].isupper():
        return False
    return definite(scene.document, i) or possessive(scene.document, i) is not None


def _complemented(scene: Scene, i: int) -> bool:
    """Whether a complement says which one is meant: « l'organisation du vote », « le groupe séparatiste du Nord »."""
    for c in scene.token(i).children:
        token = scene.token(c)
        if c > i and (
            token.dep in {"nmod", "appos", "flat:name"} or (token.dep == "acl" and scene.token(i + 1).text != ",")
        ):
            return True
        if token.dep == "amod" and c > i and token.lemma.lower() not in scene.lexicon.anaphor_adjectives:
            return True
    return False


def _counted(scene: Scene, i: int) -> int:
    for c in scene.token(i).children:
        token = scene.token(c)
        if token.dep in {"nummod", "amod", "det"} and c < i and token.text.lower() in _COUNTS:
            return _COUNTS[token.text.lower()]
    return 0


_COUNTS = {"deux": 2, "trois": 3, "quatre": 4}


def _several(scene: Scene, i: int, lemma: str, count: int) -> Party | None:
    first, last = extent(scene.document, i)
    besides = _owner_countries(scene, i)
    kind = scene.lexicon.pairs.get(lemma)
    if kind == "person" and not besides:
        people = _last_people(scene, i, count)
        if len(people) == count:
            return Party(people, "coref:several", first, last)
    if lemma in _SIDES and count == 2 and (sides := _at_war(scene, i)):
        return Party(sides, "coref:several", first, last)
    hit = scene.roles.get(i)
    if kind is None and (hit is None or hit.role.kind != "institution"):
        return None
    if known := _known_set(scene, count, besides):
        actors = tuple(_side(scene, lemma, hit.role.sector if hit else "GOV", code) for code in known)
        return Party(actors, "coref:several", first, last)
    codes = scene.focus.leading(i, besides=besides | _same_sentence(scene, i), count=count)
    if len(codes) < count:
        codes = scene.focus.leading(i, besides=besides, count=count)
    if len(codes) < count:
        away = kind == "state" or lemma in scene.lexicon.guests
        return Party((), "unresolved", first, last) if away else None
    actors = tuple(_side(scene, lemma, hit.role.sector if hit else "GOV", code) for code in codes)
    return Party(actors, "coref:several", first, last)


_SIDES = frozenset({"camp", "partie"})


def _at_war(scene: Scene, i: int) -> tuple[Actor, ...]:
    """« l'armée affronte des rebelles. Les deux camps ... »: soldiers and rebels of one country, just named."""
    found = {a.id: a for r in before(scene, i, sentences=1) for a in r.actors if a.sector in {"MIL", "REB"}}
    rebels = [a for a in reversed(found.values()) if a.sector == "REB"]
    sides = [(r, m) for r in rebels for m in found.values() if m.sector == "MIL" and m.country == r.country]
    return sides[0] if len(sides) == 1 else ()


def _known_set(scene: Scene, count: int, besides: frozenset[str]) -> tuple[str, ...]:
    """The states that were last named together, if they are as many: « les ministres béninois et nigérien »."""
    codes = scene.memory.together.get(count, ())
    return () if besides & set(codes) else codes


def _same_sentence(scene: Scene, i: int) -> frozenset[str]:
    """Countries already named in the sentence: « la Cédéao a salué l'initiative togolaise et appelé les deux pays »."""
    signals = scene.focus.by_sentence.get(scene.token(i).sentence, ())
    return frozenset(s.country for s in signals if s.at < i and s.kind == "actor")


def _side(scene: Scene, lemma: str, sector: str, code: str) -> Actor:
    if scene.lexicon.pairs.get(lemma) == "state" and code in scene.registry.entries:
        return scene.registry.actor(code, on=scene.document.article.published)
    return Actor(f"text:{lemma}-{code.lower()}", lemma, "institution", code, sector)


def _last_people(scene: Scene, i: int, count: int) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for referent in before(scene, i, sentences=3):
        if len(referent.actors) == count and all(a.kind in {"person", "group"} for a in referent.actors):
            return referent.actors
        if referent.number != "Plur" or len(referent.actors) > 1:
            found.update((a.id, a) for a in referent.actors if a.kind == "person" and a.id not in found)
        if len(found) >= count:
            break
    return tuple(reversed(list(found.values())[:count]))


def _owner_countries(scene: Scene, i: int) -> frozenset[str]:
    det = possessive(scene.document, i)
    party = scene.party(det.i) if det is not None else None
    return frozenset(a.country for a in party.actors if a.country) if party else frozenset()


def _counterpart(scene: Scene, i: int) -> Party | None:
    """« son homologue », « son voisin »: the same role in the other country that the text is about."""
    if (named := _apposed_name(scene, i)) is not None:
        return named
    owner = _owner_countries(scene, i)
    if not owner:
        return None
    codes = scene.focus.rival(besides=owner) or scene.focus.others(i, besides=owner, count=1)
    first, last = extent(scene.document, i)
    if not codes or case(scene, i) == "sans":
        return Party((), "unresolved", first, last)
    det = possessive(scene.document, i)
    party = scene.party(det.i) if det is not None else None
    pattern = party.actors[0] if party and party.actors else None
    if pattern is None or pattern.kind == "state":
        return Party(
            (scene.registry.actor(codes[0], on=scene.document.article.published),), "coref:counterpart", first, last
        )
    lemma = scene.token(i).lemma.lower()
    actor = Actor(f"text:{lemma}-{codes[0].lower()}", lemma, "person", codes[0], pattern.sector)
    return Party((actor,), "coref:counterpart", first, last)


def _apposed_name(scene: Scene, i: int) -> Party | None:
    """« son homologue [X] »: the registered person named in apposition."""
    for child in scene.token(i).children:
        name = scene.names.get(child)
        beside = child > i and scene.token(child).dep in {"appos", "nmod", "flat:name"} and case(scene, child) is None
        if name is not None and name.entry is not None and beside:
            party = scene.party(child)
            if party is not None and len(party.actors) == 1 and party.actors[0].kind == "person":
                return Party(party.actors, "person:title", i, name.last)
    return None


def _described(scene: Scene, i: int, lemma: str) -> Party | None:
    kind = scene.lexicon.anaphors[lemma]
    first, last = extent(scene.document, i)
    if lemma == "pays" and possessive(scene.document, i) is not None:
        codes = _owner_countries(scene, i)
        lone = len(codes) == 1 and next(iter(codes)) in scene.registry.entries
        states = tuple(scene.registry.actor(c, on=scene.document.article.published) for c in codes) if lone else ()
        return Party(states, "coref:described" if states else "unresolved", first, last)
    if lemma == "pays":
        code = scene.focus.home or scene.focus.country(i)
        registered = code is not None and code in scene.registry.entries
        actors = (scene.registry.actor(code, on=scene.document.article.published),) if code and registered else ()
        return Party(actors, "coref:described" if actors else "unresolved", first, last)
    if lemma in scene.lexicon.allies and possessive(scene.document, i) is not None:
        return None
    hit = scene.roles.get(i)
    anyone = lemma in scene.lexicon.anyone
    if (
        kind == "person"
        and hit is not None
        and not anyone
        and (known := scene.memory.by_sector.get((kind, hit.role.sector)))
    ):
        return Party((known,), "coref:described", first, last)
    back = [r for r in before(scene, i, sentences=4) if not tied(scene, r.at)]
    if anyone:
        back = _somebody(scene, i, back)
    found = [r for r in back if len(r.actors) == 1 and r.actors[0].kind == kind]
    if lemma == "royaume":  # a land without a king is none
        found = [r for r in found if scene.registry.holders("king", r.actors[0].country or "")] or found
    if not found:
        return None
    near = {a.id for r in back if r.sentence == found[0].sentence for a in r.actors if a.kind == kind}
    if len(near) > 1 and kind in _BODIES:
        return Party((), "unresolved", first, last)
    return Party(found[0].actors, "coref:described", first, last)


def _somebody(scene: Scene, i: int, back: list[Referent]) -> list[Referent]:
    """Whom « l'homme » can take up: a man told of by that word, else the only one named or told of as little."""
    lemma, gender = scene.token(i).lemma.lower(), marked_gender(scene.document, i)
    if same := [r for r in back if scene.token(r.at).lemma.lower() == lemma]:
        return same
    found = [r for r in back if r.gender in {gender, None} and _nobody_else(scene, r)]
    people = {a.id for r in found for a in r.actors if a.kind == "person"}
    return [r for r in found if r.gender == gender] if len(people) == 1 else []


def _nobody_else(scene: Scene, referent: Referent) -> bool:
    named = len(referent.actors) == 1 and referent.actors[0].name[:1].isupper()
    return named or scene.token(referent.at).lemma.lower() in scene.lexicon.anyone


_BODIES = frozenset({"organisation", "armed-group", "party"})  # of two named side by side none is meant


def _set_phrase(scene: Scene, i: int) -> bool:
    """Whether a noun points to nobody: « les droits de l'homme », or to another time: « l'ancien dirigeant »."""
    token, lexicon = scene.token(i), scene.lexicon
    over, idiom = scene.token(token.head).lemma.lower(), lexicon.idioms.get(token.lemma.lower())
    former = any(scene.token(c).lemma.lower() in lexicon.former["adjectives"] for c in token.children if c < i)
    return former or (idiom is not None and over in idiom["under"])
