"""What operators see: the queue, the road to their CRM, and the lineage of one quote from click to record."""

from dataclasses import dataclass

from app.actions.call import Call
from app.delivery import CODES, Treatment
from app.quoting import Quote, check_operates, quote_id
from app.services import Services
from app.store import AuditEntry, attempts, audit, exceptions, quotes, roads
from app.store.attempts import Attempt
from app.store.exceptions import StoppedFlow, Wanted
from app.store.roads import KnownRoad


@dataclass(frozen=True, slots=True)
class Lineage:
    """``flows``: each with its attempts, oldest first. ``told``: the audit of the quote."""

    quote: Quote
    flows: tuple[tuple[StoppedFlow, tuple[Attempt, ...]], ...]
    told: tuple[AuditEntry, ...]


def list_exceptions(services: Services, call: Call, wanted: Wanted) -> tuple[StoppedFlow, ...]:
    """Of the caller's connection. Raises NotOperator."""
    check_operates(call.actor)
    with services.database.reading() as tx:
        return exceptions.listed(tx, call.actor.connection, wanted)


def advice(flow: StoppedFlow) -> str:
    """What to do about it; empty where nothing failed."""
    failure = flow.write_back.failure
    if failure is None:
        return ""
    known: Treatment | None = CODES.get(failure.code)
    return known.advice if known else "Read why it stopped; then retry, give it back or skip it."


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
        return Lineage(
            found,
            tuple((flow, attempts.of_flow(tx, flow.write_back.key)) for flow in flows),
            audit.read(tx, found.id),
        )
