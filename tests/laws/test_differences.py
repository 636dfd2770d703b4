"""What a change forbids, against a judge that tries every configuration of both products."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalog.expressions import names
from app.catalog.product import Product, Value
from app.configuration.differences import Losses, losses
from app.configuration.evaluation import speaks_of
from tests.configuration.brute_force import BruteForce, Values
from tests.configuration.small_products import products
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(30),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def key_of(values: Values, shared: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, repr(values[key])) for key in shared if key in values)


def assert_exact(found: Losses, before: Product, after: Product) -> None:
    shared: list[str] = [one.key for one in before.attributes if after.attribute(one.key)]
    allowed = {key_of(values, shared) for values in BruteForce(after).configurations({})}
    had = {key_of(values, shared) for values in BruteForce(before).configurations({})}
    assert found.undecided == ()
    assert bool(found.found) == bool(had - allowed)
    for loss in found.found:
        assert BruteForce(before).configurations(dict(loss.example))
        assert key_of(loss.example, shared) in had - allowed


def loosened(data: st.DataObject, product: Product) -> Product:
    rules = tuple(rule for rule in product.rules if data.draw(st.booleans()))
    tables = tuple(table for table in product.tables if data.draw(st.booleans()))
    return replace(product, rules=rules, tables=tables)


def without(product: Product, key: str) -> Product:
    return replace(
        product,
        attributes=tuple(
            replace(one, when=None if one.when is not None and key in names(one.when) else one.when)
            for one in product.attributes
            if one.key != key
        ),
        rules=tuple(rule for rule in product.rules if key not in names(rule.expression)),
        tables=tuple(table for table in product.tables if key not in speaks_of(table)),
    )


@_EXAMPLES
@given(st.data(), products())
def test_a_change_of_rules_is_told_exactly(data: st.DataObject, product: Product) -> None:
    other = loosened(data, product)
    for before, after in ((product, other), (other, product)):
        assert_exact(losses(before, after), before, after)


@_EXAMPLES
@given(st.data(), products())
def test_a_change_of_options_is_told_exactly(data: st.DataObject, product: Product) -> None:
    chosen = data.draw(st.sampled_from(product.attributes))
    if len(chosen.options) < 2:
        return
    gone: Value = data.draw(st.sampled_from(chosen.options)).key
    fewer = replace(chosen, options=tuple(option for option in chosen.options if option.key != gone))
    attributes = tuple(fewer if one is chosen else one for one in product.attributes)
    other = replace(product, attributes=attributes)
    for before, after in ((product, other), (other, product)):
        assert_exact(losses(before, after), before, after)


@_EXAMPLES
@given(st.data(), products())
def test_a_further_attribute_is_told_exactly(data: st.DataObject, product: Product) -> None:
    other = without(product, data.draw(st.sampled_from(product.attributes)).key)
    for before, after in ((product, other), (other, product)):
        assert_exact(losses(before, after), before, after)
