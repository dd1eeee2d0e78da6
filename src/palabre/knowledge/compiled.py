"""Keeps the content of the package's data files beside them, ready to load, as Python does with its modules."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

FORMAT = 1


def remembered(source: Path, read: Callable[[Path], Any]) -> Any:
    """What ``read`` makes of ``source``, kept in ``__pycache__`` until the file changes.

    A folder that cannot be written, a damaged copy or ``PYTHONDONTWRITEBYTECODE`` only cost the reading.
    """
    status = source.stat()
    stamp = (FORMAT, status.st_mtime_ns, status.st_size)
    kept = source.parent / "__pycache__" / f"{source.name}.{sys.implementation.cache_tag}.pickle"
    with suppress(Exception):
        of, content = pickle.loads(kept.read_bytes())
        if of == stamp:
            return content
    content = read(source)
    if not sys.dont_write_bytecode:
        _keep(kept, (stamp, content))
    return content


def _keep(kept: Path, what: Any) -> None:
    """Write at once or not at all: another process may be reading or writing the same."""
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(kept)
