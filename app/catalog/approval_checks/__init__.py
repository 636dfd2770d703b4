"""What is wrong with a catalog's approval policy: names, people, conditions, ladders, hours.

Places are paths in ``approvals.yaml``: ``("rules", 2, "ask")``; rules, roles and queues have the same numbers
there as in ``ApprovalPolicy``.
"""

from collections.abc import Iterator

from app.catalog.approval_checks.amounts import check_amounts
from app.catalog.approval_checks.approvers import check_approvers
from app.catalog.approval_checks.calendars import check_calendar
from app.catalog.approval_checks.circles import check_circles
from app.catalog.approval_checks.conditions import check_conditions
from app.catalog.approval_checks.ladders import check_ladders
from app.catalog.approval_checks.names import check_names
from app.catalog.approval_checks.spoken import spoken_of_by_approvals
from app.catalog.approval_checks.stages import check_stages
from app.catalog.approvals import NOBODY
from app.catalog.checks.finding import Finding
from app.catalog.release import Release

__all__ = ["check_approvals", "spoken_of_by_approvals"]


def check_approvals(release: Release) -> Iterator[Finding]:
    """Findings on who has to agree; none on a release that asks nobody."""
    if release.approvals == NOBODY:
        return
    for check in (
        check_names,
        check_approvers,
        check_circles,
        check_calendar,
        check_stages,
        check_conditions,
        check_amounts,
        check_ladders,
    ):
        yield from check(release)
