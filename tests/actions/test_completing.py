"""The ways to complete a line."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

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
from app.actions.strategies import Grounds, StrategyUnavailable, completion, offered
from app.actor import Actor
from app.catalog import Article, Product, Release, Value
from app.catalog.assembly import Assembly, AssemblyRule, Occurrence, PartRule
from app.catalog.expressions.tree import Name
from app.configuration import Configurator
from app.pricing import Deal, Terms
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, NOW, OPPORTUNITY, OTHER_OPPORTUNITY, REP, World

PRODUCT = "mx900"
EUR = {"EUR": Decimal(100)}


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


def elsewhere(world: World, actor: Actor = REP, *, at: datetime = NOW) -> Call:
    """A session at another opportunity of the account."""
    other = world.crm.opportunities[OTHER_OPPORTUNITY]
    world.crm.opportunities[OTHER_OPPORTUNITY] = replace(other, currency="USD")
    return world.call(world.open(actor, opportunity=OTHER_OPPORTUNITY, at=at), at=at)


def test_a_quote_of_the_same_account_is_an_example_after_those_of_the_opportunity(
    world: World, call: Call
) -> None:
    values = written(world, elsewhere(world))
    view = line(world, call, {})
    like = complete_line(world.services, call, view.quote.id, 1, strategy="closest")
    assert like.completed is not None
    assert (like.line.values, like.completed.example) == (values, "Q-00001")
    written(world, call)
    again = complete_line(world.services, call, line(world, call, {}).quote.id, 1, strategy="closest")
    assert again.completed is not None
    assert again.completed.example == "Q-00003"


def test_what_a_colleague_sold_elsewhere_is_no_example_before_the_crm_has_shown_it(
    world: World, call: Call
) -> None:
    """Opened before it was written, the opportunity may be closed to them by now."""
    elsewhere(world)
    written(world, elsewhere(world, COLLEAGUE), at=60)
    view = line(world, call, {})
    assert Strategy.CLOSEST not in completion_strategies(world.services, call, view.quote.id, 1)
    elsewhere(world, at=NOW + timedelta(seconds=61))
    assert Strategy.CLOSEST in completion_strategies(world.services, call, view.quote.id, 1)


def test_a_quote_of_another_account_or_of_none_is_no_example(world: World, call: Call) -> None:
    theirs = world.crm.opportunities[OTHER_OPPORTUNITY]
    world.crm.opportunities[OTHER_OPPORTUNITY] = replace(theirs, account="001x0000001a2b9AAA")
    written(world, elsewhere(world))
    for account in (world.crm.opportunities[OPPORTUNITY].account, ""):
        world.crm.opportunities[OPPORTUNITY] = replace(world.crm.opportunities[OPPORTUNITY], account=account)
        world.crm.opportunities[OTHER_OPPORTUNITY] = replace(theirs, account="")
        written(world, elsewhere(world))
        here = world.call()
        view = line(world, here, {})
        assert Strategy.CLOSEST not in completion_strategies(world.services, here, view.quote.id, 1)


def test_the_highest_margin_is_told_beside_that_of_the_defaults(world: World, call: Call) -> None:
    choices = {"site_type": "tower", "sectors": 3}
    by_default = complete_line(world.services, call, line(world, call, choices).quote.id, 1)
    best = complete_line(
        world.services, call, line(world, call, choices).quote.id, 1, strategy="highest_margin"
    )
    done = best.completed
    assert done is not None
    assert (done.strategy, done.proven, done.within) == (Strategy.HIGHEST_MARGIN, True, Decimal(0))
    assert {key: best.line.choices[key] for key in choices} == choices
    assert (done.outcome.margin, done.by_defaults.margin) == (best.margin, by_default.margin)
    assert best.margin is not None
    assert by_default.margin is not None
    assert best.margin.amount > by_default.margin.amount


def test_the_highest_margin_is_proven_where_prices_have_to_be_rounded(world: World, call: Call) -> None:
    view = line(world, call, {}, product="ml200")
    change = LineChange(quantity=12, discount={"percent": "5.55", "reason": "pilot"})
    change_line(world.services, call, view.quote.id, 1, change=change)
    done = complete_line(world.services, call, view.quote.id, 1, strategy="highest_margin").completed
    assert done is not None
    assert (done.within, done.proven) == (Decimal(0), True)


def test_the_fastest_takes_the_fewest_days_and_says_how_many_are_saved(world: World, call: Call) -> None:
    view = line(world, call, {}, product="ml200")
    done = complete_line(world.services, call, view.quote.id, 1, strategy="fastest").completed
    assert done is not None
    assert (done.proven, done.within) == (True, Decimal(0))
    assert (done.outcome.days, done.by_defaults.days) == (42, 49)


def test_the_ways_that_there_are_depend_on_what_the_catalog_knows(world: World, call: Call) -> None:
    view = line(world, call, {})
    found = completion_strategies(world.services, call, view.quote.id, 1)
    assert found == (Strategy.DEFAULTS, Strategy.CHEAPEST, Strategy.HIGHEST_MARGIN, Strategy.FASTEST)
    for strategy, said in (
        ("closest", "No quote with this product"),
        ("prettiest", "defaults, cheapest"),
        (None, "defaults, cheapest"),
        (["cheapest"], "defaults, cheapest"),
    ):
        with pytest.raises(StrategyUnavailable, match=said):
            complete_line(world.services, call, view.quote.id, 1, strategy=strategy)


def knowing(product: Product, *, costs: int, days: int) -> Product:
    """With costs for so many of its five articles only; the one that is always there takes so many days."""
    articles = [Article(f"A-{n}", "Part", costs=EUR if n < costs else {}) for n in range(5)]
    always = PartRule(Occurrence(), replace(articles[0], lead_time_days=days))
    parts = (always, *(PartRule(Occurrence(when=Name("coastal")), article) for article in articles[1:]))
    return replace(product, assembly=Assembly("1", AssemblyRule("root", "Root", parts=parts)))


@pytest.mark.parametrize(
    ("strategy", "costs", "days", "said"),
    [
        (Strategy.HIGHEST_MARGIN, 0, 0, "no costs in EUR for A-0, A-1, A-2 and 2 more."),
        (Strategy.HIGHEST_MARGIN, 4, 0, "no costs in EUR for A-4."),
        (Strategy.FASTEST, 5, 0, "no lead times for MX900"),
        (Strategy.FASTEST, 5, 9, "takes the same time whatever is chosen"),
    ],
)
def test_what_is_missing_is_named(
    release: Release, strategy: Strategy, costs: int, days: int, said: str
) -> None:
    product = knowing(release.product(PRODUCT), costs=costs, days=days)
    deal = Deal(1, Terms("EUR", None))
    grounds = Grounds(product, "EUR", None)
    assert strategy not in offered(grounds)
    with pytest.raises(StrategyUnavailable, match=said):
        completion(strategy, grounds, Configurator(product), choices={}, deal=deal)
    made_of_nothing = replace(grounds, product=replace(product, assembly=None))
    with pytest.raises(StrategyUnavailable, match="what MX900 macro base station is made of"):
        completion(strategy, made_of_nothing, Configurator(product), choices={}, deal=deal)


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
