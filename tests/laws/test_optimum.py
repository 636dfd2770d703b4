"""The cheapest completion against a judge that tries every configuration."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from itertools import product as combined
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.catalog.expressions.tree import Arithmetic, Compare, Constant, Expression, Fact
from app.catalog.product import Attribute, AttributeKey, Product, Rule, Value
from app.configuration import Configurator, optimum
from tests.configuration.brute_force import BruteForce
from tests.configuration.small_products import products, requests
from tests.configuration.station import STATION
from tests.configuration.weighing import Numbers, weights_of
from tests.laws.test_domains import _EXAMPLES, configurator_of
from tests.thorough import tried

_NUMBERS = st.decimals(-50, 400, places=2)


def states(attribute: Attribute) -> list[Value | None]:
    return [*attribute.values, None]


@st.composite
def weights(draw: st.DrawFn, product: Product) -> Numbers:
    """On single values, and on pairs of values of two attributes."""
    found: dict[tuple[tuple[str, Value | None], ...], Decimal] = {}
    few = draw(st.booleans())
    numbers = st.sampled_from([Decimal(0), Decimal("0.1"), Decimal(1)]) if few else _NUMBERS
    for attribute in product.attributes:
        for value in states(attribute):
            if draw(st.integers(0, 3)):
                found[((attribute.key, value),)] = draw(numbers)
    if len(product.attributes) > 1 and draw(st.booleans()):
        left, right = product.attributes[:2]
        for one, other in combined(states(left), states(right)):
            found[((left.key, one), (right.key, other))] = draw(numbers)
    return found


def cost(values: Mapping[str, Value], numbers: Numbers) -> Decimal:
    return sum(
        (
            weight
            for combination, weight in numbers.items()
            if all(values.get(key) == value for key, value in combination)
        ),
        Decimal(0),
    )


@settings(_EXAMPLES, max_examples=tried(200))
@given(st.data(), products())
def test_the_least_cost_is_that_of_the_best_of_all_configurations_and_own_choices_stay(
    data: st.DataObject, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product, most=2))
    every = judge.configurations(choices)
    assume(every)
    numbers = data.draw(weights(product))
    found = engine.complete_for_least(choices, weights_of(numbers))
    assert list(found.values.items()) in [list(one.items()) for one in every]
    assert found.proven
    assert found.cost == cost(found.values, numbers) == min(cost(one, numbers) for one in every)
    assert engine.complete_for_least(choices, weights_of(numbers)) == found
    assert Configurator(product).complete_for_least(choices, weights_of(numbers)) == found


@settings(_EXAMPLES, max_examples=tried(100))
@given(st.data(), products())
def test_all_that_costs_hardly_more_than_the_least_is_listed(data: st.DataObject, product: Product) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product, most=2))
    every = judge.configurations(choices)
    assume(every)
    numbers, slack = data.draw(weights(product)), data.draw(st.sampled_from([0, 1, 20]))
    weighed = weights_of(numbers)
    known = {key for keys in weighed for key in keys}
    assume(not any(one.kind == "text" for one in product.attributes if one.key in known))
    near = engine.near_least(choices, weighed, slack=Decimal(slack), most=100_000)
    assert near.complete
    listed = [dict(one) for one in near.found]
    most = min(cost(one, numbers) for one in every) + slack
    for one in every:
        decided = {key: one.get(key) for key in known}
        assert listed.count(decided) == 1 or (not listed.count(decided) and cost(one, numbers) > most)
    few = engine.near_least(choices, weighed, slack=Decimal(slack), most=1)
    assert len(few.found) <= 1
    assert few.complete == (len(listed) <= 1)


@_EXAMPLES
@given(st.data(), products())
def test_where_nothing_costs_anything_the_defaults_decide(data: st.DataObject, product: Product) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product, most=2))
    assume(judge.configurations(choices))
    found = engine.complete_for_least(choices, {})
    assert list(found.values.items()) == list(engine.complete(choices).items())


def covering(seed: int, count: int) -> tuple[Product, Numbers]:
    """Enough power has to come from somewhere: each source has its power and its price."""
    chance = Random(seed)
    sources = [
        Attribute(AttributeKey(f"a{n}"), f"A{n}", "boolean", facts={"w": Decimal(chance.randint(1, 60))})
        for n in range(count)
    ]
    terms: list[Expression] = [Fact(source.key, "w") for source in sources]
    total = reduce(lambda left, right: Arithmetic("+", left, right), terms)
    rule = Rule("enough", "Enough.", Compare(">=", total, Constant(Decimal(12 * count))), "")
    prices: Numbers = {
        ((source.key, True),): Decimal(chance.randint(100, 99_999)) / 100 for source in sources
    }
    return replace(STATION, attributes=tuple(sources), rules=(rule,), tables=()), prices


@pytest.mark.parametrize("seed", range(8))
def test_a_sum_over_many_attributes_is_covered_at_the_least_cost(seed: int) -> None:
    product, prices = covering(seed, 10)
    best = min(cost(one, prices) for one in BruteForce(product).configurations({}))
    found = Configurator(product).complete_for_least({}, weights_of(prices))
    assert (found.cost, found.proven) == (best, True)


def test_a_search_that_is_ended_gives_the_best_so_far_and_does_not_call_it_the_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    product, prices = covering(3, 10)
    judge = BruteForce(product)
    engine = Configurator(product)
    least = engine.complete_for_least({}, weights_of(prices)).cost
    costs = []
    for most in (1, 3, 10, 10_000):
        monkeypatch.setattr(optimum, "_MOST_QUESTIONS", most)
        found = engine.complete_for_least({"a0": False}, weights_of(prices))
        assert found.values in judge.configurations({"a0": False})
        assert found.cost == cost(found.values, prices)
        assert found.proven == (most == 10_000)
        costs.append(found.cost)
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] >= least
