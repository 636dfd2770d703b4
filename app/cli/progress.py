"""How far something is that takes its time: one line, rewritten, on a terminal; else a line a change."""

import sys

import click

from app.crm.installation import Progress


class Line:
    """``doing``: what is being done, such as "checking"."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._last: Progress | None = None
        self._rewritten = sys.stdout.isatty()

    def __call__(self, progress: Progress) -> None:
        if progress == self._last or not progress.total:
            return
        self._last = progress
        text = f"  {self._doing}: {progress.done} of {progress.total} components"
        click.echo(f"\r{text}" if self._rewritten else text, nl=not self._rewritten)

    def end(self) -> None:
        if self._rewritten and self._last is not None:
            click.echo()
