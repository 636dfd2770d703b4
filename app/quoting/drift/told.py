"""What we tell the CRM of a quote beside its lines: fields that follow the quote's life.

Names are ours; each vendor's folder knows what its fields are called.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from app.quoting.quote import Quote
from app.quoting.status import Status

TOLD: Final = ("valid_until", "stage", "status", "status_at", "approval")
"""``stage`` is the CRM's own list of statuses, ``status`` ours, since ``status_at``; ``approval`` says who
agreed, when and why, or who is asked.
"""

_MOST: Final = 30_000

# What the CRM's own list has for each of ours; None: it is left as it stands.
_STAGES: Final = MappingProxyType(
    {
        Status.DRAFT: "Draft",
        Status.IN_APPROVAL: "In Review",
        Status.APPROVED: "Approved",
        Status.SUBMITTED: "Approved",
        Status.WRITTEN: "Approved",
        Status.FAILED: "Approved",
        Status.SENT: "Presented",
        Status.ACCEPTED: "Accepted",
        Status.REJECTED: "Denied",
        Status.EXPIRED: "Denied",
        Status.WITHDRAWN: "Denied",
    }
)


def crm_word(status: Status) -> str:
    """Of the standard list of quote statuses."""
    return _STAGES[status]


def told_of(quote: Quote, *, since: datetime, approval: str) -> Mapping[str, str]:
    """What the CRM should say of it. ``since``: when it came to its status."""
    # On its way it is what it will be when it has arrived: the call that brings it says so at once.
    status = Status.WRITTEN if quote.status is Status.SUBMITTED else quote.status
    return {
        "valid_until": quote.valid_until.isoformat(),
        "stage": crm_word(status),
        "status": status.value,
        "status_at": since.isoformat(timespec="seconds"),
        "approval": approval[:_MOST],
    }
