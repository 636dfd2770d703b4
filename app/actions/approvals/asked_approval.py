"""The approval request of a quote, as a verb finds it: who may read and decide it, and on what grounds."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.call import Call
from app.actions.deputies import delegations_of
from app.actions.releases import release_of
from app.actor import ConnectionName, UserId
from app.approvals import (
    ApprovalRequest,
    Circle,
    RequestChanged,
    RequestId,
    RequestMissing,
    RequestSuperseded,
    Said,
    deciders,
)
from app.quoting import Quote, QuoteMissing, Status, can_read, quote_at, quote_id
from app.services import Services
from app.store import Transaction, approvals, people, quotes


@dataclass(frozen=True, slots=True)
class Case:
    """A request with the quote that it is about, and all that says who may decide it now."""

    quote: Quote
    request: ApprovalRequest
    circle: Circle


@dataclass(frozen=True, slots=True)
class Meant:
    """Which request a decision is meant for, as it was shown; ``version`` None: whatever it is by now."""

    request: str
    version: int | None = None


def circle_of(services: Services, tx: Transaction, quote: Quote, *, at: datetime) -> Circle:
    """Raises ReleaseMissing, ReleaseAltered."""
    policy = release_of(services, tx, quote).approvals
    directory = people.directory(tx, connection=quote.connection)
    known = delegations_of(tx, policy, directory, connection=quote.connection, at=at)
    return Circle(directory, known, policy, at)


def case_of(services: Services, tx: Transaction, call: Call, text: str) -> Case:
    """The latest request of a quote that the caller may read, or that they are asked about.

    Raises QuoteMissing, and RequestMissing where nobody was ever asked.
    """
    quote = quote_at(quotes.load(tx, quote_id(text), connection=call.actor.connection), at=call.at)
    request = approvals.of_quote(tx, quote.id)
    place = (quote.org, quote.opportunity) == (call.actor.org, call.session.opportunity)
    readable = can_read(call.actor, quote, opportunity=call.session.opportunity)
    if not place or (request is None and not readable):
        raise QuoteMissing("There is no such quote on this opportunity.")
    if request is None:
        raise RequestMissing("Nobody was asked to approve this quote yet.")
    circle = circle_of(services, tx, quote, at=call.at)
    if not readable and not is_asked(request, call.actor.user, circle):
        raise QuoteMissing("There is no such quote on this opportunity.")
    return Case(quote, request, circle)


def meant_case(services: Services, tx: Transaction, call: Call, text: str, *, meant: Meant) -> Case:
    """For a decision: that very request, about the quote as it is.

    Raises QuoteMissing, RequestMissing, RequestSuperseded, RequestChanged.
    """
    case = case_of(services, tx, call, text)
    _check_meant(case, meant)
    return case


def case_of_request(
    services: Services, tx: Transaction, request: RequestId, *, connection: ConnectionName, at: datetime
) -> Case:
    """For a decision of whoever that request waits for, about the quote as it is.

    Raises RequestMissing, RequestSuperseded.
    """
    about = approvals.quote_of(tx, request, connection=connection)
    quote = quote_at(quotes.load(tx, about, connection=connection), at=at)
    latest = approvals.of_quote(tx, about) or approvals.load(tx, request, connection=connection)
    case = Case(quote, latest, circle_of(services, tx, quote, at=at))
    _check_meant(case, Meant(request))
    return case


def _check_meant(case: Case, meant: Meant) -> None:
    request = case.request
    if meant.request != request.id:
        raise RequestSuperseded("That request is not the last one about this quote. Look at the quote again.")
    if request.is_live and (case.quote.revision, case.quote.status) != (
        request.revision,
        Status.IN_APPROVAL,
    ):
        raise RequestSuperseded("The quote was changed since it was asked. Look at it again.")
    if meant.version not in (None, request.version):
        raise RequestChanged("Somebody else decided meanwhile. Look at the request again.")


def is_asked(request: ApprovalRequest, user: UserId, circle: Circle) -> bool:
    """Whether they are among those who were asked, or decide for one of them, or said something of it."""
    said = any(one.user == user for one in request.decisions)
    seats = (seat for need in request.needs for seat in need.seats)
    return said or any(user in seat.holders or user in deciders(request, seat, circle) for seat in seats)


def said_by(call: Call, comment: str) -> Said:
    return Said(call.actor.user, call.actor.name, comment)
