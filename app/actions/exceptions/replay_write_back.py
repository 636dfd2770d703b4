"""Replaying a flow from one of its steps on, also one that ended: what is in the CRM is found by its key."""

from enum import StrEnum
from typing import ClassVar

from app.actions.call import Call
from app.actions.exceptions.flow import check_unsent, flow_of, moved, noted, queued_again
from app.errors import Refused
from app.quoting import Deed, Status
from app.services import Services
from app.store import documents


class FlowStep(StrEnum):
    """``document``: render, write, read back. ``write``: write what was rendered, read back."""

    DOCUMENT = "document"
    WRITE = "write"


class QuoteElsewhere(Refused):
    code: ClassVar[str] = "quote_elsewhere"


def replay_write_back(services: Services, call: Call, key: str, *, step: FlowStep) -> None:
    """Written before, the receipt is read anew, and what somebody deleted in the CRM is written again.

    Raises NotOperator, WriteBackMissing, FlowUnderWay, QuoteElsewhere, and OutcomeUnknown for a document that
    may be in the CRM already: it would differ from the one kept here.
    """
    with services.database.transaction() as tx:
        flow = flow_of(tx, call, key)
        if flow.status in (Status.DRAFT, Status.IN_APPROVAL, Status.APPROVED):
            raise QuoteElsewhere("Its author is changing the quote. What they submit next is written.")
        if step is FlowStep.DOCUMENT:
            check_unsent(tx, flow)
            documents.forget(tx, flow.write_back.key)
        if flow.status is Status.FAILED:
            moved(tx, call, flow, Deed.SUBMIT, reason="Replayed")
        queued_again(tx, call, flow)
        noted(tx, call, "replay_write_back", flow, step=step.value)
