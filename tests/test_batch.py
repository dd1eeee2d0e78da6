"""Reading on several processes and into shards: the same whatever reads it, resumed, complete, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import poison
import pytest
from batches import DISPATCHES, INPUTS, SIZE, batch, inputs, palabre, rows, shards
from ledgers import contents, generated
from readings import READING

from palabre import ingest, pipeline
from palabre.batch import codec, cutters, folder, plan, run
from palabre.batch.model import How
from palabre.batch.processes import Readers
from palabre.batch.worker import Task
from palabre.cli import main
from palabre.errors import BatchError, ExtraError, InputError, LedgerError, ModelError
from palabre.ledger import store
from palabre.types import Article

ECHO = Task(poison.echo, loads=False)
SHARDS = 4
pyarrow = pytest.importorskip("pyarrow", reason="needs palabre[analytics]")
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inputs(tmp_path_factory.mktemp("inputs"))


@pytest.fixture(scope="module")
def whole(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch that nothing disturbed, made by one process."""
    output = tmp_path_factory.mktemp("whole") / "out"
    command(*asked(news, output))
    return output


def asked(news: Path, output: Path, *more: str) -> tuple[str, ...]:
    return ("batch", str(news), "--output", str(output), "--shard-size", str(SIZE), "--jobs", "1", *more)


def command(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--interface", "en", *arguments])
    return int(left.value.code or 0)


def article(source: str, text: str = "Le Mali a fermé sa frontière.") -> Article:
    return ingest.from_text(f"{text} ({source})", source=source, published="2024-01-01")


# What is carried from process to process and from file to file.


def test_a_reading_goes_through_json_unchanged() -> None:
    readings = [READING, *generated(200, seed=3), *pipeline.read_many(list(ingest.load(DISPATCHES))[:4])]
    assert [codec.decode(codec.encode(one), one.article.text) for one in readings] == readings


def test_errors_travel_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(BatchError("here", "what", "remedy")))
    assert type(error) is BatchError and (error.where, error.what, error.remedy) == ("here", "what", "remedy")


# Processes side by side.


def test_reading_with_two_processes_prints_the_same_bytes(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for jobs in ("1", "2"):
        assert (
            command("read", str(DISPATCHES), str(news / "2023-08-01-empty.txt"), "--format", "jsonl", "--jobs", jobs)
            == 1
        )
        said.append(capsys.readouterr())
    assert said[0].out == said[1].out and len(said[0].out.splitlines()) == 15
    assert sorted(said[0].err.splitlines()) == sorted(said[1].err.splitlines())


def test_answers_come_in_order_and_little_is_under_way() -> None:
    chunks = [[article(f"{n}-{i}") for i in range(random.Random(n).randint(1, 9))] for n in range(60)]
    pulled, behind = 0, []

    def source() -> Iterator[tuple[int, list[Article]]]:
        nonlocal pulled
        for number, chunk in enumerate(chunks):
            pulled += 1
            yield number, chunk

    with Readers(ECHO, jobs=2) as readers:
        for number, answers in readers.map(source()):
            behind.append(pulled - number)
            assert answers == [[one.source for one in chunks[number]]]
        assert number == 59 and max(behind) <= 6
        assert len(readers.pids) <= 2


@unix
def test_an_article_that_ends_a_process_twice_is_given_up_and_the_others_are_read() -> None:
    chunk = [article("a"), article("b", poison.DEADLY), article("c")]
    with Readers(ECHO, jobs=2) as readers:
        found = list(readers.map([(0, chunk), (1, [article("d")]), (2, [article("e", poison.DEADLY)])]))
    told = [[one for answer in answers for one in answer] for _, answers in found]
    why = "the process that read it stopped twice (SIGTERM)"
    assert told == [["a", f"b: {why}", "c"], ["d"], [f"e: {why}"]]


@unix
def test_an_article_that_ends_a_process_once_is_read(tmp_path: Path) -> None:
    with Readers(Task(poison.once, loads=False), jobs=1) as readers:
        chunk = [article(str(tmp_path / "a"), poison.DEADLY), article(str(tmp_path / "b"))]
        assert readers.ask(chunk) == [[chunk[0].source], [chunk[1].source]]


@unix
def test_processes_that_are_killed_again_and_again_cost_nothing() -> None:
    chunks = [(n, [article(f"{n}-{i}") for i in range(3)]) for n in range(40)]
    with Readers(ECHO, jobs=2) as readers:
        for number, answers in readers.map(iter(chunks)):
            assert [one for answer in answers for one in answer] == [one.source for one in chunks[number][1]]
            if number % 15 == 3:
                os.kill(readers.pids[0], signal.SIGKILL)


def test_a_process_is_replaced_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palabre.batch.processes.LIFE", 3)
    with Readers(ECHO, jobs=1) as readers:
        seen = [readers.pids for number, _ in readers.map((n, [article(str(n))]) for n in range(8))]
    assert len({pid for pids in seen for pid in pids}) == 3


def test_what_the_processes_refuse_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "frames"
    with Readers(Task(poison.echo, (broken,)), jobs=1) as readers, pytest.raises(Exception, match="does not exist"):
        readers.ask([article("a")])
    monkeypatch.setattr("palabre.batch.processes.COMMAND", "raise SystemExit(3)")
    with Readers(ECHO, jobs=1) as readers, pytest.raises(BatchError, match="exit status 3"):
        readers.ask([article("a")])


def test_an_error_of_the_source_stops_the_processes() -> None:
    def source() -> Iterator[tuple[int, list[Article]]]:
        yield 0, [article("a")]
        raise ModelError("there", "gone")

    with Readers(ECHO, jobs=2) as readers:
        with pytest.raises(ModelError):
            list(readers.map(source()))
        pids = readers.pids
    assert not [pid for pid in pids if is_alive(pid)]


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.parametrize("command_", ["read", "ingest"])
@linux
def test_an_interruption_stops_the_processes_and_keeps_what_was_read(
    command_: str, tmp_path: Path, whole: Path
) -> None:
    paths = [str(DISPATCHES)] * 12 if command_ == "read" else [str(DISPATCHES.parent / "chronicle")]
    options = ["--format", "jsonl"] if command_ == "read" else ["--ledger", str(tmp_path / "l.db")]
    out = tmp_path / "out.jsonl"
    with out.open("w") as stream:
        one = palabre(command_, *paths, *options, "--jobs", "2", stdout=stream)
        wait_for(lambda: recorded(tmp_path / "l.db") if command_ == "ingest" else out.stat().st_size)
        below = children(one.pid)
        one.send_signal(signal.SIGINT)
        _, err = one.communicate(timeout=30)
    assert one.returncode == 130 and "Interrupted" in err and "Traceback" not in err
    assert len(below) == 2 and not [pid for pid in below if is_alive(pid)]
    if command_ == "read":
        assert all(json.loads(line)["article"] for line in out.read_text(encoding="utf-8").split("\n")[:-1])
    else:
        assert "articles read" in out.read_text(encoding="utf-8")


def recorded(path: Path) -> bool:
    """Whether a ledger holds an article already."""
    try:
        with closing(store.open_for_reading(path)) as one:
            return bool(one.execute("SELECT 1 FROM article").fetchone())
    except LedgerError:
        return False


def children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        found = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        return [int(one) for line in found for one in line.split()]
    return []


def wait_for(done: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_ingesting_with_two_processes_makes_the_same_ledger(news: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        assert command("ingest", str(news), "--ledger", str(tmp_path / f"{jobs}.db"), "--jobs", jobs) == 1
    assert contents(tmp_path / "1.db") == contents(tmp_path / "2.db")


# Shards.


def test_every_input_has_its_row(news: Path, whole: Path) -> None:
    found = rows(whole)
    assert len(found) == INPUTS and len(shards(whole)) == SHARDS
    by_outcome = {code: [row for row in found if row["outcome"] == code] for code in ("read", "language", "failed")}
    assert {code: len(some) for code, some in by_outcome.items()} == {"read": 9, "language": 1, "failed": 2}
    assert all(row["what"] and row["remedy"] and row["text"] is None for row in by_outcome["failed"])
    assert json.loads((whole / "summary.json").read_text()) | {"events": 0, "state": 0} == {
        "inputs": INPUTS, "read": 9, "language": 1, "failed": 2, "undated": 1, "events": 0, "state": 0,
    }  # fmt: skip
    told = pyarrow.parquet.read_table(whole / "problems.parquet").to_pylist()
    assert sorted(row["code"] for row in told) == ["failed", "failed", "language", "undated"]
    metadata = pyarrow.parquet.read_metadata(next((whole / "shards").iterdir())).metadata
    assert json.loads(metadata[b"palabre"])["schema"] == 1


def test_a_row_says_what_the_json_record_says(whole: Path) -> None:
    from palabre.export.json import record

    for row, outcome in zip(rows(whole), folder.Folder(whole).outcomes(), strict=True):
        if row["outcome"] == "read":
            assert not isinstance(outcome, InputError)
            said = record(outcome)
            assert {name: row[name] for name in ("events", "state", "problems")} == {
                name: said[name]
                for name in ("events", "state", "problems")  # type: ignore[literal-required]
            }
            assert str(row["published"] or None) == str(said["article"]["published"])
            assert all(row[name] == value for name, value in said["article"].items() if name != "published")


def test_the_shards_are_the_same_for_any_number_of_processes(news: Path, whole: Path, tmp_path: Path) -> None:
    command(*asked(news, tmp_path / "out")[:-1], "2")
    assert shards(tmp_path / "out") == shards(whole)


def test_a_ledger_of_the_shards_is_the_ledger_of_the_articles(
    news: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for source, name in ((news, "articles.db"), (whole, "shards.db")):
        assert command("ingest", str(source), "--ledger", str(tmp_path / name)) == 1
    assert contents(tmp_path / "shards.db") == contents(tmp_path / "articles.db")
    one, other = (out.partition("\n")[2] for out in capsys.readouterr().out.split(str(tmp_path))[1:])
    assert one == other
    assert command("ingest", str(whole), "--ledger", str(tmp_path / "shards.db")) == 1
    assert "9 known already" in " ".join(capsys.readouterr().out.split())


def test_what_is_not_complete_is_ingested_and_told(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = tmp_path / "part"
    (part / "shards").mkdir(parents=True)
    for name in ("batch.json", "shards/part-00000-00000.parquet"):
        (part / name).write_bytes((whole / name).read_bytes())
    command("ingest", str(part), "--ledger", str(tmp_path / "l.db"))
    said = capsys.readouterr()
    assert "not complete" in said.err and "3 articles read" in " ".join(said.out.split())


# Going on after what can happen.


@linux
def test_a_killed_batch_goes_on_where_it_was(news: Path, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    for number in (1, 2):
        one = palabre(*asked(news, output))
        wait_for(lambda: len(list(output.glob("shards/part-*"))) >= number)  # noqa: B023
        below = children(one.pid)
        one.kill()
        one.communicate()
        wait_for(lambda: not [pid for pid in below if is_alive(pid)])  # noqa: B023
        assert shards(output).items() <= shards(whole).items() | {
            (path.name, path.read_bytes()) for path in output.glob("shards/.*")
        }
    assert command(*asked(news, output)) == 1
    assert_same(output, whole)


def assert_same(output: Path, whole: Path) -> None:
    assert shards(output) == shards(whole)
    for name in ("problems.parquet", "summary.json", "inputs.parquet"):
        assert (output / name).read_bytes() == (whole / name).read_bytes(), name
    assert not list(output.rglob("*.new"))


@linux
def test_a_batch_whose_processes_are_killed_is_whole(news: Path, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    one = palabre(*asked(news, output)[:-1], "2")
    for number in (1, 2):
        wait_for(lambda: len(list(output.glob("shards/part-*"))) >= number and children(one.pid))  # noqa: B023
        with suppress(IndexError, ProcessLookupError):
            os.kill(children(one.pid)[0], signal.SIGKILL)
    one.communicate(timeout=120)
    assert one.returncode == 1
    assert_same(output, whole)


@unix
def test_a_full_disk_is_told_and_the_batch_goes_on(news: Path, whole: Path, tmp_path: Path) -> None:
    import resource

    sizes = [len(content) for content in shards(whole).values()]
    limit = max(sizes) - 1
    assert min(sizes) < limit

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    one = palabre(*asked(news, tmp_path / "out"), preexec_fn=small)
    _, err = one.communicate(timeout=120)
    assert one.returncode == 1 and "the disk is full" in err and "what is written is kept" in err
    assert len(shards(tmp_path / "out")) < SHARDS and not list((tmp_path / "out").rglob("*.new"))
    assert command(*asked(news, tmp_path / "out")) == 1
    assert_same(tmp_path / "out", whole)


@unix
def test_a_batch_gives_up_what_ends_its_processes(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text, "source": str(n)}) for n, text in enumerate(("Le Mali.", poison.DEADLY, "Oui."))]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")

    def engine(portions: Any, how: How) -> Any:
        with Readers(Task(poison.tell, loads=False), jobs=1) as readers:
            found = (chunk for portion in portions for chunk in plan.chunks(portion, how))
            yield from readers.map((chunk, chunk.entries) for chunk in found)

    done = batch(tmp_path / "a.jsonl", tmp_path / "out", engine)
    told = [(row["source"], row["what"]) for row in rows(tmp_path / "out")]
    why = "the process that read it stopped twice (SIGTERM)"
    assert told == [("0", "seen"), ("1", why), ("2", "seen")] and done.counts["failed"] == 3


def echo(portions: Any, how: How) -> Iterator[Any]:
    """An engine that reads nothing: the rows say what each input is."""
    for portion in portions:
        for chunk in plan.chunks(portion, how):
            yield chunk, [poison.tell(chunk.entries, None)]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder_ = tmp_path / "many"
    folder_.mkdir()
    for n in range(30):
        (folder_ / f"{n:02}.txt").write_text(f"Le Mali a parlé {n} fois.", encoding="utf-8")
    return folder_


def test_what_changed_is_noticed_and_read_again(many: Path, tmp_path: Path) -> None:
    output, told = tmp_path / "out", list[str]()

    def again() -> run.Outcome:
        how = How(shard_size=4)
        changed = run.Told(changed=lambda portion: told.append(portion.files[0].path))
        return run.run([str(many)], how, output=str(output), engine=echo, version="test", told=changed)

    first = again()
    assert (first.written, first.kept) == (8, 0)
    assert (again().written, told) == (0, [])
    os.utime(many / "05.txt", (1, 1))
    assert (again().written, told) == (0, [])
    (many / "05.txt").write_text("Le Mali n'a pas parlé.", encoding="utf-8")
    done = again()
    assert (done.written, done.kept, told) == (1, 7, [str(many / "04.txt")])
    assert any("pas parlé" in row["remedy"] for row in rows(output)) and len(rows(output)) == 30
    assert again().written == 0


@unix
def test_files_are_taken_apart_side_by_side_whatever_stops(many: Path) -> None:
    how = How(shard_size=5)
    portions = plan.plan([str(many)], how)
    whole = [chunk for portion in portions for chunk in plan.chunks(portion, how)]
    assert len(portions) == 6 and list(cutters.chunks(portions, how, jobs=2)) == whole
    found = []
    with cutters.Cutters(Task(cutters.cut, loads=False), jobs=2) as one:
        for number, chunk in enumerate(one.map(portions, how)):
            found.append(chunk)
            if number in (0, 2):
                os.kill(one.pids[0], signal.SIGKILL)
    assert found == whole


@unix
def test_a_file_that_stops_what_takes_it_apart_twice_is_told(many: Path) -> None:
    how = replace(How(), shard_size=30)
    portions = plan.plan([str(many)], how)
    task = Task(poison.cut, loads=False)
    with cutters.Cutters(task, jobs=1) as one, pytest.raises(BatchError, match="stopped twice") as error:
        list(one.map(portions, how))
    assert error.value.where == str(many / "00.txt")


def test_inputs_that_came_or_went_are_refused(many: Path, tmp_path: Path) -> None:
    batch(many, tmp_path / "out", echo)
    (many / "99.txt").write_text("Un article de plus.", encoding="utf-8")
    with pytest.raises(BatchError, match="was not there when the batch began"):
        batch(many, tmp_path / "out", echo)
    (many / "99.txt").unlink()
    (many / "03.txt").unlink()
    with pytest.raises(BatchError, match="an input of the batch is gone"):
        batch(many, tmp_path / "out", echo)


def test_a_damaged_shard_and_what_follows_it_are_read_again(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"Le Mali a parlé {n} fois.", "source": str(n)}) for n in range(40)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    batch(tmp_path / "a.jsonl", tmp_path / "out", echo)
    whole = shards(tmp_path / "out")
    (tmp_path / "out/shards/part-00000-00004.parquet").write_bytes(b"PAR1 nothing PAR1")
    done = batch(tmp_path / "a.jsonl", tmp_path / "out", echo)
    assert (done.written, done.kept) == (6, 4) and shards(tmp_path / "out") == whole


@pytest.mark.parametrize("size", [1, 3, 7, 10, 11, 1000])
def test_a_file_is_cut_into_shards_without_loss(size: int, tmp_path: Path) -> None:
    lines = ["" if n == 4 else json.dumps({"text": f"Le Mali a parlé {n} fois.", "source": str(n)}) for n in range(11)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = batch(tmp_path / "a.jsonl", tmp_path / "out", echo, shard_size=size)
    assert done.written == -(-10 // size) and [int(row["source"]) for row in rows(tmp_path / "out")] == [
        n for n in range(11) if n != 4
    ]
    assert batch(tmp_path / "a.jsonl", tmp_path / "out", echo, shard_size=size).written == 0


def test_an_address_is_read_as_the_file_is(many: Path, tmp_path: Path) -> None:
    for source, name in ((str(many), "a"), (many.as_uri(), "b")):
        run.run([source], How(), output=str(tmp_path / name), engine=echo, version="test", told=run.Told())
    texts = [[row["remedy"] for row in rows(tmp_path / name)] for name in "ab"]
    assert texts[0] == texts[1] and len(texts[0]) == 30
    assert rows(tmp_path / "b")[0]["source"].startswith("file:///")


# What is refused.


def test_bad_cases_are_told(
    news: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "none.jsonl").touch()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign/batch.json").write_text('{"a": 1}')
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer/batch.json").write_text('{"format": "palabre batch", "schema": 99, "palabre": "9.0"}')
    there, out = str(news), ("--output", "out")
    cases = [
        (("batch", "gone.txt", *out), 1, "the file does not exist"),
        (("batch", "empty", *out), 1, "there is no article in the input"),
        (("batch", "none.jsonl", "--output", "none"), 1, "no article in the input"),
        (("batch", there, "--output", "none.jsonl"), 1, "this is a file, not a folder"),
        (("batch", there, "--output", there), 1, "not empty, and holds no batch"),
        (("batch", there, "--output", "foreign"), 1, "not that of a batch of Palabre"),
        (("batch", there, "--output", "newer"), 1, "version 99"),
        (("ingest", "newer"), 1, "version 99"),
        (("batch", there, "--output", str(whole)), 1, "another --shard-size: 4"),
        (("batch", there, *out, "--jobs", "0"), 2, "--jobs 0"),
        (("read", there, "--jobs", "100000"), 2, "give a number from 1 to"),
        (("ingest", there, "--jobs", "-1"), 2, "--jobs -1"),
        (("batch", there, *out, "--ray-address", "a:1"), 2, "goes with --engine ray"),
    ]
    for arguments, status, words in cases:
        assert command(*arguments) == status, arguments
        said = capsys.readouterr()
        assert words in " ".join((said.err + said.out).split()), arguments
    assert not (tmp_path / "out").exists() and not any((tmp_path / "empty").iterdir())


def test_a_missing_library_is_named_with_its_extra(
    news: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert command("batch", str(news), "--output", str(tmp_path / "out"), "--engine", "ray") == 1
    assert "palabre[scale]" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(folder.rows.arrow, "__wrapped__", None, raising=False)
    for arguments in (("batch", str(news), "--output", str(tmp_path / "out")), ("ingest", str(whole))):
        assert command(*arguments) == 1
        assert "palabre[analytics]" in capsys.readouterr().err
    with pytest.raises(ExtraError):
        folder.rows.arrow()
