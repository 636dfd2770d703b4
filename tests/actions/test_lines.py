"""Working on a quote: lines, choices, quantities, discounts."""

from dataclasses import replace

import pytest

from app.actions import (
    KEEP,
    Call,
    LineChange,
    LineView,
    add_line,
    change_line,
    complete_line,
    copy_line,
    explain_choice,
    list_quotes,
    remove_line,
    show_line,
    show_quote,
    start_quote,
)
from app.actions.start_quote import CurrencyUnsupported
from app.amounts import AmountInvalid
from app.catalog import ProductUnknown
from app.configuration import ChoiceImpossible, ChoiceUnknown
from app.pricing import DiscountInvalid
from app.quoting import LineMissing, QuantityInvalid, QuoteMissing
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, OTHER_OPPORTUNITY, World

PRODUCT = "sc300"


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


def line(world: World, call: Call) -> LineView:
    quote = start_quote(world.services, call)
    return add_line(world.services, call, quote.id, product=PRODUCT, choices={})


def impossible(view: LineView) -> tuple[str, object]:
    """Some value that the choices so far exclude."""
    for attribute in view.product.attributes:
        for value in attribute.values:
            domain = view.configuration.domains[attribute.key].values
            if domain and value not in domain:
                return attribute.key, value
    raise AssertionError("the product excludes nothing")


def test_a_quote_takes_currency_and_tier_from_the_opportunity(world: World, call: Call) -> None:
    quote = start_quote(world.services, call)
    assert (quote.number, quote.currency, quote.customer_tier, quote.revision) == ("Q-00001", "EUR", "Key", 1)


def test_a_currency_without_prices_is_told_with_those_there_are(world: World) -> None:
    there = world.crm.opportunities[OTHER_OPPORTUNITY]
    world.crm.opportunities[OTHER_OPPORTUNITY] = replace(there, currency="SEK")
    call = world.call(world.open(opportunity=OTHER_OPPORTUNITY))
    with pytest.raises(CurrencyUnsupported, match="EUR, USD, CHF, JPY"):
        start_quote(world.services, call)


def test_every_change_is_stored_before_the_answer(world: World, call: Call) -> None:
    view = line(world, call)
    assert show_quote(world.services, call, view.quote.id) == view.quote
    completed = complete_line(world.services, call, view.quote.id, view.line.n)
    assert show_line(world.services, call, view.quote.id, view.line.n) == completed
    assert completed.line.complete


def test_a_choice_changes_what_is_possible_and_the_price(world: World, call: Call) -> None:
    view = line(world, call)
    attribute = next(one for one in view.product.attributes if any(o.prices.get("EUR") for o in one.options))
    dearest = max(attribute.options, key=lambda option: option.prices.get("EUR", 0))
    change = LineChange(choices={attribute.key: dearest.key})
    chosen = change_line(world.services, call, view.quote.id, 1, change=change)
    assert chosen.configuration.choices == {attribute.key: dearest.key}
    assert chosen.line.price.net.amount > view.line.price.net.amount
    back = change_line(
        world.services, call, view.quote.id, 1, change=LineChange(choices={attribute.key: None})
    )
    assert back.configuration.choices == {}
    assert back.line.price == view.line.price


def test_an_impossible_choice_changes_nothing_and_says_why_with_ways_out(world: World, call: Call) -> None:
    view = line(world, call)
    full = complete_line(world.services, call, view.quote.id, 1)
    attribute, value = impossible(full)
    with pytest.raises(ChoiceImpossible) as refusal:
        change_line(world.services, call, view.quote.id, 1, change=LineChange(choices={attribute: value}))
    assert refusal.value.conflict.rules
    assert show_quote(world.services, call, view.quote.id) == full.quote


def test_every_way_out_can_be_taken_and_costs_what_was_said(world: World, call: Call) -> None:
    view = line(world, call)
    full = complete_line(world.services, call, view.quote.id, 1)
    attribute, value = impossible(full)
    refusal = explain_choice(world.services, call, view.quote.id, 1, attribute=attribute, value=value)
    assert refusal is not None
    assert refusal.repairs
    for one in refusal.repairs:
        copy = copy_line(world.services, call, view.quote.id, 1)
        change = LineChange(choices=one.repair.changes)
        taken = change_line(world.services, call, view.quote.id, copy.line.n, change=change)
        assert taken.configuration.choices[attribute] == value
        assert taken.line.price == one.price
        assert one.difference == taken.line.price.net - full.line.price.net


def test_ways_out_come_with_the_fewest_changes_first_and_then_the_lowest_net(
    world: World, call: Call
) -> None:
    quote = start_quote(world.services, call)
    add_line(world.services, call, quote.id, product="mx900", choices={})
    full = complete_line(world.services, call, quote.id, 1)
    several = 0
    for attribute in full.product.attributes:
        domain = full.configuration.domains[attribute.key].values
        for value in [one for one in attribute.values if domain and one not in domain][:3]:
            found = explain_choice(world.services, call, quote.id, 1, attribute=attribute.key, value=value)
            assert found is not None
            order = [(len(one.repair.changes), one.price.net.amount) for one in found.repairs if one.price]
            assert order == sorted(order)
            several += len(order) > 1
    assert several > 3


def test_a_possible_value_needs_no_explanation(world: World, call: Call) -> None:
    view = line(world, call)
    first = view.product.attributes[0]
    value = view.configuration.domains[first.key].values[0]
    assert explain_choice(world.services, call, view.quote.id, 1, attribute=first.key, value=value) is None


@pytest.mark.parametrize(
    "choices",
    [{"nothing": "x"}, {"band": ["n78"]}, {"band": {"a": 1}}, {"band": 1.5}, {"band": "x" * 300}, {"": ""}],
)
def test_choices_that_mean_nothing_are_refused(world: World, call: Call, choices: dict[str, object]) -> None:
    view = line(world, call)
    with pytest.raises(ChoiceUnknown):
        change_line(world.services, call, view.quote.id, 1, change=LineChange(choices=choices))


@pytest.mark.parametrize("quantity", [0, -1, 10**9, 1e9, "2", None, True])
def test_a_quantity_out_of_reach_is_refused(world: World, call: Call, quantity: object) -> None:
    view = line(world, call)
    with pytest.raises(QuantityInvalid):
        change_line(world.services, call, view.quote.id, 1, change=LineChange(quantity=quantity))
    assert show_quote(world.services, call, view.quote.id) == view.quote


def test_a_discount_lowers_the_net_and_can_be_taken_away(world: World, call: Call) -> None:
    view = line(world, call)
    given = LineChange(discount={"percent": "10", "reason": "  first   order "})
    cheaper = change_line(world.services, call, view.quote.id, 1, change=given)
    assert cheaper.line.discount is not None
    assert cheaper.line.discount.reason == "first order"
    assert cheaper.line.price.net.amount < view.line.price.net.amount
    kept = change_line(world.services, call, view.quote.id, 1, change=LineChange(quantity=1, discount=KEEP))
    assert kept.line.discount == cheaper.line.discount
    gone = change_line(world.services, call, view.quote.id, 1, change=LineChange(discount=None))
    assert gone.line.price == view.line.price


@pytest.mark.parametrize(
    "discount",
    [
        {"percent": "10"},
        {"percent": "10", "reason": " "},
        {"percent": "10", "amount": "1", "reason": "both"},
        {"reason": "neither"},
        {"percent": "10", "reason": "x", "extra": 1},
        {"percent": "101", "reason": "too much"},
        {"percent": "-1", "reason": "a surcharge"},
        {"percent": 10.5, "reason": "a float"},
        {"amount": "1000000000", "reason": "more than the line"},
        {"amount": "0.001", "reason": "less than a cent"},
        {"amount": "-5", "reason": "a surcharge"},
        {"percent": "10", "reason": "x" * 256},
        "10 %",
        10,
    ],
)
def test_a_discount_that_is_none_is_refused(world: World, call: Call, discount: object) -> None:
    view = line(world, call)
    with pytest.raises((DiscountInvalid, AmountInvalid)):
        change_line(world.services, call, view.quote.id, 1, change=LineChange(discount=discount))
    assert show_quote(world.services, call, view.quote.id) == view.quote


def test_a_change_meant_for_an_older_revision_is_refused(world: World, call: Call) -> None:
    view = line(world, call)
    changed = change_line(
        world.services, call, view.quote.id, 1, change=LineChange(quantity=2), expected=view.quote.revision
    )
    with pytest.raises(QuoteChanged):
        change_line(
            world.services,
            call,
            view.quote.id,
            1,
            change=LineChange(quantity=3),
            expected=view.quote.revision,
        )
    assert show_quote(world.services, call, view.quote.id) == changed.quote


def test_a_removed_line_is_gone_and_its_number_stays_unused(world: World, call: Call) -> None:
    view = line(world, call)
    remove_line(world.services, call, view.quote.id, 1)
    with pytest.raises(LineMissing):
        show_line(world.services, call, view.quote.id, 1)
    again = add_line(world.services, call, view.quote.id, product=PRODUCT, choices={})
    assert again.line.n == 2


def test_an_unknown_product_is_told(world: World, call: Call) -> None:
    quote = start_quote(world.services, call)
    with pytest.raises(ProductUnknown):
        add_line(world.services, call, quote.id, product="teapot", choices={})


def test_a_draft_does_not_exist_for_a_colleague(world: World, call: Call) -> None:
    view = line(world, call)
    colleague = world.call(world.open(COLLEAGUE))
    assert list_quotes(world.services, colleague) == ()
    with pytest.raises(QuoteMissing):
        show_quote(world.services, colleague, view.quote.id)
    with pytest.raises(QuoteMissing):
        change_line(world.services, colleague, view.quote.id, 1, change=LineChange(quantity=2))


def test_every_change_leaves_an_audit_entry(world: World, call: Call) -> None:
    view = line(world, call)
    complete_line(world.services, call, view.quote.id, 1)
    copy_line(world.services, call, view.quote.id, 1)
    change_line(world.services, call, view.quote.id, 2, change=LineChange(quantity=5))
    remove_line(world.services, call, view.quote.id, 2)
    with world.services.database.reading() as tx:
        verbs = [entry.verb for entry in audit.read(tx, view.quote.id)]
    assert verbs == ["start_quote", "add_line", "complete_line", "copy_line", "change_line", "remove_line"]
