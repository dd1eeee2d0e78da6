"""What a fact bears on: which tie of two parties, which measure, which office."""

from __future__ import annotations

import re
from collections.abc import Iterable

from palabre.actors.phrases import slug
from palabre.facts.bearings import bearing, trigger_of
from palabre.facts.scene import Scene
from palabre.facts.withdrawals import is_part
from palabre.knowledge.names import atoms
from palabre.knowledge.registry import Role
from palabre.knowledge.states import Transition
from palabre.types import Event, Fact, Token

_ELIDED = re.compile(r"\b(?:[dlcjmnst]|qu)['’]")
_NAMED = re.compile(r" (?:de|du) (?:M\.|Mme) .*")
# Themes that do not say what a tie bears on.
BARE = frozenset({"agreement", "cooperation"})
_MORE = frozenset({"nouveau", "autre", "supplémentaire", "additionnel"})
_ASIDE = frozenset({"acl:relcl", "appos", "conj", "advcl", "parataxis"})


def of_event(scene: Scene, event: Event, transition: Transition, value: str) -> str | None:
    """The dimension of what an event changes: by the words that the act bears on, else by the event's theme."""
    register = scene.states.registers[transition.kind]
    themes = themes_borne(scene, event)
    if transition.kind == "relation" and not set(themes) - BARE:
        themes = [*(t for t in _clause(scene, event) if t not in BARE), *_with_soldiers(event), *themes]
    known = register.dimension(value, themes) if themes else None
    fallback = [theme for theme in (event.theme, *sorted(transition.themes)[:1]) if theme]
    return known or register.dimension(value, fallback)


def themes_borne(scene: Scene, event: Event) -> list[str]:
    """The themes of the words that an event bears on."""
    noun = bearing(scene, event)
    return themes_of(scene, noun) if noun is not None else []


def is_accord(scene: Scene, event: Event) -> bool:
    """Whether what is signed binds its parties: an accord, or a paper that a clause says what they do together by."""
    return bearing(scene, event) is not None or "cooperation" in _clause(scene, event)


def is_another(scene: Scene, event: Event) -> bool:
    """Whether what the act bears on comes on top of what there is (« aucune nouvelle sanction »)."""
    noun = bearing(scene, event)
    return noun is not None and any(c.lemma in _MORE for c in scene.document.children(noun, "amod", "det"))


def _clause(scene: Scene, event: Event) -> list[str]:
    """The themes of a clause that says what an accord is about (« l'accord qui encadre leur présence »)."""
    trigger = trigger_of(scene, event)
    return clause_themes(scene, scene.grammar.objects(trigger) if trigger is not None else [])


def clause_themes(scene: Scene, nouns: Iterable[int]) -> list[str]:
    """The themes of what clauses beside nouns are about."""
    tokens = scene.document.tokens
    inside = [token for at in nouns for token in tokens[at + 1 : tokens[at].right + 1]]
    verbs = [token.i for token in inside if token.dep in {"acl:relcl", "acl"}]
    told = [c.i for at in verbs for c in scene.document.children(at, "obj", "obl", "nmod")]
    return [theme for noun in told for theme in themes_of(scene, noun) if theme not in {"alliance", "alignment"}]


def _with_soldiers(event: Event) -> list[str]:
    """What is done with an army is military, whatever its words."""
    return ["security"] if any(m.actor and m.actor.sector == "MIL" for m in event.recipients) else []


def of(scene: Scene, fact: Fact) -> str | None:
    """The dimension of a fact that the text says: of an office its title, else what its words bear on."""
    if fact.kind == "office":
        return office_of(scene, fact)
    told = f"{fact.value} {fact.object.name if fact.object and fact.kind == 'measure' else ''}".lower()
    words = _ELIDED.sub(" ", told).split()
    register, state = scene.states.registers[fact.kind], next((s.rule for s in fact.trace if s.slot == "state"), "")
    return register.dimension(state, [theme for word in words if (theme := _theme(scene, word.rstrip("s")))])


def office_of(scene: Scene, fact: Fact) -> str:
    """The office of the registry that a title names (« premier ministre »), else the title as a slug.

    Of an office of one holder the title says no more than its name: « président du Conseil constitutionnel » is no
    president; « président » of a body that is no state is that body's own.
    """
    registry, words = scene.knowledge.registry, _words(fact.value)
    if led := _led(scene, fact):
        return led
    role, rest = _role(scene, words)
    if role is None or role.office is None:
        return slug(_titled(scene, words))
    seat = scene.states.registers["office"].seat(role.office)
    stated = (fact.object is not None and fact.object.kind == "state") or len(role.lemma.split()) > 1
    single = role.office in registry.offices and registry.offices[role.office].single
    alone = seat.title == "open" or not single or not _rest(scene, rest)
    return seat.name if stated and alone and seat.title != "whole" else slug(_titled(scene, words))


def _role(scene: Scene, words: list[str]) -> tuple[Role | None, list[str]]:
    """The role that a title begins with, past « plus jeune » and « premier », and the words behind it."""
    lemmas = [word.lower() for word in words]
    opening = next((at for at, word in enumerate(lemmas) if word not in scene.states.plain), 0)
    for at in dict.fromkeys((0, opening) if words else ()):
        if found := scene.knowledge.registry.match_role(lemmas, words, at):
            return found[1], words[at + found[0] :]
    return None, words


def _words(title: str) -> list[str]:
    """The words of a title, elided articles apart, without the name of whose it is (« premier ministre de M. Sow »)."""
    return _NAMED.sub("", title.replace("’", "'")).replace("'", "' ").split()


def _led(scene: Scene, fact: Fact) -> str | None:
    """The office of who leads a part of the state (« le gouvernement dirigé par X »)."""
    verb, _, words = fact.value.partition(" : ")
    led = words.split()[0].lower() if words and verb in scene.states.offices.verbs["lead"] else ""
    office = scene.states.led.get(led)
    return scene.states.registers["office"].seat(office).name if office else None


def code_of(scene: Scene, event: Event, transition: Transition, value: str) -> str:
    """The value of what an event changes, where the register knows it by a word of its own.

    A base that is given back, while the force stays elsewhere; the exit from a body, which has a notice to run.
    """
    if transition.kind == "membership" and event.type == "SANCTION" and event.mode == "withdraw":
        return "exit"
    if value != "withdrawing":
        return value
    noun = bearing(scene, event)
    return "handed" if noun is not None and is_part(scene, noun) else value


def themes_of(scene: Scene, noun: int) -> list[str]:
    """The themes of a noun and of the words that say more of it, without clauses."""
    tokens, found, pending = scene.document.tokens, list[Token](), [noun]
    while pending:
        token = tokens[pending.pop()]
        found.append(token)
        pending += [c.i for c in scene.document.children(token.i) if c.dep not in _ASIDE]
    return [theme for token in found if (theme := _theme(scene, token.lemma.lower()))]


def _theme(scene: Scene, word: str) -> str | None:
    return scene.states.bearing.get(word) or scene.knowledge.themes.of(word)


def _titled(scene: Scene, words: list[str]) -> str:
    """A title without the state that it is of."""
    kept = [word for word in words if not scene.knowledge.registry.demonym(word)]
    return " ".join(kept or words).replace("' ", "'")


def _rest(scene: Scene, words: list[str]) -> list[str]:
    """The words of a title that say another office than its noun alone."""
    text = " ".join(_titled(scene, words).split()) if words else ""
    pieces = [piece for word in text.split() for piece in atoms(word)]
    plain = {piece for word in scene.states.plain for piece in atoms(word)}
    registry = scene.knowledge.registry
    states = {p for at in range(len(words)) for n, a in registry.match(words, at) for p in a.words}
    return [p for p in pieces if p not in plain and p not in states and not registry.demonym(p)]
