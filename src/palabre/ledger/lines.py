"""Which line of the register a statement belongs to: its kind, its parties, and what it bears on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from palabre.knowledge.groups import counted
from palabre.knowledge.places import load_places
from palabre.knowledge.registers import load_registers
from palabre.knowledge.registry import load_registry
from palabre.knowledge.themes import load_themes
from palabre.ledger.model import Kind, Party, Statement

_KIND_OF_PLACE = re.compile(r"(\w+) (?:de la |de l['’]|du |des |de |d['’])(?=[^\W\d_a-z])")
_WORD = re.compile(r"\w+")
_OFFICIAL = frozenset({"GOV", "MIL", "POL", "LEG", "JUD", "IGO"})
_RULES = "rules"
_PUBLIC = frozenset({"relation", "deployment", "membership", "measure", "office"})


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """One line of the register.

    ``parties``: of a relation both, in order; of a deployment sender and host, of a membership member and body, of a
    measure who imposes it and whom or what it touches; of an office whose it is, of a control the ground, of a custody
    the detainee. ``dimension`` is "" where the kind has none.
    """

    kind: Kind
    parties: tuple[str, ...]
    dimension: str

    def __str__(self) -> str:
        """The line as one word, for a table.

        >>> str(Key("relation", ("NER", "USA"), "military"))
        'relation:NER+USA:military'
        """
        return ":".join((self.kind, "+".join(self.parties), self.dimension))

    @property
    def single(self) -> bool:
        """Whether one holder, or one value, stands at a time: of an office, where the registry says so."""
        if self.kind != "office":
            return True
        seat = load_registers()["office"].dimensions.get(self.dimension)
        if seat is not None and seat.reach == "abroad":
            return len(self.parties) == 2
        offices = load_registry().offices
        return seat is not None or (self.dimension in offices and offices[self.dimension].single)


def subject_of(statement: Statement) -> Key:
    """The line that a statement belongs to."""
    kind = statement.kind
    return Key(kind, _parties(statement), dimension_of(statement) or "")


def party_key(party: Party, kind: Kind) -> str:
    """What makes a party the same in another statement: its country where it stands for a state, its registered id,
    else its name without accents.

    A junta, an army and a minister of a state are that state, except as holders of an office, a ground or a detainee.
    """
    if kind in _PUBLIC and (country := _country(party)):
        return country
    if party.registered and party.id is not None:
        return party.id
    if kind == "custody" and party.kind != "person" and (group := counted(party.name, party.country)):
        return group
    name = plain(party.name)
    return f"{name}@{party.country}" if party.kind in {"group", "armed-group"} and party.country else name


def holder_key(statement: Statement) -> str:
    """What makes two holders of an office or a ground the same.

    A ground is held by a state, whichever of its forces stands there; but who rules a state is told apart from it.
    """
    who = statement.subject
    if statement.kind == "control" and statement.code != _RULES:
        return party_key(who, "deployment")
    generic = statement.kind == "control" and not who.registered and who.name[:1].islower()
    return f"{who.sector}@{who.country}" if generic and who.country else party_key(who, "custody")


def dimension_of(statement: Statement) -> str | None:
    """What the statement bears on; of an office, the seat: a president and a junta's leader sit in one."""
    if statement.kind != "office":
        return statement.dimension
    named = statement.dimension or plain(statement.code)
    return _seats().get(named, named)


def lines_on(kind: Kind, parties: Sequence[str], dimension: str = "") -> tuple[Key, ...]:
    """The lines that answer a question, the best first: of a seat those that answer for it where it is empty, of a
    closed border that with the one neighbour before that of all. ``parties`` are codes, registered ids or names.

    >>> [key.dimension for key in lines_on("office", ["NER"], "head-of-state")]
    ['head-of-state', 'junta-leader']
    """
    named = [_key_of(name, kind) for name in parties]
    if kind == "control" and len(parties) == 1:
        return tuple(Key(kind, (ground,), dimension) for ground in dict.fromkeys((named[0], *_grounds(parties[0]))))
    names = tuple(sorted(named) if kind == "relation" else named)
    row = load_registers()[kind].dimensions.get(_seats().get(dimension, dimension) if kind == "office" else dimension)
    if row is None:
        return (Key(kind, names, dimension),)
    found = [Key(kind, names, row.name), *(Key(kind, names, other) for other in row.failing)]
    if row.reach == "place" and len(names) == 2 and named[1] != named[0]:
        found[0] = Key(kind, (names[0], _place_key(parties[1])), row.name)
    if row.reach in {"state", "place"} and len(names) == 2:
        found.append(Key(kind, (names[0], names[0]), row.name))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 12)
def _key_of(name: str, kind: Kind) -> str:
    """The key of a party by its code, id or name: « MINUSMA » in a deployment is the UN."""
    registry, pieces = load_registry(), _WORD.findall(name)
    named = registry.match(pieces, 0) if pieces else []
    found = next((alias.entry for size, alias in named if size == len(pieces)), name)
    entry = registry.entries.get(name) or registry.entries.get(found)
    if entry is None:
        return (counted(name) if kind == "custody" else None) or plain(name)
    return party_key(Party(entry.id, entry.name, entry.kind, entry.country, entry.sector), kind)


@lru_cache(maxsize=1 << 10)
def _grounds(name: str) -> tuple[str, ...]:
    """The places of the gazetteer that a name may be."""
    words = _WORD.findall(name)
    return tuple(place.id for size, place in load_places().match(words, 0) if size == len(words)) if words else ()


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> str:
    """A name without accents, capitals and marks.

    >>> plain("Abdourahamane Tchiani"), plain("l’Éléphant  d'or")
    ('abdourahamane-tchiani', 'l-elephant-d-or')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split())


def _parties(statement: Statement) -> tuple[str, ...]:
    kind = statement.kind
    subject, other = party_key(statement.subject, kind), statement.object
    one = party_key(other, kind) if other is not None else ""
    if kind == "relation":
        return tuple(sorted((subject, one)))
    if kind == "custody":
        return (subject,)
    if kind == "office":
        return (one, *_abroad(statement, one))
    if kind == "control":
        return (one,)
    return subject, _touched(statement, other, one) if kind == "measure" and other is not None else one


def _touched(statement: Statement, other: Party, one: str) -> str:
    """Whom a measure touches: « la frontière avec le Bénin » is the other state's, « les frontières » are all."""
    rows = load_registers()["measure"].dimensions
    row = rows.get(statement.dimension or "")
    if row is not None and row.reach == "place" and other.kind == "place":
        return _place_key(other.name)
    whole = row is not None and row.reach == "state"
    if not whole or (other.registered and not other.country):
        return one
    if other.registered:
        return other.country or one
    if other.kind in {"party", "organisation"}:
        return one
    own = party_key(statement.subject, "measure")
    named = [code for code in states_in(other.name) if code != own]
    if not named and own not in states_in(own):
        named = list(dict.fromkeys(states_in(statement.sentence)))
        named = named if len(named) == 1 else []
    return named[0] if named else own


def _place_key(name: str) -> str:
    """A place by its name alone.

    >>> _place_key("région de Tillabéri"), _place_key("l'est du Tchad")
    ('tillaberi', 'l-est-du-tchad')
    """
    found = _KIND_OF_PLACE.match(name)
    theme = load_themes().of(found[1].lower()) if found else None
    return plain(name[found.end() :] if found and theme == "territory" else name)


def _abroad(statement: Statement, home: str) -> tuple[str, ...]:
    """The state where an office is held that is held abroad (« l'ambassadeur de France au Niger »)."""
    row = load_registers()["office"].dimensions.get(dimension_of(statement) or "")
    if row is None or row.reach != "abroad":
        return ()
    return tuple(code for code in states_in(statement.value) if code != home)[:1]


def _country(party: Party) -> str | None:
    if party.kind in {"state", "place"}:
        return party.country or next(iter(states_in(party.name)), None)
    official = party.kind in {"institution", "organisation"} or party.sector in _OFFICIAL
    return party.country if official and party.kind not in {"party", "armed-group"} else None


@lru_cache(maxsize=1 << 12)
def states_in(words: str) -> tuple[str, ...]:
    """The states that words name, by name or by adjective, in order.

    >>> states_in("la frontière nigérienne avec le Bénin")
    ('NER', 'BEN')
    """
    registry, pieces = load_registry(), _WORD.findall(words)
    named = [[alias.entry for _, alias in registry.match(pieces, at)[:1]] for at in range(len(pieces))]
    told = [found or [*registry.demonym(piece)][:1] for found, piece in zip(named, pieces, strict=True)]
    return tuple(entry for found in told for entry in found if registry.entries[entry].kind == "state")


@lru_cache(maxsize=1)
def _seats() -> dict[str, str]:
    """The seat of each office of the registry that is one of several names of a seat."""
    rows = load_registers()["office"].dimensions.values()
    return {office: row.name for row in rows for office in row.offices}
