"""What a user's words name: countries, organisations, actors, types, themes, statuses, offices, days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Literal, get_args

from palabre.errors import QueryError, nearest
from palabre.knowledge.files import load_yaml
from palabre.knowledge.names import atoms
from palabre.knowledge.ontology import load_ontology
from palabre.knowledge.registers import load_registers
from palabre.knowledge.registry import Registry, load_registry
from palabre.ledger.model import Kind
from palabre.types import Status

LANGUAGES = ("fr", "en")
_BODIES = frozenset({"organisation", "armed-group", "institution"})
_LITTLE = frozenset("le la les l de du des d the of for a aux au and et".split())
_SPELT = {"defense": "defence", "foreigns": "foreign", "ministre": "minister", "secretary": "minister"}


@dataclass(frozen=True, slots=True)
class Whom:
    """Who a user's words name: a ``country`` (or an organisation's code), or an actor's id, or a ``name`` alone."""

    kind: Literal["country", "actor", "name"]
    value: str


def resolve_country(text: str) -> str:
    """The code of a country or organisation: by code, name, demonym, capital or acronym, in French or in English.

    Raises QueryError naming the nearest one where it is not known.

    >>> [resolve_country(text) for text in ("NE", "562", "niger", "Nigerien", "Niamey", "CEDEAO", "UN", "Minusma")]
    ['NER', 'NER', 'NER', 'NER', 'NER', 'ECOWAS', 'UN', 'UN']
    """
    found = _countries(text)
    if not found:
        remedy = _meant(text, _country_names()) or "write its name or its ISO code"
        raise QueryError(f"country {text}", "unknown country", remedy)
    if len(found) > 1:
        raise QueryError(f"country {text}", "this names several", f"use one of {', '.join(found)}")
    return found[0]


def resolve_actor(text: str) -> Whom:
    """Whom a name, an acronym or an id stands for. A word between quotes is a name as the articles write it.

    Raises QueryError naming the nearest one where it is not known.

    >>> resolve_actor("mohamed bazoum"), resolve_actor("Niger")
    (Whom(kind='actor', value='person:mohamed-bazoum'), Whom(kind='country', value='NER'))
    >>> resolve_actor('"des hommes armés"')
    Whom(kind='name', value='des hommes armés')
    """
    clean = text.strip()
    if len(clean) > 2 and clean[0] in '"«“' and clean[-1] in '"»”':
        return Whom("name", clean[1:-1].strip())
    if state := resolve_state(clean):
        return Whom("country", state)
    if clean in load_registry().entries:
        return _whom(clean)
    entry = next((names[_key(clean)] for names in map(_actor_names, LANGUAGES) if _key(clean) in names), None)
    found = (entry,) if entry else _countries(clean)
    if not found:
        remedy = _meant(clean, _actor_spellings()) or "put a name that no list holds between quotes"
        raise QueryError(f"actor {text}", "unknown actor", remedy)
    if len(found) > 1:
        raise QueryError(f"actor {text}", "this names several", f"use one of {', '.join(found)}")
    return _whom(found[0])


def resolve_type(text: str) -> tuple[str, str | None]:
    """An event type and mode of the ontology: ``assault``, ``ASSAULT/firearms``. Raises QueryError.

    >>> resolve_type("assault"), resolve_type("Consult/visit")
    (('ASSAULT', None), ('CONSULT', 'visit'))
    """
    types = load_ontology().types
    name, _, mode = text.strip().partition("/")
    if name.upper() not in types:
        raise _unknown("type", text, "unknown event type", types)
    if mode and mode.lower() not in types[name.upper()].modes:
        raise _unknown("type", text, "unknown mode of this type", types[name.upper()].modes)
    return name.upper(), mode.lower() or None


def resolve_mode(text: str) -> str:
    """A mode of any event type. Raises QueryError."""
    return _one_of("mode", text, "unknown mode", {m for t in load_ontology().types.values() for m in t.modes})


def resolve_theme(text: str) -> str:
    """A theme of the ontology. Raises QueryError."""
    return _one_of("theme", text, "unknown theme", load_ontology().themes)


def resolve_status(text: str) -> str:
    """A status: factual, negated, hypothetical, future, attempted. Raises QueryError."""
    return _one_of("status", text, "unknown status", get_args(Status))


def resolve_kind(text: str) -> str:
    """A kind of state: office, control, deployment, relation, membership, custody, measure. Raises QueryError."""
    return _one_of("kind", text, "unknown kind of state", get_args(Kind))


def resolve_dimension(text: str) -> str:
    """What a state may bear on: military, aid, border, an office. Raises QueryError."""
    known = {name for register in load_registers().values() for name in register.dimensions}
    known |= {*load_registry().offices}
    return _one_of("dimension", text, "unknown dimension", known)


def resolve_office(text: str) -> frozenset[str]:
    """The offices that words stand for, in French or in English. Raises QueryError.

    >>> sorted(resolve_office("président")), sorted(resolve_office("chef de l'État"))[:3]
    (['president'], ['head-of-state', 'junta-leader', 'king'])
    >>> sorted(resolve_office("Prime Minister")), sorted(resolve_office("foreign minister"))
    (['prime-minister'], ['minister-foreign'])
    """
    offices = load_registry().offices
    found = _offices().get(_bare(text)) or _offices().get(_sorted(text))
    if found is None:
        raise _unknown("office", text, "unknown office", [*offices, *load_registry().roles])
    return frozenset({found, *offices[found].includes})


def resolve_seat(text: str) -> str:
    """The seat that words of an office stand for: the lines of the register go by it. Raises QueryError.

    >>> resolve_seat("foreign minister"), resolve_seat("head-of-state"), resolve_seat("ambassador")
    ('foreign-minister', 'head-of-state', 'ambassador')
    """
    register = load_registers()["office"]
    if text in register.dimensions or (text in load_registry().offices and text not in _seated()):
        return text
    return register.seat(min(resolve_office(text))).name


@cache
def _seated() -> frozenset[str]:
    """The offices that share a seat with others."""
    return frozenset(office for row in load_registers()["office"].dimensions.values() for office in row.offices)


def resolve_day(text: str | date | None, name: str = "date", *, last: bool = False) -> date | None:
    """A day from ``2023-07-26``, ``2023-07`` or ``2023`` (the first of its days, or the ``last``). Raises QueryError.

    >>> resolve_day("2024-02", last=True), resolve_day("2024")
    (datetime.date(2024, 2, 29), datetime.date(2024, 1, 1))
    """
    if text is None or isinstance(text, date):
        return text
    try:
        return _day(text.strip(), last=last)
    except ValueError as error:
        raise QueryError(f"{name} {text}", "this is not a day", "write 2023-07-26, 2023-07 or 2023") from error


def _day(text: str, *, last: bool) -> date:
    if len(text) == 10:
        return date.fromisoformat(text)
    year, _, month = text.partition("-")
    if len(year) != 4 or (month and len(month) != 2) or text.endswith("-"):
        raise ValueError(text)
    number = int(month or (12 if last else 1))
    day = monthrange(int(year), number)[1] if last else 1
    return date(int(year), number, day)


def _one_of(name: str, text: str, what: str, known: Iterable[str]) -> str:
    names = sorted(known)
    clean = text.strip().lower()
    if clean not in names:
        raise _unknown(name, text, what, names)
    return clean


def _unknown(name: str, text: str, what: str, known: Iterable[str]) -> QueryError:
    names = list(known)
    few = f"use one of {', '.join(names)}" if len(names) < 30 else "see the codebook"
    return QueryError(f"{name} {text}", what, _meant(text, names) or few)


def _meant(text: str, known: Iterable[str]) -> str:
    meant = nearest(text, known)
    return f"did you mean {meant}?" if meant else ""


def _countries(text: str) -> tuple[str, ...]:
    """The codes that words may stand for: a code of ours alone, else names and ISO codes, else capitals and peoples."""
    if state := resolve_state(text):
        return (state,)
    clean, key, registry = text.strip(), _key(text), load_registry()
    if clean.upper() in registry.entries and registry.entries[clean.upper()].country:
        return (clean.upper(),)
    plain = {*_states_by_name().get(key, ()), *_named(clean, frozenset({"name", "acronym"}))}
    return tuple(sorted(plain or {*_named(clean, frozenset({"capital", "palace"})), *_people(clean)}))


def resolve_state(text: str) -> str | None:
    """A state by its own code, or by words that are no one else's: told without the whole registry."""
    clean = text.strip()
    if clean.upper() in load_yaml("names/codes.yaml"):
        return clean.upper()
    found = _states_by_name().get(_key(clean), ())
    return found[0] if len(found) == 1 and len(clean) > len("NE") else None


def _named(text: str, senses: frozenset[str]) -> Iterator[str]:
    """The codes of the actors with exactly this name in one of the two languages, whatever its case."""
    for language, form in product(LANGUAGES, dict.fromkeys((text, text.title(), text.upper()))):
        registry, words = load_registry(language), form.split()
        for size, alias in registry.match(words, 0) if words else ():
            code = _code(registry, alias.entry)
            if size == len(words) and alias.sense in senses and code is not None:
                yield code


def _people(text: str) -> Iterator[str]:
    """The states and bodies of a demonym: one, or several for « congolais »."""
    registry = load_registry()
    for form in dict.fromkeys((text, "-".join(atoms(text)))):
        yield from (code for entry in registry.demonym(form) if (code := _code(registry, entry)))


def _whom(entry_id: str) -> Whom:
    entry = load_registry().entries[entry_id]
    return Whom("country", entry.id) if entry.id == entry.country else Whom("actor", entry.id)


def _code(registry: Registry, entry_id: str) -> str | None:
    """The code of a state, an organisation, or the body that one belongs to."""
    entry = registry.entries[entry_id]
    if entry.kind == "state":
        return entry.id
    return entry.country if entry.kind in _BODIES else None


@cache
def _states_by_name() -> Mapping[str, tuple[str, ...]]:
    """Codes of states by their other ISO codes, their names, and the English words for their people."""
    found: dict[str, dict[str, None]] = {}
    for code, row in load_yaml("names/codes.yaml").items():
        for text in (row["alpha2"], *row["numeric"]):
            found.setdefault(_key(text), {})[code] = None
    for code, names in load_yaml("names/demonyms_en.yaml").items():
        for text in (*names, *(f"{name}s" for name in names)):
            found.setdefault(_key(text), {})[code] = None
    for code, row in load_yaml("actors/states.yaml").items():
        for text in row.values():
            found.setdefault(_key(text.replace("&", "and")), {})[code] = None
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def _actor_names(language: str) -> Mapping[str, str]:
    """Entry ids by every name of an actor that nobody else bears."""
    bearers: dict[str, set[str]] = {}
    for entry in load_registry(language).entries.values():
        for name in (entry.name, *entry.names):
            bearers.setdefault(_key(name), set()).add(entry.id)
    return {key: next(iter(entries)) for key, entries in bearers.items() if len(entries) == 1}


@cache
def _actor_spellings() -> tuple[str, ...]:
    return tuple(name for entry in load_registry().entries.values() for name in (entry.name, *entry.names))


@cache
def _country_names() -> tuple[str, ...]:
    """What a user may have meant: names of states and organisations as they are written."""
    states = [name for row in load_yaml("actors/states.yaml").values() for name in row.values()]
    entries = load_registry().entries.values()
    return (*states, *(name for e in entries if e.kind == "organisation" and e.country for name in e.names))


@cache
def _offices() -> Mapping[str, str]:
    """Offices by their id in any order of its words, and by the French roles that name them."""
    registry = load_registry()
    roles = {_bare(role.lemma): role.office for role in registry.roles.values() if role.office}
    return {_sorted(office): office for office in registry.offices} | roles


def _key(text: str) -> str:
    return " ".join(atoms(text))


def _bare(text: str) -> str:
    return " ".join(piece for piece in atoms(text) if piece not in _LITTLE)


def _sorted(text: str) -> str:
    return " ".join(sorted(_SPELT.get(piece, piece) for piece in _bare(text).split()))
