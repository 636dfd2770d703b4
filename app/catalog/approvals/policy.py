"""The approval policy of a release, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.catalog.approvals.approver import ApprovalQueue, ApprovalRole, Approver, ByRole, Queue
from app.catalog.approvals.calendar import Calendar
from app.catalog.approvals.rule import ApprovalRule
from app.catalog.period import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class Delegation:
    """Whoever is ``away`` has ``to`` decide for them, both named as in ``People``."""

    away: str
    to: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """``currency``: that of the amounts in its conditions; empty: the first of the catalog. ``rates``: how
    much of another currency one unit of it is, before the rates of prices are asked.

    ``ad_hoc``: whether a person may be asked whom no rule names. ``delegation``: whether an approver may hand
    their part to somebody else.
    """

    rules: tuple[ApprovalRule, ...] = ()
    roles: tuple[ApprovalRole, ...] = ()
    queues: tuple[ApprovalQueue, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    delegations: tuple[Delegation, ...] = ()
    currency: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    ad_hoc: bool = True
    delegation: bool = True

    @property
    def changes(self) -> tuple[date, ...]:
        """The days on which a rule comes or goes."""
        return tuple(sorted({day for rule in self.rules for day in rule.reach.period.changes}))

    def role(self, key: str) -> ApprovalRole | None:
        return next((one for one in self.roles if one.key == key), None)

    def queue(self, key: str) -> ApprovalQueue | None:
        return next((one for one in self.queues if one.key == key), None)

    def escalates(self, approver: Approver) -> Approver | None:
        """Who is asked when the approver lets time pass, where the rule does not say it."""
        match approver:
            case ByRole(key):
                role = self.role(key)
                return None if role is None else role.escalates_to
            case Queue(key):
                queue = self.queue(key)
                return None if queue is None else queue.escalates_to
        return None


NOBODY: Final = ApprovalPolicy()
"""Of a catalog that says nothing: nobody is asked."""
