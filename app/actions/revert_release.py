"""An earlier release counts again: a new entry, nothing is taken away."""

from typing import ClassVar

from app.actions.candidate import Order, check_order
from app.actions.publish_release import make_effective
from app.catalog.checks import did_you_mean
from app.errors import Refused
from app.store import Database, ReleaseMissing, ReleaseRow, Transaction, opened_release, releases


class ReleaseInForce(Refused):
    code: ClassVar[str] = "release_in_force"


def revert_release(database: Database, catalog: str, version: str, order: Order) -> ReleaseRow:
    """Raises ReleaseMissing, ReleaseInForce, EffectiveInPast, NoteTooLong, ReleaseAltered, CatalogInvalid."""
    check_order(order)
    with database.transaction() as tx:
        releases.lock(tx, catalog)
        row = _published(tx, catalog, version)
        if releases.effective(tx, at=order.moment).get(catalog) == row.fingerprint:
            raise ReleaseInForce(
                f"Release {version} of {catalog} is in force then anyway; nothing was changed."
            )
        opened_release(row)
        make_effective(tx, row, order, verb="revert_release", more={})
    return row


def _published(tx: Transaction, catalog: str, version: str) -> ReleaseRow:
    found = releases.of_version(tx, catalog, version)
    if found is not None:
        return found
    known = releases.versions(tx, catalog)
    if not known:
        raise ReleaseMissing(
            "Nothing of that catalog is published. `quotewright catalog releases` lists all."
        )
    raise ReleaseMissing(
        f"That version of {catalog} was never published; {did_you_mean(version[:63], known)}"
    )
