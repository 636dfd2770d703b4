"""The group of commands about catalogs."""

import click

from app.cli.catalog.cases import run
from app.cli.catalog.check import check
from app.cli.catalog.diff import diff
from app.cli.catalog.goods import import_salesforce
from app.cli.catalog.publish import publish
from app.cli.catalog.push import push
from app.cli.catalog.releases import releases, revert
from app.cli.catalog.sheets import bring_in, template
from app.cli.catalog.uvl import uvl


@click.group()
def catalog() -> None:
    """Check product catalogs, compare, test and publish them, bring them in from elsewhere, and bring their
    articles into a CRM."""


bring_in.add_command(uvl)
bring_in.add_command(import_salesforce)
for command in (check, diff, run, publish, releases, revert, template, bring_in, push):
    catalog.add_command(command)
