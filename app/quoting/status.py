"""The life of a quote as a table: what may happen in which status, and what comes of it.

The state diagram and the table in ``docs/quotes.md`` are written from here by ``tools/quote_life.py``.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final

from app.errors import Refused


class Status(StrEnum):
    """``submitted`` is locked while its write-back runs; ``failed`` was refused by the CRM for good.

    What comes after ``written`` is what the author says of it, and time: the CRM's record stays as it was
    written.
    """

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    WRITTEN = "written"
    FAILED = "failed"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    """``revise`` leaves the quote as it is: a draft of the next edition comes of it."""

    EDIT = "edit"
    REQUEST = "request"
    APPROVE = "approve"
    RETURN = "return"
    RECALL = "recall"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    FAIL = "fail"
    SEND = "send"
    ACCEPT = "accept"
    REJECT = "reject"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    REVISE = "revise"


class StatusForbids(Refused):
    """What was asked cannot happen to a quote in this status."""

    code: ClassVar[str] = "quote_locked"


TRANSITIONS: Final = MappingProxyType(
    {
        (Status.DRAFT, Deed.EDIT): Status.DRAFT,
        (Status.DRAFT, Deed.REQUEST): Status.IN_APPROVAL,
        # Where no policy asks anybody, a draft goes straight on.
        (Status.DRAFT, Deed.SUBMIT): Status.SUBMITTED,
        (Status.IN_APPROVAL, Deed.APPROVE): Status.APPROVED,
        (Status.IN_APPROVAL, Deed.RETURN): Status.DRAFT,
        (Status.IN_APPROVAL, Deed.RECALL): Status.DRAFT,
        # Approved was what stood there; what is changed has to be approved anew.
        (Status.APPROVED, Deed.EDIT): Status.DRAFT,
        (Status.APPROVED, Deed.SUBMIT): Status.SUBMITTED,
        (Status.SUBMITTED, Deed.CONFIRM): Status.WRITTEN,
        (Status.SUBMITTED, Deed.FAIL): Status.FAILED,
        # A refused quote was certainly not written, so it may be corrected and submitted again.
        (Status.FAILED, Deed.EDIT): Status.DRAFT,
        (Status.FAILED, Deed.REQUEST): Status.IN_APPROVAL,
        (Status.FAILED, Deed.SUBMIT): Status.SUBMITTED,
        (Status.WRITTEN, Deed.SEND): Status.SENT,
        # Customers answer to what they were shown across a table, too.
        (Status.WRITTEN, Deed.ACCEPT): Status.ACCEPTED,
        (Status.WRITTEN, Deed.REJECT): Status.REJECTED,
        (Status.WRITTEN, Deed.EXPIRE): Status.EXPIRED,
        (Status.WRITTEN, Deed.WITHDRAW): Status.WITHDRAWN,
        (Status.WRITTEN, Deed.REVISE): Status.WRITTEN,
        (Status.SENT, Deed.ACCEPT): Status.ACCEPTED,
        (Status.SENT, Deed.REJECT): Status.REJECTED,
        (Status.SENT, Deed.EXPIRE): Status.EXPIRED,
        (Status.SENT, Deed.WITHDRAW): Status.WITHDRAWN,
        (Status.SENT, Deed.REVISE): Status.SENT,
        (Status.REJECTED, Deed.REVISE): Status.REJECTED,
        # Why the customer said no is often heard late.
        (Status.EXPIRED, Deed.REJECT): Status.REJECTED,
        (Status.EXPIRED, Deed.REVISE): Status.EXPIRED,
        (Status.WITHDRAWN, Deed.REVISE): Status.WITHDRAWN,
    }
)

OPEN: Final = tuple(status for status, deed in TRANSITIONS if deed is Deed.EDIT)
"""A quote in one of these can still be changed."""

OFFERED: Final = tuple(status for status, deed in TRANSITIONS if deed is Deed.EXPIRE)
"""A quote in one of these waits for the customer's answer, until its validity ends."""

ON_OPPORTUNITY: Final = (
    Status.WRITTEN,
    Status.SENT,
    Status.ACCEPTED,
    Status.REJECTED,
    Status.EXPIRED,
    Status.WITHDRAWN,
)
"""A quote in one of these was written to the CRM, and stands there as it was written."""

_REVISE: Final = "Revise it: the next edition begins as this one is."
_WHY_NOT: Final = MappingProxyType(
    {
        Status.DRAFT: ("The quote is a draft. Save it to the opportunity first.", "submit"),
        Status.IN_APPROVAL: ("The quote waits to be approved. Take it back to change it.", "recall"),
        Status.APPROVED: ("The quote is approved. Save it to the opportunity first.", "submit"),
        Status.SUBMITTED: (
            "The quote is on its way to the CRM and cannot change meanwhile. Wait for its receipt.",
            "wait",
        ),
        Status.WRITTEN: (f"The quote is on the opportunity and cannot change any more. {_REVISE}", "revise"),
        Status.FAILED: ("The quote was refused by the CRM. Correct it and save it again.", "edit"),
        Status.SENT: (f"The quote was sent to the customer and cannot change any more. {_REVISE}", "revise"),
        Status.ACCEPTED: ("The customer accepted the quote: it stands. Clone it for another offer.", "clone"),
        Status.REJECTED: (f"The customer rejected the quote. {_REVISE}", "revise"),
        Status.EXPIRED: (f"The quote's validity is over. {_REVISE}", "revise"),
        Status.WITHDRAWN: (f"The quote was withdrawn. {_REVISE}", "revise"),
    }
)


def after(status: Status, deed: Deed) -> Status:
    """The status that follows. Raises StatusForbids with what to do instead."""
    following = TRANSITIONS.get((status, deed))
    if following is None:
        detail, way_out = _WHY_NOT[status]
        raise StatusForbids(detail, facts={"status": status.value, "way_out": way_out})
    return following
