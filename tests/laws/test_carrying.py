"""Choices carried over to another product, against a judge that tries every configuration."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.catalog.product import Product
from app.configuration import Configurator, carried_over
from tests.configuration.brute_force import BruteForce
from tests.configuration.small_products import products, requests
from tests.configuration.station import STATION
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(80),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@_EXAMPLES
@given(st.data(), products())
def test_the_fewest_choices_are_given_up_and_the_rest_stays(data: st.DataObject, product: Product) -> None:
    judge = BruteForce(product)
    assume(judge.configurations({}))
    choices = data.draw(requests(product))
    found = carried_over(Configurator(product), choices)
    lost = {one.attribute for one in found.lost}
    assert found.configuration.choices == {key: value for key, value in choices.items() if key not in lost}
    assert len(lost) == min(map(len, judge.corrections(choices)))
    for one in found.lost:
        assert one.reason
        assert not judge.configurations({**found.configuration.choices, one.attribute: one.value})


@_EXAMPLES
@given(st.data(), products())
def test_the_order_of_choices_makes_no_difference(data: st.DataObject, product: Product) -> None:
    judge = BruteForce(product)
    assume(judge.configurations({}))
    choices = data.draw(requests(product))
    engine = Configurator(product)
    shuffled = dict(data.draw(st.permutations(list(choices.items()))))
    assert carried_over(engine, choices).configuration == carried_over(engine, shuffled).configuration


def test_of_equally_few_the_later_ones_are_given_up() -> None:
    found = carried_over(Configurator(STATION), {"mast_height": 20, "mounting": "wall", "band": "n78"})
    assert [one.attribute for one in found.lost] == ["mast_height"]
    assert "Mounting: Wall" in found.lost[0].reason
    assert found.configuration.choices == {"mounting": "wall", "band": "n78"}


def test_what_the_product_does_not_have_is_lost_without_a_reason() -> None:
    found = carried_over(
        Configurator(STATION), {"colour": "red", "band": "n99", "radios": True, "antenna": "active"}
    )
    assert [(one.attribute, one.reason) for one in found.lost] == [
        ("colour", ""),
        ("band", ""),
        ("radios", ""),
    ]
    assert found.configuration.choices == {"antenna": "active"}
