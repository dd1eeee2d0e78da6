"""The persons whom a text puts in an office: by title, apposition, copula or verb of appointment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.facts.titles import cased, complement_of, is_name, is_office
from palabre.types import FactStatus, TimeMention, Token

_DEFINITE = frozenset({"le", "la", "l'", "l’", "du", "au"})
_CLOSING = frozenset({",", ".", "qui", "dont"})
_LINKS = frozenset({"appos", "flat:name", "flat", "nmod"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office: the token of the name, the rule, and what a verb or a copula says of the time."""

    name: int
    rule: str
    status: FactStatus | None = None
    since: TimeMention | None = None


def holders(scene: Scene, i: int) -> Iterator[Holder]:
    """The persons whom the text puts in the office at token ``i``."""
    below = _titled(scene, i) or _names_below(scene, i) or _names_after_complement(scene, i) or _next(scene, i)
    if below and _of_kin(scene, i, below[0]):
        return
    if below and _of_inner(scene, i, below[0]):
        below = []
    token = scene.document.tokens[i]
    if token.feats.get("Number") == "Plur" and len(below) < 2:
        return
    if below:
        yield from (Holder(name, "title") for name in below)
        return
    if token.dep == "appos" or _second_apposition(scene, token):
        yield from (Holder(name, "apposition") for name in _names_at(scene, token.head, besides=i))
    elif scene.document.children(i, "cop"):
        yield from _copula(scene, i)
    else:
        beside = [*_name_before(scene, i), *_name_after(scene, i)][:1]
        found = list(_by_verb(scene, i)) or [Holder(name, "name beside the comma") for name in beside]
        yield from found or _told_elsewhere(scene, i)


def _titled(scene: Scene, i: int) -> list[int]:
    """The name inside the title that the reader of actors put together, or beside it under another title."""
    tokens, person = scene.document.tokens, scene.person(i)
    if person is None or tokens[i].feats.get("Number") == "Plur":
        return []
    spans = [m.span for m in scene.mentions_at(i) if m.rule.startswith("person") and m.span is not None]
    last = max((span.end for span in spans), default=tokens[i].end)
    ahead = tokens[i + 1 : scene.document.sentences[tokens[i].sentence].last]
    inside = [t.i for t in ahead if t.start < last]
    beside = tokens[inside[-1] if inside else i].right + 1
    near = [*inside, *(range(beside, min(beside + 5, len(tokens))) if tokens[beside - 1].text == "," else ())]
    return [at for at in near if at in scene.naming(person) and tokens[at].sentence == tokens[i].sentence][:1]


def _next(scene: Scene, i: int) -> list[int]:
    """« le ministre français [Luc Roy] », wherever the parser hangs the name."""
    tokens, at = scene.document.tokens, i + 1
    while at < len(tokens) and tokens[at].pos == "ADJ":
        at += 1
    known = at < len(tokens) and tokens[at].sentence == tokens[i].sentence and scene.person(at) is not None
    return [at] if known and is_name(scene, at) else []


def _told_elsewhere(scene: Scene, i: int) -> Iterator[Holder]:
    """« [Le ministre de l'Eau] a dit ... » of a person whom the text names in another place."""
    person = scene.person(i)
    beside = complement_of(scene, i) is not None or scene.grammar.country_adjectives(i)
    told = person is not None and person.name[:1].isupper() and scene.naming(person)
    if told and beside and _definite(scene, i):
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


def _names_below(scene: Scene, i: int) -> list[int]:
    """« le ministre Ali Sow », « le ministre, M. Sow », « le chef de la junte, le général Sow »."""
    found: list[int] = []
    complement = complement_of(scene, i)
    for child in scene.document.children(i, *_LINKS):
        if child.i < i or cased(scene, child.i) or (complement is not None and child.dep == "nmod"):
            continue
        if is_name(scene, child.i):
            found += [child.i, *_more_names(scene, child.i)]
        elif child.dep != "nmod" and child.pos == "NOUN":
            found += _names_below(scene, child.i)
    return found[:1] if scene.document.tokens[i].feats.get("Number") != "Plur" else found


def _names_after_complement(scene: Scene, i: int) -> list[int]:
    """« la procureure de la Cour, [Mme X] », « le président de l'Assemblée [X] »: the parser may hang X on the body."""
    complement = complement_of(scene, i)
    if complement is None or complement.pos == "PROPN" or is_name(scene, complement.i):
        return []
    return _names_below(scene, complement.i)


def _name_before(scene: Scene, i: int) -> list[int]:
    """« [X], le rapporteur du texte, ... » where the parser sees no apposition."""
    tokens, at = scene.document.tokens, i - 1
    while at > 0 and tokens[at].pos in {"DET", "ADJ"}:
        at -= 1
    if at < 1 or tokens[at].text != "," or tokens[at - 1].pos != "PROPN" or tokens[at].sentence != tokens[i].sentence:
        return []
    name = at - 1
    while tokens[name].dep in {"flat:name", "flat"} and tokens[name].head < name:
        name = tokens[name].head
    closed = tokens[min(_end(scene, i), len(tokens) - 1)].text.lower() in _CLOSING or tokens[i].dep == "nsubj"
    listed = tokens[name].dep in {"conj", "nmod"} and tokens[i].dep != "nsubj:pass"
    return [name] if closed and is_name(scene, name) and not listed else []


def _name_after(scene: Scene, i: int) -> list[int]:
    """« le président de la Poste, [X], ... », « le guide du pays, l'ayatollah [X] » where the parser sees none."""
    tokens, at = scene.document.tokens, _end(scene, i)
    if at >= len(tokens) - 2 or tokens[at].text != "," or not _definite(scene, i):
        return []
    at += 1
    while tokens[at].pos in {"DET", "NOUN"} and at < len(tokens) - 1:
        at += 1
    last = at
    while last < len(tokens) and tokens[last].pos == "PROPN":
        last += 1
    closed = last < len(tokens) and tokens[last].text in {",", "."} and last - at > 1
    return [at] if closed and is_name(scene, at) and tokens[last].sentence == tokens[i].sentence else []


def _end(scene: Scene, i: int) -> int:
    """The token behind the words of an office, by parts of speech alone."""
    tokens, at = scene.document.tokens, i + 1
    while at < len(tokens) and tokens[at].pos in {"NOUN", "ADJ", "ADP", "DET", "PROPN", "NUM"}:
        at += 1
    return at


def _definite(scene: Scene, i: int) -> bool:
    return any(c.text.lower() in _DEFINITE for c in scene.document.children(i, "det", "case"))


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
            for name in persons_at(scene, at):
                yield Holder(name, "copula", status)


def persons_at(scene: Scene, at: int) -> list[int]:
    """The names at token ``at``: itself, or the one that it carries as a title."""
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
        or cased(scene, i) not in {None, "comme", "à", "en"}
    ):
        return
    if status_of(scene.grammar, verb.i)[0] not in {"factual", "future"}:
        return
    if verb.lemma in verbs["appoint"]:
        status = _future(scene, verb.i)
        people = [n for at in scene.grammar.objects(verb.i) if at != i for n in persons_at(scene, at)]
        yield from (Holder(n, f"« {verb.text} »", status, scene.date(verb.i)) for n in people)
    elif verb.lemma in verbs["become"] | verbs["hold"]:
        since = scene.date(verb.i) if verb.lemma in verbs["become"] else None
        people = [n for at in scene.grammar.subjects(verb.i) if at != i for n in persons_at(scene, at)]
        yield from (Holder(n, f"« {verb.text} »", _future(scene, verb.i), since) for n in people)


def _future(scene: Scene, verb: int) -> FactStatus:
    forms = [scene.document.tokens[verb], *scene.document.children(verb, "aux:tense", "aux:pass")]
    return "announced" if any(f.feats.get("Tense") == "Fut" for f in forms) else "current"


def _negated(scene: Scene, i: int) -> bool:
    return any(
        c.lemma == "ne" or c.text.lower() in {"ne", "n'", "n’", "pas", "jamais"} for c in scene.document.children(i)
    )
