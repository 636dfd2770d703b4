"""What `python3 -m app test` answers: 0 only if the checks and the tests all passed."""

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from app.bootstrap import checks

_GOOD = ("-c", "pass")


@pytest.fixture(autouse=True)
def _nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "in_use", lambda _environment: nullcontext(Path(sys.executable)))
    monkeypatch.setattr(checks, "make_front_end", lambda _python: None)
    monkeypatch.setattr(checks, "find_browser", lambda _python: "")
    monkeypatch.setattr(checks, "CHECKS", {"ruff check": _GOOD})
    monkeypatch.setattr(checks, "TYPES", _GOOD)
    monkeypatch.setattr(checks, "_parallel", lambda: ["--version"])


def test_all_passed_is_0() -> None:
    assert checks.run_checks([]) == 0


def test_a_check_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"ruff check": ("-c", "raise SystemExit(1)")})
    assert checks.run_checks([]) == 1
    assert "Checks failed: ruff check" in capfd.readouterr().err


def test_wrong_types_are_told_after_the_tests(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "TYPES", ("-c", "raise SystemExit('line 3: wrong')"))
    assert checks.run_checks([]) == 1
    told = capfd.readouterr().err
    assert "line 3: wrong" in told
    assert "Checks failed: mypy" in told


def test_tests_that_fail_count_more_than_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_parallel", lambda: ["--no-such-option"])
    assert checks.run_checks([]) == pytest.ExitCode.USAGE_ERROR


def test_temporary_files_are_in_memory_where_it_has_room_and_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checks, "MEMORY", tmp_path)
    for room, there in ((0, True), (2**80, False)):
        monkeypatch.setattr(checks, "ROOM", room)
        with checks._temporary() as place:
            assert [*tmp_path.iterdir()] == ([Path(place["TMPDIR"])] if there else [])
        assert [*tmp_path.iterdir()] == []
