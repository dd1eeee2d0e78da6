"""Who there is: states, organisations, institutions, armed groups, parties, people in dated offices, and roles."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from rapidfuzz.distance import OSA

from palabre.knowledge.files import bulk_load
from palabre.knowledge.names import NameIndex, atoms, inflect, make_name
from palabre.knowledge.roster import Alias, Entry, Office, Role, Roster, Term, load_roster
from palabre.types import Actor

K = TypeVar("K", bound=Hashable)

__all__ = ["Alias", "Entry", "Office", "Registry", "Role", "Term", "load_registry"]


@cache
def load_registry(language: str = "fr", overlays: tuple[Path, ...] = ()) -> Registry:
    """The registry with the names of one language; read once.

    Raises KnowledgeError where a data file is wrong: it names the file, the entry and the remedy.
    """
    with bulk_load():
        return _build(load_roster(language, overlays))


def _build(roster: Roster) -> Registry:
    return Registry(
        entries={e.id: e for e in roster.entries},
        roles={r.lemma: r for r in roster.roles},
        demonyms={d: ids[0] for d, ids in roster.demonyms.items() if len(ids) == 1},
        shared_demonyms={d: ids for d, ids in roster.demonyms.items() if len(ids) > 1},
        offices={o.id: o for o in roster.offices},
        aliases=NameIndex(make_name(text, alias) for text, alias in roster.aliases),
        role_index=_index_roles(roster.roles),
        terms_by_person=_group(roster, lambda t: t.person),
        terms_by_office=_group(roster, lambda t: (t.office, t.country)),
        spellings=_index_spellings(roster),
    )


@dataclass(frozen=True, slots=True)
class Registry:
    """All registered actors and roles of one language, indexed for reading.

    ``demonyms`` gives an entry id by lower-case form (with and without accents); ``shared_demonyms`` those that
    several states claim (« congolais », « coréen »), left to the context.
    """

    entries: Mapping[str, Entry]
    roles: Mapping[str, Role]
    demonyms: Mapping[str, str]
    shared_demonyms: Mapping[str, tuple[str, ...]]
    offices: Mapping[str, Office]
    aliases: NameIndex[Alias]
    role_index: Mapping[str, tuple[tuple[tuple[str, ...], Role], ...]]
    terms_by_person: Mapping[str, tuple[Term, ...]]
    terms_by_office: Mapping[tuple[str, str], tuple[Term, ...]]
    spellings: Mapping[tuple[int, tuple[str, ...]], tuple[tuple[str, str], ...]]

    def match(self, words: Sequence[str], at: int) -> list[tuple[int, Alias]]:
        """The actors' names that start at ``words[at]``, longest first, each with its number of words."""
        return self.aliases.match(words, at)

    def match_role(self, lemmas: Sequence[str], words: Sequence[str], at: int) -> tuple[int, Role] | None:
        """The longest role that starts at ``words[at]``, with its number of words.

        Articles inside a role are optional, contractions count as their preposition, and a demonym may stand
        inside a role of several words (« ministre malien de la Défense »). A prefix « ex- » is passed over where no
        role has it.
        """
        found = self._longest_role(lemmas, words, at)
        if not words[at].lower().startswith(_FORMER):
            return found
        bare = words[at][len(_FORMER) :], lemmas[at].removeprefix(_FORMER)
        under = self._longest_role([bare[1], *lemmas[at + 1 :]], [bare[0], *words[at + 1 :]], 0) if all(bare) else None
        return under if under and (found is None or under[0] > found[0]) else found

    def actor(self, entry_id: str, *, on: date | None = None) -> Actor:
        """The actor with its country and sector as of the day ``on`` (a person's last known ones without a day).

        Raises KeyError for an id that is not registered.
        """
        entry = self.entries[entry_id]
        term = self._term_on(entry_id, on)
        if term is None:
            country, sector = self._out_of_office(entry, on)
        else:
            country, sector = term.country, term.sector
        return Actor(entry.id, entry.name, entry.kind, country, sector)

    def holders(self, office: str, country: str, *, on: date | None = None) -> tuple[str, ...]:
        """Who held ``office`` in ``country`` on the day ``on`` (without a day: who holds it now): entry ids."""
        wanted = (office, *self.offices[office].includes) if office in self.offices else (office,)
        terms = [t for one in wanted for t in self.terms_by_office.get((one, country), ())]
        held = [t.person for t in terms if (t.until is None if on is None else t.covers(on))]
        return tuple(dict.fromkeys(held))

    def terms(self, entry_id: str) -> tuple[Term, ...]:
        """The offices of a person, oldest first; empty for one without a registered office."""
        return self.terms_by_person.get(entry_id, ())

    def by_surname(self, entries: Sequence[str], *, on: date | None) -> str | None:
        """Whom a bare surname means on a day, among the people who bear it; ``None`` where that is not clear.

        Those whose first office came later were not yet known by it; of several, the one in office is meant.
        Raises KeyError for an id that is not registered.
        """
        known = [e for e in entries if on is None or self._known_by(e, on)]
        if len(known) == 1 or on is None:
            return known[0] if len(known) == 1 else None
        held = [e for e in known if self._main_terms(e, on)]
        return held[0] if len(held) == 1 else None

    def rules(self, entry_id: str, *, on: date | None) -> bool:
        """Whether the person is a head of state or of government on a day; without a day, whether they ever were."""
        offices = {"head-of-state", *self.offices["head-of-state"].includes, "prime-minister"}
        return any(t.office in offices and (on is None or t.covers(on)) for t in self.terms(entry_id))

    def near(self, name: str) -> str | None:
        """The registered person whose full name is ``name`` up to one letter in one word, if there is only one."""
        pieces = atoms(name)
        alike = [
            (piece, other, entry)
            for i, piece in enumerate(pieces)
            for other, entry in self.spellings.get((i, pieces[:i] + pieces[i + 1 :]), ())
        ]
        same = {entry for piece, other, entry in alike if piece == other}
        found = same or {entry for piece, other, entry in alike if _drifted(piece, other, len(pieces))}
        return found.pop() if len(found) == 1 else None

    def demonym(self, word: str) -> tuple[str, ...]:
        """The entry ids that a demonym may stand for: several for a shared one, none for another word."""
        key = word.lower().replace("’", "'")
        return (self.demonyms[key],) if key in self.demonyms else self.shared_demonyms.get(key, ())

    def active(self, entry_id: str, *, on: date) -> bool:
        """Whether the actor existed on the day ``on``, as far as the registry knows."""
        entry = self.entries[entry_id]
        return Term(entry.id, "", "", "", entry.since, entry.until).covers(on)

    def _longest_role(self, lemmas: Sequence[str], words: Sequence[str], at: int) -> tuple[int, Role] | None:
        best: tuple[int, Role] | None = None
        forms = _forms(words[at], lemmas[at])
        for first in forms[0]:
            for pattern, role in self.role_index.get(first, ()):
                size = 1 if len(pattern) == len(forms) == 1 else self._fits(pattern, lemmas, words, at)
                if size and (best is None or size > best[0]):
                    best = size, role
        return best

    def _term_on(self, entry_id: str, on: date | None) -> Term | None:
        terms = self._own_terms(entry_id)
        if on is None:
            standing = [t for t in terms if t.until is None] or ([] if self.entries[entry_id].after else terms)
        else:
            standing = [t for t in terms if t.covers(on)]
        return standing[-1] if standing else None

    def _own_terms(self, entry_id: str) -> list[Term]:
        """The terms that say whom a person stands for: a secondary office only where there is no other."""
        terms = self.terms(entry_id)
        return [t for t in terms if not self.offices[t.office].secondary] or list(terms)

    def _known_by(self, entry_id: str, on: date) -> bool:
        terms = self.terms(entry_id)
        return not terms or (terms[0].since or "") <= on.isoformat()

    def _main_terms(self, entry_id: str, on: date) -> list[Term]:
        return [t for t in self.terms(entry_id) if t.covers(on) and not self.offices[t.office].secondary]

    def _out_of_office(self, entry: Entry, on: date | None) -> tuple[str | None, str | None]:
        terms = self._own_terms(entry.id)
        if not terms:
            return entry.country, entry.sector
        left = on is None or (terms[0].since or "") <= on.isoformat()
        return entry.country, (entry.after or entry.sector) if left else entry.sector

    def _fits(self, pattern: tuple[str, ...], lemmas: Sequence[str], words: Sequence[str], at: int) -> int:
        """How many words the role takes from ``at``; 0 where it does not fit."""
        done, spare = 0, 1
        for i in range(at, len(words)):
            choices = _forms(words[i], lemmas[i])
            if done + len(choices) <= len(pattern) and all(pattern[done + k] in c for k, c in enumerate(choices)):
                done += len(choices)
                if done == len(pattern):
                    return i - at + 1
            elif done and choices and not _ARTICLES.isdisjoint(choices[0]):
                continue
            elif done and spare and self.demonym(words[i]):
                spare -= 1
            else:
                return 0
        return 0


_FORMER = "ex-"
_DOUBLED = re.compile(r"(.)\1")
_ARTICLES = frozenset({"le", "la", "les", "l"})
_PREPOSITIONS = {"du": "de", "des": "de", "d": "de", "au": "a", "aux": "a"}


def role_pattern(lemma: str) -> tuple[str, ...]:
    """The atoms of a role, without articles and with its prepositions made alike.

    >>> role_pattern("ministre des affaires étrangères"), role_pattern("chef de l'État")
    (('ministre', 'de', 'affaires', 'etrangeres'), ('chef', 'de', 'etat'))
    """
    pieces = [piece for word in lemma.split() for piece in atoms(word)]
    kept = [p for k, p in enumerate(pieces) if k == 0 or p not in _ARTICLES]
    return tuple(_PREPOSITIONS.get(p, p) for p in kept)


@lru_cache(maxsize=1 << 14)
def _forms(word: str, lemma: str) -> tuple[tuple[str, ...], ...]:
    """For each atom of a word, the ways to look it up, best first: as written, lemma, singular."""
    own, base = atoms(word), atoms(lemma)
    if len(own) != len(base):
        base = own
    return tuple(
        tuple(dict.fromkeys((_PREPOSITIONS.get(w, w), _PREPOSITIONS.get(b, b), w.rstrip("sx") or w)))
        for w, b in zip(own, base, strict=True)
    )


def _drifted(piece: str, other: str, pieces: int) -> bool:
    """Whether one letter parts two spellings of a name; a letter more or less at the end parts two names."""
    if pieces > 1 and _sound(piece) == _sound(other):
        return True
    if pieces < 2 or min(len(piece), len(other)) < (4 if pieces > 2 else 6):
        return False
    if piece.startswith(other) or other.startswith(piece):
        return pieces > 2
    return OSA.distance(piece, other) == 1


def _sound(piece: str) -> str:
    """A word without doubled letters, « y » as « i »: « Kiir » and « Kir », « Zelensky » and « Zelenskyy »."""
    return _DOUBLED.sub(r"\1", piece.replace("y", "i"))


def _index_roles(roles: Sequence[Role]) -> dict[str, tuple[tuple[tuple[str, ...], Role], ...]]:
    """The roles by first atom, in the feminine too where the role is a person's."""
    index: dict[str, list[tuple[tuple[str, ...], Role]]] = {}
    for role in roles:
        pattern = role_pattern(role.lemma)
        for form in _first_forms(pattern[0], role):
            index.setdefault(form, []).append(((form, *pattern[1:]), role))
    return {first: tuple(found) for first, found in index.items()}


def _first_forms(first: str, role: Role) -> tuple[str, ...]:
    if role.kind != "person":
        return (first,)
    return tuple(dict.fromkeys(piece for form in inflect(first) for piece in atoms(form)))


def _index_spellings(roster: Roster) -> dict[tuple[int, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """The full names of people with one atom left out, and that atom: names that differ by one word meet."""
    index: dict[tuple[int, tuple[str, ...]], list[tuple[str, str]]] = {}
    for _, alias in roster.aliases:
        if alias.entry.startswith("person:") and alias.sense == "name" and len(alias.words) > 1:
            for i, piece in enumerate(alias.words):
                rest = alias.words[:i] + alias.words[i + 1 :]
                index.setdefault((i, rest), []).append((piece, alias.entry))
    return {key: tuple(found) for key, found in index.items()}


def _group(roster: Roster, key: Callable[[Term], K]) -> dict[K, tuple[Term, ...]]:
    groups: dict[K, list[Term]] = {}
    for term in roster.terms:
        groups.setdefault(key(term), []).append(term)
    return {k: tuple(sorted(found, key=lambda t: t.since or "")) for k, found in groups.items()}
