"""Tables, exports, zip archives and packed files: what their columns and members give, and what is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from webarchives import page, record

from palabre import ingest
from palabre.errors import InputError
from palabre.ingest import columns
from palabre.types import Article

NEWS = "Le gouvernement a rappelé lundi son ambassadeur selon le ministère des Affaires étrangères."
CASES = yaml.safe_load((Path(__file__).parent / "cases/ingest/tables.yaml").read_text(encoding="utf-8"))


def read(path: Path, **asked: object) -> tuple[list[Article], list[InputError], Counter[str]]:
    errors: list[InputError] = []
    passed: Counter[str] = Counter()
    found = list(ingest.load(path, on_error=errors.append, passed=passed, **asked))  # type: ignore[arg-type]
    return found, errors, passed


def told(article: Article) -> dict[str, str | None]:
    on = article.published.isoformat() if article.published else None
    return {"title": article.title, "published": on, "publisher": article.publisher, "url": article.url}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_tables_and_exports(case: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / str(case["file"])
    path.write_bytes(str(case["content"]).replace("NEWS", NEWS).encode(str(case.get("encoding", "utf-8"))))
    found, errors, _ = read(path, columns=case.get("columns"), published=case.get("published"))
    wanted: list[dict[str, object]] = case.get("articles", [])  # type: ignore[assignment]
    assert [{key: told(a)[key] for key in w} for a, w in zip(found, wanted, strict=True)] == [
        {key: str(value) if value is not None else None for key, value in w.items()} for w in wanted
    ]
    assert all(NEWS in " ".join(article.text.split()) for article in found)
    said = [f"{error.where.removeprefix(str(path)).removeprefix(':')}: {error.what}" for error in errors]
    assert len(said) == len(case.get("errors", [])), said  # type: ignore[arg-type]
    for one, part in zip(said, case.get("errors", []), strict=True):  # type: ignore[call-overload]
        assert part in one
    remedy = str(case.get("remedy", ""))
    assert remedy in (errors[0].remedy if errors else "")


def test_a_field_that_never_ends_costs_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f'"{NEWS} {n}",2023-01-{n + 1:02}' for n in range(9)]
    rows[3] = f'"{NEWS} sans fin,2023-01-04'
    path.write_text("text,date\n" + "\n".join(rows), encoding="utf-8")
    found, errors, _ = read(path)
    assert {article.published.day for article in found if article.published} >= {1, 2, 3, 6, 7, 8, 9}
    assert errors and errors[0].where == f"{path}:5"


def test_a_row_in_another_encoding_than_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "texte;jour\n" + f"{NEWS};2023-01-01\n" * 3000
    path.write_bytes(head.encode() + f"{NEWS};2023-01-02\n".encode("cp1252"))
    found, errors, _ = read(path)
    assert not errors and found[-1].text == NEWS and len(found) == 3001


def test_the_columns_that_a_user_names() -> None:
    assert columns.parse("texte=corps, Titre = chapeau,date=none") == {
        "text": "corps", "title": "chapeau", "published": "none",
    }  # fmt: skip
    for wrong in ("prix=a", "text"):
        with pytest.raises(InputError, match="--columns"):
            columns.parse(wrong)


def archive(path: Path, members: dict[str, bytes], **flags: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_a_zip_archive_is_read_by_its_members(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"x.txt": NEWS.encode() + b" Fin."})
    members = {
        "a.txt": NEWS.encode(),
        "b/page.html": page(1),
        "c.csv": f"text,date\n{NEWS} Table.,2023-01-02\n".encode(),
        "d.warc.gz": record(2, page(2)) + record(3, page(3), status="404 Not Found"),
        "e.zip": inner.read_bytes(),
        "f.jsonl.gz": gzip.compress(json.dumps({"text": NEWS + " Ligne."}).encode()),
        "g.png": b"\x89PNG",
        "LICENSE": b"x",
        "__MACOSX/a.txt": b"x",
    }
    path = archive(tmp_path / "all.zip", members)
    found, errors, passed = read(path)
    assert not errors
    assert [article.source.removeprefix(f"{path}/") for article in found] == [
        "a.txt", "b/page.html", "c.csv:2", "d.warc.gz@0", "e.zip/x.txt", "f.jsonl.gz:1",
    ]  # fmt: skip
    assert passed == {"status": 1, "file": 2}


def test_tricks_and_bombs_are_refused_and_the_others_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"../out.txt": b"x", "/abs.txt": b"x", "good.txt": NEWS.encode()})
    found, errors, _ = read(path)
    assert len(found) == 1 and [error.what for error in errors] == ["the member's name leads out of the archive"] * 2
    bomb = archive(tmp_path / "bomb.zip", {"zeros.txt": b"\0" * 110_000_000})
    with pytest.raises(InputError, match="unpacks to more than 200 times"):
        list(ingest.load(bomb))
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b" " * 110_000_000))
    with pytest.raises(InputError, match="longer than 20 MB"):
        list(ingest.load(tmp_path / "bomb.jsonl.gz"))
    deep = (tmp_path / "good.txt", NEWS.encode())
    content, name = deep[1], deep[0].name
    for _ in range(4):
        archive(tmp_path / "deep.zip", {name: content})
        content, name = (tmp_path / "deep.zip").read_bytes(), "deep.zip"
    with pytest.raises(InputError, match="lies in 3 others"):
        list(ingest.load(tmp_path / "deep.zip"))


def test_encrypted_and_damaged_members(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.txt": NEWS.encode(), "b.txt": (NEWS + " Fin.").encode()})
    content = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(magic) + at] |= 1
    path.write_bytes(content)
    found, errors, _ = read(path)
    assert [article.source for article in found] == [f"{path}/b.txt"]
    assert [(error.where, error.what) for error in errors] == [(f"{path}/a.txt", "the member is encrypted")]
    path = archive(tmp_path / "b.zip", {"a.txt": NEWS.encode(), "b.txt": (NEWS + " Fin.").encode()})
    content = bytearray(path.read_bytes())
    content[45] ^= 255
    path.write_bytes(content)
    found, errors, _ = read(path)
    assert [article.source for article in found] == [f"{path}/b.txt"] and "damaged" in errors[0].what


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.zip", b"", "empty"),
        ("a.zip", b"<html>", "despite its name"),
        ("a.zip", b"PK\x03\x04 cut", "damaged"),
        ("a.txt.gz", b"text", "despite its name"),
        ("a.txt.gz", gzip.compress(NEWS.encode() * 99)[:-9], "cut short"),
    ],
)
def test_archives_that_are_none(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    _, errors, _ = read(path)
    assert what in errors[-1].what and errors[-1].remedy


def test_zip_archives_without_articles(tmp_path: Path) -> None:
    for members, what in (
        ({}, "is empty"),
        ({"a.png": b"x", "b.docx": b"x"}, "holds no article: a.png, b.docx"),
        ({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, "office document"),
    ):
        with pytest.raises(InputError, match=what):
            list(ingest.load(archive(tmp_path / "a.zip", members)))


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("xz", lzma.compress), ("bz2", bz2.compress)])
def test_packed_files_are_read_as_what_they_hold(tmp_path: Path, suffix: str, pack: object) -> None:
    lines = "".join(json.dumps({"text": f"{NEWS} {n}", "published": "2023-05-06"}) + "\n" for n in range(2000))
    for name, content, count in (("a.jsonl", lines, 2000), ("b.txt", NEWS, 1), ("c.html", page(1).decode(), 1)):
        path = tmp_path / f"{name}.{suffix}"
        path.write_bytes(pack(content.encode()))  # type: ignore[operator]
        assert len(read(path)[0]) == count
    whole = (tmp_path / f"a.jsonl.{suffix}").read_bytes()
    (tmp_path / f"cut.jsonl.{suffix}").write_bytes(whole[: len(whole) * 2 // 3])
    found, errors, _ = read(tmp_path / f"cut.jsonl.{suffix}")
    assert (len(found) > 100 or suffix != "gz") and "the compressed file is cut short" in errors[-1].what


def test_folders_hold_archives_and_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "b.warc").write_bytes(record(1, page(1), packed=False))
    (tmp_path / "c.png").write_bytes(b"x")
    found, errors, passed = read(tmp_path)
    assert not errors and len(found) == 2 and passed == {"file": 1}


def test_standard_input_is_told_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    zipped = archive(tmp_path / "a.zip", {"a.txt": NEWS.encode()}).read_bytes()
    for content in (
        f"date,texte\n2023-01-02,{NEWS}\n".replace(",texte", ",titre,texte").replace("-02,", "-02,Titre,").encode(),
        json.dumps([{"text": NEWS}]).encode(),
        record(1, page(1)),
        gzip.compress(NEWS.encode()),
        zipped,
    ):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        assert len(list(ingest.load("-"))) == 1


def test_a_text_with_delimiters_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_text("Date, titre et texte : une enquête\n\n" + NEWS, encoding="utf-8")
    (article,) = ingest.load(path)
    assert NEWS in article.text and article.published is None
