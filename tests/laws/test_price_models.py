"""Laws of pricing a whole quote, whatever steps a catalog has, in whatever order."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.amounts import Money, Percent
from app.amounts.split import apportioned
from app.catalog.pricing import (
    Block,
    Bundle,
    Chosen,
    CustomerTiers,
    Floor,
    FreeItems,
    Needed,
    PercentOfTotal,
    PerUnit,
    PriceRule,
    PriceTier,
    Pricing,
    Promotion,
    Rounding,
    Schedule,
    ScheduleTier,
    Slab,
    Subscription,
    Volume,
)
from app.pricing import Alone, Discount, LinePrice, Off, TargetPrice, in_units
from app.pricing.discount import DiscountInvalid
from tests.pricing.models import PARTNER, eur, formula, line, priced, pricing, product, step

A, B, C = product("a", "100.00"), product("b", "0.37"), product("c")
PRODUCTS = [A, B, C]
DERIVED = step(
    "derived", PercentOfTotal(Decimal("7.5"), Chosen(products=frozenset({"a"}))), products=frozenset({"c"})
)

percents = st.decimals(0, 60, places=2)
amounts = st.decimals(0, 500, places=2)


def tiers(draw: st.DrawFn) -> tuple[PriceTier, ...]:
    """Falling unit prices from unit 1 on."""
    starts = sorted({1, *draw(st.sets(st.integers(2, 60), max_size=3))})
    prices = sorted((draw(amounts) for _ in starts), reverse=True)
    return tuple(PriceTier(start, {"EUR": price}) for start, price in zip(starts, prices, strict=True))


@st.composite
def rules(draw: st.DrawFn) -> PriceRule:
    percent = draw(percents)
    needed = (Needed(Chosen(products=frozenset({"b"})), draw(st.integers(1, 5))),)
    made: list[PriceRule] = [
        PerUnit(formula("length"), eur("1.15")),
        PerUnit(formula("price / 3 + quantity"), effect="add"),
        Volume(tiers(draw)),
        Volume(tiers(draw), over="product"),
        Slab(tiers(draw)),
        Block(draw(st.integers(1, 12)), eur("9.99"), draw(st.sampled_from(["started", "units"]))),
        Subscription("month", draw(st.integers(1, 36))),
        Bundle(needed, percent, units=draw(st.sampled_from(["all", "matched"]))),
        Promotion(percent),
        Promotion(prices={"EUR": draw(amounts)}, minimum=eur("50")),
        Schedule((ScheduleTier(percent, quantity=3),), over=draw(st.sampled_from(["line", "quote"]))),
        Schedule((ScheduleTier(percent, amounts=eur("200")),), "amount", "quote"),
        Schedule((ScheduleTier(percent, amounts=eur("10")),), "amount", kind="slab"),
        FreeItems(1, draw(st.integers(2, 9))),
        Floor(eur("0.30")),
        CustomerTiers(),
    ]
    return draw(st.sampled_from(made))


@st.composite
def catalogs(draw: st.DrawFn) -> Pricing:
    found = draw(st.lists(rules(), max_size=6))
    rounding = Rounding(
        mode=draw(st.sampled_from(["half_up", "half_even"])),
        to=draw(st.sampled_from([None, Decimal("0.05")])),
        of=draw(st.sampled_from(["unit", "line"])),
    )
    return pricing(*found, DERIVED, rounding={"EUR": rounding})


@st.composite
def orders(draw: st.DrawFn) -> list[Alone]:
    made = []
    for n in range(1, draw(st.integers(1, 5)) + 1):
        amount = Money(draw(amounts), "EUR")
        offs: list[Off] = [Percent(draw(percents)), amount, TargetPrice(amount)]
        off = draw(st.sampled_from(offs))
        colour = draw(st.sampled_from(["red", "blue"]))
        made.append(
            line(
                draw(st.sampled_from(PRODUCTS)),
                draw(st.integers(1, 70)),
                n=n,
                values={"length": draw(st.decimals(0, 99, places=1)), "colour": colour},
                discount=draw(st.sampled_from([None, None, Discount(off, "asked for")])),
                offered=draw(st.sampled_from([True, True, True, False])),
            )
        )
    return made


headers = st.one_of(
    st.none(),
    percents.map(lambda off: Discount(Percent(off), "to close")),
    st.decimals(0, 90, places=2).map(lambda off: Discount(Money(off, "EUR"), "to close")),
)


def tried(lines: list[Alone], by: Pricing, header: Discount | None) -> list[LinePrice] | None:
    """None where a discount does not fit."""
    try:
        return priced(lines, PRODUCTS, by, tier=PARTNER, discount=header)
    except DiscountInvalid:
        return None


@given(orders(), catalogs(), headers)
def test_the_steps_of_every_line_sum_to_its_end_which_is_rounded(
    lines: list[Alone], by: Pricing, header: Discount | None
) -> None:
    for price in tried(lines, by, header) or []:
        after = Money.zero("EUR")
        for one in price.steps:
            after = after + one.effect
            assert one.after == after
        assert after == price.net
        assert price.net.is_rounded
        assert price.net.amount >= 0


@given(orders(), catalogs(), headers)
def test_pricing_again_gives_the_same_to_the_last_word(
    lines: list[Alone], by: Pricing, header: Discount | None
) -> None:
    assert tried(lines, by, header) == tried(lines, by, header)


@given(orders(), catalogs())
def test_the_order_of_entry_does_not_matter(lines: list[Alone], by: Pricing) -> None:
    before = tried(lines, by, None)
    turned = [*reversed(lines)]
    after = tried(turned, by, None)
    if before is None or after is None:
        assert before is after
        return
    assert [price.net for price in before] == [price.net for price in reversed(after)]


@given(orders(), catalogs(), st.decimals(0, 50, places=2))
def test_a_discount_on_the_quote_takes_off_exactly_that(
    lines: list[Alone], by: Pricing, amount: Decimal
) -> None:
    plain, off = tried(lines, by, None), tried(lines, by, Discount(Money(amount, "EUR"), "to close"))
    if plain is None or off is None:
        return

    def total(prices: list[LinePrice]) -> Decimal:
        return sum((p.net.amount for p, one in zip(prices, lines, strict=True) if one.is_offered), Decimal(0))

    assert total(plain) - total(off) == amount


@st.composite
def falling(draw: st.DrawFn) -> Pricing:
    """Only rules under which a larger quantity never costs more a unit."""
    made: list[PriceRule] = [
        Volume(tiers(draw)),
        Slab(tiers(draw)),
        Promotion(draw(percents)),
        Promotion(prices={"EUR": draw(amounts)}),
        CustomerTiers(),
        PerUnit(formula("length"), eur("1.15")),
    ]
    found = draw(st.lists(st.sampled_from(made), max_size=4))
    schedule = Schedule((ScheduleTier(Decimal(2), quantity=5), ScheduleTier(Decimal(4), quantity=20)))
    return pricing(*found, schedule, rounding={"EUR": Rounding(of="line")})


@given(falling(), st.integers(1, 80), st.integers(1, 80))
def test_more_units_never_cost_more_each(by: Pricing, one: int, other: int) -> None:
    few, many = sorted((one, other))
    values = {"length": Decimal("2.5")}
    fewer = priced([line(A, few, values=values)], PRODUCTS, by)[0]
    more = priced([line(A, many, values=values)], PRODUCTS, by)[0]
    # Each line is rounded once: by half a cent at most.
    cent = Decimal("0.005")
    assert (more.net.amount - cent) / many <= (fewer.net.amount + cent) / few


@given(st.integers(0, 10**6), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), max_size=8))
def test_parts_add_up_and_stay_within_their_rooms(units: int, wanted: list[tuple[int, int]]) -> None:
    weights, rooms = [weight for weight, _ in wanted], [room for _, room in wanted]
    parts = apportioned(units, weights, rooms=rooms)
    if parts is None:
        assert sum(rooms) < units
    else:
        assert sum(parts) == units
        assert all(0 <= part <= room for part, room in zip(parts, rooms, strict=True))


@given(orders(), catalogs(), headers)
def test_rows_for_those_who_multiply_add_up_to_the_line(
    lines: list[Alone], by: Pricing, header: Discount | None
) -> None:
    for price in tried(lines, by, header) or []:
        rows = in_units(price)
        assert sum((unit * count for count, unit in rows), Money.zero("EUR")) == price.net
        assert sum(count for count, _ in rows) == price.quantity
        assert all(count > 0 and unit.is_rounded for count, unit in rows)
