"""A quote that was priced: unchanged lines stay the same objects, one-time and recurring add up apart."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.amounts import Percent
from app.catalog import Product, Release
from app.catalog.pricing import Pricing, Schedule, ScheduleTier, Subscription
from app.pricing import Discount, Step
from app.quoting import Details, Header, Line, Quote, Standing, Term, totals_of, waterfall_of
from app.quoting.priced import priced, repriced, unpriced
from tests.pricing.models import eur, pricing, product, step
from tests.quoting.test_quote import quote
from tests.web.samples import RELEASE

RADIO = product("radio", "100.00")
CARE = product("care", "10.00", recurs="month")
TIERS = Schedule((ScheduleTier(Decimal(10), amounts=eur("1000")),), "amount", "quote")


def release(by: Pricing) -> Release:
    products: dict[str, Product] = {"radio": RADIO, "care": CARE}
    return replace(RELEASE, products=products, pricing=by, fingerprint="")


def line(n: int, of: Product, quantity: int, **fields: object) -> Line:
    made = Line(
        n=n,
        product=of.key,
        code=of.code,
        name=of.name,
        description="",
        quantity=quantity,
        choices={},
        values={},
        complete=True,
        price=unpriced(quantity, "EUR"),
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # what a test says of it


def on(by: Pricing, *lines: Line, header: Header | None = None) -> Quote:
    made = replace(quote(), lines=lines, header=header or Header())
    return priced(made, release(by))


def test_lines_whose_price_stays_are_the_same_objects() -> None:
    by = pricing(TIERS)
    before = on(by, line(1, RADIO, 3), line(2, RADIO, 4))
    more = replace(before.lines[1], quantity=5, price=unpriced(5, "EUR"))
    after = priced(replace(before, lines=(before.lines[0], more)), release(by))
    assert after.lines[0] is before.lines[0]
    assert str(after.lines[1].price.net) == "500.00"
    assert priced(after, release(by)) is after


def test_a_change_elsewhere_changes_what_looks_at_the_whole_quote() -> None:
    by = pricing(TIERS)
    before = on(by, line(1, RADIO, 3), line(2, RADIO, 4))
    more = replace(before.lines[1], quantity=7, price=unpriced(7, "EUR"))
    after = priced(replace(before, lines=(before.lines[0], more)), release(by))
    assert [str(one.price.net) for one in after.lines] == ["270.00", "630.00"]


def test_another_reason_for_the_discount_on_the_quote_is_told_on_its_lines() -> None:
    by = pricing()
    first = Header(discount=Discount(Percent(Decimal(5)), "one reason"))
    before = on(by, line(1, RADIO, 3), header=first)
    other = replace(before, header=Header(discount=Discount(Percent(Decimal(5)), "another reason")))
    after = repriced(other, release(by))
    assert after.lines[0].price.steps[-1].rule == "another reason"


def test_one_time_and_recurring_are_apart_and_together_the_total() -> None:
    by = pricing(step("term", Subscription("month", 12), products=frozenset({"care"})))
    term = Details(term=Term(date(2026, 1, 1), date(2027, 12, 31)))
    optional = Details(standing=Standing.OPTIONAL)
    found = on(
        by,
        line(1, RADIO, 2),
        line(2, CARE, 3, details=term),
        line(3, CARE, 1),
        line(4, RADIO, 9, details=optional),
    )
    totals = totals_of(found)
    assert str(totals.one_time) == "200.00"
    # 3 × 10.00 over 24 months, 10.00 over 12.
    assert [(one.cycle, str(one.net), str(one.per_cycle)) for one in totals.recurring] == [
        ("month", "840.00", "40.00")
    ]
    assert str(found.total) == "1040.00"


def test_the_waterfall_of_the_quote_is_that_of_its_lines_added_up() -> None:
    by = pricing(TIERS)
    off = Discount(Percent(Decimal(50)), "asked for")
    found = on(by, line(1, RADIO, 5), line(2, RADIO, 6, discount=off))
    steps: tuple[Step, ...] = waterfall_of(found)
    assert [(one.kind, str(one.effect), str(one.after)) for one in steps] == [
        ("list", "1100.00", "1100.00"),
        ("schedule", "-110.00", "990.00"),
        ("manual", "-270.00", "720.00"),
    ]
    assert steps[-1].after == found.total
