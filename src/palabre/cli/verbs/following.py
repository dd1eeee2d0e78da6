"""Commands that follow feeds: add, list, check, remove, packs, and the watch."""

from __future__ import annotations

from typing import Annotated

import typer

from palabre.cli.language import N_
from palabre.cli.options import KEEP, Configs, Ledgers, Listing, Listings, words_of

FEEDS = N_("Follow the press: which feeds are read, what they say, packs of outlets. Read them with: palabre watch")
ADD = N_(
    "Follow feeds from now on: addresses of feeds or of sites, or the outlets of a pack.\n\nAn address is asked at "
    "once; of a site, its feed is looked for. Nothing is read before palabre watch."
)
LIST = N_("List the feeds that are followed: when each was asked last, what came of it, when it is asked next.")
CHECK = N_(
    "Ask feeds, and tell what they are: kind, number of items, newest day, what is wrong.\n\nNothing is recorded. "
    "Without a name, all that are followed are asked; one that cannot be read makes the exit status 1."
)
REMOVE = N_("Follow feeds no longer. Their articles stay in the ledger.")
PACKS = N_("List the packs of outlets, or the outlets of one: country, ownership, scale, address.")
WATCH = N_(
    "Read the feeds that are followed as they come, and record what is new, until you stop it.\n\nEach is asked when "
    "it is due, politely: one request to a host every two seconds, for what changed since, as robots.txt allows. With "
    "--once, those due are asked once, for cron and systemd; the exit status is 1 where none of them could be read."
)
NAMES = N_("An address, an outlet that is followed, or a pack.")
PRIVATE = N_("Ask private addresses too (127.0.0.1, 192.168.…): where the network is your own.")
Private = Annotated[bool, typer.Option("--allow-private", help=PRIVATE)]

feeds = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


def declare(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    rows = (
        ("add", add, ADD, "palabre feeds add --pack sahel-fr"),
        ("list", list_, LIST, "palabre feeds list"),
        ("check", check, CHECK, "palabre feeds check https://www.rfi.fr/fr/afrique/rss"),
        ("remove", remove, REMOVE, 'palabre feeds remove "Le Sahel"'),
        ("packs", packs, PACKS, "palabre feeds packs sahel-fr"),
    )
    for name, function, said, example in rows:
        feeds.command(name, help=said, epilog=example)(function)
    app.add_typer(feeds, name="feeds", help=FEEDS, rich_help_panel=KEEP)
    app.command(help=WATCH, epilog="palabre watch --every 15m", rich_help_panel=KEEP)(watch)


def add(
    context: typer.Context,
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help=N_("Addresses of feeds, or of sites that have one."))
    ] = None,
    pack: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=N_("All outlets of this pack; see palabre feeds packs."))
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help=N_("Of the pack, only the outlets of this country."))
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="OUTLET", help=N_("What the outlet is called; else the feed says it."))
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help=N_("Fetch the page of each item too, not only what the feed says of it."))
    ] = False,
    zone: Annotated[
        str, typer.Option(metavar="ZONE", help=N_("Of times without a zone, such as Africa/Niamey; else UTC."))
    ] = "",
    no_check: Annotated[
        bool, typer.Option("--no-check", help=N_("Do not ask the address now (no network, a feed that is down)."))
    ] = False,
    allow_private: Private = False,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Follow feeds."""
    from palabre.cli.feeds.asked import Place
    from palabre.cli.feeds.following import Added
    from palabre.cli.feeds.following import add as follow

    words = words_of(context)
    if not urls and not pack:
        raise typer.BadParameter(words.gettext("name an address, or a pack with --pack sahel-fr"))
    place = Place(ledger, config, allow_private)
    asked = Added(
        urls or (), pack or (), country, name, zone, whole=full, checked=not no_check, place=place
    )  # fmt: skip
    raise typer.Exit(follow(asked, words))


def list_(
    context: typer.Context, format: Listings = Listing.table, ledger: Ledgers = None, config: Configs = None
) -> None:
    """List the feeds that are followed."""
    from palabre.cli.feeds.asked import Place
    from palabre.cli.feeds.lists import list_feeds

    raise typer.Exit(list_feeds(Place(ledger, config), format.value, words_of(context)))


def check(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="URL|NAME", help=NAMES)] = None,
    format: Listings = Listing.table,
    allow_private: Private = False,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Ask feeds what they are."""
    from palabre.cli.feeds.asked import Place
    from palabre.cli.feeds.lists import check_feeds

    place = Place(ledger, config, allow_private)
    raise typer.Exit(check_feeds(names or (), place, format.value, words_of(context)))


def remove(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="URL|NAME", help=NAMES)],
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Follow feeds no longer."""
    from palabre.cli.feeds.asked import Place
    from palabre.cli.feeds.following import remove as leave

    raise typer.Exit(leave(names, Place(ledger, config), words_of(context)))


def packs(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=N_("List the outlets of this pack."))] = None,
    format: Listings = Listing.table,
    config: Configs = None,
) -> None:
    """List packs."""
    from palabre.cli.feeds.asked import Place
    from palabre.cli.feeds.lists import list_packs

    raise typer.Exit(list_packs(name, Place(config=config), format.value, words_of(context)))


def watch(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help=N_("Ask the feeds that are due once, and end: for cron and systemd."))
    ] = False,
    every: Annotated[
        str, typer.Option(metavar="TIME", help=N_("How often each feed is asked: 15m, 2h, 1d; 5m at least."))
    ] = "15m",
    full: Annotated[
        bool, typer.Option("--full", help=N_("Fetch the page of each new item too, of all feeds."))
    ] = False,
    now: Annotated[bool, typer.Option("--now", help=N_("Ask all feeds at first, those not due yet too."))] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=N_("Tell only of feeds that could not be read."))] = False,
    allow_private: Private = False,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Read the feeds as they come."""
    from palabre.cli.feeds.asked import Place
    from palabre.cli.feeds.spans import read_span
    from palabre.cli.feeds.watch import Watch
    from palabre.cli.feeds.watch import watch as follow

    words = words_of(context)
    span = read_span(every)
    if span is None:
        said = words.gettext("{time} is no time between 5m and 30d: write 15m, 2h or 1d").format(time=every)
        raise typer.BadParameter(said)
    asked = Watch(Place(ledger, config, allow_private), span, once=once, now=now, whole=full, quiet=quiet)
    raise typer.Exit(follow(asked, words))
