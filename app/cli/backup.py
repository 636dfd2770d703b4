"""Backups of the embedded database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app.settings import read_database_url
from app.store import backups

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@_FILE
def backup(file: Path) -> None:
    """Write the database, as it is at one moment, to FILE. Processes go on meanwhile.

    The copy is checked before it gets its name. The keys of QUOTEWRIGHT_ENCRYPTION_KEYS are not in it: keep
    them elsewhere, without them nobody opens the tokens and secrets in it.
    """
    made = backups.back_up(read_database_url(), file, at=datetime.now(UTC))
    size = file.stat().st_size
    click.echo(f"{file}: {size} bytes, shape {made.revision}, as of {made.made_at}. Checked and whole.")


@click.command()
@_FILE
def restore(file: Path) -> None:
    """Put the backup FILE in place of the database, and bring it to the shape of this release.

    Refused while a process uses the database. What was there is kept beside it.
    """
    done = backups.restore(read_database_url(), file, at=datetime.now(UTC))
    for kept in done.aside:
        click.echo(f"Kept aside: {kept}")
    click.echo(
        f"The database is that of {done.backup.made_at}. Start web and worker: quotes on their way go on."
    )
