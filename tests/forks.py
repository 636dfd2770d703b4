"""Processes that begin with everything loaded: forked from one that loaded it once.

A test run starts some hundred commands and servers, and each would spend a second or two on loading the same
modules again. What is forked is a process of its own in all else: environment, folder, output, session,
signals, exit code. That commands and servers start from nothing, too, is tested beside.
"""

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, set_start_method
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

_ROOT: Final = Path(__file__).resolve().parent.parent
_COMMANDS: Final = ("audit", "backup", "catalog", "connection", "doctor", "migrate", "processes", "quote")

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        *("app.main", "app.worker", "granian.cli", "granian.server", "tests.workflows.stand_in"),
        *(f"app.cli.{name}" for name in _COMMANDS),
    ]
)


class Running(Protocol):
    """What tests do with a process, whoever started it."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Forked:
    """As ``subprocess.Popen``, as far as it goes."""

    process: ForkServerProcess

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return self.process.exitcode

    def terminate(self) -> None:
        self.process.terminate()


def forked(
    arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, out: Path, err: Path | None = None
) -> Forked:
    """``arguments`` as for Python: ``-m module ...``, ``file.py ...``; or ``quotewright ...``, our command.
    What it says is written to the files, all of it to ``out`` if that is the only one. By the time it is here
    it is the first process of a session.
    """
    ready, begun = FORKS.Pipe(duplex=False)
    files = (str(out), None if err is None else str(err))
    process = FORKS.Process(target=_become, args=(tuple(arguments), dict(env), str(cwd), files, begun))
    process.start()
    begun.close()
    ready.recv()
    return Forked(process)


def typed(*arguments: str, env: Mapping[str, str], cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    """``quotewright`` with these arguments, as somebody types it; waits at most a minute."""
    with TemporaryDirectory(prefix="typed-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        code = forked(("quotewright", *arguments), env=env, cwd=cwd, out=out, err=err).wait(60)
        return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())


def together(program: str, calls: Sequence[Sequence[str]]) -> list[subprocess.CompletedProcess[str]]:
    """The text of a program in several processes at once, each with arguments of its own, in the repository's
    root. Waits at most two minutes.
    """
    with TemporaryDirectory(prefix="together-") as folder:
        file = Path(folder) / "program.py"
        file.write_text(program)
        says = [(Path(folder) / f"out{n}", Path(folder) / f"err{n}") for n, _ in enumerate(calls)]
        begun = [
            forked((str(file), *call), env=os.environ, cwd=_ROOT, out=out, err=err)
            for call, (out, err) in zip(calls, says, strict=True)
        ]
        codes = [one.wait(120) for one in begun]
        return [
            subprocess.CompletedProcess(call, code, out.read_text(), err.read_text())
            for call, code, (out, err) in zip(calls, codes, says, strict=True)
        ]


def _become(
    arguments: Sequence[str],
    env: Mapping[str, str],
    cwd: str,
    files: tuple[str, str | None],
    begun: Any,
) -> None:
    os.setsid()
    out, err = files
    _writes(1, out)
    if err is None:
        os.dup2(1, 2)
    else:
        _writes(2, err)
    # What it starts it forks, as it would had it begun from nothing.
    set_start_method("fork", force=True)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    # Python's own way with it, where the server that forks keeps the signal to itself.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    begun.send(True)
    begun.close()
    _run(arguments)


def _writes(stream: int, file: str) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(opened, stream)
    os.close(opened)


def _run(arguments: Sequence[str]) -> None:
    if arguments[0] == "-m":
        sys.argv = list(arguments[1:])
        # Loaded before as what it is not now.
        sys.modules.pop(arguments[1], None)
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return
    if arguments[0].endswith(".py"):
        sys.argv = list(arguments)
        runpy.run_path(arguments[0], run_name="__main__")
        return
    processes: Any = import_module("app.cli.processes")
    # In place of a program that loads everything again.
    processes._become = lambda *command: _run(command)
    sys.argv = list(arguments)
    import_module("app.cli").main()
