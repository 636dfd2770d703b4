"""What was last read from the CRM for one user at one opportunity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import select

from app.actor import ConnectionName, UserId
from app.errors import Missing
from app.store.database import Transaction
from app.store.tables import openings

_MOST_OPENINGS: Final = 2_000
_MOST_PEOPLE: Final = 200


class OpeningMissing(Missing):
    code: ClassVar[str] = "opportunity_not_open"


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """``facts`` of the opportunity, ``entries`` of the price book: JSON-able, in the caller's own shape."""

    connection: ConnectionName
    user: UserId
    opportunity: str
    facts: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    read_at: datetime
    name: str = ""


def save(tx: Transaction, row: OpeningRow) -> None:
    stored = {
        "connection": row.connection,
        "user_id": row.user,
        "opportunity": row.opportunity,
        "facts": dict(row.facts),
        "entries": [dict(entry) for entry in row.entries],
        "read_at": row.read_at,
        "user_name": row.name,
    }
    tx.save(openings, stored)


def load(tx: Transaction, *, connection: ConnectionName, user: UserId, opportunity: str) -> OpeningRow:
    """Raises OpeningMissing."""
    found = select(openings).where(
        openings.c.connection == connection,
        openings.c.user_id == user,
        openings.c.opportunity == opportunity,
    )
    row = tx.execute(found).mappings().first()
    if row is None:
        raise OpeningMissing(
            "This opportunity was not opened yet. Open the panel from its record in your CRM."
        )
    return OpeningRow(
        connection=row["connection"],
        user=row["user_id"],
        opportunity=row["opportunity"],
        facts=row["facts"],
        entries=tuple(row["entries"]),
        read_at=row["read_at"],
        name=row["user_name"],
    )


def of_user(
    tx: Transaction, *, connection: ConnectionName, user: UserId, most: int
) -> tuple[Mapping[str, Any], ...]:
    """The facts of what was read for the user, last first."""
    found = select(openings.c.facts).where(openings.c.connection == connection, openings.c.user_id == user)
    rows = tx.execute(found.order_by(openings.c.read_at.desc(), openings.c.opportunity).limit(most))
    return tuple(row.facts for row in rows)


def people(tx: Transaction, *, connection: ConnectionName) -> tuple[tuple[UserId, str], ...]:
    """Who opened the panel in that org, each with the name the CRM gave last, the last to open it first."""
    found = (
        select(openings.c.user_id, openings.c.user_name, openings.c.read_at)
        .where(openings.c.connection == connection, openings.c.user_name != "")
        .order_by(openings.c.read_at.desc())
        .limit(_MOST_OPENINGS)
    )
    known: dict[UserId, str] = {}
    for row in tx.execute(found):
        known.setdefault(UserId(row.user_id), row.user_name)
    return tuple(known.items())[:_MOST_PEOPLE]
