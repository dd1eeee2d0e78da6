"""From matches to events: status, date, place, speaker, implied parties, and one event told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from palabre.actors import focus_of
from palabre.coding.addressees import Addressees
from palabre.coding.ahead import ahead
from palabre.coding.captors import in_arms, inherit
from palabre.coding.context import Context
from palabre.coding.courts import Courts
from palabre.coding.filling import implied
from palabre.coding.grammar import Grammar
from palabre.coding.lapses import Lapses
from palabre.coding.leaving import sent_home
from palabre.coding.matching import Attempt, Match, Matcher
from palabre.coding.meetings import resume
from palabre.coding.membership import members, with_members
from palabre.coding.merging import RECIPROCAL, merge
from palabre.coding.parties import Parties, distinct, index_heads
from palabre.coding.putsch import Putsch
from palabre.coding.resumed import Resumed
from palabre.coding.sharing import Sharing
from palabre.coding.sides import Sides
from palabre.coding.sieve import Sieve, content_of
from palabre.coding.slots import Slots
from palabre.coding.status import Verdict, status_of
from palabre.coding.story import after_events, continuing, lead, thread
from palabre.knowledge import Knowledge
from palabre.types import (
    Actor,
    ActorMention,
    Document,
    Event,
    Evidence,
    Mentions,
    Sentence,
    Span,
    Status,
    Step,
)

CODED = {"paragraph", "standfirst"}
# Those whom their own state arrests, bans or overthrows, wherever the article is written.
DOMESTIC = {"GOV", "OPP", "PTY", "LEG", "JUD"}
# Types that are done by words: their day may be that of what is promised or asked.
OF_STATE = {"GOV", "POL", "MIL", "JUD", "LEG", "CVL", "OPP"}

PEOPLE, BODIES = {"person", "group"}, {"state", "institution", "organisation", "party", "armed-group"}

Filled = tuple[ActorMention, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What fired in a document, and for each trigger that did not, why not."""

    events: tuple[Event, ...]
    attempts: tuple[Attempt, ...]
    dropped: tuple[tuple[Match, str], ...]


def code(document: Document, mentions: Mentions, knowledge: Knowledge) -> tuple[Event, ...]:
    """Code the events of a document, each once, in text order."""
    return merge(Coder(document, mentions, knowledge).events())


def explain(document: Document, mentions: Mentions, knowledge: Knowledge) -> Explanation:
    """Code a document and keep what did not fire, with reasons; titles and headings are tried as well."""
    coder = Coder(document, mentions, knowledge, attempts=[], sections=None)
    events = merge(coder.events())
    return Explanation(events, tuple(coder.matcher.attempts or ()), tuple(coder.dropped))


class Coder:
    """Codes one document."""

    def __init__(
        self, document: Document, mentions: Mentions, knowledge: Knowledge, *,
        attempts: list[Attempt] | None = None, sections: set[str] | None = CODED,
    ) -> None:  # fmt: skip
        self.document, self.knowledge, self.sections = document, knowledge, sections
        heads = index_heads(mentions)
        self.grammar = Grammar(
            document,
            knowledge.embeddings,
            knowledge.registry.demonyms,
            times=frozenset(_heads(document, mentions)),
            places=frozenset(p.head for p in mentions.places if p.head not in heads),
            acts=knowledge.frames.nouns,
            persons=frozenset(i for i, found in heads.items() if any(_kind(m) in PEOPLE for m in found)),
            bodies=frozenset(i for i, found in heads.items() if all(_kind(m) in BODIES for m in found)),
        )
        places = {p.head: p for p in mentions.places}
        self.focus = focus_of(document, mentions.actors, mentions.places)
        self.putsch = Putsch(self.grammar, self.focus, knowledge.registry)
        state = partial(knowledge.registry.actor, on=document.article.published)
        self.parties = Parties(document, self.grammar, heads, places, self.focus.country, state)
        self.context = Context(document, self.grammar, mentions, self.parties)
        self.lapses = Lapses(document, self.grammar, knowledge.calendar, self.context.date)
        slots = Slots(self.grammar, self.parties, knowledge.themes, self.context.speakers)
        self.matcher = Matcher(knowledge.frames, slots, attempts)
        self.sieve = Sieve(document, self.grammar, self.context)
        self.courts = Courts(document, self.grammar, mentions.actors)
        self.dropped: list[tuple[Match, str]] = []

    def events(self) -> list[Event]:
        """The reports of each sentence, in text order, dated as far as the text goes."""
        reports = [report for sentence in self._read_once() for report in self._sentence(sentence)]
        reports = Sides(self.grammar, self.parties, self.context.speakers).complete(reports)
        reports = Resumed(self.grammar).complete(Sharing(self.grammar, self.parties).complete(reports))
        reports = resume(reports, self.grammar, self.parties)
        reports = Addressees(self.document, self.grammar, self.parties).complete(reports)
        frames = self.knowledge.frames
        reports = continuing(
            self.document, self.grammar.words.continuing, lead(self.document, self.context.dated, reports)
        )
        dated = after_events(self.document, self.grammar, frames, reports)
        told = inherit([in_arms(sent_home(event)) for event in thread(self.document, dated)])
        return with_members(told, members(self.document, self.grammar, self.parties))

    def _read_once(self) -> Iterator[Sentence]:
        """The sentences to code; one that is printed twice (caption, standfirst) is read once."""
        seen: set[str] = set()
        for sentence in self.document.sentences:
            if self.sections is not None and sentence.section not in self.sections:
                continue
            words = " ".join(self.document.article.text[sentence.start : sentence.end].split())
            if words not in seen:
                seen.add(words)
                yield sentence

    def _sentence(self, sentence: Sentence) -> Iterator[tuple[int, Event]]:
        matches = self._kept(list(self.matcher.matches(sentence.first, sentence.last)))
        judged = [(m, v) for m in matches if (v := self._verdict(m)) is not None]
        judged = [(m, v) for m, v in judged if not self._undone(m, v, matches)]
        judged += [(m, ("factual", "tied to a demand")) for m in self._threats(sentence, matches)]
        for match, verdict in self._once(judged):
            yield match.trigger, self._event(sentence, match, verdict)

    def _threats(self, sentence: Sentence, matches: list[Match]) -> list[Match]:
        """« X est sommé de ..., faute de quoi »: a demand with its threat is two records (codebook, decision 20)."""
        demands = [m for m in matches if m.frame.type == "REQUEST" and m.actors]
        at = self.context.phrase(sentence, self.grammar.words.or_else) if demands else None
        if at is None or at[0] < demands[0].trigger:
            return []
        demand, frames = demands[0], self.knowledge.frames.all
        threat = next((f for f in frames if f.type == "THREATEN" and not f.mode), None)
        if threat is None:
            return []
        return [replace(demand, trigger=at[-1], words=at, frame=threat, rules=(("actor", "the demand's"),))]

    def _kept(self, matches: list[Match]) -> list[Match]:
        kept = []
        for match in matches:
            reason = self.sieve.reason(match, matches)
            if reason:
                self.dropped.append((match, reason))
            else:
                kept.append(match)
        return kept

    def _verdict(self, match: Match) -> Verdict | None:
        """The status of a match; None where the text tells a purpose or a mere idea."""
        status, rule = status_of(self.grammar, match.trigger)
        if any(t.negated for t in match.frame.triggers) and status == "negated":
            status, rule = "factual", "the refusal itself"
        if match.frame.status and status in {"factual", "future"}:
            return match.frame.status, "frame"
        if rule == "purpose":
            return self._purpose(match)
        if self._mere_idea(match, status, rule):
            self.dropped.append((match, f"a mere idea ({rule})"))
            return None
        if self._aim(match):
            self.dropped.append((match, "an aim"))
            return None
        if rule in self.grammar.words.avoided:
            self.dropped.append((match, f"only what « {rule} » keeps from happening"))
            return None
        return status, rule

    def _mere_idea(self, match: Match, status: Status, rule: str) -> bool:
        """« l'appel à déposer les armes », « l'interdiction de manifester », « demande le départ de X »."""
        words, token = self.grammar.words, self.document.tokens[match.trigger]
        if status == "negated":
            return rule in words.barring
        own = token.dep == "xcomp" and rule in words.wishing
        return status == "hypothetical" and (rule in words.nouns or (rule in words.demanding and not own))

    def _undone(self, match: Match, verdict: Verdict, matches: list[Match]) -> bool:
        """« Le couvre-feu a été levé »: what another act of the sentence ends is no negated act of its own."""
        token = self.document.tokens[match.trigger]
        ending = any(m.trigger == token.head and m.frame.type != match.frame.type for m in matches)
        if verdict[0] != "negated" or token.pos != "NOUN" or not ending:
            return False
        self.dropped.append((match, "what another act ends"))
        return True

    def _aim(self, match: Match) -> bool:
        """« un sommet pour la réouverture de la frontière »: what something is for; visits are made."""
        token = self.document.tokens[match.trigger]
        if token.pos != "NOUN" or match.frame.type == "CONSULT":
            return False
        behind = self.grammar.locution(token.head) if self.grammar.preposition(token.i) == "de" else None
        return "pour" in {behind, self.grammar.preposition(token.i)}

    def _purpose(self, match: Match) -> Verdict | None:
        head = self.document.tokens[self.document.tokens[match.trigger].head]
        if match.frame.type in self.grammar.words.realized and head.lemma in self.grammar.words.motion:
            return status_of(self.grammar, head.i)
        self.dropped.append((match, "a purpose"))
        return None

    def _once(self, judged: list[tuple[Match, Verdict]]) -> list[tuple[Match, Verdict]]:
        """One event told by two triggers of a sentence (« tués dans une attaque ») is kept once."""
        kept: list[tuple[Match, Verdict]] = []
        for match, verdict in judged:
            twin = next((k for k, (other, _) in enumerate(kept) if self._same(match, other)), None)
            if twin is None:
                kept.append((match, verdict))
            else:
                self.dropped.append((match, f"it tells the act of « {kept[twin][0].frame.name} »"))
                kept[twin] = (_joined(kept[twin][0], match), kept[twin][1])
        return kept

    def _same(self, a: Match, b: Match) -> bool:
        if a.frame.type != b.frame.type or (a.frame.mode and b.frame.mode and a.frame.mode != b.frame.mode):
            return False
        document = self.document
        nested = content_of(document, a.trigger, b.trigger) or content_of(document, b.trigger, a.trigger)
        if nested or self._told_by(a, b) or self._told_by(b, a):
            return True
        alike = a.actors == b.actors and a.recipients == b.recipients != () and a.theme == b.theme
        dates = {self.context.date(m.trigger)[0] for m in (a, b)}
        bare = not (a.actors or a.recipients) and a.theme == b.theme and None not in dates
        return (alike and (len(dates) < 2 or None in dates)) or (bare and len(dates) == 1)

    def _told_by(self, a: Match, b: Match) -> bool:
        """« Une roquette tombée sur un camp a tué huit civils »: a participle in the subject of the same act."""
        token = self.document.tokens[a.trigger]
        if token.dep == "acl" and token.head == b.trigger and token.feats.get("Tense") == "Pres":
            return True  # « des attaques ciblant X »
        if a.frame.type == "PROTEST" and token.head == b.trigger and token.dep in {"advcl", "nmod"}:
            return a.actors == b.actors or not a.actors  # « défilent pour protester », « une marche de protestation »
        participle = token.dep == "acl" and self.document.tokens[token.head].head == b.trigger
        return participle and self.document.tokens[token.head].dep.startswith("nsubj")

    # events

    def _event(self, sentence: Sentence, match: Match, verdict: Verdict) -> Event:
        i = match.trigger
        when, when_rule = self.lapses.date(i)
        place, place_rule = self.context.place(i)
        speaker, speaker_rule = self.context.speaker(i)
        background, background_rule = self.context.background(i, when)
        quantities = self.context.quantities(match)
        if verdict[0] == "factual" and not background and ahead(self.grammar, match, when, when_rule):
            verdict = ("future", "dated after publication")
        event_type, status = _converted(match.frame.type, verdict[0])
        mode = match.frame.mode if event_type == match.frame.type else None
        actors, recipients = self._parties(match)
        if place is not None and match.frame.mode != "visit" and place.head in {m.head for m in actors + recipients}:
            place, place_rule = None, "names a party"
        cue = self.document.span(match.words[0], match.words[-1])
        steps = (
            Step("frame", match.frame.name, self.document.text(cue)),
            *_slot_steps(match, actors, recipients),
            Step("status", verdict[1]), Step("date", when_rule), Step("place", place_rule),
            Step("attributed_to", speaker_rule), Step("background", background_rule),
            *([Step("again", "tells more of an act told before")] if match.frame.again or self._worn(i) else []),
        )  # fmt: skip
        return Event(
            id=f"{self.document.article.id}:{i}", type=event_type, mode=mode,
            contexts=match.frame.contexts, status=status, background=background, actors=actors, recipients=recipients,
            theme=match.theme, date=when, place=place, quantities=quantities,
            fatalities=self.context.fatalities(match, quantities) if event_type == "ASSAULT" else None,
            attributed_to=speaker, evidence=(self._evidence(sentence, cue),), trace=steps,
        )  # fmt: skip

    def _worn(self, i: int) -> bool:
        """« les élèves libérés ont parlé »: a bare participle on a definite noun names those of an act told before."""
        token, document = self.document.tokens[i], self.document
        if token.dep not in {"acl", "amod"} or not self.grammar.participle(i) or token.children:
            return False
        return any(d.feats.get("Definite") == "Def" for d in document.children(token.head, "det"))

    def _evidence(self, sentence: Sentence, cue: Span) -> Evidence:
        text = self.document.article.text[sentence.start : sentence.end]
        return Evidence(sentence.start, sentence.end, text, cue)

    def _parties(self, match: Match) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
        actors, recipients = match.actors, match.recipients
        if match.frame.mode in {"withdraw", "discontinue"}:
            own = {m.actor.country for m in actors if m.actor}
            others = tuple(m for m in recipients if not (m.actor and m.actor.country in own))
            recipients = others if match.frame.mode == "withdraw" else others or recipients
        if match.frame.type in RECIPROCAL or match.frame.mode == "ceasefire":
            return distinct(actors + recipients), ()
        if not actors and match.frame.implied_actor and not self._done_by_others(match):
            actors = self._implied(match.frame.implied_actor, match, recipients)
        if not recipients and match.frame.implied_recipient:
            recipients = self._implied(match.frame.implied_recipient, match, actors)
        return distinct(actors), distinct(recipients)

    def _done_by_others(self, match: Match) -> bool:
        """« Des habitants bloquent un convoi »: whose act it is, is said, so that no organ of state is implied."""
        token, told = self.document.tokens[match.trigger], {m.actor.id for m in match.recipients if m.actor}
        active = token.pos != "NOUN" and any(("subject",) in option for option in match.frame.actor)
        subjects = self.grammar.subjects(token.i) if active else []
        doers = [m.actor.id for at in subjects for m in self.parties.of(at) if m.actor]
        return bool(doers) and told.isdisjoint(doers)

    def _implied(self, sector: str, match: Match, others: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
        """A party the sentence leaves out: organs of state belong to the country in focus, others to none known.

        Who strikes is never guessed from where.
        """
        i = match.trigger
        if sector == "JUD" and (court := self.courts.near(i)) is not None:
            return (court,)
        if match.frame.type == "ASSAULT" and sector in OF_STATE:
            sector = sector if sector == "POL" else "UNK"
        theirs = next((m.actor for m in others if m.actor), None)
        home = theirs.country if theirs else None
        coup = (match.frame.type, match.frame.mode, match.frame.theme) == ("COERCE", "seize", "government")
        own = match.frame.theme == "government" or (theirs is not None and theirs.sector in DOMESTIC)
        country = (home if own else None) or (self.putsch.country(i) if coup else self.focus.spot(i)) or home
        country = country if sector in OF_STATE else None
        if match.frame.type in {"SANCTION", "CONCEDE"} and _own_state(others, country):
            return ()
        actor = Actor(f"implied:{country or '?'}.{sector}", sector, "group", country, sector)
        return (implied(actor, "implied by the frame"),)


def _kind(mention: ActorMention) -> str | None:
    return mention.actor.kind if mention.actor else None


def _own_state(others: tuple[ActorMention, ...], country: str | None) -> bool:
    """Whether the other side is the very state that is implied: nobody suspends ties with himself."""
    return any(m.actor and m.actor.kind == "state" and m.actor.country == country for m in others)


def _heads(document: Document, mentions: Mentions) -> Iterator[int]:
    """The tokens of dates."""
    starts = {t.start: t.i for t in document.tokens}
    for mention in mentions.times:
        at = starts.get(mention.span.start)
        while at is not None and at < len(document.tokens) and document.tokens[at].start < mention.span.end:
            yield at
            at += 1


def _converted(event_type: str, status: Status) -> tuple[str, Status]:
    """Announced aid or agreement is a promise made today (codebook, decision 2)."""
    announced = event_type in {"AID", "AGREE"} and status == "future"
    return ("AGREE", "factual") if announced else (event_type, status)


def _slot_steps(match: Match, actors: Filled, recipients: Filled) -> Iterator[Step]:
    """The rules that filled the slots as the event has them: implied parties too, and both sides of what is mutual."""
    rules = dict(match.rules)
    if match.actors + match.recipients and not recipients and rules.get("recipient", "none") != "none":
        joined = (rules["actor"], rules["recipient"])
        rules |= {"actor": " + ".join(rule for rule in joined if rule != "none"), "recipient": "none"}
    for slot, found in (("actor", actors), ("recipient", recipients)):
        rule = rules.get(slot, "none")
        yield Step(slot, found[0].rule if rule == "none" and found and found[0].implicit else rule)


def _joined(first: Match, second: Match) -> Match:
    """Two triggers of one event: the first one's slots, completed from the second's."""
    if first.frame.type in RECIPROCAL:
        return replace(first, actors=distinct(first.actors + first.recipients + second.actors + second.recipients))
    return replace(
        first, actors=first.actors or second.actors, recipients=first.recipients or second.recipients,
        theme=first.theme or second.theme, rules=_joined_rules(first, second),
    )  # fmt: skip


def _joined_rules(first: Match, second: Match) -> tuple[tuple[str, str], ...]:
    """The rules of the first, and of the second where that filled what the first left empty."""
    own, other = dict(first.rules), dict(second.rules)
    for slot, empty in (("actor", not first.actors), ("recipient", not first.recipients)):
        if empty and other.get(slot, "none") != "none":
            own[slot] = f"{second.frame.name}: {other[slot]}"
    return tuple(own.items())
