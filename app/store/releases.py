"""Releases: stored once and never changed, and the entries that say from when on each counts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update

from app.errors import Misconfigured, Missing
from app.store.database import Transaction
from app.store.tables import counters, release_entries, releases

_COUNTED = "release entry"


class ReleaseMissing(Missing):
    code: ClassVar[str] = "release_not_found"


class ReleaseAltered(Misconfigured):
    code: ClassVar[str] = "release_altered"


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """``content`` is the packed source. ``version`` is the one it was published under, once in a catalog;
    ``form`` the canonical form that its fingerprint was taken in.
    """

    fingerprint: str
    catalog: str
    version: str
    form: str
    content: bytes
    content_hash: str
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """From ``effective_from`` on the release of that fingerprint counts. ``n`` counts from 1 in a catalog."""

    catalog: str
    n: int
    release: str
    version: str
    effective_from: datetime
    entered_at: datetime
    entered_by: str
    note: str


def lock(tx: Transaction, catalog: str) -> None:
    """Until the end of the transaction nobody else publishes or reverts in this catalog."""
    tx.add_if_absent(counters, {"connection": "", "name": _counter(catalog), "last": 0})
    tx.execute(update(counters).where(*_counted(catalog)).values(last=counters.c.last))


def add(tx: Transaction, row: ReleaseRow) -> None:
    tx.execute(insert(releases), [{one.name: getattr(row, one.name) for one in fields(row)}])


def enter(
    tx: Transaction, catalog: str, release: str, *, effective_from: datetime, at: datetime, by: str, note: str
) -> None:
    counted = update(counters).where(*_counted(catalog)).values(last=counters.c.last + 1)
    entry = {
        "catalog": catalog,
        "n": tx.execute(counted.returning(counters.c.last)).scalar_one(),
        "release": release,
        "effective_from": effective_from,
        "entered_at": at,
        "entered_by": by,
        "note": note,
    }
    tx.execute(insert(release_entries), [entry])


def load(tx: Transaction, fingerprint: str) -> ReleaseRow:
    """Raises ReleaseMissing."""
    found = find(tx, fingerprint)
    if found is None:
        raise ReleaseMissing(
            "The release that this quote was made with is not stored here. Move the quote to the current one."
        )
    return found


def find(tx: Transaction, fingerprint: str) -> ReleaseRow | None:
    return _row(tx.execute(select(releases).where(releases.c.fingerprint == fingerprint)).mappings().first())


def of_version(tx: Transaction, catalog: str, version: str) -> ReleaseRow | None:
    named = select(releases).where(releases.c.catalog == catalog, releases.c.version == version)
    return _row(tx.execute(named).mappings().first())


def of_content(tx: Transaction, catalog: str, content_hash: str) -> ReleaseRow | None:
    """One whose files are the same, byte by byte."""
    same = select(releases).where(releases.c.catalog == catalog, releases.c.content_hash == content_hash)
    return _row(tx.execute(same).mappings().first())


def versions(tx: Transaction, catalog: str) -> tuple[str, ...]:
    """All that were published, oldest first."""
    found = select(releases.c.version).where(releases.c.catalog == catalog)
    return tuple(tx.execute(found.order_by(releases.c.published_at)).scalars())


def effective(tx: Transaction, *, at: datetime) -> Mapping[str, str]:
    """The fingerprint of the release that counts then, by catalog."""
    newest = func.row_number().over(
        partition_by=release_entries.c.catalog,
        order_by=(release_entries.c.effective_from.desc(), release_entries.c.n.desc()),
    )
    ranked = (
        select(release_entries.c.catalog, release_entries.c.release, newest.label("place"))
        .where(release_entries.c.effective_from <= at)
        .subquery()
    )
    found = tx.execute(select(ranked.c.catalog, ranked.c.release).where(ranked.c.place == 1))
    return {row.catalog: row.release for row in found}


def entries(tx: Transaction) -> tuple[ReleaseEntry, ...]:
    """All of them, by catalog, the last to count first."""
    found = (
        select(release_entries, releases.c.version)
        .join(releases, release_entries.c.release == releases.c.fingerprint)
        .order_by(
            release_entries.c.catalog, release_entries.c.effective_from.desc(), release_entries.c.n.desc()
        )
    )
    return tuple(ReleaseEntry(**row) for row in tx.execute(found).mappings())


def _row(found: RowMapping | None) -> ReleaseRow | None:
    return None if found is None else ReleaseRow(**found)


def _counter(catalog: str) -> str:
    return f"{_COUNTED}/{catalog}"


def _counted(catalog: str) -> tuple[ColumnElement[bool], ...]:
    return counters.c.connection == "", counters.c.name == _counter(catalog)
