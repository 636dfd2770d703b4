"""Who has to agree to a quote, and why: the policy of its catalog held against what is offered. Then who may
decide, what was decided, and which of it still holds.

It does not hold how a catalog states its policy (``catalog.approvals``) nor how requests are kept
(``store``), and no clock: the time is passed in.
"""

from app.approvals.asking import NobodyToAsk, requested
from app.approvals.carrying import with_earlier
from app.approvals.costs import Costs, costs_of
from app.approvals.deciders import (
    ApproverGone,
    AuthorDecides,
    Circle,
    NotAsked,
    can_be_met,
    deciders,
    free_seats,
    quorum,
    waits_for,
)
from app.approvals.deciding import (
    MOST_IN_COMMENT,
    CommentInvalid,
    NotTheAuthor,
    RequestFull,
    Said,
    answer,
    approve,
    ask,
    recall,
    reject,
)
from app.approvals.delegation import (
    Delegation,
    DelegationCycle,
    DelegationId,
    DelegationInvalid,
    DelegationMissing,
    check_delegation,
    of_policy,
    takers,
)
from app.approvals.elapsed import Step, elapsed, next_step
from app.approvals.facts import facts_hash, got_worse, told_changes
from app.approvals.handing import (
    AddingForbidden,
    ApproverInvalid,
    DelegationForbidden,
    add,
    check_may_delegate,
    delegate,
)
from app.approvals.letter import (
    LINK_LIFE,
    Cause,
    DueLetter,
    Letter,
    LetterId,
    LinkExpired,
    LinkInvalid,
    LinkUsed,
    check_usable,
    letter_key,
    letters_due,
    link_token,
    read_token,
)
from app.approvals.near import NextThreshold
from app.approvals.need import Fact, Need, Worse, without_costs
from app.approvals.needs import needs_of
from app.approvals.people import Directory, Person, meant, names_in
from app.approvals.preview import Preview, preview_of
from app.approvals.progress import settled
from app.approvals.request import (
    ApprovalRequest,
    AskedNeed,
    Carried,
    Decision,
    Met,
    NeedState,
    RequestChanged,
    RequestId,
    RequestMissing,
    RequestSuperseded,
    Seat,
)
from app.approvals.sentences import who
from app.approvals.status import FOLLOWING, LIVE, RequestForbids, RequestStatus, Verb, following
from app.approvals.ways_out import MOST_TRIED, WayOut

__all__ = [
    "FOLLOWING",
    "LINK_LIFE",
    "LIVE",
    "MOST_IN_COMMENT",
    "MOST_TRIED",
    "AddingForbidden",
    "ApprovalRequest",
    "ApproverGone",
    "ApproverInvalid",
    "AskedNeed",
    "AuthorDecides",
    "Carried",
    "Cause",
    "Circle",
    "CommentInvalid",
    "Costs",
    "Decision",
    "Delegation",
    "DelegationCycle",
    "DelegationForbidden",
    "DelegationId",
    "DelegationInvalid",
    "DelegationMissing",
    "Directory",
    "DueLetter",
    "Fact",
    "Letter",
    "LetterId",
    "LinkExpired",
    "LinkInvalid",
    "LinkUsed",
    "Met",
    "Need",
    "NeedState",
    "NextThreshold",
    "NobodyToAsk",
    "NotAsked",
    "NotTheAuthor",
    "Person",
    "Preview",
    "RequestChanged",
    "RequestForbids",
    "RequestFull",
    "RequestId",
    "RequestMissing",
    "RequestStatus",
    "RequestSuperseded",
    "Said",
    "Seat",
    "Step",
    "Verb",
    "WayOut",
    "Worse",
    "add",
    "answer",
    "approve",
    "ask",
    "can_be_met",
    "check_delegation",
    "check_may_delegate",
    "check_usable",
    "costs_of",
    "deciders",
    "delegate",
    "elapsed",
    "facts_hash",
    "following",
    "free_seats",
    "got_worse",
    "letter_key",
    "letters_due",
    "link_token",
    "meant",
    "names_in",
    "needs_of",
    "next_step",
    "of_policy",
    "preview_of",
    "quorum",
    "read_token",
    "recall",
    "reject",
    "requested",
    "settled",
    "takers",
    "told_changes",
    "waits_for",
    "who",
    "with_earlier",
    "without_costs",
]
