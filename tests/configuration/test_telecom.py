"""The engine over the catalog that ships with the product."""

from collections.abc import Mapping
from functools import cache
from random import Random

import pytest

from app.catalog.cells import admits
from app.catalog.expressions import holds
from app.catalog.product import Product, Value
from app.configuration import ChoiceImpossible, Configurator, configurator_for
from app.store.catalogs import load_release, shipped_catalog

KEYS = ["mx900", "sc300", "ml200", "care"]


@cache
def product_of(key: str) -> Product:
    return load_release(shipped_catalog("telecom")).product(key)


def configurator_of(key: str) -> Configurator:
    return configurator_for("telecom", product_of(key))


def assert_allowed(product: Product, values: Mapping[str, Value]) -> None:
    """By the evaluator of expressions, which shares nothing with the solver."""
    for attribute in product.attributes:
        applies = attribute.when is None or holds(attribute.when, values, product)
        assert (attribute.key in values) == applies or (applies and attribute.need)
    for rule in product.rules:
        assert holds(rule.expression, values, product), rule.key
    for table in product.tables:
        if table.when is not None and not holds(table.when, values, product):
            continue
        cells = [[*zip(table.columns, row, strict=True)] for row in table.rows]
        assert any(
            all(cell is None or key not in values or admits(cell, values[key]) for key, cell in row)
            for row in cells
        ), table.key


@pytest.mark.parametrize("key", KEYS)
def test_every_option_of_the_catalog_leads_to_some_complete_configuration(key: str) -> None:
    engine, product = configurator_of(key), product_of(key)
    start = engine.configure({})
    for attribute in product.attributes:
        if attribute.kind != "integer":
            assert start.domains[attribute.key].values == attribute.values
        for value in start.domains[attribute.key].values[:10]:
            completed = engine.complete({attribute.key: value})
            assert completed[attribute.key] == value
            assert_allowed(product, completed)


@pytest.mark.parametrize("key", KEYS)
def test_random_sessions_to_completion_never_meet_a_dead_end(key: str) -> None:
    engine, product = configurator_of(key), product_of(key)
    for seed in range(15):
        chance = Random(seed)
        found = engine.configure({})
        while unchosen := [key for key in found.open if found.domains[key].values]:
            attribute = chance.choice(unchosen)
            found = engine.choose(found.choices, attribute, chance.choice(found.domains[attribute].values))
        assert found.complete
        assert_allowed(product, found.values)


@pytest.mark.parametrize("key", KEYS)
def test_every_impossible_value_has_a_reason_and_repairs_that_work(key: str) -> None:
    engine, product = configurator_of(key), product_of(key)
    chance = Random(key)
    for _ in range(5):
        choices = dict(engine.complete({}))
        for _ in range(8):
            attribute = chance.choice(product.attributes)
            value = chance.choice(attribute.values)
            try:
                choices = dict(engine.choose(choices, attribute.key, value).choices)
            except ChoiceImpossible as refused:
                assert_explained(engine, refused)
                for repair in refused.repairs:
                    assert engine.change(choices, repair.changes).choices[attribute.key] == value


def assert_explained(engine: Configurator, refused: ChoiceImpossible) -> None:
    conflict = refused.conflict
    assert conflict.rules
    assert refused.repairs or not conflict.choices
    own: dict[str, Value] = {choice.attribute: choice.value for choice in conflict.choices}
    assert engine.why_not(own, conflict.attribute, conflict.value) is not None
    for given_up in own:
        fewer = {key: value for key, value in own.items() if key != given_up}
        assert engine.why_not(fewer, conflict.attribute, conflict.value) is None


@pytest.mark.parametrize("key", KEYS)
def test_a_completed_configuration_stands_on_the_defaults_of_the_catalog(key: str) -> None:
    engine, product = configurator_of(key), product_of(key)
    completed = engine.complete({})
    assert_allowed(product, completed)
    for attribute in product.attributes:
        default = attribute.default
        if default is not None and completed.get(attribute.key, default) != default:
            others = {key: value for key, value in completed.items() if key != attribute.key}
            assert engine.why_not(others, attribute.key, default) is not None
