"""The user's own settings: the ``palabre.toml`` that was named, or the nearest one."""

from __future__ import annotations

from pathlib import Path

from palabre import config


def overlays(named: str | None) -> tuple[Path, ...]:
    """The folders of the user's own data files; raises ConfigError."""
    return config.load(named or config.find()).overlays


def ledger_path(named: str | None, settings: str | None = None) -> Path:
    """The ledger that was named, else that of the palabre.toml, as it is best shown; raises ConfigError."""
    if named:
        return Path(named)
    path, here = config.load(settings or config.find()).ledger, Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def fetching(named: str | None, *, allow_private: bool = False) -> tuple[str, bool]:
    """Whom to tell outlets that we are, and whether private networks may be asked; raises ConfigError."""
    settings = config.load(named or config.find())
    return settings.contact, settings.allow_private or allow_private
