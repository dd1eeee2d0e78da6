"""``palabre.toml``: what a user adds to Palabre, found beside the work or above it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palabre.errors import ConfigError, nearest

FILE, LEDGER = "palabre.toml", "palabre.db"
SECTIONS = {"ledger": ("path",), "knowledge": ("paths",), "feeds": ("contact", "allow_private")}
_EXAMPLES = {
    "ledger": f'path = "{LEDGER}"',
    "knowledge": 'paths = ["my-knowledge"]',
    "feeds": 'contact = "desk@example.org"',
}


@dataclass(frozen=True, slots=True)
class Config:
    """What a ``palabre.toml`` says: the folders of the user's own data files, the last one on top; the ledger.

    ``contact`` is told to the outlets whose feeds are asked; ``allow_private``: feeds of the user's own network too.
    """

    overlays: tuple[Path, ...] = ()
    ledger: Path = Path(LEDGER)
    contact: str = ""
    allow_private: bool = False


def find(start: Path | None = None) -> Path | None:
    """The nearest ``palabre.toml`` in ``start`` (the working directory) or a folder above it."""
    here = (start or Path.cwd()).resolve()
    return next((folder / FILE for folder in (here, *here.parents) if (folder / FILE).is_file()), None)


def load(file: str | Path | None) -> Config:
    """What ``file`` says; nothing where there is none.

    Raises ConfigError for a file that is missing, not TOML, or says what is not known, and for a missing folder.
    """
    if file is None:
        return Config()
    path = Path(file)
    content = _read(path)
    _check_keys(str(path), content, tuple(SECTIONS))
    knowledge, ledger = (_section(path, content, name) for name in ("knowledge", "ledger"))
    paths, file_ = knowledge.get("paths", []), ledger.get("path", LEDGER)
    if not isinstance(paths, list) or not all(isinstance(one, str) for one in paths):
        raise ConfigError(f"{path}: paths", "a list of folders is wanted", f"write {_EXAMPLES['knowledge']}")
    if not isinstance(file_, str) or not file_.strip():
        raise ConfigError(f"{path}: path", "the name of a file is wanted", f"write {_EXAMPLES['ledger']}")
    return Config(tuple(_folder(path, one) for one in paths), _beside(path, file_), *_feeds(path, content))


def _feeds(path: Path, content: dict[str, Any]) -> tuple[str, bool]:
    """What the file says of fetching feeds."""
    feeds = _section(path, content, "feeds")
    contact, private = feeds.get("contact", ""), feeds.get("allow_private", False)
    if not isinstance(contact, str) or not contact.isprintable() or not contact.isascii():
        raise ConfigError(f"{path}: contact", "an address of yours is wanted", f"write {_EXAMPLES['feeds']}")
    if not isinstance(private, bool):
        raise ConfigError(f"{path}: allow_private", "true or false is wanted", "write allow_private = true")
    return contact, private


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(str(path), "the file cannot be read", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), f"byte {error.start} is not UTF-8", "save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), f"the file is not valid TOML: {error}", "correct it there") from error


def _section(path: Path, content: dict[str, Any], name: str) -> dict[str, Any]:
    """A section of the file, empty where it is not there."""
    where, section = f"{path}: [{name}]", content.get(name, {})
    if not isinstance(section, dict):
        raise ConfigError(where, "a section is wanted", f"write [{name}] and below it {_EXAMPLES[name]}")
    _check_keys(where, section, SECTIONS[name])
    return section


def _check_keys(where: str, section: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in section.keys() - set(known):
        meant = nearest(key, known)
        remedy = f"did you mean {meant}?" if meant else f"use only: {', '.join(known)}"
        raise ConfigError(where, f"“{key}” is not known", remedy)


def _folder(file: Path, text: str) -> Path:
    """A folder named in ``file``, relative to it."""
    folder = _beside(file, text)
    if not folder.is_dir():
        raise ConfigError(f"{file}: paths", f"the folder {text} does not exist", "make it, or correct its name")
    return folder


def _beside(file: Path, text: str) -> Path:
    """A path named in ``file``, relative to it."""
    return (file.resolve().parent / Path(text).expanduser()).resolve()
