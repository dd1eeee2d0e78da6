"""Which frame a trigger fires, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from palabre.coding.grammar import CLAUSES
from palabre.coding.means import by_means
from palabre.coding.slots import Filled, Hit, Slots
from palabre.knowledge.frames import Frame, Frames, Path, Test, Trigger
from palabre.types import ActorMention, Document, Token

CAPITAL = {"État", "Etat", "Molotov"}  # always written so, name or not
# Dependents of a verb whose words are no part of its expression.
OUTSIDE = {"nsubj", "obl:agent", "acl:relcl", "parataxis", "parataxis:insert", "advcl", "csubj", "conj"}

# Parts of speech in which words trigger frames, or would if the parse were otherwise.
TO_COME = {"THREATEN", "AGREE"}  # types that tell what is to be done
TRIED = {"VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV"}


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


@dataclass(slots=True)
class Matcher:
    """Tries frames on the tokens of one document; ``attempts`` gathers what did not fire, where it is a list."""

    frames: Frames
    slots: Slots
    attempts: list[Attempt] | None = None
    document: Document = field(init=False)
    _nearby: dict[int, dict[str, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.document = self.slots.grammar.document

    def matches(self, first: int, last: int) -> Iterator[Match]:
        """The frames that fire on tokens ``first`` up to ``last`` (exclusive), one a trigger."""
        for i in range(first, last):
            match = self.match(i)
            if match is not None:
                yield match

    def match(self, i: int) -> Match | None:
        """The first frame that fits token ``i``, the most demanding ones tried first."""
        rows = self._open(i)
        for place, (trigger, frame) in enumerate(rows):
            outcome = self._try(i, trigger, frame)
            if isinstance(outcome, Match):
                self._note(
                    i, (f for _, f in rows[place + 1 :] if f is not frame), f"after « {frame.name} », which fired"
                )
                return outcome
            self._note(i, [frame], outcome)
        self._note_others(i)
        return None

    def _note(self, i: int, frames: Iterable[Frame], reason: str) -> None:
        """Keep the reason why frames did not fire, where somebody asked for it."""
        if self.attempts is not None:
            self.attempts += [Attempt(i, frame.name, reason) for frame in frames]

    def _note_others(self, i: int) -> None:
        """Frames that know the word as another part of speech than the parse says."""
        token, frames = self.document.tokens[i], self.frames
        if self.attempts is None or token.pos not in TRIED:
            return
        tried = {frame for _, frame in self._rows(i, token.lemma, token.pos)}
        for kind, index in (("verb", frames.verbs), ("noun", frames.nouns), ("adjective", frames.adjectives)):
            others = (frame for _, frame in index.get(token.lemma, ()) if frame not in tried)
            self._note(i, others, f"the word is no {kind} here")

    def _open(self, i: int) -> Sequence[tuple[Trigger, Frame]]:
        """The frames to try on a token; those whose expression lacks its first word, only where reasons are kept."""
        token = self.document.tokens[i]
        rows = self._rows(i, token.lemma, token.pos)
        if self.attempts is not None or not rows:
            return rows
        near = self._near(i)
        return [row for row in rows if not row[0].words or row[0].words[0][1] in near]

    def _rows(self, i: int, lemma: str, pos: str) -> tuple[tuple[Trigger, Frame], ...]:
        if pos in {"VERB", "AUX"}:
            return self.frames.verbs.get(lemma, ())
        if pos == "ADJ":
            rows = self.frames.adjectives.get(lemma, ())
            return rows + self.frames.verbs.get(lemma, ()) if self.slots.grammar.is_verb(i) else rows
        return self.frames.nouns.get(lemma, ()) if pos == "NOUN" else ()

    def _try(self, i: int, trigger: Trigger, frame: Frame) -> Match | str:
        words = self._words(i, trigger)
        if isinstance(words, str):
            return words
        hit = Hit(i, trigger, frame, words)
        for path, test in frame.where:
            if not self.slots.holds(hit, path, test):
                return self._unmet(hit, path, test)
        if reason := self.slots.unfit_subject(hit):
            return reason
        if frame.type in TO_COME and any(map(self.slots.grammar.over, self.slots.grammar.clauses(i))):
            return "what it tells is over"
        actors, actor_rule = self.slots.fill(hit, frame.actor)
        recipients, recipient_rule = self.slots.fill(hit, frame.recipient, other=actors)
        if not recipients:
            recipients, recipient_rule = self._elsewhere(hit, actors)
        if reason := _missing(frame, actors, recipients):
            return reason
        theme = frame.theme or self.slots.theme(hit)
        return Match(i, words, frame, actors, recipients, theme, (("actor", actor_rule), ("recipient", recipient_rule)))

    def _elsewhere(self, hit: Hit, actors: tuple[ActorMention, ...]) -> Filled:
        """The recipients that no path of the frame reaches."""
        slots = self.slots
        found = slots.content(hit, actors) or slots.target(hit)
        return found or by_means(slots.grammar, slots.parties, hit.frame.type, hit.at) or ((), "none")

    def _unmet(self, hit: Hit, path: Path, test: Test) -> str:
        """What a slot holds in place of what the frame wants there."""
        if self.attempts is None:
            return ""
        slot, tokens = ".".join(path), self.document.tokens
        said = ", ".join(tokens[at].text for at in self.slots.fillers(hit, path))
        if not said:
            return f"{slot} is not said, and must be {test.text}"
        if test.wanted:
            return f"{slot} is « {said} », not {test.text}"
        return f"{slot} is « {said} », and must not be {test.text.removeprefix('!')}"

    # triggers

    def _words(self, i: int, trigger: Trigger) -> tuple[int, ...] | str:
        if (
            trigger.kind == "verb"
            and trigger.reflexive != self.slots.grammar.reflexive(i)
            and not self._se_passive(i, trigger)
        ):
            return "with « se »" if not trigger.reflexive else "without « se »"
        if trigger.negated and not self._negated(i):
            return "not negated"
        if trigger.clitic and trigger.clitic not in self.slots.grammar.said_below(i):
            return f"without « {trigger.clitic} »"
        found = [i]
        for preposition, lemma in trigger.words:
            at = self._below(found, preposition, lemma)
            if at is None:
                return f"without « {lemma} »"
            found.append(at)
        if trigger.preposition and not self._introduces(found, trigger.preposition):
            return f"without « {trigger.preposition} »"
        return tuple(sorted(found))

    def _introduces(self, heads: list[int], preposition: str) -> bool:
        grammar = self.slots.grammar
        marked = any(c.lemma == preposition for at in heads for v in grammar.clauses(at) for c in self._marks(v))
        return marked or any(grammar.obliques(at, preposition) for at in heads)

    def _marks(self, i: int) -> list[Token]:
        return self.document.children(i, "mark", "case")

    def _se_passive(self, i: int, trigger: Trigger) -> bool:
        """« Un accord s'est signé »: passive in meaning."""
        return not trigger.reflexive and bool(self.document.children(i, "expl:pass"))

    def _negated(self, i: int) -> bool:
        """Whether « ne » stands beside a verb and denies it: « ne reconnaît que » does not."""
        beside = self.document.children(i)
        only = any(c.dep == "advmod" and c.text.lower() in {"que", "qu'", "qu’"} for c in beside)
        return not only and any(c.lemma == "ne" or c.text.lower() in {"ne", "n'", "n’"} for c in beside)

    def _name(self, token: Token) -> bool:
        """Whether a capital inside the sentence makes a word a name: « congé du Parti démocratique »."""
        first = self.document.sentences[token.sentence].first
        return token.text[:1].isupper() and token.i != first and token.text not in CAPITAL

    def _below(self, found: list[int], preposition: str | None, lemma: str) -> int | None:
        """A dependent, or a dependent's dependent, with this lemma (and preposition)."""
        for at in self._near(found[0]).get(lemma, ()):
            over = self.document.tokens[at].head
            if preposition and over not in found and self.document.tokens[over].dep == "nsubj:pass":
                continue  # « la cheffe du gouvernement a été évincée »: of whom it is told
            if preposition is None or self.slots.grammar.preposition(at) == preposition:
                return at
            before = self.document.tokens[at - 1] if at else None
            if before is not None and (before.lemma == preposition or before.text.lower() == preposition):
                return at
        return None

    def _near(self, i: int) -> dict[str, list[int]]:
        """The dependents of a token and theirs, nearest first, by lemma and as written."""
        if i not in self._nearby:
            nearest = [c for c in self.document.children(i) if c.dep not in OUTSIDE]
            deeper = (c for n in nearest if n.dep not in CLAUSES for c in self.document.children(n.i))
            found = self._nearby[i] = {}
            for child in [*nearest, *deeper]:
                for word in {child.lemma, child.text.lower()} if not self._name(child) else {child.text}:
                    found.setdefault(word, []).append(child.i)
        return self._nearby[i]


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
