"""Sources to articles: what is marked, what is refused, and with what words."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from palabre import ingest
from palabre.errors import InputError, LanguageError
from palabre.ingest.sections import find_published, mark
from palabre.types import Article

CASES = Path(__file__).parent / "cases" / "ingest"
SHARED = Path(__file__).parents[2] / "shared"
NEWS = "Niger : la trêve tient\n\nNIAMEY (Agence) - La trêve tient depuis lundi, selon le ministère de la Défense.\n"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared is not there")


def section_cases() -> list[dict[str, object]]:
    return list(yaml.safe_load((CASES / "sections.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", section_cases(), ids=lambda case: str(case["name"]))
def test_sections(case: dict[str, object]) -> None:
    text = str(case["text"])
    sections = mark(text)
    assert [f"{s.kind}: {' '.join(text[s.start : s.end].split())}" for s in sections] == case["sections"]
    assert find_published(text, sections) == case.get("published")


@given(st.text(max_size=400))
def test_sections_cover_all_words_and_never_overlap(text: str) -> None:
    sections = mark(text)
    covered = [i for s in sections for i in range(s.start, s.end)]
    assert len(covered) == len(set(covered))
    assert all(not text[i].strip() for i in set(range(len(text))) - set(covered))


def test_text_is_kept_and_described() -> None:
    article = ingest.from_text("\ufeff" + NEWS, source="a.txt", published="12 décembre 2023")
    assert article.text == "\ufeff" + NEWS
    assert (article.title, article.published, article.language) == ("Niger : la trêve tient", date(2023, 12, 12), "fr")


def test_identity_depends_on_the_words_not_on_the_file() -> None:
    first, again = ingest.from_text(NEWS, source="a"), ingest.from_text(NEWS, source="b")
    assert first.id == again.id != ingest.from_text(NEWS + "Fin.", source="a").id


@pytest.mark.parametrize(
    ("encoding", "mark_bytes"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
        ("mac_roman", b""),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, mark_bytes: bytes) -> None:
    words = "Sénégal : l’opposition rejette le report\n\nL’opposition sénégalaise a rejeté mardi le report.\n"
    path = tmp_path / "a.txt"
    path.write_bytes(words.encode(encoding))
    assert one(path).text == words


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("empty.txt", b" \n", "is empty"),
        ("binary.txt", bytes(range(256)) * 9, "binary"),
        ("report.pdf", b"%PDF-1.7\n...", "PDF"),
        ("report.docx", b"PK\x03\x04...", "zip archive"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        ("marked.txt", b"\xff\xfea\x00\x00", "does not fit"),
        ("page.html", b"<html><body><script>1</script></body></html>", "no article text"),
        ("cut.json", b'[{"text": "x"', "neither JSON nor JSON lines"),
        ("empty.json", b"[]", "holds no article"),
        ("english.txt", b"Soldiers seized power\n\nThe army said on Monday that it had seized power.", "English"),
    ],
)
def test_bad_files_are_refused_with_a_remedy(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=what) as caught:
        list(ingest.load(path))
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_missing_file_folder_without_articles_and_bad_date(tmp_path: Path) -> None:
    for source, published in [(tmp_path / "none.txt", None), (tmp_path, None), (tmp_path, "le 42 mars")]:
        with pytest.raises(InputError):
            list(ingest.load(source, published=published))


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "LIMIT", 2_000_000)
    path = tmp_path / "large.txt"
    path.write_bytes(b"mot " * 600_000)
    with pytest.raises(InputError, match="larger than 2 MB"):
        list(ingest.load(path))
    lines = tmp_path / "large.jsonl"
    lines.write_text(json.dumps({"text": "mot " * 600_000}) + "\n" + json.dumps({"text": NEWS}) + "\n")
    errors: list[InputError] = []
    assert [a.text for a in ingest.load(lines, on_error=errors.append)] == [NEWS]
    assert errors[0].where.endswith(":1")


def test_languages_are_asked_stated_or_detected() -> None:
    with pytest.raises(LanguageError, match="English"):
        ingest.from_text("The president has dismissed his prime minister and dissolved parliament.")
    assert ingest.from_text("The president.", language="fr").language == "fr"
    with pytest.raises(LanguageError):
        ingest.from_text(NEWS, about=ingest.About(language="en-GB"))
    assert ingest.from_text("Non.").language == "fr"
    with pytest.raises(LanguageError, match="English was asked for"):
        ingest.from_text(NEWS, language="en")
    with pytest.raises(LanguageError, match="does not seem to be in French"):
        ingest.from_text("Sojojin Nijar sun sanar da cewa sun hambarar da gwamnatin shugaban kasa a ranar Laraba.")


def test_json_lines_keep_text_and_report_bad_lines(tmp_path: Path) -> None:
    rows = [
        json.dumps({"source": "x.txt", "text": NEWS, "published": "2023-03-15", "publisher": "P", "url": "u"}),
        "{not json",
        "",
        '["a list"]',
        json.dumps({"source": "y"}),
        json.dumps({"text": NEWS, "published": "hier"}),
        json.dumps({"text": 3}),
        json.dumps({"html": PAGE}),
        json.dumps({"source": "z", "text": NEWS, "language": "ha"}),
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    errors: list[InputError] = []
    first, last = ingest.load(path, on_error=errors.append)
    assert (first.source, first.text, first.publisher, first.url) == ("x.txt", NEWS, "P", "u")
    assert last.source == f"{path}:8"
    assert [error.where.rsplit(":", 1)[1] for error in errors] == ["2", "4", "5", "6", "7", "9 (z)"]


PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>La trêve tient | Le Fleuve</title>
<meta property="og:site_name" content="Le Fleuve"><link rel="canonical" href="https://example.org/a">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "La tr&ecirc;ve tient",
"datePublished": "2023-08-01T10:00:00+01:00"}]}</script></head><body><nav><a href="/">Accueil</a></nav><article>
<h1>La trêve tient</h1><p>Le gouvernement et les rebelles
respectent la trêve <b>signée lundi</b>, selon l'ONU.</p><h2>Un accord fragile</h2><p>Le ministre de la Défense
a rencontré mardi les chefs de l'opposition dans la capitale.</p></article></body></html>"""


def test_pages_give_title_paragraphs_and_what_is_said_of_them() -> None:
    article = ingest.from_html(PAGE)
    assert article.text.split("\n\n") == [
        "La trêve tient",
        "Le gouvernement et les rebelles respectent la trêve signée lundi, selon l'ONU.",
        "Un accord fragile",
        "Le ministre de la Défense a rencontré mardi les chefs de l'opposition dans la capitale.",
    ]
    assert [s.kind for s in article.sections] == ["title", "paragraph", "heading", "paragraph"]
    assert (article.title, article.publisher, article.url) == ("La trêve tient", "Le Fleuve", "https://example.org/a")
    assert article.published == date(2023, 8, 1)


def test_a_fragment_of_a_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "part.html"
    path.write_text("<p>Le gouvernement a rappelé lundi son ambassadeur.</p>", encoding="utf-8")
    assert one(path).text == "Le gouvernement a rappelé lundi son ambassadeur."


def test_half_a_surrogate_pair_gives_way_to_one_character() -> None:
    assert ingest.from_text(NEWS + "\ud800 fin").text == NEWS + "\ufffd fin"


def test_a_page_in_an_old_encoding(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(PAGE.replace("utf-8", "iso-8859-1").replace("'", "’").encode("cp1252"))
    assert "selon l’ONU" in one(path).text


def test_folders_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    assert [Path(a.source).name for a in ingest.load(tmp_path)] == ["a.html", "b.txt"]
    for content in (NEWS, PAGE, json.dumps({"text": NEWS}), json.dumps({"text": NEWS}) + "\n"):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
        assert len(list(ingest.load("-"))) == 1


@needs_shared
def test_coded_articles_keep_their_text() -> None:
    rows = [json.loads(line) for line in (SHARED / "gold/articles.jsonl").read_text(encoding="utf-8").splitlines()]
    french = [row for row in rows if row["language"] == "fr"]
    errors: list[InputError] = []
    read = list(ingest.load(SHARED / "gold/articles.jsonl", on_error=errors.append))
    assert [(a.source, a.text) for a in read] == [(row["source"], row["text"]) for row in french]
    assert {type(error) for error in errors} <= {LanguageError}
    assert len(errors) == len(rows) - len(french)


@needs_shared
def test_publication_days_are_found_in_the_texts() -> None:
    rows = [json.loads(line) for line in (SHARED / "gold/articles.jsonl").read_text(encoding="utf-8").splitlines()]
    right = sum(str(find_published(row["text"], mark(row["text"]))) == row["published"] for row in rows)
    assert right >= len(rows) - 1


def one(path: Path) -> Article:
    (article,) = ingest.load(path)
    return article
