"""What the values of a state do to one another: which open, close or weaken it, which exclude each other, and the
dimensions that part one tie of two parties from another. Each ``data/states/<kind>.yaml`` says it in these keys:

values      effect    opens, weakens or closes what stands
            then      what the value has become where a text says that it is ending, ended or former
            before    what held until then, by what the value means: who is suspended was a member
            still     the value that holds on meanwhile: who is leaving is a member
            in        the dimensions that it belongs to, where it belongs to some only
            directed  the one's (« A recalls its envoy ») rather than both sides'
            answer    the word that answers how things stand, where that is not the value itself
            part      it bears on a part only: it yields to any word that the rest stands
notice      the days between the notice of an exit and its effect, by body
holds       one value at a time, or one holder (a person, a power), of those that exclude each other
exclusive   the lists of values that exclude each other
dimensions  themes    the themes of words that tell it; the first that fits is taken
            offices   the registry's offices that are this one seat
            reach     state: it bears on the whole of a state, whatever the words; abroad: on the other state they name;
                      place: on a place of its own where they name one, which that of the whole state covers too
            title     how a text names the office: open, whole, or as it stands
            failing   the offices that answer for it where nobody holds it, or the dimensions that answer for it too
            taking    the values of those that do: a military accord is an accord, a suspended exercise is none
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, data_path, load_yaml
from palabre.knowledge.ontology import load_ontology
from palabre.knowledge.registry import load_registry
from palabre.types import FactStatus

Effect = Literal["opens", "weakens", "closes"]
Holds = Literal["one", "holder"]
_STATUSES = frozenset(get_args(FactStatus))
_VALUE = frozenset({"then", "before", "still", "in", "directed", "answer", "part"})
_DIMENSION = frozenset({"themes", "offices", "reach", "title", "failing", "taking"})
_TITLES = ("", "open", "whole")


@dataclass(frozen=True, slots=True)
class Value:
    """One way things may stand."""

    name: str
    effect: Effect
    then: Mapping[str, str]
    still: str | None
    before: str | None
    dimensions: tuple[str, ...]
    directed: bool
    answer: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a state bears on; ``themes`` lead to it, ``offices`` are the registry's names of the seat."""

    name: str
    labels: Mapping[str, str]
    themes: frozenset[str]
    offices: frozenset[str]
    reach: str
    title: str
    failing: tuple[str, ...] = ()
    taking: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Register:
    """The rules of one kind of state."""

    kind: str
    values: Mapping[str, Value]
    dimensions: Mapping[str, Dimension]
    holds: Holds
    groups: Mapping[str, frozenset[str]]
    notice: Mapping[str, int]

    def exclude(self, one: str, other: str) -> bool:
        """Whether two values cannot hold together; those that the data do not know are of one holder (offices).

        >>> load_registers()["membership"].exclude("member", "suspended")
        False
        """
        return not self.groups.get(one, _ALL).isdisjoint(self.groups.get(other, _ALL))

    def dimension(self, value: str, themes: Iterable[str]) -> str | None:
        """The first dimension of a value that one of the themes leads to, else the value's own first one.

        >>> load_registers()["relation"].dimension("ended", ["agreement", "troops"])
        'military'
        """
        own = self.values[value].dimensions if value in self.values else ()
        open_to = [d for d in self.dimensions.values() if not own or d.name in own]
        told = frozenset(themes)
        return next((d.name for d in open_to if not told.isdisjoint(d.themes)), own[0] if own else None)

    def seat(self, office: str) -> Dimension:
        """The seat of an office of the registry: its own, unless it is one of several names of a seat.

        >>> load_registers()["office"].seat("king").name, load_registers()["office"].seat("junta-leader").name
        ('head-of-state', 'junta-leader')
        """
        seats = (d for d in self.dimensions.values() if office in d.offices)
        return next(seats, None) or Dimension(office, MappingProxyType({}), frozenset(), frozenset({office}), "", "")


_ALL = frozenset({"*"})


@cache
def load_registers() -> Mapping[str, Register]:
    """The rules of every kind of state, by kind.

    Raises KnowledgeError naming file, entry and remedy.
    """
    files = {path.stem: load_yaml(path) for path in sorted(data_path("states").glob("*.yaml"))}
    return MappingProxyType({kind: read_register(kind, content) for kind, content in files.items()})


def read_register(kind: str, content: Any) -> Register:
    """The rules in the content of one file of ``data/states``; raises KnowledgeError."""
    where = f"states/{kind}.yaml"
    required = frozenset({"values", "holds", "exclusive"})
    check_keys(where, content, required=required, optional=frozenset({"dimensions", "events", "notice"}))
    dimensions = {n: _dimension(f"{where}: dimensions: {n}", n, r) for n, r in content.get("dimensions", {}).items()}
    values = {name: _value(f"{where}: {name}", name, row) for name, row in content["values"].items()}
    _check_seats(where, dimensions.values())
    for row in dimensions.values():
        _check(f"{where}: {row.name}: failing", "name", row.failing, {*dimensions, *load_registry().offices})
        _check(f"{where}: {row.name}: taking", "value", row.taking, values)
    for value in values.values():
        named = (*value.then.values(), *filter(None, (value.still, value.before)))
        _check(f"{where}: {value.name}", "value", named, values)
        _check(f"{where}: {value.name}", "dimension", value.dimensions, dimensions)
    if content["holds"] not in get_args(Holds):
        raise KnowledgeError(where, f"unknown holds: {content['holds']}", f"use one of: {', '.join(get_args(Holds))}")
    groups = _groups(where, content["exclusive"], values)
    notice = MappingProxyType({body: int(days) for body, days in content.get("notice", {}).items()})
    if unknown := sorted(notice.keys() - load_registry().entries.keys()):
        raise KnowledgeError(f"{where}: notice", f"unknown body {', '.join(unknown)}", "see actors/organisations.yaml")
    return Register(kind, MappingProxyType(values), MappingProxyType(dimensions), content["holds"], groups, notice)


def _value(where: str, name: str, row: Any) -> Value:
    check_keys(where, row, required=frozenset({"en", "fr", "effect"}), optional=_VALUE)
    if row["effect"] not in get_args(Effect):
        raise KnowledgeError(where, f"unknown effect {row['effect']}", f"use one of: {', '.join(get_args(Effect))}")
    then = row.get("then", {})
    _check(where, "status", then, _STATUSES)
    return Value(
        name, cast("Effect", row["effect"]), MappingProxyType(then), row.get("still"), row.get("before"),
        tuple(row.get("in", ())), row.get("directed", False), row.get("answer", name), row.get("part", False),
    )  # fmt: skip


def _dimension(where: str, name: str, row: Any) -> Dimension:
    check_keys(where, row, required=frozenset({"en", "fr"}), optional=_DIMENSION)
    _check(where, "theme", row.get("themes", ()), load_ontology().themes)
    _check(where, "office", row.get("offices", ()), load_registry().offices)
    _check(where, "reach", filter(None, [row.get("reach")]), ("state", "abroad", "place"))
    _check(where, "title", [row.get("title", "")], _TITLES)
    labels = MappingProxyType({language: row[language] for language in ("en", "fr")})
    themes, offices = frozenset(row.get("themes", ())), frozenset(row.get("offices", ()))
    failing, taking = tuple(row.get("failing", ())), frozenset(row.get("taking", ()))
    return Dimension(name, labels, themes, offices, row.get("reach", ""), row.get("title", ""), failing, taking)


def _groups(where: str, lists: Any, values: Mapping[str, Value]) -> Mapping[str, frozenset[str]]:
    """For each value the lists that it stands in; one that stands in none stands alone."""
    found: dict[str, set[str]] = {name: set() for name in values}
    for i, names in enumerate(lists):
        _check(f"{where}: exclusive", "value", names, values)
        for name in names:
            found[name].add(f"{i}")
    return MappingProxyType({name: frozenset(groups) for name, groups in found.items()})


def _check_seats(where: str, dimensions: Iterable[Dimension]) -> None:
    seen: set[str] = set()
    for dimension in dimensions:
        if twice := seen & dimension.offices:
            raise KnowledgeError(f"{where}: dimensions: {dimension.name}", f"{', '.join(twice)} twice", "keep one")
        seen |= dimension.offices


def _check(where: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    if unknown := sorted(set(names) - set(known)):
        raise KnowledgeError(where, f"unknown {what} {', '.join(unknown)}", f"use one of: {', '.join(sorted(known))}")
