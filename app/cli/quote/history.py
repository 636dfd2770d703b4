"""`quotewright quote history ID`"""

from collections.abc import Iterator
from datetime import UTC, datetime

import click

from app.actions.tell_life import ToldLife, tell_life
from app.actor import ConnectionName
from app.cli.quote.commands import quote
from app.settings import read_settings
from app.store import KeptDeed
from app.wiring import open_database


@quote.command()
@click.argument("what", metavar="ID|NUMBER")
@click.option("--connection", default="", help="Of the quote, where several have one of that number.")
def history(what: str, *, connection: str) -> None:
    """Say where a quote stands, which revisions it has, and who did what with it, when and why."""
    database = open_database(read_settings())
    found = tell_life(database, what, connection=ConnectionName(connection) or None, at=datetime.now(UTC))
    database.close()
    for told in found:
        click.echo("\n".join(_lines(told)))


def _lines(told: ToldLife) -> Iterator[str]:
    quote = told.quote
    stands = f"{quote.status}, valid until {quote.valid_until}, id {quote.id}"
    yield f"{quote.number} ({quote.connection}): {stands}"
    for one in told.editions:
        if one.id != quote.id:
            yield f"  revision {one.number}: {one.status}"
    for deed in told.history:
        yield f"  {_deed(deed)}"


def _deed(deed: KeptDeed) -> str:
    by = f" by {deed.user_name}" if deed.user_name else ""
    why = f": {deed.reason}" if deed.reason else ""
    return f"{deed.at:%Y-%m-%d %H:%M} UTC  {deed.before} -> {deed.after}, {deed.deed}{by}{why}"
