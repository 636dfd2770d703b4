"""Compiled starts of products beside their releases: kept by whoever compiles, read by every process.

They can always be made again, so nothing is lost with them. What is read is verified: its hash here, and by
``configuration.start`` that it is of this formula and holds nothing but numbers in range.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, func, select

from app.configuration import StartKey
from app.store.database import Database, Transaction
from app.store.failures import DatabaseUnavailable
from app.store.tables import compiled_starts, releases

MOST_BYTES: Final = 64_000_000
"""Of one start; a larger one is not kept."""
MOST_KEPT_BYTES: Final = 1_000_000_000
"""Of all, packed; the oldest go first."""

_READ: Final = "SELECT content, digest FROM compiled_starts WHERE name = :name"


@dataclass(frozen=True, slots=True)
class PackedStart:
    """``content`` is compressed; ``digest`` its SHA-256 (hex)."""

    key: StartKey
    content: bytes
    digest: str


def pack_start(key: StartKey, start: bytes) -> PackedStart | None:
    """``None`` for one beyond any sensible size."""
    if len(start) > MOST_BYTES:
        return None
    content = zlib.compress(start, 1)
    return PackedStart(key, content, sha256(content).hexdigest())


def keep(tx: Transaction, packed: Iterable[PackedStart], *, at: datetime) -> None:
    """In place of earlier ones of the same products; only of releases that are stored."""
    known: dict[str, bool] = {}
    for one in packed:
        release = one.key.release
        if release not in known:
            found = select(releases.c.fingerprint).where(releases.c.fingerprint == release)
            known[release] = tx.execute(found).first() is not None
        if known[release]:
            tx.save(compiled_starts, _row(one, at))
    if any(known.values()):
        _forget_oldest(tx)


class StoredStarts:
    """The shelf that configurators begin from. Reads past open transactions, on connections of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, key: StartKey) -> bytes | None:
        """None too for what was altered, or is beyond any sensible size."""
        try:
            row = self._database.glance(_READ, {"name": _name(key)})
        except DatabaseUnavailable:
            return None
        return None if row is None else _unpacked(*row)


def _unpacked(content: bytes, digest: str) -> bytes | None:
    if sha256(content).hexdigest() != digest:
        return None
    opened = zlib.decompressobj()
    try:
        start = opened.decompress(content, MOST_BYTES)
    except zlib.error:
        return None
    return start if opened.eof else None


def _name(key: StartKey) -> str:
    return sha256(repr((key.release, key.product, key.era)).encode()).hexdigest()


def _row(one: PackedStart, at: datetime) -> dict[str, object]:
    return {
        "name": _name(one.key),
        "release": one.key.release,
        "content": one.content,
        "digest": one.digest,
        "size": len(one.content),
        "kept_at": at,
    }


def _forget_oldest(tx: Transaction) -> None:
    newest = (compiled_starts.c.kept_at.desc(), compiled_starts.c.name)
    until = func.sum(compiled_starts.c.size).over(order_by=newest)
    sized = select(compiled_starts.c.name, until.label("until")).subquery()
    beyond = select(sized.c.name).where(sized.c.until > MOST_KEPT_BYTES)
    tx.execute(delete(compiled_starts).where(compiled_starts.c.name.in_(beyond)))
