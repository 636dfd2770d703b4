"""`python3 -m app test`: every check, then every test. With arguments for pytest, the tests alone."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.bootstrap.browser import VARIABLE, find_browser
from app.bootstrap.console import say
from app.bootstrap.environment import ROOT, for_tests, in_use, variables
from app.bootstrap.front_end import make_front_end

CHECKS: Mapping[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "--quiet", "."),
    "ruff format": ("-m", "ruff", "format", "--quiet", "--check", "."),
    "mypy": ("-m", "mypy", "--no-error-summary"),
    "import-linter": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
}


def run_checks(pytest_arguments: Sequence[str]) -> int:
    """Return 0 if all passed; pytest comes last, so that its summary ends the output."""
    with in_use(for_tests()) as python:
        make_front_end(python)
        browser = find_browser(python)
        env = variables(python) | {VARIABLE: browser}
        failed = [] if pytest_arguments else _failed_checks(python, env)
        if pytest_arguments:
            say("Only the tests asked for; the checks (ruff, mypy, imports) are left out.")
        tests = _run([str(python), "-m", "pytest", *(pytest_arguments or _parallel())], env)
    if failed:
        print(f"Checks failed before the tests: {', '.join(failed)}", file=sys.stderr)
    return tests or int(bool(failed))


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
