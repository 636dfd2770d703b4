"""The least cost where numbers with very many values cost something or are computed with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.catalog.product import Attribute, AttributeKey, Option, Product, Value
from app.configuration import Configurator, Linear, Undecided, Weights, least_by_numbers
from app.configuration.numbers import costs
from app.configuration.objective import cost_of
from tests.configuration.brute_force import BruteForce
from tests.configuration.numbers.small_numbers import EVERY_NUMBER, products_of_numbers
from tests.configuration.numbers.test_exact import SLOW, engine_of
from tests.configuration.numbers.test_wide import hundredths, laptops, product_of, whole
from tests.configuration.small_products import requests
from tests.thorough import tried

LENGTH = replace(hundredths("length", "4000"), minimum=Decimal(100))
WIDTH = replace(hundredths("width", "2000"), minimum=Decimal(100))


def each(price: str) -> Linear:
    """So much for each unit of the first attribute, times the others."""
    return Linear(_times(Decimal(price)))


def _times(price: Decimal) -> Callable[[Sequence[Value | None]], Decimal]:
    def number(values: Sequence[Value | None]) -> Decimal:
        total = price
        for value in values:
            total *= Decimal(value or 0)
        return total

    return number


@st.composite
def weights_for(draw: st.DrawFn, product: Product) -> Weights:
    """Prices of numbers, alone and as often as another says, and any numbers for the rest."""
    chance = draw(st.randoms(use_true_random=False))
    found: dict[tuple[str, ...], Callable[[Sequence[Value | None]], Decimal]] = {}
    numeric = [one for one in product.attributes if one.numeric]
    for attribute in product.attributes:
        if attribute.numeric and chance.randint(0, 3):
            others = [one.key for one in numeric if one is not attribute and chance.randint(0, 1)][:2]
            at = (chance.choice(attribute.values),) * chance.randint(0, 1)
            price = _times(Decimal(chance.randint(-300, 300)) / 100)
            found[attribute.key, *others] = Linear(_apart(price, at), at)
        elif chance.randint(0, 1):
            found[attribute.key,] = _table(attribute, chance)
    return found


def _apart(
    price: Callable[[Sequence[Value | None]], Decimal], at: tuple[Value, ...]
) -> Callable[..., Decimal]:
    return lambda values: Decimal(-1) if values[0] in at else price(values)


def _table(attribute: Attribute, chance: Random) -> Callable[..., Decimal]:
    numbers = {value: Decimal(chance.randint(-9, 9)) / 4 for value in (*attribute.values, None)}
    return lambda values: numbers[values[0]]


@settings(SLOW, max_examples=tried(5))
@given(st.data())
def test_the_least_cost_is_that_of_the_best_of_all_configurations(data: st.DataObject) -> None:
    product = data.draw(products_of_numbers())
    choices = data.draw(requests(product, most=2))
    every = BruteForce(product).configurations(choices)
    assume(every)
    engine = engine_of(product)
    weights = data.draw(weights_for(product))
    found = engine.complete_for_least(choices, weights)
    assert list(found.values.items()) in [list(one.items()) for one in every]
    assert found.proven
    assert found.cost == cost_of(found.values, weights) == min(cost_of(one, weights) for one in every)
    assert Configurator(product, limits=EVERY_NUMBER).complete_for_least(choices, weights) == found


@settings(SLOW, max_examples=tried(5))
@given(st.data())
def test_where_nothing_costs_anything_the_defaults_decide(data: st.DataObject) -> None:
    product = data.draw(products_of_numbers())
    choices = data.draw(requests(product, most=2))
    assume(BruteForce(product).configurations(choices))
    engine = engine_of(product)
    assert dict(engine.complete_for_least(choices, {}).values) == dict(engine.complete(choices))


def test_a_price_a_metre_is_paid_for_as_little_as_the_rules_allow() -> None:
    engine = Configurator(
        product_of(LENGTH, WIDTH, rules=("length + width >= 3000.5", "length <= 2 * width"))
    )
    found = engine.complete_for_least({}, {("length",): each("1.25"), ("width",): each("3.1")})
    assert dict(found.values) == {"length": Decimal("2000.33"), "width": Decimal("1000.17")}
    assert (found.cost, found.proven) == (Decimal("5600.9395"), True)


def test_the_least_over_a_product_of_two_numbers_is_proven() -> None:
    engine = Configurator(product_of(LENGTH, WIDTH, rules=("length * width >= 1000000",)))
    found = engine.complete_for_least({}, {("length",): each("1.25"), ("width",): each("3.1")})
    assert (found.cost, found.proven) == (Decimal("3937.0040"), True)


def test_a_number_alone_costs_least_at_the_end_that_a_rule_leaves() -> None:
    profile = Attribute(
        AttributeKey("profile"),
        "Profile",
        "choice",
        options=(
            Option("light", "Light", facts={"most": Decimal(900)}),
            Option("heavy", "Heavy", facts={"most": Decimal(4000)}),
        ),
    )
    spare = replace(LENGTH, key=AttributeKey("spare"), default=Decimal("812.5"))
    product = product_of(profile, LENGTH, spare, rules=("length <= profile.most", "length >= 850.01"))
    prices: Weights = {
        ("length", "profile"): Linear(lambda v: Decimal(v[0] or 0) * (3 if v[1] == "light" else 2)),
    }
    found = Configurator(product).complete_for_least({}, prices)
    assert dict(found.values) == {
        "profile": "heavy",
        "length": Decimal("850.01"),
        "spare": Decimal("812.50"),
    }
    assert found.proven
    found = Configurator(product).complete_for_least({"profile": "light"}, prices)
    assert (found.cost, found.proven) == (Decimal("2550.03"), True)


def test_the_nearest_to_an_example_keeps_a_number_where_it_can() -> None:
    def unlike(value: str) -> Linear:
        then = Decimal(value)
        return Linear(lambda values: Decimal(values[0] != then), (then,))

    engine = Configurator(product_of(LENGTH, WIDTH, rules=("length + width = 3000",)))
    weights: Weights = {("length",): unlike("1200"), ("width",): unlike("1800")}
    found = engine.complete_for_least({}, weights)
    assert (found.cost, found.values["width"]) == (Decimal(), Decimal("1800.00"))
    found = engine.complete_for_least({"length": Decimal("1250.5")}, weights)
    assert (found.cost, found.values["width"], found.proven) == (Decimal(2), Decimal("1749.50"), True)


def test_what_is_not_said_to_be_linear_is_the_best_found() -> None:
    engine = Configurator(product_of(LENGTH, rules=("length >= 500",)))

    def square(values: Sequence[Value | None]) -> Decimal:
        return (Decimal(values[0] or 0) - 1000) ** 2

    found = engine.complete_for_least({}, {("length",): square})
    assert not found.proven
    assert found.cost == square([found.values["length"]])


def test_many_laptops_at_the_least_cost() -> None:
    engine = Configurator(laptops())
    prices: Weights = {("volts",): each("1"), ("laptops",): each("-3")}
    found = engine.complete_for_least({"amps": 3}, prices)
    values: Mapping[str, Value] = found.values
    assert (values["laptops"], values["power"], found.proven) == (9999, Decimal("0.04"), True)


def test_costs_beyond_what_can_be_counted_with_are_undecided() -> None:
    engine = Configurator(product_of(whole("length", 10**12)))
    with pytest.raises(Undecided, match="largest numbers first"):
        engine.complete_for_least({}, {("length",): each("12345678.9")})


def test_a_search_that_is_ended_before_it_finds_anything_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = ("length * width >= 1000000", "length * length - 3 * width * width > 20000")
    product = product_of(LENGTH, WIDTH, rules=rules)
    prices: Weights = {("length",): each("1.25"), ("width",): each("3.1")}
    monkeypatch.setattr(least_by_numbers, "_MOST_WORK", 0)
    with pytest.raises(Undecided, match="reasonable time"):
        Configurator(product).complete_for_least({}, prices)


def test_too_many_cases_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "_MOST_CASES", 2)
    product = product_of(LENGTH, whole("count", 5))
    with pytest.raises(Undecided, match="multiply each other"):
        Configurator(product).complete_for_least({}, {("length", "count"): each("1")})
