"""Quotes by what they are to each other and to time: the editions of an offer, and offers that are over."""

from datetime import date

from sqlalchemy import select

from app.actor import ConnectionName
from app.quoting import OFFERED, Edition, Quote, QuoteId, Status
from app.store.database import Transaction
from app.store.tables import quotes


def of_family(tx: Transaction, quote: Quote) -> tuple[Edition, ...]:
    """All editions of the quote's offer, the first one first."""
    columns = (quotes.c[name] for name in Edition.__slots__)
    found = select(*columns).where(quotes.c.connection == quote.connection, quotes.c.family == quote.family)
    rows = tx.execute(found.order_by(quotes.c.edition)).mappings()
    return tuple(Edition(**{**row, "status": Status(row["status"])}) for row in rows)


def lapsed(tx: Transaction, *, until: date, most: int) -> tuple[tuple[QuoteId, ConnectionName], ...]:
    """Offers that were valid until that day or one before it and are not noted as expired, oldest first."""
    found = (
        select(quotes.c.id, quotes.c.connection)
        .where(
            quotes.c.status.in_([status.value for status in OFFERED]),
            quotes.c.valid_until <= until,
        )
        .order_by(quotes.c.valid_until, quotes.c.id)
        .limit(most)
    )
    return tuple((row.id, row.connection) for row in tx.execute(found))
