"""The audit from the command line: proven, and handed out."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.settings import read_database_url
from app.store import AuditBroken, Database, Transaction, Vault, audit_proof

BROKEN = 3


@click.group()
def audit() -> None:
    """Prove that nobody changed the audit, and export it."""


@audit.command()
@click.option("--head", "heads", multiple=True, help="A hash from earlier that has to be in a chain still.")
def verify(heads: tuple[str, ...]) -> None:
    """Follow each chain to its head. Keep the heads elsewhere: with one of them a removed end is found too.

    Exit status: 0 if all is as it was written, 3 if not, 1 if that could not be found out.
    """
    with _reading() as tx:
        try:
            for chain in audit_proof.prove(tx, kept=[head.strip().lower() for head in heads]):
                older = f" and {chain.adopted} from before" if chain.adopted else ""
                name = chain.connection or "(installation)"
                click.echo(f"{name}  {chain.entries} entries{older}  head {chain.head}")
        except AuditBroken as broken:
            click.echo(f"{broken.code}: {broken.detail}", err=True)
            sys.exit(BROKEN)
    click.echo("Nothing was changed, removed or swapped.")


@audit.command()
@click.option("--connection", default=None, help="Of that connection alone.")
def export(connection: str | None) -> None:
    """Write all entries as lines of JSON, oldest first, each with its place and hash in its chain."""
    with _reading() as tx:
        for entry in audit_proof.entries(tx, connection=connection):
            click.echo(json.dumps(entry, separators=(",", ":")))


@contextmanager
def _reading() -> Iterator[Transaction]:
    database = Database.open(read_database_url(), vault=Vault.locked())
    try:
        with database.reading() as tx:
            yield tx
    finally:
        database.close()
