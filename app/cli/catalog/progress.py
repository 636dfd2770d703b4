"""How far a long check has come, in one line of the terminal."""

import sys
import time
from types import TracebackType

import click

from app.actions.watching import OutOfTime

_PAUSE_SECONDS = 0.1


class Progress:
    """Silent where standard error is no terminal. The line is cleared at the end. ``within``: seconds after
    which watching raises OutOfTime.
    """

    def __init__(self, within: float | None = None) -> None:
        self._end = None if within is None else time.monotonic() + within
        self._shown = sys.stderr.isatty()
        self._next = time.monotonic()
        self._width = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._write("")

    def watch(self, product: str, stage: str, done: int, total: int) -> None:
        """Raises OutOfTime."""
        if self._end is not None and time.monotonic() > self._end:
            raise OutOfTime
        self._say(f"{product}: {stage} {done:,} of {total:,}")

    def rows(self, sheet: str, done: int) -> None:
        self._say(f"{sheet}: {done:,} rows")

    def _say(self, text: str) -> None:
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE_SECONDS
            self._write(text)

    def _write(self, text: str) -> None:
        click.echo(f"\r{text.ljust(self._width)}", nl=False, err=True)
        if not text:
            click.echo("\r", nl=False, err=True)
        self._width = len(text)
