"""Of which country those are whom police and courts pursue, or a force strikes, where nothing says it of them."""

from __future__ import annotations

from palabre.actors.nations import case, nations
from palabre.actors.phrases import definite, subject_of
from palabre.actors.scene import RoleHit, Scene

_COURTS = frozenset({"POL", "JUD"})
_FORCES = frozenset({"MIL", "REB", "GOV"})
_TOLD = frozenset({"xcomp", "ccomp"})
_DONE_TO = frozenset({"obj", "nsubj:pass", "nmod"})


def pursued(scene: Scene, hit: RoleHit) -> str | None:
    """The one state of the police or the court that the clause says to pursue them (« arrêté par la police
    ougandaise »), or of the force that strikes them in an article that is only written elsewhere; of people without a
    name.
    """
    token = scene.token(hit.head)
    if hit.role.kind != "person" or token.dep not in _DONE_TO or definite(scene.document, hit.head):
        return None
    if any(scene.token(c).pos == "PROPN" for c in token.children):
        return None
    agent = _agent(scene, hit.head)
    doer = scene.roles.get(agent) if agent is not None else None
    if agent is None or doer is None or doer.role.sector not in (_COURTS | _FORCES if _afar(scene) else _COURTS):
        return None
    codes = [code for code in nations(scene, agent, first=doer.first, last=doer.last) if len(code) == 3]
    return codes[0] if len(codes) == 1 else None


def ousting(scene: Scene, hit: RoleHit) -> str | None:
    """The state of the leader whom soldiers oust (« ont annoncé avoir renversé le président X »): their own."""
    token = scene.token(hit.head)
    if hit.role.sector != "MIL" or token.dep != "nsubj":
        return None
    verbs = [scene.token(token.head), *(scene.token(c) for c in scene.token(token.head).children)]
    told = [v for v in verbs if v.lemma in scene.lexicon.ousting and v.dep in _TOLD | {scene.token(token.head).dep}]
    leaders = (c for v in told for c in v.children if scene.token(c).dep == "obj")
    found = {code for c in leaders for code in (scene.country_of(c) or _named(scene, c), *nations(scene, c)) if code}
    return found.pop() if len(found) == 1 else None


def _named(scene: Scene, i: int) -> str | None:
    """The country of the person whom a title names: « le président X »."""
    names = (c for c in scene.token(i).children if scene.token(c).pos == "PROPN")
    return next((code for c in names if (code := scene.country_of(c))), None)


def _agent(scene: Scene, i: int) -> int | None:
    """Who does what is done to the word at token ``i``."""
    token = scene.token(i)
    if token.dep == "obj":
        subject = subject_of(scene.document, token.head)
        return subject.i if subject is not None and subject.dep == "nsubj" else None
    beside = (c for c in scene.token(token.head).children if c > i and case(scene, c) == "par")
    return next((c for c in beside if scene.token(c).dep in {"obl:agent", "obl", "nmod"}), None)


def _afar(scene: Scene) -> bool:
    """Whether the dateline is of a seat of the world's press, in a state that nothing else in the article names."""
    home = scene.focus.home
    return home in scene.lexicon.newsrooms and scene.focus.counts[home] <= 1
