"""Figures, values and the waterfall as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from app.amounts import Money, Percent
from app.catalog import Value
from app.pricing import Discount, Terms, price_line
from app.web.panel import figures
from app.web.panel.values import read, spelled, worded
from app.web.panel.waterfall import WIDTH, bars
from tests.web.panel.lines import MAST


@pytest.mark.parametrize(
    ("price", "words"),
    [("1200", "+1,200.00"), ("-50", "−50.00"), ("0", ""), ("0.125", "+0.125"), ("14.80", "+14.80")],
)
def test_a_surcharge_has_a_sign_and_all_its_digits(price: str, words: str) -> None:
    assert figures.surcharge(Decimal(price)) == words


def test_amounts_are_grouped_and_name_their_currency() -> None:
    assert figures.with_currency(Money.of("12500", "EUR")) == "12,500.00 EUR"
    assert figures.amount(Money.of("1234567.5", "USD")) == "1,234,567.50"


def test_no_difference_is_said_in_words() -> None:
    assert figures.difference(Money.zero("EUR")) == "no change in price"
    assert figures.difference(Money.of("-297.5", "EUR")) == "−297.50"


@pytest.mark.parametrize(
    ("off", "words", "number"),
    [
        (Percent(Decimal("12.50")), "12.5 %", "12.5"),
        (Money.of("1000", "EUR"), "1,000.00 EUR", "1000"),
        (Percent(Decimal("10")), "10 %", "10"),
    ],
)
def test_a_discount_reads_well_and_can_be_edited(off: Percent | Money, words: str, number: str) -> None:
    discount = Discount(off, "Frame contract")
    assert figures.off(discount) == words
    assert figures.off_number(discount) == number


def test_without_a_discount_the_field_is_empty() -> None:
    assert figures.off_number(None) == ""


def test_moments_are_written_without_doubt_about_day_and_month() -> None:
    assert figures.day(date(2027, 3, 4)) == "4 Mar 2027"
    assert figures.day(None) == ""
    assert figures.minute(datetime(2027, 3, 4, 9, 5, tzinfo=UTC)) == "4 Mar 2027, 09:05"


@pytest.mark.parametrize(
    ("attribute", "text", "value"),
    [
        ("heater", "true", True),
        ("heater", "false", False),
        ("heater", "1", "1"),
        ("sectors", "3", 3),
        ("sectors", "-3", -3),
        ("sectors", "3.5", "3.5"),
        ("sectors", "9" * 12, "9" * 12),
        ("band", "low", "low"),
        ("nothing", "3", "3"),
    ],
)
def test_a_form_s_text_becomes_the_value_it_means_or_stays_as_it_is(
    attribute: str, text: str, value: object
) -> None:
    found = read(MAST, attribute, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("value", [True, False, 7, "low"])
def test_a_value_survives_the_way_through_a_form(value: str | bool | int) -> None:
    attribute = {"bool": "heater", "int": "sectors", "str": "band"}[type(value).__name__]
    assert read(MAST, attribute, spelled(value)) == value


def test_a_wish_is_put_in_the_catalog_s_words() -> None:
    assert worded(MAST, "band", value="mid") == "Band: Mid"
    assert worded(MAST, "sectors", value=4) == "Sectors: 4 pcs"
    assert worded(MAST, "heater", value=False) == "Heater: no"


def test_each_bar_starts_where_the_one_before_ended() -> None:
    values: dict[str, Value] = {"band": "mid", "sectors": 3, "heater": False}
    discount = Discount(Percent(Decimal(10)), "Pilot")
    found = bars(price_line(MAST, values, quantity=1, terms=Terms("EUR", None), discount=discount))
    assert [(bar.effect, bar.falls) for bar in found] == [
        ("+1,000.00", False),
        ("+40.00", False),
        ("+30.00", False),
        ("−107.00", True),
    ]
    for earlier, later in pairwise(found[:3]):
        assert abs(earlier.x + earlier.width - later.x) <= 1
    assert found[-1].x + found[-1].width == WIDTH


def test_what_rounding_adds_is_shown_with_its_digits() -> None:
    discount = Discount(Percent(Decimal("33.33")), "Pilot")
    values: dict[str, Value] = {"band": "low", "sectors": 1, "heater": True}
    found = bars(price_line(MAST, values, quantity=1, terms=Terms("EUR", None), discount=discount))
    assert found[-1].label.lower().startswith("rounding")
    assert found[-1].effect not in ("", "0.00", "+0.00", "−0.00")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-5, "0 s"),
        (119, "119 s"),
        (120, "2 min"),
        (7_199, "119 min"),
        (7_200, "2 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
    ],
)
def test_an_age_is_told_in_the_largest_unit_of_which_there_are_two(seconds: int, told: str) -> None:
    assert figures.age(timedelta(seconds=seconds)) == told
