"""A catalog is published: its files are checked and stored as a release, which counts from a moment on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from app.actor import ConnectionName, OrgId, UserId
from app.catalog import FORM, Product, Release
from app.configuration import configurator_for
from app.errors import Refused
from app.store import (
    AuditEntry,
    Database,
    ReleaseRow,
    Transaction,
    audit,
    read_release,
    releases,
    stored_release,
)
from app.store.catalogs import Files, KeptFiles, read_all, release_of_files

NOTE_LENGTH: Final = 500


class VersionTaken(Refused):
    code: ClassVar[str] = "release_version_taken"


class EffectiveInPast(Refused):
    code: ClassVar[str] = "release_effective_in_past"


class NoteTooLong(Refused):
    code: ClassVar[str] = "release_note_too_long"


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants a release to count, why, and from when on (``None``: from now)."""

    by: str
    at: datetime
    effective_from: datetime | None = None
    note: str = ""

    @property
    def moment(self) -> datetime:
        return self.effective_from or self.at


@dataclass(frozen=True, slots=True)
class Outlook:
    """What publishing comes to. ``known_as`` is the version under which the same content is published already
    (``None``: it is new); ``in_force`` the fingerprint of what counts now.
    """

    release: Release
    version: str
    known_as: str | None
    in_force: str | None


def examine_release(database: Database, files: Files, order: Order) -> Outlook:
    """What ``publish_release`` would do; it raises the same. Nothing is changed."""
    release, _ = _checked(files, order)
    with database.reading() as tx:
        return _outlook(tx, release, release.version, at=order.at)


def own_version(release: Release) -> str:
    return release.version


def publish_release(
    database: Database, files: Files, order: Order, *, named: Callable[[Release], str] = own_version
) -> Outlook:
    """Published content never changes: the same content again changes nothing. ``named`` says under which
    version it is published.

    Raises CatalogInvalid, VersionTaken, EffectiveInPast, NoteTooLong, and what compiling its products raises.
    """
    release, kept = _checked(files, order)
    with database.transaction() as tx:
        releases.lock(tx, release.key)
        outlook = _outlook(tx, release, named(release), at=order.at)
        if outlook.known_as is None:
            row = stored_release(release, kept, version=outlook.version, at=order.at, by=order.by)
            releases.add(tx, row)
            make_effective(tx, row, order, verb="publish_release")
    return outlook


def make_effective(tx: Transaction, row: ReleaseRow, order: Order, *, verb: str) -> None:
    """Enters that the stored release counts from the order's moment on, with its audit entry."""
    releases.enter(
        tx,
        row.catalog,
        row.fingerprint,
        effective_from=order.moment,
        at=order.at,
        by=order.by,
        note=order.note,
    )
    entry = AuditEntry(
        at=order.at,
        connection=ConnectionName(""),
        org=OrgId(""),
        user=UserId(order.by),
        verb=verb,
        subject=f"catalog/{row.catalog}",
        correlation_id=order.by,
        facts={
            "version": row.version,
            "fingerprint": row.fingerprint,
            "effective_from": order.moment.isoformat(),
        },
    )
    audit.write(tx, entry)


def check_order(order: Order) -> None:
    """Raises EffectiveInPast, NoteTooLong."""
    if order.moment < order.at:
        raise EffectiveInPast("A release counts from now or from a later moment on; what was sold, was sold.")
    if len(order.note) > NOTE_LENGTH:
        raise NoteTooLong(f"A note has at most {NOTE_LENGTH} characters.")


def _checked(files: Files, order: Order) -> tuple[Release, KeptFiles]:
    """Read once: what is checked is what is stored."""
    check_order(order)
    kept = read_all(files)
    release = release_of_files(kept)
    for product in release.products.values():
        _check_possible(release, product, since=order.moment.date())
    return release, kept


def _check_possible(release: Release, product: Product, *, since: date) -> None:
    """On each day from then on on which something of it comes or goes. Raises what compiling raises."""
    for day in (since, *(day for day in product.changes if day > since)):
        if release.at(day).sells(product.key):
            configurator_for(release.fingerprint, release.at(day).product(product.key))


def _outlook(tx: Transaction, release: Release, version: str, *, at: datetime) -> Outlook:
    same = releases.find(tx, release.fingerprint) or _same_version(tx, release, version)
    return Outlook(
        release=release,
        version=version,
        known_as=None if same is None else same.version,
        in_force=releases.effective(tx, at=at).get(release.key),
    )


def _same_version(tx: Transaction, release: Release, version: str) -> ReleaseRow | None:
    """The stored release of that version, if its content is the same. Raises VersionTaken."""
    row = releases.of_version(tx, release.key, version)
    if row is None:
        return None
    # A fingerprint of an older form says nothing; what the stored files say today does.
    if row.form != FORM and read_release(row).fingerprint == release.fingerprint:
        return row
    raise VersionTaken(
        f"Version {version} of {release.key} is published with other content, and that never changes. "
        'Give the new state a name of its own: change "version" in catalog.yaml, then publish again.'
    )
