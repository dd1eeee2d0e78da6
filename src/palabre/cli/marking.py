"""The mark of messages that are translated where they are shown."""

from __future__ import annotations


def N_(message: str) -> str:
    """Marks a message that is translated where it is shown."""
    return message
