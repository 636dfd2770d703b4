"""``quotewright catalog push``."""

import json
import sys
from pathlib import Path
from typing import Final

import click

from app.actions.connected import connection_of
from app.actions.push_goods import Pushed, Wanted, prepare_push, push_goods, put_in_force
from app.catalog import Release
from app.cli.catalog.orders import now, user_name
from app.cli.catalog.progress import Progress
from app.cli.catalog.push_words import push_data, push_text
from app.cli.org_access import by_alias, org_access
from app.errors import Misconfigured
from app.settings import read_settings
from app.store import Database, HeldReleases
from app.store.catalogs import load_release
from app.wiring import goods_of, open_database

_SHOWN: Final = 20


@click.command()
@click.argument("catalog")
@click.argument("connection")
@by_alias
@click.option("--dry-run", is_flag=True, help="Only say what would be added; so it is without --apply.")
@click.option("--apply", "applied", is_flag=True, help="Add it.")
@click.option("--activate", is_flag=True, help="With --apply: put in force what is there and not active.")
@click.option("--all", "whole", is_flag=True, help="Show every row, not some of each kind.")
@click.option("--json", "as_data", is_flag=True, help="Print all of it as JSON.")
def push(
    catalog: str,
    connection: str,
    *,
    alias: str,
    dry_run: bool,
    applied: bool,
    activate: bool,
    whole: bool,
    as_data: bool,
) -> None:
    """Add to a CONNECTION's org the products and price book entries that quotes of a CATALOG need there.

    CATALOG is a folder, or the key of a published one. Without --apply nothing is written. What is there is
    never changed: what is not active, or costs something else, is told. Run again, it adds only what is still
    missing.

    \b
    quotewright catalog push catalogs/pumps acme
    quotewright catalog push catalogs/pumps acme --apply
    quotewright catalog push pumps acme --json > rows.json

    Ends with 0 where all is well, 1 where the org declined something.
    """
    if applied and dry_run:
        raise click.UsageError("Say either --dry-run or --apply.")
    if activate and not applied:
        raise click.UsageError("--activate counts with --apply. What it would do is listed without both.")
    settings = read_settings()
    database = open_database(settings)
    known = connection_of(database, connection)
    wanted = Wanted(_release(database, catalog), known, now(), user_name())
    crm = goods_of(org_access(alias), settings, connection=known)
    done: tuple[Pushed, ...] = ()
    with Progress() as progress:
        found = prepare_push(crm, wanted, watch=progress.rows)
        if activate and found.plan.inactive:
            done = (put_in_force(database, crm, wanted, found),)
            found = prepare_push(crm, wanted, watch=progress.rows)
        if applied and found.plan.adds:
            done = (*done, push_goods(database, crm, wanted, found, watch=progress.rows))
    if as_data:
        click.echo(json.dumps(push_data(found, done, wanted, crm.calls), indent=2, ensure_ascii=False))
    else:
        for line in push_text(found, done, wanted, crm.calls, most=sys.maxsize if whole else _SHOWN):
            click.echo(line)
    sys.exit(1 if any(one.declined or one.waiting for one in done) else 0)


def _release(database: Database, catalog: str) -> Release:
    """Raises CatalogInvalid, Misconfigured."""
    if Path(catalog).is_dir():
        return load_release(Path(catalog))
    with database.reading() as tx:
        found = HeldReleases().current(tx, catalog, at=now())
    if found is None:
        raise Misconfigured(
            f"{catalog[:100]} is no folder, and no release of a catalog with that key is in force. "
            "`quotewright catalog releases` lists them."
        )
    return found
