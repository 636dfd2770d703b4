"""At the start of a process: catalogs of its folder that the database does not have yet are published."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.actions.candidate import Candidate, Order, read_candidate
from app.actions.evidence import Evidence, shipped
from app.actions.examine_release import examine_release
from app.actions.publish_release import VersionTaken, outlook_of, own_version, publish_release
from app.actions.watching import Watch
from app.catalog import Release
from app.errors import Misconfigured
from app.store import Database, check_migrated, releases
from app.store.catalogs import FolderFiles, KeptFiles, content_hash, read_all

# Somebody waits for the start: what is likely to be clicked first is enough.
_REHEARSED: Final = 40


class Publish(StrEnum):
    """Which catalogs of the folder: those of which nothing is published, or also those that changed."""

    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Found:
    """A catalog of the folder, looked at. ``published`` says whether that has just stored it, and
    ``evidence`` what stands for it then.
    """

    catalog: str
    version: str
    published: bool
    in_force: bool
    evidence: Evidence | None = None


def publish_folder(
    database: Database, folder: Path, *, policy: Publish, at: datetime, watch: Watch
) -> tuple[Found, ...]:
    """Those that were looked at. What is published is examined first, as far as the ``watch`` has time,
    unless the product's own tests have proven exactly these files.

    Raises Misconfigured if neither the folder nor the database has any, CatalogInvalid, ReleaseUnsound, and
    what compiling raises.
    """
    check_migrated(database)
    with database.reading() as tx:
        known = {entry.catalog for entry in releases.entries(tx)}
    places = sorted(path.parent for path in folder.glob("*/catalog.yaml"))
    if not places and not known:
        raise Misconfigured(
            f"There is no catalog in {folder}, and none is published. Set QUOTEWRIGHT_CATALOGS to the "
            "folder of catalogs, or run `quotewright catalog publish FOLDER`."
        )
    wanted = [one for one in places if policy is Publish.CHANGED or one.name not in known]
    order = Order(by="start", at=at, note="published when a process started")
    return tuple(_published(database, place, order, watch=watch) for place in wanted)


def _published(database: Database, place: Path, order: Order, *, watch: Watch) -> Found:
    files = read_all(FolderFiles(place))
    untouched = _untouched(database, files, at=order.at)
    if untouched is not None:
        return untouched
    candidate = read_candidate(files, order, folder=place)
    return _published_anew(database, candidate, order, watch=watch)


def _untouched(database: Database, files: KeptFiles, *, at: datetime) -> Found | None:
    """Files that were published as they are need not be looked into again."""
    with database.reading() as tx:
        row = releases.of_content(tx, files.key, content_hash(files))
        if row is None:
            return None
        in_force = releases.effective(tx, at=at).get(row.catalog) == row.fingerprint
    return Found(row.catalog, row.version, published=False, in_force=in_force)


def _published_anew(database: Database, candidate: Candidate, order: Order, *, watch: Watch) -> Found:
    named = own_version
    try:
        outlook = outlook_of(database, candidate, order)
    except VersionTaken:
        # Whoever edits files and starts again wants to see the change, not to count versions.
        named = _by_content
        outlook = None
    evidence: Evidence | None = None
    if outlook is None or outlook.known_as is None:
        evidence = shipped(candidate) or examine_release(database, candidate, order, watch=watch)
        outlook = publish_release(database, candidate, order, evidence, named=named, rehearsed=_REHEARSED)
    published = outlook.known_as is None
    return Found(
        catalog=outlook.release.key,
        version=outlook.known_as or outlook.version,
        published=published,
        in_force=published or outlook.in_force == outlook.release.fingerprint,
        evidence=evidence if published else None,
    )


def _by_content(release: Release) -> str:
    return f"{release.version}+{release.fingerprint[:8]}"
