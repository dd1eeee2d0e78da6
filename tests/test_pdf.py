"""PDF files to articles: paragraphs made whole again, and what cannot be read told with a remedy."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from palabre import ingest
from palabre.errors import InputError
from palabre.ingest import from_pdf
from palabre.types import Article

FIRST = """Communiqué
Le Niger suspend sa coopération militaire
NIAMEY, 17 mars 2024 (ANP) - Le gouvernement nigérien a suspendu samedi
avec effet immédiat l'accord militaire qui le liait aux États-Unis, a an-
noncé son porte-parole à la télévision nationale.
La décision fait suite à une visite de trois jours d'une délégation améri-
caine, que Niamey juge hautaine.
Une mesure attendue
- le départ des soldats américains de la base d'Agadez ;
- la fin des survols du territoire par des drones étrangers.""".splitlines()
SECOND = """Washington a dit mardi vouloir poursuivre le dialogue avec les autorités de
transition.""".splitlines()


def pdf(*pages: list[str], title: str | None = None, password: str | None = None) -> bytes:
    """A PDF file with these lines on its pages, between a running title and a number."""
    writer = PdfWriter()
    for number, lines in enumerate(pages, 1):
        page = writer.add_blank_page(595, 842)
        shown = [f"Bulletin de la Presse, no {number}", *lines, f"Page {number}/{len(pages)}"] if lines else []
        write(writer, page, shown)
    if title:
        writer.add_metadata({"/Title": title, "/CreationDate": "D:20261128080000Z"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def write(writer: PdfWriter, page: object, lines: list[str]) -> None:
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    fonts = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): fonts})})
    words = [line.replace("(", r"\(").replace(")", r"\)") for line in lines]
    stream = DecodedStreamObject()
    shown = " ".join(f"({line}) Tj T*" for line in words)
    stream.set_data(f"BT /F1 11 Tf 14 TL 50 800 Td {shown} ET".encode("cp1252"))
    page[NameObject("/Resources")] = resources  # type: ignore[index]
    page[NameObject("/Contents")] = writer._add_object(stream)  # type: ignore[index]


def test_lines_are_paragraphs_again() -> None:
    article = from_pdf(pdf(FIRST, SECOND, SECOND))
    assert article.text.split("\n\n")[1:6] == [
        "Le Niger suspend sa coopération militaire",
        "NIAMEY, 17 mars 2024 (ANP) - Le gouvernement nigérien a suspendu samedi avec effet immédiat l'accord "
        "militaire qui le liait aux États-Unis, a annoncé son porte-parole à la télévision nationale.",
        "La décision fait suite à une visite de trois jours d'une délégation américaine, que Niamey juge hautaine.",
        "Une mesure attendue",
        "- le départ des soldats américains de la base d'Agadez ;",
    ]
    assert "Bulletin" not in article.text
    assert "Page" not in article.text


def test_the_day_is_that_of_the_text_never_that_of_the_file() -> None:
    dated = from_pdf(pdf(FIRST, title="Le Niger suspend sa coopération militaire"))
    assert (str(dated.published), dated.title) == ("2024-03-17", "Le Niger suspend sa coopération militaire")
    undated = from_pdf(pdf(["Grève à Lomé", "Les enseignants togolais ont entamé lundi une grève."], title="x.docx"))
    assert (undated.published, undated.language) == (None, "fr")


def test_a_title_that_names_the_tool_or_another_text_is_not_taken() -> None:
    lines = ["Grève à Lomé", "Les enseignants togolais ont entamé lundi une grève de trois jours."]
    for title in ("Microsoft Word - greve.docx", "Modèle de communiqué du ministère", "Sans titre 1"):
        assert title not in str(from_pdf(pdf(lines, title=title)).title)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (pdf([], []), "only pictures"),
        (pdf(FIRST, password="secret"), "password"),
        (pdf(FIRST)[:300], "broken"),
        (b"%PDF-1.7\nnothing", "broken"),
        (pdf(*[["x"]] * 201), "201 pages"),
    ],
    ids=["scan", "locked", "cut", "empty", "book"],
)
def test_what_cannot_be_read_is_told(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what) as caught:
        one(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_file_locked_without_a_password_is_read(tmp_path: Path) -> None:
    path = tmp_path / "named-otherwise"
    path.write_bytes(pdf(FIRST, password=""))
    assert "Niger" in one(path).text


def test_pdf_files_of_a_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(FIRST))
    (tmp_path / "b.PDF").write_bytes(b"%PDF-1.4 broken")
    errors: list[InputError] = []
    assert len(list(ingest.load(tmp_path, on_error=errors.append))) == 1
    assert len(errors) == 1


def one(path: Path) -> Article:
    (article,) = ingest.load(path)
    return article
