"""Which catalog a verb works with."""

from datetime import UTC, datetime
from typing import ClassVar

from app.actor import ConnectionName
from app.catalog import Product, Release
from app.configuration import Configurator, configurator_for
from app.errors import Misconfigured, Refused
from app.quoting import Quote
from app.services import Services
from app.store import Transaction, connections


class ReleaseSuperseded(Refused):
    code: ClassVar[str] = "release_superseded"


def release_for(services: Services, tx: Transaction, connection: ConnectionName, *, at: datetime) -> Release:
    """The connection's current release, with what it sells on the day of ``at`` (UTC).

    Raises Misconfigured if its catalog is not installed.
    """
    return installed(services, connections.catalog_of(tx, connection)).at(at.astimezone(UTC).date())


def installed(services: Services, catalog: str) -> Release:
    """The current release of a catalog. Raises Misconfigured if there is none."""
    release = services.catalogs.get(catalog)
    if release is None:
        raise Misconfigured(
            "The connection's catalog is not installed. Ask your administrator to run the doctor."
        )
    return release


def release_of(services: Services, tx: Transaction, quote: Quote) -> Release:
    """The release of a quote, as it was on the day of the quote's creation: what comes or goes later does not
    change it. Raises ReleaseSuperseded when the catalog has moved on since.
    """
    release = release_for(services, tx, quote.connection, at=quote.created_at)
    if release.fingerprint != quote.release:
        raise ReleaseSuperseded(
            "The catalog has changed since this quote was started. Start a new quote to go on."
        )
    return release


def configurator(release: Release, product: Product) -> Configurator:
    return configurator_for(release.fingerprint, product)
