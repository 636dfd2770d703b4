"""Quotes as they are stored now, past what the process remembers: for whoever checks what is stored."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from app.actor import ConnectionName
from app.quoting import Quote, QuoteId, QuoteMissing
from app.store.database import Transaction
from app.store.quote_rows import quote_value
from app.store.tables import quote_lines, quotes


def read(tx: Transaction, quote_id: QuoteId) -> Quote:
    """Raises QuoteMissing."""
    row = tx.execute(select(quotes).where(quotes.c.id == quote_id)).mappings().first()
    if row is None:
        raise QuoteMissing("There is no such quote in this database.")
    lines = (
        select(quote_lines)
        .where(quote_lines.c.quote_id == quote_id)
        .order_by(quote_lines.c.place, quote_lines.c.n)
    )
    return quote_value(row, tx.execute(lines).mappings().all())


def named(tx: Transaction, text: str, *, connection: ConnectionName | None) -> tuple[QuoteId, ...]:
    """Those with that id or number: a number may be there once in each connection."""
    found = select(quotes.c.id).where(or_(quotes.c.id == text, quotes.c.number == text), *_of(connection))
    return tuple(QuoteId(one) for one in tx.execute(found.order_by(quotes.c.id)).scalars())


def since(
    tx: Transaction, moment: datetime | None, *, connection: ConnectionName | None
) -> tuple[QuoteId, ...]:
    """Those changed since, or all; those changed last come first."""
    wanted = select(quotes.c.id).where(*_of(connection))
    if moment is not None:
        wanted = wanted.where(quotes.c.changed_at >= moment)
    found = tx.execute(wanted.order_by(quotes.c.changed_at.desc(), quotes.c.id)).scalars()
    return tuple(QuoteId(one) for one in found)


def _of(connection: ConnectionName | None) -> Iterator[ColumnElement[bool]]:
    if connection is not None:
        yield quotes.c.connection == connection
