"""`quotewright doctor NAME`: is a connection sound, and what to do where it is not."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final, NoReturn

import click

from app.actions.examine_connection import SECONDS, Examination, Wish
from app.actions.examining import Examined, examined_json, line_of
from app.cli.org_access import ORG_TOKEN, ORG_URL, access_if_given, by_alias, org_address
from app.crm.examination import Area, Check, Result
from app.errors import AppError
from app.settings import read_settings
from app.wiring import open_services

FAULTY, NOT_ASKED = 1, 2
_COLOURS: Final[Mapping[Result, str]] = MappingProxyType(
    {Result.OK: "green", Result.WARNING: "yellow", Result.FAULT: "red", Result.UNKNOWN: "blue"}
)
HOW_TO_SIGN_IN: Final = (
    f"Put the org's address into {ORG_URL} and an administrator's access token into {ORG_TOKEN}: with the "
    "vendor's command, `sf org display --target-org ORG --verbose` tells both; --org ORG takes them from it."
)
_AREAS: Final = tuple(area.value for area in Area)


@click.command(
    epilog="Ends with status 0 (sound; there may be warnings), 1 (faults) or 2 (the org could not be asked)."
)
@click.argument("name", metavar="CONNECTION")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, when all is done (docs/doctor.md).")
@click.option("--only", multiple=True, type=click.Choice(_AREAS), help="Only that area. Repeatable.")
@click.option(
    "--seconds",
    default=SECONDS,
    show_default=True,
    type=click.FloatRange(1, 600),
    help="Then nothing more is asked.",
)
@by_alias
def doctor(name: str, *, as_json: bool, only: tuple[str, ...], seconds: float, alias: str) -> None:
    """Examine a connection: our side, the org, its fields, rights, price book and app.

    Nothing is changed. The org is asked with an administrator's own token, from QUOTEWRIGHT_ORG_URL and
    QUOTEWRIGHT_ORG_TOKEN; without one, what needs it is told as not known.

    \b
    Examples:
      quotewright doctor acme
      quotewright doctor acme --only goods --only rights
      quotewright doctor acme --json > acme.json
    """
    examine(name, Wanted(frozenset(only), seconds, alias), as_json=as_json)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``only``: areas or codes, all if empty. ``seconds``: how long questions begin. ``alias``: the org's."""

    only: frozenset[str]
    seconds: float
    alias: str


def examine(name: str, wanted: Wanted, *, as_json: bool) -> NoReturn:
    """Tells what comes of it and ends the process."""
    try:
        examined = _examined(name, wanted, show=not as_json)
    except AppError as failure:
        click.echo(f"{failure.code}: {failure.detail}", err=True)
        sys.exit(NOT_ASKED)
    if as_json:
        click.echo(json.dumps(examined_json(examined), indent=2))
    sys.exit(_status(examined))


def _examined(name: str, wanted: Wanted, *, show: bool) -> Examined:
    access = access_if_given(wanted.alias)
    address = access.instance_url if access else org_address()
    wish = Wish(access, address, HOW_TO_SIGN_IN, wanted.only, wanted.seconds)
    services = open_services(read_settings())
    try:
        examination = Examination(services, name, wish, clock=lambda: datetime.now(UTC))
        for line in _lines(examination):
            if show:
                click.echo(line)
        return examination.examined
    finally:
        services.database.close()


def _lines(examination: Examination) -> Iterator[str]:
    area = None
    for check in examination.checks():
        if check.question.area is not area:
            area = check.question.area
            yield click.style(f"\n{area.value}", bold=True)
        yield from _shown(check)
    yield f"\n{examination.examined.summary}"


def _shown(check: Check) -> Iterator[str]:
    first, *rest = line_of(check)
    result = check.answer.result
    yield f"  {click.style(f'{result.value:<8}', fg=_COLOURS[result])} {first}"
    yield from (f"           {line}" for line in rest)


def _status(examined: Examined) -> int:
    if examined.counts[Result.FAULT]:
        return FAULTY
    return 0 if examined.asked else NOT_ASKED
