"""Whose a role is: the country that its own words, its possessor, its sender or the text around it give."""

from __future__ import annotations

from palabre.actors.judged import ousting, pursued
from palabre.actors.nations import adjective, case, nations, shared
from palabre.actors.phrases import SUBJECTS, definite, number, possessive, subject_of
from palabre.actors.scene import Party, RoleHit, Scene
from palabre.actors.speakers import ours
from palabre.types import Token

LOCAL = frozenset({"UNK", "CVL", "BUS"})


def countries(scene: Scene, hit: RoleHit, base: Party | None) -> tuple[tuple[str | None, ...], str]:
    """The countries of a role and the rule that found them; ``base`` is the party that a relational noun belongs to."""
    if hit.role.country:
        return (hit.role.country,), "registered"
    if possessive(scene.document, hit.head) is not None and hit.role.lemma in scene.lexicon.nationals:
        return owner(scene, hit.head) or (None,), "possessive"
    own = _told_apart(scene, hit) or nations(scene, hit.head, first=hit.first, last=hit.last)
    if own and hit.role.lemma not in scene.lexicon.relational and not (own := _states_of_people(hit, own)):
        return (None,), "foreign"
    if base is not None and not own:
        own = tuple(dict.fromkeys(a.country for a in base.actors if a.country))
    if base is not None and not own and any(a.kind == "organisation" for a in base.actors):
        return (None,), "adjective"
    if own:
        plural = number(scene.document, hit.head) == "Plur"
        joint = base is not None and len(base.actors) > 1 and hit.role.lemma.split()[0] in scene.lexicon.envoys
        return (own if plural or joint else own[:1]), "adjective"
    if possessive(scene.document, hit.head) is not None:
        apart = hit.role.lemma in scene.lexicon.allies
        return (None if apart else owner(scene, hit.head)) or (None,), "possessive"
    if (mine := ours(scene, hit.head)) is not None:
        return mine, "possessive"
    if (body := _taken_up(scene, hit)) is not None:
        return (body,), "adjective"
    if _foreign(scene, hit.head) or shared(scene, hit.head):
        return (None,), "foreign"
    return _from_context(scene, hit)


def _taken_up(scene: Scene, hit: RoleHit) -> str | None:
    """« les chefs d'État [de l'organisation] »: of the body named before."""
    for c in scene.token(hit.head).children:
        noun = scene.lexicon.anaphors.get(scene.token(c).lemma.lower())
        party = scene.party(c) if c > hit.last and noun == "organisation" and case(scene, c) == "de" else None
        if party is not None and len(party.actors) == 1 and party.actors[0].kind == "organisation":
            return party.actors[0].country
    return None


def _from_context(scene: Scene, hit: RoleHit) -> tuple[tuple[str | None, ...], str]:
    """The countries that the words around a role give: its whole, its fellows, its sender, its seat, the focus."""
    if _somebodys(scene, hit.head):
        return (None,), "possessive"
    if own := _whole(scene, hit.head) or _led(scene, hit):
        return own, "adjective"
    if fellows := _fellows(scene, hit.head) or _foes(scene, hit) or _facing(scene, hit):
        return fellows, "fellows"
    if _assembled(scene, hit):
        return (None,), "foreign"
    if (sender := _sender(scene, hit)) is not None:
        return (sender,), "sender"
    if (seat := _seated(scene, hit)) is not None:
        return (seat,), "adjective"
    if hit.role.lemma in scene.lexicon.uprooted:
        return (None,), "foreign"
    if (state := pursued(scene, hit) or ousting(scene, hit)) is not None:
        return (state,), "pursued"
    local = _barracks(scene, hit) or _local(scene, hit)
    if local is not None and _sent_there(scene, hit, local):
        return (_earlier_state(scene, hit.head, local),), "sender"
    if (
        hit.role.office and hit.role.sector == "GOV" and local and len(local) != 3
    ):  # « le chef du gouvernement » is of a state
        local = scene.focus.main if scene.focus.main and len(scene.focus.main) == 3 else None
    return (_junta(scene, hit) or _sovereign(scene, local),), "focus"


def _local(scene: Scene, hit: RoleHit) -> str | None:
    """The country around a role: where people on the spot are, or the one in focus."""
    if hit.role.lemma in scene.lexicon.footloose:
        return scene.focus.scene(hit.head) or scene.focus.domestic or scene.focus.alone
    here = hit.role.kind != "institution" and hit.role.sector in LOCAL | {"REB", "CRM"}
    return _struck(scene, hit, scene.focus.spot(hit.head) if here else scene.focus.country(hit.head))


def _struck(scene: Scene, hit: RoleHit, local: str | None) -> str | None:
    """Those whom a band from abroad hits are of the place named last, not of the attackers' country."""
    token, home = scene.token(hit.head), scene.focus.home
    if local is None or local == home or token.dep != "obj" or definite(scene.document, hit.head):
        return local
    subject = subject_of(scene.document, token.head)
    party = scene.party(subject.i) if subject is not None and subject.i < hit.head else None
    if party is None or any(a.country != local or a.sector not in _BANDS for a in party.actors):
        return local
    return scene.focus.stage_before(hit.head) or local


_BANDS = frozenset({"REB", "CRM", "UNK"})


def _junta(scene: Scene, hit: RoleHit) -> str | None:
    """Whose « la junte » is: of the state, named most in the article, that soldiers rule on its day."""
    day = scene.document.article.published
    if day is None or hit.role.lemma not in scene.lexicon.juntas:
        return None
    counts = scene.focus.counts
    ruled = [c for c, _ in counts.most_common() if len(c) == 3 and scene.registry.holders("junta-leader", c, on=day)]
    alone = ruled and (len(ruled) == 1 or counts[ruled[0]] > counts[ruled[1]])
    return ruled[0] if alone else None


def _foes(scene: Scene, hit: RoleHit) -> tuple[str | None, ...]:
    """« entre le gouvernement malien et les rebelles »: rebels and opponents are of the state named beside them."""
    token = scene.token(hit.head)
    if token.dep != "conj" or hit.role.sector not in {"REB", "OPP"}:
        return ()
    beside = scene.party(token.head)
    found = tuple(dict.fromkeys(a.country for a in beside.actors if a.country)) if beside else ()
    return found if len(found) == 1 else ()


def _facing(scene: Scene, hit: RoleHit) -> tuple[str | None, ...]:
    """« le M23 et le gouvernement », « l'armée contre le M23 »: state forces are of the state of those they face."""
    if hit.role.kind != "institution" or hit.role.sector not in {"GOV", "MIL", "POL"}:
        return ()
    token = scene.token(hit.head)
    beside = [c for c in token.children if scene.token(c).dep == "conj"]
    beside += [token.head] if token.dep == "conj" else []
    over = token.head if token.dep != "conj" else scene.token(token.head).head
    beside += [c for c in scene.token(over).children if case(scene, c) == "contre"]
    found = {code for k in beside if (code := _of_outlaws(scene, k))}
    return (found.pop(),) if len(found) == 1 else ()


def _of_outlaws(scene: Scene, i: int) -> str | None:
    """The state that the named rebels or opponents at token ``i`` are of."""
    name, code = scene.names.get(i), scene.country_of(i)
    if name is None or name.entry is None or code is None or len(code) != 3:
        return None
    entry = scene.registry.entries[name.entry]
    return code if entry.kind == "armed-group" or entry.sector == "OPP" else None


def _barracks(scene: Scene, hit: RoleHit) -> str | None:
    """« le général X » in an article of no single country: of that of the soldiers or police told of just before."""
    person = hit.role.title and hit.role.kind == "person" and hit.role.sector in {"MIL", "POL"}
    if not person or scene.focus.domestic is not None:
        return None
    for referent in scene.memory.back(scene.token(hit.head).sentence, sentences=3):
        codes = {a.country for a in referent.actors if a.sector in {"MIL", "POL"} and a.country}
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


def _assembled(scene: Scene, hit: RoleHit) -> bool:
    """Heads of state who meet somewhere, « les deux parties »: of several countries, never of their host's."""
    return number(scene.document, hit.head) == "Plur" and hit.role.lemma in scene.lexicon.assembled


def _sovereign(scene: Scene, code: str | None) -> str | None:
    """The state that a territory belongs to: gendarmes in Cayenne are French."""
    return scene.registry.actor(code).country if code in scene.registry.entries and code is not None else code


def _somebodys(scene: Scene, i: int) -> bool:
    """Whether a complement has a possessor that is not resolved: « le recteur de son université »."""
    owned = [c for c in scene.token(i).children if c > i and scene.token(c).dep == "nmod" and case(scene, c) == "de"]
    return any(possessive(scene.document, c) is not None and not owner(scene, c) for c in owned)


def _states_of_people(hit: RoleHit, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Civilians, outlaws and firms belong to states: « des étudiants européens » have no country."""
    if hit.role.kind == "institution" or hit.role.sector not in LOCAL | {"CRM", "MED"}:
        return codes
    return tuple(c for c in codes if len(c) == 3)


def _foreign(scene: Scene, i: int) -> bool:
    """Whether an adjective says that they are of no single country: « forces internationales ».

    The same for the complement: « les forces de la coalition internationale ».
    """
    for child in scene.token(i).children:
        token = scene.token(child)
        if child > i and token.dep == "amod" and token.lemma.lower() in scene.lexicon.foreign:
            return True
        if child > i and token.dep == "nmod" and case(scene, child) == "de" and child in scene.roles:
            return _foreign(scene, child)
    return False


def _seated(scene: Scene, hit: RoleHit) -> str | None:
    """The country of the town of an institution: « le ministère de la Défense à Paris »; not that of a guest."""
    if hit.role.kind != "institution" or hit.role.lemma.split()[0] in scene.lexicon.guests:
        return None
    for child in scene.token(hit.head).children:
        if child > hit.last and scene.token(child).dep == "nmod" and case(scene, child) == "à":
            return scene.focus.place(child)
    return None


def _sent_there(scene: Scene, hit: RoleHit, local: str) -> bool:
    """Whether an envoy without a country goes to the country in focus: « un émissaire est attendu à Lomé »."""
    if definite(scene.document, hit.head) or hit.role.lemma.split()[0] not in scene.lexicon.envoys:
        return False
    verb = scene.token(hit.head).head
    return any(c > hit.head and scene.focus.place(c) == local for c in scene.token(verb).children)


def _earlier_state(scene: Scene, i: int, local: str) -> str | None:
    """The state that is subject of an earlier clause of the sentence: « Le Togo insiste : un émissaire part »."""
    first = scene.document.sentences[scene.token(i).sentence].first
    for k in range(i - 1, first - 1, -1):
        if scene.token(k).dep in SUBJECTS and (party := scene.party(k)) is not None:
            states = [a.country for a in party.actors if a.kind == "state" and a.country != local]
            if len(states) == 1:
                return states[0]
    return None


def _whole(scene: Scene, i: int) -> tuple[str, ...]:
    """The country of the body they are part of: « un bataillon tanzanien de 600 hommes »."""
    over = scene.token(i).head
    if scene.token(i).dep != "nmod" or over > i or over not in scene.roles or case(scene, i) != "de":
        return ()
    return nations(scene, over)


def _told_apart(scene: Scene, hit: RoleHit) -> tuple[str, ...]:
    """The countries of people that a bracket tells apart: « trois marins (un Grec et deux Chypriotes) »."""
    tokens, i = scene.document.tokens, hit.last + 1
    if hit.role.kind != "person" or i >= len(tokens) or tokens[i].text != "(":
        return ()
    found: list[str] = []
    for token in tokens[i + 1 : i + _BRACKET]:
        if token.text == ")":
            break
        found += adjective(scene, token.i) if token.text[:1].isupper() else ()
    return tuple(dict.fromkeys(found))


_BRACKET = 12


def _led(scene: Scene, hit: RoleHit) -> tuple[str, ...]:
    """The country of the person whose forces or government they are: « les troupes [du président X] »."""
    if hit.role.kind == "person" or hit.role.sector not in _LED:
        return ()
    after = scene.document.tokens[hit.last + 1 : hit.last + 2]
    if not after or after[0].lemma != "de" or after[0].head <= hit.last:  # wherever the parser hung the leader
        return ()
    leader = scene.token(after[0].head)
    party = scene.party(leader.i) if leader.pos in {"NOUN", "PROPN"} else None
    leaders = party.actors if party and all(a.kind == "person" for a in party.actors) else ()
    return tuple(dict.fromkeys(a.country for a in leaders if a.country))


_LED = frozenset({"GOV", "MIL", "POL", "REB", "OPP", "PTY"})


def _fellows(scene: Scene, i: int) -> tuple[str, ...]:
    """The country of « d'autres responsables américains » named beside: they are others of the same kind."""
    token = scene.token(i)
    beside = list(token.children)
    if token.dep.startswith("obl"):
        beside += scene.token(token.head).children
    for k in beside:
        near = k > i and k in scene.roles and scene.token(k).dep in {"conj", "obl", "obl:agent"}
        if near and any(scene.token(c).lemma.lower() == "autre" for c in scene.token(k).children):
            return nations(scene, k)
    return ()


def _sender(scene: Scene, hit: RoleHit) -> str | None:
    """The state whose forces or envoys they are: « [Washington] maintient des soldats »."""
    if hit.role.lemma in scene.lexicon.generic:
        return None
    national = hit.role.lemma in scene.lexicon.nationals
    if not (national or hit.role.sector in {"MIL", "POL", "GOV"}) or definite(scene.document, hit.head):
        return None
    token = scene.token(hit.head)
    if token.dep == "nmod" and scene.token(token.head).lemma.lower() in scene.lexicon.quantities:
        token = scene.token(token.head)
    verb = scene.token(token.head)
    if token.dep not in {"obj", "obl"} or not (national or verb.lemma in scene.lexicon.deploying):
        return None
    subject = subject_of(scene.document, verb.i)
    party = scene.party(subject.i) if subject is not None and subject.i < hit.head else None
    states = [a.country for a in party.actors if a.kind == "state"] if party else []
    return states[0] if len(states) == 1 else None


def owner(scene: Scene, i: int) -> tuple[str | None, ...] | None:
    """The countries behind the possessive of a noun; ``None`` without one or where it is not resolved."""
    det = possessive(scene.document, i)
    party = (_first_of(scene, i, det) or scene.party(det.i)) if det is not None else None
    if party is None or not party.actors:
        return None
    return tuple(dict.fromkeys(a.country for a in party.actors))


def _first_of(scene: Scene, i: int, det: Token) -> Party | None:
    """Whose the second of two is that a possessive ties to the first: « [le roi] et sa garde »."""
    token, lemma = scene.token(i), scene.token(i).lemma.lower()
    if token.dep != "conj" or token.head > i or det.text.lower() not in _HIS or lemma in scene.lexicon.counterpart:
        return None
    party = scene.party(token.head)
    alone = party is not None and len(party.actors) == 1 and party.actors[0].kind != "group"
    return party if alone else None


_HIS = frozenset({"son", "sa", "ses"})
