"""The commands of the ledger, as they are typed: what they answer, in which shape, and what they refuse."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from itertools import takewhile
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from readings import READING
from rich.console import Console

from palabre import config, pipeline
from palabre.checks import ledger as checks
from palabre.cli import main
from palabre.cli.language import load_words, translate
from palabre.cli.ledger import likeness, moments
from palabre.cli.ledger.progress import count_articles, gauge
from palabre.cli.verbs import keeping, looking, recording, standing
from palabre.knowledge.files import data_path
from palabre.ledger import Writer, alike, store
from palabre.ledger.model import Outcome, Verb
from palabre.ledger.results import Part, RecordKind, Tie
from palabre.types import Article, Reading

LEDGER_ROOM = Path(alike.__file__).parent
DISPATCHES = data_path("fr/dispatches")
LISTS = {
    "events": ["events", "--limit", "5"],
    "expected": ["expected"],
    "timeline": ["timeline", "NER", "USA", "--limit", "5"],
    "changes": ["changes", "--since", "2024-08"],
    "actors": ["actors", "--limit", "5"],
    "sources": ["sources"],
    "problems": ["problems"],
    "state": ["state", "NER"],
    "history": ["state", "Niger", "États-Unis", "--history"],
    "who": ["who", "president", "NER", "--on", "2024-01-01"],
    "why": ["why", "NER-2023-00001"],
    "stats": ["stats"],
}


class Told:
    """What a command wrote, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err
        self.words, self.said = " ".join(out.split()), " ".join(err.split())


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PALABRE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def palabre(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Told:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        return Told(int(left.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def niger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled dispatches, and of two inputs that cannot be read whole."""
    folder = tmp_path_factory.mktemp("niger")
    (folder / "empty.txt").write_bytes(b"")
    path = folder / "palabre.db"
    files = [str(DISPATCHES), str(folder / "empty.txt")]
    with pytest.raises(SystemExit):
        main(["--interface", "en", "ingest", *files, "--ledger", str(path)])
    return path


@pytest.fixture
def mine(niger: Path, tmp_path: Path) -> Path:
    """A copy of it, to write to."""
    with sqlite3.connect(niger) as one, sqlite3.connect(tmp_path / "palabre.db") as other:
        one.backup(other)
    return tmp_path / "palabre.db"


def article(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def line(text: str, **fields: str) -> str:
    return json.dumps({"text": text, **fields}, ensure_ascii=False) + "\n"


MEETING = (
    "Le président du Mali, Assimi Goïta, a rencontré lundi à Bamako le président du Niger, Abdourahamane Tiani. "
    "Ils ont signé un accord de défense. Les deux hommes d'État ont dénoncé les sanctions de la Cédéao."
)


# A folder to work in.


def test_init_makes_a_folder_that_explains_itself(palabre: Any, tmp_path: Path) -> None:
    told = palabre("init", "niger")
    assert told.status == 0
    assert "cd niger" in told.out
    assert "palabre ingest" in told.out
    assert config.load(tmp_path / "niger/palabre.toml").ledger == tmp_path / "niger/palabre.db"
    assert (tmp_path / "niger/palabre.toml").read_text().count("# ") == 4


def test_init_overwrites_nothing(palabre: Any, tmp_path: Path) -> None:
    article(tmp_path, "palabre.toml", '[ledger]\npath = "old.db"\n')
    article(tmp_path, "file", "")
    told = palabre("init")
    assert told.status == 1
    assert "the file exists already (it is left as it is; name another folder)" in told.err
    assert "old.db" in (tmp_path / "palabre.toml").read_text()
    assert "this is a file, not a folder" in palabre("init", "file").err


def test_init_in_french(palabre: Any, tmp_path: Path) -> None:
    assert "Par exemple" not in palabre("init", "a", "--interface", "fr").out
    text = (tmp_path / "a/palabre.toml").read_text(encoding="utf-8")
    assert "Réglages de Palabre" in text
    assert config.load(tmp_path / "a/palabre.toml").overlays == ()


# Ingesting.


def test_every_input_is_accounted_for(palabre: Any, tmp_path: Path) -> None:
    page = {"url": "https://a.example/1", "publisher": "A", "published": "2024-03-05"}
    feed = line(MEETING, **page) + line(MEETING + " Ils se sont embrassés.", **{**page, "published": "2024-03-06"})
    feed += line(MEETING, publisher="B", published="2024-03-05") + line("Le Niger a rappelé son ambassadeur au Bénin.")
    feed += "{nonsense\n"
    article(tmp_path, "feed.jsonl", feed)
    article(tmp_path, "english.txt", "The president has dismissed the prime minister, the army said on television.")
    article(tmp_path, "empty.txt", "")
    told = palabre("ingest", "feed.jsonl", "feed.jsonl", "english.txt", "empty.txt", "none.txt")
    assert told.status == 1
    counted = {words: int(n) for n, words in re.findall(r"^ +(\d+) +(?:of them )?(\D+)$", told.out, re.MULTILINE)}
    assert counted == {
        "articles read": 4,
        "a copy of another": 1, "a new version of its page": 1, "without a day": 1, "known already": 4,
        "in another language": 1, "failed": 4,
    }  # fmt: skip
    assert told.out.startswith("palabre.db\n")
    assert "palabre problems" in told.out
    assert "feed.jsonl:5: the line is not JSON" in told.err
    listed = palabre("problems")
    assert listed.status == 0
    assert "english.txt the article is in English, a language that is not read yet" in listed.words
    assert "none.txt the file does not exist (check its name)" in listed.words
    assert "the day of publication is unknown (give it with --published" in listed.words
    codes = [json.loads(row)["code"] for row in palabre("problems", "--format", "jsonl").out.splitlines()]
    assert sorted(set(codes)) == ["failed", "language", "undated"]
    assert palabre("problems", "--code", "language").out.count("english.txt") == 1
    assert "unknown code (did you mean failed?)" in palabre("problems", "--code", "fail").err


def test_what_is_known_is_not_read_again(palabre: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article(tmp_path, "a.txt", MEETING)
    told = palabre("ingest", "a.txt", "--published", "2024-03-05")
    assert told.status == 0
    assert "1 article read" in told.words
    assert re.search(r"They hold \d reports, \d new events", told.words)

    def never(*_articles: object, **_options: object) -> Iterator[Reading]:
        raise AssertionError("read again")

    monkeypatch.setattr(pipeline, "read_many", never)
    told = palabre("ingest", "a.txt")
    assert (told.status, told.out) == (0, "Nothing new: palabre.db holds the 1 article already.\n")


def test_an_article_in_another_language_is_set_aside_without_failing(palabre: Any, tmp_path: Path) -> None:
    article(tmp_path, "a.txt", "The president has dismissed the prime minister, the army said on television.")
    told = palabre("ingest", "a.txt")
    assert told.status == 0
    assert "1 in another language" in told.words


def test_a_wrong_day_is_told_before_a_ledger_is_made(palabre: Any, tmp_path: Path) -> None:
    article(tmp_path, "a.txt", MEETING)
    told = palabre("ingest", "a.txt", "--published", "le 42 mars")
    assert told.status == 1
    assert told.err.count("“le 42 mars” cannot be read") == 1
    assert not (tmp_path / "palabre.db").exists()
    assert palabre("ingest", "a.txt", "--format", "xml").status == 2


def test_an_interruption_keeps_what_is_complete(palabre: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_articles: Iterable[Article], **_options: object) -> Iterator[Reading]:
        yield READING
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_many", interrupted)
    article(tmp_path, "a.txt", MEETING)
    told = palabre("ingest", "a.txt")
    assert told.status == 130
    assert "what was complete is recorded; the same command goes on from here" in told.said
    assert "1 article read" in told.words
    assert "1 article" in palabre("stats").words


def test_many_failures_are_not_all_told(palabre: Any, tmp_path: Path) -> None:
    article(tmp_path, "feed.jsonl", "{nonsense\n" * 30)
    told = palabre("ingest", "feed.jsonl")
    assert told.err.count("not JSON") == 10
    assert "palabre problems lists them all" in told.err
    assert "30 failed" in told.words


def test_the_ledger_that_palabre_toml_names(palabre: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article(tmp_path, "palabre.toml", '[ledger]\npath = "niger.db"\n')
    article(tmp_path, "a.txt", MEETING)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert palabre("ingest", "../a.txt").status == 0
    assert (tmp_path / "niger.db").exists()
    assert palabre("stats").status == 0
    assert palabre("stats", "--ledger", "other.db").status == 1


# Ledgers that cannot be used.


def test_files_that_are_no_ledger(palabre: Any, tmp_path: Path) -> None:
    article(tmp_path, "text.db", "this is not a ledger")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE a (b)").connection.close()
    for verb in (["events"], ["ingest", "x.txt"], ["rebuild"], ["correct", "A-1", "--by", "x", "--not-an-event"]):
        for name, said in {
            "text.db": "the file is not a ledger of Palabre (name another file)",
            "other.db": "the file is not a ledger of Palabre",
            ".": "this is a folder, not a ledger (name the file, such as palabre.db)",
        }.items():
            told = palabre(*verb, "--ledger", name)
            assert told.status == 1
            assert said in told.said, (verb, name)
    assert (tmp_path / "text.db").read_text() == "this is not a ledger"


def test_a_missing_ledger_is_told_and_not_made(palabre: Any, tmp_path: Path) -> None:
    for verb in (*LISTS.values(), ["rebuild"], ["reread"], ["check", "ledger"]):
        told = palabre(*verb)
        assert told.status == 1
        assert "there is no ledger here (make one with: palabre ingest FILE)" in told.said
    assert not (tmp_path / "palabre.db").exists()


def test_a_newer_ledger_is_refused(palabre: Any, mine: Path) -> None:
    with sqlite3.connect(mine) as connection:
        connection.execute("PRAGMA user_version = 99")
    for verb in (["stats"], ["ingest", "x.txt"]):
        told = palabre(*verb)
        assert told.status == 1
        assert "of version 99, newer than this Palabre" in told.said
        assert "plus récente que ce Palabre" in palabre(*verb, "--interface", "fr").said


def test_a_ledger_that_another_program_writes_to(
    palabre: Any, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WAIT", 0.05)
    article(tmp_path, "a.txt", MEETING)
    other = sqlite3.connect(mine, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = palabre("ingest", "a.txt")
    assert told.status == 1
    assert "another program is writing to the ledger (wait until it has finished" in told.said
    assert palabre("events").status == 0, "it can be read meanwhile"
    other.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_ledger_that_cannot_be_written(palabre: Any, mine: Path, tmp_path: Path) -> None:
    article(tmp_path, "a.txt", MEETING)
    mine.chmod(0o400)
    assert "the ledger cannot be written (check its rights" in palabre("ingest", "a.txt").said
    assert palabre("events").status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(niger: Path) -> None:
    with Path("/dev/full").open("w") as full:
        call = [sys.executable, "-m", "palabre", "--interface", "en", "events", "--ledger", str(niger)]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 1
    assert "error: output: No space left on device" in done.stderr


# The shapes of answers.


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_their_width_without_colour(
    name: str, width: int, palabre: Any, niger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = palabre(*LISTS[name], "--ledger", str(niger))
    assert told.status == 0
    assert told.out
    assert "\x1b[" not in told.out
    assert max(map(len, told.out.splitlines())) <= width
    assert not [row for row in told.out.splitlines() if row != row.rstrip()]


@pytest.mark.parametrize("name", LISTS)
def test_answers_for_programs(name: str, palabre: Any, niger: Path) -> None:
    call = [*LISTS[name], "--ledger", str(niger), "--format"]
    whole = json.loads(palabre(*call, "json").out)
    lines = [json.loads(row) for row in palabre(*call, "jsonl").out.splitlines()]
    assert lines
    if name not in ("changes",):
        assert lines == (whole if isinstance(whole, list) else [whole])
    rows = list(csv.reader(io.StringIO(palabre(*call, "csv").out)))
    assert name == "who" or len(rows) > 1
    assert len({len(row) for row in rows}) <= 1
    if isinstance(whole, list):
        assert len(rows) == len(whole) + 1


@pytest.mark.parametrize("name", LISTS)
def test_answers_in_french(name: str, palabre: Any, niger: Path) -> None:
    told = palabre(*LISTS[name], "--ledger", str(niger), "--interface", "fr")
    assert told.status == 0
    assert told.out != palabre(*LISTS[name], "--ledger", str(niger), "--interface", "en").out


def test_a_closed_pipe_is_quiet(niger: Path) -> None:
    command = f"{sys.executable} -m palabre events --limit 0 --ledger {niger} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


# What is answered.


def test_events_are_filtered(palabre: Any, niger: Path) -> None:
    def found(*options: str) -> list[dict[str, Any]]:
        told = palabre("events", *options, "--ledger", str(niger), "--format", "jsonl", "--limit", "0")
        assert told.status == 0, told.err
        return [json.loads(row) for row in told.out.splitlines()]

    every = found()
    assert len(every) > 50
    coups = found("--type", "COERCE/seize")
    assert coups and {event["type"] for event in coups} == {"COERCE"}
    pair = found("--dyad", "NER", "USA")
    assert pair and pair == found("--dyad", "NER-USA")
    assert len(found("--dyad", "USA>NER")) < len(pair)
    assert {e["day"][:4] for e in found("--since", "2024", "--until", "2024-06")} == {"2024"}
    assert all("base" in e["sentence"] for e in found("--text", "base*") if e["n_articles"] == 1)
    assert found("--country", "Niger", "--country", "BEN", "--theme", "troops", "--status", "factual")
    assert found("--sort", "sources")[0]["n_independent"] == max(e["n_independent"] for e in every)
    assert all(e["n_independent"] >= 2 for e in found("--min-independent", "2"))
    told = palabre("events", "--ledger", str(niger), "--limit", "2")
    assert f"2 of {len(every)} events: --limit 0 shows all" in told.said


def test_an_empty_answer_says_why(palabre: Any, niger: Path) -> None:
    ledger = ["--ledger", str(niger)]
    told = palabre("events", "--type", "AID", "--since", "2030", *ledger)
    assert (told.status, told.out) == (0, "")
    assert "The ledger covers the days from 2023-07-27 to 2024-09-17." in told.said
    told = palabre("events", "--country", "NER", "--place", "Tombouctou", *ledger)
    assert re.search(r"Without --place there are \d+ events", told.said)
    assert palabre("events", "--country", "PER", "--format", "json", *ledger).out == "[]\n"
    assert "palabre events --actor" in palabre("state", "Peru", *ledger).said
    assert "--history" in palabre("state", "NER", "--on", "2001-01-01", *ledger).said
    assert "No article says who held this office" in palabre("who", "president", "PER", *ledger).said
    assert "Nothing changed since 2030-01-01" in palabre("changes", "--since", "2030", *ledger).said
    assert "palabre stats" in palabre("timeline", "PER", *ledger).said
    assert "palabre ingest" in palabre("actors", "--country", "PER", *ledger).said
    assert "palabre events --status future" in palabre("expected", "--country", "PER", *ledger).said
    assert "read whole" in palabre("problems", "--code", "language", *ledger).said


def test_why_shows_reports_sentences_and_reasons(palabre: Any, niger: Path) -> None:
    listed = palabre("events", "--sort", "sources", "--limit", "1", "--ledger", str(niger), "--format", "jsonl")
    event = json.loads(listed.out)
    page = palabre("why", event["id"], "--ledger", str(niger))
    for words in (event["id"], f"REPORTS ({event['n_articles']})", "⟦", "⟧", "merged: ", "key: ", "independent"):
        assert words in page.words
    assert " rule" not in page.words
    assert "frame" in palabre("why", event["id"].lower(), "--trace", "--ledger", str(niger)).words
    french = palabre("why", event["id"], "--ledger", str(niger), "--interface", "fr")
    assert "réunis : " in french.words


def test_how_things_stand(palabre: Any, niger: Path) -> None:
    page = palabre("state", "Niger", "United States", "--on", "2024-09-30", "--ledger", str(niger))
    for words in ("Niger – United States on 2024-09-30", "RELATIONS (", "SINCE – UNTIL", "CONFIRMED", "⟦"):
        assert words in page.words
    narrow = palabre("state", "NER", "USA", "--kind", "relation", "--about", "aid", "--ledger", str(niger))
    assert "FORCES" not in narrow.out
    early = palabre("state", "NER", "--known-on", "2023-07-28", "--on", "2023-07-28", "--ledger", str(niger))
    assert "USA" not in early.out
    assert "as known on 2023-07-28" in early.words
    told = palabre("state", "NER", "USA", "--sentences", "--ledger", str(niger))
    assert "begins:" in told.out
    assert "so says:" in told.out or told.out.count("“") > page.out.count("“") - 1


def test_who_holds_an_office(palabre: Any, niger: Path) -> None:
    page = palabre("who", "premier ministre", "Niger", "--on", "2024-04-01", "--ledger", str(niger))
    assert "Lamine Zeine" in page.words
    assert "NER on 2024-04-01" in page.words
    registry = palabre("who", "president", "NER", "--on", "2022-01-01", "--ledger", str(niger))
    assert "WHAT PALABRE'S OWN REGISTRY KNOWS Mohamed Bazoum" in registry.words


@pytest.mark.parametrize(
    ("call", "said", "french"),
    [
        (["events", "--country", "Nigr"], "unknown country (did you mean", "pays inconnu"),
        (["events", "--since", "hier"], "this is not a day (write 2023-07-26", "ce n'est pas un jour"),
        (["events", "--since", "2024", "--until", "2023"], "the last day is before the first", "avant le premier"),
        (["events", "--type", "WAR"], "unknown event type", "type d'événement inconnu"),
        (["events", "--dyad", "NER"], "two sides are wanted", "il faut deux parties"),
        (["events", "--sort", "size"], "unknown order (use one of date, known", "ordre inconnu"),
        (["events", "--text", "!"], "there is no word in it", "il n'y a aucun mot"),
        (["why", "NER-1999-00001"], "there is no such event", "il n'y a pas de tel événement"),
        (["who", "zzz", "NER"], "unknown office", "fonction inconnue"),
        (["state", "Xyzzyland"], "unknown actor", "acteur inconnu"),
        (["state", "NER", "--kind", "love"], "unknown kind of state", "genre d'état inconnu"),
        (["changes", "--since", "x"], "this is not a day", "ce n'est pas un jour"),
        (["correct", "NER-2023-00001", "--by", "x"], "nothing is corrected", "rien n'est corrigé"),
        (["correct", "ABC-1", "--by", "x", "--not-an-event"], "there is no such event", "pas de tel événement"),
    ],
)
def test_questions_that_cannot_be_answered(call: list[str], said: str, french: str, palabre: Any, mine: Path) -> None:
    told = palabre(*call)
    assert told.status == 1
    assert said in told.said
    assert told.out == ""
    assert french in palabre(*call, "--interface", "fr").said


def test_wrong_command_lines(palabre: Any, niger: Path) -> None:
    assert "too many words: foo" in palabre("events", "foo", "--ledger", str(niger)).said
    told = palabre("correct", "NER-2023-00001", "--not-an-event")
    assert told.status == 2
    assert "Missing option '--by'" in told.said
    assert "il manque l'option « --by »" in palabre("correct", "NER-1", "--interface", "fr").said
    assert palabre("changes").status == 2


# Correcting and keeping.


def test_a_correction_wins_and_stays(palabre: Any, mine: Path) -> None:
    told = palabre(
        "correct", "NER-2023-00003", "--type", "ASSAULT", "--actor", "des soldats, Niger, MIL",
        "--date", "2023-07-25..2023-07-26", "--place", "Niamey, Niger", "--by", "A. Diallo", "--note", "seen",
    )  # fmt: skip
    assert told.status == 0, told.err
    assert "4 corrections recorded." in told.out
    for _time in range(2):
        told = palabre("events", "--type", "ASSAULT", "--place", "Niamey", "--format", "json")
        (event,) = (one for one in json.loads(told.out) if one["corrected"])
        assert (event["start"], event["end"]) == ("2023-07-25", "2023-07-26")
        assert [party["name"] for party in event["actors"]] == ["des soldats"]
        assert palabre("rebuild").status == 0
    page = palabre("why", event["id"])
    assert "A. Diallo · type ASSAULT — seen" in page.words
    assert "HISTORY OF THE RECORD" in page.words
    assert palabre("correct", event["id"], "--not-an-event", "--by", "A. Diallo").status == 0
    assert palabre("why", event["id"]).status == 1


def test_articles_are_read_again_by_another_version_only(
    palabre: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article(tmp_path, "a.txt", MEETING)
    palabre("ingest", "a.txt", "--published", "2024-03-05")
    assert palabre("reread").words.startswith("Nothing to read again")
    told = palabre("reread", "--all")
    assert re.search(r"1 article read again, \d reports as before, 0 new, 0 gone, 0 read otherwise", told.words)


def test_a_ledger_is_checked(palabre: Any, mine: Path) -> None:
    assert palabre("check", "ledger").status in (0, 1)
    listed = palabre("check", "ledger", "--list")
    assert "E501" in listed.out
    assert "W502" in listed.out
    with sqlite3.connect(mine) as connection:
        connection.execute("DELETE FROM telling WHERE report = 1")
    assert palabre("check", "ledger").out.startswith("palabre.db:")
    told = palabre("check", "ledger", "--format", "json")
    assert told.status == 1
    assert "E601" in {row["code"] for row in json.loads(told.out)}


# Words.


def refusals() -> Iterator[str]:
    """What the ledger's room says when it refuses something, x for what it names."""
    for path in LEDGER_ROOM.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"QueryError", "LedgerError"}:
                yield from (said for argument in node.args[1:] for said in worded(argument))
            named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"remedy", "few", "_REASONS"}
            yield from worded(node.value) if named and isinstance(node, ast.Assign) else ()


def worded(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*worded(node.body), *worded(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (said for value in node.values for said in worded(value))
    elif isinstance(node, ast.Tuple):
        yield from (said for element in node.elts for said in worded(element))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        yield node.value


OURS = {"python -m pip install pandas", "tables need pandas, which is not installed", "not a database", "disk i/o"}


def test_every_refusal_of_the_ledger_has_its_french() -> None:
    french, found = load_words("fr"), set(refusals()) - OURS - {"unable to open"}
    assert len(found) > 40
    assert not sorted(said for said in found if translate(said, french) == said)


def test_every_name_of_the_ledger_has_its_french() -> None:
    french = load_words("fr").gettext
    names = {*get_args(Outcome), *get_args(Tie), *get_args(RecordKind), *get_args(Verb)} - {"type", "date"}
    assert not sorted(name for name in names if french(name) == name)
    assert set(likeness.PARTS) == set(get_args(Part))
    assert set(moments.TURNS) >= {"announced", "opened", "closed", "ending", "conflict", "dropped", "dated"}


def test_every_feature_that_merges_reports_has_its_french() -> None:
    words = load_words("fr")
    features = [feature.__name__ for feature, _ in (*alike.WEIGHTS, *alike.TOLLS, *alike.COPIES)]
    features += [feature.__name__ for feature in alike.CONFLICTS] + ["one_article", "looks_back"]
    assert not [name for name in features if likeness.reason(name, words) == likeness.reason(name, NullTranslations())]


def test_every_reason_of_an_outcome_has_its_french() -> None:
    words = load_words("fr")
    for said in likeness.OUTCOME_REASONS:
        assert likeness.outcome_reason(said.format(n=180, day="2024-01-01"), words) != said
    text = (LEDGER_ROOM / "expectations.py").read_text(encoding="utf-8")
    for said in likeness.OUTCOME_REASONS:
        assert said.partition("{")[0] in text, "no longer said"


def test_every_check_of_a_ledger_has_its_french() -> None:
    french = load_words("fr").gettext
    assert not [one.code for one in checks.CHECKS if french(one.message) == one.message]


def test_help_teaches_with_an_example(palabre: Any) -> None:
    for verb in ("init", "ingest", "events", "why", "state", "who", "expected", "timeline", "changes", "correct"):
        told = palabre(verb, "--help", "--interface", "en")
        assert f"For instance: palabre {verb}" in told.words
        assert f"Par exemple : palabre {verb}" in palabre(verb, "--help", "--interface", "fr").words


def test_every_message_that_is_shown_can_be_translated() -> None:
    """Those inside f-strings and behind other names are not found by the tool that gathers them."""
    for path in Path(likeness.__file__).parent.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
                names = {ast.unparse(one.func) for one in calls if one.args and isinstance(one.args[0], ast.Constant)}
                assert not names & {"_", "words.gettext", "self.words.gettext", "N_"}, f"{path.name}:{node.lineno}"
            many = isinstance(node, ast.Call) and len(node.args) == 3 and isinstance(node.args[0], ast.Constant)
            if many and isinstance(node, ast.Call) and "{n}" in str(ast.literal_eval(node.args[0])):
                assert ast.unparse(node.func).endswith("ngettext"), f"{path.name}:{node.lineno}"


# The guide.


def guide() -> Iterator[list[str]]:
    """The commands of the guide, without what their output is put through."""
    text = (Path(__file__).parent.parent / "docs/ledger.md").read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for row in block.splitlines():
            words = shlex.split(row)
            if "palabre" in words:
                words = words[len(words) - words[::-1].index("palabre") :] if "&&" not in words else words[1:3]
                yield list(takewhile(lambda word: word not in (">", "|"), words))


@pytest.mark.parametrize("call", list(guide()), ids=" ".join)
def test_the_commands_of_the_guide_are_understood(call: list[str], palabre: Any, mine: Path) -> None:
    told = palabre(*call)
    assert told.status == 0 or call[0] in ("ingest", "correct"), told.err
    assert told.status != 2, told.err


def test_the_python_of_the_guide_runs(mine: Path) -> None:
    text = (Path(__file__).parent.parent / "docs/ledger.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=mine.parent, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "NER-2023-" in done.stdout


def test_the_guide_names_every_command_of_the_ledger() -> None:
    text = (Path(__file__).parent.parent / "docs/ledger.md").read_text(encoding="utf-8")
    declared = typer.Typer()
    for verbs in (keeping, looking, recording, standing):
        verbs.declare(declared)
    names = {command.callback.__name__ for command in declared.registered_commands if command.callback}
    assert len(names) == 16
    assert not [name for name in names if f"palabre {name}" not in text]


# How far an ingestion is.


def test_inputs_are_counted_where_that_is_cheap(tmp_path: Path) -> None:
    article(tmp_path, "a.txt", "x")
    article(tmp_path, "b.jsonl", "{}\n\n{}\n")
    article(tmp_path, "c.png", "x")
    assert count_articles([str(tmp_path), str(tmp_path / "a.txt"), "none.txt"]) == 5
    assert count_articles(["-"]) is None
    assert count_articles([str(article(tmp_path, "d.csv", "text\nx\n"))]) is None


def test_progress_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, width=100)
    with gauge(terminal, NullTranslations(), 2) as shown:
        shown.step(3)
        assert shown.said().startswith("1/2 articles · 3 events · ")
    assert "1/2 articles" in terminal.file.getvalue()  # type: ignore[attr-defined]
    with gauge(Console(file=io.StringIO()), NullTranslations(), 2) as shown:
        shown.step(3)
    assert capsys.readouterr().out == ""


def test_a_ledger_can_be_copied_and_read_elsewhere(palabre: Any, niger: Path, tmp_path: Path) -> None:
    Writer(niger).close()
    shutil.copy(niger, tmp_path / "copy.db")
    assert palabre("events", "--ledger", "copy.db").status == 0


def test_the_demonstration_shows_the_file_of_niger_and_keeps_its_ledger(palabre: Any, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    told = palabre("demo", "--ledger", str(path))
    assert told.status == 0
    assert "188 articles read" in told.words
    for said in (
        "WHO RULED, AND WHEN",
        "Mohamed Bazoum → Niger",
        "NIGER AND THE UNITED STATES ON 2024-09-20",
        "cancelled",
    ):
        assert said in told.out
    (command,) = re.findall(r"palabre (why \S+)", told.out)
    why = palabre(*command.split(), "--ledger", str(path))
    assert why.status == 0 and "COERCE/seize" in why.words
    again = palabre("demo", "--ledger", str(path))
    assert again.status == 0 and "Nothing new" in again.words and "WHO RULED, AND WHEN" in again.out
