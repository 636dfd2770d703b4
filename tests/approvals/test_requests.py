"""Requests: who may decide, in which order, and what comes of it."""

from collections.abc import Callable

import pytest

from app.actor import UserId
from app.approvals import (
    FOLLOWING,
    ApprovalRequest,
    ApproverGone,
    AuthorDecides,
    Circle,
    CommentInvalid,
    DelegationCycle,
    DelegationForbidden,
    DelegationInvalid,
    Met,
    NeedState,
    NotAsked,
    NotTheAuthor,
    RequestForbids,
    RequestStatus,
    Said,
    Verb,
    add,
    answer,
    approve,
    ask,
    can_be_met,
    check_delegation,
    delegate,
    elapsed,
    following,
    next_step,
    recall,
    reject,
    settled,
)
from app.approvals.handing import AddingForbidden, ApproverInvalid
from app.catalog.approvals import ApprovalPolicy, ApprovalRole, ByRole, Managers, People, Timing
from tests.approvals.asking import AT, AUTHOR, circle, delegation, later, need, people, request, said

S, V = RequestStatus, Verb


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("verb", V)
def test_every_verb_in_every_status_is_allowed_or_refused_with_a_code(
    status: RequestStatus, verb: Verb
) -> None:
    if (status, verb) in FOLLOWING:
        assert following(status, verb)
        return
    with pytest.raises(RequestForbids) as refusal:
        following(status, verb)
    assert refusal.value.code != RequestForbids.code
    assert refusal.value.facts["way_out"]


def test_the_last_of_all_stages_approves_the_request() -> None:
    one = request(need("first", "ann"), need("second", "bob", stage=2), need("also", "cid"))
    assert [each.state for each in one.needs] == [NeedState.OPEN, NeedState.WAITING, NeedState.OPEN]
    one = approve(one, said("ann"), circle())
    with pytest.raises(NotAsked):
        approve(one, said("bob"), circle())
    one = approve(one, said("cid"), circle())
    assert one.status is S.WAITING
    one = approve(one, said("bob"), circle())
    assert (one.status, one.ended_at) == (S.APPROVED, AT)
    assert [(each.user, each.need, each.seat) for each in one.decisions] == [
        ("ann", 1, "ann"),
        ("cid", 3, "cid"),
        ("bob", 2, "bob"),
    ]
    assert all(len(each.facts) == 64 for each in one.decisions)


def test_a_quorum_is_of_different_people() -> None:
    one = request(need("two", "ann", "bob", "cid", quorum=2))
    one = approve(one, said("ann"), circle())
    with pytest.raises(NotAsked):
        approve(one, said("ann"), circle())
    assert approve(one, said("cid"), circle()).status is S.APPROVED


def test_nobody_counts_twice_by_deciding_for_somebody_else_as_well() -> None:
    away = circle(delegations=(delegation("bob", "ann"),))
    one = approve(request(need("two", "ann", "bob", quorum=2)), said("ann"), away)
    with pytest.raises(NotAsked):
        approve(one, said("ann"), away)
    assert approve(one, said("bob"), away).status is S.APPROVED


def test_the_author_never_decides_not_even_for_somebody_else() -> None:
    handed = circle(delegations=(delegation("ann", "author"),))
    for one in (request(need("own", "author", "ann")), request(need("own", "ann"))):
        with pytest.raises(AuthorDecides):
            approve(one, said("author"), handed)
    assert request(need("own", "author", "ann")).needs[0].seats[0].holders == ("ann",)


def test_whoever_left_is_passed_over_and_a_need_of_nobody_blocks() -> None:
    one = request(need("gone", "ann"), of=circle(gone=("ann",)))
    assert one.status is S.WAITING
    assert not can_be_met(one, one.needs[0], circle(gone=("ann",)))
    with pytest.raises(ApproverGone):
        approve(one, said("ann"), circle(gone=("ann",)))
    back = settled(one, circle())
    assert approve(back, said("ann"), circle()).status is S.APPROVED


def test_a_need_of_somebody_who_left_goes_to_whom_it_escalates() -> None:
    timing = Timing(escalate_to=People(("dee",)))
    one = request(need("gone", "ann", timing=timing))
    without = circle(gone=("ann",))
    one = settled(one, without)
    assert one.needs[0].escalated_at == AT
    assert approve(one, said("dee"), without).status is S.APPROVED


def test_a_role_escalates_to_whom_the_policy_says() -> None:
    role = ApprovalRole("finance", "Finance", ("Finance",), escalates_to=People(("dee",)))
    policy = ApprovalPolicy(roles=(role,))
    one = request(need("money", approver=ByRole("finance")), of=circle(policy=policy))
    assert [seat.first for seat in one.needs[0].seats] == ["dee"]


def test_one_rejection_ends_it_and_needs_a_reason() -> None:
    one = request(need("a", "ann"), need("b", "bob"))
    with pytest.raises(CommentInvalid):
        reject(one, said("bob", " "), circle())
    ended = reject(one, said("bob", "Too cheap"), circle())
    assert (ended.status, ended.decisions[-1].comment) == (S.REJECTED, "Too cheap")
    with pytest.raises(RequestForbids) as refusal:
        approve(ended, said("ann"), circle())
    assert refusal.value.code == "approval_denied"


def test_a_question_goes_to_the_author_and_others_may_go_on() -> None:
    one = ask(request(need("a", "ann"), need("b", "bob")), said("ann", "Why?"), circle())
    assert one.status is S.QUESTIONED
    one = approve(one, said("bob"), circle())
    with pytest.raises(NotTheAuthor):
        answer(one, said("bob"), circle())
    one = answer(one, said("author", "Because"), later(circle(), hours=5))
    assert one.status is S.WAITING
    assert one.needs[0].since == later(circle(), hours=5).at
    assert approve(one, said("ann"), circle()).status is S.APPROVED


def test_what_is_asked_last_may_be_approved_without_the_answer() -> None:
    one = ask(request(need("a", "ann")), said("ann", "Why?"), circle())
    assert approve(one, said("ann"), circle()).status is S.APPROVED


def test_only_the_author_takes_it_back() -> None:
    with pytest.raises(NotTheAuthor):
        recall(request(), said("ann"), circle())
    assert recall(request(), said("author"), circle()).status is S.RECALLED


def test_a_part_is_handed_over_and_never_back() -> None:
    one = delegate(request(need("a", "ann")), said("ann"), UserId("bob"), circle())
    with pytest.raises(NotAsked):
        approve(one, said("ann"), circle())
    with pytest.raises(DelegationCycle):
        delegate(one, said("bob"), UserId("ann"), circle())
    ended = approve(one, said("bob"), circle())
    assert (ended.decisions[-1].user, ended.decisions[-1].seat) == ("bob", "ann")
    gone = circle(gone=("bob",))
    assert approve(settled(one, gone), said("ann"), gone).status is S.APPROVED


@pytest.mark.parametrize("to", ["author", "nobody"])
def test_a_part_is_handed_to_nobody_who_may_not_decide(to: str) -> None:
    with pytest.raises(DelegationInvalid):
        delegate(request(need("a", "ann")), said("ann"), UserId(to), circle())


def test_the_policy_may_forbid_handing_over_and_adding() -> None:
    strict = circle(policy=ApprovalPolicy(ad_hoc=False, delegation=False))
    with pytest.raises(DelegationForbidden):
        delegate(request(), said("ann"), UserId("bob"), strict)
    with pytest.raises(AddingForbidden):
        add(request(), said("ann"), UserId("bob"), strict)


def test_one_more_is_asked_beside_the_others_never_instead() -> None:
    one = add(request(), said("author", "She knows them"), UserId("cid"), circle())
    one = approve(one, said("cid"), circle())
    assert one.status is S.WAITING
    assert approve(one, said("ann"), circle()).status is S.APPROVED
    with pytest.raises(AddingForbidden):
        add(request(), said("dee"), UserId("cid"), circle())
    with pytest.raises(ApproverInvalid):
        add(request(), said("ann"), AUTHOR, circle())


def test_standing_delegation_holds_for_its_time_and_over_several_hands() -> None:
    known = (delegation("ann", "bob"), delegation("bob", "cid"))
    one = request(need("a", "ann"))
    away = circle(delegations=known)
    assert approve(one, said("cid"), away).decisions[-1].seat == "ann"
    with pytest.raises(NotAsked):
        approve(one, said("cid"), later(away, days=3))


def test_a_circle_of_delegation_is_refused() -> None:
    known = (delegation("ann", "bob"), delegation("bob", "cid"))
    with pytest.raises(DelegationCycle):
        check_delegation(delegation("cid", "ann"), known, people())
    after = delegation("cid", "ann", starts=later(circle(), days=2).at)
    check_delegation(after, known, people())


def test_what_the_product_agrees_to_is_noted_as_such() -> None:
    one = request(need("small", auto=True))
    assert (one.status, one.needs[0].met) == (S.APPROVED, Met.AUTO)


def test_managers_are_those_of_the_author() -> None:
    one = request(need("chain", approver=Managers(2)))
    assert one.needs[0].seats == ()
    assert one.status is S.WAITING


TIMED = Timing(remind=8, escalate=16, escalate_to=People(("dee",)), expire=40)


def test_time_reminds_then_escalates_then_ends_it() -> None:
    one, done = request(need("slow", "ann", timing=TIMED)), []
    moment = circle()
    for _hour in range(41):
        one, step = elapsed(one, moment)
        done += [] if step is None else [step.verb]
        moment = later(moment, hours=1)
    assert done == [V.REMIND, V.REMIND, V.ESCALATE, V.REMIND, V.EXPIRE]
    assert one.status is S.EXPIRED
    assert next_step(one) is None


def test_a_clock_that_jumps_ahead_warns_before_it_ends_anything() -> None:
    one = request(need("slow", "ann", timing=TIMED))
    far = later(circle(), days=4000)
    one, step = elapsed(one, far)
    assert step is not None
    assert step.verb is V.REMIND
    assert elapsed(one, far) == (one, None)
    assert elapsed(one, circle()) == (one, None)
    assert approve(one, said("ann"), circle()).status is S.APPROVED


def test_a_question_stops_the_escalation() -> None:
    one = ask(request(need("slow", "ann", timing=TIMED)), said("ann", "Why?"), circle())
    assert {V.REMIND} == {step.verb for step in [next_step(one)] if step is not None}
    moment = later(circle(), hours=30)
    for _ in range(5):
        one, _step = elapsed(one, moment)
        moment = later(moment, minutes=10)
    assert one.needs[0].escalated_at is None


DEEDS: tuple[Callable[[ApprovalRequest, Said, Circle], ApprovalRequest], ...] = (approve, reject, ask)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["author", "bob", "nobody"])
def test_nobody_else_decides(
    deed: Callable[[ApprovalRequest, Said, Circle], ApprovalRequest], who: str
) -> None:
    with pytest.raises((AuthorDecides, NotAsked, ApproverGone)):
        deed(request(), said(who), circle())
