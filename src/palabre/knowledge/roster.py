"""The rows of the actors' data files, read and checked: what the registry is built from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, layers, load_yaml
from palabre.knowledge.names import atoms, inflect, is_acronym, slug, written
from palabre.knowledge.rules import SECTORS, check_holders, check_order, check_sector
from palabre.types import ActorKind

__all__ = ["SECTORS", "Alias", "Entry", "Office", "Role", "Roster", "Term", "check_holders", "load_roster"]

Sense = Literal["name", "acronym", "capital", "palace", "surname", "demonym-plural"]


@dataclass(frozen=True, slots=True)
class Term:
    """One tenure of a person in an office; ``since`` and ``until`` are ISO dates cut to what is known."""

    person: str
    office: str
    country: str
    sector: str
    since: str | None
    until: str | None

    def covers(self, day: date) -> bool:
        """Whether the person held the office on ``day``, in the widest reading of the dates.

        >>> Term("person:x", "president", "NER", "GOV", "2021-04", "2023").covers(date(2023, 12, 31))
        True
        """
        iso = day.isoformat()
        return (self.since or "") <= iso and (self.until is None or iso[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered actor; ``names`` are all its names, acronyms and spellings; ``after`` its sector out of office.

    ``country`` of a dependent territory is its sovereign's; of a person, the country of the last national office.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    since: str | None = None
    until: str | None = None
    parent: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A way of writing the actor ``entry``; ``cased`` where the text must have its capitals."""

    words: tuple[str, ...]
    entry: str
    sense: Sense
    cased: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A common noun or title that makes a party.

    ``title`` precedes names (« le président X »); ``national`` takes a country from the context; ``office`` is the
    id of the office that it names; ``country`` its owner where that is always the same.
    """

    lemma: str
    sector: str
    kind: ActorKind
    title: bool
    national: bool
    office: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a state or body; ``single``: one holder at a time; ``includes``: offices it stands for.

    A ``secondary`` office never says whom a person stands for while there is another.
    """

    id: str
    sector: str
    single: bool
    includes: tuple[str, ...]
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """All rows of the data files; an alias comes with its text, exact-case mark included."""

    entries: tuple[Entry, ...]
    aliases: tuple[tuple[str, Alias], ...]
    demonyms: dict[str, tuple[str, ...]]
    terms: tuple[Term, ...]
    offices: tuple[Office, ...]
    roles: tuple[Role, ...]


def load_roster(language: str = "fr", overlays: tuple[Path, ...] = ()) -> Roster:
    """Read every file under ``actors/`` and the roles of ``language``, and check them together.

    In an overlay a row replaces that of the same name or id; names of states are added to theirs.
    Raises KnowledgeError: the file, the entry, what is wrong, what to do.
    """
    build = _Build(language)
    build.add_states([path for files in layers("actors/states_aliases.yaml", overlays) for path in files])
    patterns = ("actors/offices.yaml", "actors/*.yaml", f"{language}/roles.yaml")
    for offices, actors, roles in zip(*(layers(pattern, overlays) for pattern in patterns), strict=True):
        build.add_layer(offices, actors, roles)
    build.check_parents()
    check_holders(build.terms, {o.id for o in build.offices.values() if o.single})
    return build.roster()


_OWN_READERS = frozenset({"states", "states_aliases", "offices"})
_BODY_KEYS = frozenset({"id", "name", "names", "en", "kind", "country", "sector", "since", "until", "parent", "dem"})
_PERSON_KEYS = frozenset({"id", "names", "en", "terms", "after", "country", "sector"})
_OFFICE_KEYS = frozenset({"single", "includes", "secondary"})
_STATE_KEYS = frozenset({"cap", "dem", "names", "palaces", "drop", "of"})
_ROLE_KEYS = frozenset({"title", "national", "office", "country", "kind"})
_PARTICLES = frozenset(
    ["le", "la", "de", "du", "des", "el", "al", "ben", "bin", "ould", "aoun", "van", "von", "der", "ag"]
)


class _Build:
    """Rows gathered file by file; each ``add`` reads one file."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.entries: dict[str, Entry] = {}
        self.aliases: dict[tuple[str, str], tuple[str, Alias]] = {}
        self.demonyms: dict[str, tuple[str, ...]] = {}
        self.terms: list[Term] = []
        self.offices: dict[str, Office] = {}
        self.roles: dict[str, Role] = {}
        self.below: set[str] = set()

    def add_layer(self, offices: Iterable[str], actors: Iterable[str], roles: Iterable[str]) -> None:
        """The files of the package or of an overlay; what stood before may be replaced."""
        self.below = {id_ for id_, entry in self.entries.items() if entry.kind != "state"} | set(self.roles)
        for path in offices:
            self.add_offices(path)
        for path in actors:
            stem = Path(path).stem
            if stem.startswith("people"):
                self.add_people(path)
            elif stem not in _OWN_READERS:
                self.add_bodies(path)
        for path in roles:
            self.add_roles(path)

    def add_states(self, paths: Iterable[str]) -> None:
        names, own = load_yaml("actors/states.yaml"), dict[str, dict[str, Any]]()
        for path in paths:
            for code, row in load_yaml(path).items():
                where = f"{path}: {code}"
                check_keys(where, row, required=frozenset(), optional=_STATE_KEYS)
                if code not in names:
                    raise KnowledgeError(where, "not in actors/states.yaml", "run tools/build_states.py")
                if row.get("of", code) not in names:
                    raise KnowledgeError(where, f"unknown state {row['of']}", "write the alpha-3 code of the sovereign")
                own[code] = _joined(own.get(code, {}), row)
        for code, row in own.items():
            self._add_state(code, row, names[code])

    def _add_state(self, code: str, row: dict[str, Any], names: dict[str, str]) -> None:
        name, sovereign = names[self.language], row.get("of", code)
        others = tuple(row.get("names") or ()) if self.language == "fr" else ()
        self._enter(Entry(code, name, "state", sovereign, "GOV", (name, *others)), "actors/states.yaml")
        for text in (() if row.get("drop") else (name,)) + others:
            self._alias(_common(text), code, _sense(text))
        for sense in ("capital", "palace"):
            for text in row.get("cap" if sense == "capital" else "palaces") or ():
                self._alias(text, code, sense)
        self._add_demonyms(row.get("dem") or (), sovereign)

    def _add_demonyms(self, rows: Iterable[str | list[str]], entry: str) -> None:
        for row in rows:
            forms = inflect(row) if isinstance(row, str) else tuple(row)
            for form in dict.fromkeys(spelt for own in forms for spelt in (own, _bare(own))):
                if entry not in self.demonyms.get(form, ()):
                    self.demonyms[form] = (*self.demonyms.get(form, ()), entry)
            for form in forms:
                if form.endswith(("s", "x")):
                    self._alias(form[0].upper() + form[1:], entry, "demonym-plural")

    def add_offices(self, path: str) -> None:
        for name, row in load_yaml(path).items():
            where = f"{path}: {name}"
            check_keys(where, row, required=frozenset({"sector"}), optional=_OFFICE_KEYS)
            check_sector(where, row["sector"])
            marks = bool(row.get("single")), tuple(row.get("includes") or ()), bool(row.get("secondary"))
            self.offices[name] = Office(name, row["sector"], *marks)

    def add_bodies(self, path: str) -> None:
        """Organisations, institutions, armed groups and parties: ``defaults`` and ``entries``."""
        content = load_yaml(path)
        check_keys(path, content, required=frozenset({"entries"}), optional=frozenset({"defaults"}))
        for own in content["entries"]:
            row = content.get("defaults", {}) | own
            where = f"{path}: {row.get('name')}"
            check_keys(where, row, required=frozenset({"name", "kind", "sector"}), optional=_BODY_KEYS)
            self._add_body(where, row)

    def _add_body(self, where: str, row: dict[str, Any]) -> None:
        check_sector(where, row["sector"])
        check_order(where, row.get("since"), row.get("until"))
        texts = [row["name"], *(row.get("names") or ())]
        entry = Entry(
            id=row.get("id") or f"{row['kind']}:{slug(row['name'])}",
            name=_clean(row["name"]),
            kind=row["kind"],
            country=row.get("country"),
            sector=row["sector"],
            names=tuple(_clean(t) for t in texts),
            since=_iso(row.get("since")),
            until=_iso(row.get("until")),
            parent=row.get("parent"),
        )
        self._enter(entry, where)
        for text in texts if self.language == "fr" else [row.get("en") or row["name"], *(row.get("names") or ())]:
            self._alias(text, entry.id, _sense(text))
        self._add_demonyms(row.get("dem") or (), entry.id)

    def add_people(self, path: str) -> None:
        for name, row in load_yaml(path).items():
            where = f"{path}: {name}"
            check_keys(where, row, required=frozenset(), optional=_PERSON_KEYS)
            self._add_person(where, name, row)

    def _add_person(self, where: str, name: str, row: dict[str, Any]) -> None:
        own = row.get("id") or f"person:{slug(name)}"
        terms = [self._term(where, own, text) for text in row.get("terms") or ()]
        names = (name, *(row.get("names") or ()))
        country = row.get("country") or self._home(terms)
        for sector in (row.get("sector"), row.get("after")):
            check_sector(where, sector)
        clean = tuple(_clean(n) for n in names)
        self._enter(Entry(own, name, "person", country, row.get("sector"), clean, after=row.get("after")), where)
        for text in names:
            self._alias(text, own, "surname" if _is_surname(text) else "name")
        self.terms.extend(terms)

    def _home(self, terms: list[Term]) -> str | None:
        """The country of the last national term; for lack of one, the body of the last term that is not secondary."""
        national = [t for t in terms if t.country in self.entries and self.entries[t.country].kind == "state"]
        main = [t for t in terms if not self.offices[t.office].secondary]
        return next((found[-1].country for found in (national, main, terms) if found), None)

    def _term(self, where: str, person: str, text: str) -> Term:
        """A term from ``office COUNTRY since..until``, either date left out where it is open or unknown."""
        parts = str(text).split()
        office = self.offices.get(parts[0])
        if office is None:
            raise KnowledgeError(where, f"unknown office {parts[0]}", "add it to actors/offices.yaml")
        if len(parts) != 3 or ".." not in parts[2]:
            raise KnowledgeError(where, f"cannot read the term {text!r}", "write: office COUNTRY since..until")
        since, until = (d or None for d in parts[2].split("..", 1))
        check_order(where, since, until)
        return Term(person, office.id, parts[1], office.sector, since, until)

    def add_roles(self, path: str) -> None:
        """Roles by sector and kind: ``SECTOR: {kind: [rows]}``; a row is a lemma, or a lemma with its marks."""
        for block in load_yaml(path):
            check_keys(path, block, required=frozenset({"sector", "kind", "roles"}), optional=_ROLE_KEYS)
            check_sector(f"{path}: {block['sector']}", block["sector"])
            for lemma in block["roles"]:
                office = block["roles"][lemma] if isinstance(block["roles"], dict) else None
                self.roles[lemma] = self._role(path, lemma, office, block)

    def _role(self, path: str, lemma: str, office: str | None, block: dict[str, Any]) -> Role:
        if lemma in self.roles and lemma not in self.below:
            raise KnowledgeError(f"{path}: {lemma}", "the role stands twice", "keep one")
        self.below.discard(lemma)
        marks = bool(block.get("title")), bool(block.get("national"))
        return Role(lemma, block["sector"], block["kind"], *marks, office or block.get("office"), block.get("country"))

    def check_parents(self) -> None:
        """Raise KnowledgeError for a parent or a country that is not registered."""
        owners = [(e.id, e.country) for e in self.entries.values()] + [(t.person, t.country) for t in self.terms]
        for owner, country in owners:
            if country is not None and country not in self.entries:
                raise KnowledgeError(owner, f"unknown country {country}", "use ISO alpha-3 or a registered code")
        for entry in self.entries.values():
            if entry.parent is not None and entry.parent not in self.entries:
                raise KnowledgeError(entry.id, f"unknown parent {entry.parent}", "register it, or correct the id")

    def roster(self) -> Roster:
        return Roster(
            entries=tuple(self.entries.values()),
            aliases=tuple(self.aliases.values()),
            demonyms=self.demonyms,
            terms=tuple(self.terms),
            offices=tuple(self.offices.values()),
            roles=tuple(self.roles.values()),
        )

    def _enter(self, entry: Entry, where: str) -> None:
        if entry.id in self.below:
            self._forget(entry.id)
        elif entry.id in self.entries:
            raise KnowledgeError(where, f"the id {entry.id} stands twice", "give one of them its own id")
        self.entries[entry.id] = entry

    def _forget(self, id_: str) -> None:
        """Take out what a lower layer said of an actor."""
        self.below.discard(id_)
        self.aliases = {key: row for key, row in self.aliases.items() if row[1].entry != id_}
        self.terms = [term for term in self.terms if term.person != id_]
        self.demonyms = {form: tuple(e for e in ids if e != id_) for form, ids in self.demonyms.items()}

    def _alias(self, text: str, entry: str, sense: Sense) -> None:
        clean = _clean(text)
        words, cased = atoms(clean), any(piece[0].isupper() for piece in written(clean))
        key = " ".join(words) + text[len(clean) :], entry
        known = self.aliases.get(key)
        if known is None or sense == "acronym" or (known[1].cased and not cased):
            self.aliases[key] = text, Alias(words, entry, sense, cased)


def _joined(row: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Two rows of one state: their lists together, else what the second says."""
    lists = {key: [*row[key], *value] for key, value in more.items() if isinstance(value, list) and key in row}
    return row | more | lists


def _common(text: str) -> str:
    """« Îles X » as texts write it: the noun of a name without the capital of a list."""
    return text[0].lower() + text[1:] if text.startswith(("Île ", "Îles ")) else text


def _sense(text: str) -> Sense:
    return "acronym" if is_acronym(_clean(text)) else "name"


def _is_surname(text: str) -> bool:
    pieces = atoms(text)
    return len(pieces) == 1 or pieces[0] in _PARTICLES


def _clean(text: str) -> str:
    return text.removesuffix("!")


def _bare(text: str) -> str:
    return "-".join(atoms(text))


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
