"""Whether one article tells two events, or one event twice."""

from __future__ import annotations

from palabre.ledger.model import Report
from palabre.ledger.rare import TALLY, says

ANOTHER = frozenset({"autre", "autres", "second", "seconde", "nouvelle", "another", "other", "separate"})


def one_article(a: Report, b: Report) -> bool:
    """One article tells them as two events."""
    return a.article == b.article and a.key != b.key and not retold(a, b)


def retold(a: Report, b: Report) -> bool:
    """One article tells one attack in two sentences: another speaker's toll, or the new toll and the day."""
    if a.article != b.article or a.key == b.key or not (a.type == b.type == "ASSAULT"):
        return False
    return _rival(a, b) or _tallied(a, b) or _tallied(b, a) or _wounded(a, b) or _wounded(b, a)


def _rival(a: Report, b: Report) -> bool:
    """Two tolls, of which one is another speaker's and has no day or place of its own."""
    if a.background or b.background or not (a.fatalities and b.fatalities):
        return False
    one_day = (a.start, a.end) == (b.start, b.end)
    bare = [r for r in (a, b) if (one_day or r.start is r.end is None) and r.place is None]
    speakers = {r.speaker.name if r.speaker else None for r in (a, b)}
    told = any(r.speaker for r in bare) or says(a, TALLY) or says(b, TALLY)
    return bool(bare) and len(speakers) > 1 and told and not any(says(r, ANOTHER) for r in bare)


def _tallied(a: Report, b: Report) -> bool:
    """A new toll without its day, and the day."""
    undated = a.start is None and a.end is None
    return undated and says(a, TALLY) and b.start is not None and not (says(a, ANOTHER) or says(b, ANOTHER))


def _wounded(a: Report, b: Report) -> bool:
    """The wounded without the dead, of the day and the side that the dead are of."""
    hurt = any(q.unit == "injured" for q in a.quantities) and a.fatalities is None and b.fatalities is not None
    one_day = (a.start, a.end) in ((b.start, b.end), (None, None))
    bare = a.place is None and one_day and not (a.background or b.background)
    sides = {(p.country, p.sector) for p in a.recipients} <= {(p.country, p.sector) for p in b.recipients}
    return hurt and bare and bool(a.recipients) and sides and not (says(a, ANOTHER) or says(b, ANOTHER))
