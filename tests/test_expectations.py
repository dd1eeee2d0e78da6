from __future__ import annotations

from datetime import date, timedelta

import pytest
from test_stories import START, report

from palabre.ledger import voices
from palabre.ledger.expectations import HORIZON, follow, links
from palabre.ledger.model import Story

MEETING = "CONSULT/third-party:future BEN.GOV + NER.GOV | day 7 | at TGO:lome"
LEAVING = "RETREAT/withdraw:future USA.MIL > NER.GOV | day 2023-03-15..2023-09-30 | on troops"
SOON = "RETREAT/release:future GIN.GOV > @Bah GIN.OPP"


def stories(*lines: str) -> list[Story]:
    return [voices.tell([report(chr(ord("a") + i), line)]) for i, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("lines", "after", "outcome", "by"),
    [
        ([MEETING], 5, "pending", None),
        ([MEETING], 7, "pending", None),
        ([MEETING], 8, "overdue", None),
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day 0 | at TGO:lome | known 7"], 8, "happened", "b"),
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day -1 | known 9"], 9, "happened", "b"),
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day 0 | at TGO:lome | known 9"], 8, "overdue", None),
        ([MEETING, "CONSULT BEN.GOV + NGA.GOV | day 0 | known 7"], 8, "overdue", None),
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day 0 | known 40"], 41, "overdue", None),
        ([MEETING, "CONSULT/phone BEN.GOV + NER.GOV | day 0 | known 7"], 8, "overdue", None),
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day -60 | bg | known 7"], 8, "overdue", None),
        ([MEETING, "CONSULT/third-party:negated BEN.GOV + NER.GOV | day 1 | known 6"], 6, "cancelled", "b"),
        ([MEETING, "CONSULT:negated BEN.GOV + NER.GOV | known 6"], 6, "cancelled", "b"),
        ([MEETING, "REJECT/meet NER.GOV > BEN.GOV | known 5"], 6, "cancelled", "b"),
        ([MEETING, "REJECT/assist NER.GOV > BEN.GOV | known 5"], 6, "pending", None),
        ([MEETING, "REJECT/meet MLI.GOV > BEN.GOV | known 5"], 6, "pending", None),
        ([MEETING, "REJECT/meet NER.GOV > BEN.GOV | known 5", "CONSULT BEN.GOV + NER.GOV | day 0 | known 7"], 8,
         "happened", "c"),
        # of several meetings, the one that fits best; of parties told by their place alone, that of the place
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day 0 | at TGO:lome | known 7",
          "CONSULT BEN.GOV + NER.GOV | day 0 | known 12"], 20, "happened", "b"),
        ([MEETING, "CONSULT BEN.GOV + NER.GOV | day 0 | known 12",
          "CONSULT BEN.GOV + NER.GOV | day -5 | at TGO:lome | known 12"], 20, "happened", "c"),
        (["CONSULT/multilateral:future leaders ?.GOV | day 2 | at NGA:abuja",
          "CONSULT/multilateral leaders ECOWAS.IGO | day 0 | at NGA:abuja | known 2"], 3, "happened", "b"),
        (["CONSULT/multilateral:future leaders ?.GOV | day 2 | at NGA:abuja",
          "CONSULT/multilateral leaders ECOWAS.IGO | day 0 | at GHA:accra | known 2"], 3, "overdue", None),
        (["CONSULT/multilateral:future leaders ?.GOV | day 2",
          "CONSULT/multilateral leaders ECOWAS.IGO | day 0 | known 2"], 3, "overdue", None),
        ([LEAVING], 100, "pending", None),
        ([LEAVING], 300, "overdue", None),
        ([LEAVING, "RETREAT/withdraw USA.MIL > NER.GOV | day 0 | on troops | known 120"], 200, "happened", "b"),
        ([LEAVING, "MOBILIZE/troops USA.MIL > NER.GOV | day 0 | on troops | known 20"], 30, "cancelled", "b"),
        ([LEAVING, "RETREAT/withdraw FRA.MIL > NER.GOV | day 0 | on troops | known 120"], 130, "pending", None),
        ([SOON], HORIZON, "pending", None),
        ([SOON], HORIZON + 1, "overdue", None),
        ([SOON, "RETREAT/release ~GIN.GOV > @Bah GIN.OPP | known 30"], 40, "happened", "b"),
        ([SOON, "RETREAT/release ~GIN.GOV > @Sow GIN.OPP | known 30"], 40, "pending", None),
        ([SOON, "CONCEDE ~GIN.GOV > @Bah GIN.OPP | known 30"], 40, "happened", "b"),
        ([SOON, "REJECT/yield GIN.GOV > @Bah GIN.OPP | known 30"], 40, "cancelled", "b"),
        (["CONCEDE:future NER.GOV > BEN.GOV | on border | day 4", "CONCEDE NER.GOV > BEN.GOV | on border | known 4"], 5,
         "happened", "b"),
        (["CONCEDE:future NER.GOV > BEN.GOV | on border | day 4", "CONCEDE NER.GOV > BEN.GOV | on aid | known 4"], 5,
         "overdue", None),
    ],
)  # fmt: skip
def test_follow(lines: list[str], after: int, outcome: str, by: str | None) -> None:
    first, *others = stories(*lines)
    found = follow(first, others, on=START + timedelta(after))
    assert (found.outcome, found.by) == (outcome, by), found
    assert found.reasons


def test_since_when() -> None:
    meeting, off = stories(MEETING, "REJECT/meet NER.GOV > BEN.GOV | known 5")
    assert follow(meeting, [off], on=date(2023, 4, 1)).since == date(2023, 3, 20)
    assert follow(meeting, [], on=date(2023, 4, 1)).since == date(2023, 3, 23)
    assert follow(meeting, [], on=date(2023, 3, 16)).due == (date(2023, 3, 22), date(2023, 3, 22))


def test_links() -> None:
    told = stories(
        MEETING,
        "CONSULT BEN.GOV + NER.GOV | day 0 | at TGO:lome | known 7",
        LEAVING,
        "MOBILIZE/troops USA.MIL > NER.GOV | day 0 | on troops | known 20",
        "ASSAULT/abduct =EIGS > NER.MIL | day -1 | at NER:kolmane",
        "ASSAULT/abduct:negated =EIGS > NER.MIL | day -1 | at NER:kolmane | says NER.GOV",
        "ASSAULT/abduct:negated =EIGS > NER.MIL | day -1 | at NER:tera | says NER.GOV",
    )
    assert links(told, on=START + timedelta(60)) == (("a", "b", "fulfils"), ("c", "d", "cancels"), ("f", "e", "denies"))
    assert links(told[::-1], on=START + timedelta(60)) == links(told, on=START + timedelta(60))
    assert links(told, on=START + timedelta(1)) == (("f", "e", "denies"),)
