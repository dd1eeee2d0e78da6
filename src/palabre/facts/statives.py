"""Facts that verbs and nouns of state say, by the frames of ``data/<language>/facts.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from palabre.actors.phrases import slug
from palabre.coding.matching import Match
from palabre.coding.status import status_of
from palabre.facts.scene import Scene
from palabre.facts.sides import body, counted
from palabre.facts.sites import town
from palabre.facts.withdrawals import host_of, host_of_mission
from palabre.knowledge.frames import Path, Role
from palabre.knowledge.states import Stative
from palabre.types import Actor, Fact, FactStatus, Step, TimeMention

_PARTIES = frozenset({"state", "organisation", "party", "armed-group"})
_IN = frozenset({"à", "en", "dans", "sur"})
_SINCE = ("depuis", "dès")
_UNTIL = ("jusqu", "d'ici", "d’ici")


def find(scene: Scene) -> Iterator[Fact]:
    """The facts that stative frames say, in text order."""
    for token in scene.tokens():
        match = scene.matcher.match(token.i)
        if match is not None:
            yield from _facts(scene, match, scene.states.statives[match.frame.name])


def _facts(scene: Scene, match: Match, stative: Stative) -> Iterator[Fact]:
    status = _status(scene, match.trigger, stative)
    if status is None:
        return
    subjects = _subjects(scene, match, stative)
    if not _lasts(scene, match, stative, subjects):
        return
    if stative.pair:
        if len(subjects) == 2:
            yield _fact(scene, match, stative, status, subjects[0], subjects[1])
        return
    objects = _objects(scene, match, stative, subjects)
    for subject in subjects:
        for one in objects:
            if one.id != subject.id:
                yield _fact(scene, match, stative, status, subject, one)


def _lasts(scene: Scene, match: Match, stative: Stative, subjects: list[Actor]) -> bool:
    """Whether a frame that also tells meetings says how things stand: in the present, of several."""
    tense = scene.document.tokens[match.trigger].feats.get("Tense")
    return not stative.lasting or (tense == "Pres" and len(subjects) >= stative.lasting)


def _status(scene: Scene, i: int, stative: Stative) -> FactStatus | None:
    """The status of the fact by that of the words: « ne ... plus » ends it, other negations deny it."""
    verdict, rule = status_of(scene.grammar, i)
    denied = verdict == "negated" and all(trigger.negated for trigger in stative.frame.triggers)
    if verdict == "factual" or denied:
        return stative.status
    if verdict == "future":
        return "announced"
    return "ended" if rule == "ne ... plus" else None


def _tokens(scene: Scene, match: Match, role: Role) -> list[int]:
    """The tokens of the first of the role's options that the text fills."""
    for option in role:
        found = [i for path in option for i in _follow(scene, match.trigger, path)]
        if found:
            return found
    return []


def _follow(scene: Scene, i: int, path: Path) -> list[int]:
    """The tokens at the end of a path such as ``object.de``."""
    at = [i]
    for step in path:
        at = [j for here in at for j in _step(scene, here, step)]
    return at


def _step(scene: Scene, i: int, step: str) -> list[int]:
    grammar = scene.grammar
    steps: dict[str, Callable[[int], list[int]]] = {
        "bearer": lambda at: _bearers(scene, at),
        "subject": grammar.subjects,
        "object": grammar.objects,
        "clause": grammar.clauses,
        "adj": grammar.country_adjectives,
        "owner": grammar.owners,
    }
    return steps[step](i) if step in steps else grammar.obliques(i, step)


def _bearers(scene: Scene, i: int) -> list[int]:
    """What a word says something of: its subject (« X est membre »), or the noun it stands beside."""
    token = scene.document.tokens[i]
    subjects = scene.document.children(token.head if token.dep == "xcomp" else i, "nsubj", "nsubj:pass")
    if subjects:
        return scene.grammar.expand(c.i for c in subjects)
    apart = token.dep == "conj" and not scene.document.children(i, "cc")
    beside = (apart or token.dep in {"appos", "nmod", "amod", "acl"}) and token.head != i
    return [at for at in scene.grammar.expand([token.head]) if at != i] if beside else []


def _subjects(scene: Scene, match: Match, stative: Stative) -> list[Actor]:
    found = [a for i in _tokens(scene, match, match.frame.actor) for a in _parties_at(scene, i, stative)]
    found = [a for a in found if not stative.sectors or a.sector in stative.sectors]
    found = [a for a in found if stative.kind != "membership" or scene.public(a).kind != "organisation"]
    if stative.kind != "control":
        found = [scene.public(a) for a in found]
    if stative.kind == "relation":
        found = [a for a in found if a.kind in _PARTIES]
    return list({a.id: a for a in found}.values())


def _parties_at(scene: Scene, i: int, stative: Stative) -> list[Actor]:
    """The parties at token ``i``; of a force, those that its phrase names (« les missions EUTM et EUCAP »)."""
    found = _bare(scene, i, stative) or scene.parties_at(i)
    if found or stative.kind != "deployment":
        return found
    token = scene.document.tokens[i]
    inside = (a for at in range(token.left, token.right + 1) for a in scene.parties_at(at))
    return [a for a in inside if a.kind in {"organisation", "institution"}]


def _bare(scene: Scene, i: int, stative: Stative) -> list[Actor]:
    """« Le pays, membre de X »: the state in focus, whatever stands beside it; « les trois pays »: those told."""
    if stative.kind != "membership":
        return []
    if known := ([] if scene.parties_at(i) else counted(scene, i)):
        return known
    token = scene.document.tokens[i]
    bare = token.lemma == "pays" and token.feats.get("Number") == "Sing" and not scene.grammar.obliques(i, "de")
    focus = scene.state(scene.focus.country(i)) if bare else None
    return [focus] if focus is not None and focus.kind == "state" else []


def _objects(scene: Scene, match: Match, stative: Stative, subjects: list[Actor]) -> list[Actor]:
    if match.frame.recipient == ((("home",),),):
        homes = [scene.state(s.country) for s in subjects]
        return [h for h in homes if h is not None][:1]
    tokens = _tokens(scene, match, match.frame.recipient)
    found = [a for i in tokens if (a := _object(scene, i, stative, subjects)) is not None]
    if stative.kind == "membership":
        found = [a for a in found if a.kind == "organisation"] or _of_it(scene, match.trigger, tokens)
    if not found and stative.place:
        found = _places_in_clause(scene, match.trigger)
    if not found and stative.kind == "deployment":
        found = _hosts(scene, match, stative, subjects)
    return list({a.id: a for a in found}.values())


def _hosts(scene: Scene, match: Match, stative: Stative, subjects: list[Actor]) -> list[Actor]:
    """Where a force is that the clause leaves unsaid: where its name says, else where the text is."""
    bodies = [a for i in _tokens(scene, match, match.frame.actor) for a in _parties_at(scene, i, stative)]
    named = (host_of_mission(scene, body) for body in bodies if body.kind == "organisation")
    host = next((one for one in named if one is not None), None)
    host = host or host_of(scene, match.trigger, subjects[0] if subjects else None)
    return [host] if host is not None else []


def _of_it(scene: Scene, i: int, tokens: list[int]) -> list[Actor]:
    """« X en est membre »: of the body that the text named last."""
    near = {scene.document.tokens[i].head, i}
    clitic = any(c.text.lower() == "en" for at in near for c in scene.document.children(at, "iobj", "mark", "obl"))
    known = body(scene, i) if clitic and not tokens else None
    return [known] if known is not None else []


def _object(scene: Scene, i: int, stative: Stative, subjects: list[Actor]) -> Actor | None:
    token = scene.document.tokens[i]
    actor = scene.actor(i)
    if not stative.place:
        return scene.public(actor) if actor is not None else _place_at(scene, i)
    if token.pos != "PROPN" and scene.knowledge.themes.of(token.lemma) == "territory":
        return _territory(scene, i, next((s.country for s in subjects if s.country), None))
    if actor is not None:
        return actor if actor.kind == "state" else scene.place(i)
    return _place_at(scene, i) or (_thing(scene, i) if token.pos == "PROPN" else None)


def _place_at(scene: Scene, i: int) -> Actor | None:
    return scene.place(i) or next((p for c in scene.document.children(i) if (p := scene.place(c.i))), None)


def _territory(scene: Scene, i: int, home: str | None) -> Actor | None:
    """« la ville de X » is X; « le nord du pays » stays what it is, with the country beside it."""
    token = scene.document.tokens[i]
    if token.dep == "appos" and (place := _apposed(scene, i)) is not None:
        return place
    inner = _place_at(scene, i)
    if inner is not None and inner.kind == "place":
        return inner
    if (named := town(scene, i)) is not None:
        return named
    ground = _thing(scene, i)
    country = scene.state(scene.focus.country(i) or home)
    unsaid = country is not None and ground.name.endswith("du pays")
    return replace(ground, name=f"{ground.name} ({country.name})") if country is not None and unsaid else ground


def _apposed(scene: Scene, i: int) -> Actor | None:
    """« X, un territoire ... »: the place that the phrase before the comma ends with."""
    tokens, at = scene.document.tokens, scene.document.tokens[i].left
    before = next((t.i for t in reversed(tokens[:at]) if t.pos not in {"PUNCT", "DET"}), None)
    return scene.place(tokens[i].head) or (scene.place(before) if before is not None else None)


def _thing(scene: Scene, i: int) -> Actor:
    """A place known from its words only."""
    text = scene.phrase(i)
    return Actor(f"text:{slug(text)}", text, "place")


def _places_in_clause(scene: Scene, i: int) -> list[Actor]:
    """The first place or state behind « à », « en », « dans » or « sur » under the trigger."""
    token = scene.document.tokens[i]
    for at in range(token.left, token.right + 1):
        if scene.grammar.preposition(at) in _IN:
            actor = scene.actor(at)
            found = scene.place(at) or (actor if actor is not None and actor.kind == "state" else None)
            if found is not None:
                return [found]
    return []


def _fact(scene: Scene, match: Match, stative: Stative, status: FactStatus, subject: Actor, one: Actor) -> Fact:
    date = scene.date(match.trigger)
    since, until = _dates(scene, date)
    if status == "ended" and date is not None and since is None:
        until = date.interval.partial_end
    steps = (Step("frame", match.frame.name), Step("state", stative.value))
    evidence = scene.evidence(match.trigger, first=match.words[0], last=match.words[-1])
    return Fact(stative.kind, subject, one, _value(scene, match, stative), since, until, status, evidence, steps)


def _value(scene: Scene, match: Match, stative: Stative) -> str:
    """The force for a deployment, the state's own label else."""
    if stative.kind == "deployment":
        inner = [at for clause in scene.grammar.clauses(match.trigger) for at in scene.grammar.objects(clause)]
        told = [at for path in ("object", "de", "bearer") for at in _step(scene, match.trigger, path)]
        named = [at for at in (*inner, *told) if scene.document.tokens[at].pos != "PROPN"]
        if named:
            return scene.phrase(named[0])
    return scene.states.labels[stative.kind, stative.value]


def _dates(scene: Scene, time: TimeMention | None) -> tuple[str | None, str | None]:
    """Only « depuis » opens a state and « jusqu'à », « d'ici » close one: other dates say when it was seen."""
    if time is None:
        return None, None
    text = time.text.lower()
    if text.startswith(_SINCE):
        return scene.since(time), None
    return (None, time.interval.partial_end) if text.startswith(_UNTIL) else (None, None)
