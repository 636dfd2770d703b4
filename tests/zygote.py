"""Processes that begin with everything loaded: forked from one that loaded it once.

A test run starts some hundred commands and servers, and each would spend a second or two on loading the same
modules again. What is forked is a process of its own in all else: environment, folder, standard streams,
session, signals, exit code. That commands and servers start from nothing, too, is tested beside.

This file is both ends: ``forked`` in the tests, and ``python -m tests.zygote`` as the process to fork from.
"""

import atexit
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final, NoReturn, Protocol

_ROOT: Final = Path(__file__).resolve().parents[1]
_LOADED: Final = (
    *("app.main", "app.worker", "granian.cli", "granian.server"),
    *(
        f"app.cli.{name}"
        for name in ("audit", "backup", "catalog", "connection", "migrate", "processes", "quote")
    ),
)
_LONGEST_ORDER: Final = 1_000_000


class Running(Protocol):
    """What tests do with a process, whoever started it."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...


@dataclass(slots=True)
class Forked:
    """As ``subprocess.Popen`` as far as it goes. The zygote writes the exit code into ``_ended``."""

    pid: int
    _ended: int
    returncode: int | None = None

    def poll(self) -> int | None:
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        code = self._look(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return code

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._ended], [], [], timeout)[0]:
            told = os.read(self._ended, 16)
            os.close(self._ended)
            self.returncode = int(told) if told else -signal.SIGKILL
        return self.returncode


def forked(arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, out: int, err: int) -> Forked:
    """``arguments`` as they are given to Python: ``-m module ...``, or ``quotewright ...`` for our command.
    ``out`` and ``err`` are open files. It is the first of a session of its own.
    """
    ended, end = os.pipe()
    order = {"arguments": list(arguments), "env": dict(env), "cwd": str(cwd)}
    zygote, lock = _zygote()
    with lock:
        socket.send_fds(zygote, [json.dumps(order).encode()], [out, err, end])
        pid = int(zygote.recv(16))
    os.close(end)
    return Forked(pid, ended)


def typed(*arguments: str, env: Mapping[str, str], cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    """``quotewright`` with these arguments, as somebody types it; waits at most a minute."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        files = {"out": out.fileno(), "err": err.fileno()}
        code = forked(("quotewright", *arguments), env=env, cwd=cwd, **files).wait(60)
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


@cache
def _zygote() -> tuple[socket.socket, threading.Lock]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.zygote", str(theirs.fileno())]
    process = subprocess.Popen(command, cwd=_ROOT, pass_fds=[theirs.fileno()])
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(10)

    atexit.register(end)
    return ours, threading.Lock()


def _serve(orders: socket.socket) -> None:
    """Until nobody is there to order any more."""
    while True:
        order, files, _, _ = socket.recv_fds(orders, _LONGEST_ORDER, 3)
        if not order:
            return
        pid = os.fork()
        if not pid:
            os.setsid()
            # By now it can be ended with all that it will start.
            orders.send(str(os.getpid()).encode())
            orders.close()
            _become(json.loads(order), *files)
        for file in files[:2]:
            os.close(file)
        threading.Thread(target=_tell_end, args=(pid, files[2]), daemon=True).start()


def _tell_end(pid: int, end: int) -> None:
    _, status = os.waitpid(pid, 0)
    os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
    os.close(end)


def _become(order: Mapping[str, Any], out: int, err: int, end: int) -> NoReturn:
    os.close(end)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for file, place in ((nothing, 0), (out, 1), (err, 2)):
        os.dup2(file, place)
        os.close(file)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    code: object = 0
    try:
        _run(order["arguments"])
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        # As the interpreter itself would.
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _run(arguments: Sequence[str]) -> None:
    if arguments[0] == "-m":
        sys.argv = list(arguments[1:])
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return
    processes: Any = import_module("app.cli.processes")
    # In place of a program that loads everything again.
    processes._become = lambda *command: _run(command)
    sys.argv = list(arguments)
    import_module("app.cli").main()


if __name__ == "__main__":
    for name in _LOADED:
        import_module(name)
    _serve(socket.socket(fileno=int(sys.argv[1])))
