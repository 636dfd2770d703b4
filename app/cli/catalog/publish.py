"""``quotewright catalog publish``."""

import sys
from datetime import date
from pathlib import Path
from typing import Final

import click

from app.actions.candidate import Candidate, Order, read_candidate
from app.actions.evidence import Evidence, waived
from app.actions.examine_release import Examination, examine_release
from app.actions.publish_release import Outlook, outlook_of, publish_release
from app.cli.catalog.check import FOLDER
from app.cli.catalog.examined import examined_text, stops_text
from app.cli.catalog.orders import from_option, note_option, open_database, order_of, since
from app.cli.catalog.progress import Progress
from app.store import Database
from app.store.catalogs import FolderFiles

_SECONDS: Final = 300


@click.command()
@click.argument("folder", type=FOLDER)
@from_option
@note_option
@click.option("--dry-run", is_flag=True, help="Examine and say what would happen; store nothing.")
@click.option(
    "--strict", is_flag=True, help="Stop at warnings, and at open quotes that would lose something."
)
@click.option(
    "--within",
    type=click.IntRange(1, 86_400),
    default=_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Time for proofs, cases and open quotes; what it does not suffice for is said.",
)
@click.option("--unproven", metavar="REASON", help="Publish without any of that; the reason is audited.")
def publish(
    folder: Path,
    *,
    start: date | None,
    note: str,
    dry_run: bool,
    strict: bool,
    within: int,
    unproven: str | None,
) -> None:
    """Prove the catalog in FOLDER, run its golden cases, try open quotes on it, then store it as a release,
    which never changes from then on.

    Ends with 0 where it is published (or would be), 1 where something stops it.
    """
    order, database = order_of(start, note), open_database()
    candidate = read_candidate(FolderFiles(folder), order, folder=folder)
    outlook = outlook_of(database, candidate, order)
    if outlook.known_as is not None:
        click.echo(_known(outlook))
        return
    evidence: Evidence
    if unproven is not None:
        evidence = waived(unproven)
        click.echo("Not proven, no golden case run, no open quote tried: as ordered by --unproven.")
    else:
        evidence = _examined(database, candidate, order, within=within)
        _stop_at(stops_text(evidence, strict=strict))
    if not dry_run:
        outlook = publish_release(database, candidate, order, evidence)
    click.echo(_told(outlook, order, "would be published" if dry_run else "is published"))


def _examined(database: Database, candidate: Candidate, order: Order, *, within: int) -> Examination:
    with Progress(within) as progress:
        found = examine_release(database, candidate, order, watch=progress.watch)
    for line in examined_text(found):
        click.echo(line)
    return found


def _stop_at(reasons: str) -> None:
    if reasons:
        click.echo(f"Not published: {reasons}.", err=True)
        sys.exit(1)


def _told(outlook: Outlook, order: Order, done: str) -> str:
    if outlook.known_as is not None:
        return _known(outlook)
    return f"{_name(outlook)} {done} and counts {since(order)}."


def _known(outlook: Outlook) -> str:
    if outlook.in_force == outlook.release.fingerprint:
        return f"{_name(outlook)} is published already and in force. Nothing is changed."
    again = f"quotewright catalog revert {outlook.release.key} {outlook.known_as}"
    return f"{_name(outlook)} is published already, but not in force. `{again}` makes it count again."


def _name(outlook: Outlook) -> str:
    return f"Release {outlook.version} of {outlook.release.key} ({outlook.release.fingerprint[:12]})"
