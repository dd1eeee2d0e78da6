"""A folder of inputs of every kind, batches of it, and what two of them have alike."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from palabre.batch import run
from palabre.batch.model import How
from palabre.knowledge.files import data_path

DISPATCHES = data_path("fr/dispatches")
INPUTS, SIZE = 12, 4
ENGLISH = "The government of Niger has suspended all cooperation with the European Union, officials said on Monday."


def inputs(folder: Path) -> Path:
    """Some dispatches, an empty file, one in English, an undated one, and JSON lines, one of them broken."""
    news = folder / "news"
    news.mkdir()
    for path in sorted(DISPATCHES.iterdir())[:6]:
        shutil.copy(path, news)
    (news / "2023-08-01-empty.txt").write_bytes(b"")
    (news / "2023-08-02-english.txt").write_text(ENGLISH, encoding="utf-8")
    (news / "2023-08-03-undated.txt").write_text("Le Niger a rappelé lundi son ambassadeur au Bénin.", encoding="utf-8")
    told = [
        json.dumps({"text": "Le Mali a fermé sa frontière avec le Niger.", "published": "2023-08-05", "source": "a"}),
        "{broken",
        json.dumps({"text": "Paris a suspendu son aide au Mali.", "published": "2023-08-06", "url": "https://x.org/1"}),
    ]
    (news / "2023-08-05-lines.jsonl").write_text("\n".join(told) + "\n", encoding="utf-8")
    return news


def batch(news: Path, output: Path, engine: Any, **how: Any) -> run.Outcome:
    """A batch of a folder, as the command makes it."""
    settings = How(**{"shard_size": SIZE, **how})
    return run.run([str(news)], settings, output=str(output), engine=engine, version="test", told=run.Told())


def shards(output: Path) -> dict[str, bytes]:
    """The shards of a batch."""
    return {path.name: path.read_bytes() for path in sorted((output / "shards").iterdir())}


def rows(output: Path) -> list[dict[str, Any]]:
    """The rows of a batch, in order."""
    import pyarrow.parquet

    paths = sorted((output / "shards").glob("*.parquet"))
    return [row for path in paths for row in pyarrow.parquet.ParquetFile(path).read().to_pylist()]


def palabre(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "palabre", "--interface", "en", *arguments]
    usual = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "preexec_fn": heed_interruptions}
    return subprocess.Popen(command, **{**usual, **options})


def heed_interruptions() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so would those that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
