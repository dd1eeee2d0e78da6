"""Inputs at an address (``s3://``, ``gs://``, ``file://``, ...), through the file systems that Arrow knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from palabre.batch.model import File
from palabre.batch.rows import arrow
from palabre.errors import InputError


def files(address: str, known: Callable[[str], object]) -> Iterator[File]:
    """The file at an address, or those below it whose names are ``known``, in the order of their names.

    Raises InputError where there is none, or the address cannot be reached.
    """
    system, path = _open(address)
    fs, scheme = _systems(), address.partition("://")[0]
    try:
        info = system.get_file_info(path)
        if info.type == fs.FileType.Directory:
            below = system.get_file_info(fs.FileSelector(path, recursive=True))
            infos = [one for one in below if one.is_file and known(str(one.path))]
        else:
            infos = [info] if info.is_file else []
    except OSError as error:
        raise _unreachable(address, error) from error
    if not infos and info.type == fs.FileType.NotFound:
        raise InputError(address, "the file does not exist", "check its name")
    for one in sorted(infos, key=lambda one: str(one.path)):
        name = address if one.path == path else f"{scheme}://{one.path}"
        yield File(name, int(one.size or 0), int(one.mtime_ns or 0))


def fetch(address: str, folder: Path) -> str:
    """The path of a copy in ``folder`` of the file at an address; of a file that is gone, of none."""
    system, path = _open(address)
    copy = folder / Path(path).name
    try:
        with system.open_input_stream(path, compression=None) as stream, copy.open("wb") as out:
            while part := stream.read(1 << 20):
                out.write(part)
    except FileNotFoundError:
        copy.unlink(missing_ok=True)
    return str(copy)


def _open(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    try:
        system, path = _systems().FileSystem.from_uri(address)
    except (ValueError, OSError) as error:  # Arrow's errors are ValueErrors and OSErrors
        raise _unreachable(address, error) from error
    return system, str(path)


def _systems() -> Any:
    arrow()
    from pyarrow import fs

    return fs


def _unreachable(address: str, error: Exception) -> InputError:
    reason = str(error).splitlines()[0]
    return InputError(address, f"the address cannot be read: {reason}", "check it, and your rights there")
