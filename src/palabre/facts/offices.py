"""Who holds which office, said by titles, appositions, copulas and verbs of appointment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from palabre.actors.phrases import slug
from palabre.facts.scene import Scene
from palabre.types import Actor, Fact, FactStatus, Step, TimeMention, Token

_LINKS = frozenset({"appos", "flat:name", "flat", "nmod"})
_PHRASE = frozenset({"amod", "nmod", "fixed", "case", "det", "flat:name", "advmod", "acl", "conj", "cc"})
_HONORIFICS = frozenset({"monsieur", "madame", "maître", "docteur", "mademoiselle", "m.", "mme", "me"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office: the token of the name, the rule, and what a verb or a copula says of the time."""

    name: int
    rule: str
    status: FactStatus | None = None
    since: TimeMention | None = None


def find(scene: Scene) -> Iterator[Fact]:
    """The office facts of a document, in text order, repeats included."""
    for token in scene.tokens():
        if is_office(scene, token.i):
            for holder in holders(scene, token.i):
                fact = _fact(scene, token.i, holder)
                if fact is not None:
                    yield fact


def is_office(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads the words of an office."""
    token, offices = scene.document.tokens[i], scene.states.offices
    noun = noun_of(scene, token)
    if noun not in offices.seats or token.pos not in {"NOUN", "ADJ", "PROPN"} or noun in offices.never:
        return False
    return noun not in offices.bound or _bound(scene, i)


def noun_of(scene: Scene, token: Token) -> str:
    """The noun of an office without « ex- »: its lemma, or its form where the lemma is none."""
    lemma, text = (word.removeprefix("ex-") for word in (token.lemma.lower(), token.text.lower()))
    return lemma if lemma in scene.states.offices.seats else text


def _bound(scene: Scene, i: int) -> bool:
    return any(c.dep in {"amod", "nmod"} and not _name(scene, c.i) for c in scene.document.children(i))


# the person


def holders(scene: Scene, i: int) -> Iterator[Holder]:
    """The persons whom the text puts in the office at token ``i``."""
    below = _names_below(scene, i)
    if below:
        yield from (Holder(name, "title") for name in below)
        return
    token = scene.document.tokens[i]
    if token.dep == "appos" or _second_apposition(scene, token):
        yield from (Holder(name, "apposition") for name in _names_at(scene, token.head, besides=i))
    elif scene.document.children(i, "cop"):
        yield from _copula(scene, i)
    else:
        yield from _by_verb(scene, i)


def _names_below(scene: Scene, i: int) -> list[int]:
    """« le ministre Ali Sow », « le ministre, M. Sow », « le chef de la junte, le général Sow »."""
    found: list[int] = []
    for child in scene.document.children(i, *_LINKS):
        if child.i < i or _cased(scene, child.i):
            continue
        if _name(scene, child.i):
            found += [child.i, *_more_names(scene, child.i)]
        elif child.dep != "nmod" and child.pos == "NOUN":
            found += _names_below(scene, child.i)
    return found[:1] if scene.document.tokens[i].feats.get("Number") != "Plur" else found


def _more_names(scene: Scene, i: int) -> list[int]:
    return [c.i for c in scene.document.children(i, "conj") if _name(scene, c.i)]


def _names_at(scene: Scene, head: int, *, besides: int) -> list[int]:
    """The name that an apposition stands beside: the head itself, or the name that the head carries."""
    if _name(scene, head):
        return [head]
    found = [n for n in _names_below(scene, head) if n != besides]
    return found or ([head] if scene.person(head) else [])


def _second_apposition(scene: Scene, token: Token) -> bool:
    """« X, ministre de l'Eau et présidente du parti »: coordinated with an apposition, or hung on the name."""
    if token.dep != "conj" or scene.document.children(token.i, "det"):
        return False
    head = scene.document.tokens[token.head]
    return _name(scene, head.i) and any(is_office(scene, c.i) for c in scene.document.children(head.i, "appos"))


def _copula(scene: Scene, i: int) -> Iterator[Holder]:
    cop = scene.document.children(i, "cop")[0]
    if cop.lemma not in scene.states.offices.verbs["hold"] | {"être"} or _negated(scene, i):
        return
    tense, mood = cop.feats.get("Tense"), cop.feats.get("Mood")
    auxiliaries = scene.document.children(i, "aux:tense")
    if mood == "Cnd" or (mood == "Sub"):
        return
    status: FactStatus = "announced" if tense == "Fut" else "former" if tense in {"Imp", "Past"} or auxiliaries else "current"
    for subject in scene.document.children(i, "nsubj"):
        for at in scene.grammar.expand([subject.i]):
            for name in _persons(scene, at):
                yield Holder(name, "copula", status)


def _persons(scene: Scene, at: int) -> list[int]:
    if _name(scene, at):
        return [at]
    return _names_below(scene, at) or ([at] if scene.person(at) else [])


def _by_verb(scene: Scene, i: int) -> Iterator[Holder]:
    """« X a été nommé ministre », « elle devient maire », « il se présente comme le chef de la junte »."""
    token, verbs = scene.document.tokens[i], scene.states.offices.verbs
    verb = scene.document.tokens[token.head]
    if token.dep not in {"xcomp", "obj", "obl", "nmod", "acl"} or verb.i == i or _cased(scene, i) not in {None, "comme", "à", "en"}:
        return
    if verb.lemma in verbs["appoint"] and not _negated(scene, verb.i):
        status = _future(scene, verb.i)
        people = [n for at in scene.grammar.objects(verb.i) if at != i for n in _persons(scene, at)]
        yield from (Holder(n, f"« {verb.text} »", status, scene.date(verb.i)) for n in people)
    elif verb.lemma in verbs["become"] | verbs["hold"] and not _negated(scene, verb.i):
        since = scene.date(verb.i) if verb.lemma in verbs["become"] else None
        people = [n for at in scene.grammar.subjects(verb.i) if at != i for n in _persons(scene, at)]
        yield from (Holder(n, f"« {verb.text} »", _future(scene, verb.i), since) for n in people)


def _future(scene: Scene, verb: int) -> FactStatus:
    forms = [scene.document.tokens[verb], *scene.document.children(verb, "aux:tense", "aux:pass")]
    return "announced" if any(f.feats.get("Tense") == "Fut" for f in forms) else "current"


def _negated(scene: Scene, i: int) -> bool:
    return any(c.lemma == "ne" or c.text.lower() in {"ne", "n'", "n’", "pas", "jamais"} for c in scene.document.children(i))


def _cased(scene: Scene, i: int) -> str | None:
    found = scene.document.children(i, "case", "mark")
    return found[0].lemma if found else None


def _name(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads a person's name."""
    token = scene.document.tokens[i]
    if token.lemma.lower() in _HONORIFICS or token.text.lower() in _HONORIFICS:
        return any(c.pos == "PROPN" for c in scene.document.children(i))
    if token.pos != "PROPN" or not token.text[:1].isupper() or _cased(scene, i):
        return False
    actor = scene.actor(i)
    if actor is not None:
        return actor.kind == "person"
    return scene.place(i) is None and (not token.text.isupper() or bool(scene.document.children(i, "flat:name")))


# the fact


def _fact(scene: Scene, i: int, holder: Holder) -> Fact | None:
    office = _edges(scene, i, holder.name)
    person = _person(scene, i, holder.name)
    owner, rule = owner_of(scene, i, person)
    if owner is None or owner.id == person.id:
        return None
    status, until = _status(scene, i, holder)
    since = holder.since.interval.partial_start if holder.since else _depuis(scene, i)
    steps = (Step("office", holder.rule, scene.words(*office)), Step("object", rule), Step("state", noun_of(scene, scene.document.tokens[i])))
    evidence = scene.evidence(i, first=office[0], last=office[1])
    return Fact("office", person, owner, scene.words(*office), since, until, status, evidence, steps)


def _edges(scene: Scene, i: int, name: int) -> tuple[int, int]:
    """The words of the office: its noun with adjectives and complements, without the name."""
    inside, pending = {i}, [i]
    while pending:
        for child in scene.document.children(pending.pop()):
            if child.dep in _PHRASE and child.i != name and _belongs(scene, child, i):
                inside.add(child.i)
                pending.append(child.i)
    first = last = i
    while first - 1 in inside and first - 1 >= 0:
        first -= 1
    while last + 1 in inside:
        last += 1
    return _trimmed(scene, first, i), last


def _belongs(scene: Scene, child: Token, office: int) -> bool:
    if child.dep in {"nmod", "conj"} and child.head == office:
        return child.dep == "nmod" and (_cased(scene, child.i) is not None or child.pos == "PROPN") and not _name(scene, child.i)
    if child.dep in {"cc", "advmod"} and child.head == office:
        return False
    if child.dep == "acl":
        return child.head != office or child.text.lower() in scene.states.offices.standing
    return not (child.pos == "NUM" and child.dep == "nmod")


def _trimmed(scene: Scene, first: int, i: int) -> int:
    """Without article, possessive, « ancien » and « nouveau »."""
    tokens, standing = scene.document.tokens, scene.states.offices.standing
    while first < i and (tokens[first].pos == "DET" or tokens[first].lemma in standing or tokens[first].lemma in {"nouveau", "actuel", "de", "à", "par"}):
        first += 1
    return first


def _person(scene: Scene, i: int, name: int) -> Actor:
    known = scene.person(name) or next((p for c in scene.document.children(name) if (p := scene.person(c.i))), None)
    if known is None and (titled := scene.person(i)) is not None:
        known = titled
    if known is not None:
        return known
    text = _full_name(scene, name)
    return Actor(f"text:{slug(text)}", text, "person")


def _full_name(scene: Scene, name: int) -> str:
    token = scene.document.tokens[name]
    if token.pos != "PROPN":
        name = next(c.i for c in scene.document.children(name) if c.pos == "PROPN")
    last = name
    while any(c.i == last + 1 for c in scene.document.children(name, "flat:name", "flat", "nmod", "appos") if c.pos == "PROPN"):
        last += 1
    return scene.words(name, last)


def owner_of(scene: Scene, i: int, person: Actor | None = None) -> tuple[Actor | None, str]:
    """Whose office it is (state, organisation, party, place), and the rule that says so."""
    seat = scene.states.offices.seats[noun_of(scene, scene.document.tokens[i])]
    complement = _complement(scene, i)
    if complement is not None:
        owner = _of_complement(scene, complement, seat)
        if owner is not None:
            return owner, "complement"
    for adjective in scene.grammar.country_adjectives(i):
        if state := scene.state(scene.grammar.demonym(scene.document.tokens[adjective])):
            return state, "country adjective"
    if state := _nested(scene, i):
        return state, "inside the title"
    for known in (scene.actor(i), person):
        if known is not None and known.kind != "place" and (state := scene.state(known.country)):
            return state, "country of the person"
    return None, "unknown"


def _complement(scene: Scene, i: int) -> Token | None:
    for child in scene.document.children(i, "nmod"):
        if child.i > i and (_cased(scene, child.i) in {"de", "à"} or (child.pos == "PROPN" and not _name(scene, child.i))):
            return child
    return None


def _of_complement(scene: Scene, complement: Token, seat: str) -> Actor | None:
    place = scene.place(complement.i)
    if seat == "seat" and complement.pos == "PROPN":
        text = scene.phrase(complement.i)
        return place or Actor(f"text:{slug(text)}", text, "place")
    actor = scene.actor(complement.i)
    if actor is not None and actor.kind != "person":
        inner = complement.lemma.lower() in scene.states.offices.inner or actor.kind == "institution"
        return scene.public(actor) if inner or actor.kind in {"state", "organisation"} else actor
    if place is not None:
        return place
    if complement.pos == "PROPN" or seat == "body":
        text = scene.phrase(complement.i)
        return Actor(f"text:{slug(text)}", text, "organisation")
    return None


def _nested(scene: Scene, i: int) -> Actor | None:
    """« ministre de l'Eau du Sénégal », « ministre de la Défense nationale malienne »."""
    left, right = i, scene.document.tokens[i].right
    for token in scene.document.tokens[left + 1 : right + 1]:
        if token.dep in {"appos", "acl:relcl"} or token.pos == "PUNCT":
            return None
        if token.dep == "amod" and (state := scene.state(scene.grammar.demonym(token))):
            return state
        actor = scene.actor(token.i) if token.dep in {"nmod", "flat:name"} and token.pos == "PROPN" else None
        if actor is not None and actor.kind in {"state", "organisation"}:
            return scene.public(actor)
    return None


def _status(scene: Scene, i: int, holder: Holder) -> tuple[FactStatus, str | None]:
    """What stands beside the office (« ancien »), then the verb's own word, then the holder's death."""
    offices, token = scene.states.offices, scene.document.tokens[i]
    if token.text.lower().startswith("ex-"):
        return "former", None
    for child in scene.document.children(i, "amod", "advmod", "acl", "nmod", "case"):
        word = child.lemma.lower() if child.lemma.lower() in offices.standing else child.text.lower()
        if word in offices.standing:
            return offices.standing[word], None
    for child in scene.document.children(holder.name, "acl", "acl:relcl", "appos"):
        if child.lemma in offices.dead:
            when = scene.date(child.i)
            return "former", when.interval.partial_end if when else None
    return holder.status or "current", None


def _depuis(scene: Scene, i: int) -> str | None:
    """« président depuis 2011 »."""
    for time in scene.mentions.times:
        token = next((t for t in scene.document.tokens[i : i + 12] if t.start == time.span.start), None)
        if token is not None and token.text.lower() in {"depuis", "dès"}:
            return time.interval.partial_start
    return None
