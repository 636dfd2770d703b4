"""Pricing one line, by worked example."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.amounts import Money, Percent
from app.catalog import Attribute, AttributeKey, CustomerTier, Option, Product, ProductKey, QuantityTier
from app.pricing import Discount, DiscountInvalid, PriceMissing, Terms, price_line

RADIO = Product(
    key=ProductKey("radio"),
    code="R1",
    name="Radio unit",
    description="",
    family="Radios",
    attributes=(
        Attribute(
            AttributeKey("band"),
            "Band",
            "choice",
            options=(
                Option("n78", "n78 3.5 GHz", prices={"EUR": Decimal("250.00"), "JPY": Decimal(40_000)}),
                Option("b20", "B20 800 MHz"),
            ),
        ),
        Attribute(
            AttributeKey("fibre"), "Fibre", "integer", maximum=100, unit="m", prices={"EUR": Decimal("1.15")}
        ),
        Attribute(AttributeKey("spare"), "Spare fan", "boolean", prices={"EUR": Decimal("40.00")}),
    ),
    steps=(),
    rules=(),
    tables=(),
    prices={"EUR": Decimal("1000.00"), "JPY": Decimal(160_000)},
    quantity_tiers=(QuantityTier(10, Decimal(3)), QuantityTier(50, Decimal("7.5"))),
)
EUR = Terms("EUR", None)
KEY = Terms("EUR", CustomerTier("Key", "Key account", Decimal(12)))


def test_options_counts_and_flags_are_added_to_the_list_price() -> None:
    price = price_line(RADIO, {"band": "n78", "fibre": 20, "spare": True}, quantity=1, terms=EUR)
    assert str(price.unit_list) == "1313.00"
    assert [(step.kind, step.label) for step in price.steps] == [
        ("list", "Radio unit"),
        ("option", "Band: n78 3.5 GHz"),
        ("option", "Fibre: 20 m"),
        ("option", "Spare fan"),
    ]


def test_an_option_without_a_price_and_a_count_of_zero_leave_no_step() -> None:
    price = price_line(RADIO, {"band": "b20", "fibre": 0, "spare": False}, quantity=1, terms=EUR)
    assert [step.kind for step in price.steps] == ["list"]


@pytest.mark.parametrize(
    ("quantity", "unit"), [(9, "1000.00"), (10, "970.00"), (49, "970.00"), (50, "925.00")]
)
def test_a_quantity_tier_starts_exactly_at_its_bound(quantity: int, unit: str) -> None:
    assert str(price_line(RADIO, {}, quantity=quantity, terms=EUR).unit_net) == unit


def test_each_percentage_applies_to_what_the_one_before_left() -> None:
    discount = Discount(Percent(Decimal(5)), "competitor's offer")
    price = price_line(RADIO, {}, quantity=10, terms=KEY, discount=discount)
    # 1000.00 - 3 % = 970.00; - 12 % = 853.60; - 5 % = 810.92
    assert [str(step.after.rounded()) for step in price.steps] == [
        "10000.00",
        "9700.00",
        "8536.00",
        "8109.20",
    ]
    assert str(price.net) == "8109.20"
    assert str(price.discount) == "1890.80"
    assert price.steps[-1].rule == "competitor's offer"


def test_an_amount_off_the_line_is_spread_over_its_units_and_rounding_is_shown() -> None:
    discount = Discount(Money.of("100.00", "EUR"), "goodwill")
    price = price_line(RADIO, {}, quantity=3, terms=EUR, discount=discount)
    # 1000 - 33.333… = 966.666… → 966.67; 3 × 966.67
    assert str(price.unit_net) == "966.67"
    assert price.steps[-1].kind == "rounding"
    assert str(price.net) == "2900.01"


def test_a_currency_without_minor_units_is_rounded_to_whole_ones() -> None:
    discount = Discount(Percent(Decimal("0.3")), "year end")
    price = price_line(RADIO, {"band": "n78"}, quantity=2, terms=Terms("JPY", None), discount=discount)
    assert str(price.unit_net) == "199400"


def test_a_currency_without_a_price_is_refused() -> None:
    with pytest.raises(PriceMissing, match="no price in CHF"):
        price_line(RADIO, {}, quantity=1, terms=Terms("CHF", None))


def test_a_discount_larger_than_the_line_is_refused() -> None:
    with pytest.raises(DiscountInvalid, match=r"1000\.00"):
        price_line(
            RADIO, {}, quantity=1, terms=EUR, discount=Discount(Money.of("1000.01", "EUR"), "too kind")
        )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 256])
def test_a_discount_needs_a_reason_of_reasonable_length(reason: str) -> None:
    with pytest.raises(DiscountInvalid):
        Discount(Percent(Decimal(5)), reason)


def test_a_decimal_is_priced_for_each_unit_exactly() -> None:
    pipe = Attribute(
        AttributeKey("pipe"), "Pipe", "decimal", minimum=Decimal("0.00"), maximum=Decimal("9.99"),
        step=Decimal("0.01"), unit="m", prices={"EUR": Decimal("12.345")},
    )  # fmt: skip
    product = replace(RADIO, attributes=(pipe,))
    steps = price_line(product, {"pipe": Decimal("3.33")}, quantity=1, terms=EUR).steps
    assert [(step.label, step.effect.amount) for step in steps[1:2]] == [
        ("Pipe: 3.33 m", Decimal("3.33") * Decimal("12.345"))
    ]


def test_equal_rows_count_as_often_as_there_are_any() -> None:
    count = Attribute(AttributeKey("arms.count"), "Arms", "integer", maximum=4, prices={"EUR": Decimal(5)})
    joints = Attribute(
        AttributeKey("arms.joints"), "Arms · Joints", "integer", maximum=9, prices={"EUR": Decimal(2)},
        multiplied_by=(count.key,),
    )  # fmt: skip
    product = replace(RADIO, attributes=(count, joints))

    def shown(**values: int) -> list[tuple[str, str]]:
        named = {key.replace("__", "."): value for key, value in values.items()}
        steps = price_line(product, named, quantity=1, terms=EUR).steps[1:]
        return [(step.label, str(step.effect)) for step in steps]

    assert shown(arms__count=3, arms__joints=2) == [("Arms: 3", "15.00"), ("Arms · Joints: 2 × 3", "12.00")]
    assert shown(arms__count=0, arms__joints=2) == []
    assert shown(arms__joints=2) == []
