"""The bytes of an XML feed as text: UTF-8 where it is, what is declared else, and single wrong bytes forgiven."""

from __future__ import annotations

import re

from palabre.ingest.decode import decode

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LATIN = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")
FORGIVEN = 0.1


def decode_feed(url: str, content: bytes, charset: str = "") -> str:
    """The text of a feed, without its XML declaration and what XML does not allow; ``charset`` is the header's.

    >>> decode_feed("here", "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode())
    '<a>é</a>'

    Raises InputError for what is no text.
    """
    found = _DECLARED.match(content.lstrip(b"\xef\xbb\xbf"))
    declared = (found[1].decode("ascii") if found else charset).lower()
    text = _nearly_utf8(content) if declared in ("", "utf-8", "utf8") else None
    # What calls itself Latin-1 is Windows-1252 wherever the two differ.
    text = text or decode(url, content, declared="cp1252" if declared in _LATIN else declared or None)
    return _CONTROL.sub("", _HEAD.sub("", text.lstrip("\ufeff"), count=1))


def _nearly_utf8(content: bytes) -> str | None:
    """UTF-8 of which few bytes are wrong; None where it is something else."""
    text = content.decode("utf-8", "replace")
    wrong, beyond = text.count("\ufffd"), sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    return text if 0 < wrong <= FORGIVEN * beyond and b"\0" not in content[:4000] else None
