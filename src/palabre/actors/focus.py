"""Which country the text is about at a given word: the one that « le gouvernement » needs no adjective for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from palabre.actors.lexicon import load_lexicon
from palabre.actors.phrases import SUBJECTS
from palabre.types import ActorMention, Document, PlaceMention

COUNTERPART = {"avec", "contre", "vers", "envers"}
_MUCH, _TIMES = 4, 3  # how often another state is named than the one a dateline stands for, to be what a text is about
_NEAR = 5  # words from a place to the « où » that takes it up


@dataclass(frozen=True, slots=True)
class Signal:
    """A word that points to a country: in the title or dateline, as a place, or as part of a party."""

    at: int
    country: str
    kind: Literal["title", "dateline", "place", "actor"]


@dataclass(slots=True)
class Focus:
    """The local country, word by word."""

    document: Document
    home: str | None = None
    announced: bool = False
    main: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    by_sentence: dict[int, list[Signal]] = field(default_factory=dict)
    paragraphs: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document, signals: Iterable[Signal]) -> Focus:
        """The focus that ``signals`` give."""
        focus = cls(document, paragraphs=_paragraphs(document))
        for signal in sorted(signals, key=lambda s: s.at):
            focus.by_sentence.setdefault(document.tokens[signal.at].sentence, []).append(signal)
            focus.counts[signal.country] += 2 if signal.kind == "place" else 1
        focus.home = _announced(focus)
        focus.announced = focus.home is not None
        focus.home = focus.home or _stage(focus)
        most = focus.counts.most_common(1)
        focus.main = _subject_of_title(focus) or (most[0][0] if most and most[0][1] > 1 else None)
        return focus

    @property
    def domestic(self) -> str | None:
        """The country that an article is mostly about: half of what it names, two thirds without title or dateline."""
        return self._mostly(self.home)

    @property
    def citizens(self) -> str | None:
        """The country of people named without one: the domestic one, or else the one that is named most by far."""
        return self._mostly(self.home or self.main)

    @property
    def alone(self) -> str | None:
        """The only state that an article names."""
        states = [code for code in self.counts if len(code) == 3]
        return states[0] if len(states) == 1 else None

    def _mostly(self, code: str | None) -> str | None:
        if code is None:
            return None
        own, total = self.counts[code], self.counts.total()
        return code if (2 * own >= total if self.announced else 3 * own >= 2 * total) else None

    def country(self, at: int) -> str | None:
        """The local country at token ``at``: a place that opens the sentence or an earlier one of the paragraph,
        the country of the title or dateline, then what the sentence, the paragraph and the article name most.
        """
        sentence = self.document.tokens[at].sentence
        return (
            self._shared_place(sentence, at)
            or self._where(sentence, at)
            or self._opening_place(sentence, at)
            or self.home
            or self._near(sentence, at)
            or self.main
        )

    def spot(self, at: int) -> str | None:
        """The country of those who are on the spot at token ``at``: of the places of their sentence before all."""
        return self.scene(at) or self.country(at)

    def scene(self, at: int) -> str | None:
        """The country of the places of the sentence of token ``at``, if it names one."""
        sentence = self.document.tokens[at].sentence
        found = (s for s in self.by_sentence.get(sentence, ()) if s.kind == "place" and not self._away(s.at))
        states = [s for s in found if len(s.country) == 3]
        named = {s.country for s in states}
        alone = named.pop() if len(named) == 1 else self._beside(states, at)
        return self._shared_place(sentence, at) or self._where(sentence, at) or alone

    def state(self, at: int) -> str | None:
        """The state that token ``at`` names, if it names one."""
        signals = self.by_sentence.get(self.document.tokens[at].sentence, ())
        return next((s.country for s in signals if s.at == at and len(s.country) == 3), None)

    def place(self, at: int) -> str | None:
        """The country of the place that token ``at`` names, if it names one."""
        signals = self.by_sentence.get(self.document.tokens[at].sentence, ())
        return next((s.country for s in signals if s.at == at and s.kind == "place"), None)

    def stage_before(self, at: int) -> str | None:
        """The state of the place named last before the sentence of token ``at``, at most two sentences back."""
        sentence = self.document.tokens[at].sentence
        for s in (sentence - 1, sentence - 2):
            for signal in reversed(self.by_sentence.get(s, ())):
                if signal.kind == "place" and len(signal.country) == 3 and not self._away(signal.at):
                    return signal.country
        return None

    def others(self, at: int, *, besides: frozenset[str], count: int) -> tuple[str, ...]:
        """The ``count`` countries named last before token ``at``, without ``besides``, in order of the text."""
        found: list[str] = []
        for sentence in range(self.document.tokens[at].sentence, -1, -1):
            for signal in reversed(self.by_sentence.get(sentence, ())):
                if signal.at < at and signal.country not in besides and signal.country not in found:
                    found.append(signal.country)
            if len(found) >= count:
                break
        return tuple(reversed(found[:count]))

    def rival(self, *, besides: frozenset[str]) -> tuple[str, ...]:
        """The other country of an article about two: named at least twice as often as any third."""
        best = [(c, n) for c, n in self.counts.most_common(len(besides) + 2) if c not in besides and len(c) == 3]
        alone = best and best[0][1] > 2 and (len(best) == 1 or best[0][1] >= 2 * best[1][1])
        return (best[0][0],) if alone else ()

    def leading(self, at: int, *, besides: frozenset[str], count: int) -> tuple[str, ...]:
        """The ``count`` countries named most in the article of those named before token ``at``, in text order."""
        before: dict[str, int] = {}
        for sentence in range(self.document.tokens[at].sentence + 1):
            for signal in self.by_sentence.get(sentence, ()):
                if signal.at < at and signal.country not in besides:
                    before.setdefault(signal.country, signal.at)
        best = sorted(before, key=lambda c: (-self.counts[c], before[c]))[:count]
        return tuple(sorted(best, key=lambda c: before[c]))

    def _shared_place(self, sentence: int, at: int) -> str | None:
        """The place before a word under the same verb: « reçu à Ouagadougou par le chef de l'État »."""
        tokens = self.document.tokens
        for signal in self.by_sentence.get(sentence, ()):
            same = tokens[signal.at].head == tokens[at].head and tokens[at].dep in {"nsubj", "obl:agent", "nsubj:pass"}
            if signal.kind == "place" and signal.at < at and same:
                return signal.country
        return None

    def _beside(self, places: list[Signal], at: int) -> str | None:
        """Of several places the one on the verb itself: « le frère d'un chef tué [à Alep] a été jugé [à Lyon] »."""
        tokens = self.document.tokens
        verb = at if tokens[at].pos == "VERB" else tokens[at].head
        found = {s.country for s in places if tokens[s.at].head == verb}
        return found.pop() if len(found) == 1 else None

    def _where(self, sentence: int, at: int) -> str | None:
        """The antecedent of the « où » whose clause holds token ``at``: « aux Tonga, [où des marins] ... »."""
        tokens, first = self.document.tokens, self.document.sentences[sentence].first
        for i in range(at - 1, first, -1):
            if tokens[i].text.lower() == "où" and _inside(self.document, at, tokens[i].head):
                signals = [s for s in self.by_sentence.get(sentence, ()) if i - _NEAR <= s.at < i]
                return signals[-1].country if signals else None
        return None

    def _opening_place(self, sentence: int, at: int) -> str | None:
        for s in range(sentence, -1, -1):
            if self.paragraphs[s] != self.paragraphs[sentence]:
                return None
            first = self.document.sentences[s].first
            for signal in self.by_sentence.get(s, ()):
                near = signal.at < at and signal.at - first <= 3 and not self._away(signal.at)
                if near and (signal.kind == "place" or self._topic(signal.at)):
                    return signal.country
        return None

    def _topic(self, at: int) -> bool:
        """« Niger : deux soldats tués »: a name before a colon, wherever the line stands."""
        after = self.document.tokens[at + 1 : at + 2]
        return bool(after) and after[0].text == ":"

    def _topic_before(self, sentence: int, at: int, own: list[Signal]) -> str | None:
        """For a subject that opens a sentence, the last subject before: « Lima hésite. Le ministre a vu le Chili »."""
        tokens = self.document.tokens
        if tokens[at].dep not in SUBJECTS or any(s.at < at or s.kind == "place" for s in own):
            return None
        if sentence == 0 or self.paragraphs[sentence - 1] != self.paragraphs[sentence]:
            return None
        before = (s for s in reversed(self.by_sentence.get(sentence - 1, ())) if tokens[s.at].dep in SUBJECTS)
        return next((s.country for s in before if s.kind == "actor"), None)

    def _counterpart(self, signal: Signal, at: int) -> bool:
        """« la junte a fermé la frontière avec le Bénin »: the other side, named later, is not where it plays."""
        tokens = self.document.tokens
        cases = {tokens[c].lemma for c in tokens[signal.at].children if tokens[c].dep == "case"}
        return signal.kind == "actor" and signal.at > at and bool(cases & COUNTERPART)

    def _away(self, at: int) -> bool:
        """« la fuite en France », « la frontière algérienne »: where somebody goes, not where the act is."""
        tokens, away = self.document.tokens, load_lexicon(self.document.article.language).away
        before = tokens[max(0, tokens[at].left - 1)]  # wherever the parser hung the place
        over = tokens[tokens[at].head]
        if tokens[at].dep == "obj" and over.pos == "VERB":  # « ils ont fui le Kenya » is where they were
            return False
        return not away.isdisjoint((over.lemma.lower(), over.text.lower(), before.lemma.lower()))

    def _near(self, sentence: int, at: int) -> str | None:
        every = self.by_sentence.get(sentence, ())
        own = [s for s in every if not self._away(s.at)]
        if (topic := self._topic_before(sentence, at, own)) is not None:
            return topic
        for kind in ("place", "actor"):
            countries = {s.country for s in own if s.kind == kind and not self._counterpart(s, at)}
            if len(countries) == 1:
                return countries.pop()
        if own:
            subjects = [s.country for s in own if self.document.tokens[s.at].dep in SUBJECTS]
            if subjects:
                return subjects[0]
        for s in range(sentence - 1, -1, -1):
            if self.paragraphs[s] != self.paragraphs[sentence]:
                break
            if signals := [x for x in self.by_sentence.get(s, ()) if not self._away(x.at)]:
                return signals[-1].country
        return None


def _inside(document: Document, at: int, verb: int) -> bool:
    """Whether token ``at`` hangs somewhere below ``verb``."""
    for _ in range(8):
        if at == verb:
            return True
        at = document.tokens[at].head
    return False


def _told(document: Document, mention: PlaceMention) -> bool:
    return mention.place.precision == "country" and spoken_to(document, mention.head)


def spoken_to(document: Document, at: int) -> bool:
    """Whether a state is whom one speaks or gives to, no place: « a demandé [à l'Inde] »."""
    token = document.tokens[at]
    cases = {document.tokens[c].lemma for c in token.children if document.tokens[c].dep == "case"}
    over = document.tokens[token.head].lemma.lower()
    return "à" in cases and over in load_lexicon(document.article.language).addressing


def _announced(focus: Focus) -> str | None:
    """The country of the dateline, or the only one before the colon of the title."""
    signals = [s for found in focus.by_sentence.values() for s in found]
    for kind in ("dateline", "title"):
        codes = {s.country for s in signals if s.kind == kind}
        if len(codes) == 1 and not (kind == "dateline" and _from_afar(focus, *codes)):
            return codes.pop()
    return None


def _from_afar(focus: Focus, code: str) -> bool:
    """Whether a dateline only says where one writes, or who met there: the text hardly names it beside another."""
    states = [n for c, n in focus.counts.items() if c != code and len(c) == 3]
    return bool(states) and max(states) >= max(_MUCH, _TIMES * (focus.counts[code] - 1))


def _subject_of_title(focus: Focus) -> str | None:
    for signals in focus.by_sentence.values():
        for signal in signals:
            token = focus.document.tokens[signal.at]
            if focus.document.sentences[token.sentence].section == "title" and token.dep in SUBJECTS:
                return signal.country
    return None


def _stage(focus: Focus) -> str | None:
    """The country where an article without a dateline plays: most of its places lie there, two of them at least."""
    places: Counter[str] = Counter()
    for signals in focus.by_sentence.values():
        for signal in signals:
            if signal.kind == "place":
                section = focus.document.sentences[focus.document.tokens[signal.at].sentence].section
                places[signal.country] += 2 if section in {"title", "standfirst"} else 1
    best = places.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] * 2 > best[0][1]):
        return None
    code = best[0][0]
    named = max((n for c, n in focus.counts.items() if c != code and len(c) == 3), default=0)
    return code if focus.counts[code] >= named else None


def country_in_focus(
    document: Document, actors: Iterable[ActorMention], places: Iterable[PlaceMention], *, at: int
) -> str | None:
    """The local country (ISO 3166 alpha-3) at token ``at``, from mentions already found, or ``None``."""
    return focus_of(document, actors, places).country(at)


def focus_of(document: Document, actors: Iterable[ActorMention], places: Iterable[PlaceMention]) -> Focus:
    """The focus of a document whose mentions are known; build it once, ask ``country(at)`` often."""
    signals = [
        Signal(m.head, m.actor.country, opening(document, m.head) or "actor")
        for m in actors
        if m.head is not None and m.actor is not None and m.actor.country and m.rule.startswith(_EXPLICIT)
        and m.actor.kind in {"state", "institution"}
    ]  # fmt: skip
    signals += [
        Signal(m.head, m.place.country, opening(document, m.head) or ("actor" if _told(document, m) else "place"))
        for m in places if m.place.country
    ]  # fmt: skip
    return Focus.of(document, signals)


_EXPLICIT = ("name:", "role:adjective")


def opening(document: Document, at: int) -> Literal["title", "dateline"] | None:
    """Whether token ``at`` stands in « Pays : ... » at the head of the title, or in a dateline.

    The dateline of an agency is a city in capitals before a bracket, or a section marked so.
    """
    token = document.tokens[at]
    sentence = document.sentences[token.sentence]
    if sentence.section == "dateline":
        return "dateline"
    after = document.tokens[at + 1].text if at + 1 < len(document.tokens) else ""
    if sentence.section == "title" and _before_colon(document, at):
        return None if _faced(document, at) else "title"
    if token.text.isupper() and len(token.text) > 3 and after == "(" and token.start - sentence.start < 30:
        return "dateline"
    return None


def _faced(document: Document, at: int) -> bool:
    """« Bras de fer avec le Bénin : ... »: a title that names the other side is not from there."""
    tokens = document.tokens
    return any(tokens[c].dep == "case" and tokens[c].lemma in COUNTERPART for c in tokens[at].children)


def _before_colon(document: Document, at: int) -> bool:
    """Whether token ``at`` is in the words before the first colon of a title."""
    sentence = document.sentences[document.tokens[at].sentence]
    if at - sentence.first > 8:
        return False
    return any(t.text == ":" for t in document.tokens[at + 1 : min(sentence.last, sentence.first + 10)])


def _paragraphs(document: Document) -> list[int]:
    text, numbers, current, previous = document.article.text, [], 0, 0
    for sentence in document.sentences:
        current += "\n" in text[previous : sentence.start]
        numbers.append(current)
        previous = sentence.end - 1
    return numbers
