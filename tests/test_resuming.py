"""An ingestion of an archive that is killed goes on from there: nothing lost, nothing doubled, nothing read twice."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from ledgers import contents
from webarchives import WORDS, page, record

from palabre.cli import main
from palabre.ingest import warc
from palabre.ledger import store

PAGES = 115
ENGLISH = (
    "<html><body><article><h1>Talks</h1><p>The president of the republic has met the leaders of the opposition on "
    "Tuesday in the capital, a statement of the government said.</p></article></body></html>"
)


def ingest(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["ingest", *map(str, arguments), "--interface", "en"])
    return int(left.value.code or 0)


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as stream:
        stream.writelines(record(n, page(n).replace(WORDS.encode(), b"Le ciel est couvert.")) for n in range(PAGES))
        stream.write(record(9_001, ENGLISH.encode()))
    return path


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pages whose text was extracted, as they are."""
    seen: list[str] = []
    whole = warc.from_html

    def watched(page: str, **asked: object) -> object:
        seen.append(str(asked["source"]))
        return whole(page, **asked)  # type: ignore[arg-type]

    monkeypatch.setattr(warc, "from_html", watched)
    yield seen


def count(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as one:
            return int(one.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.Error:
        return 0


def kill_half_way(crawl: Path, ledger: Path) -> int:
    """Ingest in a process that is killed once something is recorded; how much was."""
    call = [sys.executable, "-m", "palabre", "ingest", str(crawl), "--ledger", str(ledger)]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not count(ledger):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return count(ledger)


def test_an_ingestion_that_is_killed_goes_on_from_there(
    crawl: Path, tmp_path: Path, extracted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ledger, whole = tmp_path / "half.db", tmp_path / "whole.db"
    done = kill_half_way(crawl, ledger)
    assert 0 < done < PAGES
    assert ingest(crawl, "--ledger", ledger) == 0
    assert len(extracted) == len(set(extracted)) == PAGES - done + 1
    assert f"{done} known already" in capsys.readouterr().out
    assert count(ledger) == PAGES
    extracted.clear()
    ingest(crawl, "--ledger", ledger)
    assert not extracted and "1 in another language" in capsys.readouterr().out
    ingest(crawl, "--ledger", whole)
    one, other = contents(ledger), contents(whole)
    assert all(one[table] == other[table] for table in other)


def test_other_pages_under_the_same_name_are_read(tmp_path: Path, extracted: list[str]) -> None:
    ledger, path = tmp_path / "a.db", tmp_path / "day.warc.gz"
    path.write_bytes(record(1, page(1)))
    ingest(path, "--ledger", ledger)
    path.write_bytes(record(1, page(1).replace("reçue".encode(), b"accueillie")))
    ingest(path, "--ledger", ledger)
    assert len(extracted) == 2 and count(ledger) == 2


def test_what_was_refused_is_read_when_it_is_asked_for_otherwise(tmp_path: Path, extracted: list[str]) -> None:
    ledger, path = tmp_path / "a.db", tmp_path / "day.warc.gz"
    path.write_bytes(record(1, ENGLISH.encode()) + record(2, b"<html><body></body></html>"))
    for asked in ([], [], ["--language", "fr"]):
        ingest(path, "--ledger", ledger, *asked)
    assert len(extracted) == 2 + 1 + 2  # a page without text is tried each time, and told each time
    assert count(ledger) == 1


def test_a_ledger_of_the_version_before_takes_up_the_table(tmp_path: Path) -> None:
    ledger, old = tmp_path / "a.db", tmp_path / "old.db"
    store.create(ledger).close()
    shutil.copy(ledger, old)
    with closing(sqlite3.connect(old)) as one, one:
        one.execute("DROP TABLE taken")
        one.execute("PRAGMA user_version = 2")
    with closing(store.open_for_writing(old)) as one:
        assert one.execute("SELECT count(*) FROM taken").fetchone()[0] == 0
        assert one.execute("PRAGMA user_version").fetchone()[0] == store.VERSION
