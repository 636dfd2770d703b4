"""How far something is: a line that is rewritten where a person looks, plain lines elsewhere."""

import sys

import pytest

from app.cli.progress import Line
from app.crm.installation import Progress

STEPS = (Progress(0, 0), Progress(0, 27), Progress(9, 27), Progress(9, 27), Progress(27, 27))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    line = Line("installing")
    for step in STEPS:
        line(step)
    line.end()
    return capsys.readouterr().out


def test_a_file_gets_a_line_for_each_change(capsys: pytest.CaptureFixture[str]) -> None:
    said = "".join(f"  installing: {done} of 27 components\n" for done in (0, 9, 27))
    assert told(capsys) == said


def test_on_a_terminal_one_line_is_written_anew(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    said = "".join(f"\r  installing: {done} of 27 components" for done in (0, 9, 27))
    assert told(capsys) == f"{said}\n"
