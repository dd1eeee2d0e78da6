"""The user's own settings: the ``palabre.toml`` that was named, or the nearest one."""

from __future__ import annotations

from pathlib import Path

from palabre import config


def overlays(named: str | None) -> tuple[Path, ...]:
    """The folders of the user's own data files; raises ConfigError."""
    return config.load(named or config.find()).overlays
