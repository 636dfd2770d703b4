"""Commands for catalog owners: what is published, and from when on it counts."""

import getpass
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

import click

from app.actions.list_releases import ListedRelease, list_releases
from app.actions.publish_release import Order, Outlook, examine_release, publish_release
from app.actions.revert_release import revert_release
from app.settings import read_database_url
from app.store import Database, Vault, check_migrated
from app.store.catalogs import FolderFiles

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDTHS: Final = (14, 20, 14, 18, 10)


class _Moment(click.ParamType[date | datetime]):
    """``2027-01-01`` (from its first moment on, UTC) or ``2027-01-01T06:00+01:00``."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        text = str(value)
        try:
            found = date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text)
        except ValueError:
            self.fail("write a date like 2027-01-01, or a moment like 2027-01-01T06:00+01:00", param, ctx)
        if isinstance(found, datetime) and found.tzinfo is None:
            self.fail("a moment needs its zone: 2027-01-01T06:00+01:00, or ...Z for UTC", param, ctx)
        return found


_from = click.option("--from", "start", type=_Moment(), help="Counts from then on; otherwise from now on.")
_note = click.option("--note", default="", help="Why, in words; kept with the entry.")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_from
@_note
@click.option("--dry-run", is_flag=True, help="Check and say what would happen; store nothing.")
def publish(folder: Path, *, start: date | None, note: str, dry_run: bool) -> None:
    """Check the catalog in FOLDER and store it as a release, which never changes from then on."""
    order, files = _order(start, note), FolderFiles(folder)
    if dry_run:
        click.echo(_told(examine_release(_database(), files, order), order, "would be published"))
    else:
        click.echo(_told(publish_release(_database(), files, order), order, "is published"))


@click.command()
@click.argument("catalog", default="")
def releases(catalog: str) -> None:
    """List what was published and from when on it counts; of one catalog if it is named."""
    click.echo(_row(("catalog", "version", "fingerprint", "counts from, UTC", ""), "by  note"))
    for one in list_releases(_database(), at=_now(), catalog=catalog):
        click.echo(_line(one))


@click.command()
@click.argument("catalog")
@click.argument("version")
@_from
@_note
def revert(catalog: str, version: str, *, start: date | None, note: str) -> None:
    """Let an earlier release count again. Nothing is taken away; open quotes stay on their own."""
    order = _order(start, note)
    row = revert_release(_database(), catalog, version, order)
    click.echo(f"Release {row.version} of {catalog} ({row.fingerprint[:12]}) counts {_since(order)}.")


def _told(outlook: Outlook, order: Order, done: str) -> str:
    release = outlook.release
    name = f"Release {outlook.version} of {release.key} ({release.fingerprint[:12]})"
    if outlook.known_as is None:
        return f"{name} {done} and counts {_since(order)}."
    if outlook.in_force == release.fingerprint:
        return f"{name} is published already and in force. Nothing is changed."
    again = f"quotewright catalog revert {release.key} {outlook.known_as}"
    return f"{name} is published already, but not in force. `{again}` makes it count again."


def _line(one: ListedRelease) -> str:
    entry = one.entry
    moment = f"{entry.effective_from:%Y-%m-%d %H:%M}"
    cells = (entry.catalog, entry.version, entry.release[:12], moment, one.standing)
    return _row(cells, f"{entry.entered_by}  {entry.note}")


def _row(cells: tuple[str, ...], rest: str) -> str:
    start = "".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{start}{rest}".rstrip()


def _since(order: Order) -> str:
    if order.effective_from is None:
        return "from now on"
    return f"from {order.effective_from.astimezone(UTC):%Y-%m-%d %H:%M} UTC on"


def _order(start: date | datetime | None, note: str) -> Order:
    at = _now()
    return Order(by=_user(), at=at, effective_from=_moment(start, at), note=" ".join(note.split()))


def _moment(start: date | datetime | None, at: datetime) -> datetime | None:
    """Today is now: its first moment has passed."""
    if start is None or isinstance(start, datetime):
        return start
    return None if start == at.date() else datetime.combine(start, time.min, UTC)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "command-line"


def _database() -> Database:
    """Needs no key of the installation: catalogs are no secret."""
    database = Database.open(read_database_url(), vault=Vault.locked())
    check_migrated(database)
    return database


def _now() -> datetime:
    return datetime.now(UTC)
