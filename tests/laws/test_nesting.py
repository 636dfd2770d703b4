"""Nested products mean what their author wrote, and the engine answers about them exactly."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.catalog.attribute import Attribute, AttributeKey
from app.catalog.product import Product, Value
from app.configuration import ChoiceImpossible, ChoiceUnknown, Configurator, ProductImpossible
from tests.configuration.nested_products import Nested, nested_products
from tests.configuration.small_products import products
from tests.configuration.station import STATION
from tests.thorough import tried

LABEL = Attribute(AttributeKey("label"), "Label", "text", pattern="[A-Z]{2}", pattern_text="two capitals")
_EXAMPLES = settings(
    max_examples=tried(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def expected(found: list[Mapping[str, Value]], attribute: Attribute) -> tuple[list[Value], bool]:
    here = [one.get(attribute.key) for one in found]
    return [value for value in attribute.values if any(value == one for one in here)], None in here


@_EXAMPLES
@given(st.data(), nested_products())
def test_domains_of_nested_products_are_what_the_authors_own_names_allow(
    data: st.DataObject, nested: Nested
) -> None:
    left = list(nested.configurations())
    assume(left)
    product = nested.product
    engine = Configurator(product)
    found = engine.configure({})
    while True:
        for attribute in product.attributes:
            if attribute.key not in found.choices:
                domain = found.domains[attribute.key]
                assert ([*domain.values], domain.can_be_absent) == expected(left, attribute)
        unchosen = [key for key in found.open if found.domains[key].values]
        if not unchosen:
            break
        key = data.draw(st.sampled_from(unchosen))
        value = data.draw(st.sampled_from(found.domains[key].values))
        found = engine.choose(found.choices, key, value)
        left = [one for one in left if one.get(key) == value]
    assert dict(found.values) in [dict(one) for one in left]


@_EXAMPLES
@given(st.data(), nested_products())
def test_rows_and_members_may_be_chosen_in_any_order(data: st.DataObject, nested: Nested) -> None:
    found = list(nested.configurations())
    assume(found)
    wanted = dict(data.draw(st.sampled_from(found)))
    shuffled = dict(data.draw(st.permutations(list(wanted.items()))))
    product = nested.product
    assert Configurator(product).configure(shuffled) == Configurator(product).configure(wanted)


@_EXAMPLES
@given(products())
def test_a_text_is_open_until_it_is_given_and_changes_no_other_domain(product: Product) -> None:
    try:
        before = Configurator(product).configure({})
    except ProductImpossible:
        return
    when = next((one.when for one in product.attributes if one.when is not None), None)
    texted = replace(product, attributes=(*product.attributes, replace(LABEL, when=when)))
    engine = Configurator(texted)
    found = engine.configure({})
    assert {key: one for key, one in found.domains.items() if key != "label"} == dict(before.domains)
    assert ("label" in found.open) == found.domains["label"].any_text
    assert "label" not in engine.complete({})
    if found.domains["label"].any_text:
        told = engine.choose({}, "label", "AB")
        assert told.choices == {"label": "AB"}
        assert "label" not in told.open
        with pytest.raises(ChoiceUnknown, match="Label is two capitals, at most 200 characters"):
            engine.choose({}, "label", "ab")


def test_a_text_that_holds_is_implied_and_one_that_is_proposed_yields() -> None:
    holds = replace(STATION, attributes=(replace(LABEL, preset="QW"),), rules=(), tables=())
    found = Configurator(holds).configure({})
    assert found.implied == {"label": "QW"}
    with pytest.raises(ChoiceImpossible, match="Label is always QW"):
        Configurator(holds).choose({}, "label", "AB")
    yields = replace(holds, attributes=(replace(LABEL, default="QW"),))
    assert Configurator(yields).configure({}).open == ("label",)
    assert Configurator(yields).complete({}) == {"label": "QW"}
    assert Configurator(yields).complete({"label": "AB"}) == {"label": "AB"}
