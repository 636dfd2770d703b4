"""What was agreed to once holds only while nothing of it got worse."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.approvals import (
    ApprovalRequest,
    Fact,
    Met,
    Need,
    RequestStatus,
    approve,
    facts_hash,
    got_worse,
    recall,
    reject,
)
from app.catalog.approvals import UNTIMED, People
from tests.approvals.asking import circle, request, said

values = st.one_of(st.integers(0, 4).map(Decimal), st.sampled_from(("net 30", "net 60")))
facts = st.lists(
    st.builds(
        Fact,
        st.sampled_from(("discount", "margin")),
        st.sampled_from(("quote", "line 1")),
        values,
        st.sampled_from(("higher", "lower", "other")),
    ),
    max_size=3,
    unique_by=lambda one: (one.name, one.subject),
).map(tuple)


def need(of: tuple[Fact, ...], *users: str) -> Need:
    return Need("rule", "Rule", 1, People(users or ("ann",)), 1, UNTIMED, "why", of)


def worse(before: tuple[Fact, ...], now: tuple[Fact, ...]) -> bool:
    """By the definition, fact for fact."""
    known = {(one.name, one.subject): one for one in before}
    for one in now:
        old = known.get((one.name, one.subject))
        if old is None or old.worse != one.worse:
            return True
        if not isinstance(old.value, Decimal) or not isinstance(one.value, Decimal) or one.worse == "other":
            if old.value != one.value:
                return True
        elif (one.value - old.value) * (1 if one.worse == "higher" else -1) > 0:
            return True
    return False


def agreed(of: tuple[Fact, ...]) -> ApprovalRequest:
    return approve(request(need(of)), said("ann"), circle())


@given(facts, facts)
def test_it_is_carried_over_exactly_where_no_fact_got_worse(
    before: tuple[Fact, ...], now: tuple[Fact, ...]
) -> None:
    after = request(need(now), earlier=(agreed(before),), n=2)
    carried = after.needs[0].met is Met.CARRIED
    assert carried is not worse(before, now)
    assert (after.status is RequestStatus.APPROVED) is carried
    assert bool(got_worse(before, now)) is worse(before, now)


@given(facts, facts, facts)
def test_it_never_drifts_from_what_somebody_agreed_to(
    first: tuple[Fact, ...], second: tuple[Fact, ...], third: tuple[Fact, ...]
) -> None:
    one = agreed(first)
    two = request(need(second), earlier=(one,), n=2)
    two = two if two.status is RequestStatus.APPROVED else approve(two, said("ann"), circle())
    three = request(need(third), earlier=(one, two), n=3)
    if three.needs[0].met is Met.CARRIED:
        carried = three.needs[0].carried
        assert carried is not None
        assert not worse(carried.facts, third)
        assert carried.facts in (first, second)


@given(facts)
def test_it_is_not_carried_past_a_rejection_a_departure_or_another_rule(of: tuple[Fact, ...]) -> None:
    one = agreed(of)
    no = reject(request(need(of, "ann"), n=2), said("ann"), circle())
    assert request(need(of), earlier=(one, no), n=3).status is RequestStatus.WAITING
    gone = circle(gone=("ann",))
    assert request(need(of, "ann", "bob"), earlier=(one,), of=gone, n=2).status is RequestStatus.WAITING
    assert request(need(of, "bob"), earlier=(one,), n=2).status is RequestStatus.WAITING
    other = replace(need(of), rule="other")
    assert request(other, earlier=(one,), n=2).status is RequestStatus.WAITING


def test_what_was_met_holds_though_the_rest_was_taken_back() -> None:
    fact = (Fact("discount", "quote", Decimal(20), "higher"),)
    both = request(need(fact), replace(need(fact, "bob"), rule="other"))
    half = recall(approve(both, said("ann"), circle()), said("author"), circle())
    again = request(need(fact), replace(need(fact, "bob"), rule="other"), earlier=(half,), n=2)
    assert [one.met for one in again.needs] == [Met.CARRIED, Met.ASKED]


def test_only_what_got_worse_is_asked_again_and_the_difference_is_said() -> None:
    before, now = (
        (Fact("discount", "line 1", Decimal(value), "higher"), Fact("terms", "quote", "net 30"))
        for value in (20, 25)
    )
    after = request(need(now), earlier=(agreed(before),), n=2)
    assert after.needs[0].changed == ("discount of line 1: 20 before, 25 now",)


@given(facts)
def test_the_hash_of_facts_minds_neither_order_nor_trailing_zeros(of: tuple[Fact, ...]) -> None:
    longer = tuple(
        replace(one, value=one.value + Decimal("0.00")) if isinstance(one.value, Decimal) else one
        for one in reversed(of)
    )
    assert facts_hash(longer) == facts_hash(of)
    assert facts_hash((*of, Fact("new", "", Decimal(1)))) != facts_hash(of)
