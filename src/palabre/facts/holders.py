"""The persons whom a text puts in an office: by title, apposition, copula or verb of appointment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from palabre.coding.status import status_of
from palabre.facts.naming import (
    definite,
    name_after,
    name_before,
    names_after_complement,
    names_below,
    next_to,
    persons_at,
    pronoun,
    titled,
)
from palabre.facts.scene import Scene
from palabre.facts.titles import cased, complement_of, is_name, is_office
from palabre.types import FactStatus, TimeMention, Token


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office: the token of the name, the rule, and what a verb or a copula says of the time."""

    name: int
    rule: str
    status: FactStatus | None = None
    since: TimeMention | None = None


def holders(scene: Scene, i: int) -> Iterator[Holder]:
    """The persons whom the text puts in the office at token ``i``."""
    below = titled(scene, i) or names_below(scene, i) or names_after_complement(scene, i) or next_to(scene, i)
    if below and _of_kin(scene, i, below[0]):
        return
    if below and _of_inner(scene, i, below[0]):
        below = []
    token = scene.document.tokens[i]
    if token.feats.get("Number") == "Plur" and len(below) < 2:
        return
    if below:
        named = _naming(scene, i)
        yield from (Holder(name, "title") if named is None else replace(named, name=name) for name in below)
        return
    if token.dep == "appos" or _second_apposition(scene, token):
        yield from (Holder(name, "apposition") for name in _names_at(scene, token.head, besides=i))
    elif scene.document.children(i, "cop"):
        yield from _copula(scene, i)
    else:
        beside = [*name_before(scene, i), *name_after(scene, i)][:1]
        found = (
            list(_by_verb(scene, i))
            or list(_predicate(scene, i))
            or [Holder(name, "name beside the comma") for name in beside]
        )
        yield from found or _told_elsewhere(scene, i)


def _told_elsewhere(scene: Scene, i: int) -> Iterator[Holder]:
    """« [Le ministre de l'Eau] a dit ... » of a person whom the text names in another place."""
    person, tokens = scene.person(i), scene.document.tokens
    beside = complement_of(scene, i) is not None or scene.grammar.country_adjectives(i)
    told = person is not None and person.name[:1].isupper() and scene.naming(person)
    if person is None or any(at < i and tokens[at].sentence == tokens[i].sentence for at in scene.naming(person)):
        return
    if told and beside and definite(scene, i):
        yield Holder(i, "title of a person named elsewhere")


def _of_kin(scene: Scene, i: int, name: int) -> bool:
    """« la veuve du président, Mme X »: behind a comma, the name is that of the one who is near the holder."""
    tokens = scene.document.tokens
    near = tokens[tokens[i].head].lemma in scene.states.offices.kin and cased(scene, i) == "de"
    return near and any(t.text == "," for t in tokens[i:name])


def _of_inner(scene: Scene, i: int, name: int) -> bool:
    """« le conseiller du ministre X »: with no comma before it, the name is that of the office it stands next to."""
    between = scene.document.tokens[i + 1 : name]
    inner = [t for t in between if t.feats.get("Number") != "Plur" and cased(scene, t.i) and is_office(scene, t.i)]
    return bool(inner) and all(t.text != "," for t in between[between.index(inner[-1]) :])


def _names_at(scene: Scene, head: int, *, besides: int) -> list[int]:
    """The name that an apposition stands beside: the head itself, or the name that the head carries."""
    if is_name(scene, head):
        return [head]
    found = [n for n in names_below(scene, head) if n != besides and not _own_part(scene, n, head)]
    return found or pronoun(scene, head)


def _own_part(scene: Scene, i: int, head: int) -> bool:
    """« le Washington [Post] »: the second word of a name that is no person's."""
    token = scene.document.tokens[i]
    return token.head == head and token.dep == "flat:name" and scene.document.tokens[head].pos == "PROPN"


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
            for name in persons_at(scene, at):
                yield Holder(name, "copula", status)


def _naming(scene: Scene, i: int) -> Holder | None:
    """« il a nommé [premier ministre] X »: the verb that gives an office with no article to the name beside it."""
    token, verb = scene.document.tokens[i], _governor(scene, i)
    articles = scene.document.children(i, "det")
    noun = scene.document.tokens[verb].lemma in scene.states.offices.verbs["appointment"] and cased(scene, i) == "de"
    if noun and token.dep == "nmod" and status_of(scene.grammar, verb)[0] == "factual":
        return Holder(i, f"« {scene.document.tokens[verb].text} »", since=scene.date(verb))
    if token.dep not in {"obj", "xcomp", "obl"} or any(c.lemma != "un" for c in articles):
        return None
    if scene.document.tokens[verb].lemma not in scene.states.offices.verbs["appoint"] or cased(scene, i):
        return None
    if status_of(scene.grammar, verb)[0] not in {"factual", "future"}:
        return None
    return Holder(i, f"« {scene.document.tokens[verb].text} »", _future(scene, verb), scene.date(verb))


def _by_verb(scene: Scene, i: int) -> Iterator[Holder]:
    """« X a été nommé ministre », « elle devient maire », « il a prêté serment comme président », « les fonctions de
    ministre ont été confiées à X »."""
    post = _post(scene, i)
    at = i if post is None else post
    token, verb = scene.document.tokens[at], scene.document.tokens[_governor(scene, at)]
    parts = {"xcomp", "obj", "obl", "nmod", "acl", *(("nsubj", "nsubj:pass") if post is not None else ())}
    if token.dep not in parts or verb.i == at or cased(scene, at) not in {None, "comme", "à", "en", "dans"}:
        return
    if status_of(scene.grammar, verb.i)[0] not in {"factual", "future"}:
        return
    found, since = _given(scene, at, verb, post is not None)
    people = [n for one in found if one not in {i, at} for n in persons_at(scene, one)]
    yield from (Holder(n, f"« {verb.text} »", _future(scene, verb.i), since) for n in people)


def _predicate(scene: Scene, i: int) -> Iterator[Holder]:
    """« la Cour a déclaré M. Sow président »: the office hung on the name before it, with no comma between."""
    tokens, name = scene.document.tokens, scene.document.tokens[i].head
    verb = tokens[name].head
    if name >= i or not is_name(scene, name) or scene.document.children(i, "det") or cased(scene, i):
        return
    named = tokens[verb].lemma in scene.states.offices.verbs["appoint"] and name in scene.grammar.objects(verb)
    apart = any(t.text == "," for t in tokens[name:i])
    if named and not apart and status_of(scene.grammar, verb)[0] in {"factual", "future"}:
        yield Holder(name, f"« {tokens[verb].text} »", _future(scene, verb), scene.date(verb))


def _given(scene: Scene, at: int, verb: Token, post: bool) -> tuple[list[int], TimeMention | None]:
    """Whom a verb puts or keeps in the office at token ``at``, and since when."""
    verbs, grammar = scene.states.offices.verbs, scene.grammar
    if verb.lemma in verbs["appoint"]:
        return grammar.objects(verb.i), scene.date(verb.i)
    sworn = verb.lemma in verbs["swear"] and any(
        c.lemma in verbs["oath"] for c in scene.document.children(verb.i, "obj")
    )
    if sworn or verb.lemma in verbs["become"]:
        return grammar.subjects(verb.i), scene.date(verb.i)
    if post and verb.lemma in verbs["give"]:
        return grammar.obliques(verb.i, "à"), scene.date(verb.i)
    if verb.lemma in verbs["hold"] or (post and verb.lemma in verbs["take"]):
        return grammar.subjects(verb.i), None
    return [], None


def _post(scene: Scene, i: int) -> int | None:
    """« les fonctions [de ministre] »: the post that an office says more of."""
    head = scene.document.tokens[i].head
    post = scene.document.tokens[head].lemma in scene.states.offices.posts and scene.document.tokens[i].dep == "nmod"
    return head if post and cased(scene, i) == "de" else None


def _governor(scene: Scene, i: int) -> int:
    """The verb above an office, words of time between them passed over (« investi [le même jour] vice-président »)."""
    tokens, at = scene.document.tokens, scene.document.tokens[i].head
    times = [time.span for time in scene.mentions.times]
    while at < i and any(t.start <= tokens[at].start < t.end for t in times) and tokens[at].head != at:
        at = tokens[at].head
    return at


def _future(scene: Scene, verb: int) -> FactStatus:
    forms = [scene.document.tokens[verb], *scene.document.children(verb, "aux:tense", "aux:pass")]
    return "announced" if any(f.feats.get("Tense") == "Fut" for f in forms) else "current"


def _negated(scene: Scene, i: int) -> bool:
    return any(
        c.lemma == "ne" or c.text.lower() in {"ne", "n'", "n’", "pas", "jamais"} for c in scene.document.children(i)
    )
