"""What commands that change which release counts share: from when on, why, by whom, and where."""

import getpass
import re
from datetime import UTC, date, datetime, time
from typing import Final

import click

from app.actions.candidate import Order
from app.settings import read_database_url
from app.store import Database, Vault, check_migrated

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


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


from_option = click.option(
    "--from", "start", type=_Moment(), help="Counts from then on; otherwise from now on."
)
note_option = click.option("--note", default="", help="Why, in words; kept with the entry.")


def order_of(start: date | datetime | None, note: str) -> Order:
    at = now()
    return Order(by=user_name(), at=at, effective_from=_moment(start, at), note=" ".join(note.split()))


def since(order: Order) -> str:
    if order.effective_from is None:
        return "from now on"
    return f"from {order.effective_from.astimezone(UTC):%Y-%m-%d %H:%M} UTC on"


def open_database() -> Database:
    """Needs no key of the installation: catalogs are no secret."""
    database = Database.open(read_database_url(), vault=Vault.locked())
    check_migrated(database)
    return database


def now() -> datetime:
    return datetime.now(UTC)


def _moment(start: date | datetime | None, at: datetime) -> datetime | None:
    """Today is now: its first moment has passed."""
    if start is None or isinstance(start, datetime):
        return start
    return None if start == at.date() else datetime.combine(start, time.min, UTC)


def user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "command-line"
