"""The database's schema, before any process works with it."""

import click

from app.settings import read_settings
from app.store import migrate as migrate_database


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema. Safe to repeat, and safe while others do it."""
    migrate_database(read_settings().database_url)
    click.echo("The database is up to date.")
