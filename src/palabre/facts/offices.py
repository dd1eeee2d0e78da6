"""Who holds which office: facts from titles, appositions, copulas, verbs of appointment and of leading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from palabre.coding.status import status_of
from palabre.facts.holders import Holder, holders
from palabre.facts.leading import JUNTA, heads, is_junta, leads, since_said
from palabre.facts.owners import abroad_of, host_of, owner_of
from palabre.facts.people import person_of
from palabre.facts.portfolios import takers
from palabre.facts.rosters import listed, peers, roster
from palabre.facts.scene import Scene
from palabre.facts.successions import successions
from palabre.facts.titles import cased, complement_of, is_name, is_office, key_of, noun_of
from palabre.facts.vacancies import vacancies
from palabre.types import Actor, Fact, FactStatus, Step, Token

_PHRASE = frozenset({"amod", "nmod", "fixed", "case", "det", "flat:name", "advmod", "acl", "conj", "cc"})


_PUBLIC = frozenset({"GOV", "MIL", "POL", "LEG", "JUD", "IGO"})


def find(scene: Scene) -> Iterator[Fact]:
    """The office facts of a document, in text order, repeats included, with who vouches for the person."""
    told = list[Fact]()
    for token in scene.tokens():
        told += _told(scene, token, told)
    for fact in told:
        speaker = scene.voucher(fact.subject)
        yield fact if speaker is None else replace(fact, trace=(*fact.trace, speaker))


def _told(scene: Scene, token: Token, told: list[Fact]) -> list[Fact]:
    """What the words at a token say, given what those before it said."""
    offices, lemma, i = scene.states.offices, token.lemma, token.i
    if lemma in offices.peers:
        return _peers(scene, i, told)
    if is_office(scene, i):
        found = _listed(scene, i) or [fact for one in holders(scene, i) if (fact := _fact(scene, i, one)) is not None]
        return found or list(vacancies(scene, i))
    if lemma in offices.posts:
        return list(_posts(scene, i))
    if token.pos == "PROPN" and is_name(scene, i):
        return list(_affiliations(scene, i))
    if lemma in offices.heads:
        return list(heads(scene, i))
    if lemma in offices.verbs["lead"]:
        return [_over(fact, told) for fact in leads(scene, i)]
    return list(successions(scene, i, told)) if lemma in offices.verbs["succeed"] else []


def _over(fact: Fact, told: list[Fact]) -> Fact:
    """« X remplace Y, [qui dirigeait le gouvernement] »: of who was just told to be followed, it was so until then."""
    gone = any(
        f.subject.id == fact.subject.id and (f.trace[0].rule, f.status) == ("succession", "former") for f in told
    )
    return replace(fact, status="former") if gone else fact


def _listed(scene: Scene, i: int) -> list[Fact]:
    """« les présidents du Mali, X, et du Niger, Y »."""
    title, entries = roster(scene, i)
    status = _beside(scene, i) or "current"
    return [listed(scene, i, title, one, person_of(scene, one.name, one.name), status) for one in entries]


def _peers(scene: Scene, i: int, told: list[Fact]) -> list[Fact]:
    """« son homologue français, X »."""
    found = peers(scene, i, told)
    return [listed(scene, i, title, one, person_of(scene, one.name, one.name), "current") for title, one in found]


def _posts(scene: Scene, i: int) -> Iterator[Fact]:
    """« le portefeuille du Budget revient à X »."""
    for name, verb in takers(scene, i):
        person = person_of(scene, i, name)
        country = scene.state(person.country) or scene.state(scene.focus.country(i))
        if country is not None:
            steps = (Step("office", f"« {scene.document.tokens[verb].text} »"), Step("object", "country of the person"))
            state = Step("state", scene.phrase(i))
            yield Fact(
                "office", person, country, scene.phrase(i), None, None, "current", scene.evidence(i), (*steps, state)
            )


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
    person, body = person_of(scene, i, holder.name), complement_of(scene, i)
    seat = JUNTA if body is not None and is_junta(scene, body.i, holder.name) else abroad_of(scene, i)
    owner, rule = _whose(scene, i, holder, person, seat)
    if owner is None or owner.id == person.id:
        return None
    status, until = _status(scene, i, holder)
    since = holder.since.interval.partial_start if holder.since else since_said(scene, i) or _named_on(scene, i, holder)
    words, host = scene.words(*office), host_of(scene, i, owner)
    value = f"{words} ({host.name})" if host else words
    steps = (Step("office", holder.rule, words), Step("object", rule), Step("state", key_of(scene, i)))
    evidence = scene.evidence(i, first=office[0], last=office[1])
    return Fact("office", person, owner, value, since, until, status, evidence, steps, dimension=seat)


def _whose(scene: Scene, i: int, holder: Holder, person: Actor, seat: str | None) -> tuple[Actor | None, str]:
    """Whose office it is; a junta's is the state's, and so is one that the text says to be given in its country."""
    owner, rule = _own_state(scene, i, person) or owner_of(scene, i, person)
    told = scene.state(scene.focus.country(i))
    if seat == JUNTA and owner is not None and owner.kind != "state":
        return scene.state(person.country) or told or owner, rule
    stately = scene.states.offices.seats[noun_of(scene, scene.document.tokens[i])] == "state"
    if owner is None and holder.rule.startswith("«") and stately:
        return told, "country told of"
    return owner, rule


def _own_state(scene: Scene, i: int, person: Actor) -> tuple[Actor, str] | None:
    """« Les présidents malien et nigérien, X et Y » each preside their own state."""
    plural = scene.document.tokens[i].feats.get("Number") == "Plur"
    state = scene.state(person.country) if plural and person.id.startswith("person:") else None
    return (state, "country of the person") if state is not None and state.kind == "state" else None


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


def _status(scene: Scene, i: int, holder: Holder) -> tuple[FactStatus, str | None]:
    """What stands beside the office (« ancien »), then the verb's own word, then the holder's death."""
    offices, token = scene.states.offices, scene.document.tokens[i]
    if token.text.lower().startswith("ex-"):
        return "former", None
    if beside := _beside(scene, i):
        return beside, None
    for child in scene.document.children(holder.name, "acl", "acl:relcl", "appos"):
        if child.lemma in offices.dead:
            return "former", _day(scene, child.i)
    ousting = _ousting(scene, i)
    if ousting is not None:
        return "former", _day(scene, ousting)
    return holder.status or "current", None


def _named_on(scene: Scene, i: int, holder: Holder) -> str | None:
    """« le premier ministre, X, nommé le 7 août »."""
    verbs = scene.states.offices.verbs["appoint"]
    for at in (i, holder.name):
        for child in scene.document.children(at, "acl"):
            day = scene.date(child.i) if child.i > holder.name and child.lemma in verbs else None
            told = day is not None and any(m.span == day.span for m in scene.mentions.times)
            if day is not None and told and not scene.document.children(child.i, "xcomp"):
                return day.interval.partial_start
    return None


def _beside(scene: Scene, i: int) -> FactStatus | None:
    """What an adjective or an adverb beside the office says of it (« ancien », « jusque-là »)."""
    standing = scene.states.offices.standing
    for child in scene.document.children(i, "amod", "advmod", "acl", "nmod", "case"):
        word = child.lemma.lower() if child.lemma.lower() in standing else child.text.lower()
        if word in standing and not any(t.text == "," for t in scene.document.tokens[i : child.i]):
            return standing[word]
    return None


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
