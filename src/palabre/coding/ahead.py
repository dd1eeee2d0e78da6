"""What is dated after publication has not happened yet."""

from __future__ import annotations

from palabre.coding.grammar import Grammar
from palabre.coding.matching import Match
from palabre.types import TimeMention

# Types that are done by words: what their date is of is often what the words are about.
WORDS = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "AID", "CONCEDE"})
UP_TO = frozenset({"by", "within"})  # rules of dates that lead from the publication to a day


def ahead(grammar: Grammar, match: Match, when: TimeMention | None, rule: str) -> bool:
    """Whether its own date puts an act after the publication: « se retrouvent vendredi », « d'ici juin »."""
    published = grammar.document.article.published
    if published is None or when is None or when.interval.start is None:
        return False
    until = when.rule.split("+")[-1] in UP_TO and (when.interval.end or published) > published
    later = when.interval.start > published or until
    return later and rule == "own adjunct" and match.frame.type not in WORDS and not grammar.perfect(match.trigger)
