"""PDF files to articles: their lines joined to paragraphs again, without page numbers and running titles."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from palabre.errors import InputError
from palabre.ingest.article import About, from_text
from palabre.types import Article

if TYPE_CHECKING:
    from pypdf import PdfReader

PAGES, LONGEST = 200, 1_000_000
_FEW = 20  # letters: fewer in a whole file are no text
_NUMBER = re.compile(r"(?i:page\s*)?[-–(]*\s*\d{1,4}\s*(?:(?:/|sur|of)\s*\d{1,4})?\s*[-–)]*")
_END = re.compile(r"""[.!?…:;][»”"'’)\]\s]*$""")
_BULLET = re.compile(r"\s*(?:[-–—•*▪►]|\d{1,2}[.)])\s")
_TOOL = re.compile(
    r"\.(docx?|odt|pdf|indd|qxd|pages|rtf)$|^(microsoft|sans titre|untitled|document\d*|présentation)", re.IGNORECASE
)


def looks_like_pdf(content: bytes) -> bool:
    """Whether ``content`` begins as a PDF file does."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def from_pdf(
    content: bytes, *, source: str = "pdf", published: date | str | None = None, language: str = "auto"
) -> Article:
    """The article of a PDF file. The day the file was made is never taken for that of publication.

    Raises InputError for a file that is broken, locked, too long, or that holds pictures of words only.
    """
    with _quiet():
        reader = _opened(source, content)
        pages = _pages(source, reader)
    text = "\n\n".join(_paragraphs(_without_running(pages)))
    if sum(map(str.isalpha, text)) < _FEW:
        what = "the PDF holds no text, only pictures of it (a scan, or an empty file)"
        raise InputError(source, what, "run text recognition on it, for instance with ocrmypdf")
    return from_text(
        text, source=source, published=published, language=language, about=About(title=_title(reader, text))
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """What pypdf would write to the terminal is told by our errors, or is of no use to the reader."""
    logger = logging.getLogger("pypdf")
    before, logger.level = logger.level, logging.CRITICAL
    try:
        yield
    finally:
        logger.level = before


def _opened(source: str, content: bytes) -> PdfReader:
    # Imported late: only those who read PDF files pay for it.
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(content), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = len(reader.pages) if not locked else 0
    except Exception as error:  # a broken file fails in many ways, and not all of them are pypdf's own errors
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(source, f"the PDF is broken: {reason}", "save it again, or give its text") from error
    if locked:
        raise InputError(source, "the PDF is locked by a password", "save it without one")
    if count > PAGES:
        raise InputError(source, f"the PDF has {count} pages, too many for one article", "give the article's pages")
    return reader


def _pages(source: str, reader: PdfReader) -> list[list[str]]:
    """The lines of each page. A page that cannot be read costs the file: half an article is not passed off as one."""
    pages, size = [], 0
    for number, page in enumerate(reader.pages, 1):
        try:
            words = page.extract_text()
        except Exception as error:
            raise InputError(source, f"page {number} of the PDF cannot be read", "save it again") from error
        size += len(words)
        if size > LONGEST:
            raise InputError(source, "the PDF holds too much text for one article", "give the article's pages")
        pages.append([" ".join(line.split()) for line in words.replace("\0", "").split("\n")])
    return pages


def _without_running(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages without numbers alone and without what returns at the head or foot of most of them."""
    edges = Counter(_bare(line) for page in pages for line in {*_edge(page)})
    running = {line for line, count in edges.items() if len(pages) > 2 and 2 * count > len(pages)}
    lines = [line for page in pages for line in page if not (line in _edge(page) and _bare(line) in running)]
    return [line for line in lines if not _NUMBER.fullmatch(line)]


def _edge(page: Sequence[str]) -> list[str]:
    said = [line for line in page if line]
    return [*said[:2], *said[-2:]]


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines joined to the paragraphs that they were cut from; words parted at the end of a line are whole again."""
    width = max((len(line) for line in lines), default=0)
    said = ""
    last = ""
    for line in lines:
        if said and not _goes_on(last, line, width):
            yield said
            said = ""
        said = _joined(said, line)
        last = line or last
    yield from [said] if said else []


def _goes_on(last: str, line: str, width: int) -> bool:
    if not line or _BULLET.match(line):
        return bool(not line and last and not _END.search(last) and len(last) > 0.8 * width)
    if line[0].islower() and not _END.search(last):
        return True
    return len(last) >= (0.85 if _END.search(last) else 0.7) * width


def _joined(said: str, line: str) -> str:
    if said.endswith("-") and line[:1].islower() and said[-2:-1].isalpha():
        return said[:-1] + line
    return f"{said} {line}".strip()


def _title(reader: PdfReader, text: str) -> str | None:
    """The title that the file names, where its text begins with it; without one the text's own is found later."""
    named = reader.metadata.title if reader.metadata else None
    title = " ".join(str(named or "").split())
    head = " ".join(text[:600].split()).casefold()
    return title if len(title.split()) > 2 and not _TOOL.search(title) and title.casefold() in head else None
