"""Speed, size and memory of the ledger: ``python benchmarks/ledger.py [--reports N]... [--json] [--keep FOLDER]``.

Records generated readings (``benchmarks/generator.py``) in batches of a thousand articles on one core, then asks each
question some twenty times, then builds all views anew. Making the readings is not counted. ``--processor`` counts the
time of the processor instead of that of the clock, for a machine that has other work.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import generator

BATCH, ASKED = 1_000, 20
DEFAULT = (10_000, 100_000)
LAST = generator.SINCE + timedelta(generator.DAYS)
Figures = dict[str, float | int | str]
Clock = Callable[[], float]


def main() -> None:
    options = read_options()
    if options.one:
        clock = time.process_time if options.processor else time.perf_counter
        print(json.dumps(measure(options.one, Path(options.keep), clock)))
        return
    columns = {reports: in_own_process(reports, options) for reports in options.reports or DEFAULT}
    if options.json:
        print(json.dumps({"machine": machine(), **columns}, indent=2, ensure_ascii=False))
        return
    print(machine())
    show(columns)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="+", help="how many reports to record (default 10000 100000)")
    parser.add_argument("--keep", default="", help="a folder to leave the ledgers in")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--processor", action="store_true", help="count processor time")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, one core used"


def in_own_process(reports: int, options: argparse.Namespace) -> Figures:
    """The figures of one size; a process of its own tells its memory."""
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, __file__, "--one", str(reports), "--keep", options.keep or folder]
        call += ["--processor"] * options.processor
        return dict(json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout))


def show(columns: Mapping[int, Figures]) -> None:
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    width = max(map(len, names))
    print(f"{'reports':<{width}}" + "".join(f"{reports:>18,}".replace(",", " ") for reports in columns))
    for name in names:
        print(f"{name:<{width}}" + "".join(f"{figures.get(name, ''):>18}" for figures in columns.values()))


def measure(reports: int, folder: Path, clock: Clock) -> Figures:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{reports}.db"
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        file.unlink(missing_ok=True)
    return ingest(path, reports, clock) | ask(path, clock) | rebuild(path, clock)


def batches(reports: int) -> Iterator[list[Any]]:
    readings = generator.generate(reports)
    while batch := list(islice(readings, BATCH)):
        yield batch


def ingest(path: Path, reports: int, clock: Clock) -> Figures:
    from palabre.ledger import Recorded, Writer

    generator.world(0)
    before, spent, slowest = peak_bytes(), 0.0, 0.0
    done = Recorded()
    with Writer(path, version="bench", today=date(2026, 1, 1)) as writer:
        for batch in batches(reports):
            begun = clock()
            part = writer.record(batch)
            last = clock() - begun
            spent += last
            done.add(part)
            if len(batch) == BATCH:
                slowest = max(slowest, last / part.reports)
        begun = clock()
        writer.settle()
        spent += clock() - begun
    return {
        "articles": done.read,
        "statements": done.statements,
        "events": done.new_events,
        "reports per second": round(done.reports / spent),
        "reports per second, slowest batch": round(1 / slowest) if slowest else "",
        "bytes a report": round(path.stat().st_size / done.reports),
        "peak memory of ingest (MB)": round(peak_bytes() / 1e6),
        "of that, before it began (MB)": round(before / 1e6),
    }


def ask(path: Path, clock: Clock) -> Figures:
    from palabre.ledger.reader import Ledger

    rng, figures = random.Random(1), {}
    with Ledger(path) as ledger:
        ids = [one.id for one in ledger.events(limit=200)] + [one.id for one in ledger.events(sort="-date", limit=200)]
        for name, question in questions(ledger, rng, ids).items():
            times = sorted(timed(question, clock) for _ in range(ASKED))
            figures[f"{name} (ms)"] = f"{statistics.median(times):.1f} / {times[int(0.95 * ASKED) - 1]:.1f}"
    return {"each question": "median / p95", **figures}


def timed(question: Callable[[], object], clock: Clock) -> float:
    begun = clock()
    question()
    return 1000 * (clock() - begun)


def questions(ledger: Any, rng: random.Random, ids: list[str]) -> dict[str, Callable[[], object]]:
    """What to measure, each time of another country and day."""

    def country() -> str:
        return rng.choice(generator.CODES[:12])

    def day() -> date:
        return generator.SINCE + timedelta(rng.randrange(generator.DAYS))

    def page(**filters: Any) -> object:
        return list(ledger.events(limit=50, **filters))

    return {
        "state of two": lambda: ledger.state("FRA", country(), on=day()),
        "state of one": lambda: ledger.state(country(), on=day()),
        "state, as known then": lambda: ledger.state(country(), "FRA", on=day(), known_on=day()),
        "who": lambda: ledger.who("president", country(), on=day()),
        "who, as known then": lambda: ledger.who("president", country(), on=day(), known_on=day()),
        "why": lambda: ledger.why(rng.choice(ids), on=LAST),
        "event": lambda: ledger.event(rng.choice(ids)),
        "events": page,
        "events, latest": lambda: page(sort="-date"),
        "events country": lambda: page(country=country()),
        "events actor": lambda: page(actor=country()),
        "events dyad": lambda: page(dyad=f"{country()}-{country()}"),
        "events type": lambda: page(type="SANCTION"),
        "events type, mode": lambda: page(type="COERCE", mode="arrest"),
        "events theme": lambda: page(theme="aid"),
        "events status": lambda: page(status="future"),
        "events days": lambda: page(since=day(), until=LAST),
        "events place": lambda: page(place=country()),
        "events text": lambda: page(text="pris une base"),
        "events rare text": lambda: page(text="Keïta"),
        "events disputed": lambda: page(disputed=True),
        "events independent": lambda: page(min_independent=3),
        "events deaths": lambda: page(sort="deaths"),
        "events country, type, days": lambda: page(country=country(), type="ASSAULT", since=day()),
        "changes of a week": lambda: ledger.changes(LAST - timedelta(7)),
        "stats": lambda: ledger.stats(),
    }


def rebuild(path: Path, clock: Clock) -> Figures:
    from palabre.ledger import Writer, revise

    with Writer(path, version="bench", today=date(2026, 1, 1)) as writer:
        begun = clock()
        revise.rebuild(writer)
        spent = clock() - begun
    return {
        "building all views anew (s)": round(spent, 1),
        "peak memory of all, mapped file included (MB)": round(peak_bytes() / 1e6),
    }


def peak_bytes() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


if __name__ == "__main__":
    main()
