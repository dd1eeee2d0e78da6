"""Checks of frames: their words, conditions and reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from rapidfuzz.distance import OSA

from palabre.checks.model import Found
from palabre.checks.reach import Shadow, repeated
from palabre.checks.sources import Row, child, elements, line, plain
from palabre.checks.subject import Subject
from palabre.errors import nearest
from palabre.knowledge.embeddings import STATUSES
from palabre.knowledge.frames import FRAME_KEYS, TESTS, Frame, Test, misshapen, parse_test, words_of
from palabre.types import ActorKind

KINDS = get_args(ActorKind)
REQUIRED = ("actor", "recipient", "two", "org", "none")
COMMON = 10
TRIGGERS = ("verbs", "nouns", "adjectives")


def e101_same_trigger_and_conditions(subject: Subject) -> Iterator[Found]:
    """Two frames have the same trigger and ask for the same: only one of them is ever tried.

    Drop the trigger from one of the two, or let one of them ask for more.
    """
    return (_shadow(subject, shadow) for shadow in subject.shadows if shadow.same)


def e102_unreachable_frame(subject: Subject) -> Iterator[Found]:
    """A frame is never reached: frames that ask for no more take each of its words before it.

    Let it ask for more than they do, or remove it.
    """
    partial = [shadow for shadow in subject.shadows if not shadow.same]
    for frame in dict.fromkeys(shadow.frame for shadow in partial):
        own = [shadow for shadow in partial if shadow.frame is frame]
        if {shadow.trigger for shadow in own} == set(frame.triggers):
            yield _shadow(subject, own[0])


def e103_frame_without_example(subject: Subject) -> Iterator[Found]:
    """A frame has no example with its coding.

    Write a sentence of your own under example, and what it must give under codes: they are the frame's test.
    """
    for row in subject.frame_rows:
        if missing := [key for key in ("example", "codes") if not row.value.get(key)]:
            yield Found(row.file, row.line, row.name, (("missing", ", ".join(missing)),))


def e106_unknown_mode_or_theme(subject: Subject) -> Iterator[Found]:
    """A frame makes what the ontology does not know: a mode, theme, status, context or sector.

    Use one of those in ontology/, or of the five statuses.
    """
    for row in subject.frame_rows:
        for key, value, known in _made(subject, row):
            if value is not None and value not in known:
                yield _unknown(row, key, str(value), known)


def e107_unreadable_condition(subject: Subject) -> Iterator[Found]:
    """A condition cannot be read, or names a theme, sector, kind or country that does not exist.

    See the table of conditions in docs/adding-a-frame.md.
    """
    for row in subject.frame_rows:
        for text in _conditions(row.value.get("where")):
            try:
                test = parse_test(text)
            except ValueError as error:
                meant = nearest(text.removeprefix("!").partition(":")[0], TESTS)
                notes = (("condition", text), ("wrong", str(error)), *((("did you mean", meant),) if meant else ()))
                yield Found(row.file, row.line_of("where"), row.name, notes)
                continue
            yield from _unknown_values(subject, row, test)


def e108_unknown_key(subject: Subject) -> Iterator[Found]:
    """A frame has a key that nobody reads.

    Use only the keys of the table in docs/adding-a-frame.md.
    """
    for row in subject.frame_rows:
        for key in row.value.keys() - FRAME_KEYS - {"type"}:
            yield _unknown(row, str(key), None, FRAME_KEYS)


def e109_frame_without_name_or_trigger(subject: Subject) -> Iterator[Found]:
    """A frame has no name, or no word that triggers it.

    Give it a name of its own and verbs, nouns or adjectives.
    """
    for row in subject.frame_rows:
        missing = [] if row.value.get("name") else ["name"]
        missing += [] if any(row.value.get(key) for key in TRIGGERS) else [" / ".join(TRIGGERS)]
        if missing:
            yield Found(row.file, row.line, row.name, (("missing", ", ".join(missing)),))


def e110_two_frames_of_one_name(subject: Subject) -> Iterator[Found]:
    """Two frames have the same name, in one file or one folder.

    Rename one of them; an overlay's frame may bear the name of a shipped one, which it replaces.
    """
    first: dict[tuple[str, str], Row] = {}
    for row in subject.frame_rows:
        if not row.value.get("name"):
            continue
        folder = row.file.rpartition("/")[0]
        before = first.setdefault((folder, row.name), row)
        if before is not row:
            yield Found(row.file, row.line, row.name, (("see also", f"{before.file}:{before.line}"),), (before.file,))


def e111_value_of_the_wrong_shape(subject: Subject) -> Iterator[Found]:
    """A frame has a value of the wrong shape: a word where a list is wanted, a number where a text is.

    Write it as the examples in docs/adding-a-frame.md do.
    """
    for row in subject.frame_rows:
        for key, shape in misshapen(row.value):
            yield Found(row.file, row.line_of(key), row.name, (("key", key), ("wanted", shape)))


def e112_file_without_type_or_frames(subject: Subject) -> Iterator[Found]:
    """A file of frames has no frames, or is not for one of the sixteen types of event.

    Begin it with type: and one of ontology/types.yaml, and write rows under frames:.
    """
    types = subject.ontology.types
    for file in subject.files("{language}/frames/*.yaml"):
        root = subject.source(file).root
        type_, frames = child(root, "type"), child(root, "frames")
        if root is not None and plain(type_) not in types:
            meant = nearest(str(plain(type_)), types)
            notes = (("did you mean", meant),) if type_ and meant else ()
            yield Found(file, line(type_) if type_ else 1, str(plain(type_)) if type_ else "type", notes)
        if root is not None and not list(elements(frames)):
            yield Found(file, line(root), "frames", (("missing", "frames"),))


def w101_trigger_twice(subject: Subject) -> Iterator[Found]:
    """A frame lists a trigger twice; articles in an expression do not count, and « du » is read as « de ».

    Keep one.
    """
    for frame in subject.frames.all:
        for trigger in repeated(frame):
            yield _at(subject, frame, (("trigger", words_of(trigger)),))


def w102_trigger_out_of_reach(subject: Subject) -> Iterator[Found]:
    """A trigger of a frame never wins: a frame that asks for no more takes it before.

    Drop the trigger, or let the frame ask for more.
    """
    lost = {found.name for found in e102_unreachable_frame(subject)}
    for shadow in subject.shadows:
        if not shadow.same and shadow.frame.name not in lost:
            yield _shadow(subject, shadow)


def w103_frame_without_counterexample(subject: Subject) -> Iterator[Found]:
    """A frame has no sentence under not: nothing keeps its words from firing in another sense.

    Write a sentence that has its words in another sense, and must give nothing.
    """
    for row in subject.frame_rows:
        if not row.value.get("not"):
            yield Found(row.file, row.line, row.name)


def w104_example_used_twice(subject: Subject) -> Iterator[Found]:
    """Two frames have the same example.

    Write one of your own for each: a frame's example is its test.
    """
    first: dict[str, Row] = {}
    for row in subject.frame_lines.values():
        example = row.value.get("example")
        before = first.setdefault(str(example), row) if example else row
        if before is not row:
            yield Found(row.file, row.line_of("example"), row.name, (("see also", before.name),), (before.file,))


def w105_step_spelt_as_no_other(subject: Subject) -> Iterator[Found]:
    """A path has a step that no other frame has, spelt nearly as one that many have.

    Correct it: what is no slot is looked for as a preposition.
    """
    frames = {frame.name: _steps(frame) for frame in subject.frames.all}
    uses = Counter(step for steps in frames.values() for step in steps)
    common = [step for step, times in uses.items() if times >= COMMON]
    for frame in subject.frames.all:
        for step in sorted(step for step in frames[frame.name] if uses[step] == 1 and len(step) > 3):
            if meant := next((one for one in common if OSA.distance(step, one) <= 1), None):
                yield _at(subject, frame, (("key", step), ("did you mean", meant)))


def _steps(frame: Frame) -> set[str]:
    roles = [path for role in (frame.actor, frame.recipient) for option in role for path in option]
    return {step for path in [*roles, *(path for path, _ in frame.where)] for step in path}


def _shadow(subject: Subject, shadow: Shadow) -> Found:
    before = subject.frame_lines[shadow.before.name]
    notes = (("trigger", words_of(shadow.trigger)), ("taken by", shadow.before.name))
    return _at(subject, shadow.frame, notes, (before.file,))


def _at(subject: Subject, frame: Frame, notes: tuple[tuple[str, str], ...], also: tuple[str, ...] = ()) -> Found:
    row = subject.frame_lines[frame.name]
    return Found(row.file, row.line, frame.name, notes, also)


def _made(subject: Subject, row: Row) -> Iterator[tuple[str, Any, Iterable[str]]]:
    """What a row makes: the key, its value, and the values that are known."""
    ontology, value = subject.ontology, row.value
    type_ = ontology.types.get(str(value.get("type")))
    if type_:
        yield "mode", value.get("mode"), type_.modes
    yield "theme", value.get("theme"), ontology.themes
    yield "status", value.get("status"), STATUSES
    yield "de", value.get("de"), ("subject", "object")
    for context in _listed(value.get("contexts")):
        yield "contexts", context, ontology.contexts
    for need in _listed(value.get("requires")):
        yield "requires", need, REQUIRED
    implied = value.get("implied")
    for slot, sector in implied.items() if isinstance(implied, dict) else ():
        yield "implied", slot, ("actor", "recipient")
        yield "implied", sector, ontology.sectors


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _unknown(row: Row, key: str, value: str | None, known: Iterable[str]) -> Found:
    meant = nearest(value or key, known)
    notes = ((key, value),) if value else (("key", key),)
    return Found(row.file, row.line_of(key), row.name, (*notes, *((("did you mean", meant),) if meant else ())))


def _conditions(where: Any) -> Iterator[str]:
    for wanted in where.values() if isinstance(where, dict) else ():
        yield from (str(text) for text in _listed(wanted))


def _unknown_values(subject: Subject, row: Row, test: Test) -> Iterator[Found]:
    registry = subject.registry
    known = {
        "theme": set(subject.ontology.themes), "sector": set(subject.ontology.sectors), "kind": set(KINDS),
        "country": set(registry.entries) if registry else set(),
    }  # fmt: skip
    for name, values in test.alternatives:
        for value in sorted(values - known.get(name, values) if known.get(name) else ()):
            yield _unknown(row, "where", f"{name}:{value}", [f"{name}:{one}" for one in known[name]])
