"""What a catalog says of approvals: rules, who is asked, business hours, as values.

It does not hold how they are written down (``store/catalogs``) nor who is needed on a quote
(``app.approvals``).
"""

from app.catalog.approvals.approver import (
    ApprovalQueue,
    ApprovalRole,
    Approver,
    ByRole,
    Managers,
    People,
    Queue,
)
from app.catalog.approvals.calendar import Calendar, Hours
from app.catalog.approvals.policy import NOBODY, ApprovalPolicy, Delegation
from app.catalog.approvals.rule import UNTIMED, ApprovalRule, Over, Timing

__all__ = [
    "NOBODY",
    "UNTIMED",
    "ApprovalPolicy",
    "ApprovalQueue",
    "ApprovalRole",
    "ApprovalRule",
    "Approver",
    "ByRole",
    "Calendar",
    "Delegation",
    "Hours",
    "Managers",
    "Over",
    "People",
    "Queue",
    "Timing",
]
