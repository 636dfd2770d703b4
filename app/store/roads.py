"""The roads to the CRMs: open, closed, half open; and what each CRM told of its allowance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select

from app.actor import ConnectionName
from app.delivery import Road
from app.store.database import Transaction
from app.store.flow_tables import roads


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls of the org on that day; ``told_at`` is None, and the numbers -1, if it never told."""

    used: int = -1
    allowed: int = -1
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownRoad:
    connection: ConnectionName
    road: Road
    allowance: Allowance


def load(tx: Transaction, connection: ConnectionName) -> KnownRoad:
    """Open if nothing is known. In a writing transaction a known one is kept from others until its end."""
    found = select(roads).where(roads.c.connection == connection)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    return KnownRoad(connection, Road(), Allowance()) if row is None else _known(row)


def all_known(tx: Transaction) -> tuple[KnownRoad, ...]:
    return tuple(
        _known(row) for row in tx.execute(select(roads).order_by(roads.c.connection)).mappings().all()
    )


def save(tx: Transaction, known: KnownRoad, *, at: datetime) -> None:
    road, allowance = known.road, known.allowance
    row: Mapping[str, Any] = {
        "connection": known.connection,
        "strikes": road.strikes,
        "rests": road.rests,
        "closed_until": road.closed_until,
        "trial": road.trial,
        "trial_until": road.trial_until,
        "code": road.code,
        "changed_at": at,
        "calls_used": allowance.used,
        "calls_allowed": allowance.allowed,
        "told_at": allowance.told_at,
    }
    tx.save(roads, row)


def _known(row: RowMapping) -> KnownRoad:
    road = Road(
        row["strikes"], row["rests"], row["closed_until"], row["trial"], row["trial_until"], row["code"]
    )
    return KnownRoad(
        row["connection"], road, Allowance(row["calls_used"], row["calls_allowed"], row["told_at"])
    )
