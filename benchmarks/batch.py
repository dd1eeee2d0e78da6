"""What reading very many articles takes: with one process, with two, and with Ray; time, processor time, memory, bytes.

``python benchmarks/batch.py [--articles N] [--jobs N]... [--ray] [--repeat N] [--json]``. The articles are the bundled
dispatches and chronicle, again and again with other days, towns and figures, so that none is a copy.
The speed-up of two processes is that of the time by the clock; where other programs run beside, ``--repeat`` takes the
best of several, and ``processor`` (of all processes, a million articles) tells what does not depend on them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from palabre import ingest
from palabre.knowledge.files import data_path
from palabre.types import Article

TOWNS = (
    "Niamey",
    "Bamako",
    "Ouagadougou",
    "Agadez",
    "Gao",
    "Dakar",
    "Abuja",
    "Cotonou",
    "Ndjamena",
    "Tillabéri",
    "Tahoua",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One way of reading: seconds by the clock, processor seconds, memory of the largest moment, bytes written."""

    engine: str
    jobs: int
    articles: int
    seconds: float
    processor: float
    start: float
    memory_mb: float
    driver_mb: float
    bytes: int

    @property
    def rate(self) -> float:
        """Articles a second, once all is loaded."""
        return self.articles / max(self.seconds - self.start, 0.001)


def articles(number: int) -> Iterator[dict[str, str]]:
    """So many articles, each another one."""
    folders = [data_path("fr/dispatches"), data_path("fr/chronicle")]
    found = list(ingest.load_all(folders, on_error=lambda _error: None))
    for n in range(number):
        yield _varied(found[n % len(found)], n // len(found), n)


def _varied(article: Article, turn: int, number: int) -> dict[str, str]:
    """An article told on another day, of another town, with other figures."""
    rng, text = Random(number), article.text
    if turn:
        for town in TOWNS:
            text = text.replace(f" {town} ", f" {rng.choice(TOWNS)} ")
        text = "".join(str(rng.randint(1, 9)) if c in "3456789" and rng.random() < 0.3 else c for c in text)
    day = article.published and article.published + timedelta(days=turn)
    return {"source": f"{article.source}-{turn}", "published": str(day or "2024-01-01"), "text": text}


def measure(source: Path, output: Path, *, engine: str, jobs: int, number: int) -> Measure:
    """Read ``source`` with a command of its own."""
    command = [sys.executable, "-m", "palabre", "batch", str(source), "--output", str(output), "--jobs", str(jobs)]
    begun, first = time.monotonic(), 0.0
    one = subprocess.Popen([*command, "--engine", engine, "--shard-size", "100"], stdout=subprocess.DEVNULL)
    used = Used(one.pid)
    while one.poll() is None:
        used.look()
        if not first and any(output.glob("shards/part-*")):
            first = time.monotonic() - begun
        time.sleep(0.2)
    seconds = time.monotonic() - begun
    sizes = [path.stat().st_size for path in output.glob("shards/part-*")]
    # The first shard took its own share of the reading, too: the rest is loading.
    start = max(first - (seconds - first) / max(len(sizes) - 1, 1), 0.0)
    return Measure(engine, jobs, number, seconds, used.seconds, start, used.all, used.driver, sum(sizes))


class Used:
    """What a process and all below it use: processor seconds, and the most memory at one moment, in MB."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.all = self.driver = 0.0
        self._ticks: dict[int, int] = {}

    @property
    def seconds(self) -> float:
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def look(self) -> None:
        found = {}
        for pid in _tree(self.pid):
            with suppress(OSError, IndexError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                self._ticks[pid] = int(fields[11]) + int(fields[12])
                found[pid] = _memory(pid)
        self.all, self.driver = max(self.all, sum(found.values())), max(self.driver, found.get(self.pid, 0.0))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                yield from _tree(int(child))


def _memory(pid: int) -> float:
    """What a process holds, in MB, of shared pages its share."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def report(measures: Sequence[Measure]) -> str:
    """A line for each way; cpu and bytes are of one article, MB of all processes together."""
    base = next(one for one in measures if one.engine == "local" and one.jobs == min(m.jobs for m in measures))
    heads = (
        "engine",
        "jobs",
        "seconds",
        "loading",
        "articles/s",
        "speed-up",
        "efficiency",
        "cpu ms",
        "MB",
        "driver MB",
        "bytes",
    )
    lines = ["".join(f"{head:>12}" for head in heads)]
    for one in measures:
        speed = one.rate / base.rate
        row = (
            one.engine, one.jobs, f"{one.seconds:.1f}", f"{one.start:.1f}", f"{one.rate:.1f}", f"{speed:.2f}",
            f"{speed * base.jobs / one.jobs:.2f}", f"{one.processor / one.articles * 1000:.1f}",
            f"{one.memory_mb:.0f}", f"{one.driver_mb:.0f}", f"{one.bytes / one.articles:.0f}",
        )  # fmt: skip
        lines.append("".join(f"{value:>12}" for value in row))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, action="append")
    parser.add_argument("--ray", action="store_true", help="measure Ray too, with the largest number of jobs")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    jobs = asked.jobs or [1, 2]
    ways = [("local", number) for number in jobs] + ([("ray", max(jobs))] if asked.ray else [])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "news.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in articles(asked.articles))
        best: dict[tuple[str, int], Measure] = {}
        for turn in range(asked.repeat):
            for engine, number in ways:
                output = Path(folder) / f"{engine}-{number}-{turn}"
                one = measure(source, output, engine=engine, jobs=number, number=asked.articles)
                best[engine, number] = min(best.get((engine, number), one), one, key=lambda m: m.seconds)
    print(json.dumps([asdict(one) for one in best.values()]) if asked.json else report(list(best.values())))


if __name__ == "__main__":
    main()
