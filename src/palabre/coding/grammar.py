"""Deep grammar over the parse: who does what to whom whatever the voice, the mood or the part of speech."""

from __future__ import annotations

from collections.abc import Iterator

from palabre.coding.phrases import Phrases
from palabre.types import Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:caus")
# Prepositions between a light verb and the noun of the act (« procéder à », « entrer en »).
SUPPORTING = {"à", "de", "en", "pour", None}
SE = frozenset({"se", "s'", "s’"})
RELATIVE_ASIDE = frozenset({"où", "que", "qu'", "qu’"})  # relatives whose antecedent is no subject
REACH = 12  # tokens between a passive verb and an agent behind a place
PLACING = {"à", "dans", "devant", "en", "sur", "chez"}
CLAUSES = ("xcomp", "ccomp", "csubj", "csubj:pass")


class Grammar(Phrases):
    """Arguments of verbs and deverbal nouns of one document; every answer is a list of token positions."""

    # voice and form

    def participle(self, i: int) -> bool:
        """Whether the token is a past participle without auxiliary."""
        return self.participle_form(i) and not self.document.children(i, "aux:tense", "aux:pass", "aux")

    def participle_form(self, i: int) -> bool:
        """Whether the token is a past participle, with or without auxiliary."""
        feats = self.tokens[i].feats
        return feats.get("VerbForm") == "Part" and feats.get("Tense") != "Pres"

    def perfect(self, i: int) -> bool:
        """Whether a verb tells what is done: « a dissous », « ont été arrêtés », « avait promis »."""
        auxiliaries = self.document.children(i, "aux:tense")
        return self.participle_form(i) and any(a.feats.get("Tense") in {"Pres", "Imp", "Past"} for a in auxiliaries)

    def over(self, i: int) -> bool:
        """Whether an infinitive tells what is done: « annonce [avoir renversé] le président »."""
        return any(a.feats.get("VerbForm") == "Inf" for a in self.document.children(i, "aux:tense"))

    def passive(self, i: int) -> bool:
        """Whether the surface subject is the deep object."""
        token = self.tokens[i]
        if token.lemma in self.words.intransitive:
            return False
        if self.reflexive(i):
            return bool(self.document.children(i, "expl:pass"))
        if self.document.children(i, "aux:pass", "nsubj:pass") or self._by_agent(i):
            return True
        if not self.participle(i) or {c.dep for c in self.document.children(i)} >= {"nsubj", "obj"}:
            return False
        if token.dep == "conj" and self.is_verb(token.head):
            return self.passive(token.head)
        return True

    def _by_agent(self, i: int) -> bool:
        """« est menacée par »: « être » and an agent make a passive, even where the parser took it for a tense."""
        being = any(c.lemma == "être" for c in self.document.children(i, "aux:tense"))
        return being and bool(self.document.children(i, "obl:agent"))

    def reflexive(self, i: int) -> bool:
        """Whether the verb carries « se »."""
        return not SE.isdisjoint(self.said_below(i))

    # arguments

    def subjects(self, i: int) -> list[int]:
        """Who does it."""
        return self._cached("subject", i)

    def objects(self, i: int) -> list[int]:
        """Who or what undergoes it."""
        return self._cached("object", i)

    def surface(self, i: int) -> list[int]:
        """The grammatical subject."""
        return self._cached("surface", i)

    def _cached(self, role: str, i: int) -> list[int]:
        key = (role, i)
        if key not in self._memo:
            self._memo[key] = []  # a cycle in a broken parse finds nothing
            find = self._subjects if role == "subject" else self._objects if role == "object" else self._surface
            self._memo[key] = find(i)
        return self._memo[key]

    def _subjects(self, i: int) -> list[int]:
        if self.passive(i):
            return self.agents(i)
        return self._cached("surface", i)

    def _objects(self, i: int) -> list[int]:
        if self.passive(i):
            return self._cached("surface", i)
        if self._inverted(i):
            return []
        direct = self.expand(c.i for c in self.document.children(i, "obj") if self._bare(c.i))
        token = self.tokens[i]
        if not direct and token.dep == "conj" and self.is_verb(token.head) and not self.document.children(i, *CLAUSES):
            return []
        return direct or self._fronted(i) or self._partitive(i)

    def _bare(self, i: int) -> bool:
        """Whether an object has no preposition; « des » on one is an article."""
        return self.preposition(i) is None or any(c.text.lower() == "des" for c in self.document.children(i, "case"))

    def _partitive(self, i: int) -> list[int]:
        """« des pourparlers » behind a verb, where the parser took the article for a preposition."""
        after = [c for c in self.document.children(i, "obl") if c.left == i + 1]
        return self.expand(c.i for c in after if self.tokens[c.left].text.lower() == "des")

    def _fronted(self, i: int) -> list[int]:
        """The antecedent of « que » where the parser gave the pronoun another label."""
        found = [c for c in self.document.children(i) if c.text.lower() in {"que", "qu'"} and c.pos == "PRON"]
        return self.expand(c.i for c in found)

    def agents(self, i: int) -> list[int]:
        """« par » complements of a passive verb."""
        marked = [c.i for c in self.document.children(i, "obl:agent") if self.preposition(c.i) in {"par", "de", None}]
        marked = marked or [c.i for c in self.document.children(i, "obl") if self.preposition(c.i) == "par"]
        marked = [at for at in marked if self.tokens[at].lemma not in self.words.means and not self._among(at)]
        return self.expand(at for at in marked or self._beyond_place(i) if self._doer(i, at) is None)

    def _beyond_place(self, i: int) -> list[int]:
        """« ont été enlevés à leur domicile par des policiers »: who did it, hung on the place before."""
        if not self.document.children(i, "aux:pass"):
            return []
        for token in self.tokens[i + 1 : i + REACH]:
            if token.sentence != self.tokens[i].sentence or self.is_verb(token.i):
                return []
            if token.text.lower() == "par":
                agent, place = self.tokens[token.head], self.tokens[self.tokens[token.head].head]
                spot = place.pos == "NOUN" and place.lemma not in self.acts and self.preposition(place.i) in PLACING
                return [agent.i] if spot and agent.i in self.persons | self.bodies else []
        return []

    def _among(self, i: int) -> bool:
        """« relâchés, parmi lesquels des opposants »: who is one of those told of does nothing to them."""
        part = any(c.text.lower() == "dont" for c in self.document.children(i, "nmod"))  # « tués, dont neuf enfants »
        return part or not self.said_below(i).isdisjoint({"lesquels", "lesquelles"})

    def _doer(self, verb: int, agent: int) -> int | None:
        """« limités depuis la prise du pouvoir par X »: a noun with « de » right before « par » owns X."""
        before = self.tokens[self.tokens[agent].left - 1]
        while before.head not in {before.i, verb}:
            before = self.tokens[before.head]
        noun = before.lemma in self.acts and before.dep == "obl" and before.head == verb and before.i > verb
        owned = noun and any(self.preposition(c.i) == "de" for c in self.document.children(before.i, "nmod"))
        return before.i if owned and before.right == self.tokens[agent].left - 1 else None

    def _surface(self, i: int) -> list[int]:
        own = self.document.children(i, *SUBJECTS)
        if own:
            return self.expand(c.i for c in own)
        token = self.tokens[i]
        if token.head == i:
            return []
        if token.dep == "conj":
            noun = self.tokens[token.head].pos in {"NOUN", "PROPN"} and self.participle(i)
            return self.expand([token.head]) if noun else self._cached("surface", token.head)
        if token.dep == "xcomp" or (token.dep in {"advcl", "obl"} and "VerbForm" in token.feats):
            return self._controlled(i, token)
        if token.dep == "nmod" and token.feats.get("VerbForm") == "Inf":
            return self._modified(token)
        if token.dep == "acl:relcl" and not RELATIVE_ASIDE.isdisjoint(self.said_below(i)):
            return []
        if token.dep.startswith("acl") or (token.dep in {"amod", "appos"} and self.participle(i)):
            return self._modified(token)
        return self.expand(c.i for c in self.document.children(i, "obj")) if self._inverted(i) else []

    def _inverted(self, i: int) -> bool:
        """« ..., dénonce l'organisation X »: an inserted verb of saying, its subject taken for an object."""
        token = self.tokens[i]
        said = token.dep.startswith("parataxis") and token.lemma in self.words.say
        return said and not self.document.children(i, *SUBJECTS, *CLAUSES)

    def _controlled(self, i: int, token: Token) -> list[int]:
        head = token.head
        if not self.is_verb(head):
            return self._cached("surface", head)
        if token.dep == "xcomp" and self.tokens[head].lemma == "voir" and self.reflexive(head):
            return self.agents(i) or self.expand(
                c.i for c in self.document.children(i, "obl") if self.preposition(c.i) == "par"
            )
        if token.dep == "xcomp" and not self.passive(head):
            if self.tokens[head].lemma in self.words.control_object and not self.reflexive(head):
                return self.objects(head)
            if self.tokens[head].lemma in self.words.control_to:
                return self.obliques(head, "à")
        finite = token.feats.get("VerbForm") == "Fin"
        return [] if finite else self._cached("surface", head)

    def _modified(self, token: Token) -> list[int]:
        """The noun that a participle modifies, or whose owner does the infinitive (« la décision de ... »)."""
        if self.is_verb(token.head) and self.tokens[token.head].pos != "NOUN":
            return self._cached("surface", token.head)
        if token.feats.get("VerbForm") == "Inf":
            noun = self.tokens[token.head]
            asked = (
                noun.dep == "obj" and self.tokens[noun.head].lemma in self.words.control_object and self._to_do(token)
            )
            return self.expand([noun.i]) if asked else self.noun_subjects(noun.i, "subject")
        if authors := self._voiced_by(token):
            return authors
        whole = self._whole(token)
        return [at for at in self.expand([whole]) if at < token.i or token.i < whole or at == whole]

    def _voiced_by(self, participle: Token) -> list[int]:
        """« ont signé une déclaration dénonçant X »: who signs a text, or marches, says what the participle tells."""
        noun = self.tokens[participle.head]
        spoken = participle.feats.get("Tense") == "Pres" and noun.lemma in self.words.texts | self.words.protests
        if not spoken or noun.i > participle.i:
            return []
        found = self.own_subjects(noun.i, "subject") or self._support(noun.i, self.words.light | self.words.authoring)
        return [at for at in found if at in self.persons | self.bodies or self.tokens[at].pos == "PRON"]

    def voicing(self, i: int) -> bool:
        """Whether a present participle tells what a protest or a text says."""
        below = self.document.children(i, "acl")
        return any(c.feats.get("Tense") == "Pres" and c.lemma in self.words.say | self.words.demanding for c in below)

    def _whole(self, participle: Token) -> int:
        """« deux policiers et un gendarme tués »: a plural participle behind a singular one is of all."""
        noun = self.tokens[participle.head]
        shared = noun.dep == "conj" and self.tokens[noun.head].pos in {"NOUN", "PROPN"}
        many = participle.feats.get("Number") == "Plur" and noun.feats.get("Number") == "Sing"
        return noun.head if shared and many else self._bearer(participle, noun)

    def _bearer(self, participle: Token, noun: Token) -> int:
        """« un officier de la police accusé de vol »: up the chain, the person, or the noun that agrees."""
        of_persons = participle.lemma in self.words.of_persons and noun.i in self.bodies
        if noun.i > participle.i or (not of_persons and self._agree(participle, noun)):
            return noun.i
        for at in self._chain(noun):
            if self._agree(participle, self.tokens[at]) and (at in self.persons or not of_persons):
                return at
        return noun.i

    def _chain(self, noun: Token) -> Iterator[int]:
        """The nouns that a complement hangs on, and the subject of a participle between them."""
        for _ in range(4):
            if not noun.dep.startswith(("nmod", "obl", "appos", "flat")) or noun.head == noun.i:
                return
            noun = self.tokens[noun.head]
            if self.is_verb(noun.i):
                yield from self._cached("surface", noun.i) if self.participle_form(noun.i) else ()
                return
            yield noun.i

    def _agree(self, a: Token, b: Token) -> bool:
        """Whether gender and number, where both are marked, are the same."""
        marks = [(self._mark(a, m), self._mark(b, m)) for m in ("Gender", "Number")]
        return all(one == other for one, other in marks if one and other)

    def _mark(self, token: Token, mark: str) -> str | None:
        """The gender or number of a word, or of its article."""
        words = (token, *self.document.children(token.i, "det"))
        return next((found for w in words if (found := w.feats.get(mark))), None)

    def clauses(self, i: int) -> list[int]:
        """Verbal complements."""
        found = [*self.document.children(i, *CLAUSES), *self._asked(i)]
        return [c.i for c in found if self.is_verb(c.i) or self.document.children(c.i, "cop")]

    def _asked(self, i: int) -> Iterator[Token]:
        """« appeler le président à quitter le pouvoir », where the parser hung the infinitive on the object."""
        asked: list[Token] = []
        if self.tokens[i].lemma in self.words.control_object:
            asked = self.document.children(i, "obj")
        elif self.tokens[i].lemma in self.words.control_to:
            asked = [c for c in self.document.children(i, "obl", "obj", "iobj") if self.preposition(c.i) == "à"]
        for at in asked:
            yield from (c for c in self.document.children(at.i, "acl", "nmod") if self._to_do(c))

    def _to_do(self, token: Token) -> bool:
        marks = self.document.children(token.i, "mark", "case")
        return token.feats.get("VerbForm") == "Inf" and any(m.lemma in {"à", "de"} for m in marks)

    def purpose(self, i: int) -> bool:
        """Whether a clause says what for: « pour disperser X »."""
        marks = self.document.children(i, "mark", "case")
        return any(m.text.lower() in self.words.purpose for m in marks)

    def contents(self, i: int) -> list[int]:
        """Verbs that say what is asked, promised or refused: complements, and infinitives of the object."""
        found = self.clauses(i)
        for at in self.objects(i):
            found += [c.i for c in self.document.children(at, "acl") if c.feats.get("VerbForm") == "Inf"]
        return found

    # nouns

    def noun_subjects(self, i: int, de: str) -> list[int]:
        """Who does the act that a noun names, « de » standing for ``de``."""
        predicate = self.predicate(i) if de == "subject" else []
        return self.own_subjects(i, de) or predicate or self._support(i, self.words.support_subject)

    def predicate(self, i: int) -> list[int]:
        """« ils sont en grève », « c'est un exemple d'ingérence »: the subject of a noun behind « être »."""
        head = self.tokens[self.tokens[i].head]
        kind = head.lemma in self.words.kinds and self.preposition(i) == "de"
        top = head.i if kind else i
        return self.surface(top) if self.document.children(top, "cop") else []

    def own_subjects(self, i: int, de: str) -> list[int]:
        """Who does it by the noun's own complements."""
        found = self.obliques(i, "par") or self._stolen(i)
        found = found or [at for p in self.light_participles(i) for at in self.agents(p)] or self._authors(i)
        if not found and de == "subject":
            found = [at for at in self.obliques(i, "de") if at not in self.places] or self._travellers(i)
        if not found and de == "object":
            found = self.country_adjectives(i)
        return found

    def _authors(self, i: int) -> list[int]:
        """« X, auteur du coup d'État », « X est l'instigateur du putsch »: who is said to have done it."""
        head = self.tokens[self.tokens[i].head]
        if head.lemma not in self.words.authors or self.preposition(i) != "de":
            return []
        named = [head.head] if head.dep == "appos" else self.predicate(head.i)
        return [at for at in named if at in self.persons]

    def _travellers(self, i: int) -> list[int]:
        """The owners of a noun; the adjective of a journey says where it goes: « une tournée [africaine] »."""
        journey = self.tokens[i].lemma in self.words.journeys
        return [at for at in self.owners(i) if not (journey and self.tokens[at].dep == "amod")]

    def _stolen(self, i: int) -> list[int]:
        """The « par » complement of a noun that the parser hung on the verb above it."""
        verb = self.tokens[i].head
        agents = self.document.children(verb, "obl:agent") if self.is_verb(verb) else []
        return self.expand(c.i for c in agents if self._doer(verb, c.i) == i)

    def light_participles(self, i: int) -> list[int]:
        """Participles of light verbs that modify a noun (« une attaque menée par ... »)."""
        light, planned = self.words.support_subject | self.words.authoring, self.words.status
        found = [c for c in self.document.children(i, "acl") if self.participle_form(c.i)]
        return [c.i for c in found if c.lemma in light or planned.get(c.lemma) == "future"]

    def noun_objects(self, i: int, de: str) -> list[int]:
        """Who undergoes the act that a noun names."""
        found = (self.obliques(i, "de") or self.possessives(i) or self.predicate(i)) if de == "object" else []
        return found or self._support(i, self.words.support_object) or self._victim(i) or self._hit(i)

    def _hit(self, i: int) -> list[int]:
        """« une attaque a visé X »: the object of the verb whose subject the noun is."""
        token = self.tokens[i]
        hits = token.dep in {"nsubj", "obl:agent"} and self.tokens[token.head].lemma in self.words.hitting
        return self.objects(token.head) if hits else []

    def _victim(self, i: int) -> list[int]:
        """« X a été victime d'une agression », « est devenu la cible d'attaques », « a fait l'objet de menaces »."""
        head = self.tokens[self.tokens[i].head]
        if head.lemma not in self.words.victims or self.preposition(i) != "de":
            return []
        over = self.tokens[head.head]
        borne = over.lemma in {"faire", "devenir", "être"} and head.dep in {"obj", "xcomp"}
        passive = bool(self.document.children(head.i, "aux:pass"))
        return self.surface(over.i) if borne else self.surface(head.i) if passive else self.predicate(head.i)

    def _support(self, i: int, verbs: frozenset[str]) -> list[int]:
        verb = self.support(i)
        return self.subjects(verb) if verb is not None and self.tokens[verb].lemma in verbs else []

    def support(self, i: int) -> int | None:
        """The light verb whose object, or « à » or « de » complement, the noun is."""
        token = self.tokens[i]
        if token.dep == "conj":
            own = self.preposition(i)
            return self.support(token.head) if own in {None, "de", self.preposition(token.head)} else None
        linked = token.dep in {"obj", "nsubj:pass", "nsubj", "xcomp"}
        linked = linked or (token.dep == "obl" and self.preposition(i) in SUPPORTING)
        return token.head if linked and token.head != i and self.is_verb(token.head) else None
