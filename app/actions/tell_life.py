"""What became of a quote, for whoever runs the installation: without a session, and nothing is changed."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.actor import ConnectionName
from app.quoting import Edition, Quote, QuoteMissing, quote_at, status_at
from app.store import Database, KeptDeed, deeds, editions, stored_quotes


@dataclass(frozen=True, slots=True)
class ToldLife:
    quote: Quote
    editions: tuple[Edition, ...]
    history: tuple[KeptDeed, ...]


def tell_life(
    database: Database, what: str, *, connection: ConnectionName | None, at: datetime
) -> tuple[ToldLife, ...]:
    """Of the quotes with that id or number, one in each connection at most. Raises QuoteMissing."""
    with database.reading() as tx:
        found = [stored_quotes.read(tx, one) for one in stored_quotes.named(tx, what, connection=connection)]
        if not found:
            raise QuoteMissing("There is no such quote in this database.")
        return tuple(
            ToldLife(
                quote_at(quote, at=at),
                tuple(
                    replace(one, status=status_at(one.status, one.valid_until, at=at))
                    for one in editions.of_family(tx, quote)
                ),
                deeds.of_quote(tx, quote.id),
            )
            for quote in found
        )
