"""A quote on its way through those who have to agree, over a real database."""

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.actions import Call, revise_quote, show_quote, show_write_back, start_quote, submit_quote
from app.actions.approvals import (
    Meant,
    add_approver,
    answer_question,
    approve_request,
    ask_author,
    begin_delegation,
    delegate_request,
    end_delegation,
    export_approvals,
    follow_approvals,
    list_approvals,
    list_delegations,
    recall_request,
    reject_request,
    request_approval,
    show_approval,
)
from app.actions.connected import set_roles
from app.actions.write_back_quote import write_back_quote
from app.actor import Actor, Role, UserId
from app.approvals import (
    AuthorDecides,
    Fact,
    Met,
    Need,
    NobodyToAsk,
    NotAsked,
    Person,
    RequestChanged,
    RequestForbids,
    RequestMissing,
    RequestSuperseded,
    Step,
)
from app.catalog.approvals import ByRole, Managers, Timing
from app.errors import AppError
from app.quoting import Quote, QuoteMissing, Status, StatusForbids, WriteBackState
from app.store import audit, deeds, write_backs
from tests.actions.conftest import COLLEAGUE, DEMO, NOW, OPPORTUNITY, OTHER_OPPORTUNITY, REP, World

BOSS = replace(REP, user=UserId("005x0000001Sb1EAAS"), name="Bea Boss")
CHIEF = replace(REP, user=UserId("005x0000001Sc1EAAS"), name="Cleo Chief")
LATER = NOW + timedelta(hours=1)


class Policy:
    """What the rules ask for, as a test says: the discount that somebody has to agree to."""

    def __init__(self) -> None:
        self.discount = Decimal(20)
        self.stages: tuple[tuple[str, object, Timing], ...] = (("discount", Managers(1), Timing()),)
        self.extra: tuple[Need, ...] = ()

    def needs(self, quote: Quote, release: object, *, costs: object) -> tuple[Need, ...]:
        fact = Fact("discount", "quote", self.discount, "higher", Decimal(10))
        made = tuple(
            Need(rule, rule.title(), stage, approver, 1, timing, f"{self.discount} % off.", (fact,))  # type: ignore[arg-type]  # any approver
            for stage, (rule, approver, timing) in enumerate(self.stages, start=1)
        )
        return (*made, *self.extra) if self.discount > 10 else ()


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> Policy:
    found = Policy()
    # The package shows the verb under the name of its file.
    file = sys.modules["app.actions.approvals.request_approval"]
    monkeypatch.setattr(file, "needs_of", found.needs)
    return found


@pytest.fixture
def office(world: World, policy: Policy) -> World:
    """The rep, their boss and the boss's boss, whom the CRM knows."""
    set_roles(world.services.database, DEMO, {"approver": ("Finance",)}, at=NOW)
    for actor, manager, roles in (
        (REP, BOSS, ()),
        (BOSS, CHIEF, ("approver",)),
        (CHIEF, None, ("approver",)),
        (COLLEAGUE, BOSS, ()),
    ):
        person = Person(
            actor.user,
            actor.name,
            active=True,
            manager=None if manager is None else manager.user,
            username=f"{actor.name.split()[0].lower()}@example.com",
            groups=frozenset({"Finance"} if roles else ()),
            roles=frozenset(roles),
        )
        world.crm.people.append(person)
    return world


def asked(office: World, call: Call) -> tuple[Quote, Meant]:
    """A quote that waits for its approvers, to be saved then."""
    quote = office.quote(call, "sc300")
    write_back = submit_quote(office.services, call, quote.id, idempotency_key=quote.id)
    assert write_back.state is WriteBackState.WAITING_APPROVAL
    return quote, meant(office, call, quote)


def meant(office: World, call: Call, quote: Quote) -> Meant:
    return Meant(show_approval(office.services, call, quote.id).request.id)


def as_(office: World, actor: Actor, *, at: object = NOW) -> Call:
    return office.call(office.open(actor))


def status(office: World, call: Call, quote: Quote) -> Status:
    return show_quote(office.services, call, quote.id).status


def test_the_last_approval_saves_the_quote_as_its_owner(office: World) -> None:
    rep = office.call()
    quote, which = asked(office, rep)
    told = show_write_back(office.services, rep, quote.id)
    assert (told.state, status(office, rep, quote)) == (WriteBackState.WAITING_APPROVAL, Status.IN_APPROVAL)
    assert office.crm.quotes == {}

    approve_request(office.services, as_(office, BOSS), quote.id, meant=which, comment="Fine")

    queued = show_write_back(office.services, rep, quote.id)
    assert (queued.key, queued.state) == (told.key, WriteBackState.QUEUED)
    with office.services.database.reading() as tx:
        assert write_backs.requester(tx, queued.key).user == REP.user
        history = [(one.deed, one.user) for one in deeds.of_quote(tx, quote.id)]
        verbs = [one.verb for one in audit.read(tx, quote.id)]
    assert history[-3:] == [("request", REP.user), ("approve", BOSS.user), ("submit", REP.user)]
    assert {"request_approval", "approval_approve", "submit_quote"} <= set(verbs)
    assert write_back_quote(office.services, queued.key, at=LATER).state is WriteBackState.WRITTEN
    assert len(office.crm.quotes) == 1


def test_a_repeat_of_the_submission_answers_as_the_first_did(office: World) -> None:
    rep = office.call()
    quote, _ = asked(office, rep)
    again = submit_quote(office.services, rep, quote.id, idempotency_key=quote.id)
    assert again == show_write_back(office.services, rep, quote.id)


def test_with_nobody_to_ask_it_goes_straight_on(office: World, policy: Policy) -> None:
    policy.discount = Decimal(5)
    rep = office.call()
    assert office.submitted(rep).state is WriteBackState.QUEUED
    other = office.quote(rep, "sc300")
    with pytest.raises(NobodyToAsk):
        request_approval(office.services, rep, other.id)
    with pytest.raises(RequestMissing):
        show_approval(office.services, rep, other.id)


def test_a_quote_that_waits_cannot_be_changed_or_saved_around_its_approvers(office: World) -> None:
    rep = office.call()
    quote, which = asked(office, rep)
    with pytest.raises(StatusForbids):
        submit_quote(office.services, rep, quote.id, idempotency_key="again")
    with pytest.raises(StatusForbids):
        revise_quote(office.services, rep, quote.id)
    with pytest.raises(AuthorDecides):
        approve_request(office.services, rep, quote.id, meant=which)
    assert office.crm.quotes == {}


def test_a_rejection_brings_it_back_and_what_did_not_get_worse_is_not_asked_again(
    office: World, policy: Policy
) -> None:
    policy.stages = (("discount", Managers(1), Timing()), ("finance", ByRole("approver"), Timing()))
    rep, boss, chief = (as_(office, one) for one in (REP, BOSS, CHIEF))
    quote, which = asked(office, rep)
    approve_request(office.services, boss, quote.id, meant=which, needs=(1,))
    reject_request(office.services, chief, quote.id, meant=which, comment="Terms")
    assert status(office, rep, quote) is Status.DRAFT

    submit_quote(office.services, rep, quote.id, idempotency_key="second")
    again = show_approval(office.services, rep, quote.id).request
    assert [one.met for one in again.needs] == [Met.CARRIED, Met.ASKED]
    with pytest.raises(RequestSuperseded):
        approve_request(office.services, chief, quote.id, meant=which)
    approve_request(office.services, chief, quote.id, meant=Meant(again.id))
    assert status(office, rep, quote) is Status.SUBMITTED
    record = export_approvals(office.services, rep, quote.id)
    assert [one.request.status for one in record] == ["rejected", "approved"]


def test_what_got_worse_is_asked_again_with_the_difference(office: World, policy: Policy) -> None:
    rep = office.call()
    quote, which = asked(office, rep)
    boss = as_(office, BOSS)
    approve_request(office.services, boss, quote.id, meant=which)
    office.crm.calls = 0
    key = show_write_back(office.services, rep, quote.id).key
    write_back_quote(office.services, key, at=LATER)
    policy.discount = Decimal(15)
    draft = revise_quote(office.services, rep, quote.id)
    assert submit_quote(office.services, rep, draft.id, idempotency_key="b").state is WriteBackState.QUEUED
    key = show_write_back(office.services, rep, draft.id).key
    write_back_quote(office.services, key, at=LATER)

    policy.discount = Decimal(30)
    worse = revise_quote(office.services, rep, draft.id)
    submit_quote(office.services, rep, worse.id, idempotency_key="c")
    request = show_approval(office.services, boss, worse.id).request
    assert request.needs[0].changed == ("discount of quote: 20 before, 30 now",)


def test_first_asked_then_saved_while_nothing_is_edited(office: World) -> None:
    rep = office.call()
    quote = office.quote(rep, "sc300")
    request = request_approval(office.services, rep, quote.id, comment="Please")
    approve_request(office.services, as_(office, BOSS), quote.id, meant=Meant(request.id))
    assert status(office, rep, quote) is Status.APPROVED
    assert office.crm.quotes == {}
    assert submit_quote(office.services, rep, quote.id, idempotency_key="a").state is WriteBackState.QUEUED


def test_a_recalled_request_cannot_be_decided(office: World) -> None:
    rep = office.call()
    quote, which = asked(office, rep)
    recall_request(office.services, rep, quote.id, meant=which)
    assert status(office, rep, quote) is Status.DRAFT
    for deed in (approve_request, reject_request, ask_author):
        with pytest.raises(RequestForbids) as refusal:
            deed(office.services, as_(office, BOSS), quote.id, meant=which, comment="Late")
        assert refusal.value.code == "approval_recalled"


def test_a_question_and_its_answer(office: World) -> None:
    rep, boss = office.call(), as_(office, BOSS)
    quote, which = asked(office, rep)
    ask_author(office.services, boss, quote.id, meant=which, comment="Why so low?")
    answer_question(office.services, rep, quote.id, meant=which, comment="A first order.")
    approve_request(office.services, boss, quote.id, meant=which)
    said = [one.comment for one in show_approval(office.services, rep, quote.id).request.decisions]
    assert said == ["Why so low?", "A first order.", ""]


def test_somebody_who_was_not_asked_sees_no_quote_and_decides_none(office: World) -> None:
    quote, which = asked(office, office.call())
    colleague = as_(office, COLLEAGUE)
    with pytest.raises(QuoteMissing):
        show_quote(office.services, colleague, quote.id)
    with pytest.raises(QuoteMissing):
        approve_request(office.services, colleague, quote.id, meant=which)
    chief = as_(office, CHIEF)
    assert Role.APPROVER in chief.actor.roles
    with pytest.raises(NotAsked):
        approve_request(office.services, chief, quote.id, meant=which)


def test_a_part_is_handed_over_and_one_more_is_asked(office: World) -> None:
    rep, boss, chief = office.call(), as_(office, BOSS), as_(office, CHIEF)
    colleague = as_(office, COLLEAGUE)
    quote, which = asked(office, rep)
    delegate_request(office.services, boss, quote.id, meant=which, to=CHIEF.user)
    add_approver(office.services, rep, quote.id, meant=which, to=COLLEAGUE.user, comment="Knows them")
    approve_request(office.services, chief, quote.id, meant=which)
    assert status(office, colleague, quote) is Status.IN_APPROVAL
    approve_request(office.services, colleague, quote.id, meant=which)
    assert status(office, rep, quote) is Status.SUBMITTED


def test_somebody_decides_for_somebody_else_while_a_delegation_holds(office: World) -> None:
    rep, boss = office.call(), as_(office, BOSS)
    colleague = as_(office, COLLEAGUE)
    made = begin_delegation(
        office.services, boss, to=COLLEAGUE.user, starts=NOW, ends=NOW + timedelta(days=3)
    )
    quote, which = asked(office, rep)
    assert [one.request.quote for one in list_approvals(office.services, colleague)] == [quote.id]
    assert list_delegations(office.services, colleague) == (made,)
    done = approve_request(office.services, colleague, quote.id, meant=which)
    assert (done.decisions[0].user, done.decisions[0].seat) == (COLLEAGUE.user, BOSS.user)
    end_delegation(office.services, boss, made.id)
    assert list_delegations(office.services, boss) == ()


def test_the_list_holds_what_waits_for_somebody_where_they_may_read(office: World) -> None:
    quote, _ = asked(office, office.call())
    boss = as_(office, BOSS)
    assert [one.request.quote for one in list_approvals(office.services, boss)] == [quote.id]
    assert list_approvals(office.services, as_(office, CHIEF)) == ()
    other = office.call(office.open(BOSS, opportunity=OTHER_OPPORTUNITY))
    del office.crm.opportunities[OPPORTUNITY]
    assert list_approvals(office.services, other) == ()


def test_an_approver_who_left_is_passed_over_and_shown_as_stuck(office: World) -> None:
    rep = office.call()
    quote, which = asked(office, rep)
    boss = as_(office, BOSS)
    office.crm.people = [replace(one, active=one.user != BOSS.user) for one in office.crm.people]
    rep = office.call()
    assert show_approval(office.services, rep, quote.id).stuck == (1,)
    with pytest.raises(AppError) as refusal:
        approve_request(office.services, boss, quote.id, meant=which)
    assert refusal.value.code in ("approver_inactive", "quote_not_found")
    assert status(office, rep, quote) is Status.IN_APPROVAL


def test_the_sweep_reminds_escalates_and_ends_each_once(office: World, policy: Policy) -> None:
    timing = Timing(remind=8, escalate=16, escalate_to=ByRole("approver"), expire=40)
    policy.stages = (("discount", Managers(1), timing),)
    rep = office.call()
    quote, _ = asked(office, rep)
    heard: list[str] = []

    def tell(_request: object, step: Step) -> None:
        heard.append(step.verb)

    moment = NOW
    # Forty business hours of the catalog, with nights and a weekend between them.
    for _ in range(8 * 24):
        for _again in range(2):
            follow_approvals(office.services, at=moment, tell=tell)
        moment += timedelta(hours=1)
    assert heard == ["remind", "remind", "escalate", "remind", "expire"]
    assert status(office, rep, quote) is Status.DRAFT
    assert office.crm.quotes == {}


def test_two_who_decide_at_once_both_count_or_one_is_told(office: World, policy: Policy) -> None:
    fact = (Fact("margin", "quote", Decimal(5), "lower"),)
    policy.extra = (Need("margin", "Margin", 1, ByRole("approver"), 1, Timing(), "Low", fact),)
    policy.stages = (("discount", Managers(1), Timing()),)
    rep, boss, chief = (as_(office, one) for one in (REP, BOSS, CHIEF))
    quote, which = asked(office, rep)
    start, failures = threading.Barrier(2), []

    def decide(call: Call, needs: tuple[int, ...]) -> Callable[[], None]:
        def run() -> None:
            start.wait()
            try:
                approve_request(office.services, call, quote.id, meant=which, needs=needs)
            except AppError as failure:
                failures.append(failure)

        return run

    threads = [threading.Thread(target=decide(boss, (1,))), threading.Thread(target=decide(chief, (2,)))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    assert status(office, rep, quote) is Status.SUBMITTED


def test_a_decision_on_what_somebody_else_decided_meanwhile_is_refused(office: World) -> None:
    rep, boss = office.call(), as_(office, BOSS)
    quote, which = asked(office, rep)
    seen = replace(which, version=show_approval(office.services, boss, quote.id).request.version)
    add_approver(office.services, rep, quote.id, meant=which, to=CHIEF.user, comment="Her too")
    with pytest.raises(RequestChanged):
        approve_request(office.services, boss, quote.id, meant=seen)


def test_what_keeps_it_back_by_then_leaves_it_approved(office: World) -> None:
    rep = office.call()
    quote, which = asked(office, rep)
    far = replace(as_(office, BOSS), at=NOW + timedelta(days=300))
    approve_request(office.services, far, quote.id, meant=which)
    assert status(office, rep, quote) is Status.APPROVED
    assert start_quote(office.services, rep).status is Status.DRAFT
