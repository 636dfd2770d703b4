"""Releases that have come into force are made ready in this process, then it works with them."""

from datetime import datetime
from itertools import islice
from typing import Final

from app.catalog import Release
from app.configuration import configurator_for
from app.services import Services

# More are compiled when somebody asks for them: they would not all be kept.
_MOST_COMPILED: Final = 32


def switch_releases(services: Services, *, at: datetime) -> tuple[Release, ...]:
    """What this process works with from now on and did not before. Until each is ready, requests go on with
    the one before. Raises ReleaseAltered, CatalogInvalid, DatabaseUnavailable and what compiling raises.
    """
    with services.database.reading() as tx:
        due = services.catalogs.due(tx, at=at)
        found = tuple(services.catalogs.release(tx, fingerprint) for fingerprint in due.values())
    for release in found:
        for product in islice(release.products.values(), _MOST_COMPILED):
            configurator_for(release.fingerprint, product)
        services.catalogs.switch(release, at=at)
    return found
