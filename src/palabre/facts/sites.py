"""Who holds a site that changes hands (« a remis sa base à l'armée malienne »), and which ground « la ville » is."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.actors.phrases import slug
from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.types import Actor, Fact, Step, Token

_OFFICIAL = frozenset({"MIL", "GOV", "IGO", "POL"})
_NEAR = 12


def find(scene: Scene) -> Iterator[Fact]:
    """Who holds a site after a handover, and who held it until then."""
    for token in scene.tokens():
        if token.lemma in scene.states.sites["verbs"] and status_of(scene.grammar, token.i)[0] == "factual":
            yield from _handover(scene, token)


def town(scene: Scene, noun: int) -> Actor | None:
    """« la ville », « le bastion », with no name beside it: the one town of the title, else the last town named."""
    tokens, bare = scene.document.tokens, scene.states.sites["towns"]
    if tokens[noun].lemma not in bare or scene.document.children(noun, "nmod", "appos", "nummod", "flat:name"):
        return None
    titles = {s.index for s in scene.document.sentences if s.section == "title"}
    towns = [m for m in scene.mentions.places if m.place.precision in {"city", "district"}]
    named = {m.place.id: m for m in towns if tokens[m.head].sentence in titles}
    if len(named) == 1:
        return scene.place(next(iter(named.values())).head)
    before = [m.head for m in towns if m.head < noun]
    return scene.place(max(before)) if before else None


def site(scene: Scene, noun: int) -> list[Actor]:
    """The site that a noun names, one for each place beside it; « la base » is the last one that was named."""
    if (known := scene.place(noun)) is not None and known.kind == "place":
        return [known]
    named = _named(scene, noun)
    same = (t for t in scene.document.tokens[:noun] if t.lemma == scene.document.tokens[noun].lemma)
    for token in reversed([] if named else list(same)):
        if named := ([known] if (known := scene.place(token.i)) else _named(scene, token.i)):
            break
    return named


def _named(scene: Scene, noun: int) -> list[Actor]:
    """« les bases de Gao et de Gossi »: a site for each name behind « de » that is no party's."""
    tokens, noun_word = scene.document.tokens, scene.document.tokens[noun].text.lower()
    word = noun_word.rstrip("s") if tokens[noun].feats.get("Number") == "Plur" else noun_word
    found = []
    for i in scene.grammar.obliques(noun, "de"):
        place = scene.place(i)
        if tokens[i].pos == "PROPN" and (scene.actor(i) is None if place is None else place.kind == "place"):
            text = next((m.text for m in scene.mentions.places if m.head == i), scene.phrase(i))
            name = f"{word} d'{text}" if slug(text)[:1] in "aeiou" else f"{word} de {text}"
            found.append(Actor(f"text:{slug(name)}", name, "place", place.country if place else None))
    return found


def _handover(scene: Scene, verb: Token) -> Iterator[Fact]:
    grammar, tokens = scene.grammar, scene.document.tokens
    receivers = [a for i in grammar.obliques(verb.i, "à") if (a := scene.actor(i)) and _official(a)]
    nouns = [i for i in grammar.objects(verb.i) if tokens[i].lemma in scene.states.sites["nouns"]]
    nouns = nouns or _before(scene, verb)
    if not receivers or not nouns:
        return
    time = scene.date(verb.i)
    since, until = (time.interval.partial_start, time.interval.partial_end) if time is not None else (None, None)
    label, evidence = scene.states.labels["control", "holds"], scene.evidence(verb.i)
    steps = (Step("frame", "control.site handed over"), Step("state", "holds"))
    giver = _giver(scene, verb, nouns[0], receivers[0])
    for noun in nouns:
        for one in site(scene, noun):
            yield Fact("control", receivers[0], one, label, since, None, "current", evidence, steps, "holds")
            if giver is not None:
                yield Fact("control", giver, one, label, None, until, "ended", evidence, steps, "holds")


def _official(actor: Actor) -> bool:
    return actor.kind == "state" or (actor.sector in _OFFICIAL and actor.country is not None)


def _before(scene: Scene, verb: Token) -> list[int]:
    """« la base de Gao, remise à l'armée », « la base, à Gao, qu'ils ont remise »: the last site before the verb."""
    tokens, first = scene.document.tokens, scene.document.sentences[verb.sentence].first
    if verb.dep not in {"acl", "acl:relcl"} and tokens[verb.i - 1].text != ",":
        return []
    near = range(verb.i - 1, max(verb.i - _NEAR, first) - 1, -1)
    return [i for i in near if tokens[i].lemma in scene.states.sites["nouns"]][:1]


def _giver(scene: Scene, verb: Token, noun: int, receiver: Actor) -> Actor | None:
    """Who gives: the subject, the owner of the site, else whoever is the subject of what the participle hangs on."""
    grammar, tokens = scene.grammar, scene.document.tokens
    around = [c.i for c in scene.document.children(verb.i) if c.pos == "VERB"] + [tokens[noun].head]
    heads = [*grammar.subjects(verb.i), *grammar.owners(noun), *(at for v in around for at in grammar.subjects(v))]
    found = (a for i in heads for m in scene.mentions_at(i) if (a := m.actor) is not None)
    given = next((a for a in found if _official(a) and a.country != receiver.country), None)
    return scene.public(given) if given is not None and given.kind == "group" else given
