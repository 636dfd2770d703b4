"""Stages that follow each other."""

from collections.abc import Iterator
from typing import Final

from app.catalog.checks.finding import Finding
from app.catalog.release import Release

GAP: Final = "approval_stage_gap"


def check_stages(release: Release) -> Iterator[Finding]:
    stages = {rule.stage for rule in release.approvals.rules}
    for n, rule in enumerate(release.approvals.rules):
        missing = next((one for one in range(1, rule.stage) if one not in stages), None)
        if missing is not None:
            message = f"no rule is in stage {missing}; number stages from 1 on without gaps"
            yield Finding(("rules", n, "stage"), message, GAP)
            return
