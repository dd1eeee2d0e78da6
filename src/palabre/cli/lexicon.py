"""The list of frames: name, what each makes, its triggers and its example."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from palabre.cli.language import Words
from palabre.cli.run import drawn, guarded, output_console
from palabre.cli.settings import overlays
from palabre.errors import nearest
from palabre.knowledge.frames import Frame, Trigger, words_of
from palabre.knowledge.names import atoms

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Query:
    """Which frames to list, and how."""

    type: str | None = None
    trigger: str | None = None
    format: str = "text"
    config: str | None = None


def list_frames(query: Query, words: Words) -> int:
    """Print the frames asked for, or what may have been meant; the exit status."""
    errors = Console(stderr=True, soft_wrap=True)
    with guarded(errors, words) as status:
        from palabre import knowledge

        frames = knowledge.load(overlays=overlays(query.config)).frames.all
        found = [frame for frame in frames if _fits(frame, query)]
        if not found:
            errors.print(_nothing(frames, query, words), highlight=False, markup=False)
            return 1
        sys.stdout.write(_written(found, query, words))
        sys.stdout.flush()
    return status[0] if status else 0


def _written(found: Sequence[Frame], query: Query, words: Words) -> str:
    if query.format == "json":
        return json.dumps([record(frame) for frame in found], ensure_ascii=False, indent=2) + "\n"
    return drawn(output_console(), page(found, query.trigger, words))


def record(frame: Frame) -> dict[str, Any]:
    """A frame for programs."""
    triggers = {f"{kind}s": [words_of(t) for t in frame.triggers if t.kind == kind] for kind in KINDS}
    return {
        "name": frame.name, "type": frame.type, "mode": frame.mode, "theme": frame.theme,
        **{name: found for name, found in triggers.items() if found},
        "where": [{"path": ".".join(path), "is": test.text} for path, test in frame.where],
        "example": frame.example, "codes": frame.codes, "not": list(frame.negatives), "file": frame.file,
    }  # fmt: skip


KINDS = ("verb", "noun", "adjective")


def page(found: Sequence[Frame], trigger: str | None, words: Words) -> RenderableType:
    """The frames as a table, and their number."""
    _ = words.gettext
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("FRAME"), no_wrap=True)
    for head in (_("MAKES"), _("TRIGGERS"), _("EXAMPLE")):
        table.add_column(head, overflow="fold")
    for frame in found:
        table.add_row(Text(frame.name, style="bold"), _made(frame), _triggers(frame, trigger), Text(frame.example))
    count = words.ngettext("{n} frame", "{n} frames", len(found)).format(n=len(found))
    return Group(table, Padding(Text(count, style="dim"), (1, 0, 0, 0)))


def _made(frame: Frame) -> Text:
    text = Text(frame.type + (f"/{frame.mode}" if frame.mode else ""))
    return text.append(f" [{frame.theme}]" if frame.theme else "", style="dim")


def _triggers(frame: Frame, wanted: str | None) -> Text:
    """The first triggers, those that were asked for before the others."""
    asked = [t for t in frame.triggers if wanted and _has(t, wanted)]
    every = [*asked, *(t for t in frame.triggers if t not in asked)]
    shown = Text(", ").join(Text(words_of(t), style="bold" if t in asked else "") for t in every[:SHOWN])
    return shown.append(", …" if len(every) > SHOWN else "")


def _fits(frame: Frame, query: Query) -> bool:
    typed = not query.type or frame.type == query.type.upper()
    return typed and (not query.trigger or any(_has(trigger, query.trigger) for trigger in frame.triggers))


def _has(trigger: Trigger, wanted: str) -> bool:
    """Whether a trigger is, or has among its words, what is asked for, whatever the accents and capitals.

    >>> from palabre.knowledge.frames import parse_trigger
    >>> garde = parse_trigger("mettre en garde", "verb")
    >>> _has(garde, "GARDE"), _has(garde, "mettre en garde"), _has(garde, "mettre fin")
    (True, True, False)
    """
    own, asked = atoms(words_of(trigger).replace(" ", "-")), atoms(wanted.replace(" ", "-"))
    return any(own[at : at + len(asked)] == asked for at in range(len(own))) if asked else False


def _nothing(frames: Sequence[Frame], query: Query, words: Words) -> str:
    """That no frame fits, and what may have been meant."""
    _ = words.gettext
    said = [_("No frame fits.")]
    types = sorted({frame.type for frame in frames})
    if query.type and query.type.upper() not in types:
        said.append(_("There is no type {type}: use one of {types}.").format(type=query.type, types=", ".join(types)))
        said += _meant(nearest(query.type.upper(), types), words)
    elif query.trigger:
        known = {word for frame in frames for trigger in frame.triggers for word in _words(trigger)}
        said += _meant(nearest(query.trigger, sorted(known)), words)
        said.append(
            _("A verb is listed by its infinitive, a noun by its singular; docs/adding-a-frame.md says how to add one.")
        )
    return " ".join(said)


def _meant(word: str | None, words: Words) -> Iterator[str]:
    if word:
        yield words.gettext("Did you mean {word}?").format(word=word)


def _words(trigger: Trigger) -> Iterator[str]:
    yield trigger.lemma
    yield words_of(trigger)
