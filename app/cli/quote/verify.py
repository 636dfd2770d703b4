"""`quotewright quote verify FILE.pdf|ID`"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from app.actions.verify_offer import verify_document, verify_quote
from app.actor import ConnectionName
from app.cli.quote.commands import quote
from app.quoting import Verdict, Verification, told
from app.services import Services
from app.settings import read_settings
from app.wiring import open_services

EXIT: Final = {
    Verdict.GENUINE: 0,
    Verdict.SUPERSEDED: 3,
    Verdict.WITHDRAWN: 4,
    Verdict.EXPIRED: 4,
    Verdict.NOT_ISSUED: 4,
    Verdict.ALTERED: 5,
    Verdict.UNKNOWN: 6,
}


@quote.command()
@click.argument("what", metavar="FILE.pdf|ID")
@click.option("--connection", default="", help="Of the quote, where several have one of that number.")
@click.option("--json", "as_json", is_flag=True, help="The verdict as JSON.")
def verify(what: str, *, connection: str, as_json: bool) -> None:
    """Say whether a PDF, or a stored quote by id or number, is what was offered and still counts.

    Ends with 0 for genuine, 3 superseded, 4 withdrawn, expired or not issued, 5 altered, 6 unknown, and 1 if
    it could not be found out.
    """
    services = open_services(read_settings())
    found = _verified(services, what, ConnectionName(connection) or None)
    click.echo(_json(found) if as_json else "\n".join(_lines(found)))
    services.database.close()
    sys.exit(EXIT[found.verdict])


def _verified(services: Services, what: str, connection: ConnectionName | None) -> Verification:
    at = datetime.now(UTC)
    file = Path(what)
    if file.is_file():
        return verify_document(services, file.read_bytes(), at=at)
    if file.suffix.lower() == ".pdf":
        raise click.UsageError(f"There is no file {what}.")
    return verify_quote(services, what, connection=connection, at=at)


def _lines(found: Verification) -> list[str]:
    places = [f"  {one.place}: {one.offered} was offered, {one.found} found" for one in found.differences]
    return [told(found), *places]


def _json(found: Verification) -> str:
    body = {
        "verdict": found.verdict.value,
        "text": told(found),
        "number": found.number,
        "issued": found.issued.isoformat() if found.issued else None,
        "valid_until": found.valid_until.isoformat() if found.valid_until else None,
        "superseded_by": found.superseded_by,
        "differences": [
            {"place": one.place, "offered": one.offered, "found": one.found} for one in found.differences
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)
