"""A connection is taken away. What came through it stays: quotes, offers, the audit."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.actions.connected import bare_connection
from app.actions.connecting import connection_entry
from app.errors import Refused
from app.store import Database, audit, brands, connections
from app.store.connection_traces import flows_under_way, quotes_of


class ConnectionBusy(Refused):
    code: ClassVar[str] = "connection_busy"


@dataclass(frozen=True, slots=True)
class Left:
    """What stays. ``flows``: on their way to the CRM, which they do not reach any more."""

    quotes: int
    flows: int


def remove_connection(database: Database, name: str, *, at: datetime, even_if_busy: bool = False) -> Left:
    """Its secrets need not open. Raises ConnectionMissing, ConnectionBusy."""
    with database.transaction() as tx:
        known = bare_connection(tx, name)
        left = Left(quotes_of(tx, known.name), flows_under_way(tx, known.name))
        if left.flows and not even_if_busy:
            raise ConnectionBusy(
                f"{left.flows} of its flows are on their way to the CRM, and would not arrive. Wait until "
                "they have, give them up in Operations, or use --force.",
                facts={"flows": left.flows},
            )
        connections.remove(tx, known.name)
        brands.forget(tx, known.name)
        audit.write(tx, connection_entry(known, "remove_connection", at=at, flows=left.flows))
    return left
