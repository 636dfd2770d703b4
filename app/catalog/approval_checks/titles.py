"""Every code of a finding on an approval policy, with what it means. The finding itself says what to do."""

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "approval_band_gap": "A band of values, between two that somebody is asked about, in which nobody is",
    "approval_bands_overlap": "Two bands of values that overlap in part",
    "approval_calendar_invalid": "Business hours that never begin, overlap, or are of no known zone",
    "approval_condition_invalid": "A condition that cannot be read, or speaks of what there is not",
    "approval_cost_missing": "A rule asks for a cost that can be missing",
    "approval_delegation_circle": "Delegations that go in a circle",
    "approval_escalation_circle": "Escalations that go in a circle",
    "approval_key_repeated": "Two rules, roles or queues with one key",
    "approval_name_unknown": "A role, queue, product, region or other name that there is not",
    "approval_nobody": "Somebody is asked for whom nobody stands in",
    "approval_quorum_unreachable": "More have to agree than there are",
    "approval_rate_missing": "Amounts cannot be compared, because a rate is missing",
    "approval_rule_covered": "A rule that another one always covers",
    "approval_rule_never": "A rule that can never fire",
    "approval_stage_gap": "A stage without rules before one with rules",
}
