"""The group of commands about catalogs."""

import click

from app.cli.catalog.check import check


@click.group()
def catalog() -> None:
    """Check product catalogs, compare and test them, and bring them in from spreadsheets."""


catalog.add_command(check)
