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
    """``newer`` says whether another release is in force, or what the same one sells has changed by date.
    The rest is what the quote's own release prices in, for which regions, and whether it has promotion codes.
    """

    products: tuple[Product, ...]
    newer: bool
    currencies: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    has_codes: bool = False


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
        currencies=_currencies(own, quote) if own else (),
        regions=own.pricing.regions if own else (),
        has_codes=own is not None and any(step.reach.codes for step in own.pricing.steps),
    )


def _currencies(release: Release, quote: Quote) -> tuple[str, ...]:
    """Those that the release has prices in, then those that it has rates for on the quote's day."""
    table = release.pricing.rates_on(quote.catalog_day)
    return tuple(dict.fromkeys([*release.currencies, *(table.rates if table else ())]))
