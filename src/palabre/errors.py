"""The errors Palabre raises: one tree; every message says where, what is wrong and what to do.

* PalabreError
  * InputError: an article that cannot be read (missing, empty, binary, undecodable, unreadable date)
    * LanguageError: a language that Palabre does not read
    * FetchError: an address that cannot be fetched (refused, unreachable, too slow, too large, an error status)
  * KnowledgeError: a data file that is wrong (file, entry, what to do)
  * ConfigError: a palabre.toml that is missing or wrong
  * ModelError: a parser that is missing or damaged
  * LedgerError: a ledger that cannot be opened, read or written
    * QueryError: a question that cannot be answered as it is asked (an unknown country, a date that is none)
  * BatchError: a batch that cannot be begun or gone on with (its folder, its inputs, its processes, its cluster)
  * ExtraError: something that needs an extra which is not installed
"""

from __future__ import annotations

from collections.abc import Iterable


class PalabreError(Exception):
    """Root of the tree: ``where`` it happened, ``what`` is wrong, and what to do (``remedy``)."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(f"{where}: {what}" + (f" ({remedy})" if remedy else ""))

    def __reduce__(self) -> tuple[type[PalabreError], tuple[str, str, str]]:
        return type(self), (self.where, self.what, self.remedy)  # so that it travels between processes


class InputError(PalabreError):
    """An input that cannot be read."""


class LanguageError(InputError):
    """An article in a language that Palabre does not read."""


class FetchError(InputError):
    """An address that cannot be fetched; ``code`` names the case, ``wait`` the seconds that the server asks for."""

    def __init__(self, where: str, what: str, remedy: str = "", *, code: str = "failed", wait: float = 0.0) -> None:
        super().__init__(where, what, remedy)
        self.code, self.wait = code, wait


class KnowledgeError(PalabreError):
    """A data file that is wrong."""


class ConfigError(PalabreError):
    """A palabre.toml that is missing or wrong."""


class ModelError(PalabreError):
    """A parser model that is missing or damaged."""


class LedgerError(PalabreError):
    """A ledger that cannot be opened, read or written."""


class QueryError(LedgerError):
    """A question that cannot be answered as it is asked."""


class BatchError(PalabreError):
    """A batch that cannot be begun or gone on with."""


class ExtraError(PalabreError):
    """Something that needs an extra which is not installed."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """What ``word`` may have been meant for, among what is known; None where nothing is near.

    >>> nearest("them", ["theme", "mode"]), nearest("xyz", ["theme", "mode"])
    ('theme', None)
    """
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60)
    return found[0] if found else None
