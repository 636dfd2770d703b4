"""Who decides for whom, and until when."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from app.actor import ConnectionName
from app.approvals import Delegation, DelegationId
from app.store.approval_tables import delegations
from app.store.database import Transaction

_COLUMNS = delegations.c


def keep(tx: Transaction, delegation: Delegation, *, at: datetime) -> None:
    row = {name: getattr(delegation, name) for name in Delegation.__slots__}
    tx.execute(insert(delegations), [{**row, "made_at": at}])


def forget(tx: Transaction, delegation: DelegationId, *, connection: ConnectionName) -> None:
    of_id = delete(delegations).where(_COLUMNS.id == delegation, _COLUMNS.connection == connection)
    tx.execute(of_id)


def current(tx: Transaction, *, connection: ConnectionName, at: datetime) -> tuple[Delegation, ...]:
    """Those that hold, or will."""
    found = select(*(_COLUMNS[name] for name in Delegation.__slots__)).where(
        _COLUMNS.connection == connection, _COLUMNS.ends > at
    )
    rows = tx.execute(found.order_by(_COLUMNS.starts, _COLUMNS.id)).mappings()
    return tuple(Delegation(**row) for row in rows)
