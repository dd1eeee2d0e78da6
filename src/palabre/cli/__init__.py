"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exits with its status."""
    from palabre.cli.language import choose, load_words, take_interface
    from palabre.cli.localise import command

    asked, rest = take_interface(sys.argv[1:] if arguments is None else arguments)
    words = load_words(choose(asked))
    tree = command(words)
    try:
        tree(rest, obj=words, prog_name="palabre")
    except OSError as error:  # the help itself could not be written
        from palabre.cli.run import silence_output

        silence_output()
        sys.exit(f"{words.gettext('error:')} {words.gettext('output')}: {error.strerror}")
