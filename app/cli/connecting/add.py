"""`quotewright connection add`"""

from datetime import UTC, datetime

import click

from app.actions.connected import add_connection, read_roles
from app.actions.connecting import ConnectionInvalid
from app.actor import ConnectionName, OrgId
from app.cli.connecting.roles import ROLE
from app.cli.connecting.secret import given_secret
from app.cli.org_access import ORG_TOKEN, ORG_URL, access_if_given, by_alias
from app.crm import Connection, ConsumerSecret
from app.crm.org_facts import OrgFacts
from app.settings import read_settings
from app.wiring import open_database, org_facts, standard_frames


@click.command()
@click.argument("name")
@click.option("--org-id", default="", help="The org's id, 15 or 18 characters; else the org is asked.")
@click.option("--org-host", "hosts", multiple=True, help="host[:port] of its API beside *.my.salesforce.com.")
@click.option(
    "--frame-ancestor",
    "ancestors",
    multiple=True,
    help="Origin that may frame the panel, or `standard` for all of Salesforce's; else the org's own pages, "
    "as far as its address tells them.",
)
@click.option("--consumer-key", required=True, help="The external client app's consumer key.")
@click.option("--catalog", required=True, help="Key of the catalog that it sells.")
@click.option("--price-book", required=True, help="Name of the CRM's price book.")
@click.option("--api-version", default="67.0", show_default=True)
@click.option("--only-currency", default="", help="The currency of an org without multicurrency.")
@ROLE
@by_alias
@click.option("--replace", is_flag=True, help="Overwrite a connection of that name, its secrets among it.")
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
    alias: str,
    replace: bool,
) -> None:
    """Serve a CRM org.

    Its consumer secret is read from QUOTEWRIGHT_CONSUMER_SECRET, or asked for on a terminal. With
    QUOTEWRIGHT_ORG_URL and QUOTEWRIGHT_ORG_TOKEN, or --org, the org tells its id, hosts and pages itself.

    \b
    Examples:
      quotewright connection add acme --consumer-key 3MVG9… --catalog telecom \\
          --price-book "Network Equipment" --role approver=QW_Approver --role operator=QW_Operator
      quotewright connection add acme --org-id 00D… --frame-ancestor standard --consumer-key …
    """
    settings = read_settings()
    access = access_if_given(alias)
    facts = org_facts(settings, access, api_version=api_version) if access else None
    given = Connection(
        name=ConnectionName(name),
        org=_org(org_id, facts),
        consumer_key=consumer_key,
        secrets=(ConsumerSecret(given_secret()),),
        instance_hosts=hosts or (facts.hosts if facts else ()),
        frame_ancestors=standard_frames(ancestors) or (facts.frame_ancestors if facts else standard_frames()),
        catalog=catalog,
        price_book=price_book,
        api_version=api_version,
        only_currency=_currency(only_currency, facts),
        roles=read_roles(roles),
    )
    add_connection(open_database(settings), given, replace_known=replace, at=datetime.now(UTC))
    click.echo(f"Connection {name} is ready. Its canvas address is {settings.public_url}/canvas/{name}.")
    if facts:
        click.echo(
            f"The org says it is {facts.name} ({facts.org}); framed by {', '.join(given.frame_ancestors)}."
        )
    click.echo(f"Next: quotewright doctor {name}")


def _org(given: str, facts: OrgFacts | None) -> OrgId:
    """Raises ConnectionInvalid where nobody says it, or the org says another."""
    if facts is None:
        if not given:
            raise ConnectionInvalid(
                f"Say the org's id with --org-id, or put its address into {ORG_URL} and a token into "
                f"{ORG_TOKEN}: then the org tells it."
            )
        return OrgId(given)
    if given and given[:15] != facts.org[:15]:
        raise ConnectionInvalid(f"The org that was asked is {facts.org}, and not the one of --org-id.")
    return facts.org


def _currency(given: str, facts: OrgFacts | None) -> str:
    """Raises ConnectionInvalid where the org says that it has to be another."""
    if facts is None:
        return given
    if facts.several_currencies and given:
        raise ConnectionInvalid("The org has several currencies and names them: leave out --only-currency.")
    if not facts.several_currencies and not given:
        raise ConnectionInvalid("The org has one currency and does not say which: add --only-currency EUR.")
    return given
