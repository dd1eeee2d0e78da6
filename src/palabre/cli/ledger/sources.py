"""The sources: what the ledger holds of each, who owns it, and what came of its feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rich.text import Text

from palabre.cli.columns import Column
from palabre.cli.feeds.asked import Place, source_of
from palabre.cli.feeds.lines import local, outcome
from palabre.cli.feeds.lists import OWNERSHIPS
from palabre.cli.language import Words
from palabre.cli.ledger.asking import ask, say
from palabre.cli.ledger.counts import NOTHING, number
from palabre.cli.ledger.tables import Look, Shown, write
from palabre.cli.ledger.values import outlet
from palabre.cli.settings import ledger_path
from palabre.knowledge.packs import Pack
from palabre.ledger.feeds import Followed, load_feeds
from palabre.ledger.reader import Ledger
from palabre.ledger.results import SourceRow


@dataclass(frozen=True, slots=True)
class Seen:
    """A source: what the ledger holds of it, its country and owner where a pack knows them, its feed if followed."""

    publisher: str
    n_articles: int
    n_copies: int
    n_events: int
    first: date | None
    last: date | None
    country: str | None
    ownership: str | None
    feed: Followed | None


def list_sources(shown: Shown, words: Words) -> int:
    """Print the sources, those of most articles first; the exit status."""

    def question(ledger: Ledger) -> None:
        feeds = load_feeds(ledger_path(shown.ledger, shown.config))
        packs = Place(config=shown.config).packs()
        followed = {one.name: one for one in sorted(feeds, key=_lately)}
        rows = islice(_seen(ledger.sources(), followed, packs), shown.limit or None)
        if not write(rows, shown.format, lambda _console: _look(words)):
            say(words.gettext(NOTHING).format(command="palabre ingest FILE"))

    return ask(shown, words, question)


def _lately(feed: Followed) -> str:
    """The order of feeds of one outlet: the one that was asked last counts."""
    return feed.last.at.isoformat() if feed.last else ""


def _seen(rows: Iterable[SourceRow], followed: Mapping[str, Followed], packs: Mapping[str, Pack]) -> Iterator[Seen]:
    """The publishers of the ledger, then the outlets that are followed and have no article yet."""
    told: set[str] = set()
    for row in rows:
        told.add(row.publisher)
        counts = (row.publisher, row.n_articles, row.n_copies, row.n_events, row.first, row.last)
        yield Seen(*counts, *_owned(row.publisher, packs), followed.get(row.publisher))
    for name, feed in sorted(followed.items()):
        if name not in told:
            yield Seen(name, 0, 0, 0, None, None, *_owned(name, packs), feed)


def _owned(name: str, packs: Mapping[str, Pack]) -> tuple[str | None, str | None]:
    source = source_of(packs, name)
    return (source.country, source.ownership) if source else (None, None)


def _look(words: Words) -> Look:
    """The columns of sources; those of feeds stand under them, where there are any."""
    _ = words.gettext

    def told(row: Seen) -> Iterator[Text]:
        if row.feed is None:
            return
        if row.feed.last is None:
            yield Text(_("feed not asked yet"), style="dim")
            return
        last = row.feed.last
        said = _("feed asked {moment}: {outcome}; next {due}").format(
            moment=local(last.at), outcome=outcome(last, words), due=local(row.feed.due)
        )
        yield Text(said, style="red" if last.outcome == "failed" else "dim")

    columns = [
        Column(_("SOURCE"), lambda row: Text(outlet(row.publisher), style="bold"), 200, share=1),
        Column(_("ARTICLES"), lambda row: number(row.n_articles, _("ARTICLES")), 10),
        Column(_("COPIES"), lambda row: number(row.n_copies, _("COPIES")), 10),
        Column(_("EVENTS"), lambda row: number(row.n_events, _("EVENTS")), 10),
        Column(_("FIRST – LAST"), lambda row: Text(f"{row.first} – {row.last}" if row.first else "—"), 23),
        Column(_("COUNTRY"), lambda row: Text(row.country or "—"), 8),
        Column(_("OWNERSHIP"), lambda row: Text(_(OWNERSHIPS[row.ownership]) if row.ownership else "—"), 20),
    ]
    return Look(columns, told)
