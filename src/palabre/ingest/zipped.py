"""Zip archives: each member is read by its own kind; bombs, tricks with paths and encrypted members are refused."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from palabre.errors import InputError
from palabre.ingest.asking import Asked, Read
from palabre.ingest.packed import RATIO, SMALL, check_depth, deeper
from palabre.types import Article

MAGIC = b"PK"
_OFFICE = ("[Content_Types].xml", "mimetype")
_CHUNK, _IN_MEMORY, _NAMED = 1 << 20, 20_000_000, 3
_TRASH = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_zip(where: str, stream: BufferedReader, name: str, asked: Asked, *, read: Read) -> Iterator[Article]:
    """The articles of a zip archive's members, in the order of their names; sources are ``archive/member``.

    Nothing is written to the disk under the names that the archive gives. Raises InputError where it is damaged,
    empty, an office document or a bomb.
    """
    check_depth(where, asked)
    try:
        with zipfile.ZipFile(stream if stream.seekable() and not asked.depth else _spooled(stream)) as archive:
            yield from _members(where, archive, asked, read)
    except zipfile.BadZipFile as error:
        raise InputError(where, f"the zip archive is damaged: {error}", "get it anew") from error


def _spooled(stream: BufferedReader) -> IO[bytes]:
    """What is piped, or lies in another archive, in a temporary file: the list of a zip archive stands at its end."""
    spool: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while chunk := stream.read(_CHUNK):
        spool.write(chunk)
    spool.seek(0)
    return cast("IO[bytes]", spool)


def _members(where: str, archive: zipfile.ZipFile, asked: Asked, read: Read) -> Iterator[Article]:
    found = [one for one in archive.infolist() if not one.is_dir() and not _is_trash(one.filename)]
    _check(where, found)
    strange: list[str] = []
    for info in sorted(found, key=lambda one: one.filename):
        if not _is_read(info.filename):
            strange.append(info.filename)
            continue
        try:
            yield from _member(f"{where}/{info.filename}", archive, info, asked, read)
        except InputError as error:
            asked.report(error)
    if strange:
        asked.passed["file"] += len(strange)
        if len(strange) == len(found):
            _refuse_all(where, strange)


def _refuse_all(where: str, strange: list[str]) -> None:
    named = ", ".join(strange[:_NAMED]) + (", …" if len(strange) > _NAMED else "")
    raise InputError(
        where, f"the archive holds no article: {named}", "text, HTML, JSON, CSV and WARC files are read in it"
    )


def _check(where: str, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise InputError(where, "the archive is empty", "get it anew")
    if any(one.filename in _OFFICE for one in members):
        raise InputError(where, "the file is an office document (a zip archive), not text", "save it as text or HTML")
    size, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if size > max(SMALL, RATIO * packed):
        what = f"the zip archive unpacks to more than {RATIO} times its size, as nothing that is written does"
        raise InputError(where, what, "unpack it yourself, if you trust it")


def _is_trash(name: str) -> bool:
    return name.startswith(_TRASH[0]) or PurePosixPath(name).name in _TRASH


def _is_read(name: str) -> bool:
    from palabre.ingest.kinds import by_name

    return by_name(name) is not None


def _member(where: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, asked: Asked, read: Read) -> Iterator[Article]:
    _check_member(where, info)
    try:
        with archive.open(info) as stream:
            yield from read(where, BufferedReader(cast("Any", stream)), info.filename, deeper(asked))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise InputError(where, f"the member is damaged: {error}", "get the archive anew") from error
    except (NotImplementedError, RuntimeError) as error:
        raise InputError(where, f"the member cannot be unpacked: {error}", "unpack the archive yourself") from error


def _check_member(where: str, info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or stat.S_ISLNK(info.external_attr >> 16):
        raise InputError(where, "the member's name leads out of the archive", "unpack the archive yourself, with care")
    if info.flag_bits & 0x1:
        raise InputError(where, "the member is encrypted", "unpack the archive with its password first")
