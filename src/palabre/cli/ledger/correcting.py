"""What an analyst says against the coder, put into the ledger's own words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console

from palabre import __version__
from palabre.cli.language import Words
from palabre.cli.ledger.asking import STOPPED
from palabre.cli.run import guarded
from palabre.cli.settings import ledger_path
from palabre.cli.wording import SECTORS
from palabre.errors import QueryError
from palabre.knowledge.names import atoms
from palabre.knowledge.registry import load_registry
from palabre.ledger import Writer, store
from palabre.ledger.names import resolve_actor, resolve_country, resolve_type
from palabre.ledger.revise import Ruling, correct


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an analyst says of an event, in words of the command line."""

    by: str
    note: str = ""
    not_an_event: bool = False
    type: str | None = None
    actor: Sequence[str] = ()
    recipient: Sequence[str] = ()
    date: str | None = None
    place: str | None = None
    same_as: str | None = None
    not_same_as: str | None = None


def record_verdict(event: str, verdict: Verdict, ledger: str | None, config: str | None, words: Words) -> int:
    """Write what an analyst says of an event; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words, interrupted=STOPPED) as status:
        found = list(rulings(verdict))
        if not found:
            raise QueryError(event, "nothing is corrected", "say what, such as --type ASSAULT or --not-an-event")
        path = ledger_path(ledger, config)
        store.open_for_reading(path).close()  # a correction makes no ledger
        with Writer(path, version=__version__) as writer:
            live = event
            for ruling in found:
                live = correct(writer, live, ruling)
        n = words.ngettext("{n} correction recorded.", "{n} corrections recorded.", len(found)).format(n=len(found))
        see = words.gettext("See it with: {command}").format(command=f"palabre why {live}")
        sys.stdout.write(f"{n} {see}\n")
        sys.stdout.flush()
    return status[0] if status else 0


def rulings(verdict: Verdict) -> Iterator[Ruling]:
    """What is said, one ruling for each thing; raises QueryError for words that name nothing."""
    by, note = verdict.by, verdict.note
    if verdict.not_an_event:
        yield Ruling("not-an-event", by, note)
    if verdict.type is not None:
        yield Ruling("type", by, note, "/".join(filter(None, resolve_type(verdict.type))))
    if verdict.actor:
        yield Ruling("actor", by, note, ";".join(map(party, verdict.actor)))
    if verdict.recipient:
        yield Ruling("recipient", by, note, ";".join(map(party, verdict.recipient)))
    if verdict.date is not None:
        yield Ruling("date", by, note, verdict.date)
    if verdict.place is not None:
        yield Ruling("place", by, note, place(verdict.place))
    if verdict.same_as is not None:
        yield Ruling("same-as", by, note, other=verdict.same_as)
    if verdict.not_same_as is not None:
        yield Ruling("not-same-as", by, note, other=verdict.not_same_as)


def party(text: str) -> str:
    """A party as a correction keeps it: a name, an acronym or an id; or its words, country and sector.

    >>> party("Niger"), party("des hommes armés, Mali, REB")
    ('NER|Niger|NER|GOV', 'text:des-hommes-armes|des hommes armés|MLI|REB')
    """
    name, *about = (part.strip() for part in text.split(","))
    if about:
        country = resolve_country(about[0]) if about[0] else ""
        return f"{_named(name)}|{country}|{_sector(about[1]) if len(about) > 1 else ''}"
    whom = resolve_actor(text)
    if whom.kind == "name":
        return f"{_named(whom.value)}||"
    known = load_registry().actor(whom.value)
    return f"{known.id}|{known.name}|{known.country or ''}|{known.sector or ''}"


def place(text: str) -> str:
    """A place as a correction keeps it: its name, and its country where that is given.

    >>> place("Ayorou, Niger"), place("Ayorou")
    ('Ayorou|NER', 'Ayorou|')
    """
    name, _, country = (part.strip() for part in text.partition(","))
    return f"{_plain(name)}|{resolve_country(country) if country else ''}"


def _named(name: str) -> str:
    """The id and the name of a party that no register holds."""
    return f"text:{'-'.join(atoms(name))}|{_plain(name)}"


def _sector(text: str) -> str:
    if text.upper() not in SECTORS:
        raise QueryError(f"sector {text}", "unknown sector", f"use one of {', '.join(SECTORS)}")
    return text.upper()


def _plain(name: str) -> str:
    """A name without the signs that part the parts of a correction."""
    return name.strip(' "«»“”').replace("|", " ").replace(";", " ")
