"""`quotewright connection list` and `show`"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from app.actions.show_connection import ToldConnection, connection_json, show_connection, show_connections
from app.settings import read_settings
from app.wiring import open_database


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="A JSON array, of what `show --json` tells of one.")
def listed(*, as_json: bool) -> None:
    """List the connections, without their secrets."""
    settings = read_settings()
    found = show_connections(open_database(settings), public_url=settings.public_url, at=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([connection_json(told) for told in found], indent=2))
        return
    for told in found:
        known = told.connection
        secrets = "not to be opened" if told.secrets is None else sum(one.valid for one in told.secrets)
        click.echo(f"{known.name}  org {known.org}  catalog {known.catalog}  secrets {secrets}")
        for role, names in sorted(known.roles.items()):
            click.echo(f"  {role}: {', '.join(names)}")


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON (docs/operations.md).")
def show(name: str, *, as_json: bool) -> None:
    """Tell all settings of a connection; of its secrets only until when they are valid."""
    settings = read_settings()
    told = show_connection(
        open_database(settings), name, public_url=settings.public_url, at=datetime.now(UTC)
    )
    if as_json:
        click.echo(json.dumps(connection_json(told), indent=2))
        return
    rows = list(_rows(told))
    width = max(len(label) for label, _ in rows)
    for label, text in rows:
        click.echo(f"{label:<{width}}  {text}")


def _rows(told: ToldConnection) -> Iterator[tuple[str, str]]:
    known = told.connection
    yield "connection", known.name
    yield "org", known.org
    yield "canvas address", told.canvas
    yield "org hosts", ", ".join(("*.my.salesforce.com", *known.instance_hosts))
    yield "frame ancestors", " ".join(known.frame_ancestors)
    yield "consumer key", known.consumer_key
    yield from _secrets(told)
    yield "catalog", known.catalog
    yield "price book", known.price_book
    yield "API version", known.api_version
    yield "currencies", f"{known.only_currency} only" if known.only_currency else "as records name them"
    yield "mapping", "one of its own" if known.mapping else "the one that ships"
    yield from ((f"role {role}", ", ".join(names)) for role, names in sorted(known.roles.items()))
    yield "brand", (told.brand.name or "set") if told.brand else "none: documents are neutral"
    yield "last launch", _moment(told.last_launch)
    yield "last write", _moment(told.last_write)
    yield "quotes", f"{told.quotes}, flows on their way: {told.under_way}"


def _secrets(told: ToldConnection) -> Iterator[tuple[str, str]]:
    if told.secrets is None:
        yield "secret", "set, and opened by none of the encryption keys"
        return
    for one in told.secrets:
        if one.until is None:
            yield "secret", f"set, since {_moment(told.secret_since)}"
        else:
            ends = "valid until" if one.valid else "ended"
            yield "secret before", f"{ends} {_moment(one.until)}"


def _moment(at: datetime | None) -> str:
    return "never, as far as is known" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"
