"""A folder to work in."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from palabre.cli.language import N_, Words
from palabre.cli.run import guarded
from palabre.config import FILE, LEDGER
from palabre.errors import ConfigError

FOLDER = N_("Settings of Palabre in this folder and those below it.")
KEEPS = N_("The file that keeps what is read: one file, to copy or to mail; any SQLite tool opens it.")
OWN = N_("Folders of your own frames, actors and places, on top of those of Palabre. For instance: {example}")
CONTACT = N_(
    "Who you are, told to the outlets whose feeds you read, such as an address of yours; nothing else is sent."
)
NEXT = (
    (N_("Read articles into the ledger (text, HTML, JSON lines; files or folders):"), "palabre ingest articles/"),
    (N_("Or follow the press, and read it as it comes:"), "palabre feeds add --pack sahel-fr && palabre watch"),
    (N_("See what happened:"), "palabre events --since 2023-07-01"),
    (N_("See how things stand between two states:"), "palabre state NER USA"),
    (N_("See what every command takes:"), "palabre --help"),
)


def init(folder: str, words: Words) -> int:
    """Make the folder and its palabre.toml, and say what to do next; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        file = Path(folder).expanduser() / FILE
        _make(file, settings(words))
        sys.stdout.write(_told(file, folder, words))
        sys.stdout.flush()
    return status[0] if status else 0


def settings(words: Words) -> str:
    """The palabre.toml of a new folder, explained in the interface's language."""
    _ = words.gettext
    own = _(OWN).format(example='paths = ["my-knowledge"]')
    ledger = f'[ledger]\n# {_(KEEPS)}\npath = "{LEDGER}"\n'
    feeds = f'[feeds]\n# {_(CONTACT)}\ncontact = ""\n'
    return f"# {_(FOLDER)}\n\n{ledger}\n[knowledge]\n# {own}\npaths = []\n\n{feeds}"


def _make(file: Path, content: str) -> None:
    """Write the file where there is none; raises ConfigError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(content)
    except FileExistsError as error:
        if file.parent.is_dir():
            raise ConfigError(
                str(file), "the file exists already", "it is left as it is; name another folder"
            ) from error
        raise ConfigError(str(file.parent), "this is a file, not a folder", "name another folder") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(str(file), f"the file cannot be written: {reason}", "check its rights") from error


def _told(file: Path, folder: str, words: Words) -> str:
    """What was made, and what comes next."""
    made = words.gettext("Made {file}.").format(file=file)
    steps = [] if Path(folder).resolve() == Path.cwd() else [(words.gettext("Go there:"), f"cd {folder}")]
    steps += [(words.gettext(what), command) for what, command in NEXT]
    return f"{made}\n\n" + "".join(f"{what}\n  {command}\n" for what, command in steps)
