"""One entry of the audit, and the hash that ties it to the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app.actor import ConnectionName, OrgId, UserId
from app.store.columns import storable

FIRST: Final = "0" * 64
"""What the first entry of a chain follows."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which thing. ``facts`` are JSON-able and hold no secrets."""

    at: datetime
    connection: ConnectionName
    org: OrgId
    user: UserId
    verb: str
    subject: str
    correlation_id: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Link:
    """Where an entry stands: its place in the chain of its connection from 1 on, and the hashes of the entry
    before and of its own."""

    place: int
    previous: str
    hash: str


def linked(entry: AuditEntry, *, after: Link | None) -> Link:
    """The entry as the next one of the chain."""
    place, previous = (1, FIRST) if after is None else (after.place + 1, after.hash)
    return Link(place, previous, digest(entry, place=place, previous=previous))


def digest(entry: AuditEntry, *, place: int, previous: str) -> str:
    """SHA-256, in hexadecimal, over all that the entry says and where it stands."""
    said = [previous, place, *told(entry).values()]
    return hashlib.sha256(_canonical(said).encode()).hexdigest()


def told(entry: AuditEntry) -> dict[str, object]:
    """What an entry says, in JSON's values: the same from an entry that was written and from its row."""
    return {
        "at": entry.at.astimezone(UTC).isoformat(),
        "connection": entry.connection,
        "org": entry.org,
        "user": entry.user,
        "verb": entry.verb,
        "subject": entry.subject,
        "correlation": storable(entry.correlation_id),
        # Once there and back: a key that is a number becomes text, as it is in the database.
        "facts": json.loads(json.dumps(dict(entry.facts))),
    }


def _canonical(said: object) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"))
