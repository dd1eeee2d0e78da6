"""Coding: frames over the parse make events, each with its evidence and its trace."""

from __future__ import annotations

from palabre.coding.coder import code, explain
from palabre.coding.matching import Attempt, Match

__all__ = ["Attempt", "Match", "code", "explain"]
