"""Commands for CRM admins: the connections that this installation serves."""

import os
from datetime import UTC, datetime, timedelta

import click

from app.actions.connected import (
    add_connection,
    list_connections,
    read_roles,
    remove_connection,
    rotate_secret,
    set_roles,
)
from app.actor import ConnectionName, OrgId
from app.cli.brand import brand
from app.cli.manifest import manifest
from app.cli.mapping import mapping
from app.crm import Connection, ConsumerSecret
from app.errors import Misconfigured
from app.settings import read_settings
from app.store import Database
from app.wiring import open_database

_SECRET = "QUOTEWRIGHT_CONSUMER_SECRET"  # noqa: S105 - the name of a variable


@click.group()
def connection() -> None:
    """Add, list, rotate and remove CRM connections, make what a CRM installs, say how documents look."""


connection.add_command(brand)
connection.add_command(manifest)
connection.add_command(mapping)

_ROLE = click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ROLE=NAME",
    help="Whoever has that profile, role or permission set in the CRM has ROLE here: approver, manager, "
    "operator, admin, or another name that a catalog's policy uses, such as a queue. Repeatable.",
)


def _secret() -> str:
    secret = os.environ.get(_SECRET, "")
    if not secret:
        raise Misconfigured(
            f"Put the consumer secret into the environment variable {_SECRET}; it is never an argument."
        )
    return secret


def _database() -> Database:
    return open_database(read_settings())


@connection.command()
@click.argument("name")
@click.option("--org-id", required=True, help="The org's id, 15 or 18 characters.")
@click.option("--org-host", "hosts", multiple=True, help="host[:port] of its API beside *.my.salesforce.com.")
@click.option(
    "--frame-ancestor", "ancestors", multiple=True, required=True, help="Origin that may frame the panel."
)
@click.option("--consumer-key", required=True, help="The external client app's consumer key.")
@click.option("--catalog", required=True, help="Key of the catalog that it sells.")
@click.option("--price-book", required=True, help="Name of the CRM's price book.")
@click.option("--api-version", default="67.0", show_default=True)
@click.option("--only-currency", default="", help="The currency of an org without multicurrency.")
@_ROLE
@click.option("--replace", is_flag=True, help="Overwrite a connection of that name.")
def add(
    name: str,
    *,
    org_id: str,
    hosts: tuple[str, ...],
    ancestors: tuple[str, ...],
    consumer_key: str,
    catalog: str,
    price_book: str,
    api_version: str,
    only_currency: str,
    roles: tuple[str, ...],
    replace: bool,
) -> None:
    """Serve a CRM org. Its consumer secret is read from QUOTEWRIGHT_CONSUMER_SECRET."""
    given = Connection(
        name=ConnectionName(name),
        org=OrgId(org_id),
        consumer_key=consumer_key,
        secrets=(ConsumerSecret(_secret()),),
        instance_hosts=hosts,
        frame_ancestors=ancestors,
        catalog=catalog,
        price_book=price_book,
        api_version=api_version,
        only_currency=only_currency,
        roles=read_roles(roles),
    )
    add_connection(_database(), given, replace_known=replace, at=datetime.now(UTC))
    click.echo(f"Connection {name} is ready. Its canvas address ends in /canvas/{name}.")


@connection.command(name="set")
@click.argument("name")
@_ROLE
def change(name: str, *, roles: tuple[str, ...]) -> None:
    """Say anew who has which role. Without --role: nobody has one but that of a rep."""
    set_roles(_database(), name, read_roles(roles), at=datetime.now(UTC))
    click.echo(f"Connection {name} has its roles. They count from each person's next visit on.")


@connection.command(name="list")
def show() -> None:
    """List the connections, without their secrets."""
    for known in list_connections(_database()):
        click.echo(f"{known.name}  org {known.org}  catalog {known.catalog}  secrets {len(known.secrets)}")
        for role, names in sorted(known.roles.items()):
            click.echo(f"  {role}: {', '.join(names)}")


@connection.command()
@click.argument("name")
@click.option("--overlap-hours", default=24, show_default=True, help="How long the old secret stays valid.")
def rotate(name: str, *, overlap_hours: int) -> None:
    """Take the new secret from QUOTEWRIGHT_CONSUMER_SECRET; the old one stays valid for a while."""
    rotate_secret(_database(), name, _secret(), overlap=timedelta(hours=overlap_hours), at=datetime.now(UTC))
    click.echo(f"Connection {name} uses the new secret; the old one ends in {overlap_hours} hours.")


@connection.command()
@click.argument("name")
def remove(name: str) -> None:
    """Serve the org no longer. Quotes stay in the database."""
    remove_connection(_database(), name, at=datetime.now(UTC))
    click.echo(f"Connection {name} is removed.")
