"""What time does to requests: those whom they wait for are reminded, others are asked, or they end."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeAlias

from app.actions.approvals.asked_approval import circle_of
from app.actions.tell_crm import ask_to_tell
from app.actor import UserId
from app.approvals import ApprovalRequest, RequestStatus, Step, elapsed, settled
from app.errors import Missing, Refused, Stale
from app.quoting import Deed
from app.services import Services
from app.store import AuditEntry, KeptDeed, approvals, audit, deeds, quotes
from app.store.approvals import Due

AT_ONCE: Final = 50
PRODUCT: Final = UserId("quotewright")

Tell: TypeAlias = Callable[[ApprovalRequest, Step], None]
"""Hears of each step after it is stored, once at most."""


def nobody(request: ApprovalRequest, step: Step) -> None:
    """Where nobody is told."""


def follow_approvals(services: Services, *, at: datetime, most: int = AT_ONCE, tell: Tell = nobody) -> int:
    """How many were due; call again while that is ``most``. Each step is done once, however often called."""
    with services.database.reading() as tx:
        due = approvals.due(tx, at=at, most=most)
    for one in due:
        # One that is in trouble must not keep the others waiting; it is tried again with the next sweep.
        with suppress(Missing, Refused, Stale):
            _follow(services, one, at=at, tell=tell)
    return len(due)


def _follow(services: Services, due: Due, *, at: datetime, tell: Tell) -> None:
    """One transaction each. The quote is held first, as by whoever decides meanwhile."""
    with services.database.transaction() as tx:
        quote = quotes.load(tx, due.quote, connection=due.connection)
        request = approvals.load(tx, due.request, connection=due.connection)
        circle = circle_of(services, tx, quote, at=at)
        after, step = elapsed(settled(request, circle), circle)
        if step is None and after == request:
            return
        stored = approvals.update_request(tx, request, after)
        if step is None:
            return
        if stored.status is RequestStatus.EXPIRED:
            back = quote.moved(Deed.RETURN, at=at)
            quotes.update(tx, back, expected=quote.revision)
            deeds.note(tx, back, KeptDeed(at, UserId(""), "", Deed.RETURN, quote.status, back.status, ""))
            ask_to_tell(tx, back, by=back.owner, at=at)
        audit.write(tx, _entry(stored, step, at=at))
    tell(stored, step)


def _entry(request: ApprovalRequest, step: Step, *, at: datetime) -> AuditEntry:
    return AuditEntry(
        at=at,
        connection=request.connection,
        org=request.org,
        user=PRODUCT,
        verb=f"approval_{step.verb.value}",
        subject=request.quote,
        correlation_id="approvals",
        facts={"request": request.id, "need": step.need},
    )
