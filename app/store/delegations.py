"""Who decides for whom, and until when; and of which delegations their takers have to be written to."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from app.actor import ConnectionName
from app.approvals import Delegation, DelegationId
from app.store.approval_tables import delegations
from app.store.database import Transaction

_COLUMNS = delegations.c
_SELECTED = select(*(_COLUMNS[name] for name in Delegation.__slots__))


def keep(tx: Transaction, delegation: Delegation) -> None:
    row = {name: getattr(delegation, name) for name in Delegation.__slots__}
    tx.execute(insert(delegations), [row])


def forget(tx: Transaction, delegation: DelegationId, *, connection: ConnectionName) -> None:
    of_id = delete(delegations).where(_COLUMNS.id == delegation, _COLUMNS.connection == connection)
    tx.execute(of_id)


def current(tx: Transaction, *, connection: ConnectionName, at: datetime) -> tuple[Delegation, ...]:
    """Those that hold, or will."""
    found = _SELECTED.where(_COLUMNS.connection == connection, _COLUMNS.ends > at)
    rows = tx.execute(found.order_by(_COLUMNS.starts, _COLUMNS.id)).mappings()
    return tuple(Delegation(**row) for row in rows)


def unlettered(tx: Transaction, *, at: datetime, most: int) -> tuple[Delegation, ...]:
    """Those that hold and that no letters were looked for yet, the first to begin first."""
    found = _SELECTED.where(_COLUMNS.lettered_at.is_(None), _COLUMNS.starts <= at, _COLUMNS.ends > at)
    rows = tx.execute(found.order_by(_COLUMNS.starts, _COLUMNS.id).limit(most)).mappings()
    return tuple(Delegation(**row) for row in rows)


def lettered(tx: Transaction, delegation: DelegationId, *, at: datetime) -> None:
    tx.execute(update(delegations).where(_COLUMNS.id == delegation).values(lettered_at=at))
