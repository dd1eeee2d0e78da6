"""Web archives: all that is sound is read, whatever is damaged, and what is damaged is told with its offset."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import accumulate
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from webarchives import CRAWLED, WORDS, info, page, record, records, shorten, url

from palabre import ingest
from palabre.errors import InputError
from palabre.ingest import records as splitting
from palabre.ingest import warc
from palabre.types import Article

MANY = 5_000


def read(path: Path, **asked: object) -> tuple[list[Article], list[InputError], Counter[str]]:
    errors: list[InputError] = []
    passed: Counter[str] = Counter()
    found = list(ingest.load(path, on_error=errors.append, passed=passed, **asked))  # type: ignore[arg-type]
    return found, errors, passed


def pieces(content: bytes, limit: int = 10_000_000) -> list[splitting.Piece]:
    return list(splitting.split(io.BufferedReader(io.BytesIO(content)), limit))  # type: ignore[arg-type]


@pytest.mark.parametrize("packed", [False, True])
def test_five_thousand_records_of_which_two_are_bad(tmp_path: Path, packed: bool) -> None:
    """The rest is read, and the bad ones are listed with their offsets."""
    written = list(records(MANY, packed=packed))
    written[1234] = shorten(written[1234], by=40, packed=packed)
    written[-1] = written[-1][: len(written[-1]) // 2]
    path = tmp_path / ("many.warc.gz" if packed else "many.warc")
    path.write_bytes(b"".join(written))
    starts = [0, *accumulate(map(len, written))]
    found = pieces(path.read_bytes())
    bad = {piece.offset: piece.failure for piece in found if piece.failure}
    assert bad == {
        str(starts[1234]): splitting.WRONG,
        str(starts[MANY]): "the gzip member is cut short" if packed else splitting.CUT,
    }
    assert [piece.offset for piece in found] == [str(start) for start in starts[:-1]]
    urls = [warc.with_warcio(piece.content, 10**7).url for piece in found[1:] if not piece.failure]
    assert urls == [url(n) for n in range(MANY) if n not in (1233, MANY - 1)]


@pytest.mark.parametrize("packed", [False, True])
def test_articles_of_an_archive_and_its_bad_records(tmp_path: Path, packed: bool) -> None:
    written = list(records(40, packed=packed))
    written[10] = shorten(written[10], by=-700, packed=packed)  # it says that it is longer than it is
    written[20] = shorten(written[20], by=40, packed=packed)
    written[-1] = written[-1][:-60]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(written))
    starts = [0, *accumulate(map(len, written))]
    found, errors, passed = read(path)
    assert [article.url for article in found] == [url(n) for n in range(40) if n not in (9, 19, 39)]
    assert [error.where for error in errors] == [f"{path}@{starts[n]}" for n in (10, 20, 40)]
    assert all(error.remedy for error in errors)
    assert passed == {"record": 1}
    assert found[3].source == f"{path}@{starts[4]}"
    assert (found[3].title, found[3].publisher) == ("Dépêche 3", "exemple3.org")
    assert (found[3].published, found[3].retrieved) == (date(2023, 1, 4), date(2024, 5, 6))


def test_a_broken_member_costs_one_page(tmp_path: Path) -> None:
    written = list(records(12, packed=True))
    broken = bytearray(written[5])
    broken[len(broken) // 2 : len(broken) // 2 + 20] = b"\0" * 20
    written[5] = bytes(broken)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(written) + b"\0" * 512)
    found, errors, _ = read(path)
    assert [article.url for article in found] == [url(n) for n in range(12) if n != 4]
    assert [error.where for error in errors] == [f"{path}@{sum(map(len, written[:5]))}"]


def test_what_stands_between_records_is_told(tmp_path: Path) -> None:
    one, two = record(1, page(1), packed=False), record(2, page(2), packed=False)
    path = tmp_path / "a.warc"
    path.write_bytes(one + b"du bruit\r\nWARC/1.0 sans suite\r\n" + two)
    found, errors, _ = read(path)
    assert [article.url for article in found] == [url(1), url(2)]
    assert [(error.where, error.what) for error in errors] == [(f"{path}@{len(one)}", splitting.NO_RECORD)]
    path.write_bytes(info(False) + b"WARC/1.0\r\nWARC-Type: response\r\n\r\nsans longueur\r\n\r\n" + two)
    found, errors, _ = read(path)
    assert [article.url for article in found] == [url(2)]
    assert [error.what for error in errors] == [splitting.NO_LENGTH]


def test_a_whole_archive_packed_at_once_is_read_too(tmp_path: Path) -> None:
    plain = b"".join(records(5, packed=False))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(plain, mtime=0))
    found, errors, _ = read(path)
    assert not errors and len(found) == 5
    assert found[0].source == f"{path}@0+{len(info(False))}"
    packed = tmp_path / "b.warc.xz"
    packed.write_bytes(__import__("lzma").compress(plain))
    assert [article.url for article in read(packed)[0]] == [url(n) for n in range(5)]


def test_what_is_no_page_is_counted_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        info()
        + record(1, b"GET / HTTP/1.1\r\n\r\n", kind="request")
        + record(2, page(2), status="404 Not Found")
        + record(3, page(3), status="301 Moved")
        + record(4, b"\x89PNG", type="image/png")
        + record(5, page(5), type="application/xhtml+xml; charset=utf-8")
        + record(6, b"<html><body></body></html>")
    )
    found, errors, passed = read(path)
    assert [article.url for article in found] == [url(5)]
    assert [error.what for error in errors] == ["no article text was found in the page"]
    assert passed == {"record": 2, "status": 2, "type": 1}


def test_charsets_and_encodings_of_the_transfer(tmp_path: Path) -> None:
    old = page(1, charset="utf-8").replace(b'<meta charset="utf-8">', b"").decode().encode("cp1252")
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page(3)[:90], page(3)[90:], b""))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        record(1, old, type="text/html; charset=ISO-8859-1")
        + record(2, gzip.compress(page(2)), headers=[("Content-Encoding", "gzip")])
        + record(3, chunked, headers=[("Transfer-Encoding", "chunked")])
    )
    found, errors, _ = read(path)
    assert not errors
    assert [article.title for article in found] == ["Dépêche 1", "Dépêche 2", "Dépêche 3"]
    assert all(WORDS in article.text for article in found)


def test_the_day_of_the_crawl_is_no_day_of_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(record(1, page(1, day=False)))
    (article,), _, _ = read(path)
    assert article.published is None and article.retrieved == date.fromisoformat(CRAWLED[:10])
    (article,), _, _ = read(path, published="2023-02-03")
    assert article.published == date(2023, 2, 3)


PACKED = gzip.compress(page(1))
CHUNKED, GZIP = ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")
ENCODED = {
    "brotli": (brotli.compress(page(1)), [("Content-Encoding", "br")]),
    "deflate": (zlib.compress(page(1)), [("Content-Encoding", "deflate")]),
    "bare deflate": (zlib.compress(page(1), wbits=-15), [("Content-Encoding", "deflate")]),
    "x-gzip": (PACKED, [("Content-Encoding", "x-gzip")]),
    "chunks of gzip": (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED), [CHUNKED, GZIP]),
    "gzip is said, and is not": (page(1), [GZIP]),
    "chunks are said, and are not": (page(1), [CHUNKED]),
    "Brotli is said, and is not": (page(1), [("Content-Encoding", "br")]),
}  # fmt: skip


@pytest.mark.parametrize("name", ENCODED)
@pytest.mark.parametrize("parse", [warc.with_warcio, warc.with_fastwarc])
def test_what_http_did_to_a_page_is_undone(name: str, parse: Callable[[bytes, int], warc.Response]) -> None:
    if parse is warc.with_fastwarc:
        pytest.importorskip("fastwarc")
    body, headers = ENCODED[name]
    (piece,) = pieces(record(1, body, headers=headers))
    assert parse(piece.content, 10**6).body == page(1)
    assert len(parse(piece.content, 100).body) == 100


def test_both_libraries_give_the_same() -> None:
    pytest.importorskip("fastwarc")
    bodies = [
        record(1, page(1), packed=False),
        record(2, gzip.compress(page(2)), headers=[("Content-Encoding", "gzip")], packed=False),
        record(3, page(3), status="404 Not Found", type="TEXT/HTML; charset=utf-8", packed=False),
        record(4, b"", packed=False),
    ]
    contents = [piece.content for body in bodies for piece in pieces(body)]
    assert len(contents) == 4
    assert [warc.with_fastwarc(one, 10**7) for one in contents] == [warc.with_warcio(one, 10**7) for one in contents]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.warc", b"", "is empty"),
        ("a.warc.gz", b"<html>404</html>", "despite its name"),
        ("a.warc.gz", gzip.compress(b"{}", mtime=0), "despite its name"),
        ("a.warc.gz", info(), "holds no page"),
        ("a.warc", info(packed=False)[:-30], "cut short"),
    ],
)
def test_archives_that_are_none(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=what) as caught:
        list(ingest.load(path))
    assert caught.value.where.startswith(str(path)) and caught.value.remedy


def address(piece: splitting.Piece) -> str | None:
    try:
        return warc.parse("here", piece.content, 10**6).url
    except InputError:
        return None


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.integers(0, 5), st.floats(0, 1), st.binary(min_size=1, max_size=30))
def test_damage_costs_no_more_than_the_records_it_lies_in(packed: bool, where: int, at: float, noise: bytes) -> None:
    written = list(records(6, packed=packed))
    place = int(at * (len(written[where]) - 1))
    written[where] = written[where][:place] + noise + written[where][place + len(noise) :]
    found = {address(one) for one in pieces(b"".join(written)) if not one.failure}
    lost = {where, where + 1} if place + len(noise) > len(written[where]) - 8 or not packed else {where}
    assert {url(n) for n in range(6) if n + 1 not in lost} <= found


def test_a_large_record_is_let_go_as_it_comes(tmp_path: Path) -> None:
    big = record(1, page(1) + b" " * 3_000_000, packed=False)
    other = record(2, b"\0" * 3_000_000, type="video/mp4", packed=False)
    content = big + other + record(3, page(3), packed=False)
    first, second, third = pieces(content, limit=1_000_000)
    assert first.large and second.large and not third.large and not third.failure
    assert len(first.content) < 100_000
    path = tmp_path / "a.warc"
    path.write_bytes(content)


def test_standard_input_is_read_as_it_comes_in_bounded_memory(tmp_path: Path) -> None:
    """300 MB of a pipe, in a process that may not hold 200 MB more than it starts with."""
    script = (
        "import resource, sys\nfrom collections import Counter\nfrom palabre import ingest\n"
        "from palabre.ingest import page, warc\nlist(ingest.load(sys.argv[1]))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\npassed = Counter()\n"
        "n = sum(1 for _ in ingest.load('-', passed=passed))\n"
        "print(n, passed['type'], (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    small = tmp_path / "small.warc"
    small.write_bytes(record(1, page(1), packed=False))
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(small)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False
    )
    assert process.stdin and process.stdout
    video = record(9, b"\0" * 10_000_000, type="video/mp4", packed=False)
    for number in range(30):
        process.stdin.write(video + record(number, page(number), packed=False))
    process.stdin.close()
    count, others, grown = map(int, process.stdout.read().split())
    assert process.wait() == 0
    assert (count, others) == (30, 30)
    assert grown < 100


def test_the_iterator_of_warcio_finds_what_ours_finds() -> None:
    content = b"".join(records(50, packed=True))
    theirs = [one.rec_headers.get_header("WARC-Record-ID") for one in ArchiveIterator(io.BytesIO(content))]
    ours = [one.content.split(b"WARC-Record-ID: ")[1].split(b"\r\n")[0].decode() for one in pieces(content)]
    assert ours == theirs
