"""The bundled chronicle in a ledger, with the questions and the shared events that were written by hand for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import palabre
from palabre.errors import QueryError
from palabre.knowledge.files import data_path, load_yaml
from palabre.ledger import Writer, names
from palabre.ledger.lines import plain, states_in
from palabre.ledger.model import Party
from palabre.ledger.reader import Ledger
from palabre.types import Reading

CASES = Path(__file__).parent / "cases" / "ledger"
FOLDERS = (data_path("fr/dispatches"), data_path("fr/chronicle"))
# The parties of a question, by kind, in the order in which ``Ledger.answer`` takes them.
SIDES = {"office": ("country", "to"), "custody": ("subject",), "control": ("object",)}
LITTLE = frozenset("la le les l de du des d et pour a".split())
Pair = tuple[str, str]


@cache
def readings() -> tuple[Reading, ...]:
    """What the coder reads in the chronicle."""
    return tuple(palabre.read_files(*FOLDERS))


def stem(source: str) -> str:
    """The short name of a dispatch."""
    return Path(source).stem


def record(path: Path, articles: Iterable[Reading], *, batch: int = 50) -> None:
    """Record readings in batches."""
    found = list(articles)
    with Writer(path, version="test") as writer:
        for at in range(0, len(found), batch):
            writer.record(found[at : at + batch])


@dataclass(frozen=True)
class Question:
    """A dated question of how things stand; ``wrong`` says why it is not answered yet."""

    ask: str
    on: date
    answer: str
    row: dict[str, Any]
    known_on: date | None = None
    wrong: str | None = None

    @property
    def name(self) -> str:
        """The question in one line."""
        shown = {key: value for key, value in self.row.items() if key not in {"ask", "from", "answer", "wrong"}}
        return " ".join(str(value) for value in shown.values())


def questions() -> list[Question]:
    """The hand-written table of questions."""
    rows = load_yaml(CASES / "questions.yaml")
    return [Question(r["ask"], r["on"], str(r["answer"]), r, r.get("known_on"), r.get("wrong")) for r in rows]


def answer(ledger: Ledger, question: Question) -> str:
    """The ledger's answer, in the words of the table."""
    row, kind = question.row, question.row.get("kind", "office")
    parties = [row[side] for side in SIDES.get(kind, ("subject", "object")) if side in row]
    about = row.get("office" if kind == "office" else "about", "")
    found = ledger.answer(kind, *parties, about=about, on=question.on, known_on=question.known_on)
    force = question.answer.isupper() and kind == "control" and found.standings
    return _force(question.answer, found.standings[-1].state.subject) if force else found.word


def _force(wanted: str, holder: Party) -> str:
    """Who holds a ground: the code or acronym that the table asks for where it is the holder's, else its name."""
    initials = "".join(word[0] for word in plain(holder.name).split("-") if word not in LITTLE).upper()
    forces = wanted == holder.country and wanted in states_in(holder.name) and not str(holder.id).startswith("group:")
    return wanted if wanted == initials or forces else holder.name


def _party(name: str) -> names.Whom:
    """Whom a name stands for, spelled one way or another: « Bah N'Daw », « CMA »."""
    try:
        return names.resolve_actor(name)
    except QueryError:
        return names.Whom("name", plain(name))


def agrees(question: Question, got: str) -> bool:
    """Whether an answer is the one of the table; a name may be told in part, or by the country it stands for."""
    wanted = question.answer
    if question.ask != "who" and question.row["kind"] != "control":
        return got == wanted
    if wanted == "none":
        return got in {"none", "vacant", "unknown"}
    one, other = set(plain(wanted).split("-")), set(plain(got).split("-"))
    return one <= other or other <= one or _party(wanted) == _party(got)


@dataclass(frozen=True)
class Told:
    """A report of the hand-written table, with the event that the ledger gives it."""

    event: str
    given: str
    status: str


def told(ledger_path: Path) -> tuple[list[Told], int, list[tuple[str, str]]]:
    """The reports of the table of shared events that were read, how many were not, and the pairs wrongly joined."""
    reports = _reports(ledger_path)
    table = load_yaml(CASES / "clusters.yaml")
    found, missing = {}, 0
    for event in table["events"]:
        for row in event["reports"]:
            report = _find(reports[row["dispatch"]], row, event["type"])
            missing += report is None
            if report is not None:
                found.setdefault(report["key"], Told(event["event"], report["event"], report["status"]))
    joined = []
    for pair in table["apart"]:
        one, other = (_find(reports[row["dispatch"]], row, None) for row in pair["reports"])
        if one and other and one["event"] == other["event"]:
            joined.append((one["event"], pair["why"]))
    return list(found.values()), missing, joined


def _reports(path: Path) -> dict[str, list[dict[str, Any]]]:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    sql = (
        "SELECT r.*, a.source, t.event FROM report r JOIN article a ON a.id = r.article"
        " JOIN telling t ON t.report = r.id WHERE r.retired IS NULL"
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(sql):
        found[stem(row["source"])].append(dict(row))
    connection.close()
    return found


def _find(reports: list[dict[str, Any]], row: dict[str, str], type_: str | None) -> dict[str, Any] | None:
    """The report whose trigger stands at the words of a row."""
    fit = [one for one in reports if any(_at(cue, row) for cue in _cues(one))]
    same = [one for one in fit if one["type"] == type_]
    return next(iter(same or fit), None)


def _cues(report: dict[str, Any]) -> Iterator[tuple[int, str, int, int]]:
    yield report["sentence_start"], report["sentence"], report["cue_start"], report["cue_end"]
    yield from (tuple(one) for one in json.loads(report["repeats"]))


def _at(cue: tuple[int, str, int, int], row: dict[str, str]) -> bool:
    start, sentence, first, last = cue
    at = sentence.find(row["cue"])
    return row["near"] in sentence and at >= 0 and first < start + at + len(row["cue"]) and start + at < last


@dataclass(frozen=True)
class Merging:
    """How well reports are merged: over pairs of reports, and B-cubed over reports."""

    precision: float
    recall: float
    b_precision: float
    b_recall: float


def linked(ledger: Ledger) -> frozenset[frozenset[str]]:
    """Announcements with what came of them: two events, as one is told before and the other after."""
    last = date(2025, 1, 31)
    pairs = ((one.event.id, by.id) for one in ledger.expected(on=last) for by in one.outcomes)
    return frozenset(frozenset(pair) for pair in pairs)


def merging(found: list[Told], linked: frozenset[frozenset[str]] = frozenset()) -> Merging:
    """Scores of merging; announcement and outcome count as joined where the ledger links them (``linked``)."""
    both = wrong = lost = 0
    for one, other in combinations(found, 2):
        given = one.given == other.given or frozenset((one.given, other.given)) in linked
        if one.event == other.event:
            both, lost = both + given, lost + (not given)
        else:
            wrong += given
    purity = [_share(found, one, "given", "event") for one in found]
    whole = [_share(found, one, "event", "given") for one in found]
    return Merging(
        both / max(1, both + wrong), both / max(1, both + lost), sum(purity) / len(found), sum(whole) / len(found)
    )


def _share(found: list[Told], one: Told, among: str, same: str) -> float:
    group = [other for other in found if getattr(other, among) == getattr(one, among)]
    return sum(getattr(other, same) == getattr(one, same) for other in group) / len(group)
