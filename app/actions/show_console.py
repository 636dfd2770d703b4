"""All that operators of a connection look at, in one view: flows, the road to the CRM, what differs there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.actions.call import Call
from app.actions.exceptions import KnownRoad, Stopped, Wanted, advice, list_exceptions, list_roads
from app.actions.reconciliation import Reconciliation, show_reconciliation
from app.quoting import check_operates
from app.services import Services
from app.store import people, watch
from app.store.watch import Watch


@dataclass(frozen=True, slots=True)
class Console:
    """``stopped``: each with what to do about it, oldest first; ``more`` if that is not all. ``names``: of
    the people as whom those run.
    """

    at: datetime
    watch: Watch
    roads: tuple[KnownRoad, ...]
    stopped: tuple[tuple[Stopped, str], ...]
    more: bool
    names: Mapping[str, str]
    reconciliation: Reconciliation


def show_console(services: Services, call: Call, wanted: Wanted) -> Console:
    """Raises NotOperator."""
    check_operates(call.actor)
    stopped = list_exceptions(services, call, wanted)
    users = {flow.user for flow in stopped}
    with services.database.reading() as tx:
        seen = watch.watch(tx, call.actor.connection, at=call.at)
        names = people.names_of(tx, users, connection=call.actor.connection)
    return Console(
        at=call.at,
        watch=seen,
        roads=list_roads(services, call),
        stopped=tuple((flow, advice(flow)) for flow in stopped),
        more=len(stopped) == wanted.limit,
        names=names,
        reconciliation=show_reconciliation(services, call),
    )
