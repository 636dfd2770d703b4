"""What cannot be priced is refused with a code that says why, and which line it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.amounts import CurrencyMismatch, Money
from app.catalog import AttributeKey
from app.catalog.expressions import ExpressionInvalid
from app.catalog.pricing import (
    Chosen,
    CostPlus,
    PercentOfTotal,
    PerUnit,
    PriceTier,
    RateMissing,
    RateTable,
    Subscription,
    Volume,
)
from app.errors import AppError
from app.pricing import (
    CostMissing,
    Discount,
    PriceMissing,
    PriceOutOfRange,
    PriceUndefined,
    TargetPrice,
)
from app.pricing.periods import TermInvalid
from tests.pricing.costs import costing
from tests.pricing.models import eur, formula, line, net, priced, pricing, product, step

UNIT = product("unit", "100.00")


def refused(*lines: object, by: object = None, of: object = UNIT, **terms: object) -> AppError:
    with pytest.raises(AppError) as found:
        priced(list(lines), [of], by or pricing(), **terms)  # type: ignore[arg-type, list-item]  # as each test says
    return found.value


def test_a_currency_without_prices_and_without_a_rate() -> None:
    assert isinstance(refused(line(UNIT), currency="CHF"), PriceMissing)
    rates = (RateTable("EUR", date(2026, 1, 1), {"JPY": Decimal(170)}),)
    assert isinstance(refused(line(UNIT), by=pricing(rates=rates), currency="CHF"), RateMissing)
    early = refused(line(UNIT), by=pricing(rates=rates), currency="JPY", day=date(2025, 12, 31))
    assert isinstance(early, PriceMissing)


def test_a_missing_cost_is_refused_once_the_line_is_complete() -> None:
    by = pricing(CostPlus(margin=Decimal(30)))
    found = refused(line(UNIT, n=7), by=by)
    assert isinstance(found, CostMissing)
    assert found.facts["line"] == 7
    assert net(UNIT, 1, by, complete=False) == "100.00"


def test_a_division_by_zero_names_line_and_step() -> None:
    by = pricing(PerUnit(formula("100 / length"), eur("1")))
    found = refused(line(UNIT, n=3, values={"length": Decimal("0.0")}), by=by)
    assert isinstance(found, PriceUndefined)
    assert found.facts == {"line": 3, "step": "rule1"}
    # What does not apply adds nothing.
    assert net(UNIT, 1, by) == "100.00"


@pytest.mark.parametrize("quantity", [0, -1, 10**12])
def test_absurd_quantities(quantity: int) -> None:
    assert isinstance(refused(line(UNIT, quantity)), PriceOutOfRange)


def test_amounts_of_thirty_digits() -> None:
    large = replace(UNIT, prices=eur("9" * 28 + ".99"))
    found = refused(line(large, n=2), of=large)
    assert isinstance(found, PriceOutOfRange)
    assert found.facts["line"] == 2


def test_mixed_currencies() -> None:
    dollars = Discount(Money.of("5.00", "USD"), "old")
    assert isinstance(refused(line(UNIT, discount=dollars)), CurrencyMismatch)
    target = Discount(TargetPrice(Money.of("5.00", "USD")), "old")
    assert isinstance(refused(line(UNIT, discount=target)), CurrencyMismatch)
    assert isinstance(refused(line(UNIT), discount=dollars), CurrencyMismatch)


def test_a_word_that_is_also_an_attribute_is_refused_where_it_stands() -> None:
    twice = replace(UNIT, attributes=(replace(UNIT.attributes[1], key=AttributeKey("quantity")),))
    found = refused(line(twice), of=twice, by=pricing(PerUnit(formula("2 * quantity"), eur("1"))))
    assert isinstance(found, ExpressionInvalid)
    assert (found.column, "rename the attribute" in found.message) == (5, True)


def test_two_lines_that_are_percentages_of_each_other_are_not_among_each_others_lines() -> None:
    one, two = product("one"), product("two")
    by = pricing(
        step("first", PercentOfTotal(Decimal(10), Chosen()), products=frozenset({"one"})),
        step("second", PercentOfTotal(Decimal(10), Chosen()), products=frozenset({"two"})),
    )
    lines = [line(UNIT, 3, n=1), line(one, n=2), line(two, n=3)]
    assert [str(price.net) for price in priced(lines, [UNIT, one, two], by)] == ["300.00", "30.00", "30.00"]


def test_a_term_without_end() -> None:
    found = refused(line(UNIT, term=("2026-01-01", "2226-01-01")), by=pricing(Subscription("year")))
    assert isinstance(found, TermInvalid)


def test_a_tier_in_another_currency_alone() -> None:
    tiers = (PriceTier(1, {"USD": Decimal(3)}),)
    assert isinstance(refused(line(UNIT), by=pricing(Volume(tiers))), PriceMissing)
    assert costing("1.00").key == "made"
