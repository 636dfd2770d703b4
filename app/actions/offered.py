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
    """``newer`` says whether another release is in force, or what the same one sells has changed by date.
    ``currencies`` are those of the quote's own release.
    """

    products: tuple[Product, ...]
    newer: bool
    currencies: tuple[str, ...] = ()


def offered_on(services: Services, call: Call, quote: Quote) -> Offered:
    """Products of the quote's own release that are still sold."""
    with services.database.reading() as tx:
        current = release_for(services, tx, quote.connection, at=call.at)
        own = known_release_of(services, tx, quote)
        # Another process may have noticed the quote's release before this one.
        on_current = quote.release == current.fingerprint or (
            quote.release == services.catalogs.in_force(tx, current.key, at=call.at)
        )
    other_day = (
        own is not None and own.fingerprint == current.fingerprint and not own.is_offered_alike(current)
    )
    return Offered(
        products=tuple(product for product in (own.sold if own else ()) if current.sells(product.key)),
        newer=other_day or not on_current,
        currencies=tuple(own.currencies) if own else (),
    )
