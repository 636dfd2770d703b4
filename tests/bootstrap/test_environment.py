"""The environment is found again by what it was made from, and only if it was made to the end."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import installers
from app.bootstrap.console import Problem
from app.bootstrap.environment import STAMP, Environment, in_use, variables


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/run.txt").write_text("flask==3.1.3 --hash=sha256:00\n")
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").touch()
    (tmp_path / "app/cli.py").write_text("def main():\n    print('the command ran')\n    return 7\n")
    return tmp_path


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Real environments without packages; returns the folders they were asked for in."""
    asked: list[Path] = []

    def install(folder: Path, _locks: list[Path]) -> None:
        asked.append(folder)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)

    monkeypatch.setattr(installers, "install", install)
    return asked


def test_a_complete_environment_is_used_again(clone: Path, installs: list[Path]) -> None:
    environment = Environment("run", ("run.txt",), clone)
    for _ in range(2):
        with in_use(environment) as python:
            assert python.exists()
    assert installs == [environment.folder]


def test_an_interrupted_environment_is_made_anew(
    clone: Path, installs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment("run", ("run.txt",), clone)

    def interrupted(folder: Path, _locks: list[Path]) -> None:
        folder.mkdir()
        (folder / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(installers, "install", interrupted)
        with pytest.raises(KeyboardInterrupt), in_use(environment):
            pass
    with in_use(environment):
        assert (environment.folder / STAMP).is_file()
        assert not (environment.folder / "half").exists()
    assert len(installs) == 1


def test_other_locks_make_another_environment_and_remove_the_unused_one(
    clone: Path, installs: list[Path]
) -> None:
    environment = Environment("run", ("run.txt",), clone)
    with in_use(environment):
        former = environment.folder
    (clone / "requirements/run.txt").write_text("flask==3.1.4 --hash=sha256:00\n")
    with in_use(environment):
        assert environment.folder != former
        assert not former.exists()
    assert len(installs) == 2


@pytest.mark.usefixtures("installs")
def test_an_environment_in_use_is_not_removed(clone: Path) -> None:
    environment = Environment("run", ("run.txt",), clone)
    with in_use(environment):
        former = environment.folder
        (clone / "requirements/run.txt").write_text("flask==3.1.4 --hash=sha256:00\n")
        with in_use(environment):
            assert former.exists()


@pytest.mark.usefixtures("installs")
def test_the_environment_has_the_command_and_finds_the_clone(clone: Path, tmp_path: Path) -> None:
    with in_use(Environment("run", ("run.txt",), clone)) as python:
        command = [str(python.with_name("quotewright"))]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("the command ran\n", 7)


def test_a_folder_that_is_no_clone_is_named_as_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="clone"), in_use(Environment("run", ("run.txt",), tmp_path)):
        pass


def test_variables_that_lead_python_astray_or_slow_it_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PATH", "/usr/bin")
    kept = variables(Path("/env/bin/python"))
    assert kept.keys().isdisjoint({"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"})
    assert kept["PATH"] == "/env/bin:/usr/bin"
