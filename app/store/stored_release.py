"""A release as it is stored: its source, packed, and proof that the source is what was published."""

from dataclasses import replace
from datetime import datetime

from app.catalog import FORM, Release
from app.store.catalogs import KeptFiles, PackUnreadable, content_hash, pack, release_of_files, unpack
from app.store.releases import ReleaseAltered, ReleaseRow


def stored_release(release: Release, files: KeptFiles, *, version: str, at: datetime, by: str) -> ReleaseRow:
    """``files`` are those that ``release`` was read from."""
    return ReleaseRow(
        fingerprint=release.fingerprint,
        catalog=release.key,
        version=version,
        form=FORM,
        content=pack(files),
        content_hash=content_hash(files),
        published_at=at,
        published_by=by,
    )


def opened_release(row: ReleaseRow) -> Release:
    """Exactly the release that was published. Raises ReleaseAltered, and CatalogInvalid for a written form
    that is not read any more.

    A fingerprint that was taken in another canonical form is kept, since quotes name it; then the hash of
    the content alone stands for it.
    """
    release = read_release(row)
    if row.form != FORM:
        return replace(release, fingerprint=row.fingerprint)
    if release.fingerprint != row.fingerprint:
        raise _altered(row)
    return release


def read_release(row: ReleaseRow) -> Release:
    """What the stored source says, with its fingerprint of today. Raises ReleaseAltered, CatalogInvalid."""
    try:
        files = unpack(row.catalog, row.content)
    except PackUnreadable:
        raise _altered(row) from None
    if content_hash(files) != row.content_hash:
        raise _altered(row)
    return release_of_files(files)


def _altered(row: ReleaseRow) -> ReleaseAltered:
    return ReleaseAltered(
        f"The stored release {row.version} of {row.catalog} is not what was published: its content was "
        "altered in the database. Nothing is sold from it; restore the table of releases from a backup.",
        facts={"catalog": row.catalog, "version": row.version, "fingerprint": row.fingerprint},
    )
