"""Frames that did not fire, the nearest misses first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from palabre.cli.language import N_
from palabre.coding.coder import Explanation
from palabre.types import Document

SHOWN = 12
# What the coder says of frames that did not fire; shown in the interface's language.
REASONS = (
    N_("with « se »"),
    N_("without « se »"),
    N_("not negated"),
    N_("without « {words} »"),
    N_("no actor"),
    N_("no recipient"),
    N_("no party"),
    N_("fewer than two parties"),
    N_("the recipient is no organisation"),
    N_("its subject is no party"),
    N_("what it tells is over"),
    N_("no political party to it"),
    N_("an accident"),
    N_("a purpose"),
    N_("an aim"),
    N_("what another act ends"),
    N_("part of a compound noun"),
    N_("a noun without parties or verb of its own"),
    N_("part of « {frame} »"),
    N_("content of {frame}"),
    N_("a mention that connects"),
    N_("an interview"),
    N_("a visit at home"),
    N_("what one may say, no act"),
    N_("what somebody works against"),
    N_("whose side somebody is on, no act"),
    N_("where a force stands, no act"),
    N_("a visit that is forbidden"),
    N_("the sort of people somebody is, no act"),
    N_("the charge behind « {frame} »"),
    N_("a mere idea ({words})"),
    N_("only what « {words} » keeps from happening"),
    N_("it tells the act of « {frame} »"),
    N_("after « {frame} », which fired"),
    N_("the word is no verb here"),
    N_("the word is no noun here"),
    N_("the word is no adjective here"),
    N_("{slot} is « {words} », not {test}"),
    N_("{slot} is « {words} », and must not be {test}"),
    N_("{slot} is not said, and must be {test}"),
)
# An expression whose words are not there never came near, nor did a verb in another voice.
_FAR = ("without «", "with «", "not negated", "the word is no ", "after «")

_FILLER = re.compile(r"\S+ is (?:« |not said)")


@dataclass(frozen=True, slots=True)
class Miss:
    """A frame that did not fire on token ``trigger``.

    ``rank``: 0 fired but dropped, 1 a party, 2 a filler, 3 other words are missing, 4 an auxiliary.
    """

    rank: int
    trigger: int
    frame: str
    reason: str


@dataclass(frozen=True, slots=True)
class Misses:
    """The misses shown, and how many are not."""

    shown: tuple[Miss, ...]
    hidden: int
    everything: bool = False


def find_misses(document: Document, explanation: Explanation, *, everything: bool = False) -> Misses:
    """The nearest misses, or all of them, those of one word together."""
    found = list(dict.fromkeys(_misses(document, explanation)))
    if everything:
        return Misses(tuple(sorted(found, key=lambda miss: (miss.trigger, miss.rank))), 0, True)
    coded = {cue.start for event in explanation.events for cue in (evidence.cue for evidence in event.evidence)}
    near = [miss for miss in found if miss.rank < 3]
    far = [miss for miss in found if miss.rank == 3]
    # What a word might have meant besides is of less interest where the word was coded.
    near.sort(key=lambda miss: (miss.rank, document.tokens[miss.trigger].start in coded, miss.trigger))
    return Misses(tuple(near[:SHOWN]), len(near[SHOWN:]) + len(far))


def _misses(document: Document, explanation: Explanation) -> Iterator[Miss]:
    for match, reason in explanation.dropped:
        yield Miss(0, match.trigger, match.frame.name, reason)
    for attempt in explanation.attempts:
        auxiliary = document.tokens[attempt.trigger].dep.startswith(("aux", "cop"))
        far = attempt.reason.startswith(_FAR)
        rank = 4 if auxiliary else 3 if far else 2 if _FILLER.match(attempt.reason) else 1
        yield Miss(rank, attempt.trigger, attempt.frame, attempt.reason)
