"""One part after the other, each in a process of its own, so that none can hold up or burden the next."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from math import inf
from pathlib import Path
from queue import Empty, SimpleQueue
from subprocess import PIPE, Popen
from threading import Thread
from time import monotonic
from typing import Any

from benchmarks.engine.parts import COMPILING, Part, parts
from benchmarks.figures import Figure

# For a process that waits for another one, such as a peer.
_WAITED = 1_200.0


def measure() -> Iterator[Figure]:
    for part in parts():
        print(f"{part.name} ...", file=sys.stderr, flush=True)
        yield from _measured(part)


def _measured(part: Part) -> Iterator[Figure]:
    most, what = COMPILING, "compiled"
    # In a group of its own: peers that it has started end with it.
    command = [sys.executable, "-m", "benchmarks.engine.alone", part.name]
    with Popen(command, stdout=PIPE, text=True, start_new_session=True) as process:
        lines = _Lines(process)
        try:
            while (told := lines.next(most)) is not None:
                if "compiled" in told:
                    most, what = told["compiled"] + part.seconds, "measured"
                else:
                    yield Figure(**told["figure"])
        except TimeoutError:
            name = f"{part.name}, not {what} in {most:.0f} s"
            yield Figure(name, inf, "s", "the bound", most, wanted=most)
            return
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise SystemExit(f"{part.name} ended with {process.returncode}")


class _Lines:
    def __init__(self, process: "Popen[str]") -> None:
        self._process = process
        self._heard: SimpleQueue[str | None] = SimpleQueue()
        self._until = monotonic() + _WAITED
        Thread(target=self._listen, daemon=True).start()

    def next(self, seconds: float) -> dict[str, Any] | None:
        """What it says next; None when it has ended. Raises TimeoutError once it took so much CPU time."""
        while _taken(self._process.pid) < seconds and monotonic() < self._until:
            try:
                line = self._heard.get(timeout=1)
            except Empty:
                continue
            if line is None:
                self._process.wait(timeout=60)
                return None
            told: dict[str, Any] = json.loads(line)
            return told
        raise TimeoutError

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._heard.put(line)
        self._heard.put(None)


def _taken(process: int) -> float:
    """Seconds of CPU time, as the system counts them; a limit of the system itself makes its clock coarse."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
