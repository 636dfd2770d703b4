"""`quotewright connection rotate`"""

from datetime import UTC, datetime, timedelta

import click

from app.actions.rotate_secret import LONGEST_OVERLAP, end_overlap, rotate_secret
from app.cli.connecting.secret import given_secret
from app.settings import read_settings
from app.wiring import open_database

_HOUR = timedelta(hours=1)


@click.command()
@click.argument("name")
@click.option(
    "--overlap-hours",
    default=24,
    show_default=True,
    type=click.IntRange(0, LONGEST_OVERLAP // _HOUR),
    help="How long the secret before stays valid; 0: it ends at once, and so do all before it.",
)
@click.option(
    "--end-overlap", "ends", is_flag=True, help="Take no new secret: those before the current one end now."
)
def rotate(name: str, *, overlap_hours: int, ends: bool) -> None:
    """Take a new secret while people work; the one before stays valid for a while.

    It is read from QUOTEWRIGHT_CONSUMER_SECRET, or asked for on a terminal. Launches that are signed with
    either are accepted, so the CRM may change over at any moment within the overlap.

    \b
    Examples:
      quotewright connection rotate acme
      quotewright connection rotate acme --end-overlap
    """
    database, at = open_database(read_settings()), datetime.now(UTC)
    if ends:
        ended = end_overlap(database, name, at=at)
        click.echo(f"Connection {name} takes its current secret alone. {ended or 'No'} other ended.")
        return
    known = rotate_secret(database, name, given_secret(), overlap=overlap_hours * _HOUR, at=at)
    click.echo(f"Connection {name} uses the new secret.")
    for one in known.secrets:
        if one.valid_until is not None:
            click.echo(f"  one before it stays valid until {one.valid_until:%Y-%m-%d %H:%M} UTC")
