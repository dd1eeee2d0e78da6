"""Speed and memory of reading a web archive: ``python benchmarks/archives.py [--records N] [--repeat N] [--json]``.

Writes an archive of made-up pages of news (some 30 KB each, as outlets' pages are, with menus, scripts and links), then
reads it on one core: with warcio alone (its iterator, every payload decoded), with our splitter and parser, which find
every bad record, and whole, up to articles; then again with all pages known, as an ingestion that is started anew does.
The best of several runs counts. Memory is that of a process of its own that reads the whole archive.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from palabre import ingest
from palabre.ingest import records, warc
from palabre.knowledge.files import data_path

Figures = dict[str, float | int | str]
LIMIT = 20_000_000


def main() -> None:
    options = read_options()
    if options.memory:
        before = peak()
        count = sum(1 for _ in ingest.load(options.memory, on_error=lambda error: None))
        print(json.dumps({"articles": count, "before": before, "peak": peak()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder) / "news.warc.gz", options)
    if options.json:
        print(json.dumps({"machine": machine(), **figures}, indent=2, ensure_ascii=False))
        return
    print(machine())
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2_000, help="how many pages (default 2000)")
    parser.add_argument("--repeat", type=int, default=3, help="how many runs, of which the best counts (default 3)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--memory", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, one core used"


def peak() -> int:
    """Most memory used so far, in MB; that of the process before it is no part of it where the system says so."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM")) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def pages(count: int) -> Iterator[bytes]:
    """Pages around the sentences of the bundled chronicle, each different."""
    rng = Random(5)
    lines = [line for path in sorted(data_path("fr/chronicle").glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    rows = [json.loads(line) for line in lines]
    menu = "".join(f'<li><a href="/rubrique/{n}">Rubrique {n}</a></li>' for n in range(60))
    script = "window.dataLayer=window.dataLayer||[];" * 200
    for number in range(count):
        row = rng.choice(rows)
        body = "".join(f"<p>{part} ({number})</p>" for part in row["text"].split("\n\n")[1:])
        links = "".join(f'<a href="/{rng.random()}">{rng.choice(rows)["title"]}</a>' for _ in range(40))
        on = date(2023, 1, 1) + timedelta(number % 365)
        yield (
            f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{row["title"]}</title>'
            f'<meta property="article:published_time" content="{on}T08:00:00Z"><script>{script}{rng.random()}</script>'
            f"</head><body><nav><ul>{menu}</ul></nav><article><h1>{row['title']}</h1>{body}</article>"
            f"<aside>{links}</aside><footer>Tous droits réservés</footer></body></html>"
        ).encode()


def write(path: Path, count: int) -> int:
    """Write the archive; how many bytes its pages have."""
    size = 0
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, body in enumerate(pages(count)):
            size += len(body)
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            made = writer.create_warc_record(
                f"https://exemple.org/{number}", "response", payload=io.BytesIO(body), http_headers=http
            )
            writer.write_record(made)
    return size


def measure(path: Path, options: argparse.Namespace) -> Figures:
    size = write(path, options.records)
    ways: dict[str, Callable[[Path], int]] = {
        "warcio alone": with_warcio,
        "split, every record checked": split_only,
        "split and parsed by warcio": lambda path: parsed(path, warc.with_warcio),
        "split and parsed by fastwarc": lambda path: parsed(path, warc.with_fastwarc),
        "all pages known": lambda path: sum(1 for _ in ingest.load(path, skip=lambda where, content: True)),
        "articles": lambda path: sum(1 for _ in ingest.load(path, on_error=lambda error: None)),
    }
    best = {name: min(timed(way, path) for _ in range(options.repeat)) for name, way in ways.items()}
    figures: Figures = {
        "pages": options.records,
        "bytes a page, packed": path.stat().st_size // options.records,
        "bytes a page": size // options.records,
    }
    for name, seconds in best.items():
        figures[f"{name}: pages a second"] = round(options.records / seconds)
        figures[f"{name}: time by that of warcio alone"] = round(seconds / best["warcio alone"], 2)
    call = [sys.executable, __file__, "--memory", str(path)]
    used = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return {**figures, "memory before, peak (MB)": f"{used['before']}, {used['peak']}"}


def timed(way: Callable[[Path], int], path: Path) -> float:
    begun = time.process_time()
    way(path)
    return time.process_time() - begun


def with_warcio(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(len(one.content_stream().read()) for one in ArchiveIterator(stream))


def split_only(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(not piece.failure for piece in records.split(stream, LIMIT))


def parsed(path: Path, parse: Callable[[bytes, int], warc.Response]) -> int:
    with path.open("rb") as stream:
        return sum(len(parse(piece.content, LIMIT).body) for piece in records.split(stream, LIMIT))


if __name__ == "__main__":
    main()
