"""The command line: what people see, what is refused and how, and what it costs to start."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from gettext import NullTranslations
from pathlib import Path

import pytest
from readings import ARTICLE, READING, TEXT
from rich.console import Console

from palabre import coding, pipeline
from palabre.cli import main
from palabre.cli.brief import Brief
from palabre.cli.language import load_words, translate
from palabre.cli.legend import Legend
from palabre.cli.misses import REASONS
from palabre.cli.run import _followed as followed
from palabre.cli.wording import dyad, party
from palabre.errors import PalabreError
from palabre.ingest import load
from palabre.knowledge.ontology import load_ontology
from palabre.types import Actor, ActorMention, Article, Event, Interval, Reading, Span, TimeMention


def drawn(reading: Reading, *, width: int = 100, language: str = "en", **terminal: bool) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, **terminal)  # type: ignore[arg-type]
    marks = ("", "") if terminal else ("⟦", "⟧")
    console.print(Brief(console, load_words(language), load_ontology(), marks).page(reading))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every article gives the reading made by hand."""

    def read_many(articles: Iterable[Article], **_options: object) -> Iterator[Reading]:
        yield from (READING for _article in articles)

    monkeypatch.setattr(pipeline, "read_many", read_many)
    for name in ("PALABRE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


# The brief.


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_the_brief_fits_its_width_and_says_everything(width: int) -> None:
    page = drawn(READING, width=width)
    assert max(map(len, page.splitlines())) <= width
    flat = " ".join(page.split())
    for words in [
        "Niger : dix soldats tués dans une embuscade",
        "dispatch.txt · Agence · 2023-03-15 · French",
        "EVENTS (2)",
        "2023-03-13",
        "ASSAULT/firearms",
        "⟦tués lundi⟧",
        "10 dead",
        "told again 1 time",
        "Ayorou",
        "future",
        "BACKGROUND (1)",
        "(implied)",
        "3 events (1 in the background), 2 standing facts, 2 points not resolved",
        "HOW THINGS STAND (2)",
        "former",
        "NOT RESOLVED",
        "Not known who this is: « hommes armés »",
        "something else",
    ]:
        assert words in flat


def test_a_very_narrow_brief_still_fits() -> None:
    assert max(map(len, drawn(READING, width=50).splitlines())) <= 50


def test_the_brief_in_french() -> None:
    page = drawn(READING, language="fr")
    for words in [
        "ÉVÉNEMENTS (2)",
        "QUI → À QUI",
        "à venir",
        "10 morts",
        "ANTÉCÉDENTS (1)",
        "OÙ EN SONT LES CHOSES",
        "français",
    ]:
        assert words in page


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in drawn(READING)
    coloured = drawn(READING, force_terminal=True)
    sober = drawn(READING, force_terminal=True, no_color=True)
    assert "\x1b[1;31m" in coloured
    assert "31m" not in sober
    assert "⟦" not in sober
    assert "\x1b[1;3;4m" in sober, "without colour the trigger is still underlined"


def test_an_article_without_events_is_explained() -> None:
    page = drawn(Reading(ARTICLE, (), (), ()))
    assert "No act between political parties was found" in page
    assert 'palabre explain "SENTENCE"' in page


def event(**fields: object) -> Event:
    return replace(READING.events[0], **fields)  # type: ignore[arg-type]


def mention(name: str, kind: str, sector: str, words: str | None) -> ActorMention:
    actor = Actor(name, name, kind, "ECOWAS", sector)  # type: ignore[arg-type]
    return ActorMention(None, words, None, actor, words is None, "by-hand")


def test_an_implied_party_is_said_in_words_and_a_long_organisation_by_its_short_name() -> None:
    words = load_words("fr")
    assert party(mention("MIL", "group", "MIL", None), words).plain == "forces armées (sous-entendu) ECOWAS·MIL"
    long = "Communauté économique des États de l'Afrique de l'Ouest"
    assert party(mention(long, "organisation", "IGO", "Cédéao"), words).plain == "Cédéao ECOWAS·IGO"
    assert party(mention(long, "organisation", "IGO", "Cédéao"), words, full=True).plain.startswith(long)
    assert party(mention(long, "organisation", "IGO", "elle"), words).plain.startswith(long)


def test_many_parties_stand_one_a_line_where_there_is_no_room() -> None:
    actor, recipient = READING.events[0].actors, READING.events[0].recipients
    many = event(actors=actor + recipient, recipients=recipient)
    assert "\n" not in dyad(many, NullTranslations()).plain
    lines = dyad(many, NullTranslations(), room=30).plain.split("\n")
    assert [line[:2] for line in lines] == ["de", "ar", "→ "]


def test_a_span_of_days_takes_two_lines_at_most() -> None:
    days = Interval(date(2023, 7, 26), date(2023, 12, 12))
    told = event(date=TimeMention(Span(0, 5), "depuis", days, "text", "by-hand"))
    page = drawn(replace(READING, events=(told,))).splitlines()
    (first,) = [i for i, line in enumerate(page) if "2023-07-26 –" in line]
    assert page[first + 1].startswith("  2023-12-12")


def legend_of(*readings: Reading, language: str = "en", marks: tuple[str, str] = ("⟦", "⟧")) -> str:
    legend = Legend(load_words(language), load_ontology(), marks)
    for reading in readings:
        legend.add(reading)
    console = Console(file=io.StringIO(), width=200)
    console.print(legend.page())
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_the_legend_explains_the_codes_shown_and_no_others() -> None:
    page = legend_of(READING)
    for words in ["ASSAULT: ", "GOV government", "MIL armed forces", "NER Niger", "(implied)", "⟦…⟧", "—"]:
        assert words in page
    assert "PROTEST" not in page
    assert "JUD" not in page
    assert "⟦" not in legend_of(READING, marks=("", ""))
    french = legend_of(READING, language="fr")
    for words in ["CE QUE DISENT LES CODES", "USA États-Unis", "MIL forces armées", "(sous-entendu)"]:
        assert words in french
    assert legend_of(Reading(ARTICLE, (), (), ())).strip() == ""


# Why a sentence is read as it is.


def explained(*options: str, capsys: pytest.CaptureFixture[str]) -> str:
    sentence = "Le Niger a rappelé lundi son ambassadeur au Bénin."
    assert run("explain", sentence, "--published", "2024-06-18", "--interface", "en", *options) == 0
    return capsys.readouterr().out


def test_explain_shows_parse_mentions_slots_and_near_misses_only(capsys: pytest.CaptureFixture[str]) -> None:
    page = explained(capsys=capsys)
    flat = " ".join(page.split())
    for words in [
        "3 rappelé rappeler VERB root",
        "lundi time 2024-06-17 (publication)",
        "SANCTION/withdraw [ambassador] Niger NER·GOV → Bénin BEN·GOV factual",
        "actor subject Niger NER·GOV",
        "date own adjunct lundi = 2024-06-17",
        "not theme: troops",
        "are far from it: --all lists them",
    ]:
        assert words in flat
    assert "without «" not in page
    everything = explained("--all", capsys=capsys)
    assert "without «" in everything
    assert "--all" not in everything


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Trois soldats ont été tués dans une attaque de Boko Haram au Niger.", "it tells the act of « ASSAULT.kill »"),
        ("Trois soldats ont été tués dans une attaque de Boko Haram au Niger.", "actor ASSAULT.attack: subject Boko"),
        ("Le chanteur a levé son verre aux soldats.", "object is « verre », not lemma: sanction"),
        ("Deux députés ont été interpellés à Niamey.", "actor implied by the frame"),
    ],
)
def test_explain_says_what_is_true_of_slots_and_misses(
    sentence: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explain", sentence, "--interface", "en", "--all") == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_sentence_that_no_frame_knows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "Le chat dort.", "--interface", "en") == 0
    page = capsys.readouterr().out
    assert "No frame fired: none is about a word of this sentence." in page
    assert "WHY OTHERS" not in page, "an auxiliary's frames say nothing of the sentence"


def reasons() -> Iterator[str]:
    """All that the coding room gives as a reason, x for what it names."""
    for name in ("matching", "sieve", "slots", "coder"):
        tree = ast.parse((Path(coding.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "str" in ast.unparse(node.returns or ast.Constant(0)).split(" | "):
                yield from (text for one in ast.walk(node) if isinstance(one, ast.Return) for text in worded(one.value))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"self.dropped.append", "self._note"}:
                yield from worded(node.args[-1])


def worded(node: ast.expr | None) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*worded(node.body), *worded(node.orelse))
    elif isinstance(node, ast.Tuple):
        yield from worded(node.elts[-1])
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        yield node.value


def test_every_reason_of_the_coding_room_has_its_french() -> None:
    french, found = load_words("fr"), set(reasons())
    assert len(found) > 20
    said = [reason.replace("the word is no x here", "the word is no verb here") for reason in found]
    assert not [reason for reason in said if translate(reason, french, REASONS) == reason]


def test_why_a_frame_did_not_fire_is_said_in_french() -> None:
    french = load_words("fr")
    for reason in REASONS:
        assert translate(reason.format(words="x", frame="x", slot="x", test="x"), french, REASONS) != reason


# The commands.


@pytest.mark.usefixtures("fake")
def test_read_prints_briefs_without_trailing_blanks(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", str(news), str(news)) == 0
    out, err = capsys.readouterr()
    assert out.count("EVENTS (2)") == 2
    assert not [line for line in out.splitlines() if line != line.rstrip()]
    assert "2 articles read, 6 events, 4 standing facts" in err


@pytest.mark.usefixtures("fake")
def test_read_prints_json(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", str(news), str(news), "--format", "jsonl") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["article"]["source"] for line in lines] == ["dispatch.txt"] * 2
    assert run("read", str(news), "--format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


@pytest.mark.usefixtures("fake")
def test_bad_inputs_are_told_and_counted_and_the_others_read(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "english.txt").write_text("The president has dismissed the prime minister, the army said.")
    names = [str(tmp_path / name) for name in ("none.txt", "empty.txt", "english.txt")]
    assert run("read", *names, str(news)) == 1
    out, err = capsys.readouterr()
    assert "EVENTS" in out
    assert "the file does not exist" in err
    assert "the file is empty" in err
    assert "in English, a language that is not read yet" in err
    assert "1 article read, 3 events, 2 standing facts; 3 not read (see above)" in err
    assert run("read", str(news), "--published", "le 42 mars") == 1
    assert "“le 42 mars” cannot be read (write it as 2023-12-31)" in capsys.readouterr().err


def test_a_wrong_day_of_publication_is_told_once(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", str(news), str(news), "--published", "le 42 mars") == 1
    assert capsys.readouterr().err.count("cannot be read") == 1


@pytest.mark.usefixtures("fake")
def test_the_interface_speaks_french(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", str(news), "none.txt", "--interface", "fr") == 1
    out, err = capsys.readouterr()
    assert "ÉVÉNEMENTS" in out
    assert "erreur : none.txt: le fichier n'existe pas (vérifiez son nom)" in err
    assert "1 article lu, 3 événements, 2 états de fait ; 1 non lu (voir plus haut)" in err


@pytest.mark.usefixtures("fake")
def test_an_interruption_keeps_what_was_read(
    news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_articles: Iterable[Article], **_options: object) -> Iterator[Reading]:
        yield READING
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_many", interrupted)
    assert run("read", str(news)) == 130
    out, err = capsys.readouterr()
    assert "EVENTS (2)" in out
    assert "Interrupted" in err
    assert "1 article read" in err


@pytest.mark.usefixtures("fake")
def test_an_interrupted_array_is_closed(
    news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_articles: Iterable[Article], **_options: object) -> Iterator[Reading]:
        yield from [READING] * shown
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_many", interrupted)
    for shown in (0, 2):
        assert run("read", str(news), "--format", "json") == 130
        assert len(json.loads(capsys.readouterr().out)) == shown


def test_an_interruption_at_the_start_leaves_no_traceback() -> None:
    code = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'palabre.cli.app': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from palabre.cli import main\n"
        "main(['--help'])"
    )
    done = python("-c", code)
    assert (done.returncode, done.stderr) == (130, "")


def test_progress_goes_to_standard_error_and_results_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True)
    for _reading in followed([READING, READING], NullTranslations(), terminal):
        print("a result")
    assert capsys.readouterr().out == "a result\n" * 2
    assert "2 articles read" in terminal.file.getvalue()  # type: ignore[attr-defined]


def test_what_the_rooms_refuse_is_said_in_french(tmp_path: Path) -> None:
    french = load_words("fr")
    contents = {
        "a.txt": b"", "b.txt": bytes(range(256)) * 9, "c.pdf": b"%PDF-1", "d.txt": b"PK\x03\x04",
        "e.txt": b"\xff\xfea\x00\x00",
        "f.html": b"<html></html>", "g.jsonl": b"{\n[]\n{}\n" + b'{"text": 3}\n{"text": "a", "published": "hier"}',
        "h.txt": b"The army has seized power in the capital, soldiers said on television.",
    }  # fmt: skip
    errors: list[PalabreError] = []
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        list(load(tmp_path / name, on_error=errors.append))
    list(load(tmp_path / "none", on_error=errors.append))
    assert len(errors) == 13
    for error in errors:
        for said in (error.what, error.remedy):
            assert translate(said, NullTranslations()) == said
            assert translate(said, french) != said


def test_the_language_of_a_message_is_translated_too() -> None:
    said = "the article is in Spanish, a language that is not read yet"
    assert translate(said, load_words("fr")) == "l'article est en espagnol, une langue qui n'est pas encore lue"


def test_wrong_command_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", "--format", "xml") == 2
    assert run("sing") == 2
    assert "sing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        (["read", "--nosuch", "x"], "No such option: --nosuch", "option inconnue : --nosuch"),
        (["sing"], "No such command 'sing'.", "commande inconnue : « sing »"),
        (["explain"], "Missing argument 'SENTENCE'.", "il manque l'argument « SENTENCE »"),
        (["frames", "--type"], "Option '--type' requires an argument.", "l'option « --type » demande une valeur"),
        (["frames", "check", "a", "b"], "Got unexpected extra argument(s) (b)", "argument en trop : b"),
        (["read", "--format", "xml", "a"], "'xml' is not one of", "« xml » n'est pas l'une de"),
    ],
)
def test_a_wrong_command_line_is_told_in_both_languages(
    arguments: list[str], english: str, french: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, said, remedy in (("en", english, "try palabre"), ("fr", french, "essayez palabre")):
        assert run("--interface", language, *arguments) == 2
        told = capsys.readouterr().err
        assert said in told
        assert remedy in told


def test_explain_tells_the_rules_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "Le Chili a fermé sa frontière, accusant le Pérou.", "--interface", "fr") == 0
    told = capsys.readouterr().out
    for rule in ("sujet", "celui du reproche qui l'accompagne", "indicatif", "le média", "premier plan"):
        assert rule in told, rule


def test_an_interface_in_another_language_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--interface", "xx", "frames", "--type", "AGREE") == 2
    told = capsys.readouterr()
    assert "'xx' is not one of 'en', 'fr'" in told.err
    assert told.out == ""


def test_a_sentence_in_another_language_is_explained_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "The president met the minister on Monday.", "--interface", "en") == 0
    assert "does not seem to be French" in capsys.readouterr().err
    assert run("explain", "Le ministre a quitté Niamey.", "--interface", "en") == 0
    assert "French" not in capsys.readouterr().err


def test_help_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--interface", "en", "--help") == 0
    assert "who did what to whom" in " ".join(capsys.readouterr().out.split())
    assert run("read", "--help", "--interface=fr") == 0
    assert "Langue des articles" in capsys.readouterr().out


# What it costs to start, and how it ends.


def python(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, *arguments]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", timeout=120, **options)  # type: ignore[call-overload, no-any-return]


def test_help_and_import_load_no_heavy_library() -> None:
    heavy = "{'spacy', 'numpy', 'lxml', 'trafilatura', 'yaml', 'rich.table'} & set(sys.modules)"
    assert python("-c", f"import sys, palabre; print({heavy})").stdout.strip() == "set()"
    code = f"import sys; from palabre.cli import main\ntry: main(['--version'])\nexcept SystemExit: print({heavy})"
    assert python("-c", code).stdout.splitlines()[-1] == "set()"


def test_a_full_disk_is_told(news: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        call = [sys.executable, "-m", "palabre", "--interface", "en", "read", str(news)]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 1
    assert "error: output: No space left on device (free some space" in done.stderr
    assert "article read" not in done.stderr
    assert "Traceback" not in done.stderr
    with Path("/dev/full").open("w") as full:
        call = [sys.executable, "-m", "palabre", "--interface", "en", "--help"]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr.startswith("error: output: No space left on device (free some space")


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m palabre demo | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr
