"""Coded checks of a ledger: ``E5xx`` of what it keeps, ``E6xx`` of what follows from it, ``W5xx`` questionable.

A found row's line is its number in its table. Of what is computed anew (events merged, states folded, words searched),
some are looked at, taken evenly, or all where the check is ``deep``. Nothing is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

from palabre.checks import records, views
from palabre.checks.audit import Audit, few
from palabre.checks.model import Check, Finding, Found, checks_of
from palabre.ledger import store

__all__ = ["CHECKS", "check"]

CHECKS: tuple[Check, ...] = tuple(sorted((*checks_of(records), *checks_of(views)), key=lambda one: one.code))
# What rests on rows that were found wrong is not told again: of a damaged file nothing more, and no event is merged
# anew where tellings are amiss.
_RESTING = {"E501": "", "E601": "E61", "E602": "E61", "E603": "E61", "E604": "E61", "E513": "E514", "E512": "E6"}


def check(path: str | Path, *, deep: bool = False, checks: tuple[Check, ...] = CHECKS) -> Iterator[Finding]:
    """All that the checks find in the ledger at ``path``, in the order of the codes, at one moment of it.

    Raises LedgerError where there is none, or it cannot be opened.
    """
    with closing(store.open_for_reading(path)) as connection, store.telling(str(path)):
        # the file stays opened for reading alone; this allows a table in memory
        connection.execute("PRAGMA query_only = 0")
        connection.execute("BEGIN")
        audit, skipped = Audit(str(path), connection, deep), set[str]()
        for one in checks:
            if not one.code.startswith(tuple(skipped)):
                found = [Finding(one, thing) for thing in few(_run(one, audit))]
                if found and one.code in _RESTING:
                    skipped.add(_RESTING[one.code])
                yield from found


def _run(one: Check, audit: Audit) -> Iterator[Found]:
    return cast("Callable[[Audit], Iterator[Found]]", one.run)(audit)
