"""The group of commands about catalogs."""

import click

from app.cli.catalog.cases import run
from app.cli.catalog.check import check
from app.cli.catalog.diff import diff
from app.cli.catalog.publish import publish
from app.cli.catalog.releases import releases, revert
from app.cli.catalog.sheets import bring_in, template
from app.cli.catalog.uvl import uvl


@click.group()
def catalog() -> None:
    """Check product catalogs, compare, test and publish them, and bring them in from elsewhere."""


bring_in.add_command(uvl)
for command in (check, diff, run, publish, releases, revert, template, bring_in):
    catalog.add_command(command)
