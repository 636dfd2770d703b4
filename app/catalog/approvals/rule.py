"""A rule of the policy: when somebody has to agree, who, and how long that may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.catalog.approvals.approver import Approver
from app.catalog.pricing import EVERYWHERE, Formula, Reach

Over: TypeAlias = Literal["line", "product", "family", "group", "quote"]
"""What a condition is asked of: each line, all lines of a product, family or group together, or the quote."""


@dataclass(frozen=True, slots=True)
class Timing:
    """In business hours from the moment at which somebody is asked; None for never. ``escalate_to`` is asked
    beside the first; None: whoever the role or the queue escalates to.
    """

    remind: int | None = None
    escalate: int | None = None
    escalate_to: Approver | None = None
    expire: int | None = None


UNTIMED = Timing()


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """``stage``: the rules of one stage are asked at once, those of the next after all of them agreed.

    ``quorum``: how many of the approvers have to agree. ``reach`` says which lines and quotes it is for, with
    ``reach.when`` as the condition. ``auto``: while it holds the product agrees by itself, and says so.
    """

    key: str
    name: str
    approver: Approver
    reach: Reach = EVERYWHERE
    over: Over = "line"
    stage: int = 1
    quorum: int = 1
    timing: Timing = UNTIMED
    auto: Formula | None = None
    owner: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def when(self) -> Formula | None:
        """None for a rule that asks of everything it reaches."""
        return self.reach.when
