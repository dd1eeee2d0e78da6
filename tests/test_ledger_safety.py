"""What a ledger survives: being killed, a full disk, files that are not its own, readers beside the writer.

``python tests/test_ledger_safety.py 200`` kills a writer two hundred times and says how it went.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from ledgers import TODAY, batched, contents, generated, write

from palabre.checks import ledger as ledger_checks
from palabre.errors import InputError, LedgerError
from palabre.ledger import revise, store
from palabre.ledger.record import Writer
from palabre.types import Reading

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
FORK = multiprocessing.get_context("fork") if hasattr(os, "fork") else multiprocessing
SIZE, HALF = 12, 8
UNREADABLE = [("failed", InputError("gone.txt", "the file is empty", "give an article"))]
Batches = Sequence[Sequence[Reading]]


@pytest.fixture(scope="module")
def batches() -> Batches:
    return batched(generated(500, seed=1), SIZE)


@pytest.fixture(scope="module")
def whole(batches: Batches, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of one ingest that nothing disturbed."""
    path = tmp_path_factory.mktemp("ledgers") / "whole.db"
    ingest(path, batches)
    return path


def ingest(path: Path, batches: Batches, told: Callable[[int], object] = lambda number: None) -> None:
    """Record all batches in turn, and tell the number of each one that is recorded."""
    with Writer(path, version="test", today=TODAY) as writer:
        for number, batch in enumerate(batches):
            writer.record(batch, refused=UNREADABLE if number == 3 else ())
            told(number)


def child(work: Callable[..., object], *given: Any) -> Any:
    """A process of its own that does some work."""
    one = FORK.Process(target=work, args=given, daemon=True)
    one.start()
    return one


def killed(work: Callable[..., object], *given: Any, after: float, at: object = None) -> list[Any]:
    """What a process said through its first argument before it was killed; all of it where it was done sooner.

    It is killed after some seconds, counted from the moment at which it said ``at``, where that is given.
    """
    heard, said = FORK.Pipe(duplex=False)
    one, found = child(work, said.send, *given), list[Any]()
    said.close()
    with suppress(EOFError, OSError):
        while at is not None and at not in found:
            found.append(heard.recv())
    one.join(after)
    if one.is_alive():
        os.kill(one.pid, signal.SIGKILL)
    one.join()
    with suppress(EOFError, OSError):
        while heard.poll():
            found.append(heard.recv())
    heard.close()
    assert one.exitcode in (0, -signal.SIGKILL), f"the writer stopped with {one.exitcode}"
    return found


def ingest_and_tell(tell: Callable[[int], object], path: Path, batches: Batches) -> None:
    ingest(path, batches, tell)


def assert_holds(path: Path, batches: Batches, recorded: int) -> None:
    """The ledger is whole, and holds each batch whole or not at all, at least those that were told recorded."""
    with closing(store.open_for_reading(path)) as one:
        keys = {key for (key,) in one.execute("SELECT key FROM article")}
        assert [tuple(row) for row in one.execute("PRAGMA foreign_key_check")] == []
    held = [all(reading.article.id in keys for reading in batch) for batch in batches]
    some = [any(reading.article.id in keys for reading in batch) for batch in batches]
    assert held == some, "a batch is recorded in part"
    assert all(held[: recorded + 1]), "a batch that was recorded is lost"


def hammer(path: Path, batches: Batches, points: Iterable[int], rng: random.Random) -> int:
    """Ingest, killed again and again: each time a while after it recorded one of some batches; how often it was."""
    times = 0
    for point in points:
        told = killed(ingest_and_tell, path, batches, at=point, after=rng.uniform(0, 0.06))
        times += len(told) < len(batches)
        assert_holds(path, batches, max(told, default=-1))
    ingest(path, batches)
    return times


def test_a_killed_ingest_loses_nothing_and_doubles_nothing(whole: Path, batches: Batches, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    assert hammer(path, batches, range(12), random.Random(5)) >= 10
    assert_equal(path, whole)
    assert {one.check.code for one in ledger_checks.check(path)} <= {"W502"}


def assert_equal(path: Path, whole: Path) -> None:
    one, other = contents(path, ids=True), contents(whole, ids=True)
    for table in other:
        assert one[table] == other[table], table


def rebuild_and_tell(tell: Callable[[int], object], path: Path) -> None:
    with Writer(path, version="test", today=TODAY) as writer:
        while True:
            tell(revise.rebuild(writer))


def test_a_killed_rebuild_leaves_the_ledger_as_it_was(whole: Path, tmp_path: Path) -> None:
    path, rng = tmp_path / "rebuilt.db", random.Random(2)
    shutil.copy(whole, path)
    for _ in range(4):
        killed(rebuild_and_tell, path, after=rng.uniform(0.02, 0.4))
        assert_equal(path, whole)


def make_many(tell: Callable[[int], object], folder: Path) -> None:
    for number in range(10_000):
        store.create(folder / f"{number}.db").close()
        tell(number)


def test_a_ledger_whose_making_was_killed_is_made_again(tmp_path: Path) -> None:
    rng = random.Random(4)
    for turn in range(10):
        folder = tmp_path / str(turn)
        folder.mkdir()
        told = killed(make_many, folder, after=rng.uniform(0.03, 0.1))
        for path in folder.glob("*.db"):
            with Writer(path) as writer:
                assert [tuple(row) for row in writer.connection.execute("SELECT count(*) FROM article")] == [(0,)]
        assert all((folder / f"{number}.db").exists() for number in told)


def test_a_full_disk_is_told_and_the_ledger_kept(whole: Path, batches: Batches, tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    ingest(path, batches[:HALF])
    before = contents(path, ids=True)
    with Writer(path, version="test", today=TODAY) as writer:
        (pages,) = writer.connection.execute("PRAGMA page_count").fetchone()
        writer.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(LedgerError, match="full") as error:
            for batch in batches[HALF:]:
                writer.record(batch)
        assert "space" in error.value.remedy
        assert contents(path, ids=True).keys() == before.keys()
        assert_holds(path, batches, HALF - 1)
        writer.connection.execute("PRAGMA max_page_count = 1073741823")
        for batch in batches[HALF:]:
            writer.record(batch)
    assert_equal(path, whole)


def fill(tell: Callable[[Any], object], path: Path, batches: Batches) -> None:
    """Ingest where no file may grow beyond a size, then where it may again."""
    log = path.with_name(path.name + "-wal")
    with Writer(path, version="test", today=TODAY) as writer:
        writer.record(batches[0])
        limit = max(path.stat().st_size, log.stat().st_size) + 30_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        for number, batch in enumerate(batches[1:], 1):
            try:
                writer.record(batch)
            except LedgerError as error:
                resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                tell((number, error.what, error.remedy))
                break
        for batch in batches[1:]:
            writer.record(batch)
        tell("done")


def test_ingest_goes_on_in_the_same_process_when_there_is_space_again(
    whole: Path, batches: Batches, tmp_path: Path
) -> None:
    path = tmp_path / "full.db"
    (number, what, remedy), done = killed(fill, path, batches, after=60)
    assert done == "done" and number >= 1 and "disk" in what and "space" in remedy
    one, other = contents(path, ids=True), contents(whole, ids=True)
    assert all(one[table] == other[table] for table in other if table != "problem")


def strangers(folder: Path, whole: Path) -> Iterator[Path]:
    """Files that are no ledger of this version."""
    for name, content in (("text.db", b"Ceci n'est pas un registre.\n" * 50), ("nul.db", b"\0" * 5000)):
        (folder / name).write_bytes(content)
        yield folder / name
    with closing(sqlite3.connect(folder / "other.db")) as one, one:
        one.execute("CREATE TABLE mine (a)")
    yield folder / "other.db"
    for name, version in (("newer.db", 999), ("older.db", 0)):
        shutil.copy(whole, folder / name)
        with closing(sqlite3.connect(folder / name)) as one, one:
            one.execute(f"PRAGMA user_version = {version}")
        yield folder / name


def seal(folder: Path) -> dict[str, str]:
    """The files of a folder with their hashes; what SQLite puts beside a ledger that is open is left out."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if not path.name.endswith(("-wal", "-shm"))
    }


def test_what_is_not_its_own_is_refused_and_left_as_it_is(whole: Path, batches: Batches, tmp_path: Path) -> None:
    for path in list(strangers(tmp_path, whole)):
        before = seal(tmp_path)
        for use in (Writer, store.open_for_reading, store.open_for_writing):
            with pytest.raises(LedgerError) as error:
                use(path)
            assert error.value.where == str(path) and error.value.remedy
        assert seal(tmp_path) == before, path.name


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.db"):
        with pytest.raises(LedgerError):
            store.open_for_reading(path)
    with pytest.raises(LedgerError):
        Writer(tmp_path)
    with pytest.raises(LedgerError):
        Writer(tmp_path / "no" / "ledger.db")
    assert not list(tmp_path.iterdir())


def use_without_rights(tell: Callable[[Any], object], path: Path, batches: Batches) -> None:
    """Write to a ledger, and read it, as somebody who may not write."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        with Writer(path, version="test", today=TODAY) as writer:
            writer.record(batches[-1])
        tell("written")
    except LedgerError as error:
        tell(error.remedy)
    with closing(store.open_for_reading(path)) as one:
        tell(one.execute("SELECT count(*) FROM article").fetchone()[0])


@pytest.mark.parametrize("open_folder", [False, True], ids=["folder read-only", "file read-only"])
def test_a_ledger_that_may_not_be_written_is_read_and_left_as_it_is(
    whole: Path, batches: Batches, open_folder: bool
) -> None:
    folder = Path(tempfile.mkdtemp(dir="/tmp" if Path("/tmp").is_dir() else None))
    path = folder / "ledger.db"
    try:
        with Writer(path, version="test", today=TODAY) as writer:
            writer.record(batches[0])
        path.chmod(0o444)
        folder.chmod(0o777 if open_folder else 0o555)
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        remedy, count = killed(use_without_rights, path, batches, after=60)
        assert remedy not in ("", "written") and count == len(batches[0])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    finally:
        folder.chmod(stat.S_IRWXU)
        shutil.rmtree(folder)


def look(tell: Callable[[str], object], path: Path, stop: Any, again: bool) -> None:
    """Ask for all there is at one moment, until told to stop; tell what does not fit together."""
    try:
        one, seen, looks = store.open_for_reading(path), 0, 0
        while not stop.is_set():
            if again:
                one.close()
                one = store.open_for_reading(path)
            with store.transaction(one, str(path)):
                seen = assert_fits(one, seen)
            looks += 1
        tell("fine" if looks else "never looked")
    except BaseException as error:
        tell(repr(error))


def assert_fits(one: sqlite3.Connection, seen: int) -> int:
    """All tables are of one moment, and none of an earlier one than was seen; the number of articles."""
    (articles,) = one.execute("SELECT count(*) FROM article").fetchone()
    assert articles >= seen, "what was seen is gone"
    (counted,) = one.execute("SELECT coalesce(sum(articles), 0) FROM event").fetchone()
    sql = "SELECT count(*) FROM (SELECT DISTINCT t.event, r.article FROM telling t JOIN report r ON r.id = t.report)"
    assert (counted,) == tuple(one.execute(sql).fetchone()), "events count other articles than tell them"
    (reports,) = one.execute("SELECT count(*) FROM report WHERE retired IS NULL").fetchone()
    assert (reports,) == tuple(one.execute("SELECT count(*) FROM telling").fetchone()), "reports without event"
    (lost,) = one.execute("SELECT count(*) FROM event_party WHERE event NOT IN (SELECT id FROM event)").fetchone()
    assert lost == 0, "parties without event"
    (runs,) = one.execute("SELECT count(DISTINCT run) FROM article").fetchone()
    assert articles in (0, *range((runs - 1) * SIZE + 1, runs * SIZE + 1)), "a batch is seen in part"
    return int(articles)


def test_eight_readers_beside_a_writer_see_only_whole_batches(batches: Batches, tmp_path: Path) -> None:
    path, stop, pipes, readers = tmp_path / "busy.db", FORK.Event(), [], []
    write(path, batches[0])
    for number in range(6):
        heard, said = FORK.Pipe(duplex=False)
        readers.append(child(look, said.send, path, stop, number % 2 == 0))
        pipes.append(heard)
    told: list[str] = []
    threads = [threading.Thread(target=look, args=(told.append, path, stop, again)) for again in (False, True)]
    for thread in threads:
        thread.start()
    ingest(path, batches)
    stop.set()
    for one in (*readers, *threads):
        one.join(30)
    told += [pipe.recv() if pipe.poll(5) else "nothing said" for pipe in pipes]
    assert told == ["fine"] * 8


def main(kills: int) -> None:
    """Kill a writer many times, at any moment of its batches, on as many ledgers as it takes."""
    batches, rng, begun, times, ledgers = (
        batched(generated(8_000, seed=1), 40),
        random.Random(9),
        time.monotonic(),
        0,
        0,
    )
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.db"
        ingest(whole, batches)
        print(f"undisturbed: {time.monotonic() - begun:.1f} s, {len(batches)} batches")
        begun = time.monotonic()
        while times < kills:
            path, ledgers = Path(folder) / f"{ledgers}.db", ledgers + 1
            times += hammer(path, batches, sorted(rng.sample(range(len(batches) - 2), 20)), rng)
            assert_equal(path, whole)
            assert not [one for one in ledger_checks.check(path) if one.check.is_error]
        print(f"{times} kills, {ledgers} ledgers, {time.monotonic() - begun:.0f} s: nothing lost, nothing doubled")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
