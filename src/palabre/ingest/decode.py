"""Bytes to text: byte order marks, UTF-8, declared and guessed encodings; what is not text is refused."""

from __future__ import annotations

import codecs
import re

from palabre.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file", "name it .pdf, or give it as a file of its own"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save the document as text or HTML"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first, for instance with gunzip"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save the document as text or HTML"),
    (b"\x89PNG", "a PNG image", "give the article's text"),
    (b"\xff\xd8\xff", "a JPEG image", "give the article's text"),
    (b"GIF8", "a GIF image", "give the article's text"),
    (b"{\\rtf", "an RTF document", "save the document as text or HTML"),
    (b"SQLite format 3\x00", "a SQLite database", "give the article's text"),
)
_FALLBACKS = ["cp1252", "iso8859_15", "mac_roman", "cp850"]
_ESCAPED, _WIDE = re.compile("[\udc80-\udcff]"), re.compile("[^\x00-\x7f\udc80-\udcff]")
_LAST = "[\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"  # what the last byte of a UTF-8 letter is in Windows-1252
_MOJIBAKE = re.compile(f"[ÃÂ]{_LAST}|â[€‚]{_LAST}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def decode(source: str, content: bytes, *, declared: str | None = None) -> str:
    """The text of ``content``, without byte order mark; ``declared`` is the encoding a page names.

    Raises InputError for binary content, for an empty one, and where no encoding fits.
    """
    refuse_binary(source, content)
    text = _marked(source, content) or _strict(content, "utf-8") or _bare_utf16(content)
    text = text or (_strict(content, declared) if declared else None) or _guessed(source, content)
    if len(_CONTROL.findall(text[:4000])) > 0.01 * len(text[:4000]):
        raise InputError(source, "the file is binary, not text", "give plain text, HTML or JSONL")
    if not text.strip():
        raise InputError(source, "the file is empty", "give an article")
    return text


def decode_old(source: str, content: bytes, *, declared: str | None) -> str:
    """The text of a page that is UTF-8, or was: bytes that do not fit are read as the old encoding they came from.

    A page that is UTF-8 for the most part keeps it, one that was taken for Latin-1 and written again is mended.
    """
    refuse_binary(source, content)
    text = _marked(source, content) or _strict(content, "utf-8") or _mixed(content)
    return _twice(text) if text and text.strip() else decode(source, content, declared=declared or "cp1252")


def _mixed(content: bytes) -> str | None:
    """UTF-8 with a few bytes of Windows-1252 in it."""
    if b"\0" in content[:4000]:
        return None
    loose = content.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(loose))
    good = len(_WIDE.findall(loose))
    if bad * 4 > good:
        return None
    return _ESCAPED.sub(lambda m: bytes([ord(m.group()) - 0xDC00]).decode("cp1252", "replace"), loose)


def _twice(text: str) -> str:
    """Text whose UTF-8 was read as Windows-1252 and written as UTF-8 again: « Ã© » for « é »."""
    twice = len(_MOJIBAKE.findall(text))
    return _MOJIBAKE.sub(_once, text) if twice >= 3 and 4 * twice >= len(_WIDE.findall(text)) else text


def _once(match: re.Match[str]) -> str:
    try:
        return match.group().encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match.group()


def refuse_binary(source: str, content: bytes) -> None:
    """Raise InputError where the first bytes say that ``content`` is empty or a known binary format."""
    if not content.strip():
        raise InputError(source, "the file is empty", "give an article")
    for magic, name, remedy in _MAGIC:
        if content.startswith(magic):
            raise InputError(source, f"the file is {name}, not text", remedy)


def _marked(source: str, content: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        at = f"byte {error.start} does not fit the {encoding} mark at its head"
        raise InputError(source, at, "save the file as UTF-8") from error


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _bare_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    sample = content[:2000]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) < 0.3 * len(sample):
        return None
    return _strict(content, "utf-16-le" if odd > even else "utf-16-be")


def _guessed(source: str, content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = None if b"\0" in content[:4000] else from_bytes(content, cp_isolation=_FALLBACKS).best()
    if best is not None:
        return str(best)
    if b"\0" in content[:4000]:
        raise InputError(source, "the file is binary, not text", "give plain text, HTML or JSONL")
    raise InputError(source, "the encoding of the text is unknown", "save the file as UTF-8")
