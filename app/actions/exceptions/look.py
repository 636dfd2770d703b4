"""What operators see: the queue, the road to their CRM, and the lineage of one quote from click to record."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.call import Call
from app.delivery import advice_on, errand_advice, is_errand
from app.quoting import Quote, check_operates, quote_id
from app.services import Services
from app.store import AuditEntry, attempts, audit, exceptions, people, quotes, roads, stopped_errands
from app.store.attempts import Attempt
from app.store.exceptions import Stopped, StoppedFlow, Wanted
from app.store.roads import KnownRoad
from app.store.stopped_errands import StoppedErrand


@dataclass(frozen=True, slots=True)
class Lineage:
    """``flows``, and ``errands`` about it of the last week: each with its attempts, oldest first. ``told``:
    the audit of the quote; ``names``: of the people in it.
    """

    quote: Quote
    flows: tuple[tuple[StoppedFlow, tuple[Attempt, ...]], ...]
    errands: tuple[tuple[StoppedErrand, tuple[Attempt, ...]], ...]
    told: tuple[AuditEntry, ...]
    names: Mapping[str, str]


def list_exceptions(services: Services, call: Call, wanted: Wanted) -> tuple[Stopped, ...]:
    """Of the caller's connection. Raises NotOperator."""
    check_operates(call.actor)
    with services.database.reading() as tx:
        return exceptions.listed(tx, call.actor.connection, wanted)


def advice(flow: Stopped) -> str:
    """What to do about it; empty where nothing failed."""
    failure = flow.failure
    if failure is None:
        return ""
    say = errand_advice if is_errand(flow.key) else advice_on
    return say(failure.code, flow.failure_class)


def list_roads(services: Services, call: Call) -> tuple[KnownRoad, ...]:
    """The one of the caller's connection. Raises NotOperator."""
    check_operates(call.actor)
    with services.database.reading() as tx:
        return (roads.load(tx, call.actor.connection),)


def trace_quote(services: Services, call: Call, quote: str) -> Lineage:
    """Raises NotOperator, QuoteMissing."""
    check_operates(call.actor)
    with services.database.reading() as tx:
        found = quotes.load(tx, quote_id(quote), connection=call.actor.connection)
        flows = exceptions.of_quote(tx, found.id)
        errands = stopped_errands.of_quote(tx, found)
        told = audit.read(tx, found.id)
        return Lineage(
            found,
            tuple((flow, attempts.of_flow(tx, flow.key)) for flow in flows),
            tuple((one, attempts.of_flow(tx, one.key)) for one in errands),
            told,
            people.names_of(tx, {entry.user for entry in told}, connection=found.connection),
        )
