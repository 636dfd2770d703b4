"""Worked examples of price models, with the numbers that their published descriptions give.

Where a description was read is said beside each; the others are worked by hand in the comment.
"""

from datetime import date
from decimal import Decimal

import pytest

from app.amounts import Percent
from app.catalog.period import Period
from app.catalog.pricing import (
    Block,
    Bundle,
    Chosen,
    Contract,
    CostPlus,
    CustomerTiers,
    Floor,
    FreeItems,
    Needed,
    PercentOfTotal,
    PerUnit,
    PriceBook,
    PriceTier,
    Promotion,
    Ramp,
    RateTable,
    Rounding,
    Schedule,
    ScheduleTier,
    Slab,
    Subscription,
    Volume,
)
from app.pricing import Discount, TargetPrice
from tests.pricing.costs import costing
from tests.pricing.models import PARTNER, eur, formula, line, money, net, priced, pricing, product, step

API_TIERS = (
    PriceTier(1, eur("0.10")),
    PriceTier(1_001, eur("0.05")),
    PriceTier(10_001, eur("0.01")),
)
CPQ_TIERS = tuple(
    PriceTier(minimum, percent=Decimal(percent)) for minimum, percent in ((1, 0), (11, 5), (21, 10), (31, 15))
)


# Zuplo, "Pricing models": 15,000 calls graduated 600, by volume 150.
def test_graduated_prices_each_unit_in_its_tier_and_volume_all_in_the_last() -> None:
    assert net(product(), 15_000, pricing(Slab(API_TIERS))) == "600.00"
    assert net(product(), 15_000, pricing(Volume(API_TIERS))) == "150.00"


# Lago, "Volume": 65,000 calls at 0.0006 and 10 once are 49.
def test_a_tier_may_have_an_amount_once() -> None:
    prices = ((1, "0.0010"), (10_001, "0.0008"), (50_001, "0.0006"), (100_001, "0.0004"))
    tiers = tuple(PriceTier(minimum, eur(price), eur("10")) for minimum, price in prices)
    assert net(product(), 65_000, pricing(Volume(tiers))) == "49.00"


# Autumn, "Graduated pricing": 15,000 requests are 107... of tiers 10 + 72 + 25.
def test_three_tiers_fill_one_after_the_other() -> None:
    tiers = (PriceTier(1, eur("0.01")), PriceTier(1_001, eur("0.008")), PriceTier(10_001, eur("0.005")))
    assert net(product(), 15_000, pricing(Slab(tiers))) == "107.00"


# A published walk through Salesforce CPQ's schedules: list 100, quantity 11, slab 10 × 100 + 1 × 95.
@pytest.mark.parametrize(
    ("quantity", "ranged", "slabs"),
    [
        (1, "100.00", "100.00"),
        (10, "1000.00", "1000.00"),
        (11, "1045.00", "1095.00"),
        (20, "1900.00", "1950.00"),
        (21, "1890.00", "2040.00"),
        (30, "2700.00", "2850.00"),
        (31, "2635.00", "2935.00"),
        (32, "2720.00", "3020.00"),
    ],
)
def test_range_against_slab_at_each_boundary(quantity: int, ranged: str, slabs: str) -> None:
    unit = product("unit", "100.00")
    assert net(unit, quantity, pricing(Volume(CPQ_TIERS))) == ranged
    assert net(unit, quantity, pricing(Slab(CPQ_TIERS))) == slabs


# A published example of Salesforce CPQ: 100 licences of 100, 15 % off, are 8,500.
def test_a_schedule_takes_the_reached_percentage_off_everything() -> None:
    tiers = (ScheduleTier(Decimal(10), quantity=50), ScheduleTier(Decimal(15), quantity=100))
    unit = product("unit", "100.00")
    assert net(unit, 100, pricing(Schedule(tiers))) == "8500.00"
    assert net(unit, 99, pricing(Schedule(tiers))) == "8910.00"
    assert net(unit, 49, pricing(Schedule(tiers))) == "4900.00"


# Chargebee, "Package pricing": started packages count whole; 1.25 a package of a million.
@pytest.mark.parametrize(("quantity", "amount"), [(10, "1.25"), (1_000, "1.25"), (1_500, "2.50")])
def test_a_started_block_costs_a_whole_one(quantity: int, amount: str) -> None:
    assert net(product(), quantity, pricing(Block(1_000, eur("1.25")))) == amount


# 25 at 12 a block of 100.00: two blocks, one left over at its list price of 9.50.
@pytest.mark.parametrize(
    ("quantity", "amount"), [(11, "104.50"), (12, "100.00"), (13, "109.50"), (24, "200.00"), (25, "209.50")]
)
def test_what_is_left_over_of_a_block_costs_the_unit_price(quantity: int, amount: str) -> None:
    assert net(product("unit", "9.50"), quantity, pricing(Block(12, eur("100"), "units"))) == amount


# Chargebee, "Proration calculation logic": 649 a month, one day of 31 January to 28 February: 649/28.
def test_a_day_costs_its_part_of_the_month_that_it_is_in() -> None:
    by = pricing(Subscription("month"))
    one_day = ("2023-01-31", "2023-01-31")
    assert net(product("unit", "649.00"), 1, by, term=one_day) == "23.18"
    # In 2024 that month has 29 days.
    assert net(product("unit", "649.00"), 1, by, term=("2024-01-31", "2024-01-31")) == "22.38"


# 3,650 a year from 1 March 2027: 365 days are a year; 366 would be a day more. Over 29 February 2028 the
# year from 1 March 2027 has 366 days.
@pytest.mark.parametrize(
    ("start", "end", "by_day", "fixed"),
    [
        ("2027-03-01", "2028-02-29", "3650.00", "3650.00"),
        ("2027-03-01", "2028-02-28", "3640.03", "3650.00"),
        ("2026-03-01", "2027-02-28", "3650.00", "3650.00"),
        ("2028-03-01", "2028-03-10", "100.00", "100.00"),
        ("2027-03-01", "2027-03-10", "99.73", "100.00"),
        ("2026-03-01", "2027-03-10", "3749.73", "3750.00"),
    ],
)
def test_proration_by_day_over_a_leap_year(start: str, end: str, by_day: str, fixed: str) -> None:
    unit = product("unit", "3650.00")
    assert net(unit, 1, pricing(Subscription("year", proration="day")), term=(start, end)) == by_day
    assert net(unit, 1, pricing(Subscription("year", proration="fixed")), term=(start, end)) == fixed


def test_without_proration_a_started_month_costs_a_whole_one() -> None:
    by = pricing(Subscription("month", proration="none"))
    assert net(product("unit", "100.00"), 2, by, term=("2026-01-15", "2026-03-15")) == "600.00"


# Three years: 100 % of 1,000, 110 % from the second, a price of its own from the third.
def test_ramps_change_the_price_from_a_year_on() -> None:
    ramps = (Ramp(2, Decimal(110)), Ramp(3, prices=eur("1200.00")))
    by = pricing(Subscription("year", ramps=ramps))
    term = ("2026-01-01", "2028-12-31")
    found = priced([line(product("unit", "1000.00"), 2, term=term)], [product("unit", "1000.00")], by)[0]
    assert str(found.net) == "6600.00"
    assert found.cycles == 3
    assert found.steps[-1].input == "1 at 100 % + 1 at 110 % + 1 × 1200 each years"


# Support costs 18 % a year of what the chosen group comes to after its discounts: (2 × 1,000 − 10 %) + 500.
def test_a_percentage_of_the_total_of_a_chosen_group() -> None:
    radio, cable, support = product("radio", "1000.00"), product("cable", "500.00"), product("support")
    by = pricing(
        step("volume", Volume((PriceTier(2, percent=Decimal(10)),)), products=frozenset({"radio"})),
        step(
            "support",
            PercentOfTotal(Decimal(18), Chosen(groups=frozenset({"Site A"}))),
            products=frozenset({"support"}),
        ),
    )
    lines = [
        line(radio, 2, n=1, group="Site A"),
        line(cable, 1, n=2, group="Site A"),
        line(cable, 9, n=3, group="Site B"),
        line(support, 1, n=4, group="Site A"),
    ]
    found = priced(lines, [radio, cable, support], by)
    # 18 % of 2,300.00
    assert [str(one.net) for one in found] == ["1800.00", "500.00", "4500.00", "414.00"]
    by_list = pricing(
        step("volume", Volume((PriceTier(2, percent=Decimal(10)),)), products=frozenset({"radio"})),
        step(
            "support",
            PercentOfTotal(Decimal(18), Chosen(products=frozenset({"radio"})), "list"),
            products=frozenset({"support"}),
        ),
    )
    assert str(priced(lines, [radio, cable, support], by_list)[3].net) == "360.00"


# A cost of 60: at a margin of 40 % 60 / 0.6 = 100; with 50 % on it 90, of which a third is left.
def test_cost_plus_by_margin_and_by_markup() -> None:
    made = costing("60.00")
    assert net(made, 3, pricing(CostPlus(margin=Decimal(40)))) == "300.00"
    assert net(made, 3, pricing(CostPlus(markup=Decimal(50)))) == "270.00"


# 20 % on a cost of 60 are 72, of which 16.67 % are left: the floor of 25 % asks for 80.
def test_cost_plus_with_a_floor() -> None:
    made = costing("60.00")
    by = pricing(CostPlus(markup=Decimal(20), floor_margin=Decimal(25)))
    found = priced([line(made, 2)], [made], by)[0]
    assert str(found.net) == "160.00"
    assert [step.input for step in found.steps][-2:] == [
        "from the unit cost, with its markup",
        "raised to the lowest margin allowed",
    ]
    # 59 / 0.7 has no end; the lowest price that leaves 30 % is the next cent above.
    assert net(costing("59.00"), 1, pricing(CostPlus(floor_margin=Decimal(30)))) == "84.29"


def test_no_discount_goes_below_a_floor() -> None:
    made = costing("60.00", list_price="100.00")
    by = pricing(Floor(margin=Decimal(25)))
    discount = Discount(Percent(Decimal(50)), "asked for")
    found = priced([line(made, 2, discount=discount)], [made], by)[0]
    assert str(found.net) == "160.00"
    by_price = pricing(Floor(prices=eur("90.00")))
    assert net(made, 2, by_price, discount=discount) == "180.00"


# 12.5 m of cable at 3.20 a metre on a list price of 20: 60 each.
def test_length_times_price() -> None:
    by = pricing(PerUnit(formula("length"), eur("3.20")))
    assert net(product("cable", "20.00"), 4, by, values={"length": Decimal("12.5")}) == "240.00"
    squared = pricing(PerUnit(formula("length * length / 2"), eur("1"), "set"))
    assert net(product("cable", "20.00"), 1, squared, values={"length": Decimal("3.0")}) == "4.50"


# A mast gets 10 % off while a radio and two cables are on the quote too.
def test_a_bundle_needs_the_other_products_in_their_quantities() -> None:
    mast, radio, cable = product("mast", "100.00"), product("radio", "50.00"), product("cable", "5.00")
    needed = (Needed(Chosen(products=frozenset({"radio"}))), Needed(Chosen(products=frozenset({"cable"})), 2))
    by = pricing(step("bundle", Bundle(needed, Decimal(10)), products=frozenset({"mast"})))
    everything = [line(mast, 3, n=1), line(radio, 1, n=2), line(cable, 2, n=3)]
    assert str(priced(everything, [mast, radio, cable], by)[0].net) == "270.00"
    too_few = [line(mast, 3, n=1), line(radio, 1, n=2), line(cable, 1, n=3)]
    assert str(priced(too_few, [mast, radio, cable], by)[0].net) == "300.00"
    matched = Bundle(needed, Decimal(10), units="matched")
    by = pricing(step("bundle", matched, products=frozenset({"mast"})))
    more = [line(mast, 3, n=1), line(radio, 5, n=2), line(cable, 4, n=3)]
    # Cables suffice for two masts.
    assert str(priced(more, [mast, radio, cable], by)[0].net) == "280.00"


def test_two_free_in_twelve() -> None:
    unit = product("unit", "9.99")
    by = pricing(FreeItems(2, 12))
    assert [net(unit, quantity, by) for quantity in (11, 12, 23, 24, 25)] == [
        "109.89",
        "99.90",
        "209.79",
        "199.80",
        "209.79",
    ]


def test_a_promotion_asks_for_its_code_its_time_and_its_amount() -> None:
    unit = product("unit", "100.00")
    by = pricing(
        step(
            "spring",
            Promotion(Decimal(20), minimum=eur("300")),
            codes=frozenset({"SPRING"}),
            period=Period(date(2026, 3, 1), date(2026, 5, 31)),
        )
    )
    code, day = frozenset({"SPRING"}), date(2026, 5, 31)
    assert str(priced([line(unit, 3)], [unit], by, codes=code, day=day)[0].net) == "240.00"
    assert str(priced([line(unit, 2)], [unit], by, codes=code, day=day)[0].net) == "200.00"
    assert str(priced([line(unit, 3)], [unit], by, day=day)[0].net) == "300.00"
    late = date(2026, 6, 1)
    assert str(priced([line(unit, 3)], [unit], by, codes=code, day=late)[0].net) == "300.00"


def test_what_was_agreed_with_an_account() -> None:
    unit, other = product("unit", "100.00"), product("other", "100.00")
    agreed = Contract({"unit": eur("71.50")}, percent=Decimal(5))
    by = pricing(step("agreed", agreed, accounts=frozenset({"001"})))
    lines = [line(unit, 2, n=1, values={"colour": "red"}), line(other, 1, n=2)]
    ours = priced(lines, [unit, other], by, account="001")
    assert [str(one.net) for one in ours] == ["143.00", "95.00"]
    theirs = priced(lines, [unit, other], by, account="002")
    assert [str(one.net) for one in theirs] == ["220.00", "100.00"]


def test_schedules_over_the_product_and_over_the_quote() -> None:
    unit, other = product("unit", "100.00"), product("other", "50.00")
    over_product = pricing(Schedule((ScheduleTier(Decimal(10), quantity=10),), over="product"))
    lines = [line(unit, 4, n=1), line(unit, 6, n=2), line(other, 6, n=3)]
    found = priced(lines, [unit, other], over_product)
    assert [str(one.net) for one in found] == ["360.00", "540.00", "300.00"]
    tiers = (ScheduleTier(Decimal(5), amounts=eur("1300")),)
    over_quote = pricing(Schedule(tiers, by="amount", over="quote"))
    found = priced(lines, [unit, other], over_quote)
    assert [str(one.net) for one in found] == ["380.00", "570.00", "285.00"]


# 3 % on the first 1,000, 5 % on what is above: 30 + 25.
def test_a_schedule_by_slabs_of_the_amount() -> None:
    tiers = (ScheduleTier(Decimal(3), amounts=eur("0")), ScheduleTier(Decimal(5), amounts=eur("1000")))
    by = pricing(Schedule(tiers, by="amount", kind="slab"))
    assert net(product("unit", "100.00"), 15, by) == "1445.00"


def test_the_most_special_price_book_counts_item_by_item() -> None:
    unit = product("unit", "100.00")
    books = (
        PriceBook("all", "All", "EUR", {"unit": {"": Decimal(90), "colour=red": Decimal(7)}}),
        PriceBook("south", "South", "EUR", {"unit": {"": Decimal(80)}}, regions=frozenset({"south"})),
        PriceBook(
            "partner",
            "Partners in the south",
            "EUR",
            {"unit": {"": Decimal(75)}},
            regions=frozenset({"south"}),
            tiers=frozenset({"Partner"}),
        ),
    )
    by = pricing(books=books)
    lines = [line(unit, values={"colour": "red"})]
    assert str(priced(lines, [unit], by)[0].net) == "97.00"
    assert str(priced(lines, [unit], by, region="south")[0].net) == "87.00"
    assert str(priced(lines, [unit], by, region="south", tier=PARTNER)[0].net) == "82.00"
    assert str(priced(lines, [unit], by, tier=PARTNER)[0].net) == "97.00"


# 100.00 EUR at 0.9613 are 96.13 CHF, to 0.05: 96.15. The table of the day counts.
def test_a_currency_without_prices_goes_by_the_rates_of_the_day() -> None:
    tables = (
        RateTable("EUR", date(2026, 1, 1), {"CHF": Decimal("0.9613")}),
        RateTable("EUR", date(2026, 7, 1), {"CHF": Decimal("0.93")}),
    )
    by = pricing(rates=tables, rounding={"CHF": Rounding(to=Decimal("0.05"))})
    unit = product("unit", "100.00")
    before = priced([line(unit, 3)], [unit], by, currency="CHF", day=date(2026, 6, 30))[0]
    assert (str(before.net), before.steps[0].rule) == (
        "288.45",
        "price book EUR, 1 EUR = 0.9613 CHF (2026-01-01)",
    )
    after = priced([line(unit, 3)], [unit], by, currency="CHF", day=date(2026, 7, 1))[0]
    assert str(after.net) == "279.00"


# 0.125 and 0.135 of a cent's half: up is 0.13 and 0.14, to even 0.12 and 0.14.
@pytest.mark.parametrize(("price", "up", "even"), [("0.125", "0.13", "0.12"), ("0.135", "0.14", "0.14")])
def test_half_up_and_half_even(price: str, up: str, even: str) -> None:
    unit = product("unit", price)
    assert net(unit, 1, pricing()) == up
    assert net(unit, 1, pricing(rounding={"EUR": Rounding("half_even")})) == even


# 3 × 0.333: the unit price rounded is 0.33, the line rounded 1.00.
def test_the_unit_price_or_the_line_is_rounded() -> None:
    unit = product("unit", "0.333")
    assert net(unit, 3, pricing()) == "0.99"
    assert net(unit, 3, pricing(rounding={"EUR": Rounding(of="line")})) == "1.00"
    swiss = Rounding(to=Decimal("0.05"), of="line")
    assert net(unit, 3, pricing(rounding={"EUR": swiss})) == "1.00"
    assert net(unit, 4, pricing(rounding={"EUR": swiss})) == "1.35"


def test_the_order_of_steps_is_the_catalogs() -> None:
    unit = product("unit", "100.00")
    off = Promotion(prices=eur("10"))
    before = pricing(off, CustomerTiers())
    after = pricing(CustomerTiers(), off)
    assert str(priced([line(unit)], [unit], before, tier=PARTNER)[0].net) == "82.80"
    assert str(priced([line(unit)], [unit], after, tier=PARTNER)[0].net) == "82.00"


def test_a_condition_may_speak_of_attributes_and_of_the_line() -> None:
    unit = product("unit", "100.00")
    reach = {"when": formula('quantity >= 5 and colour = "red"')}
    by = pricing(step("many", Promotion(Decimal(10)), **reach))
    assert net(unit, 5, by, values={"colour": "red"}) == "495.00"
    assert net(unit, 4, by, values={"colour": "red"}) == "440.00"
    assert net(unit, 5, by, values={"colour": "blue"}) == "500.00"


def test_a_target_price_is_what_a_unit_costs_then_and_never_raises_it() -> None:
    unit = product("unit", "100.00")
    assert net(unit, 3, pricing(), discount=Discount(TargetPrice(money("93.33")), "as last time")) == "279.99"
    assert net(unit, 3, pricing(), discount=Discount(TargetPrice(money("120")), "as last time")) == "300.00"


# 100.00 off 3 × 33.33 + 2 × 50.00 = 199.99: 50.00 (49.998 rounded by largest remainder) and 50.00.
def test_a_discount_on_the_quote_is_split_by_largest_remainder() -> None:
    one, two = product("one", "33.33"), product("two", "50.00")
    lines = [line(one, 3, n=1), line(two, 2, n=2)]
    off = Discount(money("100.00"), "to close")
    found = priced(lines, [one, two], pricing(), discount=off)
    assert [str(price.net) for price in found] == ["49.99", "50.00"]
    assert [str(price.steps[-1].effect) for price in found] == ["-50.00", "-50.00"]


def test_lines_at_their_floor_leave_the_discount_of_the_quote_to_others() -> None:
    one, two = product("one", "100.00"), product("two", "100.00")
    by = pricing(step("floor", Floor(prices=eur("95.00")), products=frozenset({"one"})))
    off = Discount(money("30.00"), "to close")
    found = priced([line(one, n=1), line(two, n=2)], [one, two], by, discount=off)
    assert [str(price.net) for price in found] == ["95.00", "75.00"]


def test_numbers_with_units_are_converted() -> None:
    by = pricing(step("long", Promotion(Decimal(10)), when=formula("length > 500 cm")))
    cable = product("cable", "100.00")
    assert net(cable, 1, by, values={"length": Decimal("5.1")}) == "90.00"
    assert net(cable, 1, by, values={"length": Decimal("5.0")}) == "100.00"
