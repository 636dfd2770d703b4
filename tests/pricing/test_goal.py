"""Goal seek: to the cent, within limits and floors, or as near as can be."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.amounts import Money
from app.catalog.pricing import Chosen, Floor, PercentOfTotal, Pricing
from app.pricing import Alone, Discount, Sought, Terms, seek_total
from tests.pricing.models import eur, line, money, priced, pricing, product, step

A, B, C = product("a", "333.33"), product("b", "19.99"), product("c")
PRODUCTS = {one.key: one for one in (A, B, C)}
LINES = [line(A, 7, n=1), line(B, 31, n=2), line(A, 2, n=3, offered=False)]
PLAIN = pricing()
ANY = {1: Decimal(100), 2: Decimal(100), 3: Decimal(100)}


def sought(
    lines: list[Alone],
    goal: str,
    *,
    by: Pricing = PLAIN,
    limits: dict[int, Decimal] | None = None,
    header: Discount | None = None,
) -> Sought:
    terms = Terms("EUR", pricing=by, discount=header)
    limits = ANY if limits is None else limits
    return seek_total(
        lines, {str(key): one for key, one in PRODUCTS.items()}, terms,
        goal=money(goal), limits=limits, reason="to close",
    )  # fmt: skip


def total(lines: list[Alone], found: Sought, by: Pricing = PLAIN) -> Decimal:
    """What the quote comes to with the discounts that were found."""
    made = [
        line(
            PRODUCTS[one.product],  # type: ignore[index]  # keys of products are texts
            one.quantity,
            n=one.n,
            offered=one.is_offered,
            discount=found.discounts.get(one.n, one.discount),
        )
        for one in lines
    ]
    prices = priced(made, list(PRODUCTS.values()), by)
    return sum((p.net.amount for p, one in zip(prices, made, strict=True) if one.is_offered), Decimal(0))


def test_a_total_is_reached_to_the_cent() -> None:
    # 7 × 333.33 + 31 × 19.99 = 2,953.00
    found = sought(LINES, "2500.00")
    assert found.reached
    assert total(LINES, found) == Decimal("2500.00")
    assert str(found.highest) == "2953.00"


def test_lines_share_by_what_they_cost() -> None:
    found = sought([line(A, 1, n=1), line(A, 3, n=2)], "1200.00")
    assert {n: str(one.off) for n, one in found.discounts.items() if one} == {1: "300.00", 2: "900.00"}


def test_limits_of_a_role_are_kept_and_the_others_give_the_rest() -> None:
    found = sought(LINES, "2500.00", limits={1: Decimal(5), 2: Decimal(100)})
    assert found.reached
    first = found.discounts[1]
    assert first is not None
    # 5 % off 2,333.31 are 2,216.6445.
    assert str(first.off) == "2216.65"
    assert total(LINES, found) == Decimal("2500.00")


def test_what_cannot_be_reached_is_said_with_how_near_it_gets() -> None:
    found = sought(LINES, "1000.00", limits={1: Decimal(10), 2: Decimal(10)})
    assert not found.reached
    # 2,333.31 and 619.69, each less 10 %, rounded up.
    assert str(found.lowest) == "2657.71"
    assert found.total == found.lowest
    assert total(LINES, found) == found.total.amount
    above = sought(LINES, "5000.00")
    assert (above.reached, str(above.total)) == (False, "2953.00")


def test_no_line_goes_below_its_floor() -> None:
    by = pricing(step("floor", Floor(prices=eur("300.00")), products=frozenset({"a"})))
    found = sought(LINES, "2200.00", by=by)
    assert found.reached
    first = found.discounts[1]
    assert first is not None
    assert Decimal(str(first.off)) >= Decimal("2100.00")
    assert total(LINES, found, by) == Decimal("2200.00")


def test_lines_that_are_a_percentage_of_others_move_with_them() -> None:
    percent = PercentOfTotal(Decimal("3.5"), Chosen(products=frozenset({"a", "b"})))
    by = pricing(step("derived", percent, products=frozenset({"c"})))
    lines = [line(A, 7, n=1), line(B, 31, n=2), line(C, 1, n=3)]
    found = sought(lines, "2500.00", by=by)
    assert total(lines, found, by) == found.total.amount
    assert abs(found.total.amount - Decimal("2500.00")) <= Decimal("0.01")


def test_a_discount_on_the_quote_gives_way() -> None:
    header = Discount(money("500.00"), "before")
    found = sought(LINES, "2500.00", header=header)
    assert found.reached
    assert total(LINES, found) == Decimal("2500.00")


@given(
    st.lists(st.tuples(st.sampled_from([A, B]), st.integers(1, 99)), min_size=1, max_size=6),
    st.integers(0, 110),
    st.decimals(0, 100, places=1),
)
def test_any_goal_within_reach_is_reached_exactly(
    wanted: list[tuple[object, int]], share: int, limit: Decimal
) -> None:
    lines = [line(one, quantity, n=n) for n, (one, quantity) in enumerate(wanted, 1)]  # type: ignore[arg-type]  # products
    plain = sum((p.net.amount for p in priced(lines, list(PRODUCTS.values()), PLAIN)), Decimal(0))
    goal = Money(plain * share / 100, "EUR").rounded()
    found = sought(lines, str(goal), limits={one.n: limit for one in lines})
    assert total(lines, found) == found.total.amount
    if found.lowest.amount <= goal.amount <= found.highest.amount:
        assert found.reached
