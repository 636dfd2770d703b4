"""What can be added to a quote, and whether a newer catalog is in force than the one it was made with."""

from dataclasses import dataclass

from app.actions.call import Call
from app.actions.move_quote import known_release_of
from app.actions.releases import release_for
from app.catalog import Product
from app.quoting import Quote
from app.services import Services


@dataclass(frozen=True, slots=True)
class Offered:
    """``newer`` says whether a release is in force that is not the quote's."""

    products: tuple[Product, ...]
    newer: bool


def offered_on(services: Services, call: Call, quote: Quote) -> Offered:
    """Products of the quote's own release that are still sold."""
    with services.database.reading() as tx:
        current = release_for(services, tx, quote.connection, at=call.at)
        own = known_release_of(services, tx, quote)
        newer = quote.release != current.fingerprint and quote.release != services.catalogs.in_force(
            tx, current.key, at=call.at
        )
    products = own.products.values() if own else ()
    return Offered(
        products=tuple(product for product in products if product.key in current.products),
        newer=newer,
    )
