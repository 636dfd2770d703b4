"""When a letter is due, and to whom."""

from dataclasses import replace
from datetime import timedelta

from app.actor import ConnectionName, UserId
from app.approvals import (
    Cause,
    Circle,
    DueLetter,
    Letter,
    LetterId,
    RequestId,
    approve,
    letters_due,
    look_again_at,
)
from tests.approvals.asking import AT, circle, delegation, later, need, request, said

HOUR = timedelta(hours=1)


def written(due: DueLetter) -> Letter:
    return Letter(
        LetterId(f"{due.user}-{due.moment:%H%M}"),
        ConnectionName("demo"),
        RequestId("r"),
        due.user,
        due.cause,
        due.moment,
        due.moment,
        due.moment + HOUR,
    )


def with_delegations(of: Circle, *pairs: tuple[str, str]) -> Circle:
    """That begin at the moment of the circle, though they count for longer."""
    made = (replace(delegation(giver, taker), made_at=of.at) for giver, taker in pairs)
    return replace(of, delegations=(*of.delegations, *made))


def test_who_was_written_to_for_themselves_is_written_to_again_as_a_delegate() -> None:
    asked = request(need("discount", "ann"), need("margin", "bob"))
    known = [written(one) for one in letters_due(asked, circle(), ())]
    assert [(one.user, one.cause) for one in known] == [("ann", Cause.ASKED), ("bob", Cause.ASKED)]
    then = with_delegations(later(circle(), hours=1), ("bob", "ann"))
    (due,) = letters_due(approve(asked, said("ann"), circle(), only=[1]), then, known)
    assert due == DueLetter(UserId("ann"), Cause.DELEGATED, AT + HOUR)
    assert letters_due(asked, then, [*known, written(due)]) == ()


def test_over_several_hands_it_begins_with_the_last_of_them() -> None:
    asked = request(need("discount", "ann"))
    first = with_delegations(circle(), ("bob", "cid"))
    known = [written(one) for one in letters_due(asked, first, ())]
    assert [one.user for one in known] == ["ann"]
    then = with_delegations(later(first, hours=1), ("ann", "bob"))
    due = letters_due(asked, then, known)
    assert [(one.user, one.cause, one.moment) for one in due] == [
        ("bob", Cause.DELEGATED, AT + HOUR),
        ("cid", Cause.DELEGATED, AT + HOUR),
    ]


def test_another_way_to_decide_for_the_same_person_brings_no_further_letter() -> None:
    asked = request(need("discount", "ann"))
    first = with_delegations(circle(), ("ann", "bob"), ("bob", "cid"))
    known = [written(one) for one in letters_due(asked, first, ())]
    assert {one.user for one in known} == {"ann", "bob", "cid"}
    then = with_delegations(later(first, hours=1), ("ann", "cid"))
    assert letters_due(asked, then, known) == ()


def test_what_the_catalog_states_is_looked_at_again_when_it_begins() -> None:
    soon, late = delegation("ann", "bob", starts=AT + HOUR), delegation("ann", "cid", starts=AT + 2 * HOUR)
    of = circle(delegations=(late, soon, replace(soon, made_at=AT, starts=AT + HOUR / 2)))
    assert look_again_at(of) == soon.starts
    assert look_again_at(later(of, hours=1)) == late.starts
    assert look_again_at(later(of, hours=2)) is None
