"""The group of all commands, and how their failures look."""

import sys

import click

from app.cli.catalog import catalog
from app.cli.connection import connection
from app.cli.processes import bench, migrate, sandbox, serve, worker
from app.cli.show_settings import settings
from app.errors import AppError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quotewright")
def commands() -> None:
    """Configure, price and quote inside the CRM."""


for command in (serve, worker, sandbox, migrate, catalog, connection, settings, bench):
    commands.add_command(command)


def main() -> None:
    """Expected failures end in one sentence and status 1, without a traceback."""
    try:
        commands()
    except AppError as failure:
        click.echo(f"{failure.code}: {failure.detail}", err=True)
        sys.exit(1)
