"""One feed asked once: what is new in it is read and recorded, and all of it is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from palabre.cli.ledger.account import Account
from palabre.cli.ledger.ingest import Batches, readings
from palabre.errors import FetchError, InputError, LanguageError, PalabreError
from palabre.ingest.feeds import Feed, Found, Item, Outlet, article_of, fetch_feed, page_of
from palabre.ingest.fetch import Client
from palabre.ledger import Writer
from palabre.ledger.feeds import LONGEST, Followed, Next, Poll, Register, Seen, next_due
from palabre.types import Article

# Pages of one feed fetched in one poll, so that a long feed does not keep the others waiting; times a page is tried.
PAGES, TRIES = 50, 3
# After so many pages in a row that do not come, the host is left alone until the next poll.
MISSES = 3
# A laptop may have been without a network: a feed that could not be reached is soon asked again.
OFFLINE = timedelta(hours=1)
_FOR_GOOD = ("status", "robots", "private", "address", "large", "redirects", "certificate")
# After these, the feed is looked for anew where it was added.
_MOVED = ("status", "redirects", "address", "feed")
# The first that fits is told.
_NOTES = {
    "truncated": "the feed broke off before its end; what came was read",
    "broken": "the feed is not well-formed; what could be read was read",
}


@dataclass(slots=True)
class Tally:
    """Numbers of items by what became of them."""

    new: int = 0
    known: int = 0
    other: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Poller:
    """Asks feeds one after the other; ``every`` is the time between two polls of one, ``whole`` fetches all pages."""

    client: Client
    writer: Writer
    own: tuple[Path, ...] = ()
    every: timedelta = timedelta(minutes=15)
    whole: bool = False
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def poll(self, feed: Followed) -> Poll:
        """Ask a feed, record what is new, and when to ask it again; an interruption keeps what was read."""
        register, began = Register(self.writer), self.now()
        try:
            found = fetch_feed(
                self.client, feed.address or feed.url, etag=feed.etag, modified=feed.modified, zone=feed.zone
            )
        except InputError as error:
            return self._failed(register, feed, error, began)
        if found.feed is None:
            poll = Poll(began, "unchanged")
            then = Next(next_due(began, self.every, 0), 0, feed.address, feed.etag, feed.modified)
        else:
            taking = Taking(self, register, feed, began)
            poll = _poll(began, found.feed, taking.take(found.feed))
            then = self._then(began, feed, found, taking)
        register.record(feed.id, poll, then)
        return poll

    def _failed(self, register: Register, feed: Followed, error: InputError, began: datetime) -> Poll:
        code, wait = (error.code, error.wait) if isinstance(error, FetchError) else ("feed", 0.0)
        poll = Poll(began, "failed", code, error.what, error.remedy)
        failures, address = feed.failures + 1, None if code in _MOVED else feed.address
        most = OFFLINE if code == "unreachable" else LONGEST
        due = next_due(began, self.every, failures, wait, most=most)
        then = Next(due, failures, address, feed.etag, feed.modified)
        register.record(feed.id, poll, then)
        return poll

    def _then(self, began: datetime, feed: Followed, found: Found, taking: Taking) -> Next:
        """When to ask again: for what changed since only where nothing was left behind."""
        whole = not (taking.tally.waiting or taking.tally.failed or found.fetched.truncated)
        marks = (found.fetched.etag, found.fetched.modified) if whole else ("", "")
        return Next(next_due(began, self.every, 0, taking.wait), 0, found.address or feed.address, *marks)


@dataclass(slots=True)
class Taking:
    """Takes what is new of a feed into the ledger."""

    poller: Poller
    register: Register
    feed: Followed
    began: datetime
    tally: Tally = field(default_factory=Tally)
    waiting: dict[str, Item] = field(default_factory=dict)
    settled: list[Seen] = field(default_factory=list)
    misses: int = 0
    wait: float = 0.0

    def take(self, found: Feed) -> Tally:
        """Read and record the items that are new; what was read before an interruption is kept."""
        batches = Batches(self.poller.writer, Account())

        def report(error: InputError) -> None:
            item = next((one for one in self.waiting.values() if (one.url or self.feed.url) == error.where), None)
            self._refuse(batches, error, item)

        try:
            for reading in readings(self._articles(found, batches), self.poller.own, report):
                batches.add(reading)
                self.tally.new += 1
                item = self.waiting.pop(reading.article.id, None)
                self.settled += [Seen(item.key, item.stamp)] if item else []
                if not batches.readings:
                    self._settle()
        finally:  # an interruption too: what was read is worth keeping
            batches.record()
            self._settle()
        return self.tally

    def _settle(self) -> None:
        """Keep which items need not be looked at again, now that what they say is recorded."""
        self.register.mark(self.feed.id, self.settled, now=self.began)
        self.settled = []

    def _articles(self, found: Feed, batches: Batches) -> Iterator[Article]:
        """The articles of the items that are new, or have other words than before."""
        seen, pages, outlet = self.register.seen(self.feed.id), 0, Outlet(self.feed.name, self.feed.zone)
        whole = self.feed.whole or self.poller.whole
        for item in found.items:
            before = seen.get(item.key)
            if self._is_known(item, before, whole=whole):
                self.tally.known += 1
                self.settled.append(Seen(item.key, item.stamp))
                continue
            seen[item.key] = Seen(item.key, item.stamp)
            if whole and (pages >= PAGES or self.misses >= MISSES):
                self.tally.waiting += 1
                continue
            pages += whole
            article = self._article(item, outlet, batches, before, whole=whole)
            if article is not None and not batches.is_new(article):
                self.tally.known += 1
                self.settled.append(Seen(item.key, item.stamp))
            elif article is not None:
                self.waiting[article.id] = item
                yield article

    def _is_known(self, item: Item, before: Seen | None, *, whole: bool) -> bool:
        if before is not None:
            return before.stamp == item.stamp and before.tries == 0
        return whole and item.url is not None and self.register.holds_page(item.url)

    def _article(
        self, item: Item, outlet: Outlet, batches: Batches, before: Seen | None, *, whole: bool
    ) -> Article | None:
        """The article of an item; where its page cannot be had for good, what the feed says of it."""
        try:
            if not whole or item.url is None:
                return article_of(item, outlet, source=self.feed.url)
            try:
                article = page_of(item, outlet, self.poller.client)
            except FetchError as error:
                if self._is_put_off(error, item, before.tries if before else 0):
                    return None
                batches.refuse("failed", error)
                return article_of(item, outlet, source=self.feed.url)
            self.misses = 0
            return article
        except InputError as error:
            self._refuse(batches, error, item)
            return None

    def _is_put_off(self, error: FetchError, item: Item, tries: int) -> bool:
        """Whether a page that could not be had is asked for again with the next poll."""
        if error.code in _FOR_GOOD:
            return False
        self.misses = MISSES if error.code == "busy" else self.misses + 1
        self.wait = max(self.wait, error.wait)
        if error.code != "busy" and tries + 1 >= TRIES:
            return False
        self.tally.waiting += 1
        self.settled.append(Seen(item.key, item.stamp, tries + (error.code != "busy")))
        return True

    def _refuse(self, batches: Batches, error: PalabreError, item: Item | None) -> None:
        """Count and list what cannot be read, and do not try it again."""
        language = isinstance(error, LanguageError)
        batches.refuse("language" if language else "failed", error)
        self.tally.other += language
        self.tally.failed += not language
        self.settled += [Seen(item.key, item.stamp)] if item else []


def _poll(began: datetime, found: Feed, tally: Tally) -> Poll:
    note = next((name for name in _NOTES if name in found.notes), "")
    return Poll(
        began, "read", note, _NOTES.get(note, ""), "", len(found.items), tally.new, tally.known, tally.other,
        tally.failed, tally.waiting,
    )  # fmt: skip
