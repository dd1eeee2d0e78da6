"""What the checks of the knowledge found, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from palabre.cli.language import N_, Words, translate
from palabre.cli.run import drawn, guarded, output_console
from palabre.cli.settings import ledger_path, overlays
from palabre.errors import KnowledgeError

if TYPE_CHECKING:  # the checks load spaCy with the pipeline, which --help need not pay for
    from palabre.checks import Finding

LABELS = (
    N_("missing"),
    N_("wrong"),
    N_("here"),
    N_("remedy"),
    N_("key"),
    N_("did you mean"),
    N_("condition"),
    N_("trigger"),
    N_("taken by"),
    N_("see also"),
    N_("sentence"),
    N_("wanted"),
    N_("read"),
    N_("kind"),
    N_("sector"),
    N_("country"),
    N_("office"),
    N_("dates"),
    N_("term"),
    N_("name"),
    N_("coordinates"),
    N_("theme"),
    N_("more"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to check, and how to show what is found."""

    folders: Sequence[str] = ()
    with_examples: bool = False
    format: str = "text"
    config: str | None = None


def check_knowledge(asked: Asked, words: Words) -> int:
    """Check the folders as overlays, or all that is known; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        from palabre import checks
        from palabre.knowledge.overlays import check_overlays

        own = tuple(Path(folder).resolve() for folder in asked.folders)
        for folder in own:
            if not folder.is_dir():
                raise KnowledgeError(str(folder), "the folder does not exist", "make it, or correct its name")
        layered = tuple(dict.fromkeys((*overlays(asked.config), *own)))
        check_overlays(layered)
        subject = checks.Subject(layered, scope=own)
        return _tell(checks.check(subject, with_examples=asked.with_examples), words, asked.format)
    return status[0]


def check_frame_file(file: str, words: Words, *, config: str | None, format: str) -> int:
    """Check one file of frames; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        from palabre import checks

        if not Path(file).is_file():
            raise KnowledgeError(file, "the file does not exist", "name a file of frames")
        return _tell(checks.check_frame_file(Path(file), overlays(config)), words, format)
    return status[0]


def check_ledger(asked: Asked, ledger: str | None, words: Words) -> int:
    """Check a ledger; ``with_examples`` looks at all of it; the exit status."""
    with guarded(Console(stderr=True, soft_wrap=True), words) as status:
        from palabre.checks import ledger as checks

        found = list(checks.check(ledger_path(ledger, asked.config), deep=asked.with_examples))
        return _tell(found, words, asked.format, name=str)
    return status[0]


def list_checks(words: Words, *, of_ledger: bool = False) -> int:
    """Print every code with what it means."""
    from palabre import checks
    from palabre.checks import ledger

    console = output_console()
    for check in ledger.CHECKS if of_ledger else checks.CHECKS:
        text = Text(f"{check.code}  ", style="bold red" if check.is_error else "bold yellow")
        text.append(words.gettext(check.message), style="not bold default")
        text.append(f"\n      {words.gettext(check.remedy)}", style="not bold dim")
        sys.stdout.write(drawn(console, text, wrapped=False))
    return 0


def _tell(found: Sequence[Finding], words: Words, format: str, *, name: Callable[[str], str] | None = None) -> int:
    from palabre.checks.sources import shown

    if format == "json":
        sys.stdout.write(json.dumps([_record(one, words) for one in found], ensure_ascii=False, indent=2) + "\n")
    else:
        console = output_console()
        for one in found:
            sys.stdout.write(drawn(console, _lines(one, (name or shown)(one.found.file), words), wrapped=False))
        sys.stdout.write(_summary(found, words) + "\n")
    sys.stdout.flush()
    return 1 if any(one.check.is_error for one in found) else 0


def _record(one: Finding, words: Words) -> dict[str, Any]:
    found, check = one.found, one.check
    return {
        "code": check.code, "file": found.file, "line": found.line, "name": found.name,
        "message": words.gettext(check.message), "remedy": words.gettext(check.remedy),
        "notes": [{"label": label, "words": said} for label, said in found.notes],
    }  # fmt: skip


def _lines(one: Finding, file: str, words: Words) -> Text:
    """Where, which row, what is wrong, the notes, and what to do."""
    style = "bold red" if one.check.is_error else "bold yellow"
    text = Text(f"{file}:{one.found.line}: ", style="bold").append(one.check.code, style=style)
    text.append(f" {one.found.name}\n").append(f"  {words.gettext(one.check.message)}\n", style="not bold")
    for label, said in _notes(one, words):
        text.append(f"  {label}: ", style="not bold dim").append(f"{said}\n", style="not bold")
    return text.append(f"  → {words.gettext(one.check.remedy)}\n", style="not bold dim")


def _notes(one: Finding, words: Words) -> Iterator[tuple[str, str]]:
    for label, said in one.found.notes:
        inner = "\n    " if "\n" in said else ""
        translated = translate(said, words) if label in {"wrong", "remedy", "wanted"} else said
        yield words.gettext(label), inner + translated.replace("\n", "\n    ")


def _summary(found: Iterable[Finding], words: Words) -> str:
    codes = [one.check.is_error for one in found]
    errors, warnings = sum(codes), len(codes) - sum(codes)
    return words.gettext("{errors}, {warnings}").format(
        errors=words.ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=words.ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )
