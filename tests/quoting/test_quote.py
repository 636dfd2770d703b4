"""What may happen to a quote, and to whom it exists."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product as pairs

import pytest

from app.actor import Actor, ConnectionName, OrgId, UserId
from app.amounts import Money
from app.pricing import LinePrice
from app.quoting import (
    Deed,
    Line,
    LineMissing,
    QuantityInvalid,
    Quote,
    QuoteId,
    QuoteMissing,
    Status,
    StatusForbids,
    TooManyLines,
    can_edit,
    can_read,
    check_can_edit,
    check_quantity,
    quote_id,
    write_back_key,
)
from app.quoting.status import TRANSITIONS, after

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REP = Actor(ConnectionName("demo"), OrgId("00Dx0000001hxyEEAQ"), UserId("005x0000001SyyEAAS"), "Rita Rep")
OPPORTUNITY = "006x0000001AbcdEAA"


def line(n: int, unit: str = "10.00", quantity: int = 1) -> Line:
    money = Money.of(unit, "EUR")
    return Line(
        n=n,
        product="radio",
        code="R1",
        name="Radio",
        description="",
        quantity=quantity,
        choices={},
        values={},
        complete=True,
        price=LinePrice(quantity, money * quantity, money * quantity, ()),
    )


def quote(status: Status = Status.DRAFT) -> Quote:
    return Quote(
        id=QuoteId("a" * 32),
        number="Q-00001",
        connection=REP.connection,
        org=REP.org,
        owner=REP.user,
        owner_name=REP.name,
        opportunity=OPPORTUNITY,
        currency="EUR",
        customer_tier="Standard",
        release="f" * 64,
        revision=1,
        status=status,
        valid_until=date(2026, 12, 21),
        created_at=NOW,
        changed_at=NOW,
    )


def test_every_change_makes_a_new_quote_with_the_next_revision() -> None:
    before = quote()
    later = NOW + timedelta(minutes=1)
    changed = before.with_line(line(1), at=later)
    assert (before.revision, before.lines) == (1, ())
    assert (changed.revision, changed.changed_at, len(changed.lines)) == (2, later, 1)


def test_the_total_is_the_sum_of_the_lines() -> None:
    filled = quote().with_line(line(1, "10.50", 3), at=NOW).with_line(line(2, "0.01"), at=NOW)
    assert str(filled.total) == "31.51"


def test_a_line_number_is_never_given_again() -> None:
    filled = quote().with_line(line(1), at=NOW).with_line(line(2), at=NOW)
    assert filled.without_line(2, at=NOW).next_line == 3


def test_a_line_is_replaced_in_its_place() -> None:
    filled = quote().with_line(line(1), at=NOW).with_line(line(2), at=NOW)
    changed = filled.with_line(line(1, "99.00"), at=NOW)
    assert [(one.n, str(one.price.net)) for one in changed.lines] == [(1, "99.00"), (2, "10.00")]


def test_a_missing_line_is_told() -> None:
    with pytest.raises(LineMissing):
        quote().line(7)


def test_a_quote_has_a_bounded_number_of_lines() -> None:
    full = replace(quote(), lines=tuple(line(n) for n in range(1, 2001)), next_line=2001)
    with pytest.raises(TooManyLines):
        full.with_line(line(2001), at=NOW)


@pytest.mark.parametrize(("status", "deed"), list(pairs(Status, Deed)))
def test_every_pair_of_status_and_deed_is_either_in_the_table_or_refused_with_a_reason(
    status: Status, deed: Deed
) -> None:
    if (status, deed) in TRANSITIONS:
        assert after(status, deed) is TRANSITIONS[status, deed]
        return
    with pytest.raises(StatusForbids) as refusal:
        after(status, deed)
    assert refusal.value.code == "quote_locked"
    assert refusal.value.detail.endswith(".")


def test_a_quote_on_its_way_cannot_be_edited() -> None:
    submitted = quote().with_line(line(1), at=NOW).moved(Deed.SUBMIT, at=NOW)
    with pytest.raises(StatusForbids):
        submitted.with_line(line(2), at=NOW)


def test_each_submission_has_a_key_of_its_own() -> None:
    submitted = quote().moved(Deed.SUBMIT, at=NOW)
    again = submitted.moved(Deed.FAIL, at=NOW).moved(Deed.SUBMIT, at=NOW)
    assert write_back_key(submitted) != write_back_key(again)
    assert len(write_back_key(again)) <= 64


def test_a_draft_exists_for_its_author_alone() -> None:
    other = replace(REP, user=UserId("005x0000001SyzFAAS"))
    assert can_edit(REP, quote(), opportunity=OPPORTUNITY)
    assert not can_read(other, quote(), opportunity=OPPORTUNITY)
    with pytest.raises(QuoteMissing):
        check_can_edit(other, quote(), opportunity=OPPORTUNITY)


def test_a_written_quote_is_read_by_all_on_its_opportunity_and_edited_by_none_else() -> None:
    other = replace(REP, user=UserId("005x0000001SyzFAAS"))
    written = quote(Status.WRITTEN)
    assert can_read(other, written, opportunity=OPPORTUNITY)
    assert not can_edit(other, written, opportunity=OPPORTUNITY)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(REP, org=OrgId("00Dx0000002hxyEEAQ")),
        replace(REP, connection=ConnectionName("other")),
    ],
)
def test_a_quote_of_another_org_does_not_exist(elsewhere: Actor) -> None:
    assert not can_read(elsewhere, quote(Status.WRITTEN), opportunity=OPPORTUNITY)


def test_a_quote_does_not_exist_on_another_opportunity() -> None:
    assert not can_read(REP, quote(), opportunity="006x0000002AbcdEAA")


@pytest.mark.parametrize("quantity", [0, -1, 10**9, 1.0, 1e9, "3", None, True, [1]])
def test_a_quantity_is_a_whole_number_in_reach(quantity: object) -> None:
    with pytest.raises(QuantityInvalid):
        check_quantity(quantity, maximum=10_000)


@pytest.mark.parametrize("text", ["", "1", "A" * 32, "a" * 31, "../" + "a" * 29, "a" * 32 + "\n"])
def test_text_that_cannot_be_a_quote_id_is_answered_as_missing(text: str) -> None:
    with pytest.raises(QuoteMissing):
        quote_id(text)
