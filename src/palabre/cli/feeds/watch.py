"""The watch: feeds asked when they are due, what is new read and recorded, one line told of each."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from rich.console import Console

from palabre import __version__
from palabre.cli.feeds.asked import Place
from palabre.cli.feeds.lines import line_of, summary
from palabre.cli.feeds.poll import Poller
from palabre.cli.language import N_, Words
from palabre.cli.run import FAILED, guarded, refuse
from palabre.cli.settings import ledger_path, overlays
from palabre.errors import ConfigError, LedgerError
from palabre.ledger import Writer
from palabre.ledger.feeds import Followed, Poll, Register, load_feeds

STOPPED = N_("Stopped: what was read is recorded.")
# How long a feed may be asked before it is due, so that a timer that is early by seconds need not wait a whole round.
SLACK, NAP = timedelta(minutes=2), 60.0


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch: once or on, how often, with whole pages, feeds that are not due yet too, telling failures alone."""

    place: Place = field(default_factory=Place)
    every: timedelta = timedelta(minutes=15)
    once: bool = False
    now: bool = False
    whole: bool = False
    quiet: bool = False


class Terminated(KeyboardInterrupt):
    """The system asks us to end."""


def watch(asked: Watch, words: Words) -> int:
    """Ask the feeds that are due, once or until we are stopped; the exit status."""
    errors = Console(stderr=True, soft_wrap=True)
    ended: list[bool] = []
    with guarded(errors, words, interrupted=STOPPED) as status, _ended_by_system(ended):
        path = ledger_path(asked.place.ledger, asked.place.config)
        with only_one(path):
            _check_followed(path)
            if asked.once:
                return _once(path, asked, words)
            _on_and_on(path, asked, words, errors)
    return 0 if ended and not asked.once else status[0] if status else 0


def _once(path: Path, asked: Watch, words: Words) -> int:
    """One round; 1 where none of the feeds that were due could be asked."""
    polls = list(_round(path, asked, words))
    if not asked.quiet:
        _tell(summary(polls, load_feeds(path), words))
    return FAILED if polls and all(poll.outcome == "failed" for poll in polls) else 0


def _on_and_on(path: Path, asked: Watch, words: Words, errors: Console) -> None:
    """Round after round; what goes wrong with the ledger is told, and tried again."""
    if not asked.quiet:
        count = len(load_feeds(path))
        said = words.ngettext("{n} feed is followed; Ctrl-C ends it.", "{n} feeds are followed; Ctrl-C ends it.", count)
        _tell(said.format(n=count))
    while True:
        try:
            for _ in _round(path, asked, words):
                pass
        except LedgerError as error:
            refuse(error, errors, words)
            time.sleep(NAP)
        asked = replace(asked, now=False)
        due = min((feed.due for feed in load_feeds(path)), default=datetime.now(UTC) + timedelta(seconds=NAP))
        time.sleep(max(1.0, min((due - datetime.now(UTC)).total_seconds(), NAP)))


def _round(path: Path, asked: Watch, words: Words) -> Iterator[Poll]:
    """Ask the feeds that are due; the parser is loaded only where something is new."""
    feeds = _due(load_feeds(path), asked)
    if not feeds:
        return
    with Writer(path, version=__version__) as writer:
        register = Register(writer)
        with asked.place.client(register.robots(now=datetime.now(UTC)), register.remember) as client:
            poller = Poller(client, writer, overlays(asked.place.config), asked.every, asked.whole)
            for feed in feeds:
                poll = poller.poll(feed)
                if not asked.quiet or poll.outcome == "failed":
                    _tell(line_of(feed.name, poll, words))
                yield poll


def _tell(line: str) -> None:
    """A line, at once: whoever reads the log wants to see it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _due(feeds: Sequence[Followed], asked: Watch) -> list[Followed]:
    """The feeds that are due, those that have waited longest first."""
    now = datetime.now(UTC)
    slack = min(SLACK, asked.every / 5)
    due = [one for one in feeds if asked.now or one.due <= now + (slack if not one.failures else timedelta())]
    return sorted(due, key=lambda one: one.due)


def _check_followed(path: Path) -> None:
    if not load_feeds(path):
        remedy = "add some with: palabre feeds add --pack sahel-fr"
        raise ConfigError(str(path), "the ledger follows no feed", remedy)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the watch of a ledger; raises LedgerError where another one does, or its folder cannot be written."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.watch.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        what = "another palabre watch asks the feeds of this ledger"
        raise LedgerError(str(path), what, "one is enough: stop the other one first") from error
    except OSError as error:
        remedy = "check its rights and those of its folder"
        raise LedgerError(str(path), "the ledger cannot be written", remedy) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _ended_by_system(ended: list[bool]) -> Iterator[None]:
    """Let SIGTERM end the watch as Ctrl-C does: what was read is recorded first."""

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.append(True)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
