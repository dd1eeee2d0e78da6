"""Pages to articles: what each layout gives, what is no article, and what odd pages cost."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml

from palabre import ingest
from palabre.errors import InputError, LanguageError
from palabre.ingest import About, from_html, from_text
from palabre.ingest.decode import decode
from palabre.ingest.headers import read_header
from palabre.ingest.html import decode_page
from palabre.ingest.moments import read_moment
from palabre.ingest.sections import find_dated, mark
from palabre.types import Article

CASES = Path(__file__).parent / "cases" / "ingest"
GOLD = Path(__file__).parents[2] / "shared" / "gold"
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason="the coded articles are not here: ../shared/gold")
FIELDS = ("title", "publisher", "author", "section", "url")
PARAGRAPH = (
    "<p>Le gouvernement de la région {n} a annoncé lundi que la trêve signée avec les rebelles serait respectée.</p>\n"
)


def page_cases() -> list[dict[str, object]]:
    return list(yaml.safe_load((CASES / "pages.yaml").read_text(encoding="utf-8")))


def named(cases: list[dict[str, object]]) -> dict[str, object]:
    return {"argvalues": cases, "ids": [str(case["page"]) for case in cases]}


@pytest.mark.parametrize("case", **named([case for case in page_cases() if "error" not in case]))
def test_pages(case: dict[str, object]) -> None:
    article = one(CASES / "pages" / str(case["page"]))
    assert {name: getattr(article, name) for name in FIELDS} == {name: case.get(name) for name in FIELDS}
    assert iso(article.published) == case.get("published")
    assert (iso(article.published_at), iso(article.updated_at)) == (case.get("published_at"), case.get("updated_at"))
    assert [problem.code for problem in article.problems] == case.get("problems", [])
    assert article.language == "fr"
    assert parts(article) == case["read"]


@pytest.mark.parametrize("case", **named([case for case in page_cases() if "error" in case]))
def test_pages_that_hold_no_article_that_is_read(case: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        one(CASES / "pages" / str(case["page"]))
    assert (type(caught.value).__name__, caught.value.what) == (case["error"], case["what"])
    assert caught.value.remedy


def test_every_page_has_its_case() -> None:
    assert sorted(path.name for path in (CASES / "pages").iterdir()) == [case["page"] for case in page_cases()]


@cache
def gold() -> dict[str, tuple[Article, str, dict[str, object]]]:
    rows = {row["id"]: row for row in map(json.loads, (GOLD / "gold.jsonl").open(encoding="utf-8"))}
    found = {}
    for path in sorted((GOLD / "html").glob("*.html")):
        name = f"wikinews-fr-{path.stem}"
        found[path.stem] = (one(path), (GOLD / f"texts/{name}.txt").read_text(encoding="utf-8"), rows[name])
    return found


@needs_gold
def test_the_gold_pages_give_their_texts() -> None:
    scores = [token_f1(article.text, text) for article, text, _ in gold().values()]
    assert len(scores) == 100
    assert sum(scores) / len(scores) >= 0.999
    assert min(scores) >= 0.99


@needs_gold
def test_the_gold_pages_give_their_titles_and_days() -> None:
    for name, (article, text, row) in gold().items():
        assert article.title == " ".join(text.splitlines()[0].split()), name
        # One page names no day: what its annotator inferred from the story is not for us to say.
        assert iso(article.published) == (None if row.get("published_inferred") else row["published"]), name


def test_what_is_known_of_a_page_wins_over_what_it_says() -> None:
    page = (CASES / "pages/wordpress.html").read_text(encoding="utf-8")
    told = About(published=date(2023, 7, 30), title="Autre titre", publisher="P", url="u", author="A", section="S")
    article = from_html(page, about=told)
    assert (article.published, article.title, article.publisher) == (date(2023, 7, 30), "Autre titre", "P")
    assert (article.url, article.author, article.section) == ("u", "A", "S")
    assert article.published_at is None, "a time of another day is not that of this publication"
    assert from_html(page, published="2 août 2023").published == date(2023, 8, 2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2023-08-01", "2023-08-01"),
        ("2023-08-01T10:20:30.123Z", "2023-08-01T10:20:30+00:00"),
        ("2023-08-01 10:20:30 +0100", "2023-08-01T10:20:30+01:00"),
        ("2023-08-01T10:20", "2023-08-01T10:20:00"),
        ("Tue, 01 Aug 2023 10:20:30 -0330", "2023-08-01T10:20:30-03:30"),
        ("mardi 1er août 2023 à 10h20 GMT+1", "2023-08-01T10:20:00+01:00"),
        ("01/08/2023 - 10:20", "2023-08-01T10:20:00"),
        ("août 1, 2023", "2023-08-01"),
        ("1er août 2023 14 morts", "2023-08-01"),
        ("2023-08-01T10:20:30+99:00", "2023-08-01T10:20:30"),
        ("31/02/2023", None),
        ("0000-00-00", None),
        ("1970-01-01T00:00:00Z", None),
        ("il y a 3 heures", None),
        ("samedi", None),
    ],
)
def test_days_and_times(words: str, expected: str | None) -> None:
    found = read_moment(words)
    assert (iso(found.at or found.day) if found else None) == expected


@pytest.mark.parametrize(
    ("words", "published", "updated"),
    [
        ("Publié le 1er août 2023 à 10h, mis à jour à 22h15", "2023-08-01T10:00:00", "2023-08-01T22:15:00"),
        ("Mis à jour le 3 août 2023 à 9h GMT | Publié le 1er août 2023", "2023-08-01", "2023-08-03T09:00:00+00:00"),
        ("Par Awa Traoré, le 1er août 2023", "2023-08-01", None),
        ("Modifié le 3 août 2023", None, "2023-08-03"),
        ("Publié hier", None, None),
    ],
)
def test_header_lines(words: str, published: str | None, updated: str | None) -> None:
    found = read_header(words)
    said = [iso(moment.at or moment.day) if moment else None for moment in (found.published, found.updated)]
    assert said == [published, updated]


def test_a_header_deep_in_a_text_is_not_its_own() -> None:
    text = "Titre du jour\n\n" + "Le président a reçu mardi les députés.\n\n" * 6 + "Publié le 3 mars 2020\n\n"
    text += "Il a rencontré les maires.\n\n" * 4
    assert find_dated(text, mark(text)).published is None


def test_json_lines_carry_times_authors_and_sections(tmp_path: Path) -> None:
    row = {"text": "Le Niger a rappelé lundi son ambassadeur.", "published": "2024-06-18T23:30:00+01:00"}
    row |= {"updated": "2024-06-19T08:00:00Z", "author": "Awa Traoré", "section": "Monde"}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    article = one(path)
    assert (iso(article.published), iso(article.published_at)) == ("2024-06-18", "2024-06-18T23:30:00+01:00")
    assert (iso(article.updated_at), article.author, article.section) == (
        "2024-06-19T08:00:00+00:00",
        "Awa Traoré",
        "Monde",
    )


@pytest.mark.parametrize(
    ("content", "charset", "expected"),
    [
        ("<p>l’été</p>".encode(), "iso-8859-1", "<p>l’été</p>"),
        ("<p>l’été</p>".encode("cp1252"), "utf-8", "<p>l’été</p>"),
        ("<p>l’été</p>".encode("cp1252"), None, "<p>l’été</p>"),
        ("<p>سلام</p>".encode("cp1256"), "windows-1256", "<p>سلام</p>"),
        ("<p>é</p>".encode("utf-16"), None, "<p>é</p>"),
        ("<p>é</p>".encode("cp1252"), "no-such-charset", "<p>é</p>"),
        ("<p>Âge, Ãnanda</p>".encode(), None, "<p>Âge, Ãnanda</p>"),
    ],
)
def test_charsets(content: bytes, charset: str | None, expected: str) -> None:
    assert decode_page("here", content, charset=charset) == expected


def test_plain_text_is_not_mended() -> None:
    assert decode("here", "Ã© Ã¨ Ã ".encode()) == "Ã© Ã¨ Ã "


def test_a_foreign_block_is_set_apart_and_told() -> None:
    text = "Trêve à Kidal\n\nLe gouvernement a signé lundi un accord avec les rebelles, selon l'ONU.\n\n"
    foreign = "The government on Monday signed a deal with the rebels, the United Nations said in a statement."
    article = from_text(text + foreign + "\n\nLes combats ont cessé mardi matin dans toute la région de Kidal.")
    (problem,) = article.problems
    assert problem.span is not None
    assert article.text[problem.span.start : problem.span.end] == foreign
    assert foreign not in "".join(parts(article))


def test_french_quoted_in_another_language_is_not_read() -> None:
    text = "Truce in Kidal\n\nThe government on Monday signed a deal with the rebels, the United Nations said.\n\n"
    text += (
        "« Nous sommes prêts à tout pour la paix », a déclaré le ministre.\n\nFighting stopped on Tuesday in the north."
    )
    with pytest.raises(LanguageError, match="English"):
        from_text(text + " Officials from both sides will meet again next week in the capital to talk about prisoners.")


def test_names_and_short_lines_are_not_foreign() -> None:
    names = "Font partie du cabinet : Ali Mahaman Lamine Zeine, Salifou Mody, Mohamed Toumba, Bakary Yaou Sangaré."
    text = f"Le gouvernement\n\n{names}\n\n"
    assert not from_text(text + "Black Lives Matter\n\nLe cabinet se réunira lundi à Niamey.").problems


def test_a_gigantic_page_is_refused_in_seconds() -> None:
    page = "<html><body><h1>La trêve tient au nord</h1>" + "".join(PARAGRAPH.format(n=n) for n in range(160_000))
    assert len(page) > 17_000_000
    assert seconds(page, "more than 1,000,000 characters") < 20


def test_a_page_with_megabytes_of_script_and_menus_is_read() -> None:
    menu = "".join(f"<li><a href='/{i}'>Rubrique numéro {i}</a></li>" for i in range(15_000))
    script = "<script>var x = '" + "a" * 8_000_000 + "'</script>"
    body = "<article><h1>La trêve tient au nord</h1>" + PARAGRAPH.format(n=1) * 3 + "</article>"
    article = from_html(f"<html><head>{script}</head><body><nav><ul>{menu}</ul></nav>{body}</body></html>")
    assert article.text.count("Rubrique") == 0
    assert article.text.startswith("La trêve tient au nord\n\nLe gouvernement")


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<!--", "<p><a href='"])
def test_thousands_of_open_tags_do_not_hang(opening: str) -> None:
    page = "<html><body>" + opening * 20_000 + PARAGRAPH.format(n=1) * 3
    start = time.monotonic()
    try:
        from_html(page)
    except InputError as error:
        assert error.remedy
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    "script",
    ['{"@graph": [', '{"@id": "a", "author": {"@id": "a"}}', "[" * 5000, "null", '"x"', '{"@type": ["NewsArticle", 3]}',
     '{"@type": "NewsArticle", "headline": 3, "datePublished": {"a": 1}, "author": [[[]]], "publisher": true}'],
)  # fmt: skip
def test_odd_linked_data_costs_nothing(script: str) -> None:
    head = f"<script type='application/ld+json'>{script}</script>"
    body = f"<h1>La trêve tient au nord</h1>{PARAGRAPH.format(n=1)}{PARAGRAPH.format(n=2)}"
    article = from_html(f"<html><head>{head}</head><body>{body}</body></html>")
    assert (article.title, article.published, article.author) == ("La trêve tient au nord", None, None)


ODD = ["mot" + " " * 40_000 + "fin", "Par " + "Awa " * 20_000, "12/" * 40_000, ". " + "-" * 40_000]


@pytest.mark.parametrize("words", ODD, ids=["blanks", "names", "days", "dashes"])
def test_odd_lines_do_not_hang(words: str) -> None:
    start = time.monotonic()
    assert mark(f"Titre du jour\n\n{words}\n\nFin.")
    assert time.monotonic() - start < 5


def seconds(page: str, what: str) -> float:
    start = time.monotonic()
    with pytest.raises(InputError, match=what):
        from_html(page)
    return time.monotonic() - start


def parts(article: Article) -> list[str]:
    read = [section for section in article.sections if section.kind not in ("noise", "title")]
    return [f"{section.kind}: {article.text[section.start : section.end]}" for section in read]


def iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def token_f1(ours: str, theirs: str) -> float:
    a, b = Counter(ours.split()), Counter(theirs.split())
    return 2 * (a & b).total() / (a.total() + b.total())


def one(path: Path) -> Article:
    (article,) = ingest.load(path)
    return article
