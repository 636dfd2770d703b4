"""A draft in another currency: told before, the same cents on the way back, undone like any change."""

from dataclasses import replace

import pytest

from app.actions import (
    Call,
    LineChange,
    add_line,
    change_currency,
    change_line,
    complete_line,
    is_of_opportunity,
    preview_currency,
    redo_on_quote,
    revise_quote,
    show_history,
    show_line,
    show_quote,
    start_quote,
    submit_quote,
    undo_on_quote,
    write_back_quote,
)
from app.actions.change_currency import CurrencyIsTheSame
from app.actions.quote_history import MoveStep
from app.actions.start_quote import CurrencyUnsupported
from app.crm import CrmRefused
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
        complete_line(world.services, call, quote.id, line.n)
    percent = LineChange(quantity=7, discount={"percent": "10", "reason": "pilot"})
    change_line(world.services, call, quote.id, 1, change=percent)
    amount = LineChange(discount={"amount": "100.00", "reason": "round"})
    return change_line(world.services, call, quote.id, 2, change=amount).quote


def test_what_it_changes_is_told_before(world: World, call: Call, quote: Quote) -> None:
    told = preview_currency(world.services, call, quote.id, currency="USD")
    assert show_quote(world.services, call, quote.id) == quote
    assert [line.discount_dropped for line in told.lines] == [False, True]
    assert told.after.total.currency == "USD"
    done = change_currency(world.services, call, quote.id, currency="USD", expected=quote.revision)
    assert offered(done.after) == offered(told.after)
    assert show_quote(world.services, call, quote.id) == done.after
    assert done.after.catalog_day == quote.catalog_day
    with world.services.database.reading() as tx:
        assert audit.read(tx, quote.id)[-1].facts == {"from": "EUR", "to": "USD"}


def test_there_and_back_are_the_same_cents(world: World, call: Call, quote: Quote) -> None:
    without = change_line(world.services, call, quote.id, 2, change=LineChange(discount=None)).quote
    change_currency(world.services, call, quote.id, currency="USD")
    back = change_currency(world.services, call, quote.id, currency="EUR").after
    assert back.lines == without.lines


def test_it_is_undone_with_the_discounts_that_went_and_made_again(
    world: World, call: Call, quote: Quote
) -> None:
    changed = change_currency(world.services, call, quote.id, currency="USD").after
    assert show_history(world.services, call, changed).undo == MoveStep("", "USD")
    back = undo_on_quote(world.services, call, quote.id).quote
    assert offered(back) == offered(quote)
    assert offered(redo_on_quote(world.services, call, quote.id).quote) == offered(changed)


def test_changes_of_lines_are_undone_in_the_currency_that_they_were_made_in(
    world: World, call: Call, quote: Quote
) -> None:
    changed = change_currency(world.services, call, quote.id, currency="USD").after
    assert show_line(world.services, call, quote.id, 2).before is None
    amount = LineChange(discount={"amount": "50.00", "reason": "round"})
    change_line(world.services, call, quote.id, 2, change=amount)
    assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(changed)
    assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(quote)
    again = undo_on_quote(world.services, call, quote.id).quote
    assert again.line(2).discount is None
    assert again.currency == "EUR"


def test_it_is_refused_with_the_reason(world: World, call: Call, quote: Quote) -> None:
    with pytest.raises(CurrencyIsTheSame):
        change_currency(world.services, call, quote.id, currency="EUR")
    with pytest.raises(CurrencyUnsupported):
        change_currency(world.services, call, quote.id, currency="XXX")
    with pytest.raises(QuoteChanged):
        change_currency(world.services, call, quote.id, currency="USD", expected=quote.revision - 1)
    with pytest.raises(QuoteMissing):
        change_currency(world.services, world.call(world.open(COLLEAGUE)), quote.id, currency="USD")
    assert show_quote(world.services, call, quote.id) == quote


def test_a_quote_that_was_saved_keeps_its_currency_and_its_next_edition_may_change_it(
    world: World, call: Call, quote: Quote
) -> None:
    key = submit_quote(world.services, call, quote.id, idempotency_key="once").key
    with pytest.raises(StatusForbids):
        preview_currency(world.services, call, quote.id, currency="USD")
    write_back_quote(world.services, key, at=NOW)
    with pytest.raises(StatusForbids, match="Revise it"):
        change_currency(world.services, call, quote.id, currency="USD")
    draft = revise_quote(world.services, call, quote.id)
    assert change_currency(world.services, call, draft.id, currency="USD").after.currency == "USD"


def test_the_crm_takes_it_in_the_currency_of_its_opportunity_alone(
    world: World, call: Call, quote: Quote
) -> None:
    assert is_of_opportunity(world.services, call, quote)
    changed = change_currency(world.services, call, quote.id, currency="USD").after
    assert not is_of_opportunity(world.services, call, changed)
    with pytest.raises(CrmRefused, match="in USD"):
        submit_quote(world.services, call, quote.id, idempotency_key="once")
    world.crm.opportunities[quote.opportunity] = replace(
        world.crm.opportunities[quote.opportunity], currency="USD"
    )
    again = world.call(world.open())
    key = submit_quote(world.services, again, quote.id, idempotency_key="twice").key
    write_back_quote(world.services, key, at=NOW)
    assert world.crm.quotes[key].offer.currency == "USD"


def test_a_currency_that_the_catalog_has_rates_for_will_do(world: World, call: Call, quote: Quote) -> None:
    changed = change_currency(world.services, call, quote.id, currency="JPY").after
    assert all(line.price.net.is_rounded for line in changed.lines)
    assert changed.total.amount == changed.total.amount.to_integral_value() > 0
    assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(quote)
