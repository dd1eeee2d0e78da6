"""Who holds which office: facts from titles, appositions, copulas, verbs of appointment and of leading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palabre.actors.phrases import slug
from palabre.coding.status import status_of
from palabre.facts.holders import Holder, holders, persons_at
from palabre.facts.owners import owner_of
from palabre.facts.portfolios import takers
from palabre.facts.scene import Scene
from palabre.facts.titles import cased, is_name, is_office, noun_of
from palabre.types import Actor, Fact, FactStatus, Step, Token

_PHRASE = frozenset({"amod", "nmod", "fixed", "case", "det", "flat:name", "advmod", "acl", "conj", "cc"})


_PUBLIC = frozenset({"GOV", "MIL", "POL", "LEG", "JUD", "IGO"})


def find(scene: Scene) -> Iterator[Fact]:
    """The office facts of a document, in text order, repeats included, with who vouches for the person."""
    for fact in _told(scene):
        speaker = scene.voucher(fact.subject)
        yield fact if speaker is None else replace(fact, trace=(*fact.trace, speaker))


def _told(scene: Scene) -> Iterator[Fact]:
    for token in scene.tokens():
        if is_office(scene, token.i):
            made = (_fact(scene, token.i, holder) for holder in holders(scene, token.i))
            yield from (fact for fact in made if fact is not None)
        elif token.lemma in scene.states.offices.posts:
            yield from _posts(scene, token.i)
        elif token.pos == "PROPN" and is_name(scene, token.i):
            yield from _affiliations(scene, token.i)
        elif token.lemma in scene.states.offices.verbs["lead"]:
            yield from _leads(scene, token.i)


def _posts(scene: Scene, i: int) -> Iterator[Fact]:
    """« le portefeuille du Budget revient à X »."""
    for name, verb in takers(scene, i):
        person = _person(scene, i, name)
        country = scene.state(person.country) or scene.state(scene.focus.country(i))
        if country is not None:
            steps = (Step("office", f"« {scene.document.tokens[verb].text} »"), Step("object", "country of the person"))
            state = Step("state", scene.phrase(i))
            yield Fact(
                "office", person, country, scene.phrase(i), None, None, "current", scene.evidence(i), (*steps, state)
            )


def _leads(scene: Scene, i: int) -> Iterator[Fact]:
    """« le régime dirigé par le général Sow », « X, qui préside le parti »."""
    people = [n for at in scene.grammar.subjects(i) for n in persons_at(scene, at)]
    led = [
        (at, body) for at in scene.grammar.objects(i) if (body := scene.actor(at)) is not None and body.kind != "person"
    ]
    if not people or not led or status_of(scene.grammar, i)[0] != "factual":
        return
    (at, body), person = led[0], _person(scene, i, people[0])
    owner = scene.public(body) if body.kind in {"institution", "state"} else body
    registered = scene.state(person.country) if person.id.startswith("person:") and body.kind == "institution" else None
    words = f"{scene.document.tokens[i].lemma} : {scene.phrase(at)}"
    steps = (Step("office", "« diriger »"), Step("object", "what is led"), Step("state", "lead"))
    yield Fact("office", person, registered or owner, words, None, None, "current", scene.evidence(i), steps)


def _affiliations(scene: Scene, i: int) -> Iterator[Fact]:
    """« Ali Sow, du Pentagone », « Ali Sow de l'Africom »: the body that a named person comes from."""
    person = scene.person(i)
    for child in scene.document.children(i, "nmod"):
        body = scene.actor(child.i) if cased(scene, child.i) == "de" and child.i > i else None
        official = body is not None and body.kind in {"institution", "organisation"} and body.sector in _PUBLIC
        if person is None or body is None or not official or body.id.startswith("text:"):
            continue
        last = scene.edges(child.i)[1]
        evidence = scene.evidence(i, first=child.left, last=last)
        steps = (Step("office", "affiliation"), Step("object", "complement"), Step("state", body.id))
        value = scene.words(child.left, last)
        yield Fact("office", person, scene.public(body), value, None, None, "current", evidence, steps)


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
        return cased(scene, child.i) is not None or (child.pos == "PROPN" and not is_name(scene, child.i))
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
    if known is not None and (known.id.startswith("text:") or _alike(scene, name, known)):
        return known
    text = _full_name(scene, name)
    return Actor(f"text:{slug(text)}", text, "person")


def _alike(scene: Scene, name: int, known: Actor) -> bool:
    """Whether the name in the text shares a word with the person's, or is no name at all."""
    if scene.document.tokens[name].pos != "PROPN":
        return True
    words, others = (slug(text).split("-") for text in (_full_name(scene, name), known.name))
    return any(_near(word, other) for word in words for other in others)


def _near(word: str, other: str) -> bool:
    """« Lamime » is « Lamine »: one letter may drift in a long word."""
    return word == other or (len(word) > 4 and sum(a != b for a, b in zip(word, other, strict=False)) < 2)


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
