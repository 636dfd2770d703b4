"""The catalog of machinery: every product is walked to completion, made, costed and sold above cost."""

from datetime import date
from functools import cache
from random import Random

import pytest

from app.actions.check_catalog import check_catalog
from app.actions.run_cases import run_cases
from app.assembly import Item, assemble, check_number, costs, cut_lists
from app.catalog import Product, Release, Value
from app.configuration import Configurator
from app.pricing import Terms, price_line
from app.store.catalogs import load_release, shipped_catalog

PRODUCTS = ("belt", "roller", "cabinet", "gearmotor")


@cache
def machinery() -> Release:
    return load_release(shipped_catalog("machinery"))


@cache
def walked(key: str) -> tuple[dict[str, Value], ...]:
    """Complete configurations: at each click a value that is said to be possible."""
    configurator, chance = Configurator(machinery().product(key)), Random(7)
    found = []
    for _ in range(5):
        chosen: dict[str, Value] = {}
        while not (state := configurator.configure(chosen)).complete:
            attribute = chance.choice(state.open)
            chosen[attribute] = chance.choice(state.domains[attribute].values)
        found.append(dict(state.values))
    return tuple(found)


def levels(item: Item) -> int:
    return 1 + max((levels(part) if isinstance(part, Item) else 1 for part in item.parts), default=0)


@pytest.fixture(params=PRODUCTS)
def product(request: pytest.FixtureRequest) -> Product:
    return machinery().product(request.param)


def test_every_walk_ends_in_something_that_is_made_and_sold_above_cost(product: Product) -> None:
    for values in walked(product.key):
        item = assemble(product, values)
        check_number(item.number)
        for currency in ("EUR", "USD"):
            cost = costs(item, currency).cost
            net = price_line(product, values, quantity=1, terms=Terms(currency, None)).net
            assert cost is not None
            assert cost.amount < net.amount


@pytest.mark.parametrize("key", ["belt", "roller"])
def test_conveyors_are_made_of_three_levels_and_cut_from_bars(key: str) -> None:
    for values in walked(key):
        item = assemble(machinery().product(key), values)
        assert levels(item) >= 3
        assert all(cuts.net <= cuts.used for cuts in cut_lists(item, lot=2))


def test_the_motor_of_a_belt_delivers_what_the_load_needs() -> None:
    belt = machinery().product("belt")
    slope = {"flat": 350, "deg10": 520, "deg20": 670}
    speed = {"slow": 25, "medium": 50, "fast": 100}
    power = {"0.37 kW": 370, "0.75 kW": 750, "1.5 kW": 1500}
    for values in walked(belt.key):
        load = values["load"]
        assert isinstance(load, int)
        moved = load * speed[str(values["speed"])] * slope[str(values["incline"])] * 981
        assert moved <= 8_000_000 * power[str(values["drive.1.power"])]


def test_the_catalog_is_proven_without_a_finding_and_keeps_its_promises() -> None:
    folder, day = shipped_catalog("machinery"), date(2026, 11, 1)
    checked = check_catalog(folder, day=day, watch=lambda *_: None)
    assert checked.findings == ()
    _, ran = run_cases(folder, day=day)
    assert len(ran) == 13
    assert [failure for case in ran for failure in case.failures] == []
