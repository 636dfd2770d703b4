"""Commands set up the logs of their process, and here that is the process of all tests."""

from tests.cli.installing import no_lines

__all__ = ["no_lines"]
