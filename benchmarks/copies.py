"""Time and memory of finding copies: ``python benchmarks/copies.py [--articles N] [--json]``.

Records made-up articles of some 250 words over a hundred days, on one core: three in ten are copies of one of the
last days with up to two fifths of their sentences dropped or edited, the others are words of the bundled chronicle in
another order; one in five carries one of four lines that many outlets print. They tell no event, so that what is
measured is the article's own row, its fingerprints, and the search for what it repeats. Times are the processor's.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from palabre.knowledge.files import data_path
from palabre.ledger import Writer, copies, record
from palabre.ledger.store import create
from palabre.types import Article, Reading

BATCH, DAYS, SENTENCES, WORDS = 1_000, 100, 12, 20
LINES = tuple(
    f"Ligne {n} que bien des journaux mettent au bas de leurs articles, sans y penser davantage." for n in "abcd"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many (default 100000)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder) / "palabre.db", options.articles)
    if options.json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value}")


def measure(path: Path, count: int) -> dict[str, float | int | str]:
    create(path).close()
    truth, times, memory = dict[str, str](), list[float](), list[int]()
    prints, joining = Timed(copies.fingerprints), Timed(copies.join_voices)
    record.copies = SimpleNamespace(fingerprints=prints, join_voices=joining)  # type: ignore[assignment]
    with Writer(path) as writer:
        for batch in batches(count):
            truth.update((article.id, first) for article, first in batch)
            begun = time.process_time()
            writer.record(Reading(article, (), (), ()) for article, _ in batch)
            times.append(time.process_time() - begun)
            memory.append(resident())
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, one core used",
        "articles": count,
        "ms an article: recording, all of it": round(1000 * sum(times) / count, 2),
        "ms an article: in the first tenth, in the last": f"{tenth(times, 0)}, {tenth(times, 9)}",
        "ms an article: of that, its fingerprints": round(1000 * prints.spent / count, 2),
        "ms an article: of that, finding what it repeats": round(1000 * joining.spent / count, 2),
        **stored(path, count),
        **found(path, truth),
        "memory (MB): after a tenth, at the end": f"{memory[len(memory) // 10]}, {memory[-1]}",
    }


class Timed:
    """A function whose calls are timed."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.spent = function, 0.0

    def __call__(self, *given: Any) -> Any:
        begun = time.process_time()
        try:
            return self.function(*given)
        finally:
            self.spent += time.process_time() - begun


def tenth(times: list[float], which: int) -> float:
    size = max(len(times) // 10, 1)
    part = times[-size:] if which == 9 else times[which * size : (which + 1) * size]
    return round(1000 * sum(part) / (len(part) * BATCH), 2)


def resident() -> int:
    """Memory in use, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def batches(count: int) -> Iterator[list[tuple[Article, str]]]:
    """Articles with the id of the first of those that they are copies of."""
    rng, recent = Random(11), list[tuple[Article, str]]()
    words = " ".join(json.loads(line)["text"] for line in chronicle()).split()
    for start in range(0, count, BATCH):
        batch = []
        for number in range(start, min(start + BATCH, count)):
            on = date(2024, 1, 1) + timedelta(number * DAYS // count)
            batch.append(made := one(rng, words, recent, on, number))
            recent.append(made)
        recent = recent[-max(5 * count // DAYS, 50) :]
        yield batch


def chronicle() -> Iterator[str]:
    for path in sorted(data_path("fr/chronicle").glob("*.jsonl")):
        yield from path.read_text(encoding="utf-8").splitlines()


def one(rng: Random, words: list[str], recent: list[tuple[Article, str]], on: date, number: int) -> tuple[Article, str]:
    if recent and rng.random() < 0.3:
        source, first = rng.choice(recent)
        text = changed(source.text, rng)
    else:
        text = "\n".join(" ".join(rng.choices(words, k=WORDS)) for _ in range(SENTENCES))
        first = f"{number:016x}"
    if rng.random() < 0.2:
        text += "\n" + rng.choice(LINES)
    key = f"{number:016x}"
    return Article(key, f"{number}.txt", text, "fr", on, None, f"Journal {rng.randrange(300)}"), first


def changed(text: str, rng: Random) -> str:
    """A copy: up to two fifths of the sentences dropped, or edited in two of their words."""
    rate, kept = rng.choice((0.0, 0.1, 0.2, 0.3, 0.4)), list[str]()
    for sentence in text.split("\n"):
        if rng.random() >= rate:
            kept.append(sentence)
        elif rng.random() < 0.5:
            words = sentence.split()
            for at in rng.sample(range(len(words)), 2):
                words[at] = "notamment"
            kept.append(" ".join(words))
    return "\n".join(kept or text.split("\n")[:3])


def stored(path: Path, count: int) -> dict[str, float]:
    """Bytes on the disk: of the fingerprints, and of all."""
    one = sqlite3.connect(path)
    rows = one.execute("SELECT count(*) FROM fingerprint").fetchone()[0]
    pages = 0
    try:
        (pages,) = one.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'fingerprint'").fetchone()
    except sqlite3.OperationalError:  # this SQLite was built without it
        pages = rows * 20
    one.close()
    return {
        "fingerprints an article": round(rows / count, 1),
        "bytes an article: fingerprints": round(pages / count),
        "bytes an article: the whole ledger": round(path.stat().st_size / count),
    }


def found(path: Path, truth: dict[str, str]) -> dict[str, float]:
    """Of the copies, how many speak with the voice of what they copy; of all links, how many are right."""
    one = sqlite3.connect(path)
    voices = dict(one.execute("SELECT key, voice FROM article"))
    one.close()
    linked = {key for key, voice in voices.items() if voice != key}
    copied = {key for key, first in truth.items() if first != key}
    right = sum(truth[key] == truth[voices[key]] for key in linked)
    return {
        "copies found (%)": round(100 * sum(voices[key] == voices[truth[key]] for key in copied) / len(copied), 2),
        "links that are right (%)": round(100 * right / max(len(linked), 1), 2),
    }


if __name__ == "__main__":
    main()
