"""The machine of requests against a model that only counts who agreed to what."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.actor import UserId
from app.approvals import (
    LIVE,
    ApprovalRequest,
    NeedState,
    RequestStatus,
    add,
    answer,
    approve,
    ask,
    delegate,
    elapsed,
    recall,
    reject,
    settled,
)
from app.catalog.approvals import People, Timing
from app.errors import AppError
from tests.approvals.asking import AT, NAMES, circle, need, request, said
from tests.thorough import tried

PEOPLE = st.sampled_from(NAMES)
SLOW = Timing(remind=5, escalate=10, escalate_to=People(("dee",)), expire=60)
NEEDS = st.lists(
    st.builds(
        lambda users, quorum, stage: (tuple(sorted(users)), quorum, stage),
        st.sets(PEOPLE, min_size=2, max_size=4),
        # Of two, and therefore of two different people, more often than of one.
        st.sampled_from((2, 2, 1)),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=2,
)


class Requests(RuleBasedStateMachine):
    request: ApprovalRequest

    @initialize(needs=NEEDS)
    def begin(self, needs: list[tuple[tuple[str, ...], int, int]]) -> None:
        made = [
            need(f"rule{n}", *users, quorum=quorum, stage=stage, timing=SLOW)
            for n, (users, quorum, stage) in enumerate(needs)
        ]
        self.gone: set[str] = set()
        self.at = AT
        self.agreed: dict[int, set[str]] = {}
        self.request = request(*made)
        self.ended: RequestStatus | None = None

    def do(self, deed: Callable[..., ApprovalRequest], *what: object) -> bool:
        """Whether it was allowed; what is refused, with a code of its own, changes nothing."""
        try:
            self.request = deed(self.request, *what, circle(gone=tuple(self.gone), at=self.at))
        except AppError as refusal:
            return self.is_told(refusal)
        return True

    def is_told(self, refusal: AppError) -> bool:
        assert refusal.code not in ("refused", "forbidden", "error", "approval_forbids")
        return False

    @rule(user=PEOPLE)
    def agree(self, user: str) -> None:
        open_before = {one.n for one in self.request.open_needs}
        if self.do(approve, said(user)):
            new = [one for one in self.request.decisions if one.verb == "approve" and one.user == user]
            for one in new:
                assert one.need is not None
                if user not in self.agreed.get(one.need, set()):
                    assert one.need in open_before
                    assert user not in self.gone
                self.agreed.setdefault(one.need, set()).add(user)

    @rule(user=PEOPLE)
    def refuse(self, user: str) -> None:
        if self.do(reject, said(user)):
            assert self.request.status is RequestStatus.REJECTED

    @rule(user=PEOPLE)
    def question(self, user: str) -> None:
        if self.do(ask, said(user)):
            assert self.request.status is RequestStatus.QUESTIONED

    @rule()
    def reply(self) -> None:
        questioned = self.request.status is RequestStatus.QUESTIONED
        assert self.do(answer, said("author")) is questioned

    @rule(user=PEOPLE)
    def take_back(self, user: str) -> None:
        if user == "author" or self.request.status not in LIVE:
            allowed = user == "author" and self.request.status in LIVE
            assert self.do(recall, said(user)) is allowed

    @rule(user=st.sampled_from(NAMES[1:]), to=st.sampled_from(NAMES))
    def hand_over(self, user: str, to: str) -> None:
        if self.do(delegate, said(user), UserId(to)):
            assert to not in {"author", *self.gone}

    @rule(user=PEOPLE, to=PEOPLE)
    def one_more(self, user: str, to: str) -> None:
        count = len(self.request.needs)
        if self.do(add, said(user), UserId(to)):
            assert len(self.request.needs) == count + 1
            assert to not in {"author", *self.gone}

    @rule(user=st.sampled_from(NAMES[1:]))
    def come_or_go(self, user: str) -> None:
        self.gone ^= {user}
        self.request = settled(self.request, circle(gone=tuple(self.gone), at=self.at))

    @rule(hours=st.integers(-20, 40))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        before = self.request
        self.request, step = elapsed(before, circle(gone=tuple(self.gone), at=self.at))
        assert (step is None) is (len(before.decisions) == len(self.request.decisions))
        again = elapsed(self.request, circle(gone=tuple(self.gone), at=self.at))
        assert again == (self.request, None)

    @invariant()
    def it_is_approved_exactly_when_enough_agreed(self) -> None:
        if not hasattr(self, "request"):
            return
        for one in self.request.needs:
            met = len(self.agreed.get(one.n, set())) >= one.need.quorum
            assert (one.state is NeedState.MET) is met
        every = all(one.state is NeedState.MET for one in self.request.needs)
        assert (self.request.status is RequestStatus.APPROVED) is every

    @invariant()
    def the_author_agreed_to_nothing(self) -> None:
        assert not any("author" in users for users in getattr(self, "agreed", {}).values())

    @invariant()
    def stages_keep_their_order(self) -> None:
        if hasattr(self, "request"):
            waiting = [one.need.stage for one in self.request.needs if one.state is NeedState.WAITING]
            reached = [one.need.stage for one in self.request.open_needs]
            assert not reached or not waiting or max(reached) <= min(waiting)

    @invariant()
    def the_end_is_the_end(self) -> None:
        if hasattr(self, "request") and self.request.status not in LIVE:
            assert self.ended in (None, self.request.status)
            self.ended = self.request.status


TestRequests = Requests.TestCase
TestRequests.settings = settings(max_examples=tried(150), stateful_step_count=25, deadline=None)
