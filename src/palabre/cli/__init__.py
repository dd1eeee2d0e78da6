"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exits with its status."""
    try:
        from palabre.cli.entry import enter

        status = enter(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # before a command began: nothing was read that could be told
        status = INTERRUPTED
    sys.exit(status)
