"""The slots of a frame: what fills them, by paths over the deep grammar, and what the fillers must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from palabre.coding.company import with_company
from palabre.coding.grammar import Grammar
from palabre.coding.owners import things_hit, whose
from palabre.coding.parties import Parties
from palabre.coding.peers import OWN, own_state, with_peers
from palabre.coding.status import conditional_clause
from palabre.knowledge.frames import Frame, Path, Role, Test, Trigger
from palabre.knowledge.themes import Themes
from palabre.types import ActorMention, Token

# Complements of a verb that parsers (and readers) also attach to its object.
DURING = ("lors d", "au cours d", "en marge d", "issue d", "occasion d")
STEPS = {"de", "à", "avec", "contre", "envers", "pour", "entre", "auprès de"}
HUNG_ON_OBJECT = {"sur", "à", "avec", "contre", "vers", "entre", "pour", "auprès de", "chez"}
FORCE = {"ASSAULT", "COERCE", "PROTEST"}
# Parties that « de » and adjectives only describe: « deux journalistes tunisiens » are not Tunisia.
RULING = {"GOV", "LEG", "PTY", "IGO", "OPP", "JUD"}  # whose a law, a plan or a reform may be
THEIRS = {"MIL", "UNK", None}  # soldiers and agents are their state's
SWAPS = {"échange", "troc"}  # mutual as fights are: « a débuté entre X et Y »
DAYS = {"nuit", "soirée", "matinée", "journée", "jour", "week-end"}
ANSWERING = {"REJECT", "AGREE"}
Filled = tuple[tuple[ActorMention, ...], str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame being tried: its trigger's head, and all the tokens of its expression."""

    at: int
    trigger: Trigger
    frame: Frame
    words: tuple[int, ...]

    @property
    def kind(self) -> str:
        """What the trigger is; a reflexive verb is active whatever its « se » is labelled."""
        return "reflexive" if self.trigger.reflexive else self.trigger.kind


@dataclass(slots=True)
class Slots:
    """Fills and checks the slots of frames in one document; ``speakers`` gives those whom a clause quotes."""

    grammar: Grammar
    parties: Parties
    themes: Themes
    speakers: Callable[[int], list[int]] = field(default=lambda _: [])
    _first: dict[tuple[int, str, str, str], list[int]] = field(default_factory=dict)

    def fill(self, hit: Hit, role: Role, *, other: tuple[ActorMention, ...] = ()) -> Filled:
        """The first option that finds a party other than ``other``."""
        taken = {m.actor.id for m in other if m.actor}
        for option in role:
            parties: list[ActorMention] = []
            for path in option:
                filled = self._fitting(hit, path)
                for at in with_company(self.grammar, hit.frame.type, hit.frame.mode, hit.at, filled):
                    if self._mere_place(hit, path, at):
                        continue
                    found = self.parties.of(at) or (self.parties.hosts(at) if _is_hosted(hit.frame) else [])
                    fresh = (m for m in found if m.actor and m.actor.id not in taken and not own_state(m, path, other))
                    parties.extend(m for m in fresh if m not in parties)
            if parties:
                return tuple(parties), "+".join(".".join(path) for path in option)
        return (), "none"

    def _fitting(self, hit: Hit, path: Path) -> list[int]:
        """The fillers of a path; of several, those that pass what the frame asks of that path."""
        found = self.fillers(hit, path, naming=True)
        if len(found) < 2:
            return found
        tests = [t for p, t in hit.frame.where if p == path and t.wanted]
        fit = [at for at in found if all(any(self._fits(n, v, [at]) for n, v in t.alternatives) for t in tests)]
        return with_peers(self.grammar, self.parties, fit, found) if fit else found

    def _mere_place(self, hit: Hit, path: Path, at: int) -> bool:
        """« des attaques au Niger »: where force is used is not whom it hits."""
        tokens = self.grammar.document.tokens
        words = self.grammar.words  # « une frappe attribuée à Israël », « impose un blocus au Burundi »
        if tokens[tokens[at].head].lemma in words.claims | words.imposing or tokens[hit.at].lemma in words.imposing:
            return False
        force = hit.frame.type in FORCE and hit.frame.mode != "withhold"
        return force and path[-1] in {"à", "en", "dans"} and self._spot(at)

    def _spot(self, at: int) -> bool:
        """Whether a name tells where: a place, or a capital, which may also stand for its state."""
        return at in self.parties.by_place or any(m.rule == "name:capital" for m in self.parties.of(at))

    def content(self, hit: Hit, actors: tuple[ActorMention, ...]) -> Filled | None:
        """Whom an announced, asked, refused or threatened act would touch: the parties of the content."""
        if hit.trigger.kind == "noun" or hit.frame.type not in self.grammar.words.absorbing | {"CONCEDE"}:
            return None
        taken = {m.actor.id for m in actors if m.actor}
        if self.grammar.document.tokens[hit.at].dep.startswith("parataxis") and hit.frame.type == "ACCUSE":
            return self._quoted(self.grammar.document.tokens[hit.at].head, taken)
        for clause in self._answering(hit, self.grammar.contents(hit.at)):
            for at in self._touched(clause):
                found = [m for m in self.parties.of(at) if m.actor and m.actor.id not in taken]
                if found:
                    return tuple(found), "content"
        return None

    def target(self, hit: Hit) -> Filled | None:
        """A place, a building or a vehicle that is attacked or seized stands for those it belongs to."""
        if hit.frame.type not in {"ASSAULT", "COERCE"}:
            return None
        for path in (("object",), ("contre",), ("sur",), ("à",)):
            if found := things_hit(self.grammar, self.parties, hit.frame, path, self.fillers(hit, path)):
                return found, "target"
        return None

    def theme(self, hit: Hit) -> str | None:
        """What the act bears on, by its object or complements."""
        for path in (("object",), ("de",), ("à",), ("sur",), ("contre",), ("pour",)):
            for at in self.fillers(hit, path):
                for lemma in sorted(self.parties.nouns(at)):
                    if (theme := self.themes.of(lemma)) and not (path == ("à",) and self._aired(hit, theme)):
                        return theme
        return None

    def _aired(self, hit: Hit, theme: str) -> bool:
        """« ont annoncé à la télévision la destitution de X »: where it is told is not what it bears on."""
        return theme == "media" and hit.trigger.kind == "noun"

    # conditions

    def unfit_subject(self, hit: Hit) -> str | None:
        """By default, what has a subject has a party as subject; a noun's light verb may have another."""
        if any(path == ("subject",) for path, _ in hit.frame.where):
            return None
        if hit.trigger.kind == "noun" and not self.grammar.own_subjects(hit.at, hit.frame.de):
            return None
        subjects = self.fillers(hit, ("subject",))
        parties = self.parties
        if subjects and not any(parties.of(s) or parties.pronoun(s) or parties.means(s) for s in subjects):
            return "its subject is no party"
        return None

    def holds(self, hit: Hit, path: Path, test: Test) -> bool:
        """Whether the fillers of a path are what a frame asks for."""
        found = self.fillers(hit, path)
        fits = any(self._fits(name, values, found) for name, values in test.alternatives)
        return fits if test.wanted else not fits

    def _fits(self, name: str, values: frozenset[str], found: list[int]) -> bool:
        if name == "someone":
            return any(self.parties.of(at) or self.parties.pronoun(at) for at in found)
        if name == "question":
            return any(conditional_clause(self.grammar, at) for at in found)
        if name in {"none", "any", "clause"}:
            return (not found) if name == "none" else bool(found)
        if name == "lemma":
            return any(self.parties.nouns(at) & values for at in found)
        if name == "theme":
            return any(self.themes.of(lemma) in values for at in found for lemma in self.parties.nouns(at))
        if name == "place":
            return any(at in self.parties.by_place for at in found)
        if name == "number":
            return any(self.grammar.document.children(at, "nummod") for at in found)
        return any(_party_fits(name, values, mention) for at in found for mention in self.parties.of(at))

    # paths

    def fillers(self, hit: Hit, path: Path, *, naming: bool = False) -> list[int]:
        """The fillers of a frame being tried, the words of its expression left out.

        ``naming``: they are to be parties, so a noun in between must be one that says whose it is.
        """
        found = self._first_step((hit.at, hit.kind, hit.frame.de, path[0])) or self._beneath(hit, path[0])
        if path == ("subject",) and not found and hit.kind == "noun" and hit.frame.type == "CONSULT":
            found = self._taking_part(hit.at)
        if path == ("object",) and len(hit.words) > 1:
            found = [at for at in found if at not in hit.words] or self._under_words(hit)
        if naming and path[0] == "clause" and path[-1] != "par":
            found = self._answering(hit, found)
        for k, step in enumerate(path[1:], start=2):
            party = naming and (k == len(path) or step == "acl")
            follow = partial(self._party_step, hit.frame.type) if party else self._next_step
            found = [f for at in found for f in follow(at, step)]
        return [at for at in found if at not in hit.words]

    def _answering(self, hit: Hit, clauses: list[int]) -> list[int]:
        """Of what is refused or accepted, the acts towards somebody: only they have somebody answered."""
        if hit.frame.type not in ANSWERING:
            return clauses
        return [at for at in clauses if self.grammar.tokens[at].lemma in self.grammar.words.towards]

    def _party_step(self, kind: str, i: int, step: str, depth: int = 0) -> list[int]:
        """A step to a party: « les conclusions » lead to their author, « l'arrestation » not to the arrested."""
        words, lemma = self.grammar.words, self.grammar.tokens[i].lemma
        if step == "subject" and kind == "ACCUSE" and self._only_is(i):
            return []
        if step == "acl" and kind in words.blaming:
            return [at for at in self._next_step(i, step) if self._authored(at)]
        if step == "de" and kind in words.blaming and self.grammar.counting(i):
            return []
        if step not in {"de", "poss", "owner"} or kind not in words.blaming:
            return self._next_step(i, step)
        if lemma in words.undergone and not (kind == "SUPPORT" and lemma in words.welcomed):
            return self.grammar.country_adjectives(i) if step == "owner" else []
        found = self._apart(i, self._next_step(i, step))
        through = [at for at in found if self.grammar.tokens[at].lemma in words.neutral | words.policies]
        if lemma in words.policies:
            found = [at for at in found if any(m.actor and m.actor.sector in RULING for m in self.parties.of(at))]
        if step == "poss" or depth > 2 or any(self.parties.of(at) for at in found):
            return found
        return [end for at in through for end in self._party_step(kind, at, "owner", depth + 1)] or found

    def _only_is(self, i: int) -> bool:
        """« regrette que X ait été le seul à »: a clause that tells no act of its subject."""
        return self.grammar.tokens[i].dep == "ccomp" and bool(self.grammar.document.children(i, "cop"))

    def _authored(self, at: int) -> bool:
        """« des propos tenus par X », « un appel à ... »: what somebody did, not what merely reached somebody."""
        words, token = self.grammar.words, self.grammar.tokens[at]
        return not self.grammar.participle_form(at) or token.lemma in words.support_subject | words.authoring

    def _apart(self, i: int, found: list[int]) -> list[int]:
        """« un projet de réforme de X »: X belongs to the noun right before it."""
        tokens, words = self.grammar.tokens, self.grammar.words
        theirs = [at for at in found if tokens[at].lemma in words.undergone | words.policies]
        return [at for at in found if not any(n < at and tokens[at].left == n + 1 for n in theirs)]

    def _beneath(self, hit: Hit, step: str) -> list[int]:
        """« devenir membre de X », « se dire ouvert au dialogue avec X »: a complement of a word of the expression."""
        if len(hit.words) > 1 and step == "clause":
            return [f for w in hit.words if w != hit.at for f in self.grammar.clauses(w)]
        if step not in STEPS or len(hit.words) == 1:
            return []
        return [f for w in hit.words if w != hit.at for f in self.grammar.obliques(w, step) if f not in hit.words]

    def _under_words(self, hit: Hit) -> list[int]:
        """« mettre en garde X », « pointer du doigt X »: the object that hangs on a word of the expression."""
        below = [c for w in hit.words if w != hit.at for c in self.grammar.document.children(w, "nmod", "obj", "appos")]
        last = max(hit.words)
        direct = [c.i for c in below if self._direct(c, last)]
        return self.grammar.expand(direct)

    def _direct(self, token: Token, last: int) -> bool:
        """Whether a noun under an expression has no preposition; « des » right behind it is an article."""
        if token.pos == "ADJ":
            return False
        article = token.left == last + 1 and self.grammar.tokens[token.left].text.lower() == "des"
        return article or self.grammar.preposition(token.i) is None

    def _first_step(self, key: tuple[int, str, str, str]) -> list[int]:
        """What the first step of a path reaches; many frames ask for the same."""
        if key not in self._first:
            self._first[key] = self._step_from(*key)
        return self._first[key]

    def _step_from(self, i: int, kind: str, de: str, step: str) -> list[int]:
        if step == "speaker":
            return self.speakers(i)
        if kind == "reflexive" and step in {"subject", "object"}:
            return self.grammar.surface(i) if step == "subject" else self._beside_self(i)
        if step == "subject":
            return self._noun_subjects(i, de) if kind == "noun" else self.grammar.subjects(i)
        if step == "object":
            return self.grammar.noun_objects(i, de) if kind == "noun" else self.grammar.objects(i)
        if step == "clause":
            return self.grammar.clauses(i)
        found = self._next_step(i, step)
        if not found and kind in {"verb", "reflexive"} and step in HUNG_ON_OBJECT:
            found = [f for at in self.grammar.objects(i) for f in self.grammar.obliques(at, step)]
        return found

    def _beside_self(self, i: int) -> list[int]:
        """The object of a reflexive verb, « se » aside: « s'attirer les foudres de X »."""
        objects = self.grammar.document.children(i, "obj")
        return self.grammar.expand(c.i for c in objects if c.text.lower() not in {"se", "s'", "s’"})

    def _noun_subjects(self, i: int, de: str) -> list[int]:
        """Who does it by the noun's own complements, or the party that is the subject of its light verb."""
        own = self.grammar.own_subjects(i, de)
        return own or [
            at for at in self.grammar.noun_subjects(i, de) if self.parties.of(at) or self.parties.pronoun(at)
        ]

    def _taking_part(self, i: int) -> list[int]:
        """« Lors d'une rencontre avec X, le ministre a dénoncé »: who acts during an event took part in it."""
        tokens, token = self.grammar.tokens, self.grammar.tokens[i]
        before = " ".join(t.text.lower() for t in tokens[max(0, token.left - 3) : i])
        verb = next((at for at in self.grammar.ancestors(i) if self.grammar.is_verb(at)), None)
        return self.grammar.subjects(verb) if verb is not None and any(p in before for p in DURING) else []

    def _next_step(self, i: int, step: str) -> list[int]:
        if step == "opposed":
            return self._opposed(i)
        if step == "purpose":
            return [c.i for c in self.grammar.document.children(i, "advcl") if self.grammar.purpose(c.i)]
        if step == "amod":
            return [c.i for c in self.grammar.document.children(i, "amod")]
        if step == "acl":  # « des sanctions visant X », « un accord conclu avec X »
            return [c.i for c in self.grammar.document.children(i, "acl")]
        if step == "adj":
            return self.grammar.country_adjectives(i)
        if step == "poss":
            return self.grammar.possessives(i)
        if step == "owner":
            return self._owners(i)
        if step == "predicate":
            return self.grammar.predicate(i)
        if step == "appos":
            return [c.i for c in self.grammar.document.children(i, "appos", "flat:name")]
        if step == "subject":
            return self.grammar.subjects(i)
        if step == "object":
            return self.grammar.objects(i)
        found = self.grammar.obliques(i, step)
        if not found and step == "à":
            found = self._verb_clitics(i)
        return found or self._participle_oblique(i, step) or self._support_oblique(i, step)

    def _opposed(self, i: int) -> list[int]:
        """Both sides of « des combats ont éclaté, opposant X à Y », « des heurts impliquant X et Y »."""
        grammar, token = self.grammar, self.grammar.document.tokens[i]
        verbs = [c.i for c in grammar.document.children(i, "acl", "acl:relcl")]
        if token.dep == "nsubj":
            verbs += [
                token.head,
                *(c.i for c in grammar.document.children(token.head, "conj", "advcl", "acl", "xcomp")),
            ]
        sides = [v for v in verbs if grammar.tokens[v].lemma in grammar.words.opposing]
        sided = [at for v in sides for at in (v, *grammar.objects(v))]
        others = [at for v in sided for at in grammar.obliques(v, "à") if not self._spot(at)]
        return [*(at for v in sides for at in grammar.objects(v)), *others]

    def _owners(self, i: int) -> list[int]:
        """Whose a thing is; a party is its own."""
        if any(m.actor and m.actor.kind in OWN and m.actor.sector not in THEIRS for m in self.parties.of(i)):
            return [i]
        return whose(self.grammar, self.parties, i)

    def _participle_oblique(self, i: int, step: str) -> list[int]:
        """« des discussions ouvertes avec X », « une attaque menée contre X »."""
        if self.grammar.document.tokens[i].pos != "NOUN" or step in {"de", "en"}:
            return []
        if step == "à":
            return [at for at in self.grammar.receivers(i) if not self._spot(at)]
        return [at for p in self.grammar.light_participles(i) for at in self.grammar.obliques(p, step)]

    def _verb_clitics(self, i: int) -> list[int]:
        return [c.i for c in self.grammar.document.children(i, "iobj")]

    def _support_oblique(self, i: int, step: str) -> list[int]:
        """« mener une attaque contre X »: the parser may hang « contre X » on the verb."""
        verb = self.grammar.support(i) if self.grammar.document.tokens[i].pos == "NOUN" else None
        if verb is None or step in {"de", "par"}:
            return []
        words, token, lemma = self.grammar.words, self.grammar.tokens[i], self.grammar.tokens[verb].lemma
        told = lemma in words.eventive and token.dep.startswith("nsubj")
        mutual = step in {"entre", "avec"} and token.lemma in words.violence | SWAPS
        linked = lemma in words.light or (told and mutual)
        found = self.grammar.obliques(verb, step) if linked else []
        return found or (self._after_date(verb, step) if told and mutual else [])

    def _after_date(self, verb: int, step: str) -> list[int]:
        """« des heurts ont éclaté dans la nuit de mardi 3 entre X et Y », the sides hung on the date."""
        dates = [
            c.i for c in self.grammar.document.children(verb, "obl") if c.lemma in DAYS or c.i in self.grammar.times
        ]
        return [at for date in dates for at in self.grammar.obliques(date, step)]

    def _quoted(self, clause: int, taken: set[str]) -> Filled | None:
        """Who does what a blaming speaker tells: « X a été frappé par Y, dénonce Z »."""
        found = [m for at in self.grammar.subjects(clause) for m in self.parties.of(at) if m.actor]
        found = [m for m in found if m.actor and m.actor.id not in taken]
        return (tuple(found), "agent of the quotation") if found else None

    def _touched(self, clause: int) -> Iterator[int]:
        objects = self.grammar.objects(clause)
        yield from objects
        for step in ("à", "contre", "avec", "pour"):
            yield from self.grammar.obliques(clause, step)
        for at in objects:
            yield from self._next_step(at, "owner")


def _is_hosted(frame: Frame) -> bool:
    """Whether a place in a slot stands for its state: of a visit, or of an envoy's post."""
    return frame.mode == "visit" or frame.theme == "ambassador"


def _party_fits(name: str, values: frozenset[str], mention: ActorMention) -> bool:
    actor = mention.actor
    if actor is None:
        return False
    if name == "party":
        return True
    value = {"sector": actor.sector, "kind": actor.kind, "country": actor.country}[name]
    return value in values if values else value is not None
