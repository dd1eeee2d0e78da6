"""The ledger: what was read, kept for good; the events it tells; how things stand on any date."""

from __future__ import annotations

from palabre.ledger.listing import Listing, Page
from palabre.ledger.reader import Ledger
from palabre.ledger.record import Recorded, Writer

__all__ = ["Ledger", "Listing", "Page", "Recorded", "Writer"]
