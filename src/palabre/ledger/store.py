"""The ledger's file: opened, made, brought to the newest schema, or refused with a remedy."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from palabre.errors import LedgerError

APPLICATION = 0x50414C42  # "PALB"
VERSION = 4
# From a version to the next one: what changes what is kept, as statements or a file of them; what follows is rebuilt.
MIGRATIONS: MappingProxyType[int, str] = MappingProxyType(
    {
        1: "",
        2: "CREATE TABLE IF NOT EXISTS taken (mark INTEGER PRIMARY KEY, outcome TEXT NOT NULL)",
        3: "feeds.sql",
    }
)
# Versions whose migration only adds tables: they are read as they are, and brought up to date by the next writing.
ADDED = (1, 2, 3)
SCHEMA = ("schema.sql", "feeds.sql")
WAIT = 30.0
_HEAD = b"SQLite format 3\x00"


def create(path: str | Path) -> sqlite3.Connection:
    """The ledger at ``path`` for writing, made where there is none.

    Raises LedgerError where the file is no ledger, cannot be written, or is of another version.
    """
    where, file = str(path), Path(path)
    if not file.exists() or not file.stat().st_size:
        with telling(where):
            _make(file)
    return open_for_writing(path)


def _make(file: Path) -> None:
    """Make a ledger beside, and put it in its place when it is whole: one that is killed meanwhile leaves none."""
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        connection = _connect(str(new))
        connection.executescript(
            f"BEGIN IMMEDIATE; {_schema()} PRAGMA application_id = {APPLICATION};"
            f" PRAGMA user_version = {VERSION}; COMMIT"
        )
        connection.close()
        _place(new, file)
    finally:
        for left in (new, new.with_name(new.name + "-journal")):
            left.unlink(missing_ok=True)


def _place(new: Path, file: Path) -> None:
    """Give a new ledger its name, unless another program made one there meanwhile."""
    try:
        os.link(new, file)
    except OSError:  # there is one, or the disk knows no links
        if not file.exists() or not file.stat().st_size:
            new.replace(file)


def open_for_writing(path: str | Path) -> sqlite3.Connection:
    """The ledger at ``path`` for writing; an older one is brought to this version.

    Raises LedgerError where there is none, or it cannot be used.
    """
    where = str(path)
    _check_file(Path(path))
    with telling(where):
        connection = _connect(where)
        with _closed_if_refused(connection):
            _check_identity(connection, where, migrate=True)
            return _tuned(connection)


def open_for_reading(path: str | Path) -> sqlite3.Connection:
    """The ledger at ``path`` for reading alone; works beside a writer, and where the folder cannot be written.

    Raises LedgerError where there is none, or it cannot be used.
    """
    where, file = str(path), Path(path)
    _check_file(file)
    with telling(where):
        log = file.with_name(file.name + "-wal")
        fixed = not log.exists() and not os.access(file.resolve().parent, os.W_OK)
        address = f"{file.resolve().as_uri()}?mode=ro" + ("&immutable=1" if fixed else "")
        connection = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
        with _closed_if_refused(connection):
            connection.execute("PRAGMA query_only = 1")
            connection.execute("PRAGMA cache_size = -32000")
            connection.execute("PRAGMA mmap_size = 1073741824")
            _check_identity(connection, where, migrate=False)
        connection.row_factory = sqlite3.Row
        return connection


@contextmanager
def _closed_if_refused(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def transaction(connection: sqlite3.Connection, where: str, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """One consistent view of the ledger, or one change that happens whole or not at all."""
    with telling(where):
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:
                connection.rollback()
            raise
        connection.execute("COMMIT")


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Turns what SQLite says into what is wrong and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        what, remedy = _reason(str(error).lower())
        raise LedgerError(where, what or f"the ledger cannot be used: {error}", remedy) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = _REASONS[0][2] if full else _REASONS[-1][2]
        raise LedgerError(where, f"the ledger cannot be used: {error.strerror}", remedy) from error


_REASONS = (
    ("full", "the disk is full", "free some space, and start again: what was recorded is kept"),
    ("disk i/o", "the disk refuses to write or read", "check its space and its health; what was recorded is kept"),
    ("readonly", "the ledger cannot be written", "check its rights and those of its folder"),
    ("locked", "another program is writing to the ledger", "wait until it has finished, and start again"),
    ("malformed", "the ledger is damaged", "restore a copy of it, or ingest the articles anew"),
    ("not a database", "the file is not a ledger of Palabre", "name another file"),
    ("unable to open", "the ledger cannot be opened", "check the path and its rights"),
)


def _reason(message: str) -> tuple[str, str]:
    return next(((what, remedy) for word, what, remedy in _REASONS if word in message), ("", ""))


def _schema() -> str:
    return "".join(map(_statements, SCHEMA))


def _statements(name: str) -> str:
    return files("palabre.ledger").joinpath(name).read_text(encoding="utf-8").rstrip().removesuffix(";") + ";\n"


def _step(what: str) -> str:
    return _statements(what) if what.endswith(".sql") else f"{what};\n"


def _connect(where: str) -> sqlite3.Connection:
    connection = sqlite3.connect(where, timeout=WAIT, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def _tuned(connection: sqlite3.Connection) -> sqlite3.Connection:
    """For writing: a log that survives a kill, and room to work in memory."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -128000")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _check_file(path: Path) -> None:
    if not path.exists():
        raise LedgerError(str(path), "there is no ledger here", "make one with: palabre ingest FILE")
    if path.is_dir():
        raise LedgerError(str(path), "this is a folder, not a ledger", "name the file, such as palabre.db")
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_HEAD))
    except OSError as error:
        raise LedgerError(str(path), f"the file cannot be opened: {error.strerror}", "check its rights") from error
    if head != _HEAD:
        raise LedgerError(str(path), "the file is not a ledger of Palabre", "name another file")


def _check_identity(connection: sqlite3.Connection, where: str, *, migrate: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise LedgerError(where, "the file is not a ledger of Palabre", "name another file")
    if version > VERSION:
        remedy = "read it with the Palabre that made it, or a newer one"
        raise LedgerError(where, f"the ledger is of version {version}, newer than this Palabre", remedy)
    if version < VERSION and (migrate or not set(range(version, VERSION)) <= set(ADDED)):
        if not migrate or not all(one in MIGRATIONS for one in range(version, VERSION)):
            remedy = "ingest its articles anew into another ledger; this one is left as it is"
            raise LedgerError(where, f"the ledger is of version {version}, older than this Palabre", remedy)
        _migrate(connection, version)


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a ledger to this version; two who do so at once do it twice, which changes nothing."""
    steps = "".join(_step(MIGRATIONS[one]) for one in range(version, VERSION))
    connection.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {VERSION}; COMMIT")
