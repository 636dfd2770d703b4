"""Which catalog a verb works with."""

from datetime import UTC, date, datetime
from typing import ClassVar

from app.actor import ConnectionName
from app.catalog import Product, Release
from app.configuration import Configurator, configurator_for
from app.errors import Misconfigured, Refused
from app.quoting import Quote
from app.services import Services
from app.store import Transaction, connections


class ProductWithdrawn(Refused):
    code: ClassVar[str] = "product_withdrawn"


class ProductNewer(Refused):
    code: ClassVar[str] = "product_newer"


def release_for(services: Services, tx: Transaction, connection: ConnectionName, *, at: datetime) -> Release:
    """What the connection sells now, on this day. Raises Misconfigured if none of its catalog is in force."""
    return _in_force(services, tx, connections.catalog_of(tx, connection), at=at)


def current_release(services: Services, catalog: str, *, at: datetime) -> Release:
    """Without a transaction of the caller's. Raises Misconfigured if nothing of that catalog is in force."""
    recalled = services.catalogs.recall(catalog, at=at)
    if recalled is not None:
        return recalled.at(_day(at))
    with services.database.reading() as tx:
        return _in_force(services, tx, catalog, at=at)


def release_of(services: Services, tx: Transaction, quote: Quote) -> Release:
    """The quote's own release, on its own day. Raises ReleaseMissing, ReleaseAltered, CatalogInvalid."""
    return services.catalogs.release(tx, quote.release).at(quote.catalog_day)


def release_in_force(services: Services, tx: Transaction, quote: Quote, *, at: datetime) -> Release:
    """What the quote's connection sells at this very moment: another process may have noticed it before this
    one. Raises Misconfigured if none of its catalog is in force, ReleaseAltered, CatalogInvalid.
    """
    catalog = connections.catalog_of(tx, quote.connection)
    fingerprint = services.catalogs.in_force(tx, catalog, at=at)
    if fingerprint is None:
        return _in_force(services, tx, catalog, at=at)
    return services.catalogs.release(tx, fingerprint).at(_day(at))


def sold_product(services: Services, tx: Transaction, quote: Quote, key: str, *, at: datetime) -> Product:
    """A product of the quote's own release of which a new line may be added: it is still sold.

    Raises ProductUnknown, ProductWithdrawn, ProductNewer, and what ``release_of`` raises.
    """
    own, current = release_of(services, tx, quote), release_for(services, tx, quote.connection, at=at)
    if own.sells(key) != current.sells(key):
        current = release_in_force(services, tx, quote, at=at)
    if current.sells(key) and not own.sells(key):
        raise ProductNewer("This product came with a newer catalog. Move the quote to it, then add the line.")
    product = own.product(key)
    if not current.sells(key):
        raise ProductWithdrawn(
            f"{product.name} is no longer sold. Lines that are on the quote stay and can be changed, but no "
            "new one can be added."
        )
    return product


def configurator(release: Release, product: Product) -> Configurator:
    return configurator_for(release.fingerprint, product)


def _in_force(services: Services, tx: Transaction, catalog: str, *, at: datetime) -> Release:
    release = services.catalogs.current(tx, catalog, at=at)
    if release is None:
        raise Misconfigured(
            "Nothing of the connection's catalog is in force. Ask your administrator to publish it: "
            "`quotewright catalog publish FOLDER`."
        )
    return release.at(_day(at))


def _day(moment: datetime) -> date:
    """A catalog's days are those of UTC."""
    return moment.astimezone(UTC).date()
