"""Which frames are out of reach: an earlier frame that asks for no more takes every sentence of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from palabre.knowledge.frames import Frame, Frames, Path, Test, Trigger

# What an alternative holds of by itself: whoever has a sector is a party, whatever is found is any filler.
PARTIES = frozenset({"party", "sector", "kind", "country"})
FILLED = PARTIES | {"someone", "lemma", "theme", "place", "number", "question", "any", "clause"}
WEAKER = {"party": PARTIES, "someone": PARTIES | {"someone"}, "any": FILLED, "clause": FILLED}


@dataclass(frozen=True, slots=True)
class Shadow:
    """``trigger`` of ``frame`` never wins: ``before`` takes all that it could; ``same``: both ask for the same."""

    frame: Frame
    trigger: Trigger
    before: Frame
    same: bool


def shadows(frames: Frames) -> Iterator[Shadow]:
    """Every trigger that never wins, with the frame that stands before it."""
    for index in (frames.verbs, frames.nouns, frames.adjectives):
        for rows in index.values():
            yield from _shadows(rows)


def _shadows(rows: tuple[tuple[Trigger, Frame], ...]) -> Iterator[Shadow]:
    for place, (trigger, frame) in enumerate(rows):
        for earlier, before in rows[:place]:
            if before is not frame and _takes(earlier, trigger) and asks_no_more(before, frame):
                same = earlier == trigger and _conditions(before) == _conditions(frame)
                yield Shadow(frame, trigger, before, same)
                break


def repeated(frame: Frame) -> Iterator[Trigger]:
    """The triggers that a frame lists twice."""
    return (trigger for place, trigger in enumerate(frame.triggers) if trigger in frame.triggers[:place])


def _conditions(frame: Frame) -> tuple[object, ...]:
    tests = frozenset((path, test.wanted, frozenset(test.alternatives)) for path, test in frame.where)
    return tests, frame.actor, frame.recipient, frame.requires, frame.de


def _takes(earlier: Trigger, later: Trigger) -> bool:
    """Whether every text that has the later trigger has the earlier one."""
    same_head = (earlier.kind, earlier.lemma, earlier.reflexive) == (later.kind, later.lemma, later.reflexive)
    words = all(any(_is_word(own, other) for other in later.words) for own in earlier.words)
    marks = (earlier.clitic in {None, later.clitic}) and (earlier.preposition in {None, later.preposition})
    return same_head and words and marks and (later.negated or not earlier.negated)


def _is_word(own: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    return own[1] == other[1] and own[0] in {None, other[0]}


def asks_no_more(before: Frame, frame: Frame) -> bool:
    """Whether whatever meets the conditions of ``frame`` meets those of ``before``."""
    theirs = _by_path(frame)
    met = all(any(implies(own, test) for own in theirs.get(path, ())) for path, test in before.where)
    return met and _subject_met(before, theirs) and _parties_met(before, frame)


def _by_path(frame: Frame) -> Mapping[Path, list[Test]]:
    found: dict[Path, list[Test]] = {}
    for path, test in frame.where:
        found.setdefault(path, []).append(test)
    return found


def _subject_met(before: Frame, theirs: Mapping[Path, list[Test]]) -> bool:
    """A frame that says nothing of its subject wants a party there, or nothing."""
    if any(path == ("subject",) for path, _ in before.where):
        return True
    own = theirs.get(("subject",))
    return own is None or any(test.wanted and _names(test) <= PARTIES | {"someone", "none"} for test in own)


def _names(test: Test) -> frozenset[str]:
    return frozenset(name for name, _ in test.alternatives)


def _parties_met(before: Frame, frame: Frame) -> bool:
    """Whether ``before`` finds the parties that it needs wherever ``frame`` finds its own."""
    needs = before.requires - {"none"}
    if "none" in before.requires and not needs:
        return True
    same = (before.actor, before.recipient, before.de) == (frame.actor, frame.recipient, frame.de)
    lenient = "none" in frame.requires and "none" not in before.requires
    return same and needs <= frame.requires and not lenient


def implies(own: Test, other: Test) -> bool:
    """Whether fillers that pass the first test pass the second.

    >>> from palabre.knowledge.frames import parse_test as test
    >>> implies(test("sector:GOV"), test("party|none")), implies(test("party"), test("sector:GOV"))
    (True, False)
    >>> implies(test("none"), test("!lemma:a")), implies(test("!lemma:a,b"), test("!lemma:a"))
    (True, True)
    """
    if own.wanted and other.wanted:
        return all(_any_covers(other.alternatives, one) for one in own.alternatives)
    if not own.wanted and not other.wanted:
        return all(_any_covers(own.alternatives, one) for one in other.alternatives)
    return own.wanted and _names(own) == {"none"} and "none" not in _names(other)


def _any_covers(wider: Iterable[tuple[str, frozenset[str]]], one: tuple[str, frozenset[str]]) -> bool:
    return any(_covers(alternative, one) for alternative in wider)


def _covers(wide: tuple[str, frozenset[str]], one: tuple[str, frozenset[str]]) -> bool:
    """Whether the alternative ``wide`` holds wherever ``one`` does."""
    if wide[0] == one[0]:
        return not wide[1] or (bool(one[1]) and one[1] <= wide[1])
    return not wide[1] and one[0] in WEAKER.get(wide[0], frozenset())
