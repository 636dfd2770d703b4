"""The life of a quote as a table: what may happen in which status, and what comes of it."""

from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from app.errors import Refused


class Status(StrEnum):
    """``submitted`` is locked while its write-back runs; ``failed`` was refused by the CRM for good."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WRITTEN = "written"
    FAILED = "failed"


class Deed(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    FAIL = "fail"


class StatusForbids(Refused):
    """What was asked cannot happen to a quote in this status."""

    code: ClassVar[str] = "quote_locked"


TRANSITIONS = MappingProxyType(
    {
        (Status.DRAFT, Deed.EDIT): Status.DRAFT,
        (Status.DRAFT, Deed.SUBMIT): Status.SUBMITTED,
        (Status.SUBMITTED, Deed.CONFIRM): Status.WRITTEN,
        (Status.SUBMITTED, Deed.FAIL): Status.FAILED,
        # A refused quote was certainly not written, so it may be corrected and submitted again.
        (Status.FAILED, Deed.EDIT): Status.DRAFT,
        (Status.FAILED, Deed.SUBMIT): Status.SUBMITTED,
    }
)

OPEN = tuple(status for status, deed in TRANSITIONS if deed is Deed.EDIT)
"""A quote in one of these can still be changed."""

_WHY_NOT = {
    Status.SUBMITTED: "The quote is on its way to the CRM and cannot change meanwhile. Wait for its receipt.",
    Status.WRITTEN: "The quote is on the opportunity and cannot change any more. Start a new quote instead.",
    Status.DRAFT: "The quote was not submitted yet.",
    Status.FAILED: "The quote was refused by the CRM. Correct it and submit it again.",
}


def after(status: Status, deed: Deed) -> Status:
    """The status that follows. Raises StatusForbids with what to do instead."""
    following = TRANSITIONS.get((status, deed))
    if following is None:
        raise StatusForbids(_WHY_NOT[status], facts={"status": status.value})
    return following
