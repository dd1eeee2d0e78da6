"""Frames over the deep grammar: which frame a trigger fires, and why the others do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from palabre.coding.grammar import Grammar
from palabre.coding.status import conditional_clause
from palabre.knowledge.frames import Frame, Frames, Path, Role, Test, Trigger
from palabre.knowledge.themes import Themes
from palabre.types import Actor, ActorMention, Document, Mentions, PlaceMention, Span

# Complements of a verb that parsers (and readers) also attach to its object.
HUNG_ON_OBJECT = {"à", "avec", "contre", "vers", "entre", "pour", "auprès de", "chez"}


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fired on token ``trigger``: the parties, and the rule that filled each slot."""

    trigger: int
    words: tuple[int, ...]
    frame: Frame
    actors: tuple[ActorMention, ...]
    recipients: tuple[ActorMention, ...]
    theme: str | None
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A frame that was tried on token ``trigger`` and did not fire, with the reason."""

    trigger: int
    frame: str
    reason: str


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
class Matcher:
    """Tries frames on the tokens of one document."""

    document: Document
    grammar: Grammar
    frames: Frames
    themes: Themes
    by_head: dict[int, list[ActorMention]]
    by_place: dict[int, PlaceMention] = field(default_factory=dict)
    attempts: list[Attempt] | None = None
    country: Callable[[int], str | None] = field(default=lambda _: None)
    speakers: Callable[[int], list[int]] = field(default=lambda _: [])
    state: Callable[[str], Actor] = field(default=lambda code: Actor(code, code, "state", code, "GOV"))

    def matches(self, first: int, last: int) -> Iterator[Match]:
        """The frames that fire on tokens ``first`` up to ``last`` (exclusive), one a trigger."""
        for i in range(first, last):
            match = self.match(i)
            if match is not None:
                yield match

    def match(self, i: int) -> Match | None:
        """The first frame that fits token ``i``, the most demanding ones tried first."""
        token = self.document.tokens[i]
        rows = self._rows(i, token.lemma, token.pos)
        for trigger, frame in rows:
            outcome = self._try(i, trigger, frame)
            if isinstance(outcome, Match):
                return outcome
            if self.attempts is not None:
                self.attempts.append(Attempt(i, frame.name, outcome))
        return None

    def _rows(self, i: int, lemma: str, pos: str) -> tuple[tuple[Trigger, Frame], ...]:
        if pos in {"VERB", "AUX"}:
            return self.frames.verbs.get(lemma, ())
        if pos == "ADJ":
            rows = self.frames.adjectives.get(lemma, ())
            return rows + self.frames.verbs.get(lemma, ()) if self.grammar.is_verb(i) else rows
        return self.frames.nouns.get(lemma, ()) if pos == "NOUN" else ()

    def _try(self, i: int, trigger: Trigger, frame: Frame) -> Match | str:
        words = self._words(i, trigger)
        if isinstance(words, str):
            return words
        hit = Hit(i, trigger, frame, words)
        for path, test in frame.where:
            if not self._holds(hit, path, test):
                return f"{'.'.join(path)} is not {test.text}"
        if reason := self._unfit_subject(hit):
            return reason
        actors, actor_rule = self._fill(hit, frame.actor)
        recipients, recipient_rule = self._fill(hit, frame.recipient, other=actors)
        if not recipients:
            recipients, recipient_rule = self._content(hit, actors) or self._target(hit) or ((), "none")
        if reason := _missing(frame, actors, recipients):
            return reason
        theme = frame.theme or self._theme(hit)
        return Match(i, words, frame, actors, recipients, theme, (("actor", actor_rule), ("recipient", recipient_rule)))

    # triggers

    def _words(self, i: int, trigger: Trigger) -> tuple[int, ...] | str:
        if (
            trigger.kind == "verb"
            and trigger.reflexive != self.grammar.reflexive(i)
            and not self._se_passive(i, trigger)
        ):
            return "with « se »" if not trigger.reflexive else "without « se »"
        if trigger.negated and not self._negated(i):
            return "not negated"
        if trigger.clitic and not any(c.text.lower() == trigger.clitic for c in self.document.children(i)):
            return f"without « {trigger.clitic} »"
        found = [i]
        for preposition, lemma in trigger.words:
            at = self._below(i, preposition, lemma)
            if at is None:
                return f"without « {lemma} »"
            found.append(at)
        return tuple(sorted(found))

    def _se_passive(self, i: int, trigger: Trigger) -> bool:
        """« Un accord s'est signé »: passive in meaning."""
        return not trigger.reflexive and bool(self.document.children(i, "expl:pass"))

    def _negated(self, i: int) -> bool:
        return any(c.lemma == "ne" or c.text.lower() in {"ne", "n'", "n’"} for c in self.document.children(i))

    def _below(self, i: int, preposition: str | None, lemma: str) -> int | None:
        """A dependent, or a dependent's dependent, with this lemma (and preposition)."""
        tokens = self.document.tokens
        nearest = self.document.children(i)
        for child in [*nearest, *(c for n in nearest for c in self.document.children(n.i))]:
            if lemma in {child.lemma, child.text.lower()} and child.i != i:
                if preposition is None or self.grammar.preposition(child.i) == preposition:
                    return child.i
                before = tokens[child.i - 1] if child.i else None
                if before is not None and (before.lemma == preposition or before.text.lower() == preposition):
                    return child.i
        return None

    # slots

    def fillers(self, i: int, kind: str, de: str, path: Path) -> list[int]:
        """The tokens at the end of a path such as ``object.avec`` from trigger ``i``."""
        found = self._first_step(i, kind, de, path[0])
        for step in path[1:]:
            found = [f for at in found for f in self._next_step(at, step)]
        return found

    def _slot(self, hit: Hit, path: Path) -> list[int]:
        """The fillers of a frame being tried, the words of its expression left out."""
        found = self.fillers(hit.at, hit.kind, hit.frame.de, path)
        return [at for at in found if at not in hit.words]

    def _first_step(self, i: int, kind: str, de: str, step: str) -> list[int]:
        if step == "speaker":
            return self.speakers(i)
        if kind == "reflexive" and step in {"subject", "object"}:
            return self.grammar.surface(i) if step == "subject" else []
        if step == "subject":
            return self.grammar.noun_subjects(i, de) if kind == "noun" else self.grammar.subjects(i)
        if step == "object":
            return self.grammar.noun_objects(i, de) if kind == "noun" else self.grammar.objects(i)
        if step == "clause":
            return self.grammar.clauses(i)
        found = self._next_step(i, step)
        if not found and kind in {"verb", "reflexive"} and step in HUNG_ON_OBJECT:
            found = [f for at in self.grammar.objects(i) for f in self.grammar.obliques(at, step)]
        return found

    def _next_step(self, i: int, step: str) -> list[int]:
        if step == "adj":
            return self.grammar.country_adjectives(i)
        if step == "poss":
            return self.grammar.possessives(i)
        if step == "owner":
            return self.grammar.owners(i) or self.grammar.obliques(i, "de")
        if step == "appos":
            return [c.i for c in self.document.children(i, "appos", "flat:name")]
        if step == "subject":
            return self.grammar.subjects(i)
        if step == "object":
            return self.grammar.objects(i)
        found = self.grammar.obliques(i, step)
        if not found and step == "à":
            found = self._verb_clitics(i)
        return found or self._participle_oblique(i, step) or self._support_oblique(i, step)

    def _participle_oblique(self, i: int, step: str) -> list[int]:
        """« des discussions ouvertes avec X », « une attaque menée contre X »."""
        if self.document.tokens[i].pos != "NOUN" or step in {"de", "à", "en"}:
            return []
        return [at for p in self.grammar.light_participles(i) for at in self.grammar.obliques(p, step)]

    def _verb_clitics(self, i: int) -> list[int]:
        return [c.i for c in self.document.children(i, "iobj")]

    def _support_oblique(self, i: int, step: str) -> list[int]:
        """« mener une attaque contre X »: the parser may hang « contre X » on the verb."""
        verb = self.grammar.support(i) if self.document.tokens[i].pos == "NOUN" else None
        words = self.grammar.words
        if verb is None or step in {"de", "par"}:
            return []
        light = words.support_subject | words.support_object
        return self.grammar.obliques(verb, step) if self.document.tokens[verb].lemma in light else []

    def _fill(
        self, hit: Hit, role: Role, *, other: tuple[ActorMention, ...] = ()
    ) -> tuple[tuple[ActorMention, ...], str]:
        """The first option that finds a party other than ``other``."""
        taken = {m.actor.id for m in other if m.actor}
        for option in role:
            parties: list[ActorMention] = []
            for path in option:
                for at in self._slot(hit, path):
                    found = self.parties(at) or (self._hosts(at) if hit.frame.mode == "visit" else [])
                    parties.extend(m for m in found if m not in parties and m.actor and m.actor.id not in taken)
            if parties:
                return tuple(parties), "+".join(".".join(path) for path in option)
        return (), "none"

    def _content(self, hit: Hit, actors: tuple[ActorMention, ...]) -> tuple[tuple[ActorMention, ...], str] | None:
        """Whom an announced, asked, refused or threatened act would touch: the parties of the content."""
        if hit.trigger.kind == "noun" or hit.frame.type not in self.grammar.words.absorbing | {"CONCEDE"}:
            return None
        taken = {m.actor.id for m in actors if m.actor}
        if self.document.tokens[hit.at].dep.startswith("parataxis") and hit.frame.type == "ACCUSE":
            return self._quoted(self.document.tokens[hit.at].head, taken)
        for clause in self.grammar.contents(hit.at):
            for at in self._touched(clause):
                found = [m for m in self.parties(at) if m.actor and m.actor.id not in taken]
                if found:
                    return tuple(found), "content"
        return None

    def _quoted(self, clause: int, taken: set[str]) -> tuple[tuple[ActorMention, ...], str] | None:
        """Who does what a blaming speaker tells: « X a été frappé par Y, dénonce Z »."""
        found = [m for at in self.grammar.subjects(clause) for m in self.parties(at) if m.actor]
        found = [m for m in found if m.actor and m.actor.id not in taken]
        return (tuple(found), "agent of the quotation") if found else None

    def _touched(self, clause: int) -> Iterator[int]:
        objects = self.grammar.objects(clause)
        yield from objects
        for step in ("à", "contre", "avec", "pour"):
            yield from self.grammar.obliques(clause, step)
        for at in objects:
            yield from self._next_step(at, "owner")

    def _target(self, hit: Hit) -> tuple[tuple[ActorMention, ...], str] | None:
        """A building, vehicle or place that is attacked or seized stands for those it belongs to."""
        if hit.frame.type not in {"ASSAULT", "COERCE"}:
            return None
        for path in (("object",), ("contre",), ("sur",)):
            for at in self._slot(hit, path):
                sector = self.grammar.words.targets.get(self.document.tokens[at].lemma)
                if sector:
                    return (self._belonging(at, sector),), "target"
        return None

    def _belonging(self, i: int, sector: str) -> ActorMention:
        owner = next((m.actor for at in self.grammar.owners(i) for m in self.parties(at) if m.actor), None)
        country = owner.country if owner else self.country(i)
        token = self.document.tokens[i]
        actor = Actor(f"text:{token.lemma}-{country or '?'}".lower(), token.text, "group", country, sector)
        return ActorMention(Span(token.start, token.end), token.text, i, actor, False, "target")

    def parties(self, i: int, depth: int = 0) -> list[ActorMention]:
        """The mentions that the phrase headed by token ``i`` stands for."""
        known = [m for m in self.by_head.get(i, ()) if m.actor is not None]
        if known:
            return known
        token = self.document.tokens[i]
        if code := self.grammar.demonym(token):
            return [self._country(i, code)]
        if depth > 3:
            return []
        below: list[int] = []
        if token.lemma in self.grammar.words.partitives or token.pos in {"NUM", "DET", "PRON", "ADV"}:
            below = self.grammar.obliques(i, "de")
        below = below or [c.i for c in self.document.children(i, "appos", "flat:name") if c.pos in {"PROPN", "NOUN"}]
        return [m for at in below for m in self.parties(at, depth + 1)]

    def _hosts(self, i: int) -> list[ActorMention]:
        """The state that a visited place belongs to."""
        place = self.by_place.get(i)
        if place is None or place.place.country is None:
            return []
        return [ActorMention(place.span, place.text, i, self.state(place.place.country), False, "host of the place")]

    def _country(self, i: int, code: str) -> ActorMention:
        token = self.document.tokens[i]
        return ActorMention(Span(token.start, token.end), token.text, i, self.state(code), False, "country adjective")

    # conditions

    def _unfit_subject(self, hit: Hit) -> str | None:
        """By default, what has a subject has a party as subject; a noun's light verb may have another."""
        if any(path == ("subject",) for path, _ in hit.frame.where):
            return None
        if hit.trigger.kind == "noun" and not self.grammar.own_subjects(hit.at, hit.frame.de):
            return None
        subjects = self._slot(hit, ("subject",))
        if subjects and not any(self.parties(s) for s in subjects):
            return "its subject is no party"
        return None

    def _holds(self, hit: Hit, path: Path, test: Test) -> bool:
        found = self._slot(hit, path)
        fits = any(self._fits(name, values, found) for name, values in test.alternatives)
        return fits if test.wanted else not fits

    def _fits(self, name: str, values: frozenset[str], found: list[int]) -> bool:
        if name == "question":
            return any(conditional_clause(self.grammar, at) for at in found)
        if name in {"none", "any", "clause"}:
            return (not found) if name == "none" else bool(found)
        if name == "lemma":
            return any(self._nouns(at) & values for at in found)
        if name == "theme":
            return any(self.themes.of(lemma) in values for at in found for lemma in self._nouns(at))
        if name == "number":
            return any(self.document.children(at, "nummod") for at in found)
        return any(_party_fits(name, values, mention) for at in found for mention in self.parties(at))

    def _nouns(self, i: int) -> set[str]:
        """The lemma of a phrase, and of what it counts (« un millier de soldats »)."""
        token = self.document.tokens[i]
        lemmas = {token.lemma}
        if token.lemma in self.grammar.words.partitives:
            lemmas |= {self.document.tokens[at].lemma for at in self.grammar.obliques(i, "de")}
        return lemmas

    def _theme(self, hit: Hit) -> str | None:
        for path in (("object",), ("de",), ("à",), ("sur",), ("contre",), ("pour",)):
            for at in self._slot(hit, path):
                for lemma in sorted(self._nouns(at)):
                    if theme := self.themes.of(lemma):
                        return theme
        return None


def _party_fits(name: str, values: frozenset[str], mention: ActorMention) -> bool:
    actor = mention.actor
    if actor is None:
        return False
    if name == "party":
        return True
    value = {"sector": actor.sector, "kind": actor.kind, "country": actor.country}[name]
    return value in values if values else value is not None


def _missing(frame: Frame, actors: tuple[ActorMention, ...], recipients: tuple[ActorMention, ...]) -> str | None:
    if "actor" in frame.requires and not actors:
        return "no actor"
    if "recipient" in frame.requires and not recipients:
        return "no recipient"
    if "org" in frame.requires and not any(m.actor and m.actor.kind == "organisation" for m in recipients):
        return "the recipient is no organisation"
    if "two" in frame.requires and len({m.actor.id for m in actors + recipients if m.actor}) < 2:
        return "fewer than two parties"
    if not actors and not recipients and "none" not in frame.requires:
        return "no party"
    return None


def index_heads(mentions: Mentions) -> dict[int, list[ActorMention]]:
    """Actor mentions by the token that heads them."""
    heads: dict[int, list[ActorMention]] = defaultdict(list)
    for mention in mentions.actors:
        if mention.head is not None:
            heads[mention.head].append(mention)
    return heads


def is_under(document: Document, i: int, top: int) -> bool:
    """Whether token ``i`` lies in the subtree of ``top``."""
    while i != top:
        head = document.tokens[i].head
        if head == i:
            return False
        i = head
    return True


def chain(document: Document, i: int) -> Iterable[int]:
    """Token ``i`` and its governors up to the root."""
    yield i
    while document.tokens[i].head != i:
        i = document.tokens[i].head
        yield i
