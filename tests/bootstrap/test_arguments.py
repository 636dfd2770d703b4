"""What the two commands make of their arguments."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import commands
from app.bootstrap.console import Problem
from app.bootstrap.demo import Demo

ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_gets_its_ports_and_an_absolute_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Demo] = []
    monkeypatch.setattr(commands, "run_demo", seen.append)
    commands.main(["demo", "--port", "9000", "--control-port", "9002", "--data", "there", "--reset"])
    expected = Demo(data=Path.cwd() / "there", port=9000, control_port=9002, reset=True)
    assert seen == [expected]
    assert (expected.sandbox_port, expected.tls_port) == (8001, 8443)


def test_what_follows_two_dashes_goes_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(commands, "run_checks", seen.append)
    commands.main(["test", "--", "-k", "money", "--", "x"])
    assert seen == [["-k", "money", "--", "x"]]


@pytest.mark.parametrize("arguments", [[], ["frob"], ["demo", "--port", "many"], ["test", "-k", "money"]])
def test_wrong_arguments_end_with_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main(arguments)
    assert ended.value.code == 2
    assert "usage: python3 -m app" in capsys.readouterr().err


def test_a_problem_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_demo: Demo) -> int:
        raise Problem("the disk is full")

    monkeypatch.setattr(commands, "run_demo", fail)
    assert commands.main(["demo"]) == 1
    assert capsys.readouterr().err == "\nthe disk is full\n"


def test_the_commands_load_nothing_but_the_standard_library() -> None:
    program = (
        "import sys; before = set(sys.modules); import app.bootstrap.commands; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "print(new - sys.stdlib_module_names - {'app'})"
    )
    # -S leaves site-packages out of the path, so that an import from there fails here too.
    command = [sys.executable, "-S", "-c", program]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.stdout.strip(), result.stderr) == ("set()", "")
