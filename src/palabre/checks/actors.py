"""Checks of actors: whose they are, since when, and what they are called."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from palabre.checks.model import Found
from palabre.checks.sources import Row
from palabre.checks.subject import Subject
from palabre.errors import KnowledgeError
from palabre.knowledge.names import slug
from palabre.knowledge.roster import Entry, Term
from palabre.knowledge.rules import check_order, overlaps

# Bodies of several states may have soldiers, judges or police officers; an institution is one state's.
OF_STATE = frozenset({"GOV", "LEG"})
AT_HOME = frozenset({"institution", "party"})


def e201_actor_without_country(subject: Subject) -> Iterator[Found]:
    """An actor of a kind that belongs to a state has no country.

    Write country: and the ISO 3166 alpha-3 code, or that of an organisation.
    """
    for entry in subject.roster.entries if subject.roster else ():
        if not entry.country and (entry.sector in OF_STATE or (entry.kind in AT_HOME and entry.sector != "MED")):
            yield _at(subject, entry, (("kind", entry.kind), ("sector", str(entry.sector))))


def e202_overlapping_holders(subject: Subject) -> Iterator[Found]:
    """Two people hold an office at the same time that has one holder.

    Correct the dates; where they do share it, drop single from the office in actors/offices.yaml.
    """
    single = {row.name for row in subject.office_rows if row.value.get("single")}
    rows, terms = _people(subject), list(_terms(subject))
    for one, other in overlaps(terms, single):
        row, before = rows[other.person], rows[one.person]
        held = f"{one.office} {one.country}"
        yield Found(
            row.file, row.line_of("terms"), row.name, (("office", held), ("see also", before.name)), (before.file,)
        )


def e203_dates_out_of_order(subject: Subject) -> Iterator[Found]:
    """An actor or a term ends before it begins, or has a date that cannot be read.

    Write since..until, as 2015, 2015-06 or 2015-06-21, each cut to what is sure.
    """
    for row in subject.body_rows:
        yield from _disordered(row, "since", row.value.get("since"), row.value.get("until"))
    rows = _people(subject)
    for term in _terms(subject):
        yield from _disordered(rows[term.person], "terms", term.since, term.until)


def e204_person_of_whom_nothing_is_said(subject: Subject) -> Iterator[Found]:
    """A person has neither an office nor a sector: the name would be found and tell nothing.

    Write the terms, or a sector and a country.
    """
    for row in subject.person_rows:
        if not row.value.get("terms") and not row.value.get("sector"):
            yield Found(row.file, row.line, row.name)


def e205_unknown_office(subject: Subject) -> Iterator[Found]:
    """A term names an office that is not known, or cannot be read.

    Write office COUNTRY since..until, with an office of actors/offices.yaml; a new office goes there.
    """
    known = {row.name for row in subject.office_rows}
    for row in subject.person_rows:
        for text in row.value.get("terms") or ():
            parts = str(text).split()
            if len(parts) != 3 or parts[0] not in known or ".." not in parts[2]:
                yield Found(row.file, row.line_of("terms"), row.name, (("term", str(text)),))


def w204_name_of_two_actors(subject: Subject) -> Iterator[Found]:
    """Two actors are called the same.

    Keep the name for the one it mostly means; ! after an acronym asks for its exact case.
    """
    bearers: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for text, alias in subject.roster.aliases if subject.roster else ():
        if alias.sense not in {"surname", "demonym-plural"}:
            bearers[alias.words].setdefault(alias.entry, text)
    for texts in bearers.values():
        *others, last = texts
        if others and len({text for text in texts.values() if text.endswith("!")}) < len(texts):
            yield _named_alike(subject, last, others, texts[last])


def w205_office_of_nobody(subject: Subject) -> Iterator[Found]:
    """An office is held by nobody and named by no role.

    Give it a holder, a role in roles.yaml, or take it out.
    """
    roster = subject.roster
    if roster is None:
        return
    used = {term.office for term in roster.terms} | {role.office for role in roster.roles}
    used |= {inner for office in roster.offices for inner in office.includes if office.id in used}
    for row in subject.office_rows:
        if row.name not in used:
            yield Found(row.file, row.line, row.name)


def _at(subject: Subject, entry: Entry, notes: tuple[tuple[str, str], ...] = (), also: tuple[str, ...] = ()) -> Found:
    row = subject.actor_lines[entry.id if entry.kind == "state" else entry.name]
    return Found(row.file, row.line, entry.name, notes, also)


def _people(subject: Subject) -> dict[str, Row]:
    """The row of each person, by id; an overlay's wins."""
    return {_id(row): row for row in subject.person_rows}


def _id(row: Row) -> str:
    return str(row.value.get("id") or f"person:{slug(row.name)}")


def _terms(subject: Subject) -> Iterator[Term]:
    """The terms that can be read, of the rows that count."""
    for id_, row in _people(subject).items():
        for text in row.value.get("terms") or ():
            parts = str(text).split()
            if len(parts) == 3 and ".." in parts[2]:
                since, until = (day or None for day in parts[2].split("..", 1))
                yield Term(id_, parts[0], parts[1], "", since, until)


def _disordered(row: Row, key: str, since: object, until: object) -> Iterator[Found]:
    try:
        check_order(row.name, since, until)
    except KnowledgeError:
        said = "..".join("" if day is None else str(day) for day in (since, until))
        yield Found(row.file, row.line_of(key), row.name, (("dates", said),))


def _named_alike(subject: Subject, last: str, others: list[str], text: str) -> Found:
    entries = {entry.id: entry for entry in subject.roster.entries} if subject.roster else {}
    before = [_at(subject, entries[other]) for other in others]
    notes = (("name", text), ("see also", ", ".join(found.name for found in before)))
    return _at(subject, entries[last], notes, tuple(itertools.chain(found.file for found in before)))
