"""The group of commands about catalogs."""

import click

from app.cli.catalog.cases import run
from app.cli.catalog.check import check
from app.cli.catalog.diff import diff


@click.group()
def catalog() -> None:
    """Check product catalogs, compare and test them, and bring them in from spreadsheets."""


for command in (check, diff, run):
    catalog.add_command(command)
