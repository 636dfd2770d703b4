"""What we believe of a connection's quotes beside its CRM: the report, and asking for a new one."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.call import Call, audited
from app.actions.reconcile import EVERY, ask_to_reconcile
from app.quoting import check_operates
from app.services import Services
from app.store import audit, copies
from app.store.copies import Copy


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``there``: how many quotes are believed to be in the CRM; ``seen``: looked at within a day;
    ``waiting``: of how many people none can be looked at, for want of their token.
    """

    at: datetime
    there: int
    seen: int
    differ: int
    waiting: int
    differing: tuple[Copy, ...]


def show_reconciliation(services: Services, call: Call) -> Reconciliation:
    """Of the caller's connection, the worst first. Raises NotOperator."""
    check_operates(call.actor)
    connection = call.actor.connection
    with services.database.reading() as tx:
        there, seen, differ = copies.counts(tx, connection=connection, since=call.at - EVERY)
        return Reconciliation(
            at=call.at,
            there=there,
            seen=seen,
            differ=differ,
            waiting=copies.unreachable(tx, connection=connection, before=call.at - EVERY, at=call.at),
            differing=copies.with_findings(tx, connection=connection),
        )


def start_reconciliation(services: Services, call: Call) -> int:
    """Everything is looked at anew, each as its owner. Of how many people. Raises NotOperator."""
    check_operates(call.actor)
    actor = call.actor
    with services.database.transaction() as tx:
        people = [one for one in copies.overdue(tx, before=call.at, at=call.at) if one[0] == actor.connection]
        for connection, org, user in people:
            ask_to_reconcile(tx, connection=connection, org=org, user=user, seen_before=call.at, at=call.at)
        audit.write(tx, audited(call, "start_reconciliation", actor.connection, people=len(people)))
    return len(people)
