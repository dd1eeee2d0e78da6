"""Frames: which words, with which fillers, make which event (``data/<language>/frames/<TYPE>.yaml``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Literal

from palabre.errors import KnowledgeError
from palabre.knowledge.files import layers, load_yaml
from palabre.types import Status

Kind = Literal["verb", "noun", "adjective"]
TESTS = {
    "question",
    "someone",
    "place",
    "any",
    "none",
    "party",
    "clause",
    "theme",
    "lemma",
    "sector",
    "kind",
    "country",
    "number",
}
FRAME_KEYS = {
    "name", "verbs", "nouns", "adjectives", "mode", "theme", "status", "actor", "recipient", "where", "de", "absorbs",
    "again", "implied", "contexts", "example", "codes", "not", "requires",
}  # fmt: skip
SKIPPED = {"le", "la", "les", "l'", "un", "une", "des", "d'", "son", "sa", "ses", "leur", "leurs"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or an expression: ``words`` are (preposition or None, lemma) looked for under the head.

    ``preposition`` must introduce a complement; ``clitic`` must stand before the verb.
    """

    kind: Kind
    lemma: str
    words: tuple[tuple[str | None, str], ...] = ()
    reflexive: bool = False
    negated: bool = False
    clitic: str | None = None
    preposition: str | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """What a filler must be: any of the alternatives, or none of them when ``wanted`` is false."""

    wanted: bool
    alternatives: tuple[tuple[str, frozenset[str]], ...]
    text: str


Path = tuple[str, ...]
Role = tuple[tuple[Path, ...], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A named row: triggers, how roles are filled, what fillers must be, and what it makes.

    ``absorbs``: acts inside its complements are content, not events; ``again``: it tells more of an act told before.
    """

    name: str
    type: str
    mode: str | None
    theme: str | None
    status: Status | None
    triggers: tuple[Trigger, ...]
    actor: Role
    recipient: Role
    where: tuple[tuple[Path, Test], ...]
    de: Literal["subject", "object"]
    absorbs: bool
    again: bool
    implied_actor: str | None
    implied_recipient: str | None
    requires: frozenset[str]
    contexts: tuple[str, ...]
    example: str
    codes: str
    negatives: tuple[str, ...]
    file: str

    @property
    def specificity(self) -> int:
        """How much the frame asks for: the more, the earlier it is tried."""
        tests = [name for _, test in self.where for name, _ in test.alternatives]
        negated = 2 if all(trigger.negated for trigger in self.triggers) else 0
        return negated + sum(2 if name in {"lemma", "theme"} else 1 for name in tests if name not in {"any", "none"})


@dataclass(frozen=True, slots=True)
class Frames:
    """The lexicon, indexed by the lemma of the trigger's head, the most demanding frames first."""

    all: tuple[Frame, ...]
    verbs: Mapping[str, tuple[tuple[Trigger, Frame], ...]]
    nouns: Mapping[str, tuple[tuple[Trigger, Frame], ...]]
    adjectives: Mapping[str, tuple[tuple[Trigger, Frame], ...]] = field(default_factory=dict)

    def under(self, frames: tuple[Frame, ...]) -> Frames:
        """The lexicon with ``frames`` on top: they replace those of the same name, and are tried first.

        Raises KnowledgeError where two of ``frames`` have one name.
        """
        _check_unique(frames)
        names = {frame.name for frame in frames}
        every = (*frames, *(frame for frame in self.all if frame.name not in names))
        return Frames(every, _index(every, "verb"), _index(every, "noun"), _index(every, "adjective"))


@cache
def load_frames(language: str = "fr", overlays: tuple[FilePath, ...] = ()) -> Frames:
    """Load every frame of a language; an overlay's are tried before others that ask for as much.

    Raises KnowledgeError naming file, frame and remedy.
    """
    frames = Frames((), {}, {})
    for files in layers(f"{language}/frames/*.yaml", overlays):
        frames = frames.under(tuple(frame for file in files for frame in read_frames(file)))
    return frames


@cache
def parse_role(text: str | None) -> Role:
    """Read ``subject + avec, object.à``: alternatives by comma, unions by plus, steps by dot.

    >>> parse_role("subject + avec, object.à")
    ((('subject',), ('avec',)), (('object', 'à'),))
    """
    if not text or text == "none":
        return ()
    return tuple(tuple(tuple(path.strip().split(".")) for path in option.split("+")) for option in text.split(","))


@cache
def parse_test(text: str) -> Test:
    """Read a condition: ``party|theme:aid,troops``, ``!lemma:plainte``, ``none``; raises ValueError."""
    wanted, body = not text.startswith("!"), text.removeprefix("!")
    alternatives = []
    for part in body.split("|"):
        name, _, values = part.strip().partition(":")
        if name not in TESTS:
            raise ValueError(f"unknown condition '{name}'; known: {', '.join(sorted(TESTS))}")
        alternatives.append((name, frozenset(v.strip() for v in values.split(",") if v.strip())))
    return Test(wanted, tuple(alternatives), text)


def parse_trigger(text: str, kind: Kind) -> Trigger:
    """Read a trigger: ``arrêter``, ``s'en prendre``, ``ne reconnaître``, ``prendre en otage``, ``plaider pour``.

    A last preposition asks for a complement with it.

    >>> parse_trigger("se mettre en grève", "verb").words
    (('en', 'grève'),)
    """
    negated = text.startswith("ne ")
    words = text.removeprefix("ne ").replace("'", "' ").split()
    reflexive = words[0] in {"se", "s'"}
    if words[0] in {"se", "s'"}:
        words = words[1:]
    clitic = words.pop(0) if kind == "verb" and len(words) > 1 and words[0] in {"en", "y"} else None
    tail = PREPOSITIONS.get(words[-1]) if len(words) > 1 else None
    return Trigger(kind, words[0], tuple(_pairs(words[1:])), reflexive, negated, clitic, tail)


def words_of(trigger: Trigger) -> str:
    """A trigger as it is written in a frame.

    >>> words_of(parse_trigger("s'en prendre à", "verb")), words_of(parse_trigger("mettre en garde", "verb"))
    ('se en prendre à', 'mettre en garde')
    """
    head = ["ne"] * trigger.negated + ["se"] * trigger.reflexive + [trigger.clitic or "", trigger.lemma]
    words = [part for pair in trigger.words for part in pair if part]
    return " ".join(part for part in [*head, *words, trigger.preposition or ""] if part)


def _pairs(words: list[str]) -> Iterable[tuple[str | None, str]]:
    preposition: str | None = None
    for word in words:
        if word in PREPOSITIONS:
            preposition = PREPOSITIONS[word]
        elif word not in SKIPPED:
            yield preposition, word
            preposition = None


PREPOSITIONS = {p: p for p in ("à", "de", "en", "sur", "contre", "pour", "par", "dans", "hors", "sous", "avec")} | {
    "d'": "de", "au": "à", "aux": "à", "du": "de",
}  # fmt: skip


def read_frames(file: str) -> Iterable[Frame]:
    """The frames of one file; raises KnowledgeError."""
    content = load_yaml(file)
    if not isinstance(content, dict) or not {"type", "frames"} <= content.keys():
        raise KnowledgeError(file, "no type or no frames", "write type: and frames:, as in the shipped files")
    defaults = content.get("defaults") or {}
    for row in content["frames"] or ():
        yield build_frame(file, content["type"], {**defaults, **row} if isinstance(row, dict) else {})


LISTS = ("verbs", "nouns", "adjectives", "requires", "contexts", "not")
TEXTS = ("name", "mode", "theme", "status", "actor", "recipient", "de", "example", "codes")


def misshapen(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The keys of a row whose values are not of their shapes, each with its shape.

    >>> list(misshapen({"verbs": ["voter"], "not": "Il vote."}))
    [('not', 'a list of texts')]
    """
    for key, value in row.items():
        inner = value.values() if isinstance(value, dict) else [None]
        if key in LISTS and not _is_texts(value):
            yield key, "a list of texts"
        elif key in TEXTS and not isinstance(value, str):
            yield key, "a text"
        elif key == "where" and not all(isinstance(one, str) or _is_texts(one) for one in inner):
            yield key, "conditions by path"
        elif key == "implied" and not all(isinstance(one, str) for one in inner):
            yield key, "sectors by slot"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def build_frame(file: str, event_type: str, row: Mapping[str, Any]) -> Frame:
    """The frame of one row; raises KnowledgeError."""
    where = f"{file}: {row.get('name', '?')}"
    unknown = set(row) - FRAME_KEYS
    if unknown or "name" not in row or not any(row.get(key) for key in ("verbs", "nouns", "adjectives")):
        wrong = f"unknown keys {sorted(unknown)}" if unknown else "a frame needs a name and verbs, nouns or adjectives"
        raise KnowledgeError(where, wrong, f"known keys are {', '.join(sorted(FRAME_KEYS))}")
    for key, shape in misshapen(row):
        raise KnowledgeError(where, f"{key} is not {shape}", "see docs on adding a frame")
    if not row.get("example") or not row.get("codes"):
        raise KnowledgeError(where, "no example", "give one sentence under 'example' and its coding under 'codes'")
    try:
        return _build(file, event_type, row)
    except (ValueError, AttributeError, TypeError) as error:
        raise KnowledgeError(where, str(error), "see docs on adding a frame") from error


def _build(file: str, event_type: str, row: Mapping[str, Any]) -> Frame:
    tests = tuple(_tests(row.get("where", {})))
    actor, recipient = row.get("actor", "subject"), row.get("recipient", "object")
    implied = row.get("implied", {})
    return Frame(
        name=f"{event_type}.{row['name']}", type=event_type, mode=row.get("mode"), theme=row.get("theme"),
        status=row.get("status"), triggers=_triggers(row), actor=parse_role(actor),
        recipient=parse_role(recipient), where=tests, de=row.get("de") or _governs(f"{actor} {recipient}", tests),
        absorbs=row.get("absorbs", False), again=row.get("again", False), implied_actor=implied.get("actor"),
        implied_recipient=implied.get("recipient"), requires=frozenset(row.get("requires", ())),
        contexts=tuple(row.get("contexts", ())), example=row["example"], codes=row["codes"],
        negatives=tuple(row.get("not", ())), file=file,
    )  # fmt: skip


def _tests(where: Mapping[str, str | list[str]]) -> Iterable[tuple[Path, Test]]:
    """The conditions of a frame; a list means that all of them must hold."""
    for path, wanted in where.items():
        for text in [wanted] if isinstance(wanted, str) else wanted:
            yield tuple(path.split(".")), parse_test(text)


def _governs(roles: str, tests: tuple[tuple[Path, Test], ...]) -> Literal["subject", "object"]:
    """What « de » after the deverbal noun stands for: the object of a frame that has one."""
    return "object" if "object" in roles or any(path[0] == "object" for path, _ in tests) else "subject"


def _triggers(row: Mapping[str, Any]) -> tuple[Trigger, ...]:
    kinds: tuple[tuple[str, Kind], ...] = (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adjective"))
    return tuple(parse_trigger(text, kind) for key, kind in kinds for text in row.get(key, ()))


def _index(frames: tuple[Frame, ...], kind: str) -> Mapping[str, tuple[tuple[Trigger, Frame], ...]]:
    rows: dict[str, list[tuple[Trigger, Frame]]] = defaultdict(list)
    asks = {frame.name: frame.specificity for frame in frames}
    for frame in frames:
        for trigger in frame.triggers:
            if trigger.kind == kind:
                rows[trigger.lemma].append((trigger, frame))

    def rank(row: tuple[Trigger, Frame]) -> tuple[int, int]:
        return len(row[0].words) + row[0].negated, asks[row[1].name]

    return {lemma: tuple(sorted(found, key=rank, reverse=True)) for lemma, found in rows.items()}


def _check_unique(frames: tuple[Frame, ...]) -> None:
    seen: dict[str, str] = {}
    for frame in frames:
        if frame.name in seen:
            raise KnowledgeError(frame.file, f"two frames are named {frame.name}", "rename one of them")
        seen[frame.name] = frame.file
