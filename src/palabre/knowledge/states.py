"""How things stand: dimensions and their values, what events do to them, and the words that say a state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from palabre.errors import KnowledgeError
from palabre.knowledge.files import check_keys, data_path, load_yaml
from palabre.knowledge.frames import Frame, Frames, load_frames, parse_role, parse_test, parse_trigger
from palabre.knowledge.ontology import load_ontology
from palabre.knowledge.registers import Register, load_registers, read_register
from palabre.knowledge.registry import load_registry
from palabre.knowledge.ties import Envoys, Ties, read_envoys, read_ties
from palabre.types import FactStatus

Kind = Literal["office", "control", "deployment", "relation", "membership", "custody", "measure"]
Seat = Literal["state", "any", "body", "seat"]
SLOTS = frozenset("actor recipient place theme home ground spot host focus counterpart partner body founded".split())
_STATUSES = frozenset(get_args(FactStatus))
_NOUNS = (
    "bound", "inner", "private", "ranks", "posts", "heads", "peers", "officers", "coups", "abroad", "envoys",
    "caucuses", "leanings", "regional",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Transition:
    """What an event does to a state: who the fact is about, its value, and the fact's status by the event's.

    ``subject`` and ``object`` list the slots to take, first come first served: actor, recipient, place, theme (the
    words that the act bears on), ground (the place it is done to), spot (a border it is done at), home (the subject's
    own state), host (the state of the place, or of the implied actor), focus (the state the sentence is about),
    counterpart (the other state of the story), partner (the other state that the act's object names: « l'accord signé
    avec X »), body (the last organisation of the story), founded (the body that the act founds, or the text that it
    signs: « la charte qui institue X »). ``frames`` are beginnings of frame names. ``words``: themes of which the
    words that the act bears on have one, ``struck`` sectors of which a recipient has one. ``ends``: the event's date
    closes the state. ``foreground``: news only. ``named``: the object is a person with a name; of a tie, the event's
    recipient. Where there are ``sectors``, the subject has one of them. ``dated``: the event makes the state on its
    day, rather than showing that it stood. ``paused``: the value where the trigger's word says no more than a pause.
    """

    kind: Kind
    type: str
    mode: str | None
    themes: frozenset[str]
    frames: frozenset[str]
    sectors: frozenset[str]
    words: frozenset[str]
    struck: frozenset[str]
    value: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    statuses: Mapping[str, FactStatus]
    ends: bool
    symmetric: bool
    foreground: bool
    named: bool
    dated: bool
    paused: str | None


@dataclass(frozen=True, slots=True)
class Stative:
    """A frame that says a state: its value, and the status of the fact; a ``pair`` is two parties in one phrase.

    ``lasting``: said in the present of so many parties or more (« l'Union regroupe ... »), else it tells a meeting.
    """

    frame: Frame
    kind: Kind
    value: str
    status: FactStatus
    place: bool
    sectors: frozenset[str]
    pair: bool
    lasting: int


@dataclass(frozen=True, slots=True)
class Offices:
    """Words of offices in one language: whose office each noun names, and what stands beside it."""

    seats: Mapping[str, Seat]
    bound: frozenset[str]
    inner: frozenset[str]
    private: frozenset[str]
    kin: frozenset[str]
    governors: frozenset[str]
    ranks: frozenset[str]
    posts: frozenset[str]
    heads: frozenset[str]
    peers: frozenset[str]
    officers: frozenset[str]
    coups: frozenset[str]
    abroad: frozenset[str]
    envoys: frozenset[str]
    caucuses: frozenset[str]
    leanings: frozenset[str]
    regional: frozenset[str]
    standing: Mapping[str, FactStatus]
    dead: frozenset[str]
    verbs: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Nouns of a measure and the words that put it in force, keep it there and end it.

    ``place``: it is in force in a place (a curfew); else the noun itself is what it touches (a border).
    """

    value: str
    nouns: frozenset[str]
    starts: frozenset[str]
    lasts: frozenset[str]
    ends: frozenset[str]
    place: bool


@dataclass(frozen=True, slots=True)
class States:
    """Everything the facts room knows; ``labels`` gives the words of a value by (kind, value).

    ``bearing``: the theme that an adjective leads to (« militaire »); ``plain``: words of a title that name no office
    of their own (« le président de la République »); ``led`` the office of who leads a part of the state;
    ``likeness``: the words that say with one beside them that what was told is done again (« faire de même »);
    ``stages`` those over a withdrawal that say how far it has come.
    """

    labels: Mapping[tuple[str, str], str]
    transitions: Mapping[str, tuple[Transition, ...]]
    statives: Mapping[str, Stative]
    frames: Frames
    offices: Offices
    measures: Mapping[str, str]
    said: tuple[Measure, ...]
    coarse: frozenset[str]
    registers: Mapping[str, Register]
    bearing: Mapping[str, str]
    plain: frozenset[str]
    led: Mapping[str, str]
    ties: Ties
    envoys: Envoys
    likeness: Mapping[str, frozenset[str]]
    stages: Mapping[str, frozenset[str]]
    sites: Mapping[str, frozenset[str]]


@cache
def load_states(language: str = "fr", overlays: tuple[Path, ...] = ()) -> States:
    """The dimensions with their transitions, and a language's words for states.

    Raises KnowledgeError naming file, entry and remedy.
    """
    files = {path.stem: load_yaml(path) for path in sorted(data_path("states").glob("*.yaml"))}
    words = load_yaml(f"{language}/facts.yaml")
    statives = _statives(language, words.get("frames", ()), files)
    return States(
        MappingProxyType(_labels(files, language)),
        _transitions(files, [frame.name for frame in load_frames(language, overlays).all]),
        MappingProxyType({s.frame.name: s for s in statives}),
        _frames(tuple(s.frame for s in statives)),
        _offices(f"{language}/facts.yaml", words),
        MappingProxyType({noun: value for value, nouns in words["measures"].items() for noun in nouns}),
        tuple(_measure(f"{language}/facts.yaml", row, files) for row in words["said"]),
        frozenset(words["coarse"]),
        load_registers(),
        MappingProxyType(_bearing(f"{language}/facts.yaml", words["bearing"])),
        frozenset(words["plain"]),
        MappingProxyType(_led(f"{language}/facts.yaml", words["led"])),
        read_ties(f"{language}/facts.yaml", words["ties"], files["relation"]["values"]),
        read_envoys(f"{language}/facts.yaml", words["sent_away"]),
        MappingProxyType({word: frozenset(beside) for word, beside in words["likeness"].items()}),
        MappingProxyType({name: frozenset(found) for name, found in words["stages"].items()}),
        MappingProxyType({name: frozenset(found) for name, found in words["sites"].items()}),
    )


def _led(where: str, rows: Mapping[str, str]) -> dict[str, str]:
    """The office by word; raises KnowledgeError for an office that is none."""
    if unknown := sorted(set(rows.values()) - set(load_registry().offices)):
        raise KnowledgeError(f"{where}: led", f"unknown office {', '.join(unknown)}", "see actors/offices.yaml")
    return dict(rows)


def _bearing(where: str, rows: Mapping[str, Any]) -> dict[str, str]:
    """The theme by word; raises KnowledgeError for a theme that is none."""
    if unknown := sorted(set(rows) - set(load_ontology().themes)):
        raise KnowledgeError(f"{where}: bearing", f"unknown theme {', '.join(unknown)}", "see ontology/themes.yaml")
    return {word: theme for theme, words in rows.items() for word in words}


def _measure(file: str, row: Any, files: Mapping[str, Any]) -> Measure:
    where = f"{file}: said: {row.get('value') if isinstance(row, dict) else row}"
    required = frozenset({"value", "nouns", "starts", "lasts", "ends"})
    check_keys(where, row, required=required, optional=frozenset({"place"}))
    if row["value"] not in files["measure"]["values"]:
        raise KnowledgeError(where, f"no value {row['value']} of measure", "add it to states/measure.yaml")
    nouns, starts, lasts, ends = (frozenset(row[name]) for name in ("nouns", "starts", "lasts", "ends"))
    return Measure(row["value"], nouns, starts, lasts, ends, row.get("place", False))


def _labels(files: Mapping[str, Any], language: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for kind, content in files.items():
        read_register(kind, content)
        found |= {(kind, value): row[language] for value, row in content["values"].items()}
    return found


def _transitions(files: Mapping[str, Any], frames: list[str]) -> Mapping[str, tuple[Transition, ...]]:
    found: dict[str, list[Transition]] = defaultdict(list)
    for kind, content in files.items():
        for row in content.get("events", ()):
            transition = _transition(cast(Kind, kind), content["values"], row)
            _check_frames(f"states/{kind}.yaml: {row['event']}", transition.frames, frames)
            found[transition.type].append(transition)
    return MappingProxyType({type_: tuple(rows) for type_, rows in found.items()})


_ROW = frozenset(
    "themes frames sectors words struck subject object status ends symmetric foreground named dated paused".split()
)


_SETS = ("themes", "frames", "sectors", "words", "struck")


def _transition(kind: Kind, values: Mapping[str, Any], row: Any) -> Transition:
    where = f"states/{kind}.yaml: {row.get('event') if isinstance(row, dict) else row}"
    check_keys(where, row, required=frozenset({"event", "value"}), optional=_ROW)
    type_, _, mode = row["event"].partition("/")
    _check_event(where, type_, mode, (*row.get("themes", ()), *row.get("words", ())))
    for value in filter(None, (row["value"], row.get("paused"))):
        if value not in values:
            raise KnowledgeError(where, f"unknown value {value}", f"use one of: {', '.join(values)}")
    ends = row.get("ends", False)
    usual = {"factual": "ended", "future": "ending"} if ends else {"factual": "current", "future": "announced"}
    statuses = cast("dict[str, FactStatus]", usual | row.get("status", {}))
    statuses = {event: status for event, status in statuses.items() if status is not None}
    if unknown := set(statuses.values()) - _STATUSES:
        raise KnowledgeError(where, f"unknown status {', '.join(unknown)}", f"use {', '.join(sorted(_STATUSES))}")
    subject, object_ = (_slots(where, row.get(name, usual)) for name, usual in (("subject", "actor"), ("object", "")))
    themes, frames, sectors, words, struck = (frozenset(row.get(name, ())) for name in _SETS)
    return Transition(
        kind, type_, mode or None, themes, frames, sectors, words, struck, row["value"], subject, object_,
        MappingProxyType(statuses), ends, row.get("symmetric", False), row.get("foreground", False),
        row.get("named", False), row.get("dated", True), row.get("paused"),
    )  # fmt: skip


def _check_event(where: str, type_: str, mode: str, themes: Any) -> None:
    ontology = load_ontology()
    if type_ not in ontology.types or (mode and mode not in ontology.types[type_].modes):
        raise KnowledgeError(where, f"no such event type or mode: {type_}/{mode}", "see ontology/types.yaml")
    if unknown := set(themes) - set(ontology.themes):
        raise KnowledgeError(where, f"unknown theme {', '.join(unknown)}", "see ontology/themes.yaml")


def _check_frames(where: str, prefixes: Any, known: list[str]) -> None:
    if unknown := [prefix for prefix in prefixes if not any(name.startswith(prefix) for name in known)]:
        raise KnowledgeError(where, f"no frame {', '.join(unknown)}", "use the (beginning of the) name of a frame")


def _slots(where: str, text: str) -> tuple[str, ...]:
    slots = tuple(part.strip() for part in text.split(",") if part.strip())
    if unknown := set(slots) - SLOTS:
        raise KnowledgeError(where, f"unknown slot {', '.join(unknown)}", f"use {', '.join(sorted(SLOTS))}")
    return slots


_FRAME = frozenset({"sectors", "verbs", "nouns", "adjectives", "pair", "lasting", "where", "status", "place", "de"})


def _statives(language: str, rows: Any, files: Mapping[str, Any]) -> list[Stative]:
    return [_stative(f"{language}/facts.yaml", row, files) for row in rows]


def _stative(file: str, row: Any, files: Mapping[str, Any]) -> Stative:
    where = f"{file}: {row.get('name') if isinstance(row, dict) else row}"
    required = frozenset({"name", "kind", "value", "subject", "object", "example"})
    check_keys(where, row, required=required, optional=_FRAME)
    if row["kind"] not in files or row["value"] not in files[row["kind"]]["values"]:
        raise KnowledgeError(where, f"no value {row['value']} of {row['kind']}", "add it to states/<kind>.yaml")
    triggers = [parse_trigger(text, "verb") for text in row.get("verbs", ())]
    triggers += [parse_trigger(text, "noun") for text in row.get("nouns", ())]
    triggers += [parse_trigger(text, "adjective") for text in row.get("adjectives", ())]
    wanted = {path: [test] if isinstance(test, str) else test for path, test in row.get("where", {}).items()}
    tests = tuple((tuple(path.split(".")), parse_test(test)) for path, found in wanted.items() for test in found)
    frame = Frame(
        name=f"{row['kind']}.{row['name']}", type=row["kind"], mode=None, theme=None, status=None,
        triggers=tuple(triggers), actor=parse_role(row["subject"]), recipient=parse_role(row["object"]), where=tests,
        de=row.get("de", "object"), absorbs=False, again=False, implied_actor=None, implied_recipient=None,
        requires=frozenset({"none"}), contexts=(), example=row["example"], codes="", negatives=(), file=file,
    )  # fmt: skip
    sectors = frozenset(row.get("sectors", ()))
    status, place, pair = row.get("status", "current"), row.get("place", False), row.get("pair", False)
    return Stative(frame, row["kind"], row["value"], status, place, sectors, pair, row.get("lasting", 0))


def _frames(frames: tuple[Frame, ...]) -> Frames:
    verbs, nouns, adjectives = (_index(frames, kind) for kind in ("verb", "noun", "adjective"))
    return Frames(frames, verbs, nouns, adjectives)


def _index(frames: tuple[Frame, ...], kind: str) -> Mapping[str, Any]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for frame in frames:
        for trigger in (t for t in frame.triggers if t.kind == kind):
            rows[trigger.lemma].append((trigger, frame))
    order = {lemma: sorted(found, key=lambda r: (-len(r[0].words), -r[1].specificity)) for lemma, found in rows.items()}
    return MappingProxyType({lemma: tuple(found) for lemma, found in order.items()})


def _offices(where: str, words: Any) -> Offices:
    nouns, standing = words["offices"], words["standing"]
    if unknown := set(standing) - _STATUSES:
        raise KnowledgeError(where, f"unknown status {', '.join(unknown)}", f"use {', '.join(sorted(_STATUSES))}")
    seats = {noun: seat for seat in get_args(Seat) for noun in nouns[seat]}
    lists = {name: frozenset(nouns[name]) for name in _NOUNS}
    return Offices(
        seats=MappingProxyType(seats), kin=frozenset(words["kin"]), governors=frozenset(nouns["seat"]),
        standing=MappingProxyType({word: status for status, found in standing.items() for word in found}),
        dead=frozenset(words["dead"]),
        verbs=MappingProxyType({name: frozenset(found) for name, found in words["verbs"].items()}),
        **lists,
    )  # fmt: skip
