"""What the CRM holds of each quote, as we believe it: rows to values and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, func, select

from app.actor import ConnectionName, OrgId, UserId
from app.quoting import QuoteId, WriteBackState
from app.quoting.drift import Finding, Kind, Place
from app.store.copy_tables import crm_copies
from app.store.database import Transaction
from app.store.tables import accesses, quotes, write_backs

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """``agreed``: told fields as both sides last had them. ``conceded``: those where a person chose to keep
    what somebody wrote in the CRM, with what that was. ``claimed_until``: while it is being announced.
    """

    quote: QuoteId
    connection: ConnectionName
    place: Place = Place.NOWHERE
    crm_quote: str = ""
    key: str = ""
    agreed: Mapping[str, str] = field(default_factory=dict)
    conceded: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    looked_at: datetime | None = None
    looked_by: str = ""
    crm_changed_at: datetime | None = None
    crm_changed_by: str = ""
    claimed_until: datetime | None = None


def load(tx: Transaction, quote: QuoteId, *, connection: ConnectionName) -> Copy:
    """Nowhere, for a quote that never had one. In a writing transaction it is kept from other writers."""
    found = select(crm_copies).where(crm_copies.c.quote_id == quote)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    return Copy(quote, connection) if row is None else _value(row)


def save(tx: Transaction, copy: Copy) -> None:
    row = {
        "quote_id": copy.quote,
        "connection": copy.connection,
        "place": copy.place.value,
        "crm_quote": copy.crm_quote,
        "key": copy.key,
        "agreed": dict(copy.agreed),
        "conceded": dict(copy.conceded),
        "findings": [[one.kind.value, one.what, one.believed, one.held] for one in copy.findings],
        "looked_at": copy.looked_at,
        "looked_by": copy.looked_by,
        "crm_changed_at": copy.crm_changed_at,
        "crm_changed_by": copy.crm_changed_by,
        "claimed_until": copy.claimed_until,
        "worst": len(copy.findings),
    }
    tx.save(crm_copies, row)


def owned_by(
    tx: Transaction, *, connection: ConnectionName, user: UserId, before: datetime, most: int = MOST
) -> tuple[QuoteId, ...]:
    """Quotes of that person that are in the CRM and were not looked at since, the longest unseen first."""
    seen = crm_copies.c.looked_at
    found = (
        select(crm_copies.c.quote_id)
        .join(quotes, quotes.c.id == crm_copies.c.quote_id)
        .where(
            crm_copies.c.connection == connection,
            quotes.c.owner == user,
            crm_copies.c.place != Place.NOWHERE.value,
            (seen.is_(None)) | (seen < before),
        )
        .order_by(seen.is_not(None), seen, crm_copies.c.quote_id)
        .limit(most)
    )
    return tuple(tx.execute(found).scalars())


def overdue(
    tx: Transaction, *, before: datetime, at: datetime, most: int = MOST
) -> tuple[tuple[ConnectionName, OrgId, UserId], ...]:
    """Owners of quotes that were not looked at since, as far as there is a token of theirs."""
    seen = crm_copies.c.looked_at
    found = (
        select(quotes.c.connection, quotes.c.org, quotes.c.owner)
        .distinct()
        .join(crm_copies, crm_copies.c.quote_id == quotes.c.id)
        .join(
            accesses,
            (accesses.c.connection == quotes.c.connection) & (accesses.c.user_id == quotes.c.owner),
        )
        .where(
            crm_copies.c.place != Place.NOWHERE.value,
            (seen.is_(None)) | (seen < before),
            accesses.c.expires_at > at,
        )
        .limit(most)
    )
    return tuple((row.connection, row.org, row.owner) for row in tx.execute(found))


def unreachable(tx: Transaction, *, connection: ConnectionName, before: datetime, at: datetime) -> int:
    """How many people own quotes that were not looked at since, and have no token."""
    seen = crm_copies.c.looked_at
    reachable = select(accesses.c.user_id).where(
        accesses.c.connection == connection, accesses.c.expires_at > at
    )
    found = (
        select(func.count(quotes.c.owner.distinct()))
        .join(crm_copies, crm_copies.c.quote_id == quotes.c.id)
        .where(
            quotes.c.connection == connection,
            crm_copies.c.place != Place.NOWHERE.value,
            (seen.is_(None)) | (seen < before),
            quotes.c.owner.not_in(reachable),
        )
    )
    return int(tx.execute(found).scalar_one())


def with_findings(tx: Transaction, *, connection: ConnectionName, most: int = MOST) -> tuple[Copy, ...]:
    """Those that differ, most differences first."""
    found = select(crm_copies).where(crm_copies.c.connection == connection, crm_copies.c.worst > 0)
    order = crm_copies.c.worst.desc(), crm_copies.c.quote_id
    return tuple(_value(row) for row in tx.execute(found.order_by(*order).limit(most)).mappings())


def last_written(tx: Transaction, *, connection: ConnectionName, opportunity: str) -> QuoteId | None:
    """The quote that was written last to that opportunity: the one that it should follow."""
    found = (
        select(write_backs.c.quote_id)
        .join(quotes, quotes.c.id == write_backs.c.quote_id)
        .where(
            quotes.c.connection == connection,
            quotes.c.opportunity == opportunity,
            write_backs.c.state == WriteBackState.WRITTEN.value,
        )
        .order_by(write_backs.c.requested_at.desc(), write_backs.c.key.desc())
        .limit(1)
    )
    return tx.execute(found).scalar_one_or_none()


def counts(tx: Transaction, *, connection: ConnectionName, since: datetime) -> tuple[int, int, int]:
    """How many are in the CRM, how many of them were looked at since, how many differ."""
    there = (crm_copies.c.connection == connection, crm_copies.c.place != Place.NOWHERE.value)
    whole = tx.execute(select(func.count()).where(*there)).scalar_one()
    seen = tx.execute(select(func.count()).where(*there, crm_copies.c.looked_at >= since)).scalar_one()
    differ = tx.execute(
        select(func.count()).where(crm_copies.c.connection == connection, crm_copies.c.worst > 0)
    ).scalar_one()
    return whole, seen, differ


def _value(row: RowMapping) -> Copy:
    return Copy(
        quote=row["quote_id"],
        connection=row["connection"],
        place=Place(row["place"]),
        crm_quote=row["crm_quote"],
        key=row["key"],
        agreed=row["agreed"],
        conceded=row["conceded"],
        findings=tuple(Finding(Kind(kind), *words) for kind, *words in row["findings"]),
        looked_at=row["looked_at"],
        looked_by=row["looked_by"],
        crm_changed_at=row["crm_changed_at"],
        crm_changed_by=row["crm_changed_by"],
        claimed_until=row["claimed_until"],
    )
