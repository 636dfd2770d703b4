"""Why not and why so, against a judge that tries every configuration."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.catalog.product import Product, Value
from app.configuration import Conflict, Consequence
from tests.configuration.brute_force import BruteForce, Values, same
from tests.configuration.small_products import products, requests
from tests.laws.test_domains import _EXAMPLES, configurator_of
from tests.thorough import tried

_MANY = 10_000


def members(reason: Conflict | Consequence) -> frozenset[str]:
    return frozenset([choice.attribute for choice in reason.choices] + [rule.key for rule in reason.rules])


@_EXAMPLES
@given(st.data(), products())
def test_all_reasons_are_exactly_the_minimal_ones_and_the_first_is_the_one_given_alone(
    data: st.DataObject, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product))
    attribute = data.draw(st.sampled_from(product.attributes))
    value = data.draw(st.sampled_from(attribute.values))
    others = {key: chosen for key, chosen in choices.items() if key != attribute.key}
    expected = judge.reasons(others, lambda values: same(values.get(attribute.key), value))
    every = engine.all_why_not(choices, attribute.key, value, limit=_MANY)
    assert every.complete
    assert len(every.found) == len(expected)
    assert {members(conflict) for conflict in every.found} == expected
    first = engine.why_not(choices, attribute.key, value)
    assert (first,) == (every.found[:1] or (None,))
    limit = data.draw(st.integers(1, 3))
    some = engine.all_why_not(choices, attribute.key, value, limit=limit)
    assert some.found == every.found[:limit]
    assert some.complete == (len(every.found) <= limit)


@settings(_EXAMPLES, max_examples=tried(150))
@given(st.data(), products())
def test_what_follows_has_a_minimal_reason_and_what_does_not_has_none(
    data: st.DataObject, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product))
    assume(judge.configurations(choices))
    for attribute in product.attributes:
        others = {key: chosen for key, chosen in choices.items() if key != attribute.key}
        values, can_be_absent = judge.domain(others, attribute)
        states: list[Value | None] = [*values, *([None] if can_be_absent else [])]
        found = engine.why(choices, attribute.key)
        assert (found is not None) == (len(states) == 1)
        if found is not None:
            [state] = states
            assert same(found.value, state)

            def differs(other: Values, key: str = attribute.key, state: Value | None = state) -> bool:
                return not same(other.get(key), state)

            assert members(found) in judge.reasons(others, differs)
