"""What the two commands say: one line a step with the time it took, and problems in words that help."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.remedies import remedy

HEARTBEAT_S = 15.0


class Problem(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, and say how long it took."""
    started = time.monotonic()
    print(f"  {title} ...", end="", flush=True)
    try:
        yield
    except KeyboardInterrupt:
        say(" interrupted")
        raise
    except BaseException:
        say(" failed")
        raise
    say(f" {time.monotonic() - started:.1f} s")


def run_quietly(command: Sequence[str], *, log: Path, env: Mapping[str, str], cwd: Path | None = None) -> str:
    """Run a program with its output in `log`; return the output. Raises Problem with its last lines."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env, cwd=cwd
        )
        try:
            code = _wait(child)
        except BaseException:
            child.kill()
            child.wait()
            raise
    text = log.read_text(errors="replace")
    if code:
        raise Problem(failure(f"`{short(command)}` failed with exit code {code}", text))
    return text


def _wait(child: "subprocess.Popen[bytes]") -> int:
    """Wait for the end; on a terminal or not, show now and then that it is still at work."""
    while True:
        try:
            return child.wait(HEARTBEAT_S)
        except subprocess.TimeoutExpired:
            print(".", end="", flush=True)


def failure(what: str, output: str, *, lines: int = 15) -> str:
    """Return the text of a problem: what failed, the last lines of its output, advice."""
    last = "\n".join(f"    {line}" for line in output.rstrip().splitlines()[-lines:])
    return "\n".join(part for part in (what, last or "    (it printed nothing)", remedy(output)) if part)


def short(command: Sequence[str]) -> str:
    """Return a command as one would type it, without the folders of the program."""
    return " ".join([Path(command[0]).name, *command[1:]])


def complain(problem: Problem) -> None:
    """Print a problem to the error stream."""
    print(f"\n{problem}", file=sys.stderr, flush=True)
