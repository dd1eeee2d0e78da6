"""Fetching pages and feeds from the web: politely, within limits, and never from a private network unasked."""

from __future__ import annotations

from palabre.ingest.fetch.client import Client, Fetched
from palabre.ingest.fetch.limits import Limits

__all__ = ["Client", "Fetched", "Limits"]
