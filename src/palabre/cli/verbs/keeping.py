"""Commands that correct a ledger and keep it up."""

from __future__ import annotations

from typing import Annotated

import typer

from palabre.cli.language import N_
from palabre.cli.options import KEEP, Configs, Ledgers, Several, words_of

CORRECT = N_(
    "Say what is wrong with an event.\n\nYour word wins over what was read, and stays when articles are read again; "
    "what was read stays on record too."
)
REREAD = N_("Read the recorded articles again with this version of Palabre; ids and corrections stay.")
REBUILD = N_("Build events and states anew from what is recorded; ids and corrections stay.")
PARTY = N_("Who acted: a name, an id, or words with country and sector, as in “gunmen, Mali, REB”.")
SUFFERED = N_("To whom it was done, in the same way.")


def declare(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    rows = (
        (correct, CORRECT, 'palabre correct NER-2023-00017 --type ASSAULT --by "A. Diallo" --note "a raid, no arrest"'),
        (reread, REREAD, "palabre reread"),
        (rebuild, REBUILD, "palabre rebuild"),
    )
    for function, said, example in rows:
        app.command(help=said, epilog=example, rich_help_panel=KEEP)(function)


def correct(
    context: typer.Context,
    event: Annotated[str, typer.Argument(metavar="EVENT", help=N_("An event's id, such as NER-2023-00017."))],
    by: Annotated[str, typer.Option(metavar="NAME", help=N_("Who says so: your name."))],
    note: Annotated[str, typer.Option(metavar="TEXT", help=N_("Why, for those who come after."))] = "",
    not_an_event: Annotated[bool, typer.Option("--not-an-event", help=N_("It is no event."))] = False,
    type: Annotated[str | None, typer.Option(metavar="TYPE[/MODE]", help=N_("What it was."))] = None,
    actor: Annotated[Several, typer.Option(metavar="NAME", help=PARTY)] = None,
    recipient: Annotated[Several, typer.Option(metavar="NAME", help=SUFFERED)] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY[..DAY]", help=N_("When it was: a day, or the first and the last."))
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help=N_("Where it was, as in “Ayorou, Niger”.")),
    ] = None,
    same_as: Annotated[str | None, typer.Option(metavar="EVENT", help=N_("It is the same event as this one."))] = None,
    not_same_as: Annotated[
        str | None,
        typer.Option(metavar="EVENT|KEY", help=N_("It is not the same as this event, or report (palabre why: key).")),
    ] = None,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Say what is wrong with an event."""
    from palabre.cli.ledger.correcting import Verdict, record_verdict

    verdict = Verdict(
        by,
        note,
        not_an_event,
        type,
        actor or (),
        recipient or (),
        date,
        place,
        same_as=same_as,
        not_same_as=not_same_as,
    )
    raise typer.Exit(record_verdict(event, verdict, ledger, config, words_of(context)))


def reread(
    context: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help=N_("Read all of them, those of this version too."))] = False,
    ledger: Ledgers = None,
    config: Configs = None,
) -> None:
    """Read the recorded articles again."""
    from palabre.cli.ledger.upkeep import reread as read

    raise typer.Exit(read(ledger, config, words_of(context), all_=all_))


def rebuild(context: typer.Context, ledger: Ledgers = None, config: Configs = None) -> None:
    """Build events and states anew."""
    from palabre.cli.ledger.upkeep import rebuild as build

    raise typer.Exit(build(ledger, config, words_of(context)))
