"""The org and our side, opened for one run, and how that goes on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import click

from app.actions.connected import is_connected, mapping_of_connection
from app.actions.install_connector import installed_with
from app.actions.installing import OrgRefused, Run, site_of
from app.actor import ConnectionName
from app.cli.install.shown import failures
from app.cli.org_access import org_access
from app.cli.progress import Line
from app.crm.installation import Installer
from app.settings import read_settings
from app.store import Database, Site
from app.wiring import Connector, connector_of, installer_of, open_database

_INTERRUPTED: Final = 130
only_check = click.option("--check", is_flag=True, help="Only tell what would come of it; change nothing.")


@dataclass(frozen=True, slots=True)
class Opened:
    database: Database
    made: Connector
    installer: Installer
    site: Site
    options: dict[str, str]
    run: Run


def open_site(connection: str, alias: str, given: dict[str, str]) -> Opened:
    """``given``: what was said of the connector; what was not is as it was installed before."""
    settings = read_settings()
    database = open_database(settings)
    is_connected(database, connection)
    name = ConnectionName(connection)
    said = {key: value for key, value in given.items() if value}
    own = mapping_of_connection(database, connection)
    options = {
        "label": "Quotewright",
        "contact": "",
        "app": "external",
        "mapping": "",
        "reports": "all",
        **installed_with(database, name),
        **({"mapping": own} if own else {}),
        **said,
    }
    made = connector_of(name, settings, **options)
    installer = installer_of(name, made, settings, access=org_access(alias))
    run = Run(at=datetime.now(UTC), correlation=uuid4().hex)
    org = installer.identity()
    site = site_of(database, org, name)
    click.echo(f"{made.name} in the org {org.name} ({org.id}), for {made.address}")
    return Opened(database, made, installer, site, options, run)


@contextmanager
def told_to(doing: str) -> Iterator[Line]:
    """Shows what failed, component by component, before the failure itself is told."""
    line = Line(doing)
    try:
        yield line
    except OrgRefused as refused:
        line.end()
        for text in failures(refused):
            click.echo(text, err=True)
        raise
    except KeyboardInterrupt:
        line.end()
        click.echo(
            "Stopped. What the org has begun it ends by itself, all of it or nothing; run the command again "
            "and it goes on from what is there.",
            err=True,
        )
        sys.exit(_INTERRUPTED)
    line.end()
