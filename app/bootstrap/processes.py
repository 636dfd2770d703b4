"""The demo's processes: started with their output in files, watched, and stopped together by their ids."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from app.bootstrap.console import Problem, failure

GRACE_S = 8.0
PAUSE_S = 0.05


@dataclass(frozen=True, slots=True)
class Child:
    """One process and the file its output goes to."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    stays: bool

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def ended(self) -> Problem:
        """Return the problem that its end is."""
        code = self.process.returncode
        what = f"The {self.name} process stopped (exit code {code}); the end of {self.log}:"
        return Problem(failure(what, self.output()))


@dataclass(slots=True)
class Processes:
    """All processes of one demo, each in its own group: Ctrl-C reaches only us, and we stop them in order."""

    logs: Path
    cwd: Path
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Child:
        """Start a process that is meant to stay until the end."""
        return self._add(Child(name, *self._run(name, command, env), stays=True))

    def start_task(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Child:
        """Start a process that is meant to end by itself: see finish."""
        return self._add(Child(name, *self._run(name, command, env), stays=False))

    def _add(self, child: Child) -> Child:
        self.children.append(child)
        return child

    def _run(
        self, name: str, command: Sequence[str], env: Mapping[str, str]
    ) -> "tuple[subprocess.Popen[bytes], Path]":
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=self.cwd,
                start_new_session=True,
            )
        return process, log

    def finish(self, child: Child) -> None:
        """Wait for a process that is meant to end, while the others must live. Raises Problem if it fails."""
        while child.process.poll() is None:
            self.check()
            time.sleep(PAUSE_S)
        self.children.remove(child)
        if child.process.returncode:
            raise child.ended()

    def check(self) -> None:
        """Raise Problem if a process that is meant to stay has ended."""
        for child in self.children:
            code = child.process.poll()
            if code or (code == 0 and child.stays):
                raise child.ended()

    def watch(self) -> NoReturn:
        """Return never, but by Problem when a process ends."""
        while True:
            self.check()
            time.sleep(0.3)

    def stop(self) -> None:
        """Ask all to end, the last started first; after a grace period end those that did not."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + GRACE_S
        for child in self.children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        self.children.clear()
