"""The command line, ``quotewright ...``: thin, each command a verb or the start of a process."""

from app.cli.main import main

__all__ = ["main"]
