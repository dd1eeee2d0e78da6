"""Overlays: a user's own rows on top of the shipped ones, and the palabre.toml that names their folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import palabre
from palabre import config, knowledge
from palabre.cli import main
from palabre.errors import ConfigError, KnowledgeError, PalabreError

FRAMES = "fr/frames/mine.yaml"
DECORATE = """type: SUPPORT
frames:
- {name: decorate, verbs: [décorer], where: {subject: party, object: party}, example: Le Burundi a décoré l'ambassadeur de Tanzanie., codes: "SUPPORT BDI.GOV > TZA.GOV", not: ["Le couple a décoré son salon."]}
"""  # noqa: E501
PRAISE = DECORATE.replace("decorate", "praise")
SENTENCE = "Le Burundi a décoré lundi l'ambassadeur de Tanzanie."


def overlay(folder: Path, **files: str) -> tuple[Path, ...]:
    """A folder with files; a double underscore in a name stands for a slash."""
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return (folder.resolve(),)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--interface", "en"])
    return int(left.value.code or 0)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A palabre.toml that names one folder with a frame."""
    overlay(tmp_path / "mine", fr__frames__mine=DECORATE)
    path = tmp_path / "palabre.toml"
    path.write_text('[knowledge]\npaths = ["mine"]\n', encoding="utf-8")
    return path


# Rows.


def test_a_frame_is_added_and_the_shipped_ones_stay(tmp_path: Path) -> None:
    shipped = knowledge.load().frames.all
    frames = knowledge.load(overlays=overlay(tmp_path, fr__frames__mine=DECORATE)).frames.all
    assert len(frames) == len(shipped) + 1
    assert frames[0].name == "SUPPORT.decorate"
    assert knowledge.load().frames.all is shipped, "the shipped knowledge stays as it is"


def test_a_frame_of_a_known_name_replaces_it(tmp_path: Path) -> None:
    known = knowledge.load(overlays=overlay(tmp_path, fr__frames__mine=PRAISE)).frames
    assert len(known.all) == len(knowledge.load().frames.all)
    assert [[t.lemma for t in frame.triggers] for frame in known.all if frame.name == "SUPPORT.praise"] == [["décorer"]]
    assert not [frame for _, frame in known.verbs["féliciter"] if frame.name == "SUPPORT.praise"]


def test_an_overlay_is_loaded_once(tmp_path: Path) -> None:
    folders = overlay(tmp_path, fr__frames__mine=DECORATE)
    assert knowledge.load(overlays=folders) is knowledge.load("fr", folders)


def test_the_last_overlay_wins(tmp_path: Path) -> None:
    one = overlay(tmp_path / "a", fr__themes="aid: [calebasse]\n")
    two = overlay(tmp_path / "b", fr__themes="energy: [calebasse]\n")
    assert knowledge.load(overlays=(*one, *two)).themes.of("calebasse") == "energy"
    assert knowledge.load(overlays=(*two, *one)).themes.of("calebasse") == "aid"


def test_an_actor_replaces_the_one_of_its_id_with_names_and_terms(tmp_path: Path) -> None:
    row = "Mohamed Bazoum: {terms: [minister-interior NER 2016-04..2020-06], after: CVL}\n"
    registry = knowledge.load(overlays=overlay(tmp_path, actors__people_mine=row)).registry
    assert [term.office for term in registry.terms("person:mohamed-bazoum")] == ["minister-interior"]
    assert registry.match(["Bazoum"], 0) == []
    assert knowledge.load().registry.match(["Bazoum"], 0)


def test_a_state_gains_names_and_keeps_its_own(tmp_path: Path) -> None:
    registry = knowledge.load(
        overlays=overlay(tmp_path, actors__states_aliases="NER: {names: [Nigerlande]}\n")
    ).registry
    assert [found.entry for words in ("Nigerlande", "Niger", "Niamey") for _, found in registry.match([words], 0)][:3]
    assert {found.entry for w in ("Nigerlande", "Niamey") for _, found in registry.match([w], 0)} == {"NER"}


def test_offices_and_roles_are_added(tmp_path: Path) -> None:
    folders = overlay(
        tmp_path,
        actors__offices="grand-griot: {sector: CVL, single: true}\n",
        actors__people_mine="Awa Sall: {terms: [grand-griot MLI 2015..]}\n",
        fr__roles="- {sector: CVL, kind: person, title: true, national: true, roles: {grand griot: grand-griot}}\n",
    )
    registry = knowledge.load(overlays=folders).registry
    assert registry.holders("grand-griot", "MLI") == ("person:awa-sall",)
    assert registry.roles["grand griot"].office == "grand-griot"


def test_a_place_is_added_and_another_replaced(tmp_path: Path) -> None:
    row = "NER: {city: [Tombolo-les-Bains 14.0 4.0, Niamey 13.0 2.0]}\n"
    places = knowledge.load(overlays=overlay(tmp_path, places__mine=row)).places
    assert [place.name for _, place in places.match(["Tombolo-les-Bains"], 0)] == ["Tombolo-les-Bains"]
    assert places.by_id["NER:niamey"].latitude == 13.0


# What is refused.


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no data file"),
        ({"fr__calendar": "a: 1\n"}, "calendar.yaml: the file would not be read"),
        ({"frames__mine": DECORATE}, "mine.yaml: the file would not be read"),
        ({"actors__states": "XXX: {fr: X, en: X}\n"}, "the names of states are generated"),
        ({"fr__frames__mine": DECORATE + DECORATE.splitlines()[2] + "\n"}, "two frames are named SUPPORT.decorate"),
        ({"fr__frames__mine": DECORATE.replace("[décorer]", "décorer")}, "verbs is not a list of texts"),
        ({"fr__frames__mine": "frames: []\n"}, "no type or no frames"),
        ({"actors__mine": "entries:\n- {name: A, kind: party, sector: XXX}\n"}, "mine.yaml: A: unknown sector XXX"),
    ],
)
def test_a_wrong_overlay_is_refused_by_name(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        knowledge.load(overlays=overlay(tmp_path, **files))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[knowledge\n", "not valid TOML.*line 1"),
        ("[knowlege]\npaths = []\n", "“knowlege” is not known.*did you mean knowledge"),
        ('[knowledge]\npath = ["x"]\n', "“path” is not known.*did you mean paths"),
        ('[knowledge]\npaths = "x"\n', "a list of folders is wanted"),
        ('[knowledge]\npaths = ["nowhere"]\n', "the folder nowhere does not exist"),
        ("knowledge = 1\n", "a section is wanted"),
    ],
)
def test_a_wrong_configuration_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "palabre.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        config.load(path)


def test_a_missing_configuration_is_refused_where_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        palabre.read("Un texte.", config=tmp_path / "palabre.toml")
    assert config.load(None).overlays == ()


def test_the_nearest_configuration_is_found(mine: Path) -> None:
    below = mine.parent / "a" / "b"
    below.mkdir(parents=True)
    assert config.find(below) == mine
    assert config.load(config.find(below)).overlays == (mine.parent / "mine",)


# From Python, and from the command line.


def test_reading_with_a_configuration(mine: Path) -> None:
    shipped = palabre.read(SENTENCE, published="2024-06-18").events
    assert "SUPPORT.decorate" not in {step.rule for event in shipped for step in event.trace}
    (event,) = palabre.read(SENTENCE, published="2024-06-18", config=mine).events
    assert (event.type, next(step.rule for step in event.trace)) == ("SUPPORT", "SUPPORT.decorate")


def test_commands_find_the_configuration(
    mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", SENTENCE, "--config", str(mine)) == 0
    assert "SUPPORT.decorate" in capsys.readouterr().out
    article = mine.parent / "article.txt"
    article.write_text(SENTENCE, encoding="utf-8")
    monkeypatch.chdir(mine.parent)
    assert run("read", "article.txt", "--format", "jsonl") == 0
    assert [one["event_type"] for one in json.loads(capsys.readouterr().out)["events"]] == ["SUPPORT"]


def test_a_wrong_configuration_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("frames", "--config", str(tmp_path / "palabre.toml")) == 1
    assert "palabre.toml: the file cannot be read" in " ".join(capsys.readouterr().err.split())


# The list of frames.


def listed(*options: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert run("frames", "--format", "json", *options) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_frames_are_listed_by_type_and_by_trigger(capsys: pytest.CaptureFixture[str]) -> None:
    everything = listed(capsys=capsys)
    assert len(everything) == len(knowledge.load().frames.all)
    assert {row["type"] for row in listed("--type", "sanction", capsys=capsys)} == {"SANCTION"}
    accents = listed("--trigger", "CONDAMNER", capsys=capsys)
    assert accents and all("condamner" in " ".join(map(str, row["verbs"])) for row in accents)  # type: ignore[call-overload]
    assert listed("--trigger", "greve", capsys=capsys)
    assert len(listed("--trigger", "mettre en garde", capsys=capsys)) <= len(
        listed("--trigger", "garde", capsys=capsys)
    )


def test_the_list_of_frames_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("frames", "--type", "AID") == 0
    page = capsys.readouterr().out
    assert "FRAME" in page and "EXAMPLE" in page and page.rstrip().endswith("frames")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--type", "SANCTON"), "There is no type SANCTON"),
        (("--type", "SANCTON"), "Did you mean SANCTION?"),
        (("--trigger", "condamnner"), "Did you mean condamner?"),
    ],
)
def test_an_empty_list_says_what_may_have_been_meant(
    options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("frames", *options) == 1
    assert said in " ".join(capsys.readouterr().err.split())


# The check of a file of frames.


BAD = """type: SUPPORT
frames:
- {name: decorate, verbs: [décorer], where: {subject: party, object: party}, example: Le Burundi a décoré l'ambassadeur de Tanzanie., codes: "SUPPORT TZA.GOV > BDI.GOV", not: ["Le Kenya a décoré l'ambassadeur du Rwanda."]}
- name: honour
  verbs: [honorer]
  mod: medal
  theme: sanctons
  where: {subject: "sectr:GOV"}
  not: [Il honore sa dette.]
- just words
"""  # noqa: E501


def test_a_file_of_frames_is_checked_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BAD, encoding="utf-8")
    assert run("frames", "check", str(path), "--format", "json") == 1
    found = [(one["line"], one["code"]) for one in json.loads(capsys.readouterr().out) if one["code"][0] == "E"]
    assert found == [
        (3, "E104"),
        (3, "E105"),
        (4, "E103"),
        (6, "E108"),
        (7, "E106"),
        (8, "E107"),
        (10, "E103"),
        (10, "E109"),
    ]
    assert run("frames", "check", str(path)) == 1
    page = capsys.readouterr().out
    assert f"{path}:6: E108 SUPPORT.honour" in page
    assert "did you mean: mode" in page and "did you mean: sanctions" in page and "did you mean: sector" in page
    assert "wanted: SUPPORT TZA.GOV > BDI.GOV" in page and "read: SUPPORT BDI.GOV > TZA.GOV" in page


def test_a_good_file_of_frames_passes(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("frames", "check", str(mine.parent / "mine" / FRAMES), "--config", str(mine)) == 0
    assert "0 errors" in capsys.readouterr().out


def test_broken_yaml_is_shown_with_a_caret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("type: SUPPORT\nframes:\n- {name: a, verbs: [b}\n", encoding="utf-8")
    assert run("frames", "check", str(path)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert f"{path}:3: E001" in lines[0]
    shown = next(line for line in lines if "verbs: [b}" in line)
    assert lines[lines.index(shown) + 1].index("^") == shown.index("}")


def test_a_missing_file_of_frames_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("frames", "check", str(tmp_path / "none.yaml")) == 1
    assert "the file does not exist" in capsys.readouterr().err


def test_a_folder_is_checked_as_an_overlay(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "knowledge", str(mine.parent / "mine"), "--examples") == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings\n"
    assert run("check", "knowledge", "--list") == 0
    assert "E101  Two frames have the same trigger" in capsys.readouterr().out


def test_errors_of_a_configuration_are_of_the_tree() -> None:
    assert issubclass(ConfigError, PalabreError)
