"""`quotewright connection remove`"""

from datetime import UTC, datetime

import click

from app.actions.remove_connection import remove_connection
from app.settings import read_settings
from app.wiring import open_database


@click.command()
@click.argument("name")
@click.option(
    "--force", is_flag=True, help="Even while quotes are on their way to the CRM; they stay behind."
)
def remove(name: str, *, force: bool) -> None:
    """Serve the org no longer. Its quotes and what the audit tells of them stay."""
    database = open_database(read_settings())
    left = remove_connection(database, name, at=datetime.now(UTC), even_if_busy=force)
    click.echo(f"Connection {name} is removed, with its secrets and its brand.")
    click.echo(f"What stays: {left.quotes} quotes with their offers and history, and the audit.")
    if left.flows:
        click.echo(
            f"{left.flows} flows do not reach the CRM any more; added anew, the connection takes them up."
        )
    click.echo(
        "In the CRM nothing was changed: quotewright connection manifest tells how to take the app away."
    )
