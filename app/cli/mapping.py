"""Commands for CRM admins: from what each field of a CRM's records comes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import click

from app.actions.connected import list_connections
from app.actions.try_mapping import Tried, adopt_mapping, check_mapping, try_mapping
from app.cli.mapping_file import MAPPING_FILE, read_mapping_file
from app.cli.org_access import org_access
from app.errors import Missing, Refused
from app.services import Services
from app.settings import read_settings
from app.wiring import MAPPINGS, open_services, shipped_mapping

_SHOWN: Final = 10


@click.group()
def mapping() -> None:
    """Which records of the CRM a quote becomes, and from what each of their fields comes.

    \b
    A mapping is a YAML file (docs/mapping.md):
      quotewright connection mapping template quotes > acme.yaml
      quotewright connection mapping check acme acme.yaml
      quotewright connection mapping try acme acme.yaml --opportunity 006…
      quotewright connection mapping set acme acme.yaml
    """


@mapping.command()
@click.argument("records", type=click.Choice(MAPPINGS), default=MAPPINGS[0])
def template(records: str) -> None:
    """Print a mapping that ships: quotes, offers (objects of our own) or products (of the opportunity)."""
    click.echo(shipped_mapping(records), nl=False)


@mapping.command()
@click.argument("connection")
def show(connection: str) -> None:
    """Print the mapping of a connection."""
    with _services() as services:
        found = [one.mapping for one in list_connections(services.database) if one.name == connection]
    if not found:
        raise Missing("There is no such connection.")
    click.echo(found[0] or shipped_mapping(MAPPINGS[0]), nl=False)


@mapping.command()
@click.argument("connection")
@click.argument("file", type=MAPPING_FILE, required=False)
def check(connection: str, file: Path | None) -> None:
    """Hold a mapping beside the org's own description: objects, fields, types, lengths, lists, rights.

    Without FILE: the connection's own. The org is asked with an administrator's token.
    """
    with _services() as services:
        problems = check_mapping(services, connection, read_mapping_file(file), access=org_access())
    _tell(problems)
    click.echo(f"The mapping fits the org of {connection}.")


@mapping.command(name="try")
@click.argument("connection")
@click.argument("file", type=MAPPING_FILE, required=False)
@click.option("--opportunity", required=True, help="Its id. Nothing is written to it.")
@click.option("--quote", "number", default="", help="Number of a quote on it; else its newest.")
@click.option("--all", "whole", is_flag=True, help=f"Every record; else the first {_SHOWN}.")
def attempt(connection: str, file: Path | None, *, opportunity: str, number: str, whole: bool) -> None:
    """Show the exact records that would be written, and write nothing."""
    with _services() as services:
        tried = try_mapping(
            services,
            connection,
            read_mapping_file(file),
            access=org_access(),
            opportunity=opportunity,
            number=number,
            at=datetime.now(UTC),
        )
    _show(tried, most=len(tried.planning.records) if whole else _SHOWN)
    _tell(tried.problems)


@mapping.command(name="set")
@click.argument("connection")
@click.argument("file", type=MAPPING_FILE)
@click.option("--unchecked", is_flag=True, help="Without asking the org whether it fits.")
def adopt(connection: str, file: Path, *, unchecked: bool) -> None:
    """Write quotes by this mapping from now on. One that does not fit the org is refused."""
    access = None if unchecked else org_access()
    with _services() as services:
        adopt_mapping(services, connection, read_mapping_file(file), access=access, at=datetime.now(UTC))
    click.echo(f"Quotes of {connection} are written by {file.name} from now on.")


@mapping.command()
@click.argument("connection")
def reset(connection: str) -> None:
    """Write quotes by the mapping that ships again."""
    with _services() as services:
        adopt_mapping(services, connection, "", access=None, at=datetime.now(UTC))
    click.echo(f"Quotes of {connection} are written by the mapping that ships from now on.")


@contextmanager
def _services() -> Iterator[Services]:
    services = open_services(read_settings())
    try:
        yield services
    finally:
        services.database.close()


def _show(tried: Tried, *, most: int) -> None:
    planning = tried.planning
    click.echo(f"Of quote {tried.quote}, in {planning.calls} API call(s), {len(planning.records)} record(s):")
    for one in planning.records[:most]:
        click.echo(f"\n{one.method} {one.record}")
        for name, value in one.fields.items():
            click.echo(f"  {name}: {_shown(value)}")
    left = len(planning.records) - most
    if left > 0:
        click.echo(f"\n… and {left} more; --all shows them.")
    click.echo("\nNothing was written.")


def _shown(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _tell(problems: tuple[str, ...]) -> None:
    for problem in problems:
        click.echo(f"- {problem}", err=True)
    if problems:
        raise Refused(f"The mapping does not fit the org: {len(problems)} problem(s), listed above.")
