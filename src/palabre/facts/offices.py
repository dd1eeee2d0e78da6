"""Who holds which office, said by titles, appositions, copulas and verbs of appointment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from palabre.actors.phrases import slug
from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.types import Actor, ActorKind, Fact, FactStatus, Step, TimeMention, Token

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
            made = (_fact(scene, token.i, holder) for holder in holders(scene, token.i))
            yield from (fact for fact in made if fact is not None)
        elif token.pos == "PROPN" and is_name(scene, token.i):
            yield from _affiliations(scene, token.i)


def _affiliations(scene: Scene, i: int) -> Iterator[Fact]:
    """« Ali Sow, du Pentagone », « Ali Sow de l'Africom »: the body that a named person comes from."""
    person = scene.person(i)
    for child in scene.document.children(i, "nmod"):
        body = scene.actor(child.i) if _cased(scene, child.i) == "de" and child.i > i else None
        official = body is not None and body.kind in {"institution", "organisation"} and not body.id.startswith("text:")
        if person is None or body is None or not official:
            continue
        last = scene.edges(child.i)[1]
        evidence = scene.evidence(i, first=child.left, last=last)
        steps = (Step("office", "affiliation"), Step("object", "complement"), Step("state", body.id))
        value = scene.words(child.left, last)
        yield Fact("office", person, scene.public(body), value, None, None, "current", evidence, steps)


def is_office(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads the words of an office."""
    token, offices = scene.document.tokens[i], scene.states.offices
    noun = noun_of(scene, token)
    if noun not in offices.seats or token.pos not in {"NOUN", "ADJ", "PROPN"}:
        return False
    complement = complement_of(scene, i)
    if complement is not None and complement.lemma in offices.private and complement.text.islower():
        return False
    return noun not in offices.bound or _bound(scene, i)


def noun_of(scene: Scene, token: Token) -> str:
    """The noun of an office without « ex- »: its lemma, or its form where the lemma is none."""
    lemma, text = (word.removeprefix("ex-") for word in (token.lemma.lower(), token.text.lower()))
    return lemma if lemma in scene.states.offices.seats else text


def _bound(scene: Scene, i: int) -> bool:
    beside = scene.document.children(i, "amod", "nmod")
    return any(_cased(scene, c.i) or not is_name(scene, c.i) for c in beside)


# the person


def holders(scene: Scene, i: int) -> Iterator[Holder]:
    """The persons whom the text puts in the office at token ``i``."""
    below = _names_below(scene, i) or _names_after_complement(scene, i)
    if below:
        yield from (Holder(name, "title") for name in below)
        return
    token = scene.document.tokens[i]
    if token.dep == "appos" or _second_apposition(scene, token):
        yield from (Holder(name, "apposition") for name in _names_at(scene, token.head, besides=i))
    elif scene.document.children(i, "cop"):
        yield from _copula(scene, i)
    else:
        found = list(_by_verb(scene, i))
        yield from found or (Holder(name, "name before the comma") for name in _name_before(scene, i))


def _names_below(scene: Scene, i: int) -> list[int]:
    """« le ministre Ali Sow », « le ministre, M. Sow », « le chef de la junte, le général Sow »."""
    found: list[int] = []
    complement = complement_of(scene, i)
    for child in scene.document.children(i, *_LINKS):
        if child.i < i or _cased(scene, child.i) or (complement is not None and child.dep == "nmod"):
            continue
        if is_name(scene, child.i):
            found += [child.i, *_more_names(scene, child.i)]
        elif child.dep != "nmod" and child.pos == "NOUN":
            found += _names_below(scene, child.i)
    return found[:1] if scene.document.tokens[i].feats.get("Number") != "Plur" else found


def _names_after_complement(scene: Scene, i: int) -> list[int]:
    """« la procureure de la Cour, [Mme X] », « le président de l'Assemblée [X] »: the parser may hang X on the body."""
    complement = complement_of(scene, i)
    if complement is None or complement.pos == "PROPN":
        return []
    return _names_below(scene, complement.i)


def _name_before(scene: Scene, i: int) -> list[int]:
    """« [X], le rapporteur du texte, ... » where the parser sees no apposition."""
    tokens, at = scene.document.tokens, i - 1
    while at >= 0 and (tokens[at].pos in {"DET", "ADJ"} and tokens[at].head == i):
        at -= 1
    if at < 1 or tokens[at].text != "," or tokens[at - 1].pos != "PROPN" or tokens[at].sentence != tokens[i].sentence:
        return []
    name = at - 1
    while tokens[name].dep in {"flat:name", "flat"} and tokens[name].head < name:
        name = tokens[name].head
    closed = tokens[min(tokens[i].right + 1, len(tokens) - 1)].text in {",", "."} or tokens[i].dep == "nsubj"
    return [name] if closed and is_name(scene, name) and tokens[name].dep not in {"conj", "nmod"} else []


def _more_names(scene: Scene, i: int) -> list[int]:
    return [c.i for c in scene.document.children(i, "conj") if is_name(scene, c.i)]


def _names_at(scene: Scene, head: int, *, besides: int) -> list[int]:
    """The name that an apposition stands beside: the head itself, or the name that the head carries."""
    if is_name(scene, head):
        return [head]
    found = [n for n in _names_below(scene, head) if n != besides]
    return found or _pronoun(scene, head)


def _pronoun(scene: Scene, i: int) -> list[int]:
    """A pronoun that stands for a person whose name was told."""
    person = scene.person(i)
    told = scene.document.tokens[i].pos == "PRON" and person is not None and person.name[:1].isupper()
    return [i] if told else []


def _second_apposition(scene: Scene, token: Token) -> bool:
    """« X, ministre de l'Eau et présidente du parti »: coordinated with an apposition, or hung on the name."""
    if token.dep != "conj" or scene.document.children(token.i, "det"):
        return False
    head = scene.document.tokens[token.head]
    return is_name(scene, head.i) and any(is_office(scene, c.i) for c in scene.document.children(head.i, "appos"))


def _copula(scene: Scene, i: int) -> Iterator[Holder]:
    cop = scene.document.children(i, "cop")[0]
    if cop.lemma not in scene.states.offices.verbs["hold"] | {"être"} or _negated(scene, i):
        return
    tense, mood = cop.feats.get("Tense"), cop.feats.get("Mood")
    auxiliaries = scene.document.children(i, "aux:tense")
    if mood == "Cnd" or (mood == "Sub"):
        return
    status: FactStatus = (
        "announced" if tense == "Fut" else "former" if tense in {"Imp", "Past"} or auxiliaries else "current"
    )
    for subject in scene.document.children(i, "nsubj"):
        for at in scene.grammar.expand([subject.i]):
            for name in _persons(scene, at):
                yield Holder(name, "copula", status)


def _persons(scene: Scene, at: int) -> list[int]:
    if is_name(scene, at):
        return [at]
    return _names_below(scene, at) or _pronoun(scene, at)


def _by_verb(scene: Scene, i: int) -> Iterator[Holder]:
    """« X a été nommé ministre », « elle devient maire », « il se présente comme le chef de la junte »."""
    token, verbs = scene.document.tokens[i], scene.states.offices.verbs
    verb = scene.document.tokens[token.head]
    if (
        token.dep not in {"xcomp", "obj", "obl", "nmod", "acl"}
        or verb.i == i
        or _cased(scene, i) not in {None, "comme", "à", "en"}
    ):
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
    return any(
        c.lemma == "ne" or c.text.lower() in {"ne", "n'", "n’", "pas", "jamais"} for c in scene.document.children(i)
    )


def _cased(scene: Scene, i: int) -> str | None:
    found = scene.document.children(i, "case", "mark")
    return found[0].lemma if found else None


def is_name(scene: Scene, i: int) -> bool:
    """Whether token ``i`` heads a person's name."""
    token = scene.document.tokens[i]
    if token.lemma.lower() in _HONORIFICS or token.text.lower() in _HONORIFICS:
        return any(c.pos == "PROPN" for c in scene.document.children(i))
    if token.pos != "PROPN" or not token.text[:1].isupper() or _bracketed(scene, i):
        return False
    if _cased(scene, i) in {"en", "dans"}:
        return False
    actor = scene.actor(i)
    if actor is not None:
        return actor.kind == "person"
    return scene.place(i) is None and (not token.text.isupper() or bool(scene.document.children(i, "flat:name")))


def _bracketed(scene: Scene, i: int) -> bool:
    return i > 0 and scene.document.tokens[i - 1].text == "("


# the fact


def _fact(scene: Scene, i: int, holder: Holder) -> Fact | None:
    office = _edges(scene, i, holder.name)
    person = _person(scene, i, holder.name)
    owner, rule = owner_of(scene, i, person)
    if owner is None or owner.id == person.id:
        return None
    status, until = _status(scene, i, holder)
    since = holder.since.interval.partial_start if holder.since else _depuis(scene, i)
    steps = (
        Step("office", holder.rule, scene.words(*office)),
        Step("object", rule),
        Step("state", noun_of(scene, scene.document.tokens[i])),
    )
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
    while last > i and scene.document.tokens[last].text.lower() in scene.states.offices.standing:
        last -= 1
    return _trimmed(scene, first, i), last


def _belongs(scene: Scene, child: Token, office: int) -> bool:
    """Whether a dependent under an office is part of its title."""
    if child.head != office:
        return not (child.pos == "NUM" and child.dep == "nmod")
    if child.dep == "nmod":
        return _cased(scene, child.i) is not None or (child.pos == "PROPN" and not is_name(scene, child.i))
    if child.dep == "acl":
        return child.text.lower() in scene.states.offices.standing
    return child.dep not in {"cc", "advmod", "case", "det", "conj"}


def _trimmed(scene: Scene, first: int, i: int) -> int:
    """Without article, possessive, « ancien » and « nouveau »."""
    tokens, standing = scene.document.tokens, scene.states.offices.standing
    while first < i and (
        tokens[first].pos == "DET"
        or tokens[first].lemma in standing
        or tokens[first].lemma in {"nouveau", "actuel", "de", "à", "par"}
    ):
        first += 1
    return first


def _person(scene: Scene, i: int, name: int) -> Actor:
    known = scene.person(name) or next((p for c in scene.document.children(name) if (p := scene.person(c.i))), None)
    if known is None and (titled := scene.person(i)) is not None and titled.name[:1].isupper():
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
    while any(
        c.i == last + 1 for c in scene.document.children(name, "flat:name", "flat", "nmod", "appos") if c.pos == "PROPN"
    ):
        last += 1
    return scene.words(name, last)


def owner_of(scene: Scene, i: int, person: Actor | None = None) -> tuple[Actor | None, str]:
    """Whose office it is (state, organisation, party, place), and the rule that says so."""
    seat = scene.states.offices.seats[noun_of(scene, scene.document.tokens[i])]
    complement = complement_of(scene, i)
    if complement is not None and seat != "state":
        owner = _of_complement(scene, complement, seat)
        if owner is not None:
            return owner, "complement"
        if not _inner(scene, complement):
            return None, "unknown body"
    if seat == "body":
        return None, "unknown body"
    return _state_of(scene, i, complement, person, fronted=seat == "seat")


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
    owner = scene.actor(complement.i) if complement is not None else None
    for known in (scene.actor(i), person, owner):
        if known is not None and known.kind != "place" and (state := scene.state(known.country)):
            return state, "country of the person"
    return None, "unknown"


def _fronted_place(scene: Scene, i: int) -> Actor | None:
    """« Dans l'Ohio, le sénateur X »: the place that opens the sentence."""
    sentence = scene.document.sentences[scene.document.tokens[i].sentence]
    for token in scene.document.tokens[sentence.first : min(i, sentence.first + 4)]:
        if token.pos == "PROPN" and _cased(scene, token.i) in {"en", "dans", "à"}:
            return scene.place(token.i) or _named(scene, token.i, "place")
    return None


def complement_of(scene: Scene, i: int) -> Token | None:
    """The « de » complement of an office."""
    found = [c for c in scene.document.children(i, "nmod") if c.i > i and _cased(scene, c.i) == "de"]
    return found[0] if found else None


def _of_complement(scene: Scene, complement: Token, seat: str) -> Actor | None:
    place, actor = scene.place(complement.i), scene.actor(complement.i)
    if seat == "seat" and complement.pos == "PROPN":
        return place or _named(scene, complement.i, "place")
    if seat == "body" and (actor is None or actor.id.startswith("text:")):
        return _body(scene, complement)
    if actor is not None and actor.kind == "person":
        return scene.state(actor.country)
    if _inner(scene, complement) or (actor is not None and actor.kind == "state"):
        return scene.public(actor) if actor is not None and actor.country else None
    if actor is not None and actor.kind in {"organisation", "party", "armed-group"}:
        return scene.public(actor) if actor.kind == "organisation" and not actor.id.startswith("text:") else actor
    if actor is not None and actor.kind == "institution" and not actor.id.startswith("text:"):
        return scene.public(actor)
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
            return "former", _day(scene, child.i)
    ousting = _ousting(scene, i)
    if ousting is not None:
        return "former", _day(scene, ousting)
    return holder.status or "current", None


def _ousting(scene: Scene, i: int) -> int | None:
    """The verb that ousts the holder: « a renversé le président X »."""
    for at in (i, scene.document.tokens[i].head):
        for verb in (scene.document.tokens[at].head, *(c.i for c in scene.document.children(at, "acl", "acl:relcl"))):
            if scene.document.tokens[verb].lemma in scene.states.offices.verbs["oust"] and at in scene.grammar.objects(
                verb
            ):
                return verb if status_of(scene.grammar, verb)[0] == "factual" else None
    return None


def _day(scene: Scene, verb: int) -> str | None:
    """When an act closed the tenure: its own date, or that of the act that is its subject."""
    dates = (scene.date(at) for at in (verb, *scene.grammar.subjects(verb)))
    return next((d.interval.partial_end for d in dates if d is not None), None)


def _depuis(scene: Scene, i: int) -> str | None:
    """« président depuis 2011 »."""
    for time in scene.mentions.times:
        token = next((t for t in scene.document.tokens[i : i + 12] if t.start == time.span.start), None)
        if token is not None and token.text.lower() in {"depuis", "dès"}:
            return time.interval.partial_start
    return None
