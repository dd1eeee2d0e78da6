"""Commands that ask the ledger: what happened, and why we say so."""

from __future__ import annotations

from typing import Annotated

import typer

from palabre.cli.language import N_, Words
from palabre.cli.options import ASK, Configs, Ledgers, Limits, Listing, Listings, On, Several, Since, Until, words_of

EVENTS = N_(
    "List events: who did what to whom, when and where, in how many independent sources.\n\n"
    "Countries, organisations and people may be named in French or English, or by code."
)
WHY = N_(
    "Show why an event is in the ledger as it is.\n\nEvery report with its sentence and source, why they are "
    "one event, what differs, deaths by who says so, what it is tied to, and what analysts corrected."
)
EXPECTED = N_(
    "List what was announced, and what came of it.\n\nIt happened, was cancelled, is overdue, or is still to come."
)
TIMELINE = N_("Tell events and changes of states in one line of days.")
CHANGES = N_("Tell what changed since a day.\n\nEvents new or told anew, states that differ, and the record itself.")


def declare(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    rows = (
        (events, EVENTS, "palabre events --dyad NER BEN --type SANCTION --since 2023-07"),
        (why, WHY, "palabre why NER-2023-00017"),
        (expected, EXPECTED, "palabre expected --country NER --on 2024-03-31"),
        (timeline, TIMELINE, "palabre timeline NER USA --since 2023-07"),
        (changes, CHANGES, "palabre changes --since 2024-03-11 --country NER"),
    )
    for function, said, example in rows:
        app.command(help=said, epilog=example, rich_help_panel=ASK)(function)


def events(
    context: typer.Context,
    other: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    country: Annotated[
        Several,
        typer.Option(metavar="COUNTRY", help=N_("Who takes part, or where it was; several times for any.")),
    ] = None,
    actor: Annotated[
        Several, typer.Option(metavar="NAME", help=N_("A party: a name, an acronym or an id; several times for any."))
    ] = None,
    dyad: Annotated[
        str | None, typer.Option(metavar="A B|A-B|A>B", help=N_("Between these two; > for what A does to B only."))
    ] = None,
    type: Annotated[Several, typer.Option(metavar="TYPE[/MODE]", help=N_("Only this type, such as ASSAULT."))] = None,
    mode: Annotated[Several, typer.Option(metavar="MODE", help=N_("Only this mode, such as meet."))] = None,
    theme: Annotated[Several, typer.Option(metavar="THEME", help=N_("Only what bears on this, such as aid."))] = None,
    status: Annotated[
        Several,
        typer.Option(metavar="STATUS", help=N_("factual, negated, hypothetical, future or attempted; else all.")),
    ] = None,
    since: Since = None,
    until: Until = None,
    place: Annotated[Several, typer.Option(metavar="PLACE", help=N_("Only at this place."))] = None,
    min_independent: Annotated[
        int | None, typer.Option(metavar="N", min=0, help=N_("Only what N sources tell that are no copies."))
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help=N_('All these words in a sentence; "a phrase", beginnings with *.')),
    ] = None,
    disputed: Annotated[
        bool | None, typer.Option("--disputed/--undisputed", help=N_("Only what sources dispute, or none disputes."))
    ] = None,
    background: Annotated[
        bool | None, typer.Option("--background/--news", help=N_("Only what articles recall, or tell as news."))
    ] = None,
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help=N_("date, known, sources or deaths; -date turns it round."))
    ] = "date",
    limit: Limits = 50,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """List events."""
    from palabre.cli.ledger.happened import list_events
    from palabre.cli.ledger.tables import Shown

    filters = {
        "country": country, "actor": actor, "dyad": pair(dyad, other, words_of(context)), "type": type, "mode": mode,
        "theme": theme, "status": status, "since": since, "until": until, "place": place,
        "min_independent": min_independent, "text": text, "disputed": disputed, "background": background, "sort": sort,
    }  # fmt: skip
    given = {name: value for name, value in filters.items() if value not in (None, [])}
    shown = Shown(format.value, limit, ledger, config)
    raise typer.Exit(list_events(given, shown, words_of(context)))


def why(
    context: typer.Context,
    event: Annotated[str, typer.Argument(metavar="EVENT", help=N_("An event's id, such as NER-2023-00017."))],
    trace: Annotated[
        bool, typer.Option("--trace", help=N_("Show by which rule each slot of each report was filled."))
    ] = False,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Show why an event is in the ledger."""
    from palabre.cli.ledger.tables import Shown
    from palabre.cli.ledger.why import why as show

    shown = Shown(format.value, 0, ledger, config)
    raise typer.Exit(show(event, shown, words_of(context), trace=trace))


def expected(
    context: typer.Context,
    on: On = None,
    country: Annotated[Several, typer.Option(metavar="COUNTRY", help=N_("Only what bears on this country."))] = None,
    limit: Limits = 0,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """List what was announced."""
    from palabre.cli.ledger.happened import list_expected
    from palabre.cli.ledger.tables import Shown

    shown = Shown(format.value, limit, ledger, config)
    raise typer.Exit(list_expected(on, country, shown, words_of(context)))


def timeline(
    context: typer.Context,
    a: Annotated[
        str | None, typer.Argument(metavar="A", help=N_("A country, an organisation or a person; else all of them."))
    ] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help=N_("The other side; else all of them."))] = None,
    since: Since = None,
    until: Until = None,
    limit: Limits = 0,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Tell what happened in the order of days."""
    from palabre.cli.ledger.moments import Days, show_timeline
    from palabre.cli.ledger.tables import Shown

    shown = Shown(format.value, limit, ledger, config)
    raise typer.Exit(show_timeline(Days(a, b, since, until), shown, words_of(context)))


def changes(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="DAY", help=N_("From this day on: 2023-07-26, 2023-07 or 2023."))],
    country: Annotated[Several, typer.Option(metavar="COUNTRY", help=N_("Only what bears on this country."))] = None,
    format: Listings = Listing.table,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Tell what changed."""
    from palabre.cli.ledger.moments import show_changes
    from palabre.cli.ledger.tables import Shown

    raise typer.Exit(show_changes(since, country, Shown(format.value, 0, ledger, config), words_of(context)))


def pair(dyad: str | None, other: list[str] | None, words: Words) -> str | tuple[str, str] | None:
    """Two sides, in one word or in two; raises BadParameter for words that belong to nothing."""
    if not other:
        return dyad
    if dyad is None or len(other) > 1:
        raise typer.BadParameter(words.gettext("too many words: {names}").format(names=" ".join(other)))
    return dyad, other[0]
