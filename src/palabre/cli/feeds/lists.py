"""Lists of feeds: those that are followed, what they say when asked, and the packs of outlets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.text import Text

from palabre.cli.columns import Column
from palabre.cli.feeds.asked import Place, find_followed, find_pack
from palabre.cli.feeds.lines import local, outcome
from palabre.cli.language import N_, Words, translate
from palabre.cli.ledger.asking import say
from palabre.cli.ledger.tables import Look, write
from palabre.cli.legend import LANGUAGE
from palabre.cli.run import FAILED, guarded
from palabre.cli.settings import ledger_path
from palabre.errors import FetchError, InputError, QueryError
from palabre.ingest.feeds import fetch_feed
from palabre.ingest.fetch import Client
from palabre.knowledge.packs import Pack, Source
from palabre.ledger.feeds import Followed, load_feeds

OWNERSHIPS = {
    "public": N_("public"),
    "private": N_("private"),
    "state-run": N_("state-run"),
    "junta-controlled": N_("junta-controlled"),
    "exile": N_("exile"),
    "agency": N_("agency"),
    "party": N_("of a party"),
    "intergovernmental": N_("intergovernmental"),
}
SCALES = {
    "local": N_("local"),
    "national": N_("national"),
    "regional": N_("regional"),
    "international": N_("international"),
}
NOTES = {
    "broken": N_("not well-formed: read as far as it could be"),
    "truncated": N_("broke off before its end"),
    "unzoned": N_("times without a zone: taken as those of {zone}"),
    "undated": N_("items without a day"),
}
NONE = N_("No feed is followed. Add some: {command}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a feed says when it is asked; ``code``, ``what`` and ``remedy`` where it cannot be read."""

    name: str
    url: str
    address: str | None = None
    kind: str | None = None
    title: str | None = None
    language: str | None = None
    items: int | None = None
    newest: date | None = None
    notes: tuple[str, ...] = ()
    zone: str = ""
    code: str = ""
    what: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack: its id, its title, how many outlets it has, and of which countries."""

    id: str
    title: str
    outlets: int
    countries: tuple[str, ...]


def list_feeds(place: Place, format: str, words: Words) -> int:
    """Print the feeds that are followed; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        found = load_feeds(ledger_path(place.ledger, place.config))
        if not write(found, format, lambda _console: _feeds_look(words)):
            say(words.gettext(NONE).format(command="palabre feeds add --pack sahel-fr"))
    return status[0] if status else 0


def check_feeds(names: Sequence[str], place: Place, format: str, words: Words) -> int:
    """Ask feeds, and print what they are; nothing is recorded. The exit status: 1 where one cannot be read."""
    failed: list[Checked] = []
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        asked = _asked(names, place)
        if not asked:
            say(words.gettext(NONE).format(command="palabre feeds add --pack sahel-fr"))
        with place.client() as client:
            rows = _noting(_told(asked, client, words), failed)
            write(rows, format, lambda _console: _checked_look(words))
    return status[0] if status else FAILED if failed else 0


def list_packs(name: str | None, place: Place, format: str, words: Words) -> int:
    """Print the packs, or the outlets of one; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        packs = place.packs()
        if name is None:
            rows = [_pack_row(pack, words) for pack in packs.values()]
            write(rows, format, lambda _console: _packs_look(words))
        else:
            write(find_pack(packs, name).sources, format, lambda _console: _outlets_look(words))
    return status[0] if status else 0


def _asked(names: Sequence[str], place: Place) -> list[tuple[str, str, str]]:
    """Names, addresses and zones of what is to be checked: addresses, packs, feeds that are followed."""
    followed = load_feeds(ledger_path(place.ledger, place.config))
    if not names:
        return [(one.name, one.address or one.url, one.zone) for one in followed]
    found: list[tuple[str, str, str]] = []
    for name in names:
        if "://" in name:
            found.append(("", name, ""))
            continue
        try:
            sources = find_pack(place.packs(), name).sources
            found += [(one.name, one.feed or one.site, one.zone) for one in sources]
        except QueryError:
            found += _named(name, followed)
    return found


def _named(name: str, followed: Sequence[Followed]) -> list[tuple[str, str, str]]:
    """The feeds of a name; else what looks like an address is one."""
    try:
        return [(one.name, one.address or one.url, one.zone) for one in find_followed(followed, name)]
    except QueryError:
        if "." not in name or " " in name.strip():
            raise
        return [("", f"https://{name.strip()}", "")]


def _check(client: Client, name: str, url: str, zone: str) -> Checked:
    try:
        found = fetch_feed(client, url, zone=zone)
    except InputError as error:
        code = error.code if isinstance(error, FetchError) else "feed"
        return Checked(name, url, code=code, what=error.what, remedy=error.remedy)
    feed = found.feed
    assert feed is not None  # nothing was known of it that could be unchanged
    address = found.address or (feed.url if feed.url != url else None)
    return Checked(
        name or feed.title, url, address, feed.kind, feed.title, feed.language or None, len(feed.items), feed.newest,
        feed.notes, zone,
    )  # fmt: skip


def _told(asked: Sequence[tuple[str, str, str]], client: Client, words: Words) -> Iterator[Checked]:
    """What each feed says; on a terminal, which one is asked is shown meanwhile."""
    errors = Console(stderr=True, soft_wrap=True)
    for number, (name, url, zone) in enumerate(asked, 1):
        said = words.gettext("Asking {name} ({number} of {count}) …")
        with errors.status(said.format(name=name or url, number=number, count=len(asked))):
            row = _check(client, name, url, zone)
        yield row


def _noting(rows: Iterable[Checked], failed: list[Checked]) -> Iterator[Checked]:
    for row in rows:
        if row.what:
            failed.append(row)
        yield row


def _pack_row(pack: Pack, words: Words) -> PackRow:
    countries = tuple(dict.fromkeys(one.country for one in pack.sources))
    return PackRow(pack.id, pack.title[words.gettext(LANGUAGE)], len(pack.sources), countries)


def _feeds_look(words: Words) -> Look:
    _ = words.gettext

    def told(row: Followed) -> Iterator[Text]:
        yield Text(row.address or row.url, style="dim")

    return Look(
        [
            Column(_("OUTLET"), lambda row: Text(row.name, style="bold"), 30),
            Column(_("PACK"), lambda row: Text(row.pack or "—"), 14),
            Column(_("PAGES"), lambda row: Text(_("fetched") if row.whole else "—"), 12),
            Column(_("LAST POLL"), lambda row: Text(local(row.last.at) if row.last else "—"), 16),
            Column(_("NEXT"), lambda row: Text(local(row.due)), 16),
            Column(_("WHAT CAME OF IT"), lambda row: Text(outcome(row.last, words) if row.last else "—"), 200, share=1),
        ],
        told,
    )


def _checked_look(words: Words) -> Look:
    _ = words.gettext

    def told(row: Checked) -> Iterator[Text]:
        yield Text(row.address or row.url, style="dim")
        if row.what:
            remedy = f" ({translate(row.remedy, words)})" if row.remedy else ""
            yield Text(translate(row.what, words) + remedy, style="red")
        for note in row.notes:
            yield Text(_(NOTES[note]).format(zone=row.zone or "UTC"), style="yellow")

    columns = [
        Column(_("OUTLET"), lambda row: Text(row.name or "—", style="bold"), 40),
        Column(_("WHAT"), lambda row: Text(row.kind or _("not read"), style="" if row.kind else "bold red"), 8),
        Column(_("ITEMS"), lambda row: Text("—" if row.items is None else str(row.items)), 6),
        Column(_("NEWEST"), lambda row: Text(row.newest.isoformat() if row.newest else "—"), 10),
    ]
    return Look(columns, told)


def _packs_look(words: Words) -> Look:
    _ = words.gettext
    return Look([
        Column(_("PACK"), lambda row: Text(row.id, style="bold"), 24),
        Column(_("OUTLETS"), lambda row: Text(str(row.outlets)), 8),
        Column(_("TITLE"), lambda row: Text(row.title), 60),
        Column(_("COUNTRIES"), lambda row: Text(", ".join(row.countries)), 200, share=1),
    ])  # fmt: skip


def _outlets_look(words: Words) -> Look:
    _ = words.gettext

    def told(row: Source) -> Iterator[Text]:
        yield Text(row.feed or _("{site} (its feed is looked for)").format(site=row.site), style="dim")

    columns = [
        Column(_("OUTLET"), lambda row: Text(row.name, style="bold"), 40),
        Column(_("COUNTRY"), lambda row: Text(row.country), 8),
        Column(_("OWNERSHIP"), lambda row: Text(_(OWNERSHIPS[row.ownership])), 20),
        Column(_("SCALE"), lambda row: Text(_(SCALES[row.scale])), 14),
        Column(_("LANGUAGE"), lambda row: Text(row.language), 8),
    ]
    return Look(columns, told)
