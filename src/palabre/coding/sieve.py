"""What fired and is yet no report of an act: mere mentions, content of speech, accidents, private business."""

from __future__ import annotations

from palabre.coding.context import Context
from palabre.coding.grammar import Grammar
from palabre.coding.matching import Match
from palabre.types import Document, Token

CLAUSES = {"acl:relcl", "advcl", "parataxis", "parataxis:insert", "appos"}
VERBAL = {"AGREE", "CONSULT", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "COOPERATE", "CONCEDE"}
PRIVATE = {"BUS", "UNK", None}
CHARGING = {"SANCTION", "COERCE", "ACCUSE"}
HOST = "host of the place"  # the rule that makes a party of the state of a visited place
NEIGHBOURS = 2  # sentences around a toll in which the cause is looked for


class Sieve:
    """Gives the reason to drop a match, if there is one."""

    def __init__(self, document: Document, grammar: Grammar, context: Context) -> None:
        self.document, self.grammar, self.context = document, grammar, context
        self._violent = self._sentences(grammar.words.violence)
        self._accidental = self._sentences(grammar.words.accidents)

    def _sentences(self, lemmas: frozenset[str]) -> frozenset[int]:
        return frozenset(t.sentence for t in self.document.tokens if t.lemma in lemmas)

    def reason(self, match: Match, matches: list[Match]) -> str | None:
        """Why ``match`` is not an event, or None."""
        return (
            self._bare(match)
            or _part_of_expression(match, matches)
            or self._absorbed(match, matches)
            or self._charge(match, matches)
            or self._accident(match)
            or self._standing(match)
            or self._at_home(match)
            or self._forbidden_trip(match)
            or self._convicts(match)
            or self._interview(match)
            or self._generic(match)
            or self._curbed(match)
            or _private(match)
        )

    def _bare(self, match: Match) -> str | None:
        """A noun alone is a mention of an act, not a report of it."""
        token = self.document.tokens[match.trigger]
        if match.frame.type == "AGREE" and token.dep == "advcl" and self._as_told(token.i):
            return "a mention that connects"
        if token.pos != "NOUN":
            return None
        if self._compound(match.trigger):
            return "part of a compound noun"
        if self._connecting(match.trigger):
            return "a mention that connects"
        if any(m.head is not None for m in match.actors + match.recipients):
            return None
        if self._topic(token) or self._said_to_be(token.i):
            return "a noun without parties or verb of its own"
        if self.context.date(match.trigger)[1] == "own adjunct":
            return None
        support = self.grammar.support(match.trigger)
        eventive = support is not None and self.document.tokens[support].lemma in self.grammar.words.eventive
        return None if eventive else "a noun without parties or verb of its own"

    def _as_told(self, i: int) -> bool:
        """« comme il l'avait promis »: a word that was kept, named beside the act that keeps it."""
        return any(m.lemma == "comme" for m in self.document.children(i, "mark"))

    def _said_to_be(self, i: int) -> bool:
        """« c'est le combat de ma vie », but not « c'est un mois après les combats »."""
        return bool(self.document.children(i, "cop")) and not self.document.children(i, "case")

    def _topic(self, token: Token) -> bool:
        """« au sujet des violences du 1er mai »: what is spoken about."""
        before = self.document.tokens[max(token.left - 1, 0)]  # however the parser joins « au sujet de »
        return self.grammar.preposition(token.i) == "de" and before.lemma in self.grammar.words.topics

    def _connecting(self, i: int) -> bool:
        """« Cette attaque survient alors que ... »: an act told before, mentioned to go on from it."""
        token = self.document.tokens[i]
        again = any(d.feats.get("PronType") == "Dem" or d.feats.get("Poss") for d in self.document.children(i, "det"))
        verb = self.document.tokens[token.head].lemma
        return again and token.dep == "nsubj" and verb in self.grammar.words.connecting

    def _compound(self, i: int) -> bool:
        """« un avion de combat », « l'état de siège »: a noun that only names a kind of thing."""
        token = self.document.tokens[i]
        head = self.document.tokens[token.head]
        bare = not self.document.children(i, "det")
        return bare and self.grammar.preposition(i) == "de" and head.lemma in self.grammar.words.compounds

    def _absorbed(self, match: Match, matches: list[Match]) -> str | None:
        for other in matches:
            absorbing = other.frame.absorbs or other.frame.type in self.grammar.words.absorbing
            if other is match or not absorbing or not content_of(self.document, match.trigger, other.trigger):
                continue
            if other.frame.type == "ACCUSE" and self._told(match):
                continue
            return f"content of {other.frame.type}"
        return None

    def _charge(self, match: Match, matches: list[Match]) -> str | None:
        """« condamné pour incitation à la violence »: what somebody is held or sentenced for."""
        if self.document.tokens[match.trigger].pos != "NOUN":
            return None
        for other in matches:
            charged = other is not match and other.frame.type in CHARGING
            if charged and self._behind_for(match.trigger, other.trigger):
                return f"the charge behind « {other.frame.name} »"
        return None

    def _behind_for(self, i: int, top: int) -> bool:
        """Whether token ``i`` lies in a « pour » complement of ``top``."""
        if not content_of(self.document, i, top):
            return False
        while self.document.tokens[i].head != top:
            i = self.document.tokens[i].head
        return self.grammar.preposition(i) == "pour"

    def _told(self, match: Match) -> bool:
        """An accusation tells an act where it says « avoir fait », or names the parties of a noun."""
        token = self.document.tokens[match.trigger]
        if token.pos == "NOUN":
            return any(m.head is not None for m in match.recipients) and match.frame.type not in {"ASSAULT"}
        if self.document.children(match.trigger, "aux:tense"):
            return True
        above = self.document.children(token.head, "aux:tense") if token.dep == "xcomp" else []
        return any(a.feats.get("VerbForm") == "Inf" for a in above)  # « d'avoir voulu tuer »

    def _standing(self, match: Match) -> str | None:
        """« les rebelles soutenus par X », « les soldats déployés à Goma »: how things stand, no act."""
        token, words = self.document.tokens[match.trigger], self.grammar.words
        told = self.document.tokens[token.head] if token.dep == "conj" else token
        participle = told.dep == "acl" and self.grammar.participle(match.trigger)
        relative = token.dep == "acl:relcl" and token.feats.get("Tense") in {"Pres", "Imp"}
        relative = relative and self.document.tokens[token.head].pos == "NOUN"
        sided = match.frame.type == "SUPPORT" and token.lemma in words.siding and (participle or relative)
        posted = match.frame.type == "MOBILIZE" and token.lemma in words.posted and participle
        if not (sided or posted) or self.context.date(match.trigger)[1] in {"own adjunct", "adjunct of a participle"}:
            return None
        return "whose side somebody is on, no act" if sided else "where a force stands, no act"

    def _forbidden_trip(self, match: Match) -> str | None:
        """« un décret interdisant au ministre de se rendre à X »: what is forbidden is no visit that fell through."""
        token = self.document.tokens[match.trigger]
        barred = token.dep in {"xcomp", "obl", "obj"} and self.document.tokens[token.head].lemma == "interdire"
        return "a visit that is forbidden" if barred and match.frame.mode == "visit" else None

    def _convicts(self, match: Match) -> str | None:
        """« une amnistie pour les rebelles condamnés »: a participle alone says of which sort they are."""
        token = self.document.tokens[match.trigger]
        bare = token.dep == "acl" and self.grammar.participle(token.i) and token.left == token.right == token.i
        plural = self.document.tokens[token.head].feats.get("Number") == "Plur"
        sort = bare and plural and match.frame.mode == "convict"
        return "the sort of people somebody is, no act" if sort else None

    def _at_home(self, match: Match) -> str | None:
        """« Le président s'est rendu à Lyon »: who travels in his own country and meets no party visits nobody."""
        if match.frame.mode != "visit":
            return None
        parties = [m for m in match.actors + match.recipients if m.actor]
        guests = {m.actor for m in parties if m.actor and m.rule != HOST}
        spots = {m.actor.country for m in parties if m.actor and m.rule == HOST}
        place = self.context.place(match.trigger)[0]
        if not spots and place is not None:
            spots = {place.place.country}
        at_home = len(guests) == 1 and spots == {guest.country for guest in guests} and None not in spots
        return "a visit at home" if at_home else None

    def _accident(self, match: Match) -> str | None:
        """Nobody is said to have done harm, and the text around tells of an accident, not of violence."""
        if match.frame.type != "ASSAULT" or match.actors:
            return None
        at = self.document.tokens[match.trigger].sentence
        around = range(at - NEIGHBOURS, at + NEIGHBOURS + 1)
        if any(s in self._violent for s in around):
            return None
        return "an accident" if any(s in self._accidental for s in around) or self._accidental else None

    def _interview(self, match: Match) -> str | None:
        """Talks with journalists make news, they are none; no more are those whom they ask for a word."""
        if match.frame.type == "REQUEST" and self.document.tokens[match.trigger].lemma == "solliciter":
            media = bool(match.actors) and all(m.actor and m.actor.sector == "MED" for m in match.actors)
            return "an interview" if media else None
        media = any(m.actor and m.actor.sector == "MED" for m in match.actors + match.recipients)
        return "an interview" if match.frame.type == "CONSULT" and media else None

    def _generic(self, match: Match) -> str | None:
        """« On ne peut pas demander à X de ... »: what one may or may not say is said by nobody."""
        token = self.document.tokens[match.trigger]
        modal = self.document.tokens[token.head]
        if match.frame.type not in VERBAL or token.dep != "xcomp" or modal.lemma not in {"pouvoir", "devoir"}:
            return None
        on = any(c.text.lower() in {"on", "-on"} for c in self.document.children(modal.i, "nsubj", "expl:subj"))
        present = modal.feats.get("Tense") == "Pres" or modal.feats.get("Mood") == "Cnd"
        return "what one may say, no act" if on and present else None

    def _curbed(self, match: Match) -> str | None:
        """« réprimer la violence des gangs »: what somebody works against is no act of its own."""
        token = self.document.tokens[match.trigger]
        if match.frame.type != "ASSAULT" or token.pos != "NOUN" or token.dep not in {"obj", "nsubj:pass", "obl"}:
            return None
        curbing = self.document.tokens[token.head].lemma in self.grammar.words.curbing
        aimed = token.dep != "obl" or self.grammar.preposition(token.i) == "contre"
        return "what somebody works against" if curbing and aimed else None


def _part_of_expression(match: Match, matches: list[Match]) -> str | None:
    for other in matches:
        if other is not match and match.trigger in other.words:
            return f"part of « {other.frame.name} »"
    return None


def _private(match: Match) -> str | None:
    """Words of firms and unknown people among themselves are no political act."""
    parties = [m for m in match.actors + match.recipients if m.actor]
    if match.frame.type not in VERBAL or not parties:
        return None
    private = PRIVATE | {"CVL"} if match.frame.type == "CONSULT" else PRIVATE
    return "no political party to it" if all(m.actor and m.actor.sector in private for m in parties) else None


def content_of(document: Document, i: int, top: int) -> bool:
    """Whether token ``i`` lies in a complement of ``top``, not in a clause of its own."""
    if not _is_under(document, i, top):
        return False
    while i != top:
        token = document.tokens[i]
        participle = token.dep == "acl" and token.feats.get("VerbForm") != "Inf"
        if token.dep in CLAUSES or participle or (token.dep == "conj" and token.head == top):
            return False
        i = token.head
    return True


def _is_under(document: Document, i: int, top: int) -> bool:
    """Whether token ``i`` lies in the subtree of ``top``."""
    while i != top:
        head = document.tokens[i].head
        if head == i:
            return False
        i = head
    return True
