"""The group of commands about catalogs."""

import click

from app.cli.catalog.cases import run
from app.cli.catalog.check import check
from app.cli.catalog.diff import diff
from app.cli.catalog.sheets import bring_in, template


@click.group()
def catalog() -> None:
    """Check product catalogs, compare and test them, and bring them in from spreadsheets."""


for command in (check, diff, run, template, bring_in):
    catalog.add_command(command)
