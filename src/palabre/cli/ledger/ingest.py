"""Articles into the ledger: read, recorded in batches, and every input accounted for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from pathlib import Path
from time import monotonic

from rich.console import Console

from palabre import __version__
from palabre import ingest as sources
from palabre.batch.folder import Folder, is_batch
from palabre.cli.language import N_, Words
from palabre.cli.ledger.account import Account, summary
from palabre.cli.ledger.progress import Gauge, count_articles, gauge
from palabre.cli.run import FAILED, Request, checked, guarded, refuse
from palabre.cli.settings import ledger_path, overlays
from palabre.errors import InputError, LanguageError, PalabreError
from palabre.ledger import Writer
from palabre.ledger.taken import Outcome, mark
from palabre.types import Article, Reading

OnError = Callable[[InputError], None]
# A batch is one transaction: what an interruption costs, against what a transaction does.
BATCH, SECONDS = 100, 5.0
TOLD = 10
INTERRUPTED = N_("Interrupted: what was complete is recorded; the same command goes on from here.")


@dataclass(frozen=True, slots=True)
class Intake:
    """What to read, and into which ledger."""

    request: Request
    ledger: str | None = None


@dataclass(slots=True)
class Batches:
    """Gathers readings, and records them a batch at a time."""

    writer: Writer
    account: Account
    readings: list[Reading] = field(default_factory=list)
    refused: list[tuple[str, PalabreError]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    # Of pages that are being read, by their source; of those that this batch has done with.
    begun: dict[str, int] = field(default_factory=dict)
    marks: dict[int, Outcome] = field(default_factory=dict)
    since: float = field(default_factory=monotonic)

    def is_new(self, article: Article) -> bool:
        """Whether the ledger lacks the article; what it holds is counted, and need not be read."""
        if article.id in self.keys or self.writer.holds(article):
            self.account.known += 1
            self._end(article.source, "recorded")
            return False
        self.keys.add(article.id)
        return True

    def is_taken(self, where: str, mark: int) -> bool:
        """Whether the page with this mark was read before, and is counted; else it is begun."""
        outcome = self.writer.took(mark)
        if outcome is None:
            self.begun[where] = mark
        elif outcome == "language":
            self.account.refuse("language")
        else:
            self.account.known += 1
        return outcome is not None

    def _end(self, where: str, outcome: Outcome | None) -> None:
        mark = self.begun.pop(where, None)
        if mark is not None and outcome is not None:
            self.marks[mark] = outcome

    def refuse(self, code: str, error: PalabreError) -> None:
        """Gather and count what could not be read."""
        self.account.refuse(code)
        self.refused.append((code, error))
        self._end(error.where, "language" if code == "language" else None)

    def add(self, reading: Reading) -> None:
        """Gather a reading, and record the batch where it is due."""
        self.readings.append(reading)
        self._end(reading.article.source, "recorded")
        if max(len(self.readings), len(self.refused), len(self.marks)) >= BATCH or monotonic() - self.since > SECONDS:
            self.record()

    def record(self) -> None:
        """Record what was gathered, whole or not at all."""
        if self.readings or self.refused or self.marks:
            self.account.add(self.writer.record(self.readings, refused=self.refused, marks=self.marks))
        self.readings, self.refused, self.keys, self.marks, self.since = [], [], set(), {}, monotonic()

    @contextmanager
    def of_version(self, version: str) -> Iterator[None]:
        """Record meanwhile as that version of Palabre."""
        self.record()
        own, self.writer.version = self.writer.version, version
        try:
            yield
            self.record()
        finally:
            self.writer.version = own


def ingest(intake: Intake, words: Words) -> int:
    """Read into the ledger, and account for every input; the exit status."""
    errors, account = Console(stderr=True, soft_wrap=True), Account()
    path: Path | None = None
    with guarded(errors, words, interrupted=INTERRUPTED) as status:
        request = replace(intake.request, published=checked(intake.request.published))
        path, own = ledger_path(intake.ledger, request.config), overlays(request.config)
        total = count_articles(request.sources) if errors.is_terminal else None
        with Writer(path, version=__version__) as writer, gauge(errors, words, total) as shown:
            _read(request, own, Batches(writer, account), Teller(errors, words, shown))
    if path is not None and (account.total or account.passed.total()):
        sys.stdout.write(summary(account, path, words))
        sys.stdout.flush()
    return status[0] if status else FAILED if account.failed else 0


@dataclass(slots=True)
class Teller:
    """Shows how far the reading is, and tells the first of what could not be read."""

    errors: Console
    words: Words
    gauge: Gauge
    told: int = 0

    def tell(self, error: PalabreError) -> None:
        """Tell an error; after some, only that there are more."""
        self.told += 1
        if self.told <= TOLD:
            refuse(error, self.errors, self.words)
        elif self.told == TOLD + 1:
            self.errors.print(self.words.gettext("… and more: palabre problems lists them all"), style="dim")

    def step(self, events: int = 0) -> None:
        """One input more is done."""
        self.gauge.step(events)


@dataclass(slots=True)
class Reader:
    """Gives the readings of what is asked for, in its order: read now, or by an earlier ``palabre batch``."""

    request: Request
    own: tuple[Path, ...]
    batches: Batches
    teller: Teller

    def report(self, error: InputError) -> None:
        """Gather, count and tell what could not be read."""
        self.batches.refuse("language" if isinstance(error, LanguageError) else "failed", error)
        self.teller.tell(error)
        self.teller.step()

    def readings(self) -> Iterator[Reading]:
        """The readings of what is new."""
        for written, group in groupby(self.request.sources, key=is_batch):
            if written:
                for source in group:
                    yield from self._load(Folder(source))
            else:
                yield from self._read(list(group))

    def _read(self, files: Sequence[str]) -> Iterator[Reading]:
        """Articles, read now; where there is none, the parser and the data are not loaded."""
        asked = self.request
        articles = sources.load_all(
            files, published=asked.published, language=asked.language, columns=asked.columns, on_error=self.report,
            skip=self._skip, passed=self.batches.account.passed,
        )  # fmt: skip
        new = (article for article in articles if self._is_new(article))
        yield from readings(new, self.own, self.report, jobs=asked.jobs)

    def _skip(self, where: str, content: bytes) -> bool:
        """Whether the page was read already, whatever article it gave."""
        number = mark(content, __version__, self.request.language, self.request.published)
        taken = self.batches.is_taken(where, number)
        if taken:
            self.teller.step()
        return taken

    def _load(self, folder: Folder) -> Iterator[Reading]:
        """A batch; its readings are recorded as those of the Palabre that made it."""
        version = str(folder.load()["palabre"])
        if not folder.is_complete:
            said = self.teller.words.gettext("{folder}: the batch is not complete; what is there is recorded")
            self.teller.errors.print(said.format(folder=folder.path), style="yellow", highlight=False)
        with self.batches.of_version(version):
            for outcome in folder.outcomes():
                if isinstance(outcome, InputError):
                    self.report(outcome)
                elif self._is_new(outcome.article):
                    yield outcome

    def _is_new(self, article: Article) -> bool:
        new = self.batches.is_new(article)
        if not new:
            self.teller.step()
        return new


def _read(request: Request, own: tuple[Path, ...], batches: Batches, teller: Teller) -> None:
    """Record what is new; an interruption costs only the articles that were being read."""
    try:
        for reading in Reader(request, own, batches, teller).readings():
            batches.add(reading)
            teller.step(len(reading.events))
    except KeyboardInterrupt:
        batches.record()
        raise
    batches.record()


def readings(
    articles: Iterator[Article], own: tuple[Path, ...], report: OnError, *, jobs: int = 1
) -> Iterator[Reading]:
    """The readings of ``articles``; where there is none, the parser and the data are not loaded."""
    for first in articles:
        from palabre import batch

        yield from batch.read_many(chain([first], articles), jobs=jobs, overlays=own, on_error=report)
