"""The tables of a quote's life: total, without dead ends, and told in the docs as they are."""

from dataclasses import replace
from itertools import product as pairs

import pytest

from app.actor import Actor, Role, UserId
from app.quoting import (
    MAY,
    OFFERED,
    ON_OPPORTUNITY,
    OPEN,
    READERS,
    TRANSITIONS,
    TURN,
    Deed,
    Party,
    Quote,
    QuoteMissing,
    QuoteOfAnother,
    Status,
    StatusForbids,
    after,
    can_do,
    can_read,
    check_can_do,
)
from tests.quoting.test_quote import OPPORTUNITY, REP, quote
from tools import quote_life

OTHER = replace(REP, user=UserId("005x0000001SyzFAAS"))
APPROVER = replace(OTHER, roles=frozenset({Role.APPROVER}))


def following(status: Status) -> set[Status]:
    return {after for (before, _deed), after in TRANSITIONS.items() if before is status}


def reached(start: Status) -> set[Status]:
    found, seen = {start}, set[Status]()
    while found - seen:
        seen |= (fresh := found - seen)
        found |= {one for status in fresh for one in following(status)}
    return found


def test_each_table_speaks_of_everything_and_of_nothing_else() -> None:
    assert set(TURN) == set(READERS) == set(Status)
    assert set(MAY) == set(Deed)
    assert {deed for _status, deed in TRANSITIONS} == set(Deed)


def test_every_status_is_reached_from_a_draft() -> None:
    assert reached(Status.DRAFT) == set(Status)


def test_an_end_is_where_nobody_has_a_turn_and_everywhere_else_somebody_has_something_to_do() -> None:
    doers = {Party.CUSTOMER: Party.AUTHOR}
    for status, turn in TURN.items():
        theirs = {MAY[deed] for before, deed in TRANSITIONS if before is status}
        assert turn is None or doers.get(turn, turn) in theirs, status
    assert [status for status in Status if not following(status)] == [Status.ACCEPTED]


def test_what_was_written_never_becomes_editable_again() -> None:
    for status in ON_OPPORTUNITY:
        assert not reached(status) & {*OPEN, Status.SUBMITTED, Status.IN_APPROVAL}
        with pytest.raises(StatusForbids) as refusal:
            after(status, Deed.EDIT)
        assert refusal.value.facts["way_out"] in ("revise", "clone")


def test_every_refusal_names_a_way_out_that_leads_on() -> None:
    ways = {"submit": Deed.SUBMIT, "recall": Deed.RECALL, "edit": Deed.EDIT, "revise": Deed.REVISE}
    for status, deed in pairs(Status, Deed):
        if (status, deed) in TRANSITIONS:
            continue
        with pytest.raises(StatusForbids) as refusal:
            after(status, deed)
        way = refusal.value.facts["way_out"]
        assert way in ("wait", "clone") or (status, ways[str(way)]) in TRANSITIONS


def test_what_waits_for_the_customer_can_be_answered_and_ends_by_itself() -> None:
    for status in OFFERED:
        for deed in (Deed.ACCEPT, Deed.REJECT, Deed.WITHDRAW, Deed.EXPIRE, Deed.REVISE):
            assert (status, deed) in TRANSITIONS


@pytest.mark.parametrize(("status", "deed"), list(pairs(Status, Deed)))
def test_whose_a_deed_is_is_decided_for_every_status_and_person(status: Status, deed: Deed) -> None:
    stored = quote(status)
    assert can_do(REP, stored, deed, opportunity=OPPORTUNITY) == (MAY[deed] is Party.AUTHOR)
    assert not can_do(OTHER, stored, deed, opportunity=OPPORTUNITY)
    approves = MAY[deed] is Party.APPROVER and can_read(APPROVER, stored, opportunity=OPPORTUNITY)
    assert can_do(APPROVER, stored, deed, opportunity=OPPORTUNITY) == approves


@pytest.mark.parametrize("status", Status)
def test_who_may_not_read_a_quote_is_not_told_that_it_is_there(status: Status) -> None:
    stored = quote(status)
    error = QuoteOfAnother if READERS[status] is None else QuoteMissing
    with pytest.raises(error):
        check_can_do(OTHER, stored, Deed.WITHDRAW, opportunity=OPPORTUNITY)
    with pytest.raises(QuoteMissing):
        check_can_do(REP, stored, Deed.WITHDRAW, opportunity="006x0000001AbceEAA")


def test_approvers_read_what_waits_for_them_and_no_draft() -> None:
    readable = [one for one in Status if _reads(APPROVER, quote(one))]
    assert set(Status) - set(readable) == {Status.DRAFT, Status.FAILED}
    assert not _reads(OTHER, quote(Status.IN_APPROVAL))


def test_the_page_tells_the_tables_as_they_are() -> None:
    page = quote_life.PAGE.read_text(encoding="utf-8")
    assert quote_life.written(page) == page, "Run python3 tools/quote_life.py"
    assert "    sent --> accepted: accept" in page


def _reads(actor: Actor, stored: Quote) -> bool:
    return can_read(actor, stored, opportunity=OPPORTUNITY)
