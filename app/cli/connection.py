"""Commands for CRM admins: the connections that this installation serves."""

import click

from app.cli.brand import brand
from app.cli.connecting import COMMANDS
from app.cli.manifest import manifest
from app.cli.mapping import mapping


@click.group()
def connection() -> None:
    """Add, show, change and remove CRM connections, make what a CRM installs, say how documents look."""


for command in (*COMMANDS, brand, manifest, mapping):
    connection.add_command(command)
