"""The group of commands about quotes."""

import click


@click.group()
def quote() -> None:
    """Tell of, verify and replay stored quotes."""
