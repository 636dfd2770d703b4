"""What we believe of one person's quotes in the CRM, compared with what it holds: asked for, and done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from app.actions.align_quotes import AT_ONCE, align_quotes
from app.actions.aligning import As
from app.actor import ConnectionName, OrgId, UserId
from app.delivery import ERRAND_KINDS, errand_key
from app.services import Services
from app.store import Transaction, copies, errands
from app.store.errands import StoredErrand

EVERY: Final = timedelta(hours=24)
_KIND: Final = ERRAND_KINDS["reconcile"]


def ask_to_reconcile(
    tx: Transaction,
    *,
    connection: ConnectionName,
    org: OrgId,
    user: UserId,
    seen_before: datetime,
    at: datetime,
) -> None:
    """All of that user's that nobody looked at since. Once a minute at most."""
    errands.add(
        tx,
        StoredErrand(
            key=errand_key(_KIND, f"{_whose(As(connection, user))}-{at:%Y%m%dT%H%M}"),
            connection=connection,
            org=org,
            user=user,
            opportunity="",
            requested_at=at,
            payload={"seen_before": seen_before.isoformat()},
        ),
    )


def ask_for_overdue(tx: Transaction, *, at: datetime) -> int:
    """For everybody who can be asked for now and whose quotes nobody looked at for ``EVERY``. How many."""
    people = copies.overdue(tx, before=at - EVERY, at=at)
    for connection, org, user in people:
        ask_to_reconcile(tx, connection=connection, org=org, user=user, seen_before=at - EVERY, at=at)
    return len(people)


def reconcile(services: Services, errand: StoredErrand, *, at: datetime) -> Mapping[str, Any]:
    """Batch by batch; what was looked at already is not looked at again by a repeat."""
    before = datetime.fromisoformat(errand.payload["seen_before"])
    who = As(errand.connection, errand.user)
    looked, differ = 0, 0
    while True:
        with services.database.reading() as tx:
            ids = copies.owned_by(tx, connection=who.connection, user=who.user, before=before, most=AT_ONCE)
        found = align_quotes(services, ids, who, at=at) if ids else ()
        looked, differ = looked + len(found), differ + sum(bool(copy.findings) for copy in found)
        if len(found) < AT_ONCE:
            break
    with services.database.transaction() as tx:
        errands.overtake(tx, connection=who.connection, about=errand_key(_KIND, f"{_whose(who)}-"))
    return {"looked": looked, "differ": differ}


def _whose(who: As) -> str:
    return f"{who.connection}-{who.user}"
