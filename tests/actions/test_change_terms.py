"""What all prices of a quote follow from: a discount on the whole, promotion codes, the region."""

from decimal import Decimal

import pytest

from app.actions import (
    Call,
    TermsChange,
    add_line,
    change_terms,
    complete_line,
    redo_on_quote,
    show_history,
    show_quote,
    start_quote,
    submit_quote,
    undo_on_quote,
    write_back_quote,
)
from app.actions.change_terms import CodeUnknown, RegionUnknown
from app.actions.quote_history import ManyStep
from app.amounts import AmountInvalid
from app.pricing import DiscountInvalid
from app.quoting import Quote, QuoteMissing, StatusForbids
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, NOW, World
from tests.actions.test_undo_on_quote import offered


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    quote = start_quote(world.services, call)
    for product in ("sc300", "ml200"):
        line = add_line(world.services, call, quote.id, product=product, choices={}).line
        quote = complete_line(world.services, call, quote.id, line.n).quote
    return quote


def changed(world: World, call: Call, quote: Quote, **change: object) -> Quote:
    return change_terms(world.services, call, quote.id, change=TermsChange(**change))


def test_an_amount_off_the_quote_is_split_over_its_lines_to_the_cent(
    world: World, call: Call, quote: Quote
) -> None:
    off = {"amount": "100.01", "reason": "  to   close "}
    after = changed(world, call, quote, discount=off)
    assert (quote.total - after.total).amount == Decimal("100.01")
    assert after.header.discount is not None
    assert after.header.discount.reason == "to close"
    assert all(
        line.price.net < before.price.net for line, before in zip(after.lines, quote.lines, strict=True)
    )
    assert changed(world, call, quote, discount=None).lines == quote.lines


def test_a_percentage_is_written_to_the_crm_with_the_lines(world: World, call: Call, quote: Quote) -> None:
    after = changed(world, call, quote, discount={"percent": "10", "reason": "pilot"})
    key = submit_quote(world.services, call, quote.id, idempotency_key="once").key
    write_back_quote(world.services, key, at=NOW)
    assert world.crm.quotes[key].offer.total == after.total < quote.total
    with pytest.raises(StatusForbids):
        changed(world, call, quote, discount=None)


def test_codes_are_found_however_they_are_written_and_once(world: World, call: Call, quote: Quote) -> None:
    after = changed(world, call, quote, codes=[" spring27", "SPRING27"], region="EMEA")
    assert (after.header.codes, after.header.region) == (("SPRING27",), "EMEA")
    assert show_quote(world.services, call, quote.id) == after
    assert changed(world, call, quote, codes=[], region="").lines == quote.lines


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"codes": ["AUTUMN"]}, CodeUnknown),
        ({"codes": "SPRING27"}, CodeUnknown),
        ({"codes": [5]}, CodeUnknown),
        ({"codes": ["SPRING27"] * 21}, CodeUnknown),
        ({"region": "MOON"}, RegionUnknown),
        ({"region": None}, RegionUnknown),
        ({"discount": {"percent": "5"}}, DiscountInvalid),
        ({"discount": {"target": "5", "reason": "x"}}, DiscountInvalid),
        ({"discount": {"percent": "101", "reason": "x"}}, AmountInvalid),
        ({"discount": {"amount": "1" + "0" * 12, "reason": "x"}}, DiscountInvalid),
        ({"discount": {"amount": "0.001", "reason": "x"}}, AmountInvalid),
        ({"region": "EMEA", "codes": ["AUTUMN"]}, CodeUnknown),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_half_done(
    world: World, call: Call, quote: Quote, change: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        changed(world, call, quote, **change)
    assert show_quote(world.services, call, quote.id) == quote


def test_it_is_undone_in_words_and_made_again(world: World, call: Call, quote: Quote) -> None:
    after = changed(world, call, quote, discount={"percent": "10", "reason": "pilot"}, region="APAC")
    assert show_history(world.services, call, after).undo == ManyStep("Discount on the quote, Region APAC")
    assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(quote)
    assert offered(redo_on_quote(world.services, call, quote.id).quote) == offered(after)
    with world.services.database.reading() as tx:
        assert [one.verb for one in audit.read(tx, quote.id)][-3:] == [
            "change_terms",
            "undo_step",
            "redo_step",
        ]


def test_what_changes_nothing_is_not_stored(world: World, call: Call, quote: Quote) -> None:
    assert changed(world, call, quote, region="", codes=[], discount=None) == quote
    assert show_quote(world.services, call, quote.id).revision == quote.revision


def test_it_is_its_authors_to_change_at_a_revision(world: World, call: Call, quote: Quote) -> None:
    with pytest.raises(QuoteMissing):
        changed(world, world.call(world.open(COLLEAGUE)), quote, region="EMEA")
    changed(world, call, quote, region="EMEA")
    with pytest.raises(QuoteChanged):
        change_terms(
            world.services,
            call,
            quote.id,
            change=TermsChange(region="APAC"),
            expected=quote.revision,
        )
