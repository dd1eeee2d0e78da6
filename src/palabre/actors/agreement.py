"""The gender and number that pronouns agree with, of a phrase and of the party it names."""

from __future__ import annotations

from palabre.actors.phrases import marked_gender
from palabre.actors.scene import Name, Party, Scene
from palabre.types import Actor

_LADIES = frozenset({"mme", "mmes", "mlle", "madame", "mesdames"})
_GENTLEMEN = frozenset({"m.", "mm.", "monsieur"})


def referent_gender(scene: Scene, i: int, party: Party | None) -> str | None:
    """``Masc`` or ``Fem`` where the determiner, the name of the state or body, or an earlier title tells."""
    marked, name = marked_gender(scene.document, i), scene.names.get(i)
    if party is None or len(party.actors) != 1:
        return marked or scene.token(i).feats.get("Gender")
    actor = party.actors[0]
    if actor.kind == "person":
        return _person_gender(scene, i, actor, marked)
    if marked is None and name is not None and name.entry is not None:
        return _named_gender(scene, name, actor)
    return marked or scene.token(i).feats.get("Gender")


def plural_name(scene: Scene, i: int, party: Party | None) -> bool:
    """Whether a state has a plural name, with or without its article: « États-Unis »."""
    name = scene.names.get(i)
    stated = party is not None and len(party.actors) == 1 and party.actors[0].kind == "state"
    return stated and name is not None and scene.token(name.first).text in scene.lexicon.country_genders["plural"]


def _person_gender(scene: Scene, i: int, actor: Actor, marked: str | None) -> str | None:
    """What a title tells of a person, and told before; taggers guess it for bare names."""
    token = scene.token(i)
    if token.pos == "PRON":
        return token.feats.get("Gender") or scene.memory.genders.get(actor.id)
    words = {token.text.lower(), scene.token(i - 1).text.lower() if i else ""}
    told = "Fem" if words & _LADIES else "Masc" if words & _GENTLEMEN else marked
    if told is None and token.pos == "NOUN":
        told = token.feats.get("Gender")
    if told is None:
        return scene.memory.genders.get(actor.id) or _by_first_name(scene, actor.name.split()[0])
    scene.memory.genders.setdefault(actor.id, told)
    return told


def _by_first_name(scene: Scene, name: str) -> str | None:
    """The gender that a first name tells: « Philippe » is never « elle »."""
    return "Fem" if name in scene.lexicon.women else "Masc" if name in scene.lexicon.men else None


def _named_gender(scene: Scene, name: Name, actor: Actor) -> str | None:
    """The gender of a registered name without article: of a state by its ending, of a body by its first noun."""
    if name.sense == "capital":
        return None
    text = scene.token(name.first).text
    if actor.kind != "state":
        head = text if text in actor.name else actor.name.split()[0]
        return scene.lexicon.body_genders.get(head.lower())
    return None if text.isupper() else state_gender(scene, text)


def state_gender(scene: Scene, text: str) -> str | None:
    """The gender of the name of a state: « la Russie » by its « e », « le Mexique » by exception."""
    rows, word = scene.lexicon.country_genders, text.split("-")[0]
    for key, sex in (("open", None), ("masculine", "Masc"), ("feminine", "Fem")):
        if word in rows[key] or text in rows[key]:
            return sex
    return "Fem" if word.endswith("e") else "Masc"
