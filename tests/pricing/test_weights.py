"""What the engine is told of prices is what the waterfall charges."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog import Attribute, AttributeKey, Option, Product, Value
from app.catalog.expressions import parse
from app.catalog.expressions.tree import Compare, Constant, Name
from app.configuration import Configurator
from app.configuration.objective import cost_of
from app.pricing import PriceMissing, Terms, price_line, price_weights
from tests.configuration.brute_force import BruteForce
from tests.configuration.station import STATION


def eur(amount: str) -> dict[str, Decimal]:
    return {"EUR": Decimal(amount)}


COUNT = Attribute(AttributeKey("radios.count"), "Radios", "integer", maximum=3, prices=eur("100"))
SOME = Compare(">", Name("radios.count"), Constant(Decimal(0)))
BAND = Attribute(
    AttributeKey("radios.band"),
    "Band",
    "choice",
    options=(Option("low", "Low"), Option("high", "High", prices=eur("40.50"))),
    when=SOME,
    multiplied_by=(COUNT.key,),
)
CABLE = Attribute(
    AttributeKey("radios.cable"),
    "Cable",
    "decimal",
    minimum=Decimal("0.5"),
    maximum=Decimal("2.0"),
    step=Decimal("0.5"),
    prices=eur("3.30"),
    when=SOME,
    multiplied_by=(COUNT.key,),
)
SPARE = Attribute(AttributeKey("spare"), "Spare", "boolean", prices=eur("7"))
LABEL = Attribute(AttributeKey("label"), "Label", "text", prices=eur("5"), when=parse("spare"))
SITE: Product = replace(
    STATION, attributes=(COUNT, BAND, CABLE, SPARE), rules=(), tables=(), prices=eur("1000")
)


@settings(deadline=None)
@given(data=st.data())
def test_weights_add_up_to_what_the_waterfall_adds_to_the_list_price(data: st.DataObject) -> None:
    values = data.draw(st.sampled_from(BruteForce(SITE).configurations({})))
    price = price_line(SITE, values, quantity=1, terms=Terms("EUR", None))
    assert cost_of(values, price_weights(SITE, Terms("EUR"))) + 1000 == price.unit_list.amount


@pytest.mark.parametrize(
    "choices",
    [{}, {"radios.count": 3}, {"radios.band": "high"}, {"spare": True, "radios.cable": Decimal("1.5")}],
)
def test_rows_that_are_multiplied_are_completed_at_the_least_price(choices: dict[str, Value]) -> None:
    def net(values: object) -> Decimal:
        assert isinstance(values, dict)
        return price_line(SITE, values, quantity=1, terms=Terms("EUR", None)).unit_net.amount

    engine = Configurator(SITE)
    found = engine.complete_for_least(choices, price_weights(SITE, Terms("EUR")))
    assert found.proven
    assert net(dict(found.values)) == min(net(one) for one in BruteForce(SITE).configurations(choices))


def test_a_text_costs_where_it_would_have_to_be_written_and_stays_open() -> None:
    dear = replace(SITE, attributes=(replace(SPARE, prices=eur("-3")), LABEL))
    found = Configurator(dear).complete_for_least({}, price_weights(dear, Terms("EUR")))
    assert dict(found.values) == {"spare": False}
    own = Configurator(dear).complete_for_least({"label": "North gate"}, price_weights(dear, Terms("EUR")))
    assert dict(own.values) == {"spare": True, "label": "North gate"}
    unwritten = Configurator(dear).complete_for_least({"spare": True}, price_weights(dear, Terms("EUR")))
    assert dict(unwritten.values) == {"spare": True}


def test_a_currency_without_prices_is_told_when_it_matters() -> None:
    with pytest.raises(PriceMissing):
        Configurator(SITE).complete_for_least({}, price_weights(SITE, Terms("USD")))
