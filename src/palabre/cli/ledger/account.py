"""What became of every input of an ingestion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from palabre.cli.language import Words
from palabre.cli.run import passed_over
from palabre.ledger import Recorded


@dataclass(slots=True)
class Account:
    """Numbers of inputs by what became of them; each input is counted once."""

    done: Recorded = field(default_factory=Recorded)
    known: int = 0
    failed: int = 0
    language: int = 0
    passed: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All inputs."""
        return self.done.read + self.known + self.failed + self.language

    def add(self, recorded: Recorded) -> None:
        """Count what a batch came to; those found known only then are known too."""
        self.done.add(recorded)
        self.known += recorded.known

    def refuse(self, code: str) -> None:
        """Count an input that could not be read."""
        if code == "language":
            self.language += 1
        else:
            self.failed += 1


def summary(account: Account, path: Path, words: Words) -> str:
    """What became of every input, and where to see more."""
    _, done = words.gettext, account.done
    if account.known and not done.read and not account.failed and not account.language:
        return _nothing_new(account.known, path, words) + "\n"
    lines = [f"{path}", *(line for count, line in _inputs(account, words) if count)]
    lines += [_gained(account, words)] if done.read else []
    if account.failed or account.language or done.undated:
        lines.append(_("What could not be read, or only in part: {command}").format(command="palabre problems"))
    return "\n".join(lines) + "\n"


def _nothing_new(count: int, path: Path, words: Words) -> str:
    said = words.ngettext(
        "Nothing new: {ledger} holds the {n} article already.",
        "Nothing new: {ledger} holds all {n} articles already.",
        count,
    )
    return said.format(ledger=path, n=count)


def _inputs(account: Account, words: Words) -> Iterator[tuple[int, str]]:
    done = account.done
    yield done.read, _line(done.read, words.ngettext("{n} article read", "{n} articles read", done.read))
    copied = words.ngettext("{n}   of them a copy of another", "{n}   of them copies of others", done.copies)
    yield done.copies, _line(done.copies, copied)
    edited = words.ngettext("{n}   of them a new version of its page", "{n}   of them new versions", done.edited)
    yield done.edited, _line(done.edited, edited)
    undated = words.ngettext("{n}   of them without a day", "{n}   of them without a day", done.undated)
    yield done.undated, _line(done.undated, undated)
    yield account.known, _line(account.known, words.ngettext("{n} known already", "{n} known already", account.known))
    other = words.ngettext("{n} in another language", "{n} in another language", account.language)
    yield account.language, _line(account.language, other)
    yield account.failed, _line(account.failed, words.ngettext("{n} failed", "{n} failed", account.failed))
    yield from ((count, _line(count, said)) for count, said in passed_over(account.passed, words))


def _line(count: int, said: str) -> str:
    return said.format(n=f"{count:>7,}".replace(",", " "))


def _gained(account: Account, words: Words) -> str:
    """What the articles read have brought."""
    ngettext, done = words.ngettext, account.done
    parts = (
        ngettext("{n} report", "{n} reports", done.reports).format(n=done.reports),
        ngettext("{n} new event", "{n} new events", done.new_events).format(n=done.new_events),
        ngettext("{n} statement of how things stand", "{n} statements of how things stand", done.statements).format(
            n=done.statements
        ),
    )
    return words.gettext("They hold {reports}, {events}, {statements}.").format(
        reports=parts[0], events=parts[1], statements=parts[2]
    )
