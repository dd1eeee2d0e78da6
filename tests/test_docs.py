"""What is written for people is current: generated pages, catalogues, commands in the README."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "src/palabre/locale/fr/LC_MESSAGES/palabre.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
PAGES = ["README.md", "LISEZMOI.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "LICENCES.md", "docs/tutorial.md"]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current() -> None:
    for path, content in generator().pages().items():
        assert path.read_text(encoding="utf-8") == content, f"{path.name} is old: run make docs"


def french() -> Catalog:
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="fr")


def test_every_message_has_its_french() -> None:
    said = {message for _file, _line, message, *_ in extract_from_dir(str(ROOT / "src/palabre"), keywords=KEYWORDS)}
    catalogue = french()
    known = {message.id: message for message in catalogue if message.id}
    assert said == set(known), "add what is new to the catalogue, take out what is gone"
    assert not [id_ for id_, message in known.items() if not message.string or message.fuzzy]


def test_french_keeps_the_fields_of_its_english() -> None:
    for message in french():
        forms = (message.id, message.string) if isinstance(message.id, str) else (message.id[1], message.string[1])
        assert set(re.findall(r"\{\w+\}", forms[0])) == set(re.findall(r"\{\w+\}", forms[1])), message.id


def test_the_compiled_catalogue_is_current() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, french())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run make messages"


@pytest.mark.parametrize("page", PAGES)
def test_pages_point_at_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    assert not [link for link in links if not ((ROOT / page).parent / link).exists()]


def test_every_command_is_documented() -> None:
    from palabre.cli.app import app

    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    tutorial = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"palabre {name}" not in tutorial]
