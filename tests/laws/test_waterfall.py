"""Laws of the waterfall: its steps sum to its end, and more discount never costs more."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.amounts import Money, Percent
from app.catalog import Attribute, AttributeKey, CustomerTier, Option, Product, ProductKey, QuantityTier
from app.pricing import Discount, LinePrice, Terms, price_line

prices = st.decimals(min_value=0, max_value=10**6, places=2)
percents = st.decimals(min_value=0, max_value=100, places=4)


def product(base: Decimal, option: Decimal, each: Decimal, tiers: tuple[QuantityTier, ...]) -> Product:
    return Product(
        key=ProductKey("radio"),
        code="R1",
        name="Radio",
        description="",
        family="Radios",
        attributes=(
            Attribute(
                AttributeKey("band"),
                "Band",
                "choice",
                options=(Option("n78", "n78 3.5 GHz", prices={"EUR": option}),),
            ),
            Attribute(AttributeKey("cables"), "Cables", "integer", maximum=9, unit="m", prices={"EUR": each}),
            Attribute(AttributeKey("spare"), "Spare", "boolean", prices={"EUR": each}),
        ),
        steps=(),
        rules=(),
        tables=(),
        prices={"EUR": base},
        quantity_tiers=tiers,
    )


@st.composite
def priced(draw: st.DrawFn) -> LinePrice:
    tiers = tuple(QuantityTier(n, draw(percents)) for n in draw(st.sets(st.integers(2, 50), max_size=3)))
    tier = draw(st.one_of(st.none(), percents.map(lambda off: CustomerTier("Key", "Key", off))))
    discount = draw(
        st.one_of(st.none(), percents.map(lambda off: Discount(Percent(off), "long partnership")))
    )
    values: dict[str, str | bool | int] = {
        "band": "n78",
        "cables": draw(st.integers(0, 9)),
        "spare": draw(st.booleans()),
    }
    return price_line(
        product(draw(prices), draw(prices), draw(prices), tiers),
        values,
        quantity=draw(st.integers(1, 10_000)),
        terms=Terms("EUR", tier),
        discount=discount,
    )


@given(priced())
def test_the_steps_sum_to_the_net_price_of_the_line(price: LinePrice) -> None:
    assert sum((step.effect for step in price.steps), Money.zero("EUR")) == price.net
    assert price.steps[-1].after == price.net


@given(priced())
def test_each_step_starts_where_the_one_before_ended(price: LinePrice) -> None:
    after = Money.zero("EUR")
    for step in price.steps:
        after = after + step.effect
        assert step.after == after


@given(priced())
def test_the_line_is_quantity_times_the_rounded_unit_price(price: LinePrice) -> None:
    assert price.unit_net.is_rounded
    assert price.net == price.unit_net * price.quantity
    assert Money.zero("EUR") <= price.net <= price.list
    assert price.list - price.discount == price.net


@given(st.integers(1, 9_999), prices)
def test_more_units_never_cost_less_in_all_without_tiers(quantity: int, base: Decimal) -> None:
    chosen = product(base, Decimal(0), Decimal(0), ())
    terms = Terms("EUR", None)
    fewer = price_line(chosen, {}, quantity=quantity, terms=terms)
    more = price_line(chosen, {}, quantity=quantity + 1, terms=terms)
    assert fewer.net <= more.net
