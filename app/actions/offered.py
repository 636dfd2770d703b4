"""What can be added to a quote, and whether a newer catalog is in force than the one it was made with."""

from dataclasses import dataclass

from app.actions.call import Call
from app.actions.move_quote import known_release_of
from app.actions.releases import release_for
from app.catalog import Product, Release
from app.quoting import Quote
from app.services import Services


@dataclass(frozen=True, slots=True)
class Offered:
    """``newer`` is the release in force if the quote is on another one."""

    products: tuple[Product, ...]
    newer: Release | None


def offered_on(services: Services, call: Call, quote: Quote) -> Offered:
    """Products of the quote's own release that are still sold."""
    with services.database.reading() as tx:
        current = release_for(services, tx, quote.connection, at=call.at)
        own = known_release_of(services, tx, quote)
    products = own.products.values() if own else ()
    return Offered(
        products=tuple(product for product in products if product.key in current.products),
        newer=None if quote.release == current.fingerprint else current,
    )
