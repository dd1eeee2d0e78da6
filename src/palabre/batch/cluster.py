"""The engine of a cluster: Ray Data takes portions apart wherever there is room, and actors read their chunks.

Each actor keeps one reading process (``processes``), so an article that ends a process costs neither the actor nor the
batch; an actor or a machine that is lost is replaced by Ray, and its chunks are read again.
"""

from __future__ import annotations

import os
import pickle
import socket
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import palabre
from palabre.batch import plan, rows
from palabre.batch.model import Chunk, How, Portion
from palabre.batch.processes import Readers
from palabre.batch.run import Engine
from palabre.batch.worker import Task
from palabre.errors import BatchError, ExtraError

# Blocks of some chunks each, so that one large file is shared out among the actors, too.
BLOCK = 64 * 1024
CUTTING = 0.1
# No statistics are sent, and what Ray has to say goes to its logs.
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DATA_LOG_LEVEL": "ERROR",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}
WAIT = 5.0


def cluster(address: str | None = None, *, jobs: int) -> Engine:
    """The engine of the cluster at ``address``, or of one on this machine; ``jobs`` is the number of actors."""

    def read(portions: Sequence[Portion], how: How) -> Iterator[tuple[Chunk, list[bytes]]]:
        ray = _ray()
        begun = not ray.is_initialized()
        if begun:
            begin(address, jobs)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Ray warns of its own settings, and of inputs that are few
                yield from _read(portions, how, jobs)
        finally:
            if begun:
                ray.shutdown()

    return read


class Reader:
    """An actor: reads the chunks of a block."""

    def __init__(self, task: bytes, path: Sequence[str]) -> None:
        sys.path.extend(one for one in path if one not in sys.path)
        self._readers = Readers(pickle.loads(task), jobs=1)

    def __call__(self, block: Any) -> Any:
        """Rows with ``head`` and ``entries``: the same heads, with the ``rows`` that were read."""
        heads, entries = (block.column(name).to_pylist() for name in ("head", "entries"))
        found = [pickle.dumps(self._readers.ask(pickle.loads(one))) for one in entries]
        return rows.arrow().table({"head": heads, "rows": found})


def _read(portions: Sequence[Portion], how: How, jobs: int) -> Iterator[tuple[Chunk, list[bytes]]]:
    import ray.data

    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.target_max_block_size, context.enable_progress_bars = BLOCK, False
    task = pickle.dumps(Task(rows.read, how.overlays))
    found = (
        ray.data.from_items([{"portion": pickle.dumps(one)} for one in portions], override_num_blocks=len(portions))
        .map_batches(_chunks, batch_size=1, batch_format="pyarrow", fn_args=(how,), num_cpus=CUTTING)
        .map_batches(
            Reader, batch_size=1, batch_format="pyarrow", fn_constructor_args=(task, sys.path),
            compute=ray.data.ActorPoolStrategy(size=jobs), num_cpus=1,
        )
    )  # fmt: skip
    for block in found.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=1):
        for head, answers in zip(block.column("head").to_pylist(), block.column("rows").to_pylist(), strict=True):
            yield pickle.loads(head), pickle.loads(answers)


def _chunks(block: Any, how: How) -> Iterator[Any]:
    """The chunks of the portions of a block, a row each."""
    pa = rows.arrow()
    for portion in block.column("portion").to_pylist():
        for chunk in plan.chunks(pickle.loads(portion), how):
            head = pickle.dumps(replace(chunk, entries=()))
            yield pa.table({"head": [head], "entries": [pickle.dumps(chunk.entries)]})


def _ray() -> Any:
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ExtraError(
            "--engine ray", "Ray is not installed", "install palabre[scale], or leave --engine out"
        ) from error
    return ray


def begin(address: str | None, jobs: int) -> None:
    """Join the cluster at ``address``, or make one on this machine; raises BatchError where it does not answer."""
    ray = _ray()
    where = address or os.environ.get("RAY_ADDRESS")
    if where and where != "local":
        _knock(where)
        told: dict[str, Any] = {"address": where}
    else:
        root = str(Path(palabre.__file__).resolve().parent.parent)
        paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        # One more for what cuts the portions into chunks.
        told = {"num_cpus": jobs + 1, "include_dashboard": False, "runtime_env": {"env_vars": {"PYTHONPATH": paths}}}
    try:
        with _hushed():
            ray.init(**told, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError, OSError, TimeoutError) as error:
        raise _silent(where or "--engine ray", error) from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Nothing on standard error meanwhile: Ray's own code writes there what its settings cannot turn off."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _knock(address: str) -> None:
    """Raise BatchError where nobody answers at an address: Ray itself would wait for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT).close()
    except OSError as error:
        raise _silent(address, error) from error


def _silent(address: str, error: Exception) -> BatchError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return BatchError(address, f"the Ray cluster does not answer: {reason}", "check --ray-address, or leave it out")
