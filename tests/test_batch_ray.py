"""The engine of a cluster, on a Ray cluster of two workers on this machine."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import poison
import pytest
from batches import batch, inputs, rows, shards

from palabre.batch import cluster, run
from palabre.errors import BatchError

ray = pytest.importorskip("ray", reason="needs palabre[scale]")


@pytest.fixture(scope="module")
def two() -> Iterator[Any]:
    """The engine of a cluster of two workers."""
    engine = cluster.cluster(jobs=2)
    cluster.begin(None, 2)
    yield engine
    ray.shutdown()


def test_the_shards_of_a_cluster_are_those_of_one_process(two: Any, tmp_path: Path) -> None:
    news = inputs(tmp_path)
    batch(news, tmp_path / "whole", run.processes(1))
    killed = threading.Event()
    threading.Thread(target=kill_a_worker, args=(killed,), daemon=True).start()
    batch(news, tmp_path / "ray", two)
    assert shards(tmp_path / "ray") == shards(tmp_path / "whole")
    if Path("/proc/self").exists():
        assert killed.is_set(), "no worker was killed"


def kill_a_worker(killed: threading.Event) -> None:
    """Kill the first actor that reads."""
    while not killed.is_set():
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if b"MapWorker(MapBatches(Reader)).submit" in path.read_bytes():
                    os.kill(int(path.parent.name), signal.SIGKILL)
                    killed.set()
                    return
        time.sleep(0.005)


def test_an_article_that_ends_its_process_is_given_up(
    two: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [json.dumps({"text": text, "source": str(n)}) for n, text in enumerate(("Le Mali.", poison.DEADLY, "Oui."))]
    (tmp_path / "a.jsonl").write_text("\n".join(told), encoding="utf-8")
    monkeypatch.setattr(cluster.rows, "read", poison.read)
    done = batch(tmp_path / "a.jsonl", tmp_path / "out", two)
    assert (done.counts["read"], done.counts["failed"]) == (2, 1)
    assert [row["outcome"] for row in rows(tmp_path / "out")] == ["read", "failed", "read"]


def test_a_cluster_that_does_not_answer_is_told() -> None:
    with pytest.raises(BatchError, match="does not answer") as error:
        cluster.begin("127.0.0.1:1", 2)
    assert "--ray-address" in error.value.remedy
