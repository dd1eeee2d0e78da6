"""palabre.toml: what it may say of the ledger and of folders, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from palabre import config
from palabre.cli.settings import ledger_path
from palabre.errors import ConfigError


def settings(folder: Path, text: str) -> Path:
    file = folder / config.FILE
    file.write_text(text, encoding="utf-8")
    return file


def test_the_ledger_is_the_one_that_is_named_beside_the_file(tmp_path: Path) -> None:
    file = settings(tmp_path, '[ledger]\npath = "data/niger.db"\n')
    assert config.load(file).ledger == tmp_path / "data/niger.db"
    assert config.load(settings(tmp_path, "")).ledger == tmp_path / "palabre.db"
    assert config.load(None).ledger == Path("palabre.db")


def test_what_is_said_of_feeds(tmp_path: Path) -> None:
    said = config.load(settings(tmp_path, '[feeds]\ncontact = "desk@example.org"\nallow_private = true\n'))
    assert (said.contact, said.allow_private) == ("desk@example.org", True)
    assert (config.load(None).contact, config.load(None).allow_private) == ("", False)


def test_the_ledger_of_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert ledger_path(None) == Path("palabre.db")
    file = settings(tmp_path, '[ledger]\npath = "niger.db"\n')
    assert ledger_path(None) == tmp_path / "niger.db", "the nearest palabre.toml above"
    assert ledger_path("mine.db") == Path("mine.db")
    monkeypatch.chdir(tmp_path)
    assert ledger_path(None, str(file)) == Path("niger.db"), "told as it is seen from here"


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("[ledger]\npath = 3\n", "the name of a file is wanted", 'write path = "palabre.db"'),
        ('[ledger]\npath = " "\n', "the name of a file is wanted", 'write path = "palabre.db"'),
        ('ledger = "palabre.db"\n', "a section is wanted", 'write [ledger] and below it path = "palabre.db"'),
        ('knowledge = "x"\n', "a section is wanted", 'write [knowledge] and below it paths = ["my-knowledge"]'),
        ('[ledger]\npaths = "x"\n', "“paths” is not known", "did you mean path?"),
        ("[feeds]\ncontact = 3\n", "an address of yours is wanted", 'write contact = "desk@example.org"'),
        ('[feeds]\ncontact = "a\\nX: b"\n', "an address of yours is wanted", 'write contact = "desk@example.org"'),
        ('[feeds]\nallow_private = "no"\n', "true or false is wanted", "write allow_private = true"),
        ('[ledgr]\npath = "x"\n', "“ledgr” is not known", "did you mean ledger?"),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(tmp_path: Path, text: str, what: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as refused:
        config.load(settings(tmp_path, text))
    assert (refused.value.what, refused.value.remedy) == (what, remedy)
