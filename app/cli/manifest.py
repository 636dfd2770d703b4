"""What an administrator of the CRM installs."""

from pathlib import Path
from shlex import quote

import click

from app.actions.connected import is_connected, mapping_of_connection
from app.actions.write_connector import write_connector
from app.actor import ConnectionName
from app.cli.mapping_file import mapping_option, read_mapping_file
from app.settings import read_settings
from app.wiring import Connector, connector_of, open_database


@click.command()
@click.argument("connection")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder: new, empty, or of an earlier time."
)
@click.option("--label", default="Quotewright", show_default=True, help="What reps read on the button.")
@click.option(
    "--contact", default="", help="E-mail address that the org shows for the app; else postmaster@ our host."
)
@click.option(
    "--app",
    default="external",
    show_default=True,
    type=click.Choice(["external", "connected"]),
    help="external: an External Client App. connected: a connected app, for orgs that still take one.",
)
@mapping_option
@click.option(
    "--reports",
    default="all",
    show_default=True,
    type=click.Choice(["all", "none"]),
    help="List views, reports and a dashboard for managers; none, where an org does not take them.",
)
def manifest(
    connection: str, *, out: Path, label: str, contact: str, app: str, mapping: Path | None, reports: str
) -> None:
    """Write the project that an administrator deploys to the CRM, made for this connection."""
    settings = read_settings()
    database = open_database(settings)
    known = is_connected(database, connection)
    name = ConnectionName(connection)
    text = read_mapping_file(mapping) or mapping_of_connection(database, connection)
    made = connector_of(name, settings, label=label, contact=contact, app=app, mapping=text, reports=reports)
    write_connector(out, made.files, connection=name)
    click.echo(f"The connector of {connection} is in {out}: {len(made.files)} files, for {made.address}.")
    if not made.address.startswith("https://"):
        click.echo("That address is not https, so an org refuses it: set QUOTEWRIGHT_PUBLIC_URL.", err=True)
    click.echo(_next_steps(connection, out, made, known="connected" if known else "new", app=app))


def _next_steps(connection: str, out: Path, made: Connector, *, known: str, app: str) -> str:
    deploy = "sf project deploy start --manifest manifest/package.xml --target-org ORG"
    where = "External Client App Manager" if app == "external" else "App Manager"
    deed = f"add {connection} --replace" if known == "connected" else f"add {connection}"
    return "\n".join(
        [
            "",
            "Next, as an administrator whom sf knows as ORG:",
            f"  cd {quote(str(out))}",
            f"  {deploy} --dry-run",
            f"  {deploy}",
            f"  sf org assign permset --name QW_Rep --name {made.name} --target-org ORG",
            f"Then, in Setup, {where}, {made.name}: approve it for the permission set {made.name},",
            f"and take its consumer key and secret to `quotewright connection {deed}`.",
            "docs/connector.md has each step, and how to take it away again.",
        ]
    )
