"""The ways to complete a line."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from app.actions import (
    Call,
    LineChange,
    LineView,
    Strategy,
    add_line,
    change_line,
    complete_line,
    completion_strategies,
    start_quote,
    submit_quote,
    write_back_quote,
)
from app.actions.strategies import StrategyUnavailable
from app.catalog import Value
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, NOW, World

PRODUCT = "mx900"


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


def line(world: World, call: Call, choices: Mapping[str, object], *, product: str = PRODUCT) -> LineView:
    quote = start_quote(world.services, call)
    return add_line(world.services, call, quote.id, product=product, choices=choices)


def written(world: World, call: Call, *, at: int = 1) -> Mapping[str, Value]:
    """The values of a line that was written to the opportunity."""
    view = line(world, call, {"site_type": "rooftop", "band": "B3"})
    full = complete_line(world.services, call, view.quote.id, 1)
    key = full.quote.id
    write_back = submit_quote(world.services, call, full.quote.id, idempotency_key=key)
    write_back_quote(world.services, write_back.key, at=NOW + timedelta(seconds=at))
    return full.line.values


def test_the_cheapest_costs_no_more_than_the_defaults_and_says_that_it_is_proven(
    world: World, call: Call
) -> None:
    choices = {"site_type": "tower", "sectors": 3}
    by_default = complete_line(world.services, call, line(world, call, choices).quote.id, 1)
    start = line(world, call, choices)
    cheapest = complete_line(world.services, call, start.quote.id, 1, strategy="cheapest")
    assert cheapest.line.complete
    assert cheapest.line.price.net.amount < by_default.line.price.net.amount
    assert {key: cheapest.line.choices[key] for key in choices} == choices
    done = cheapest.completed
    assert done is not None
    assert (done.strategy, done.proven) == (Strategy.CHEAPEST, True)
    assert (done.before, done.after) == (start.line.price.net, cheapest.line.price.net)
    assert done.decided == len(cheapest.line.choices) - 2


def test_a_discount_and_a_quantity_stay_with_the_cheapest(world: World, call: Call) -> None:
    view = line(world, call, {})
    change = LineChange(quantity=12, discount={"percent": "5", "reason": "pilot"})
    change_line(world.services, call, view.quote.id, 1, change=change)
    done = complete_line(world.services, call, view.quote.id, 1, strategy="cheapest").line
    assert done.quantity == 12
    assert done.discount is not None


def test_the_defaults_prove_nothing(world: World, call: Call) -> None:
    done = complete_line(world.services, call, line(world, call, {}).quote.id, 1).completed
    assert done is not None
    assert (done.strategy, done.proven, done.example) == (Strategy.DEFAULTS, None, None)


def test_the_closest_is_like_the_last_written_line_but_for_own_choices(world: World, call: Call) -> None:
    values = written(world, call)
    view = line(world, call, {})
    same = complete_line(world.services, call, view.quote.id, 1, strategy="closest")
    assert same.line.values == values
    assert same.completed is not None
    assert (same.completed.proven, same.completed.differences) == (True, 0)
    assert same.completed.example == "Q-00001"

    other = line(world, call, {"site_type": "tower"})
    near = complete_line(world.services, call, other.quote.id, 1, strategy="closest")
    assert near.line.values["site_type"] == "tower"
    assert near.line.values["band"] == "B3"
    assert near.completed is not None
    keys = {*near.line.values, *values}
    assert near.completed.differences == sum(near.line.values.get(key) != values.get(key) for key in keys)
    assert near.completed.differences >= 1


def test_a_colleagues_written_quote_on_the_same_opportunity_is_an_example_their_draft_is_not(
    world: World, call: Call
) -> None:
    colleague = world.call(world.open(COLLEAGUE))
    draft = line(world, colleague, {})
    complete_line(world.services, colleague, draft.quote.id, 1)
    mine = line(world, call, {})
    assert Strategy.CLOSEST not in completion_strategies(world.services, call, mine.quote.id, 1)
    written(world, colleague)
    assert Strategy.CLOSEST in completion_strategies(world.services, call, mine.quote.id, 1)
    other_product = line(world, call, {}, product="sc300")
    assert Strategy.CLOSEST not in completion_strategies(world.services, call, other_product.quote.id, 1)


def test_what_the_catalog_does_not_know_is_not_offered_and_refused_by_name(world: World, call: Call) -> None:
    view = line(world, call, {})
    found = completion_strategies(world.services, call, view.quote.id, 1)
    assert found == (Strategy.DEFAULTS, Strategy.CHEAPEST)
    for strategy, said in (
        ("highest_margin", "no costs"),
        ("fastest", "no lead times"),
        ("closest", "No quote with this product"),
        ("prettiest", "defaults, cheapest"),
        (None, "defaults, cheapest"),
        (["cheapest"], "defaults, cheapest"),
    ):
        with pytest.raises(StrategyUnavailable, match=said):
            complete_line(world.services, call, view.quote.id, 1, strategy=strategy)


def test_completing_is_meant_for_a_revision_and_audited(world: World, call: Call) -> None:
    view = line(world, call, {})
    change_line(world.services, call, view.quote.id, 1, change=LineChange(quantity=2))
    with pytest.raises(QuoteChanged):
        complete_line(
            world.services, call, view.quote.id, 1, strategy="cheapest", expected=view.quote.revision
        )
    complete_line(world.services, call, view.quote.id, 1, strategy="cheapest")
    with world.services.database.reading() as tx:
        entry = audit.read(tx, view.quote.id)[-1]
    assert entry.facts == {"line": 1, "strategy": "cheapest", "proven": True}


def test_no_first_choice_leads_to_a_lower_net_than_the_cheapest(world: World, call: Call) -> None:
    view = line(world, call, {}, product="care")
    cheapest = complete_line(world.services, call, view.quote.id, 1, strategy="cheapest").line.price.net
    for attribute in view.product.attributes:
        for value in view.configuration.domains[attribute.key].values[:6]:
            other = line(world, call, {attribute.key: value}, product="care")
            full = complete_line(world.services, call, other.quote.id, 1, strategy="cheapest").line
            assert full.price.net.amount >= cheapest.amount
