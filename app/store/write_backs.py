"""Write-backs: each is a row of the outbox too, due from its insert in the submit's own transaction."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import insert as insert_rows
from sqlalchemy import select
from sqlalchemy import update as update_rows

from app.actor import ConnectionName, OrgId, UserId
from app.errors import Missing
from app.quoting import Quote, QuoteId, WriteBack, WriteBackKey
from app.store.database import Transaction
from app.store.tables import write_backs
from app.store.write_back_rows import write_back_row, write_back_value
from app.telemetry import Trail, current_trail
from app.telemetry.traces import traceparent


class WriteBackMissing(Missing):
    code: ClassVar[str] = "write_back_not_found"


@dataclass(frozen=True, slots=True)
class Requester:
    """As whom a write-back runs."""

    connection: ConnectionName
    org: OrgId
    user: UserId


def insert(tx: Transaction, write_back: WriteBack, *, quote: Quote, requested_by: UserId) -> None:
    """Due at once."""
    row = {
        **write_back_row(write_back),
        "connection": quote.connection,
        "org": quote.org,
        "opportunity": quote.opportunity,
        "user_id": requested_by,
        "start_number": 1,
        "due_at": write_back.requested_at,
        "correlation": current_trail().correlation,
        "traceparent": traceparent(),
    }
    tx.execute(insert_rows(write_backs), [row])


def load(tx: Transaction, key: WriteBackKey) -> WriteBack:
    """Raises WriteBackMissing. In a writing transaction the row is kept from other writers until its end."""
    found = select(write_backs).where(write_backs.c.key == key)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return write_back_value(row)


def requester(tx: Transaction, key: WriteBackKey) -> Requester:
    """Raises WriteBackMissing."""
    columns = (write_backs.c.connection, write_backs.c.org, write_backs.c.user_id)
    row = tx.execute(select(*columns).where(write_backs.c.key == key)).first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return Requester(row.connection, row.org, row.user_id)


def trail(tx: Transaction, key: WriteBackKey) -> Trail:
    """To which request the next attempt belongs. Raises WriteBackMissing."""
    columns = (write_backs.c.correlation, write_backs.c.attempts)
    row = tx.execute(select(*columns).where(write_backs.c.key == key)).first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return Trail(row.correlation or key, row.attempts + 1)


def traceparent_of(tx: Transaction, key: WriteBackKey) -> str:
    """The span of the request that asked for it; empty if nothing was traced."""
    found = tx.execute(select(write_backs.c.traceparent).where(write_backs.c.key == key)).scalar_one_or_none()
    return found or ""


def of_quote(tx: Transaction, quote_id: QuoteId) -> WriteBack | None:
    """The latest one, or ``None`` for a quote that was never submitted."""
    found = select(write_backs).where(write_backs.c.quote_id == quote_id)
    row = tx.execute(found.order_by(write_backs.c.revision.desc()).limit(1)).mappings().first()
    return None if row is None else write_back_value(row)


def latest(tx: Transaction, quote_id: QuoteId) -> WriteBack:
    """Raises WriteBackMissing for a quote that was never submitted."""
    found = of_quote(tx, quote_id)
    if found is None:
        raise WriteBackMissing("The quote was not submitted yet.")
    return found


def update(tx: Transaction, write_back: WriteBack) -> None:
    """Raises WriteBackMissing."""
    changed = update_rows(write_backs).where(write_backs.c.key == write_back.key)
    if tx.execute(changed.values(write_back_row(write_back))).rowcount != 1:
        raise WriteBackMissing("There is no such write-back.")
