"""`quotewright connection set`"""

from collections.abc import Mapping
from datetime import UTC, datetime

import click

from app.actions.change_connection import Change, change_connection, replace_secret, seal_anew
from app.actions.connected import read_roles
from app.actor import OrgId
from app.cli.connecting.roles import ROLE
from app.cli.connecting.secret import given_secret
from app.settings import read_settings
from app.wiring import open_database, standard_frames


@click.command(name="set")
@click.argument("name")
@click.option("--org-id", help="The org's id, 15 or 18 characters.")
@click.option("--org-host", "hosts", multiple=True, help="host[:port] of its API; all of them. Repeatable.")
@click.option("--no-org-host", is_flag=True, help="No host beside *.my.salesforce.com.")
@click.option(
    "--frame-ancestor",
    "ancestors",
    multiple=True,
    help="Origin that may frame the panel; all of them. Repeatable. `standard`: all of Salesforce's.",
)
@click.option("--consumer-key", help="The external client app's consumer key.")
@click.option("--catalog", help="Key of the catalog that it sells.")
@click.option("--price-book", help="Name of the CRM's price book.")
@click.option("--api-version", help="Like 67.0.")
@click.option("--only-currency", help='The currency of an org without multicurrency; "" for one with it.')
@ROLE
@click.option("--no-roles", is_flag=True, help="Nobody has a role but that of a rep.")
@click.option(
    "--replace-secret",
    "new_secret",
    is_flag=True,
    help="Take the secret from QUOTEWRIGHT_CONSUMER_SECRET or the terminal in place of all that are there, "
    "at once. To replace it while people work: `connection rotate`.",
)
@click.option("--seal-anew", is_flag=True, help="Seal the secrets with the newest encryption key.")
def change(
    name: str,
    *,
    org_id: str | None,
    hosts: tuple[str, ...],
    no_org_host: bool,
    ancestors: tuple[str, ...],
    consumer_key: str | None,
    catalog: str | None,
    price_book: str | None,
    api_version: str | None,
    only_currency: str | None,
    roles: tuple[str, ...],
    no_roles: bool,
    new_secret: bool,
    seal_anew: bool,
) -> None:
    """Change what is named; all else stays, the secrets too.

    \b
    Examples:
      quotewright connection set acme --catalog machinery --price-book Conveyors
      quotewright connection set acme --role approver=QW_Approver --role operator=QW_Operator
    """
    wanted = Change(
        org=None if org_id is None else OrgId(org_id),
        instance_hosts=() if no_org_host else hosts or None,
        frame_ancestors=standard_frames(ancestors) or None,
        consumer_key=consumer_key,
        catalog=catalog,
        price_book=price_book,
        api_version=api_version,
        only_currency=only_currency,
        roles=_roles(roles, nobody=no_roles),
    )
    _carry_out(name, wanted, secret="new" if new_secret else "sealed" if seal_anew else "")


def _roles(given: tuple[str, ...], *, nobody: bool) -> Mapping[str, tuple[str, ...]] | None:
    return {} if nobody else read_roles(given) or None


def _carry_out(name: str, wanted: Change, *, secret: str) -> None:
    """``secret``: what becomes of it: ``new``, ``sealed``, or empty for nothing."""
    database, at = open_database(read_settings()), datetime.now(UTC)
    if secret == "new":  # noqa: S105 - what becomes of it
        replace_secret(database, name, given_secret(), at=at)
        click.echo(f"Connection {name} has the new secret alone. The CRM has to sign with it.")
    elif secret:
        seal_anew(database, name, at=at)
        click.echo(f"The secrets of {name} are sealed with the newest key.")
    if wanted.given or not secret:
        change_connection(database, name, wanted, at=at)
        click.echo(f"Connection {name} is changed: {', '.join(sorted(wanted.given))}.")
        if wanted.roles is not None:
            click.echo("Roles count from each person's next visit on.")
