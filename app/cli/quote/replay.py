"""`quotewright quote replay`"""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click

from app.actions.reprice_quotes import OtherPrice, RepricedQuote, Repricing, reprice_quotes
from app.actor import ConnectionName
from app.cli.quote.commands import quote
from app.settings import read_settings
from app.wiring import open_services

DIFFERENT = 5


@quote.command()
@click.option("--connection", default="", help="Only the quotes of this connection.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only those changed on that day (UTC) or later."
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def replay(*, connection: str, since: datetime | None, as_json: bool) -> None:
    """Price stored quotes anew, each with its own release, and compare to the cent. Nothing is changed.

    Ends with 0 if all come out the same, 5 if one does not, 1 if it could not be found out.
    """
    services = open_services(read_settings())
    report = reprice_quotes(
        services,
        connection=ConnectionName(connection) or None,
        since=since.replace(tzinfo=UTC) if since else None,
        watch=_unwatched,
    )
    services.database.close()
    click.echo(_json(report) if as_json else "\n".join(_lines(report)))
    sys.exit(0 if report.same == report.wanted else DIFFERENT)


def _unwatched(_what: str, _stage: str, _done: int, _total: int) -> None:
    """It takes as long as it takes."""


def _lines(report: Repricing) -> list[str]:
    told = [line for one in report.told for line in _of(one)]
    return [f"{report.same:,} of {report.wanted:,} quotes come out the same to the cent.", *told]


def _of(one: RepricedQuote) -> list[str]:
    head = f"{one.number} ({one.connection}, release {one.release[:12]})"
    if one.failure:
        return [f"  {head}: {one.failure}"]
    return [f"  {head}: line {line.n} {_difference(line)}" for line in one.lines]


def _difference(line: OtherPrice) -> str:
    if line.before == line.after:
        return f"{line.before} by other steps"
    return f"was {line.before}, is now {line.after} {line.after.currency}"


def _json(report: Repricing) -> str:
    return json.dumps(asdict(report), default=str, ensure_ascii=False, indent=2)
