"""How much a person may take off, and for which reasons, is the catalog's to say."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.amounts import Percent
from app.catalog.pricing import Allowance, Manual, PriceStep, Reason
from app.pricing import (
    Discount,
    DiscountAboveLimit,
    DiscountInvalid,
    Off,
    TargetPrice,
    Terms,
    allowance_of,
    check_allowed,
    taken_off,
)
from app.pricing.allowances import most_of
from tests.pricing.models import line, money, priced, pricing, product

UNIT = product("unit", "100.00")
LIMITED = Allowance(
    {"rep": Decimal(10), "approver": Decimal(25), "": Decimal(5)},
    (Reason("competition", "A competitor offers less", {"de": "Ein Mitbewerber bietet weniger"}),),
)
BY = replace(pricing(), steps=tuple(
    replace(step, rule=Manual(LIMITED)) if isinstance(step.rule, Manual) else step
    for step in pricing().steps
))  # fmt: skip


def given(off: Off, *roles: str, reason: str = "A competitor offers less") -> None:
    discount = Discount(off, reason)
    one = line(UNIT, 3, discount=discount)
    price = priced([one], [UNIT], BY)[0]
    allowance = allowance_of(one, UNIT, Terms("EUR", pricing=BY))
    check_allowed(allowance, discount, taken_off(price), roles=roles)


def test_each_role_has_its_limit_and_the_largest_of_a_person_counts() -> None:
    given(Percent(Decimal(10)), "rep")
    given(Percent(Decimal(25)), "rep", "approver")
    given(Percent(Decimal(5)), "admin")
    with pytest.raises(DiscountAboveLimit, match="at most 10 %"):
        given(Percent(Decimal("10.01")), "rep")
    with pytest.raises(DiscountAboveLimit, match="at most 5 %"):
        given(Percent(Decimal(6)), "admin")


def test_amounts_and_target_prices_count_by_what_they_take_off() -> None:
    given(money("30.00"), "rep")
    given(TargetPrice(money("90.00")), "rep")
    with pytest.raises(DiscountAboveLimit):
        given(money("30.01"), "rep")
    with pytest.raises(DiscountAboveLimit):
        given(TargetPrice(money("89.99")), "rep")


def test_a_reason_is_one_of_the_catalogs_in_any_of_its_languages() -> None:
    given(Percent(Decimal(1)), "rep", reason="Ein Mitbewerber bietet weniger")
    given(Percent(Decimal(1)), "rep", reason="competition")
    with pytest.raises(DiscountInvalid, match="A competitor offers less"):
        given(Percent(Decimal(1)), "rep", reason="because")


def test_without_limits_everything_may_be_given() -> None:
    assert most_of(Allowance(), ["rep"]) == 100


def test_a_catalog_without_the_step_takes_no_discount() -> None:
    none = replace(BY, steps=tuple(one for one in BY.steps if not isinstance(one.rule, Manual)))
    one = line(UNIT, 1)
    assert allowance_of(one, UNIT, Terms("EUR", pricing=none)) is None
    with pytest.raises(DiscountInvalid, match="does not let"):
        check_allowed(None, Discount(Percent(Decimal(1)), "x"), Decimal(1), roles=["rep"])
    assert isinstance(BY.steps[0], PriceStep)
