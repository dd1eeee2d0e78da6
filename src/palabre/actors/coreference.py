"""Pronouns and possessives that stand for a party named before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from palabre.actors.above import governing_referent
from palabre.actors.lists import coordinated, relative
from palabre.actors.memory import Referent
from palabre.actors.phrases import (
    SUBJECTS,
    clause,
    inside,
    preposition,
    relation,
    subject_of,
)
from palabre.actors.sayings import adds, last_speaker, spoke, spoke_before
from palabre.actors.scene import Party, Scene
from palabre.actors.speakers import FIRST_PERSON, in_quotation, speaker
from palabre.actors.sufferers import relative_object, sufferer
from palabre.types import Actor, Token

_SUBJECT_PRONOUNS = {"il": ("Masc", "Sing"), "elle": ("Fem", "Sing"), "ils": ("Masc", "Plur"), "elles": ("Fem", "Plur")}
_CLITICS = {
    "le": ("Masc", "Sing"), "la": ("Fem", "Sing"), "les": (None, "Plur"), "l'": (None, "Sing"),
    "lui": (None, "Sing"), "leur": (None, "Plur"), "eux": ("Masc", "Plur"),
}  # fmt: skip
_LATTER = {
    "celui-ci": ("Masc", "Sing"),
    "celle-ci": ("Fem", "Sing"),
    "ceux-ci": ("Masc", "Plur"),
    "celles-ci": ("Fem", "Plur"),
}
_RELATIVES = frozenset(
    {"qui", "que", "qu'", "dont", "lequel", "laquelle", "lesquels", "lesquelles", "auquel", "auxquels"}
)
_OWNERS = {"son": "Sing", "sa": "Sing", "ses": "Sing", "leur": "Plur", "leurs": "Plur"}
_SOME = frozenset(
    "certains certaines plusieurs autres tous toutes beaucoup chacun chacune quelques-uns uns unes".split()
)


def pronoun_party(scene: Scene, i: int) -> Party | None:
    """Who the pronoun or possessive at token ``i`` stands for; without actors where that is not safe to say."""
    token = scene.token(i)
    text = token.text.lower().replace("’", "'").removeprefix("-t-").removeprefix("-")
    if token.dep == "det":
        return _party(i, "possessive", _owner(scene, i, _OWNERS[text])) if text in _OWNERS else None
    if token.dep.startswith("expl") or token.pos != "PRON":
        return None
    if text in _RELATIVES:
        return relative(scene, token)
    if text in _LATTER:
        return _party(i, "latter", latter(scene, i, *_LATTER[text]))
    if text in FIRST_PERSON:
        return _party(i, "speaker", () if text == "on" and _said_to_us(scene, token) else speaker(scene, i))
    if text == "il" and _impersonal(scene, token):
        return None
    if text in _SUBJECT_PRONOUNS and token.dep in SUBJECTS and adds(scene, i):
        return _party(i, "pronoun", last_speaker(scene, i, *_SUBJECT_PRONOUNS[text]))
    if text in _SUBJECT_PRONOUNS and token.dep in {*SUBJECTS, "obl", "nmod", "conj"}:
        return _party(i, "pronoun", _subject_antecedent(scene, i, *_SUBJECT_PRONOUNS[text]))
    if text in _CLITICS and token.dep in {"obj", "iobj", "obl", "nmod", "obl:agent"}:
        return _party(i, "clitic", _object_antecedent(scene, i, text))
    if text in _SOME and token.dep in {*SUBJECTS, "obj"}:
        return _party(i, "some", _group(scene, i))
    return None


def _impersonal(scene: Scene, token: Token) -> bool:
    """Whether « il » stands for the clause to come: « il est prévu que », « il est interdit de »."""
    if token.dep != "nsubj:pass":
        return False
    after = [scene.token(c) for c in scene.token(token.head).children if c > token.head]
    return any(t.dep in {"ccomp", "csubj", "csubj:pass", "xcomp"} and t.pos == "VERB" and _que(scene, t) for t in after)


def _que(scene: Scene, verb: Token) -> bool:
    return any(scene.token(c).dep == "mark" and scene.token(c).lemma.lower() == "que" for c in verb.children)


def _party(i: int, rule: str, actors: tuple[Actor, ...]) -> Party:
    return Party(actors, f"coref:{rule}" if actors else "unresolved", i, i)


def _said_to_us(scene: Scene, token: Token) -> bool:
    """« On nous cache la vérité »: « on » is the others."""
    return any(scene.token(c).text.lower() in {"nous", "me", "m'"} for c in scene.token(token.head).children)


def _subject_antecedent(scene: Scene, i: int, sex: str | None, count: str | None) -> tuple[Actor, ...]:
    """The subject of the clause before, then of the sentence before; else the only party that agrees."""
    verb = clause(scene.document, i)
    taken = relative_object(scene, verb)
    near = [r for r in _visible(scene, i, sentences=1) if not (r.actors and {a.id for a in r.actors} <= taken)]
    if verb.lemma in scene.lexicon.speech:
        near = [r for r in near if r.actors]
    if verb.lemma in scene.lexicon.holding and scene.token(i).dep == "nsubj:pass":
        near = [r for r in near if r.actors and _human(r)]
    sentence = scene.token(i).sentence
    for wanted in (sentence, sentence - 1):
        subjects = [r for r in near if r.sentence == wanted and r.subject and r.agrees(sex, count)]
        chosen = _preferred(scene, i, subjects)
        if chosen is None and wanted == sentence:
            chosen = governing_referent(
                scene, verb, [r for r in near if r.sentence == sentence and r.agrees(sex, count)]
            )
        if chosen is not None:
            return chosen.actors
        if wanted == sentence and count == "Plur" and (listed := _listed(near, sentence)):
            return listed
    if verb.lemma in scene.lexicon.speech:
        near = [r for r in near if r.core or r.actors[0].kind != "state"]
    return _only([r for r in near if r.agrees(sex, count)])


def _listed(near: list[Referent], sentence: int) -> tuple[Actor, ...]:
    """People named together in the sentence: « a logé X et Y dans un squat où ils ... »."""
    lists = (r.actors for r in near if r.sentence == sentence and len(r.actors) > 1)
    return next((actors for actors in lists if all(a.kind == "person" for a in actors)), ())


def _visible(scene: Scene, i: int, *, sentences: int) -> Iterator[Referent]:
    """What token ``i`` may take up: outside a quotation nothing from inside, inside one not who speaks it."""
    quoted = in_quotation(scene, i)
    said = speaker(scene, i) or spoke_before(scene, i) if quoted else ()
    spoken = {a.id for a in said}
    for referent in before(scene, i, sentences=sentences):
        inner = in_quotation(scene, referent.at)
        if inner and not quoted:
            continue
        if not (spoken and {a.id for a in referent.actors} <= spoken and referent.actors):
            yield referent


def _preferred(scene: Scene, i: int, subjects: list[Referent]) -> Referent | None:
    """The subject of a clause that governs this one, else the main subject of the sentence, else the last one."""
    if not subjects:
        return None
    verb = clause(scene.document, i)
    above = {verb.head}
    while verb.head != verb.i:
        verb = scene.token(verb.head)
        above.add(verb.i)
    governing = [r for r in subjects if scene.token(r.at).head in above]
    parties = [r for r in subjects if r.actors]
    main = [r for r in subjects if scene.token(scene.token(r.at).head).dep in {"root", "conj", "ROOT"}]
    if len(parties) == 1 and len(subjects) > 1 and not governing:
        return main[-1] if main else parties[0]
    return (governing or main or subjects)[0]


def _object_antecedent(scene: Scene, i: int, text: str) -> tuple[Actor, ...]:
    sex, count = _CLITICS[text]
    verb = scene.token(scene.token(i).head)
    if text in {"le", "la", "l'"} and (_called(scene, verb) or (text != "la" and verb.lemma in scene.lexicon.factual)):
        return ()
    if text == "l'":
        sex = _participle_gender(verb)
    if i > 1 and scene.token(i - 2).text.lower() == "quant":
        return ()
    if text == "lui" and preposition(scene.document, i) is not None:
        sex = "Masc"
    own = subject_of(scene.document, clause(scene.document, i).i)
    own_party = scene.party(own.i) if own is not None and own.i != i else None
    barred = {a.id for a in own_party.actors} if own_party else set()
    held = text not in _DATIVES and verb.lemma in scene.lexicon.holding
    human = text in _DATIVES or held
    near = [
        r for r in before(scene, i, sentences=1)
        if r.agrees(sex, count) and not (r.actors and {a.id for a in r.actors} <= barred) and (r.actors or not human)
        and (own is None or r.at != own.i)
    ]  # fmt: skip
    if _cleft(scene, verb):
        told = {a.id for r in near if spoke(scene, r) for a in r.actors}
        near = [r for r in near if not told & {a.id for a in r.actors} and not inside(scene.document, r.at, verb.head)]
    if held and text != "les":
        return _shared_object(scene, verb, near) or _held(near)
    return _receiver(near) if human else _thing(near, text)


def _cleft(scene: Scene, verb: Token) -> bool:
    """« C'est l'armée qui lui a demandé de partir »."""
    over = scene.token(verb.head) if verb.dep == "acl:relcl" else verb
    while over.pos in {"NOUN", "PROPN"} and over.dep in {"nmod", "conj", "obl"} and over.head != over.i:
        over = scene.token(over.head)
    return over.i != verb.i and any(scene.token(c).text.lower() in {"c'", "ce", "c’"} for c in over.children)


def _called(scene: Scene, verb: Token) -> bool:
    """« l'a condamné comme un crime »: what is called a thing is a fact, not a party."""
    called = [c for c in verb.children if preposition(scene.document, c) == "comme"]
    return any(scene.token(c).pos == "NOUN" and c not in scene.roles for c in called)


def _participle_gender(verb: Token) -> str | None:
    """The gender that a past participle shows after « l' », by its ending: taggers take most for masculine."""
    if verb.feats.get("VerbForm") != "Part" or verb.feats.get("Tense") == "Pres":
        return None
    return "Fem" if verb.text.endswith(("ée", "ie", "ue", "te", "se")) else "Masc"


_DATIVES = frozenset({"lui", "leur", "eux"})


def _shared_object(scene: Scene, verb: Token, near: list[Referent]) -> tuple[Actor, ...]:
    """« a arrêté X et l'a inculpé »: the person that the verb before had as object."""
    first = scene.token(verb.head) if verb.dep == "conj" else verb
    objects = [r for r in near if scene.token(r.at).head == first.i and scene.token(r.at).dep == "obj"]
    people = [r for r in objects if first.i != verb.i and r.actors and _human(r)]
    return people[0].actors if people else ()


def _held(near: list[Referent]) -> tuple[Actor, ...]:
    """The person that « l'a arrêté » is about: the last subject, else the only one."""
    people = [r for r in near if _human(r) and len(r.actors) == 1]
    subjects = [r for r in people if r.subject]
    if subjects or people:
        return subjects[0].actors if subjects else _only(people)
    states = [r for r in near if r.subject and len(r.actors) == 1]
    return states[0].actors if states else ()


def _receiver(near: list[Referent]) -> tuple[Actor, ...]:
    """Whom « lui » means: the last subject; not a state where a person was named after it."""
    subjects = [r for r in near if r.subject]
    chosen = (subjects or [r for r in near if r.core] or near)[:1]
    if not chosen:
        return ()
    later = [r for r in near if r.core and r.at > chosen[0].at and r.actors[0].kind == "person"]
    return () if later and chosen[0].actors[0].kind == "state" else chosen[0].actors


def _thing(near: list[Referent], text: str) -> tuple[Actor, ...]:
    """What « le » or « les » may be where a thing is as likely as a party: safe only where all candidates agree."""
    subjects = [r for r in near if r.subject]
    core = [r for r in near if r.core]
    if text in {"le", "la", "l'"}:
        return _only(core)
    return subjects[0].actors if subjects else _only(near)


def _owner(scene: Scene, i: int, count: str) -> tuple[Actor, ...]:
    """The owner that a possessive points to: a person for « sa libération », else the subject."""
    noun = scene.token(scene.token(i).head)
    lemma, lexicon = noun.lemma.lower(), scene.lexicon
    if lemma in lexicon.suffered or lemma in lexicon.deeds:
        return sufferer(scene, i, count, list(_visible(scene, i, sentences=2)))
    if lemma in lexicon.personal:
        people = [r for r in _visible(scene, i, sentences=2) if r.actors and r.agrees(None, count) and _human(r)]
        if people:
            return people[0].actors
    if noun.i in scene.roles and relation(scene.document, noun.i) in SUBJECTS:
        return _preferred_owner(scene, i, count)
    if blamed := _blamed(scene, i, noun, count):
        return blamed
    if judged := _judged(scene, i, noun, count):
        return judged
    subject = subject_of(scene.document, clause(scene.document, i).i)
    if subject is not None and subject.i < i and not inside(scene.document, i, subject.i):
        party = scene.party(subject.i)
        if party is not None and not party.actors and subject.pos == "PRON" and count == "Sing":
            return ()
        actors, own_count = coordinated(scene, subject.i, party)
        if actors and own_count in {None, count}:
            return actors
    if (
        subject is not None
        and not inside(scene.document, i, subject.i)
        and subject.i < i
        and scene.party(subject.i) is None
    ):
        return _only([r for r in before(scene, i, sentences=0) if r.actors and r.agrees(None, count)])
    return _subject_antecedent(scene, i, None, count) or _only(
        [r for r in before(scene, i, sentences=0) if r.actors and _human(r) and r.agrees(None, count)]
    )


def _blamed(scene: Scene, i: int, noun: Token, count: str) -> tuple[Actor, ...]:
    """Whose deed a reason is: « inscrire des officiers sur une liste pour [leur] rôle » is the object's."""
    verb = scene.token(noun.head)
    while verb.pos == "NOUN" and verb.dep in {"obl", "nmod", "obj"}:
        verb = scene.token(verb.head)
    if preposition(scene.document, noun.i) != "pour" or verb.lemma not in scene.lexicon.punishing:
        return ()
    for child in verb.children:
        party = scene.party(child) if scene.token(child).dep in {"obj", "nsubj:pass"} and child < i else None
        actors, own = coordinated(scene, child, party)
        if actors and (own == count or len(actors) > 1):
            return actors
    return ()


def _judged(scene: Scene, i: int, noun: Token, count: str) -> tuple[Actor, ...]:
    """« X a reçu Y et salué ses efforts »: what one praises or blames is another's, the last one named."""
    verb = scene.token(noun.head)
    if noun.dep != "obj" or verb.lemma not in scene.lexicon.punishing:
        return ()
    subject = subject_of(scene.document, clause(scene.document, i).i)
    party = scene.party(subject.i) if subject is not None and subject.i < i else None
    own = {a.id for a in party.actors} if party else set()
    others = [r for r in before(scene, i, sentences=0) if r.actors and r.agrees(None, count)]
    others = [r for r in others if not own & {a.id for a in r.actors} and (r.core or _human(r))]
    if own and not others and noun.lemma.lower() in scene.lexicon.conduct:
        told = [r for r in before(scene, i, sentences=1) if r.subject and r.actors and r.agrees(None, count)]
        return _only(r for r in told if not own & {a.id for a in r.actors})
    return others[0].actors if own and others else ()


def _preferred_owner(scene: Scene, i: int, count: str) -> tuple[Actor, ...]:
    """The party that was subject last: « Son ministre a protesté »."""
    near = [r for r in before(scene, i, sentences=1) if r.actors and r.agrees(None, count)]
    subjects = [r for r in near if r.subject]
    return subjects[0].actors if subjects else _only(near)


def _human(referent: Referent) -> bool:
    return all(a.kind in {"person", "group"} for a in referent.actors)


def latter(scene: Scene, i: int, sex: str | None, count: str | None) -> tuple[Actor, ...]:
    """The last thing named that agrees, if it is a party."""
    for referent in before(scene, i, sentences=1):
        above = inside(scene.document, i, referent.at)
        if referent.agrees(sex, count) and (referent.actors or referent.core) and not above:
            return referent.actors
    return ()


def counted_party(scene: Scene, i: int) -> Party | None:
    """« huit ont été condamnés »: a bare numeral as subject or object is part of the group named last."""
    token = scene.token(i)
    if token.dep not in {*SUBJECTS, "obj"} or (
        token.children and any(scene.token(c).dep == "case" for c in token.children)
    ):
        return None
    actors = _group(scene, i)
    return _party(i, "some", actors) if actors else None


def _group(scene: Scene, i: int) -> tuple[Actor, ...]:
    for referent in before(scene, i, sentences=1):
        if referent.actors and referent.number == "Plur" and referent.actors[0].kind in {"group", "person"}:
            return referent.actors
    return ()


def before(scene: Scene, i: int, *, sentences: int) -> Iterator[Referent]:
    """What was named before token ``i``, the last first, at most ``sentences`` back."""
    for referent in scene.memory.back(scene.token(i).sentence, sentences=sentences):
        if referent.at < i:
            yield referent


def _only(found: Iterable[Referent]) -> tuple[Actor, ...]:
    """The party that all of ``found`` are, if they are one."""
    sets = {r.actors for r in found}
    return sets.pop() if len(sets) == 1 else ()


def is_subject(scene: Scene, i: int) -> bool:
    """Whether token ``i`` or the first of its coordination is a subject."""
    return relation(scene.document, i) in SUBJECTS
