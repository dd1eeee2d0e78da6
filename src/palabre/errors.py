"""The errors Palabre raises: one tree; every message says where, what is wrong and what to do.

* PalabreError
  * InputError: an article that cannot be read (missing, empty, binary, undecodable, unreadable date)
    * LanguageError: a language that Palabre does not read
  * KnowledgeError: a data file that is wrong (file, entry, what to do)
  * ModelError: a parser that is missing or damaged
"""


class PalabreError(Exception):
    """Root of the tree: ``where`` it happened, ``what`` is wrong, and what to do (``remedy``)."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        self.where, self.what, self.remedy = where, what, remedy
        super().__init__(f"{where}: {what}" + (f" ({remedy})" if remedy else ""))


class InputError(PalabreError):
    """An input that cannot be read."""


class LanguageError(InputError):
    """An article in a language that Palabre does not read."""


class KnowledgeError(PalabreError):
    """A data file that is wrong."""


class ModelError(PalabreError):
    """A parser model that is missing or damaged."""
