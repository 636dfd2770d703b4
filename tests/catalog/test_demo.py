"""The demo catalog holds what it promises: nothing dead, nothing idle, and the words the CRM uses."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from app.catalog import Product, Release, Rule, Table, Value, check_release
from app.catalog.cells import Cell, Span, Unread
from app.catalog.expressions import holds
from app.catalog.expressions.tree import (
    And,
    Compare,
    Constant,
    Expression,
    Implies,
    Name,
    Not,
    Or,
    Present,
    Within,
)
from app.configuration import Configurator, ProductImpossible
from app.store.catalogs import load_release, shipped_catalog

PRODUCTS = ("mx900", "sc300", "ml200", "care")


@cache
def demo() -> Release:
    return load_release(shipped_catalog("telecom"))


@pytest.fixture(scope="module", params=PRODUCTS)
def product(request: pytest.FixtureRequest) -> Product:
    return demo().product(request.param)


@pytest.fixture(scope="module")
def configurator(product: Product) -> Configurator:
    return Configurator(product)


def possible(product: Product) -> bool:
    try:
        Configurator(product)
    except ProductImpossible:
        return False
    return True


def completed(configurator: Configurator, **choices: Value) -> dict[str, Value]:
    """A complete configuration with the choices: what is open is drawn from its domain, the same each run."""
    chosen, drawn = dict(choices), Random(7)
    while True:
        state = configurator.configure(chosen)
        if state.complete:
            return {**state.values, **choices}
        chosen[state.open[0]] = drawn.choice(state.domains[state.open[0]].values)


def violations(product: Product, values: dict[str, Value]) -> Iterator[str]:
    """What the configuration breaks, judged by evaluation alone: the solver has no say in it."""
    for attribute in product.attributes:
        applies = attribute.when is None or holds(attribute.when, values, product)
        if applies != (attribute.key in values) and not (applies and attribute.need):
            yield attribute.key
    for rule in product.rules:
        if not holds(rule.expression, values, product):
            yield rule.key
    for table in product.tables:
        if not holds(as_expression(table), values, product):
            yield table.key


def as_expression(table: Table) -> Expression:
    """The table as a condition; what does not apply matches every cell."""
    rows = [
        And((Constant(True), *(_cell(c, cell) for c, cell in zip(table.columns, row, strict=True))))
        for row in table.rows
    ]
    matches = Or(tuple(rows))
    return matches if table.when is None else Implies(table.when, matches)


def _cell(column: str, cell: Cell) -> Expression:
    if cell is None:
        return Constant(True)
    values = tuple(value for value in cell if not isinstance(value, Span | Unread))
    spans = [span for span in cell if isinstance(span, Span)]
    assert len(values) + len(spans) == len(cell)
    number = Name(column)
    within = [
        And((Compare(">=", number, Constant(one.minimum)), Compare("<=", number, Constant(one.maximum))))
        for one in spans
    ]
    return Or((Not(Present(column)), Within(column, values), *within))


def answered(product: Product) -> Product:
    """With attributes in place of needs: what is asked of the product is asked then."""
    return replace(product, attributes=tuple(replace(one, need=False) for one in product.attributes))


def test_it_is_the_catalog_of_a_telecom_maker() -> None:
    release = demo()
    assert tuple(release.products)[:4] == PRODUCTS
    codes = [product.code for product in release.products.values()]
    assert codes[:4] == ["MX900", "SC300", "ML200", "CARE"]
    assert codes[4:] == ["NW-LIC", "NW-UP", "NW-NMS", "NW-CAB", "NW-EXT"]
    assert release.currencies == ("EUR", "USD")
    assert sum(len(product.attributes) for product in release.products.values()) >= 40
    assert sum(len(product.rules) for product in release.products.values()) >= 25
    assert sum(len(product.tables) for product in release.products.values()) >= 6


def test_its_prices_are_made_by_every_model() -> None:
    kinds = {type(step.rule).__name__ for step in demo().pricing.steps}
    models = {"PerUnit", "Volume", "Slab", "Block", "CostPlus", "PercentOfTotal", "Subscription", "Contract"}
    reductions = {"Bundle", "Promotion", "Schedule", "FreeItems", "Manual", "Floor", "Header"}
    assert models | reductions <= kinds
    assert {book.currency for book in demo().pricing.books} == {"EUR", "USD"}
    assert {mode.mode for mode in demo().pricing.rounding.values()} == {"half_up", "half_even"}


def test_customer_tiers_are_keyed_as_the_account_says() -> None:
    assert list(demo().customer_tiers) == ["Standard", "Partner", "Key"]


def test_the_release_passes_its_own_checks() -> None:
    assert check_release(demo()) == ()


def test_each_guided_sale_has_four_to_six_steps_with_help(product: Product) -> None:
    steps = product.steps
    assert 4 <= len(steps) <= 6
    assert all(step.help for step in steps)


def test_every_value_is_part_of_a_configuration_that_breaks_nothing(
    product: Product, configurator: Configurator
) -> None:
    # Of the many numbers that a need has, the last and every tenth.
    unseen = {
        (one.key, value)
        for one in product.attributes
        for value in (one.values[:: -10 if one.need and one.numeric else 1])
    }
    while unseen:
        key, value = min(unseen, key=str)
        values = completed(configurator, **{key: value})
        assert values[key] == value
        assert list(violations(product, values)) == []
        unseen -= set(values.items())


def test_the_defaults_go_together(product: Product, configurator: Configurator) -> None:
    defaults = {
        one.key: one.default for one in product.attributes if one.default is not None and one.when is None
    }
    assert list(violations(product, completed(configurator, **defaults))) == []


def test_every_rule_forbids_something_that_all_others_allow(product: Product) -> None:
    for rule in product.rules:
        opposite = replace(rule, expression=Not(rule.expression))
        rules = tuple(opposite if one is rule else one for one in product.rules)
        assert possible(answered(replace(product, rules=rules))), rule.key


def test_every_table_forbids_something_that_all_else_allows(product: Product) -> None:
    for table in product.tables:
        opposite = Rule(table.key, table.text, Not(as_expression(table)), "")
        tables = tuple(one for one in product.tables if one is not table)
        rules = (*product.rules, opposite)
        assert possible(answered(replace(product, tables=tables, rules=rules))), table.key


def test_every_row_of_a_table_can_match(product: Product) -> None:
    for table in product.tables:
        for row in table.rows:
            tables = tuple(replace(one, rows=(row,)) if one is table else one for one in product.tables)
            assert possible(replace(product, tables=tables)), (table.key, row)


def test_the_power_budget_of_the_base_station_bites() -> None:
    product = demo().product("mx900")
    values = completed(Configurator(product), radio_power="320 W", sectors=3, supply="dc48")
    assert values["rectifier"] in {"6 kW", "9 kW"}
    assert list(violations(product, {**values, "rectifier": "3 kW"})) == ["power_budget"]
