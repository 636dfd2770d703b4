"""A request begins: who is asked, what holds from before, what the product approves by itself."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from app.approvals.carrying import with_earlier
from app.approvals.deciders import Circle
from app.approvals.need import Need
from app.approvals.progress import asked_by, settled
from app.approvals.request import ApprovalRequest, AskedNeed, Met, NeedState, Seat
from app.errors import Refused


class NobodyToAsk(Refused):
    code: ClassVar[str] = "approval_not_needed"


def requested(
    blank: ApprovalRequest, needs: Iterable[Need], *, earlier: Iterable[ApprovalRequest], circle: Circle
) -> ApprovalRequest:
    """The request with its needs, those of the first stage open; approved already where nothing is open.

    ``blank`` has none yet. ``earlier``: those of the same offer, oldest first.
    """
    before = tuple(earlier)
    made = tuple(
        _asked(blank, need, n, earlier=before, circle=circle) for n, need in enumerate(needs, start=1)
    )
    return settled(replace(blank, needs=made), circle)


def _asked(
    blank: ApprovalRequest,
    need: Need,
    n: int,
    *,
    earlier: tuple[ApprovalRequest, ...],
    circle: Circle,
) -> AskedNeed:
    if need.auto:
        return AskedNeed(n=n, need=need, state=NeedState.MET, met=Met.AUTO)
    people = asked_by(need.approver, blank, circle)
    plain = AskedNeed(n=n, need=need, seats=tuple(Seat((user,)) for user in people))
    return with_earlier(blank, plain, earlier, circle)
