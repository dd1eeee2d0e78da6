"""The checks of the knowledge: each finds what it is for and nothing else, and the shipped data have no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from palabre import checks

CASES = Path(__file__).parent / "cases" / "checks"
CODES = sorted(check.code for check in checks.CHECKS)
SLOW = {check.code for check in checks.CHECKS if check.slow}


def codes(found: list[checks.Finding]) -> set[str]:
    return {one.check.code for one in found}


def test_every_code_has_its_case_and_every_case_its_code() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == CODES
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_check_finds_what_it_is_for_and_nothing_else(code: str) -> None:
    folder = CASES / code
    found = checks.check(checks.Subject((folder,), scope=(folder,)), with_examples=code in SLOW)
    assert codes(found) == {code}
    assert all(Path(one.found.file).is_relative_to(folder) and one.found.line > 0 for one in found)


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.code)
def test_a_check_says_what_is_wrong_and_what_to_do(check: checks.Check) -> None:
    assert check.message.endswith(".") and check.remedy.endswith(".")


def test_the_shipped_knowledge_has_no_error() -> None:
    errors = [one for one in checks.check(checks.Subject()) if one.check.is_error]
    assert not [(one.check.code, one.found.file, one.found.line, one.found.name, one.found.notes) for one in errors]


def test_a_file_of_frames_is_checked_by_a_relative_path_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.yaml").write_text(
        "type: REJECT\nframes:\n- {name: x, verbs: [refuser], foo: 1\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert [found.check.code for found in checks.check_frame_file(Path("mine.yaml"))] == ["E001"]
