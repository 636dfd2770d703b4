"""The write-back of a submitted quote: where it stands, and the receipt that ends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from app.amounts import Money
from app.quoting.quote import Quote, QuoteId

WriteBackKey = NewType("WriteBackKey", str)


class WriteBackState(StrEnum):
    WAITING_APPROVAL = "waiting_approval"
    QUEUED = "queued"
    WRITING = "writing"
    WRITTEN = "written"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the CRM says it holds, read back in the writing call itself.

    ``repeated`` is true when an earlier attempt had been committed and its answer lost.
    """

    crm_quote: str
    crm_number: str
    crm_document: str
    line_count: int
    total: Money
    opportunity_amount: Money
    repeated: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the last attempt did not succeed. ``waits_for`` is ``""``, ``"user"`` or ``"crm"``.

    ``failure_class``: one of ``app.delivery.FailureClass``, empty if it was not told.
    """

    code: str
    detail: str
    waits_for: str
    at: datetime
    failure_class: str = ""


@dataclass(frozen=True, slots=True)
class WriteBack:
    """One submission of one revision. ``key`` is the idempotency key that the CRM record carries."""

    key: WriteBackKey
    quote: QuoteId
    revision: int
    state: WriteBackState
    attempts: int
    requested_at: datetime
    receipt: Receipt | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to: ended, to be tried again after ``retry_in``, or waiting for the user."""

    state: WriteBackState
    retry_in: timedelta | None = None
    waits_for: str = ""


def write_back_key(quote: Quote) -> WriteBackKey:
    """Unique over installations (the id is random) and over the submissions of one quote."""
    return WriteBackKey(f"{quote.id}-r{quote.revision}")
