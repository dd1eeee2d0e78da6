"""Of which country those are whom police and courts pursue, or a force strikes, where nothing says it of them."""

from __future__ import annotations

from palabre.actors.nations import case, nations
from palabre.actors.phrases import definite, subject_of
from palabre.actors.scene import RoleHit, Scene

_COURTS = frozenset({"POL", "JUD"})
_FORCES = frozenset({"MIL", "REB", "GOV"})
_DONE_TO = frozenset({"obj", "nsubj:pass", "nmod"})


def pursued(scene: Scene, hit: RoleHit) -> str | None:
    """The one state of the police or the court that the same clause says to pursue them (« arrêté par la police
    ougandaise »), or of the force that strikes them in an article that is only written elsewhere.
    """
    token = scene.token(hit.head)
    if hit.role.kind != "person" or token.dep not in _DONE_TO or definite(scene.document, hit.head):
        return None
    agent = _agent(scene, hit.head)
    doer = scene.roles.get(agent) if agent is not None else None
    if agent is None or doer is None or doer.role.sector not in (_COURTS | _FORCES if _afar(scene) else _COURTS):
        return None
    codes = [code for code in nations(scene, agent, first=doer.first, last=doer.last) if len(code) == 3]
    return codes[0] if len(codes) == 1 else None


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
