"""Offers whose validity is over are noted as expired. Whoever reads one meanwhile is told the same."""

from datetime import datetime
from typing import Final

from app.actions.tell_crm import ask_to_tell
from app.actor import ConnectionName, UserId
from app.quoting import Deed, Quote, QuoteId, Status, last_day_over, quote_at
from app.store import AuditEntry, Database, KeptDeed, Transaction, audit, deeds, editions, quotes

AT_ONCE: Final = 50
PRODUCT: Final = UserId("quotewright")


def expire_quotes(database: Database, *, at: datetime, most: int = AT_ONCE) -> int:
    """How many; call again while that is ``most``."""
    with database.reading() as tx:
        due = editions.lapsed(tx, until=last_day_over(at), most=most)
    for quote_id, connection in due:
        _expire(database, quote_id, connection, at=at)
    return len(due)


def _expire(database: Database, quote_id: QuoteId, connection: ConnectionName, *, at: datetime) -> None:
    """One transaction each: a long quote must not keep the others waiting."""
    with database.transaction() as tx:
        stored = quotes.load(tx, quote_id, connection=connection)
        if quote_at(stored, at=at).status is not Status.EXPIRED or stored.status is Status.EXPIRED:
            return
        after = stored.moved(Deed.EXPIRE, at=at)
        quotes.update(tx, after, expected=stored.revision)
        deeds.note(tx, after, KeptDeed(at, UserId(""), "", Deed.EXPIRE, stored.status, after.status, ""))
        ask_to_tell(tx, after, by=after.owner, at=at)
        _audit(tx, after, at=at)


def _audit(tx: Transaction, quote: Quote, *, at: datetime) -> None:
    entry = AuditEntry(
        at=at,
        connection=quote.connection,
        org=quote.org,
        user=PRODUCT,
        verb="expire_quote",
        subject=quote.id,
        correlation_id="expiry",
        facts={"valid_until": quote.valid_until.isoformat()},
    )
    audit.write(tx, entry)
