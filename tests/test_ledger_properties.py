"""What holds of every ledger: recording twice, in any order, again after a correction, or building anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import (
    ARMED,
    ARMY,
    AYOROU,
    BAZOUM,
    CIVILIANS,
    ECOWAS,
    FRANCE,
    MALI,
    NIAMEY,
    NIGER,
    TIANI,
    TODAY,
    Held,
    Said,
    article,
    batched,
    contents,
    generated,
    write,
)

from palabre.ledger import revise, rows, store
from palabre.ledger.model import Party, State
from palabre.ledger.reader import Ledger
from palabre.ledger.record import Writer
from palabre.ledger.results import Standing
from palabre.types import Reading

FIRST = date(2023, 7, 20)
PAGES = ("https://example.org/1", "https://example.org/2")
AGENCY = (  # sentences of an agency, that others print
    "La réunion de crise s'est tenue à huis clos pendant plus de trois heures dans la capitale.",
    "Aucun communiqué n'avait été publié dans la soirée par les services de la présidence.",
    "Les marchés de la ville ont rouvert au matin sous la surveillance de nombreux soldats.",
)
few = settings(max_examples=25, deadline=None, derandomize=True)
days = st.integers(0, 12).map(lambda number: FIRST + timedelta(number))
acts = st.sampled_from([
    ("ASSAULT", "firearms", None), ("ASSAULT", None, None), ("COERCE", "arrest", None),
    ("COERCE", "seize", "government"),
    ("SANCTION", "discontinue", "aid"), ("CONSULT", "visit", None), ("PROTEST", "demo", None),
])  # fmt: skip
said = st.builds(
    lambda act, **more: Said(act[0], act[1], theme=act[2], **more),
    acts,
    actor=st.sampled_from([ARMED, ARMY, FRANCE, ECOWAS, None]),
    recipient=st.sampled_from([CIVILIANS, NIGER, MALI, BAZOUM, None]),
    day=st.none() | days,
    place=st.sampled_from([None, NIAMEY, AYOROU]),
    toll=st.sampled_from([None, 3, 10, 50]),
    status=st.sampled_from(["factual", "factual", "negated", "future"]),
    speaker=st.sampled_from([None, ARMY]),
    more=st.sampled_from(["", "selon nos informations", "dit-on"]),
)
held = st.one_of(
    st.builds(Held, subject=st.sampled_from([BAZOUM, TIANI]), status=st.sampled_from(["current", "former"]),
              since=st.sampled_from([None, "2021-04", "2023-07-26"])),
    st.builds(Held, kind=st.just("relation"), subject=st.just(FRANCE), code=st.sampled_from(["suspended", "signed"]),
              dimension=st.just("aid"), value=st.sampled_from(["suspension", "accord"]),
              since=st.sampled_from([None, "2023-07-29"]), status=st.sampled_from(["current", "announced", "ended"])),
    st.builds(Held, kind=st.just("deployment"), subject=st.just(FRANCE), code=st.sampled_from(["stationed", "gone"]),
              dimension=st.none(), value=st.just("1 500 soldats"), status=st.sampled_from(["current", "ended"])),
)  # fmt: skip
articles = st.builds(
    lambda told, **more: article(*told, **more),
    st.lists(said | held, max_size=4),
    on=days,
    by=st.sampled_from(["Agence", "Radio", "Journal", "Site"]),
    rest=st.sampled_from(
        [(), (), AGENCY, AGENCY[:2], ("Rien de plus n'était connu de cette affaire dans la soirée.",)]
    ),
)


@st.composite
def news(draw: st.DrawFn, *, edited: bool = True, least: int = 2) -> list[Reading]:
    """Articles, some of which may be later versions of the same page: each on a day of its own."""
    found = draw(st.lists(articles, min_size=least, max_size=9, unique_by=lambda one: one.article.id))
    if not edited:
        return found
    for url in PAGES[: draw(st.integers(0, 2))]:
        for day in draw(st.lists(days, min_size=2, max_size=3, unique=True)):
            told = draw(st.lists(said | held, max_size=3))
            rest = draw(st.sampled_from([(), AGENCY]))
            found.append(article(*told, on=day, by="Agence", url=url, rest=rest, title=f"Le point du {day}"))
    return found


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def plain(path: Path) -> dict[str, list[Any]]:
    """What two ledgers of the same articles have alike in whatever order they were recorded."""
    found = contents(path, retired=False)
    found["article"] = [(*row[:-1], row[-1] is None) for row in found["article"]]
    return found


def assert_alike(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> None:
    for table in other:
        assert one[table] == other[table], table


@few
@given(news(), st.integers(1, 5))
def test_recording_twice_changes_nothing(readings: list[Reading], size: int) -> None:
    with folder() as where:
        path = where / "a.db"
        write(path, *batched(readings, size))
        before = contents(path, ids=True)
        done = write(path, readings, *batched(readings[::-1], 2))
        assert (done.read, done.known, done.reports, done.new_events) == (0, 2 * len(readings), 0, 0)
        assert_alike(contents(path, ids=True), before)


@few
@given(news(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_and_batches_do_not_count(readings: list[Reading], rng: Any, size: int) -> None:
    shuffled = rng.sample(readings, len(readings))
    with folder() as where:
        write(where / "a.db", readings)
        write(where / "b.db", *batched(shuffled, size))
        assert_alike(plain(where / "b.db"), plain(where / "a.db"))


@few
@given(news(), st.integers(1, 4))
def test_building_anew_changes_nothing(readings: list[Reading], size: int) -> None:
    with folder() as where:
        path = where / "a.db"
        write(path, *batched(readings, size))
        before = contents(path, ids=True)
        with Writer(path, today=TODAY) as writer:
            events = revise.rebuild(writer)
        assert events == len(before["event"])
        assert_alike(contents(path, ids=True), before)


@few
@given(news(edited=False), days)
def test_what_was_known_then_is_what_was_published_by_then(readings: list[Reading], known_on: date) -> None:
    then = [one for one in readings if one.article.published and one.article.published <= known_on]
    with folder() as where:
        write(where / "all.db", readings)
        write(where / "then.db", then)
        with Ledger(where / "all.db") as whole, Ledger(where / "then.db") as part:
            assert states_of(whole.history(known_on=known_on)) == states_of(part.history())


def states_of(found: Iterable[Standing]) -> set[State]:
    """States without the kind and the sector of their parties, which the table does not keep."""
    return {
        replace(one.state, subject=bare(one.state.subject), object=one.state.object and bare(one.state.object))
        for one in found
    }


def bare(party: Party) -> Party:
    return replace(party, kind=None, sector=None)


@few
@given(news(edited=False), days, days)
def test_more_is_known_later(readings: list[Reading], one: date, other: date) -> None:
    with folder() as where:
        write(where / "a.db", readings)
        with closing(store.open_for_reading(where / "a.db")) as connection:
            for (line,) in connection.execute("SELECT DISTINCT line FROM statement"):
                earlier, later = (
                    {said.key for said in rows.load_statements(connection, line, known_on=day)}
                    for day in sorted((one, other))
                )
                assert earlier <= later <= {said.key for said in rows.load_statements(connection, line)}


def ids_of(path: Path) -> dict[str, tuple[Any, ...]]:
    with closing(store.open_for_reading(path)) as one:
        sql = "SELECT id, country, year, number FROM identity"
        return {row["id"]: tuple(row) for row in one.execute(sql)}


def live(path: Path) -> list[str]:
    with closing(store.open_for_reading(path)) as one:
        return [event for (event,) in one.execute("SELECT id FROM event ORDER BY id")]


@few
@given(news(), news(), st.data())
def test_ids_are_kept_and_never_given_again(first: list[Reading], then: list[Reading], data: st.DataObject) -> None:
    with folder() as where:
        path = where / "a.db"
        write(path, *batched(first, 3))
        given_ids = ids_of(path)
        for batch in batched(then, 3):
            write(path, batch)
            rule(path, data)
            with Writer(path, today=TODAY) as writer:
                held = [one for one in first if writer.holds(one.article)]
                revise.reread(writer, held[: data.draw(st.integers(0, 2))], revise.Reread())
            now = ids_of(path)
            assert now.items() >= given_ids.items(), "an id is gone, or says something else"
            assert len({one[1:] for one in now.values()}) == len(now)
            assert_sound(path)
            given_ids = now


def rule(path: Path, data: st.DataObject) -> None:
    """Join two events, or call one no event, as an analyst may."""
    events = live(path)
    if len(events) < 2:
        return
    one, other = data.draw(st.permutations(events))[:2]
    verb = data.draw(st.sampled_from(["same-as", "not-an-event", "type"]))
    value = "AID" if verb == "type" else None
    with Writer(path, today=TODAY) as writer:
        revise.correct(writer, one, revise.Ruling(verb, "me", value=value, other=other if verb == "same-as" else None))


def assert_sound(path: Path) -> None:
    """No chain of merged ids, every report tells a live event, and each event stands on a report of its own."""
    with closing(store.open_for_reading(path)) as one:
        sql = (
            "SELECT i.id, i.merged_into FROM identity i JOIN identity o ON o.id = i.merged_into"
            " WHERE o.merged_into IS NOT NULL"
        )
        assert [tuple(row) for row in one.execute(sql)] == []
        sql = (
            "SELECT t.report, t.event FROM telling t JOIN report r ON r.id = t.report JOIN identity i ON i.id = t.event"
            " WHERE r.retired IS NOT NULL OR i.merged_into IS NOT NULL"
        )
        assert [tuple(row) for row in one.execute(sql)] == []
        sql = (
            "SELECT t.event FROM telling t JOIN report r ON r.id = t.report JOIN identity i ON i.id = t.event"
            " GROUP BY t.event HAVING sum(r.key = i.anchor) <> 1"
        )
        assert [tuple(row) for row in one.execute(sql)] == []


@few
@given(news(), news(), st.data())
def test_corrections_survive_what_is_recorded_after(
    first: list[Reading], then: list[Reading], data: st.DataObject
) -> None:
    with folder() as where:
        path = where / "a.db"
        write(path, first)
        events = live(path)
        if not events:
            return
        event = data.draw(st.sampled_from(events))
        with Writer(path, today=TODAY) as writer:
            revise.correct(writer, event, revise.Ruling("type", "me", value="AID/rescue"))
            revise.correct(writer, event, revise.Ruling("date", "me", value="2023-07-01..2023-07-03"))
        write(path, *batched(then, 2))
        with Writer(path, today=TODAY) as writer:
            revise.reread(writer, [one for one in first if held_whole(writer, one)], revise.Reread())
            assert_corrected(writer, event)
            revise.rebuild(writer)
            assert_corrected(writer, event)


def held_whole(writer: Writer, reading: Reading) -> bool:
    """Whether an article is recorded and no newer version replaced it."""
    sql = "SELECT 1 FROM article WHERE key = ? AND replaced IS NULL"
    return writer.connection.execute(sql, (reading.article.id,)).fetchone() is not None


def assert_corrected(writer: Writer, event: str) -> None:
    sql = 'SELECT type, mode, start, "end", corrected FROM event WHERE id = ?'
    row = writer.connection.execute(sql, (revise.live_id(writer.connection, event),)).fetchone()
    told = "SELECT count(*) FROM telling WHERE event = ?"
    if row is None:  # no article tells it any more
        assert tuple(writer.connection.execute(told, (event,)).fetchone()) == (0,)
    else:
        assert tuple(row) == ("AID", "rescue", "2023-07-01", "2023-07-03", 1)


def test_articles_of_one_day_make_the_same_ledger_however_they_are_split(tmp_path: Path) -> None:
    readings: Sequence[Reading] = [
        article(Said(day=FIRST, place=AYOROU, toll=toll), on=FIRST + timedelta(late), by=by, rest=AGENCY)
        for by, toll, late in (("Agence", 3, 0), ("Radio", 3, 1), ("Site", 10, 1), ("Journal", None, 2))
    ]
    write(tmp_path / "a.db", readings)
    for size in (1, 2, 3):
        write(tmp_path / f"{size}.db", *batched(readings[::-1], size))
        assert_alike(plain(tmp_path / f"{size}.db"), plain(tmp_path / "a.db"))


def test_what_was_just_recorded_is_remembered_as_it_is_read_back(tmp_path: Path) -> None:
    with Writer(tmp_path / "palabre.db", version="test", today=TODAY) as writer:
        for batch in batched(generated(400), 50):
            writer.record(batch)
        remembered = writer._deriver._reports
        assert len(remembered) > 300
        assert remembered == rows.load_reports(writer.connection, remembered)
