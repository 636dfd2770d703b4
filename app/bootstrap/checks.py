"""`python3 -m app test`: every check, then every test. With arguments for pytest, the tests alone."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.browser import VARIABLE, find_browser
from app.bootstrap.console import say
from app.bootstrap.environment import ROOT, for_tests, in_use, variables
from app.bootstrap.front_end import make_front_end

CHECKS: Mapping[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", "."),
    "ruff format": ("-m", "ruff", "format", "--quiet", "--check", "."),
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
}
# Takes as long as the others together several times over, on one core; so it runs beside the tests.
TYPES = ("-m", "mypy", "--no-error-summary")
MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has a random name and is ours alone
ROOM = 4 * 2**30


def run_checks(pytest_arguments: Sequence[str]) -> int:
    """Return 0 if all passed. The summary of pytest ends the output, unless types are wrong."""
    with in_use(for_tests()) as python:
        make_front_end(python)
        env = variables(python) | {VARIABLE: find_browser(python)}
        if pytest_arguments:
            say("Only the tests asked for; the checks (ruff, mypy, imports) are left out.")
            return _run([str(python), "-m", "pytest", *pytest_arguments], env)
        failed = _failed_checks(python, env)
        with _types(python, env) as wrong_types, _temporary() as place:
            tests = _run([str(python), "-m", "pytest", *_parallel()], env | place)
        failed += wrong_types
    if failed:
        print(f"Checks failed: {', '.join(failed)}", file=sys.stderr)
    return tests or int(bool(failed))


@contextmanager
def _types(python: Path, env: Mapping[str, str]) -> Iterator[list[str]]:
    """Looked at by a process of its own; told, and named in the list, once the block is over."""
    say("Checking beside the tests: mypy")
    failed: list[str] = []
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen([str(python), *TYPES], cwd=ROOT, env=env, stdout=told, stderr=told) as process,
    ):
        yield failed
        if process.wait():
            told.seek(0)
            print(told.read().decode(errors="replace"), file=sys.stderr)
            failed.append("mypy")


@contextmanager
def _temporary() -> Iterator[dict[str, str]]:
    """Variables that put temporary files into memory, where the machine has a place for that with much room.

    The tests make hundreds of databases of hundreds of files each, which takes a disk longer than the tests.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        yield {}
        return
    with tempfile.TemporaryDirectory(
        prefix="quotewright-tests-", dir=MEMORY, ignore_cleanup_errors=True
    ) as folder:
        yield {"TMPDIR": folder}


def _failed_checks(python: Path, env: Mapping[str, str]) -> list[str]:
    failed = []
    for name, arguments in CHECKS.items():
        say(f"Checking: {name}")
        if _run([str(python), *arguments], env):
            say(f"Failed: {name}")
            failed.append(name)
    return failed


def _parallel() -> list[str]:
    """Return pytest's arguments for one process more than cores: many tests wait for a browser or a worker.

    A file's tests stay together, and the files keep their order, in which the longest come first.
    """
    processes = min(os.cpu_count() or 1, 4) + 1
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]


def _run(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a program with its output as ours. A signal's end counts as a failure."""
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
