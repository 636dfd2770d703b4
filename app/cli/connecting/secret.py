"""Where a consumer secret comes from: the environment, or whoever sits at the terminal. Never an argument."""

import os
import sys
from typing import Final

import click

from app.errors import Misconfigured

SECRET: Final = "QUOTEWRIGHT_CONSUMER_SECRET"  # noqa: S105 - the name of a variable


def given_secret() -> str:
    """As it was given: whether it can be one is for others to say. Raises Misconfigured."""
    secret = os.environ.get(SECRET, "")
    if secret:
        return secret
    if sys.stdin.isatty():
        asked: str = click.prompt("Consumer secret (not shown)", hide_input=True, err=True)
        return asked
    raise Misconfigured(
        f"Put the consumer secret into the environment variable {SECRET}; it is never an argument."
    )
