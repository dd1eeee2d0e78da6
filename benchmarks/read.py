"""Speed and memory of reading: ``python benchmarks/read.py [FILE|FOLDER]... [--repeat N] [--json]``.

Reads the bundled dispatches (repeated) and, where they are, the coded articles beside the repository, on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

ROOT = Path(__file__).resolve().parent.parent
DISPATCHES = ROOT / "src/palabre/data/fr/dispatches"
CODED = ROOT.parent / "shared/gold/articles.jsonl"
COLD_RUNS = 5


def main() -> None:
    options = read_options()
    figures = {"machine": machine(), "cold start of palabre read (s)": cold_start(), **measure(options)}
    if options.json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", help="articles to read instead of the dispatches and the coded articles")
    parser.add_argument("--repeat", type=int, default=5, help="how often the inputs are read (default 5)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args()


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, one core used"


def cold_start() -> float:
    """Median seconds of a whole `palabre read` of one short file, from nothing."""
    call = [sys.executable, "-m", "palabre", "read", str(next(iter(sorted(DISPATCHES.glob("*.txt")))))]
    times = []
    for _run in range(COLD_RUNS):
        begun = time.perf_counter()
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        times.append(time.perf_counter() - begun)
    return round(statistics.median(times), 2)


def measure(options: argparse.Namespace) -> dict[str, float | int]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    begun = time.perf_counter()
    from palabre import ingest, knowledge, parse, pipeline

    known = knowledge.load()
    known_at = time.perf_counter()
    parser = parse.load()
    loaded = time.perf_counter()
    articles = list(ingest.load_all(inputs(options.inputs), on_error=lambda error: None)) * options.repeat
    ingested = time.perf_counter()
    documents = list(parser.parse_many(articles))
    parsed = time.perf_counter()
    readings = [pipeline.read_document(document, known) for document in documents]
    done = time.perf_counter()
    sentences = sum(len(document.sentences) for document in documents)
    return {
        "loading data and code (s)": round(known_at - begun, 2),
        "loading the parser (s)": round(loaded - known_at, 2),
        "articles": len(articles),
        "sentences": sentences,
        "events": sum(len(reading.events) for reading in readings),
        "articles per second": round(len(articles) / (done - loaded), 1),
        "sentences per second": round(sentences / (done - loaded)),
        "of the time, ingest (%)": round(100 * (ingested - loaded) / (done - loaded)),
        "of the time, parse (%)": round(100 * (parsed - ingested) / (done - loaded)),
        "of the time, mentions, events and facts (%)": round(100 * (done - parsed) / (done - loaded)),
        "peak memory (MB)": round(peak_bytes() / 1e6),
    }


def inputs(named: Sequence[str]) -> list[str]:
    if named:
        return list(named)
    return [str(DISPATCHES), *([str(CODED)] if CODED.exists() else [])]


def peak_bytes() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


if __name__ == "__main__":
    main()
