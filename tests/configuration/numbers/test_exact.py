"""The engine against brute force, with every number taken for a wide one."""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from app.catalog.product import Product, Value
from app.configuration import CatalogTooLarge, ChoiceImpossible, Configurator, ProductImpossible
from tests.configuration.brute_force import BruteForce
from tests.configuration.numbers.small_numbers import EVERY_NUMBER, products_of_numbers, spelled
from tests.configuration.small_products import requests
from tests.thorough import tried

# The same examples each time: what is made up at random is now and then so entangled that it takes minutes.
SLOW = settings(
    max_examples=tried(8),
    suppress_health_check=list(HealthCheck),
    deadline=None,
    derandomize=True,
    database=None,
)


def engine_for(product: Product, judge: BruteForce) -> Configurator | None:
    if judge.configurations({}):
        return engine_of(product)
    with pytest.raises(ProductImpossible):
        engine_of(product)
    return None


def engine_of(product: Product) -> Configurator:
    """Products of very many factors are passed over: they are refused."""
    try:
        return Configurator(product, limits=EVERY_NUMBER)
    except CatalogTooLarge:
        reject()


@SLOW
@given(st.data())
def test_domains_are_exact(data: st.DataObject) -> None:
    product = data.draw(products_of_numbers())
    judge = BruteForce(product)
    engine = engine_for(product, judge)
    for _ in range(3 if engine else 0):
        assert engine is not None
        choices = data.draw(requests(product, most=3))
        if not judge.configurations(choices):
            with pytest.raises(ChoiceImpossible):
                engine.configure(choices)
            continue
        found = engine.configure(choices)
        for attribute in product.attributes:
            others = {key: value for key, value in choices.items() if key != attribute.key}
            values, can_be_absent = judge.domain(others, attribute)
            domain = found.domains[attribute.key]
            assert domain.can_be_absent is can_be_absent
            assert domain.applies is bool(values)
            assert domain.decided is (len(values) == 1 and not can_be_absent)
            if not domain.ranges:
                assert list(domain.values) == values
                continue
            assert [domain.ranges[0][0], domain.ranges[-1][1]] == [values[0], values[-1]]
            within = spelled(attribute, domain.ranges)
            assert set(values) <= set(within)
            assert domain.gaps or values == within
            assert domain.values == (tuple(values) if len(values) == 1 else ())


@settings(SLOW, max_examples=tried(8))
@given(st.data())
def test_reasons_are_minimal_and_ways_out_possible(data: st.DataObject) -> None:
    product = data.draw(products_of_numbers())
    judge = BruteForce(product)
    choices = data.draw(requests(product, most=4))
    if not choices or not judge.configurations({}):
        return
    engine = engine_of(product)
    key, value = next(iter(choices.items()))
    others = {one: chosen for one, chosen in choices.items() if one != key}
    conflict = engine.why_not(choices, key, value)
    assert (conflict is None) is bool(judge.configurations(choices))
    if conflict is None:
        return
    blamed = {choice.attribute: choice.value for choice in conflict.choices}
    parts = frozenset(rule.key for rule in conflict.rules)
    wish: dict[str, Value] = {key: value}
    assert not judge.configurations({**blamed, **wish}, parts)
    for part in parts:
        assert judge.configurations({**blamed, **wish}, parts - {part})
    for one in blamed:
        assert judge.configurations({k: v for k, v in blamed.items() if k != one} | wish, parts)
    for repair in engine.repairs(choices, key, value):
        after = {**others, **repair.changes}
        assert judge.configurations({k: v for k, v in after.items() if v is not None})


@SLOW
@given(st.data())
def test_the_rest_is_filled_in_validly(data: st.DataObject) -> None:
    product = data.draw(products_of_numbers())
    judge = BruteForce(product)
    choices = data.draw(requests(product, most=2))
    if not judge.configurations(choices):
        return
    engine = engine_of(product)
    found = dict(engine.complete(choices))
    assert found in judge.configurations(choices)
