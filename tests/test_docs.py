"""What is written for people is current: generated pages, catalogues, commands in the README."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType
from typing import is_typeddict

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from palabre import checks
from palabre.checks import ledger

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "src/palabre/locale/fr/LC_MESSAGES/palabre.po"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
DOCS = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
PAGES = ["README.md", "LISEZMOI.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "LICENCES.md", *DOCS]

GUIDES = ("docs/tutorial.md", "docs/ledger.md", "docs/feeds.md")


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


def wording(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What a catalogue says, without its header, which names the tool that wrote it."""
    return {forms(message.id): forms(message.string) for message in catalogue if message.id}


def forms(said: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def test_every_message_has_its_french() -> None:
    said = {message for _file, _line, message, *_ in extract_from_dir(str(ROOT / "src/palabre"), keywords=KEYWORDS)}
    said |= {words for check in (*checks.CHECKS, *ledger.CHECKS) for words in (check.message, check.remedy)}
    catalogue = french()
    known = {message.id: message for message in catalogue if message.id}
    assert said == set(known), "add what is new to the catalogue, take out what is gone"
    assert not [id_ for id_, message in known.items() if not message.string or message.fuzzy]


def test_french_keeps_the_fields_of_its_english() -> None:
    for message in french():
        forms = (message.id, message.string) if isinstance(message.id, str) else (message.id[1], message.string[1])
        assert set(re.findall(r"\{\w+\}", forms[0])) == set(re.findall(r"\{\w+\}", forms[1])), message.id


def test_the_compiled_catalogue_is_current() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as stream:
        compiled = wording(read_mo(stream))
    assert compiled == wording(french()), "run make messages"


@pytest.mark.parametrize("page", PAGES)
def test_pages_point_at_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    assert not [link for link in links if not ((ROOT / page).parent / link).exists()]


def test_every_command_is_documented() -> None:
    from palabre.cli.app import app

    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    groups = [(str(group.name), group.typer_instance) for group in app.registered_groups]
    names |= {name for name, group in groups if group and group.registered_callback}
    names |= {f"{name} {command.name}" for name, group in groups if group for command in group.registered_commands}
    assert {"frames", "frames check", "check knowledge"} < names
    pages = "".join((ROOT / page).read_text(encoding="utf-8") for page in GUIDES)
    assert not [name for name in names if f"palabre {name}" not in pages]


def test_the_page_on_frames_names_every_key_and_condition() -> None:
    from palabre.knowledge.frames import FRAME_KEYS, TESTS

    text = (ROOT / "docs/adding-a-frame.md").read_text(encoding="utf-8")
    assert not [word for word in FRAME_KEYS | TESTS if not re.search(rf"`{word}\b", text)]


def test_the_page_on_actors_names_every_file() -> None:
    text = (ROOT / "docs/adding-an-actor.md").read_text(encoding="utf-8")
    files = (ROOT / "src/palabre/data/actors").glob("*.yaml")
    assert not [path.name for path in files if f"`{path.name}`" not in text]


def rows(page: str) -> list[str]:
    """The YAML rows shown on a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [row for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) for row in block.splitlines()]


def test_the_rows_shown_are_rows_that_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from palabre.knowledge import files, frames, roster

    data = tmp_path / "data"
    shutil.copytree(files.DATA, data)
    monkeypatch.setattr(files, "DATA", data)
    (frame,) = rows("docs/adding-a-frame.md")
    body, person, _case = rows("docs/adding-an-actor.md")
    for path, row in (("fr/frames/SUPPORT", frame), ("actors/ngos", body), ("actors/people_sahel", person)):
        with (data / f"{path}.yaml").open("a", encoding="utf-8") as stream:
            stream.write(f"\n{row}\n")
    assert "SUPPORT.decorate" in {frame.name for frame in frames.load_frames.__wrapped__().all}
    assert "Croix-Bleue du Sahel" in {entry.name for entry in roster.load_roster().entries}


def test_the_json_page_names_every_field() -> None:
    from palabre.export import records

    text = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    kinds = [kind for kind in vars(records).values() if is_typeddict(kind)]
    assert len(kinds) > 10
    assert not [f"{kind.__name__}.{name}" for kind in kinds for name in kind.__annotations__ if f"`{name}`" not in text]


def test_the_page_on_overlays_names_every_file_that_is_layered() -> None:
    from palabre.knowledge.overlays import LAYERED

    text = (ROOT / "docs/overlays.md").read_text(encoding="utf-8")
    assert not [pattern for pattern in LAYERED if f"`{pattern.format(language='fr')}`" not in text]


def test_the_rows_of_the_page_on_overlays_load_and_read(tmp_path: Path) -> None:
    import palabre

    text = (ROOT / "docs/overlays.md").read_text(encoding="utf-8")
    files = re.findall(r"^`(\S+\.(?:yaml|toml))`\n\n```(?:yaml|toml)\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert len(files) == 4
    for name, content in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    sentence = re.search(r'explain "([^"]+)"', text)
    assert sentence
    (event,) = palabre.read(sentence[1], published="2024-06-18", config=tmp_path / "palabre.toml").events
    assert [m.actor.sector for m in event.actors if m.actor] == ["NGO"]
    assert event.place and event.place.place.name == "Tombolo-les-Bains"
