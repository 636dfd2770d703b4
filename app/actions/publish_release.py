"""A catalog is published: stored as a release, with what its products compile to, from a moment on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.actions.candidate import Candidate, Order, compiled_starts
from app.actions.evidence import Evidence, check_sound
from app.actor import ConnectionName, OrgId, UserId
from app.catalog import FORM, Release
from app.configuration import MOST_REHEARSED
from app.errors import Refused
from app.store import (
    AuditEntry,
    Database,
    ReleaseRow,
    Transaction,
    audit,
    pack_start,
    read_release,
    releases,
    starts,
    stored_release,
)


class VersionTaken(Refused):
    code: ClassVar[str] = "release_version_taken"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What publishing comes to. ``known_as`` is the version under which the same content is published already
    (``None``: it is new); ``in_force`` the fingerprint of what counts now.
    """

    release: Release
    version: str
    known_as: str | None
    in_force: str | None


def outlook_of(database: Database, candidate: Candidate, order: Order) -> Outlook:
    """What publishing would come to now. Raises VersionTaken, ReleaseAltered, CatalogInvalid."""
    release = candidate.release
    with database.reading() as tx:
        return _outlook(tx, release, release.version, at=order.at)


def own_version(release: Release) -> str:
    return release.version


def publish_release(
    database: Database,
    candidate: Candidate,
    order: Order,
    evidence: Evidence,
    *,
    named: Callable[[Release], str] = own_version,
    rehearsed: int = MOST_REHEARSED,
) -> Outlook:
    """Published content never changes: the same content again changes nothing. ``named`` says under which
    version it is published; ``rehearsed``: so many first clicks on each product are worked out ahead.

    Raises ReleaseUnsound, VersionTaken, and what compiling its products raises.
    """
    check_sound(candidate, evidence)
    release = candidate.release
    compiled = compiled_starts(release, since=order.day, rehearsed=rehearsed)
    packed = [one for key, start in compiled if (one := pack_start(key, start)) is not None]
    with database.transaction() as tx:
        releases.lock(tx, release.key)
        outlook = _outlook(tx, release, named(release), at=order.at)
        if outlook.known_as is None:
            row = stored_release(release, candidate.files, version=outlook.version, at=order.at, by=order.by)
            releases.add(tx, row)
            starts.keep(tx, packed, at=order.at)
            make_effective(tx, row, order, verb="publish_release", more=evidence.facts)
    return outlook


def make_effective(
    tx: Transaction, row: ReleaseRow, order: Order, *, verb: str, more: Mapping[str, object]
) -> None:
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
            **more,
        },
    )
    audit.write(tx, entry)


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
