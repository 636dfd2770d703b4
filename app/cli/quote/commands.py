"""The group of commands about quotes."""

import click


@click.group()
def quote() -> None:
    """Verify and replay stored quotes."""
