"""Commands that ask the ledger: how things stand, who holds what, what it holds."""

from __future__ import annotations

from typing import Annotated

import typer

from palabre.cli.language import N_
from palabre.cli.options import ASK, Configs, KnownOn, Ledgers, Limits, Listing, Listings, On, Several, words_of

STATE = N_(
    "Show how things stand, or stood, with a party or between two.\n\nWho rules, offices, relations, forces, measures, "
    "memberships, detentions: each with since when, last confirmed when, and its sentence. “≤” stands before the day "
    "it was first told, where nothing says when it began."
)
WHO = N_(
    "Show who holds an office, or held it on a day.\n\nAs articles say and, apart from them, as the registry of "
    "Palabre knows."
)
ACTORS = N_("List who takes part in events, those of most events first.")
SOURCES = N_(
    "List the sources: their articles, how many of them are copies, the events they tell, who owns them, and what came "
    "of asking their feeds last."
)
STATS = N_("Count what the ledger holds: articles, reports, events, states, by type and kind.")
SENTENCES = N_("Show all who say so, not only the first.")
PARTY = N_("A country, an organisation or a person: a name or a code.")


def declare(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    rows = (
        (state, STATE, "palabre state NER USA --on 2024-03-20"),
        (who, WHO, 'palabre who "prime minister" Niger --on 2023-09-01'),
        (actors, ACTORS, "palabre actors --country NER --limit 20"),
        (sources, SOURCES, "palabre sources --format csv"),
        (stats, STATS, "palabre stats"),
    )
    for function, said, example in rows:
        app.command(help=said, epilog=example, rich_help_panel=ASK)(function)


def state(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help=PARTY)],
    b: Annotated[str | None, typer.Argument(metavar="B", help=N_("The other side; else all of them."))] = None,
    on: On = None,
    known_on: KnownOn = None,
    history: Annotated[
        bool, typer.Option("--history", help=N_("All that there was, from the earliest on, not only what holds."))
    ] = False,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=N_("office, control, deployment, relation, membership, custody, measure.")),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(metavar="WHAT", help=N_("Only what bears on this: military, aid, border, …")),
    ] = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help=N_("Show all who say so, not only the first."))
    ] = False,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Show how things stand."""
    from palabre.cli.ledger.state import About, show_state
    from palabre.cli.ledger.tables import Shown

    asked = About(a, b, on, known_on, kind, about, history=history, sentences=sentences)
    raise typer.Exit(show_state(asked, Shown(format.value, 0, ledger, config), words_of(context)))


def who(
    context: typer.Context,
    office: Annotated[
        str, typer.Argument(metavar="OFFICE", help=N_("An office, in French or English, such as “prime minister”."))
    ],
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help=N_("Whose office: a country or an organisation."))],
    on: On = None,
    known_on: KnownOn = None,
    sentences: Annotated[
        bool, typer.Option("--sentences", help=N_("Show all who say so, not only the first."))
    ] = False,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Show who holds an office."""
    from palabre.cli.ledger.holders import Seat, show_who
    from palabre.cli.ledger.tables import Shown

    seat = Seat(office, country, on, known_on, sentences=sentences)
    raise typer.Exit(show_who(seat, Shown(format.value, 0, ledger, config), words_of(context)))


def actors(
    context: typer.Context,
    country: Annotated[Several, typer.Option(metavar="COUNTRY", help=N_("Only those of this country."))] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help=N_("Only those with this in their name."))] = None,
    limit: Limits = 50,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """List who takes part in events."""
    from palabre.cli.ledger.counts import list_actors
    from palabre.cli.ledger.tables import Shown

    raise typer.Exit(list_actors(country, text, Shown(format.value, limit, ledger, config), words_of(context)))


def sources(
    context: typer.Context,
    limit: Limits = 0,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """List the sources."""
    from palabre.cli.ledger.sources import list_sources
    from palabre.cli.ledger.tables import Shown

    raise typer.Exit(list_sources(Shown(format.value, limit, ledger, config), words_of(context)))


def stats(
    context: typer.Context,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Count what the ledger holds."""
    from palabre.cli.ledger.counts import show_stats
    from palabre.cli.ledger.tables import Shown

    raise typer.Exit(show_stats(Shown(format.value, 0, ledger, config), words_of(context)))
