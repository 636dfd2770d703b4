"""What was published and from when on it counts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.store import Database, ReleaseEntry, releases


class Standing(StrEnum):
    IN_FORCE = "in force"
    LATER = "later"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class ListedRelease:
    entry: ReleaseEntry
    standing: Standing


def list_releases(database: Database, *, at: datetime, catalog: str = "") -> tuple[ListedRelease, ...]:
    """By catalog, the last to count first; of one catalog if it is named."""
    with database.reading() as tx:
        found = [one for one in releases.entries(tx) if catalog in ("", one.catalog)]
    counting: dict[str, int] = {}
    for entry in found:
        if entry.effective_from <= at:
            counting.setdefault(entry.catalog, entry.n)
    return tuple(ListedRelease(one, _standing(one, counting.get(one.catalog), at=at)) for one in found)


def _standing(entry: ReleaseEntry, in_force: int | None, *, at: datetime) -> Standing:
    if entry.n == in_force:
        return Standing.IN_FORCE
    return Standing.LATER if entry.effective_from > at else Standing.PAST
