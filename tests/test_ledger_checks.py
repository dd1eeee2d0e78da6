"""The checks of a ledger: each finds its planted fault and nothing else, and a sound ledger has none."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from ledgers import AYOROU, CIVILIANS, ECOWAS, MALI, NIAMEY, NIGER, TIANI, Held, Said, article, generated, write

from palabre.checks import ledger as ledger_checks
from palabre.errors import LedgerError
from palabre.ledger import revise
from palabre.ledger.record import Writer

PAGE = "https://example.org/page"
ATTACK, SANCTION = Said(day=date(2023, 7, 24), place=AYOROU, toll=10), Said("SANCTION", "expel", ECOWAS, NIGER)
MARCH = Said("PROTEST", "demo", CIVILIANS, NIGER, date(2023, 7, 2), NIAMEY)
OTHER_MARCH = Said("PROTEST", "demo", CIVILIANS, NIGER, date(2023, 7, 9), NIAMEY)
VISIT = Said("CONSULT", "visit", MALI, NIGER, date(2023, 7, 20))
TALKS = Said("CONSULT", "phone", MALI, ECOWAS, date(2023, 7, 10))
READINGS = (
    article(ATTACK, Held(), on=date(2023, 7, 25), by="Agence"),
    article(
        Said(day=date(2023, 7, 24), place=AYOROU, toll=12, more="selon la radio"), on=date(2023, 7, 26), by="Radio"
    ),
    article(SANCTION, Held("office", TIANI), on=date(2023, 7, 29), by="Le Journal"),
    article(MARCH, on=date(2023, 7, 3), by="Agence"),
    article(OTHER_MARCH, on=date(2023, 7, 10), by="Agence"),
    article(VISIT, TALKS, on=date(2023, 7, 20), by="Agence", url=PAGE),
    article(VISIT, on=date(2023, 7, 21), by="Agence", url=PAGE),
    article(on=date(2023, 7, 21), by="Radio", rest=["Il fait beau sur tout le pays et cela ne change rien à rien."]),
)
# One fault of each kind, as the statements that plant it. {one}: the id of an event told by one article; {two}: of one
# told by two, the second of which is report {second}; {gone}: an id that was merged into {kept}; {spare}: an id that
# was withdrawn; {odd}: the number of an article that tells nothing.
PLANTED = {
    "E502": "UPDATE report SET reading = 9999 WHERE retired IS NOT NULL",
    "E503": "DELETE FROM words_docsize WHERE id = {second}",
    "E504": "UPDATE article SET text = text || ' Ajouté.' WHERE id = 1",
    "E505": "UPDATE report SET sentence_start = sentence_start + 1 WHERE id = {second}",
    "E506": "UPDATE report SET key = 'x' WHERE retired IS NOT NULL",
    "E507": "UPDATE article SET reading = (SELECT max(id) FROM reading) WHERE id = 1",
    "E508": "UPDATE article SET replaced = {odd} WHERE id = 1",
    "E509": "DELETE FROM fingerprint WHERE article = {odd}",
    "E510": "UPDATE article SET voice = 'nobody' WHERE id = {odd}",
    "E511": "UPDATE article SET published = '2023-07-01' WHERE id = 1",
    "E512": "INSERT INTO correction (event, verb, value, by, note, at, run)"
            " VALUES ('NER-1999-00001', 'type', 'AID', 'me', '', '2023-08-01', 1)",
    "E513": "UPDATE identity SET country = 'TCD' WHERE id = '{one}'",
    "E514": "DELETE FROM identity WHERE id = '{spare}'",
    "E515": "UPDATE identity SET merged_into = id WHERE id = '{gone}'",
    "E601": "DELETE FROM telling WHERE report = {second}",
    "E602": "INSERT INTO telling SELECT id, '{one}', id FROM report WHERE retired IS NOT NULL",
    "E603": "UPDATE telling SET event = '{gone}' WHERE report = (SELECT r.id FROM report r JOIN identity i"
            " ON i.anchor = r.key WHERE i.id = '{gone}')",
    "E604": "CREATE TEMP TABLE one AS SELECT * FROM event WHERE id = '{one}'; UPDATE one SET id = 'NER-2023-99999';"
            "INSERT INTO event SELECT * FROM one",
    "E605": "UPDATE identity SET anchor = 'nowhere' WHERE id = '{one}'",
    "E611": "UPDATE event SET articles = articles + 1 WHERE id = '{two}'",
    "E612": "UPDATE event SET deaths_high = 99 WHERE id = '{two}'",
    "E613": "INSERT INTO correction (event, verb, other, by, note, at, run)"
            " VALUES ('{kept}', 'not-same-as', '{gone}', 'me', '', '2023-08-01', 1)",
    "E614": "DELETE FROM scene WHERE report = {second}",
    "E621": "UPDATE statement SET line = 'office:MLI:president' WHERE id = 1",
    "E622": "UPDATE state SET first_known = '2020-01-01'",
    "W501": "UPDATE article SET published = '2999-01-01', known = '2999-01-01' WHERE id = {odd}",
    "W502": "UPDATE article SET published = NULL WHERE id = 1",
}  # fmt: skip
# Other ways to the same faults.
ALSO = (
    ("E502", "UPDATE party SET actor = 9999 WHERE report IN (SELECT id FROM report WHERE retired IS NOT NULL)"),
    ("E503", "INSERT INTO words (rowid, sentence) SELECT id, sentence FROM report WHERE retired IS NOT NULL"),
    ("E505", "UPDATE report SET cue_end = cue_start WHERE id = {second}"),
    ("E505", "UPDATE statement SET sentence = 'Elle ne le dit pas.'"),
    ("E507", "UPDATE article SET reading = NULL WHERE id = {odd}"),
    ("E512", "UPDATE correction SET other = 'NER-1999-00001' WHERE verb = 'same-as'"),
    ("E514", "DELETE FROM change; UPDATE identity SET number = number + 5,"
             " id = country || '-' || year || '-' || printf('%05d', number + 5) WHERE id = '{spare}'"),
    ("E515", "UPDATE identity SET merged_into = 'NER-1999-00001' WHERE id = '{gone}'"),
    ("E601", "DELETE FROM event WHERE id = '{two}'; DELETE FROM event_party WHERE event = '{two}'"),
    ("E602", "INSERT INTO scene VALUES ('x', '2023-01-01', '2023-01-02', 9999)"),
    ("E604", "INSERT INTO event_party SELECT 'NER-2023-99999', role, position, actor, country, sector, text, implicit,"
             " day FROM event_party WHERE event = '{two}'"),
    ("E611", "UPDATE event SET independent = 7 WHERE id = '{two}'"),
    ("E611", "UPDATE event SET last_known = '2023-12-31' WHERE id = '{one}'"),
    ("E612", "DELETE FROM event_party WHERE event = '{two}' AND role = 'recipient'"),
    ("E622", "DELETE FROM state"),
    ("E622", "CREATE TEMP TABLE one AS SELECT * FROM state LIMIT 1; UPDATE one SET line = 'office:BEN:president';"
             "INSERT INTO state SELECT * FROM one"),
)  # fmt: skip


def codes(path: Path, *, deep: bool = False) -> set[str]:
    return {found.check.code for found in ledger_checks.check(path, deep=deep)}


def names(path: Path) -> dict[str, object]:
    """What the planted faults speak of."""
    with closing(sqlite3.connect(path)) as one:

        def first(sql: str) -> object:
            return one.execute(sql).fetchone()[0]

        two = first("SELECT id FROM event WHERE articles = 2 AND type = 'ASSAULT'")
        second = "SELECT max(report) FROM telling WHERE event = ?"
        return {
            "one": first("SELECT id FROM event WHERE type = 'SANCTION'"),
            "two": two,
            "second": one.execute(second, (two,)).fetchone()[0],
            "gone": first("SELECT id FROM identity WHERE merged_into IS NOT NULL"),
            "kept": first("SELECT merged_into FROM identity WHERE merged_into IS NOT NULL"),
            "spare": first("SELECT subject FROM change WHERE kind = 'withdrawn'"),
            "odd": first("SELECT max(id) FROM article"),
        }


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledgers") / "sound.db"
    write(path, READINGS[:4], READINGS[4:6], READINGS[6:])
    with Writer(path, version="test") as writer:
        events = dict(map(tuple, writer.connection.execute("SELECT day, id FROM event WHERE type = 'PROTEST'")))
        first, second = (events[day.isoformat()] for day in (date(2023, 7, 2), date(2023, 7, 9)))
        revise.correct(writer, first, revise.Ruling("same-as", "me", other=second))
        revise.correct(writer, first, revise.Ruling("date", "me", value="2023-07-03"))
    return path


def test_a_sound_ledger_has_no_fault(sound: Path) -> None:
    assert codes(sound, deep=True) == set()


def test_a_sound_ledger_of_many_articles_has_no_fault(tmp_path: Path) -> None:
    readings = generated(500, seed=3)
    write(tmp_path / "many.db", readings[:90], readings[90:])
    found = [
        (one.check.code, one.found.name, one.found.notes)
        for one in ledger_checks.check(tmp_path / "many.db", deep=True)
        if one.check.code != "W502"
    ]
    assert not found


@pytest.mark.parametrize("code", [check.code for check in ledger_checks.CHECKS if check.code != "E501"])
def test_a_check_finds_its_planted_fault_and_nothing_else(sound: Path, tmp_path: Path, code: str) -> None:
    assert_found(sound, tmp_path, code, PLANTED[code])


@pytest.mark.parametrize(("code", "planted"), ALSO)
def test_a_check_finds_the_other_ways_to_its_fault(sound: Path, tmp_path: Path, code: str, planted: str) -> None:
    assert_found(sound, tmp_path, code, planted)


def assert_found(sound: Path, tmp_path: Path, code: str, planted: str) -> None:
    path = tmp_path / "faulty.db"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path)) as one:
        before = one.total_changes
        one.executescript(planted.format(**names(sound)))
        assert one.total_changes > before, "nothing was planted"
        one.commit()
    found = list(ledger_checks.check(path))
    assert {one.check.code for one in found} == {code}, [(one.check.code, one.found) for one in found]
    assert all(one.found.file == str(path) and one.found.name and one.found.line > 0 for one in found)


@pytest.mark.parametrize("where", ["article_known", "words_data", "telling"])
def test_damage_is_found_and_nothing_more_is_said(sound: Path, tmp_path: Path, where: str) -> None:
    path = tmp_path / "damaged.db"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path)) as one:
        one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = one.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (where,)).fetchone()
        (size,) = one.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size + 100)
        file.write(b"\xa5" * (size - 100))
    assert codes(path) == {"E501"}


def test_a_broken_index_of_words_is_found(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path)) as one, one:
        one.execute("UPDATE words_data SET block = zeroblob(40) WHERE id > 10")
    assert codes(path) in ({"E501"}, {"E503"})


def test_faults_of_one_kind_are_counted_beyond_the_first(tmp_path: Path) -> None:
    path = tmp_path / "undated.db"
    write(path, [article(VISIT, on=None, by=f"Outlet {number}") for number in range(30)])
    found = [one for one in ledger_checks.check(path) if one.check.code == "W502"]
    assert len(found) == 20
    assert ("more", "10") in found[-1].found.notes


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a ledger", encoding="utf-8")
    with pytest.raises(LedgerError):
        list(ledger_checks.check(tmp_path / "text.db"))


@pytest.mark.parametrize("check", ledger_checks.CHECKS, ids=lambda check: check.code)
def test_a_check_says_what_is_wrong_and_what_to_do(check: ledger_checks.Check) -> None:
    assert check.message.endswith(".") and check.remedy.endswith(".")
    assert set(PLANTED) | {"E501"} == {one.code for one in ledger_checks.CHECKS}
